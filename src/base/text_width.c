/* text_width.c -- how many columns of a terminal a text takes, and where to break it. */
#include "base/text_width.h"

#include <utf8proc.h>

/* Bytes and columns of the sign at p; a byte that is no UTF-8 counts as one column. */
static size_t sign_at(const char *p, size_t n, size_t *columns)
{
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t bytes = utf8proc_iterate((const utf8proc_uint8_t *)p, (utf8proc_ssize_t)n, &code);
    if (bytes <= 0 || code < 32) {
        *columns = 1;
        return 1;
    }
    *columns = (size_t)utf8proc_charwidth(code);
    return (size_t)bytes;
}

size_t text_width(str text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.n;) {
        size_t columns = 0;
        i += sign_at(text.p + i, text.n - i, &columns);
        width += columns;
    }
    return width;
}

str text_width_line(str *text, size_t width)
{
    size_t used = 0;
    size_t at = 0;
    size_t space = 0; /* end of the last word that fits, 0 = none */
    while (at < text->n && text->p[at] != '\n') {
        size_t columns = 0;
        size_t bytes = sign_at(text->p + at, text->n - at, &columns);
        if (text->p[at] == ' ' && at > 0)
            space = at;
        if (used + columns > width)
            break;
        used += columns;
        at += bytes;
    }
    bool whole = at == text->n || text->p[at] == '\n';
    size_t end = whole || space == 0 ? at : space;
    str line = {text->p, end};
    size_t next = end;
    while (next < text->n && text->p[next] == ' ')
        next++;
    if (next < text->n && text->p[next] == '\n')
        next++;
    *text = (str){text->p + next, text->n - next};
    while (line.n && (line.p[line.n - 1] == ' ' || line.p[line.n - 1] == '\r'))
        line.n--;
    return line;
}
