/* rows.c -- the program's own tables of facts as rows of cells. */
#include "base/rows.h"

#include <string.h>

#include "base/asset.h"

/* Reads one cell at *p into the copy; returns what ended it: ',', '\n', 0 at the end of the text, or -1. */
static int cell_read(const char **out, char **copy, const char **p, const char *end)
{
    char *to = *copy;
    *out = to;
    const char *s = *p;
    if (s < end && *s == '"') {
        for (s++; s < end && (*s != '"' || (s + 1 < end && s[1] == '"')); s++) {
            if (*s == '"')
                s++;
            *to++ = *s;
        }
        if (s == end)
            return -1;
        s++;
    } else {
        while (s < end && *s != ',' && *s != '\n' && *s != '\r')
            *to++ = *s++;
    }
    *to++ = '\0';
    *copy = to;
    if (s < end && *s == '\r')
        s++;
    int ended = s < end ? (unsigned char)*s : 0;
    *p = s < end ? s + 1 : s;
    return ended == 0 || ended == ',' || ended == '\n' ? ended : -1;
}

static size_t lines_in(str text)
{
    size_t n = 1;
    for (const char *p = text.p; (p = memchr(p, '\n', (size_t)(text.p + text.n - p))) != NULL; p++)
        n++;
    return n;
}

ak_code rows_read(rows *out, arena *a, str text, const char *name, ak_err *err)
{
    size_t columns = 1;
    for (size_t i = 0; i < text.n && text.p[i] != '\n'; i++)
        columns += text.p[i] == ',';
    size_t lines = lines_in(text);
    const char **cells = ARENA_NEWS(a, const char *, lines * columns);
    char *copy = arena_alloc(a, text.n + lines * columns + 1);
    const char *p = text.p;
    const char *end = text.p + text.n;
    size_t row = 0;
    while (p < end) {
        int ended = ',';
        for (size_t i = 0; i < columns; i++) {
            if (ended != ',')
                return ak_at(err, ak_fail(err, &ROW_001), name, (int64_t)row + 1, "", "");
            ended = cell_read(&cells[row * columns + i], &copy, &p, end);
        }
        if (ended != '\n' && ended != 0)
            return ak_at(err, ak_fail(err, &ROW_001), name, (int64_t)row + 1, "", "");
        row++;
    }
    if (row == 0)
        return ak_at(err, ak_fail(err, &ROW_001), name, 1, "", "");
    *out = (rows){cells, columns, cells + columns, row - 1};
    return AK_OK;
}

ak_code rows_asset(rows *out, arena *a, const char *path, ak_err *err)
{
    const asset *file = asset_find(path);
    if (!file)
        return ak_fail(err, &ROW_002, path);
    return rows_read(out, a, asset_text(file), path, err);
}

size_t rows_column(const rows *r, const char *name)
{
    size_t i = 0;
    while (i < r->columns && strcmp(r->names[i], name) != 0)
        i++;
    return i;
}
