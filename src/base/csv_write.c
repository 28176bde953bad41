/* csv_write.c -- tables as text, safe to open in a spreadsheet. */
#include "base/csv.h"

#include <string.h>

/* A spreadsheet computes what begins like a formula; a leading ' makes it text.  Texts that begin with '
 * and a formula sign get one more, so that the reader, which takes one off, gives back every text. */
static bool wants_apostrophe(str text)
{
    size_t i = 0;
    while (i < text.n && text.p[i] == '\'')
        i++;
    return i < text.n && text.p[i] && strchr("=+-@\t\r", text.p[i]);
}

/* Other separators too: the file may be read with another one than it was written with. */
static bool wants_quotes(str text, char separator)
{
    if (text.n == 0)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == separator || (text.p[i] && strchr(",;\"\r\n\t", text.p[i])))
            return true;
    return text.p[0] == ' ' || text.p[text.n - 1] == ' ';
}

void csv_put_cell(buf *out, str text, bool words, char separator)
{
    bool quotes = wants_quotes(text, separator);
    if (quotes)
        buf_add_char(out, '"');
    if (words && wants_apostrophe(text))
        buf_add_char(out, '\'');
    const char *end = text.p + text.n;
    for (const char *p = text.p; quotes && p < end;) {
        const char *quote = memchr(p, '"', (size_t)(end - p));
        const char *behind = quote ? quote + 1 : end;
        buf_add(out, p, (size_t)(behind - p));
        if (quote)
            buf_add_char(out, '"');
        p = behind;
    }
    if (quotes)
        buf_add_char(out, '"');
    else
        buf_add_str(out, text);
}

void csv_write_row(buf *out, const csv_value *values, size_t n, char separator)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(out, separator);
        csv_put_cell(out, values[i].text, values[i].words, separator);
    }
    if (n == 1 && values[0].text.n == 0)
        buf_add_c(out, "\"\""); /* else the line would be blank, which readers pass over */
    buf_add_c(out, "\r\n");
}
