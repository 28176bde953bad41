/* font.h -- an OpenType font with CFF outlines: signs to glyphs, widths, and the subset that a document uses.
 *
 * Reads of the font (ISO/IEC 14496-22): head, hhea, hmtx, OS/2, cmap format 4 or 12, "CFF ".  The subset is a
 * CFF font of the kind that PDF wants for CIDFontType0C (Adobe technical notes 5176 and 5177): CID = glyph
 * number of the whole font, only the glyphs that were used, only the subroutines that they call.  The same
 * signs give the same bytes.
 *
 * The font is the program's own (base/asset.h), so what is wrong with it is a fault of the build: DOC-001.
 */
#ifndef REPORT_FONT_H
#define REPORT_FONT_H

#include "base/arena.h"
#include "base/str.h"

typedef struct font {
    arena *a;
    const char *name; /* "Inter-Regular" */
    str file;
    int em;                                   /* units of one em */
    int ascent, descent, cap_height, bbox[4]; /* thousandths of an em */
    size_t glyphs_n;
    uint32_t *sign_of;                 /* [glyphs_n] the first sign that was asked for; 0 = not used */
    size_t hmtx, metrics_n, cmap, cff; /* offsets in the file; metrics_n: rows of hmtx with a width */
    size_t cff_bytes;
} font;

/* The file is borrowed for the font's life. */
AK_MUST_USE ak_code font_open(font **out, arena *a, const char *name, str file, ak_err *err);
uint32_t font_glyph(const font *f, uint32_t sign);            /* 0 = the font has no such sign */
int font_width(const font *f, uint32_t glyph);                /* thousandths of an em */
double font_text_width(const font *f, str text, double size); /* signs outside the font count nothing */
void font_use(font *f, uint32_t glyph, uint32_t sign);
AK_MUST_USE ak_code font_subset(str *cff, const font *f, ak_err *err);

#endif
