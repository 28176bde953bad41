/* ical.c -- duties as a calendar file (RFC 5545): one all-day event each. */
#include <string.h>

#include "record/due.h"
#include "record/workspace.h"

#define LINE_BYTES 75 /* RFC 5545, 3.1: longer lines are folded */

/* Adds a content line, folded between characters. */
static void add_line(buf *out, const char *name, const char *value)
{
    size_t column = 0;
    arena tmp = {0};
    const char *line = arena_printf(&tmp, "%s:%s", name, value);
    for (const char *p = line; *p;) {
        size_t n = 1;
        while (((unsigned char)p[n] & 0xC0) == 0x80)
            n++;
        if (column + n > LINE_BYTES) {
            buf_add_c(out, "\r\n ");
            column = 1;
        }
        buf_add(out, p, n);
        column += n;
        p += n;
    }
    buf_add_c(out, "\r\n");
    arena_free(&tmp);
}

/* TEXT values: backslash, comma, semicolon and line breaks are escaped (3.3.11). */
static const char *escaped(arena *a, const char *text)
{
    buf out = buf_new(a, 0);
    for (const char *p = text; *p; p++) {
        if (*p == '\n')
            buf_add_c(&out, "\\n");
        else if (strchr("\\,;", *p))
            buf_printf(&out, "\\%c", *p);
        else if ((unsigned char)*p >= 0x20)
            buf_add_char(&out, *p);
    }
    return out.n ? out.p : "";
}

/* "2026-11-21T12:00:00Z" -> "20261121T120000Z" */
static const char *basic(arena *a, const char *iso)
{
    buf out = buf_new(a, 0);
    for (const char *p = iso; *p; p++)
        if (*p != '-' && *p != ':')
            buf_add_char(&out, *p);
    return out.n ? out.p : "";
}

static void add_event(buf *out, ctx *c, const due_row *r, size_t i)
{
    arena *a = c->a;
    add_line(out, "BEGIN", "VEVENT");
    add_line(out, "UID", arena_printf(a, "%s.%zu@aktsom", r->statement, i));
    add_line(out, "DTSTAMP", basic(a, c->now));
    add_line(out, "DTSTART;VALUE=DATE", basic(a, r->due_on));
    add_line(out, "SUMMARY", escaped(a, arena_printf(a, "%s: %s", tr(c->lang, r->msgid), r->title)));
    add_line(out, "DESCRIPTION", escaped(a, r->subject));
    add_line(out, "TRANSP", "TRANSPARENT");
    add_line(out, "END", "VEVENT");
}

ak_code due_calendar(str *out, ctx *c, const due_row *rows, size_t n, ak_err *err)
{
    buf text = buf_new(c->a, 0);
    add_line(&text, "BEGIN", "VCALENDAR");
    add_line(&text, "VERSION", "2.0");
    add_line(&text, "PRODID", "-//aktsom//due//EN");
    for (size_t i = 0; i < n; i++)
        add_event(&text, c, &rows[i], i);
    add_line(&text, "END", "VCALENDAR");
    AK_TRY(buf_done(&text, err));
    *out = buf_str(&text);
    return AK_OK;
}
