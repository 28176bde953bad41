/* figure_text.c -- the words of a figure. */
#include "base/figure_text.h"

#include <utf8proc.h>

#include "base/render.h"

const char *figure_text(arena *a, const view *v, language lang)
{
    buf text = buf_new(a, 0);
    ak_err err = {0};
    if (!v || render_plain(&text, v, lang, &err) != AK_OK || !text.p)
        return "";
    return text.p;
}

const char *figure_word(arena *a, const view *v, language lang)
{
    const char *text = figure_text(a, v, lang);
    utf8proc_int32_t sign = 0;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &sign);
    if (n <= 0 || sign == 0)
        return text;
    utf8proc_uint8_t upper[4];
    utf8proc_ssize_t bytes = utf8proc_encode_char(utf8proc_toupper(sign), upper);
    return arena_printf(a, "%.*s%s", (int)bytes, (const char *)upper, text + n);
}
