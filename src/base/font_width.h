/* font_width.h -- how wide the signs of the shipped font are (written at build by tools/font_widths.c). */
#ifndef BASE_FONT_WIDTH_H
#define BASE_FONT_WIDTH_H

#include <stddef.h>
#include <stdint.h>

#define FONT_EM 1000 /* units of one em */

typedef struct font_width {
    uint32_t sign; /* Unicode */
    uint16_t regular;
    uint16_t semibold;
} font_width;

extern const font_width font_widths[]; /* sorted by sign */
extern const size_t font_widths_n;

#endif
