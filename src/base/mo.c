/* mo.c -- looks a text up in a compiled message catalogue.
 *
 * The format (GNU gettext manual, 10.3): magic 0x950412de, revision, count n, offset of the table of
 * originals, offset of the table of translations; a table has n pairs {length, offset}; originals are
 * sorted, each ends with NUL; plural forms follow each other, parted by NUL, inside the length.
 */
#include "base/mo.h"

#include <string.h>

#define MAGIC        0x950412deu
#define HEADER_BYTES 28

static uint32_t u32_at(str mo, size_t at)
{
    const unsigned char *p = (const unsigned char *)mo.p + at;
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Row i of a table; false when it or its NUL lies outside. */
static bool row_at(str *out, str mo, size_t table, size_t i)
{
    size_t at = table + 8 * i;
    if (at > mo.n || mo.n - at < 8)
        return false;
    size_t n = u32_at(mo, at);
    size_t offset = u32_at(mo, at + 4);
    if (offset >= mo.n || n >= mo.n - offset || mo.p[offset + n] != '\0')
        return false;
    *out = (str){mo.p + offset, n};
    return true;
}

const char *mo_find(str mo, const char *msgid, int form)
{
    if (mo.n < HEADER_BYTES || u32_at(mo, 0) != MAGIC)
        return NULL;
    size_t originals = u32_at(mo, 12);
    size_t low = 0;
    size_t high = u32_at(mo, 8);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        str text;
        if (!row_at(&text, mo, originals, middle))
            return NULL;
        int order = strcmp(msgid, text.p); /* a plural entry compares by its singular, which ends with NUL */
        if (order == 0) {
            str found;
            if (!row_at(&found, mo, u32_at(mo, 16), middle) || found.n == 0)
                return NULL;
            size_t first = strlen(found.p);
            return form == 1 && first < found.n ? found.p + first + 1 : found.p;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool mo_ok(str mo)
{
    const char *header = mo_find(mo, "", 0);
    if (!header || !strstr(header, "charset=UTF-8"))
        return false;
    const char *plural = strstr(header, "Plural-Forms:");
    if (plural && !strstr(plural, "plural=n != 1") && !strstr(plural, "plural=(n != 1)"))
        return false;
    str text;
    for (size_t i = 0; i < u32_at(mo, 8); i++) {
        if (!row_at(&text, mo, u32_at(mo, 12), i) || !row_at(&text, mo, u32_at(mo, 16), i))
            return false;
    }
    return true;
}
