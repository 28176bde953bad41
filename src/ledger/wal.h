/* wal.h -- the write-ahead log: one frame for each commit, durable with one fdatasync. */
#ifndef LEDGER_WAL_H
#define LEDGER_WAL_H

#include "base/str.h"
#include "ledger/disk.h"
#include "ledger/merkle.h"

/* Where the record of an entry lies in the file: u32 length, entry, then as in said.c. */
typedef struct wal_spot {
    uint64_t at;
    uint64_t bytes;
} wal_spot;

typedef struct wal_writer wal_writer;

/* A frame that begins at offset `at`; nothing of it counts before wal_end. */
AK_MUST_USE ak_code wal_begin(wal_writer **out, int fd, uint64_t at, uint64_t first,
                              const ledger_hash *old_root, ak_err *err);
AK_MUST_USE ak_code wal_add(wal_spot *out, wal_writer *w, str entry, const str *said, size_t n, ak_err *err);
/* Writes the end and makes it durable; *end_out = offset behind the frame.  Where the file must grow it grows
 * with zeros to a multiple of WAL_PAD_BYTES, so that the next frames lie in blocks that are there: their
 * fdatasync then writes no metadata, which is half of its time.  Frees w, also on error. */
AK_MUST_USE ak_code wal_end(uint64_t *end_out, wal_writer *w, uint64_t count, const ledger_hash *new_root,
                            disk *d, const char *path, ak_err *err);
void wal_drop(wal_writer *w); /* cuts the file where the frame began; frees w */

#define WAL_PAD_BYTES ((uint64_t)1 << 16)

typedef struct wal_frame {
    uint64_t at, end; /* offsets */
    uint64_t first, count;
    ledger_hash old_root, new_root;
} wal_frame;

typedef enum wal_found {
    WAL_END,   /* nothing behind at, or zeros */
    WAL_FRAME, /* a whole one */
    WAL_TORN   /* the beginning of one whose commit never returned */
} wal_found;

typedef void (*wal_entry_fn)(void *payload, const wal_spot *spot, const ledger_hash *leaf);

/* Reads the frame at offset at; fn sees each entry before it is known whether the frame is whole.
 * LED-008 when there is no whole frame though others follow: then something that was acknowledged is hurt. */
AK_MUST_USE ak_code wal_read(wal_frame *out, wal_found *found, int fd, uint64_t at, wal_entry_fn fn,
                             void *payload, const char *path, ak_err *err);
/* Index that the frame at the file's beginning says it begins with; false: there is none. */
bool wal_first(uint64_t *out, int fd);
/* Nothing was written behind at, or nothing of which the beginning is there.  One read of eight bytes. */
bool wal_ends(int fd, uint64_t at);

#endif
