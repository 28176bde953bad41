/* html.c -- the only two ways in which a text gets into a page. */
#include "base/html.h"

#include <string.h>

#include <utf8proc.h>

#define REPLACEMENT "\xef\xbf\xbd"

static const char *reference(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_escape(buf *out, str text)
{
    size_t run = 0;
    for (size_t i = 0; i < text.n;) {
        unsigned char c = (unsigned char)text.p[i];
        const char *instead = reference(text.p[i]);
        size_t bytes = 1;
        if (c < 32 ? c != '\t' && c != '\n' && c != '\r' : c == 127) {
            instead = REPLACEMENT;
        } else if (c >= 128) {
            utf8proc_int32_t sign = 0;
            utf8proc_ssize_t got =
                utf8proc_iterate((const utf8proc_uint8_t *)text.p + i, (utf8proc_ssize_t)(text.n - i), &sign);
            if (got > 0)
                bytes = (size_t)got;
            if (got <= 0 || sign == 0xfffe || sign == 0xffff) /* the last two are no characters of XML */
                instead = REPLACEMENT;
        }
        if (instead) {
            buf_add(out, text.p + run, i - run);
            buf_add_c(out, instead);
            run = i + bytes;
        }
        i += bytes;
    }
    buf_add(out, text.p + run, text.n - run);
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~:", c));
}

void html_query(buf *out, str text)
{
    for (size_t i = 0; i < text.n; i++) {
        if (unreserved(text.p[i]))
            buf_add_char(out, text.p[i]);
        else
            buf_printf(out, "%%%02X", (unsigned char)text.p[i]);
    }
}

void html_href(buf *out, const char *prefix, const char *href)
{
    str link = str_of(href);
    bool whole = str_starts(link, "#") || str_starts(link, "/") || str_starts(link, "https://");
    const char *colon = strchr(href, ':');
    size_t path = strcspn(href, "?#/");
    if (str_starts(link, "//") || (!whole && colon && (size_t)(colon - href) < path)) {
        buf_add_char(out, '#');
        return;
    }
    if (!whole)
        html_escape(out, str_of(prefix));
    html_escape(out, link);
}
