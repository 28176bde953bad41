/* i18n.c -- texts in the reader's language. Numbers and dates: fmt.c. */
#include "base/i18n.h"

#include <ctype.h>
#include <string.h>

#include "base/asset.h"
#include "base/mo.h"

static const struct {
    const char *code;
    const char *catalogue; /* NULL: the source text is the text */
    const char *also;      /* other codes that mean it, parted by | */
} languages[LANGUAGES] = {
    [LANG_NB] = {"nb", "po/nb.mo", "nb|no|nn|nob|nor"},
    [LANG_DA] = {"da", "po/da.mo", "da|dan"          },
    [LANG_EN] = {"en", NULL,       "en|eng|c|posix"  },
};

bool language_find(language *out, str text)
{
    char code[8] = "";
    size_t n = 0;
    while (n < text.n && n < sizeof code - 1 && isalpha((unsigned char)text.p[n])) {
        code[n] = (char)tolower((unsigned char)text.p[n]);
        n++;
    }
    if (n == 0 || (n < text.n && !strchr("-_.@", text.p[n])))
        return false;
    for (int i = 0; i < LANGUAGES; i++) {
        str rest = str_of(languages[i].also);
        while (rest.n) {
            if (str_is(str_cut(&rest, '|'), code)) {
                *out = (language)i;
                return true;
            }
        }
    }
    return false;
}

const char *language_code(language lang)
{
    return languages[lang].code;
}

static const char *look(language lang, const char *msgid, int form)
{
    if (!languages[lang].catalogue || !*msgid)
        return NULL; /* the empty text is the catalogue's header */
    const asset *catalogue = asset_find(languages[lang].catalogue);
    return catalogue ? mo_find(asset_text(catalogue), msgid, form) : NULL;
}

const char *tr(language lang, const char *msgid)
{
    const char *found = look(lang, msgid, 0);
    return found ? found : msgid;
}

const char *trn(language lang, const char *one, const char *many, int64_t n)
{
    const char *found = look(lang, one, n != 1);
    return found ? found : n == 1 ? one : many;
}

/* Copies text; each {name} becomes what value_of gives, or stays where that is NULL. */
static const char *fill(arena *a, const char *text, const char *(*value_of)(void *payload, str name),
                        void *payload)
{
    buf b = buf_new(a, 0);
    const char *p = text;
    while (*p) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        const char *value = end ? value_of(payload, (str){p + 1, (size_t)(end - p) - 1}) : NULL;
        if (value) {
            buf_add_c(&b, value);
            p = end + 1;
        } else {
            buf_add_char(&b, *p++);
        }
    }
    return b.n ? b.p : "";
}

typedef struct named {
    const char *name[16];
    const char *value[16];
    size_t n;
} named;

static const char *value_of_name(void *payload, str name)
{
    const named *all = payload;
    for (size_t i = 0; i < all->n; i++) {
        if (str_is(name, all->name[i]))
            return all->value[i];
    }
    return NULL;
}

const char *tr_fill(arena *a, const char *text, ...)
{
    named all = {.n = 0};
    va_list ap;
    va_start(ap, text);
    for (; all.n < 16; all.n++) {
        all.name[all.n] = va_arg(ap, const char *);
        if (!all.name[all.n])
            break;
        all.value[all.n] = va_arg(ap, const char *);
    }
    va_end(ap);
    return fill(a, text, value_of_name, &all);
}

static const char *value_of_number(void *payload, str name)
{
    const char *const *args = payload;
    if (name.n != 1 || name.p[0] < '1' || name.p[0] > '4')
        return NULL;
    const char *value = args[name.p[0] - '1'];
    return value ? value : "";
}

const char *tr_fill_args(arena *a, const char *text, const char *const args[4])
{
    return fill(a, text, value_of_number, (void *)(uintptr_t)args);
}
