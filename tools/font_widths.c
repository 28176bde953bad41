/* font_widths.c -- advance widths of the shipped font, as a C table (base/font_width.h).
 *
 * usage: font_widths OUT.c REGULAR.otf SEMIBOLD.otf
 *
 * Reads of an OpenType font (ISO/IEC 14496-22): 'head' (unitsPerEm), 'hhea' (numberOfHMetrics), 'hmtx'
 * (advances) and 'cmap' format 4 (segments) or 12 (groups).  Takes the signs that our languages and names
 * need: Latin with its additions, Greek, Cyrillic, punctuation, currency, arrows, mathematical operators.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EM 1000

typedef struct font {
    const char *path;
    unsigned char *bytes;
    size_t n;
    size_t hmtx, cmap; /* offsets; cmap: of the chosen subtable */
    unsigned em, metrics;
} font;

static const uint32_t ranges[][2] = {
    {0x20,   0x7e  },
    {0xa0,   0x24f },
    {0x2b0,  0x2ff },
    {0x370,  0x3ff },
    {0x400,  0x4ff },
    {0x1e00, 0x1eff},
    {0x2000, 0x206f},
    {0x2070, 0x209f},
    {0x20a0, 0x20bf},
    {0x2190, 0x21ff},
    {0x2200, 0x22ff},
    {0x25a0, 0x25ff},
    {0x2713, 0x2717},
};

static _Noreturn void die(const char *path, const char *why)
{
    fprintf(stderr, "font_widths: %s: %s\n", path, why);
    exit(1);
}

static uint32_t get(const font *f, size_t at, unsigned bytes)
{
    if (at > f->n || f->n - at < bytes)
        die(f->path, "ends early");
    uint32_t x = 0;
    for (unsigned i = 0; i < bytes; i++)
        x = x << 8 | f->bytes[at + i];
    return x;
}

static size_t table(const font *f, const char *tag)
{
    uint32_t count = get(f, 4, 2);
    for (uint32_t i = 0; i < count; i++) {
        size_t row = 12 + (size_t)i * 16;
        get(f, row + 12, 4);
        if (memcmp(f->bytes + row, tag, 4) == 0)
            return get(f, row + 8, 4);
    }
    die(f->path, "a table is missing");
}

/* The Unicode subtable of format 12, else of format 4. */
static size_t choose_cmap(const font *f)
{
    size_t cmap = table(f, "cmap");
    size_t best = 0;
    uint32_t best_format = 0;
    uint32_t count = get(f, cmap + 2, 2);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t platform = get(f, cmap + 4 + (size_t)i * 8, 2);
        size_t at = cmap + get(f, cmap + 8 + (size_t)i * 8, 4);
        uint32_t format = get(f, at, 2);
        if ((platform == 0 || platform == 3) && (format == 4 || format == 12) && format > best_format) {
            best = at;
            best_format = format;
        }
    }
    if (!best)
        die(f->path, "no character map of format 4 or 12");
    return best;
}

static font font_open(const char *path)
{
    font f = {.path = path};
    FILE *file = fopen(path, "rb");
    if (!file)
        die(path, "cannot be opened (package fonts-inter)");
    f.bytes = malloc((size_t)4 << 20);
    if (!f.bytes)
        die(path, "no memory");
    f.n = fread(f.bytes, 1, (size_t)4 << 20, file);
    fclose(file);
    f.em = get(&f, table(&f, "head") + 18, 2);
    f.metrics = get(&f, table(&f, "hhea") + 34, 2);
    f.hmtx = table(&f, "hmtx");
    f.cmap = choose_cmap(&f);
    if (f.em == 0 || f.metrics == 0)
        die(path, "no metrics");
    return f;
}

static uint32_t glyph12(const font *f, uint32_t sign)
{
    uint32_t groups = get(f, f->cmap + 12, 4);
    for (uint32_t i = 0; i < groups; i++) {
        size_t at = f->cmap + 16 + (size_t)i * 12;
        uint32_t first = get(f, at, 4);
        if (sign >= first && sign <= get(f, at + 4, 4))
            return get(f, at + 8, 4) + sign - first;
    }
    return 0;
}

static uint32_t glyph4(const font *f, uint32_t sign)
{
    size_t twice = get(f, f->cmap + 6, 2);
    for (size_t i = 0; i < twice; i += 2) {
        uint32_t last = get(f, f->cmap + 14 + i, 2);
        uint32_t first = get(f, f->cmap + 16 + twice + i, 2);
        if (sign < first || sign > last)
            continue;
        uint32_t delta = get(f, f->cmap + 16 + 2 * twice + i, 2);
        size_t at = f->cmap + 16 + 3 * twice + i;
        uint32_t offset = get(f, at, 2);
        uint32_t glyph = offset ? get(f, at + offset + 2 * (sign - first), 2) : sign;
        return offset && glyph == 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
}

/* 0 = the font has no such sign. */
static unsigned width(const font *f, uint32_t sign)
{
    uint32_t glyph = get(f, f->cmap, 2) == 12 ? glyph12(f, sign) : glyph4(f, sign);
    if (glyph == 0)
        return 0;
    uint32_t metric = glyph < f->metrics ? glyph : f->metrics - 1;
    return (get(f, f->hmtx + (size_t)metric * 4, 2) * EM + f->em / 2) / f->em;
}

int main(int argc, char **argv)
{
    if (argc != 4)
        die("usage", "font_widths OUT.c REGULAR.otf SEMIBOLD.otf");
    font regular = font_open(argv[2]);
    font semibold = font_open(argv[3]);
    FILE *out = fopen(argv[1], "w");
    if (!out)
        die(argv[1], "cannot be written");
    fprintf(out, "/* Written by tools/font_widths.c. */\n#include \"base/font_width.h\"\n\n"
                 "const font_width font_widths[] = {\n");
    size_t n = 0;
    for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++) {
        for (uint32_t sign = ranges[r][0]; sign <= ranges[r][1]; sign++) {
            unsigned a = width(&regular, sign);
            unsigned b = width(&semibold, sign);
            if (a == 0 || b == 0)
                continue;
            fprintf(out, "    {%u, %u, %u},\n", (unsigned)sign, a, b);
            n++;
        }
    }
    fprintf(out, "};\nconst size_t font_widths_n = %zu;\n", n);
    if (n < 400)
        die(argv[2], "has too few signs to be the right font");
    free(regular.bytes);
    free(semibold.bytes);
    return fclose(out) == 0 ? 0 : 1;
}
