/* zipfile.h -- ZIP files in memory: what is packed in one, with bounds against files made to do harm; and out.
 *
 * Refused at the door: more entries than the limit, names that are no plain relative path or stand twice,
 * encryption, packing methods other than stored and deflated, an entry that claims to unpack to more than
 * the limits.  While unpacking, an entry may not give more than it claimed, and its checksum must hold.
 * The prefix zip_ belongs to libzip.
 */
#ifndef BASE_ZIPFILE_H
#define BASE_ZIPFILE_H

#include "base/arena.h"
#include "base/str.h"

typedef struct zipfile_limits {
    size_t entries_max; /* 0 = 4,096 */
    size_t bytes_max;   /* 0 = 1 GiB, unpacked, all entries together */
    size_t ratio_max;   /* 0 = 200 times the packed size, for entries over 16 MiB */
} zipfile_limits;

typedef struct zipfile_entry {
    const char *name; /* "xl/workbook.xml": UTF-8, no leading /, no .. */
    size_t bytes;     /* unpacked */
} zipfile_entry;

typedef struct zipfile zipfile;
typedef struct zipfile_stream zipfile_stream;

/* The input is borrowed as long as the arena lives; limits may be NULL.  AK_E_INPUT, AK_E_LIMIT. */
AK_MUST_USE ak_code zipfile_open(zipfile **out, arena *a, str input, const zipfile_limits *limits,
                                 ak_err *err);
const zipfile_entry *zipfile_entries(const zipfile *z, size_t *n); /* in the order of the file */
bool zipfile_find(const zipfile *z, size_t *entry, const char *name);

/* One entry as a whole. */
AK_MUST_USE ak_code zipfile_read(str *out, arena *a, zipfile *z, size_t entry, ak_err *err);
/* One entry piece by piece: *n = 0 at the end, when its checksum has been compared too. */
AK_MUST_USE ak_code zipfile_stream_open(zipfile_stream **out, arena *a, zipfile *z, size_t entry,
                                        ak_err *err);
AK_MUST_USE ak_code zipfile_stream_next(zipfile_stream *s, void *piece, size_t piece_bytes, size_t *n,
                                        ak_err *err);

/* --- out --- */

typedef struct zipfile_part {
    const char *name;
    str bytes;
} zipfile_part;

/* A ZIP file of the parts in their order, deflated; the same parts give the same bytes: every entry is dated
 * 1980-01-01, the earliest that the format knows.  AK_E_SYSTEM. */
AK_MUST_USE ak_code zipfile_write(str *out, arena *a, const zipfile_part *parts, size_t n, ak_err *err);

#endif
