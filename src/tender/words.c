/* words.c -- words of enums and attributes for the views of this room. */
#include "tender/words.h"

#include "record/attribute.h"
#include "record/family.h"
#include "tender/terms.h"

view *words_enum(ctx *c, const char *enumeration_name, const char *code)
{
    const enumeration *e = enum_find(enumeration_name);
    int at = e && code[0] ? enum_code_find(e, str_of(code)) : -1;
    if (at < 0)
        return code[0] ? view_text_c(c->a, code) : NULL;
    return view_word(c->a, e->values[at].code, e->values[at].words[c->lang]);
}

const char *words_attribute_text(ctx *c, const char *code, language lang)
{
    const attribute *known = attribute_find(c->a, str_of(code));
    return known ? str_c(c->a, attribute_label(known, (int)lang)) : code;
}

view *words_attribute(ctx *c, const char *code)
{
    if (!code[0])
        return NULL;
    return view_word(c->a, code, words_attribute_text(c, code, c->lang));
}

view *words_unit(ctx *c, const char *symbol)
{
    return view_word(c->a, symbol, fmt_unit(c->lang, symbol, false));
}

view *words_product_group(ctx *c, const char *code)
{
    return view_word(c->a, code, terms_product_group(code, c->lang));
}
