/* font_bytes.h -- big-endian numbers of a font file; past its end all is 0. */
#ifndef REPORT_FONT_BYTES_H
#define REPORT_FONT_BYTES_H

#include "base/str.h"

static inline uint32_t font_u(str file, size_t at, size_t bytes)
{
    uint32_t x = 0;
    if (at > file.n || file.n - at < bytes)
        return 0;
    for (size_t i = 0; i < bytes; i++)
        x = x << 8 | (unsigned char)file.p[at + i];
    return x;
}

#endif
