/* text_width.h -- how many columns of a terminal a text takes, and where to break it. */
#ifndef BASE_TEXT_WIDTH_H
#define BASE_TEXT_WIDTH_H

#include "base/str.h"

/* Columns: 0 for combining signs, 2 for wide ones (East Asian), 1 else.  A control sign counts 1. */
size_t text_width(str text);

/* Takes the next line of at most width columns (>= 2) off the text: up to a line end, else the last space
 * that fits, else as many signs as fit; no-break spaces do not break. */
str text_width_line(str *text, size_t width);

#endif
