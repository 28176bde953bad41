/* font.c -- an OpenType font: signs to glyphs, and widths. */
#include "report/font.h"

#include <string.h>

#include <utf8proc.h>

#include "report/font_bytes.h"
#include "report/rules.h"

static size_t table(const font *f, const char *tag, size_t *bytes)
{
    size_t n = font_u(f->file, 4, 2);
    for (size_t i = 0; i < n; i++) {
        size_t row = 12 + i * 16;
        if (row + 16 <= f->file.n && memcmp(f->file.p + row, tag, 4) == 0) {
            *bytes = font_u(f->file, row + 12, 4);
            return font_u(f->file, row + 8, 4);
        }
    }
    return 0;
}

/* The Unicode subtable of format 12, else of format 4. */
static size_t choose_cmap(const font *f, size_t cmap)
{
    size_t best = 0;
    uint32_t best_format = 0;
    for (size_t i = 0; i < font_u(f->file, cmap + 2, 2); i++) {
        uint32_t platform = font_u(f->file, cmap + 4 + i * 8, 2);
        size_t at = cmap + font_u(f->file, cmap + 8 + i * 8, 4);
        uint32_t format = font_u(f->file, at, 2);
        if ((platform == 0 || platform == 3) && (format == 4 || format == 12) && format > best_format) {
            best = at;
            best_format = format;
        }
    }
    return best;
}

static int thousandths(const font *f, int units)
{
    return units * 1000 / f->em;
}

ak_code font_open(font **out, arena *a, const char *name, str file, ak_err *err)
{
    font *f = ARENA_NEW(a, font);
    *f = (font){.a = a, .name = name, .file = file};
    size_t bytes;
    size_t head = table(f, "head", &bytes);
    size_t hhea = table(f, "hhea", &bytes);
    size_t os2 = table(f, "OS/2", &bytes);
    size_t maxp = table(f, "maxp", &bytes);
    size_t cmap = table(f, "cmap", &bytes);
    f->hmtx = table(f, "hmtx", &bytes);
    f->cff = table(f, "CFF ", &f->cff_bytes);
    f->em = (int)font_u(file, head + 18, 2);
    f->metrics_n = font_u(file, hhea + 34, 2);
    f->glyphs_n = font_u(file, maxp + 4, 2);
    f->cmap = cmap ? choose_cmap(f, cmap) : 0;
    if (!head || !hhea || !os2 || !f->hmtx || !f->cff || !f->cmap || f->em < 1 || !f->metrics_n)
        return ak_fail(err, &DOC_001, name);
    for (size_t i = 0; i < 4; i++)
        f->bbox[i] = thousandths(f, (int16_t)font_u(file, head + 36 + 2 * i, 2));
    f->ascent = thousandths(f, (int16_t)font_u(file, hhea + 4, 2));
    f->descent = thousandths(f, (int16_t)font_u(file, hhea + 6, 2));
    f->cap_height = thousandths(f, (int16_t)font_u(file, os2 + 88, 2));
    f->sign_of = ARENA_NEWS(a, uint32_t, f->glyphs_n);
    *out = f;
    return AK_OK;
}

static uint32_t glyph12(const font *f, uint32_t sign)
{
    size_t lo = 0;
    size_t hi = font_u(f->file, f->cmap + 12, 4);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        size_t at = f->cmap + 16 + mid * 12;
        uint32_t first = font_u(f->file, at, 4);
        if (sign > font_u(f->file, at + 4, 4))
            lo = mid + 1;
        else if (sign < first)
            hi = mid;
        else
            return font_u(f->file, at + 8, 4) + sign - first;
    }
    return 0;
}

static uint32_t glyph4(const font *f, uint32_t sign)
{
    size_t twice = font_u(f->file, f->cmap + 6, 2);
    for (size_t i = 0; i < twice; i += 2) {
        uint32_t first = font_u(f->file, f->cmap + 16 + twice + i, 2);
        if (sign > font_u(f->file, f->cmap + 14 + i, 2) || sign < first)
            continue;
        uint32_t delta = font_u(f->file, f->cmap + 16 + 2 * twice + i, 2);
        size_t at = f->cmap + 16 + 3 * twice + i;
        uint32_t offset = font_u(f->file, at, 2);
        uint32_t glyph = offset ? font_u(f->file, at + offset + 2 * (size_t)(sign - first), 2) : sign;
        return offset && glyph == 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
}

uint32_t font_glyph(const font *f, uint32_t sign)
{
    uint32_t glyph = font_u(f->file, f->cmap, 2) == 12 ? glyph12(f, sign) : glyph4(f, sign);
    return glyph < f->glyphs_n ? glyph : 0;
}

int font_width(const font *f, uint32_t glyph)
{
    size_t metric = glyph < f->metrics_n ? glyph : f->metrics_n - 1;
    int units = (int)font_u(f->file, f->hmtx + metric * 4, 2);
    return (units * 1000 + f->em / 2) / f->em;
}

double font_text_width(const font *f, str text, double size)
{
    int64_t sum = 0;
    while (text.n) {
        utf8proc_int32_t sign = 0;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)text.p, (utf8proc_ssize_t)text.n, &sign);
        if (n < 1)
            break;
        uint32_t glyph = font_glyph(f, (uint32_t)sign);
        if (glyph)
            sum += font_width(f, glyph);
        text = (str){text.p + n, text.n - (size_t)n};
    }
    return (double)sum * size / 1000;
}

/* The lowest sign wins, so that the order of texts does not matter (a space also stands for U+00A0). */
void font_use(font *f, uint32_t glyph, uint32_t sign)
{
    if (!f->sign_of[glyph] || sign < f->sign_of[glyph])
        f->sign_of[glyph] = sign;
}
