/* wal.c -- the write-ahead log, private/wal, byte by byte.
 *
 * Frames one behind the other, little-endian:
 *
 *     8     FF FE "akwal1"
 *     u64   index of the first entry
 *     32    root of the tree before
 *     for each entry
 *       u32   its length, > 0
 *       ...   the entry (cose.c)
 *       ...   its disclosures, as in said.c: u32 count, then u32 length and bytes each
 *     u32   0: no more entries
 *     u64   count of entries
 *     32    root of the tree behind
 *     32    SHA-256 of the frame up to here
 *
 * The count stands at the end so that an import of any size is written as it is made.
 * Behind the last frame there may be zeros.  A commit is durable when the fdatasync behind its last byte
 * returned.  A crash may leave a frame without a valid end, or without its beginning, always the last: it is
 * dropped.  Bytes FF FE occur in no JSON text, so a frame's first eight bytes are looked for behind a broken
 * one to tell a crash from damage; what a broken one leaves behind a later, shorter one is therefore never
 * taken for a frame.
 */
#include "ledger/wal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/bytes.h"
#include "ledger/entry.h"
#include "ledger/rules.h"

#define MAGIC                                                                                                \
    "\xFF\xFE"                                                                                               \
    "akwal1"
#define MAGIC_BYTES  8
#define BUFFER_BYTES ((size_t)1 << 17) /* the disk begins early enough, and the calls are few */

/* ---- writing ---- */

struct wal_writer {
    arena a;
    sha256 *sum;
    int fd;
    uint64_t begin; /* offset of the frame */
    uint64_t at;    /* offset of buffer[0] */
    size_t n;
    size_t summed; /* of buffer */
    uint8_t buffer[BUFFER_BYTES];
};

/* In large pieces: a call for each number costs more than the hash. */
static void sum_up(wal_writer *w)
{
    sha256_add(w->sum, w->buffer + w->summed, w->n - w->summed);
    w->summed = w->n;
}

/* The disk may begin with what is there while the rest is made: a hint, the sync is in wal_end. */
static ak_code flush(wal_writer *w, ak_err *err)
{
    if (!disk_write_all(w->fd, w->buffer, w->n, (off_t)w->at))
        return ak_fail_errno(err, "write", "private/wal");
    if (w->n == BUFFER_BYTES && sync_file_range(w->fd, (off_t)w->at, (off_t)w->n, SYNC_FILE_RANGE_WRITE) != 0)
        errno = 0;
    w->at += w->n;
    w->n = w->summed = 0;
    return AK_OK;
}

static ak_code put(wal_writer *w, const void *p, size_t n, ak_err *err)
{
    const uint8_t *from = p;
    while (n) {
        if (w->n == BUFFER_BYTES) {
            sum_up(w);
            AK_TRY(flush(w, err));
        }
        size_t some = BUFFER_BYTES - w->n < n ? BUFFER_BYTES - w->n : n;
        memcpy(w->buffer + w->n, from, some);
        w->n += some;
        from += some;
        n -= some;
    }
    return AK_OK;
}

static ak_code put_number(wal_writer *w, uint64_t v, size_t bytes, ak_err *err)
{
    uint8_t le[8];
    bytes_u64(le, v);
    return put(w, le, bytes, err);
}

static void writer_free(wal_writer *w)
{
    arena_free(&w->a);
    free(w);
}

ak_code wal_begin(wal_writer **out, int fd, uint64_t at, uint64_t first, const ledger_hash *old_root,
                  ak_err *err)
{
    wal_writer *w = malloc(sizeof *w);
    if (!w)
        abort();
    w->a = (arena){0};
    w->sum = sha256_new(&w->a);
    w->fd = fd;
    w->begin = w->at = at;
    w->n = w->summed = 0;
    sha256_start(w->sum);
    *out = w;
    AK_TRY(put(w, MAGIC, MAGIC_BYTES, err));
    AK_TRY(put_number(w, first, 8, err));
    return put(w, old_root->b, sizeof old_root->b, err);
}

ak_code wal_add(wal_spot *out, wal_writer *w, str entry, const str *said, size_t n, ak_err *err)
{
    out->at = w->at + w->n;
    AK_TRY(put_number(w, entry.n, 4, err));
    AK_TRY(put(w, entry.p, entry.n, err));
    AK_TRY(put_number(w, n, 4, err));
    for (size_t i = 0; i < n; i++) {
        AK_TRY(put_number(w, said[i].n, 4, err));
        AK_TRY(put(w, said[i].p, said[i].n, err));
    }
    out->bytes = w->at + w->n - out->at;
    return AK_OK;
}

/* Zeros into the buffer as far as the file is to grow. */
static ak_code pad(wal_writer *w, ak_err *err)
{
    struct stat st;
    uint64_t end = w->at + w->n, padded = (end + WAL_PAD_BYTES - 1) / WAL_PAD_BYTES * WAL_PAD_BYTES;
    if (fstat(w->fd, &st) != 0)
        return ak_fail_errno(err, "stat", "private/wal");
    if ((uint64_t)st.st_size >= end)
        return AK_OK;
    if (BUFFER_BYTES - w->n < padded - end)
        AK_TRY(flush(w, err));
    memset(w->buffer + w->n, 0, padded - end);
    w->n += padded - end;
    return AK_OK;
}

static ak_code write_end(uint64_t *end_out, wal_writer *w, uint64_t count, const ledger_hash *new_root,
                         ak_err *err)
{
    AK_TRY(put_number(w, 0, 4, err));
    AK_TRY(put_number(w, count, 8, err));
    AK_TRY(put(w, new_root->b, sizeof new_root->b, err));
    uint8_t sum[SHA256_BYTES];
    sum_up(w);
    sha256_end(w->sum, sum);
    sha256_start(w->sum);
    AK_TRY(put(w, sum, sizeof sum, err));
    *end_out = w->at + w->n;
    AK_TRY(pad(w, err));
    return flush(w, err);
}

ak_code wal_end(uint64_t *end_out, wal_writer *w, uint64_t count, const ledger_hash *new_root, disk *d,
                const char *path, ak_err *err)
{
    disk_step(d);
    disk_tell(d, LEDGER_WRITING, path, w->begin);
    ak_code code = write_end(end_out, w, count, new_root, err);
    if (code != AK_OK) {
        wal_drop(w);
        return code;
    }
    disk_sync_frame(d, w->fd, path, w->begin);
    disk_tell(d, LEDGER_WRITTEN, path, *end_out);
    writer_free(w);
    return AK_OK;
}

void wal_drop(wal_writer *w)
{
    /* If the cut fails the frame still has no valid end, and the next writer under the lock cuts it. */
    if (w->at > w->begin && ftruncate(w->fd, (off_t)w->begin) != 0)
        errno = 0;
    writer_free(w);
}

/* ---- reading ---- */

typedef struct wal_reader {
    int fd;
    uint64_t at; /* offset of the next byte */
    sha256 *sum;
    uint64_t held_at; /* the buffer holds [held_at, held_at + held_n) */
    size_t held_n;
    uint8_t *held; /* [BUFFER_BYTES] */
    bool broken;   /* the system would not read */
} wal_reader;

/* Up to n of the next bytes into p (NULL: only summed); how many there were. */
static size_t take_some(wal_reader *r, void *p, size_t n)
{
    if (r->at < r->held_at || r->at >= r->held_at + r->held_n) {
        ssize_t got;
        do
            got = pread(r->fd, r->held, BUFFER_BYTES, (off_t)r->at);
        while (got < 0 && errno == EINTR);
        r->broken = r->broken || got < 0;
        r->held_at = r->at;
        r->held_n = got > 0 ? (size_t)got : 0;
    }
    size_t from = (size_t)(r->at - r->held_at);
    size_t some = r->held_n - from < n ? r->held_n - from : n;
    if (p)
        memcpy(p, r->held + from, some);
    sha256_add(r->sum, r->held + from, some);
    r->at += some;
    return some;
}

static bool take(wal_reader *r, void *p, size_t n)
{
    while (n) {
        size_t some = take_some(r, p, n);
        if (some == 0)
            return false;
        p = p ? (char *)p + some : NULL;
        n -= some;
    }
    return true;
}

static bool take_number(wal_reader *r, uint64_t *out, size_t bytes)
{
    uint8_t le[8] = {0};
    if (!take(r, le, bytes))
        return false;
    str rest = {(const char *)le, 8};
    return bytes_take(&rest, 8, out);
}

static bool take_entry(wal_reader *r, uint64_t n, wal_entry_fn fn, void *payload)
{
    wal_spot spot = {.at = r->at - 4};
    uint8_t entry[ENTRY_BYTES_MAX];
    uint64_t parts;
    if (n > ENTRY_BYTES_MAX || !take(r, entry, n) || !take_number(r, &parts, 4) || parts > ENTRY_PARTS_MAX)
        return false;
    for (uint64_t i = 0; i < parts; i++) {
        uint64_t length;
        if (!take_number(r, &length, 4) || !take(r, NULL, length))
            return false;
    }
    spot.bytes = r->at - spot.at;
    ledger_hash leaf;
    merkle_leaf(&leaf, entry, n);
    fn(payload, &spot, &leaf);
    return true;
}

static bool take_frame(wal_frame *out, wal_reader *r, wal_entry_fn fn, void *payload)
{
    uint8_t magic[MAGIC_BYTES];
    if (!take(r, magic, sizeof magic) || memcmp(magic, MAGIC, MAGIC_BYTES) != 0 ||
        !take_number(r, &out->first, 8) || !take(r, out->old_root.b, sizeof out->old_root.b))
        return false;
    uint64_t seen = 0, n;
    for (;; seen++) {
        if (!take_number(r, &n, 4))
            return false;
        if (n == 0)
            break;
        if (!take_entry(r, n, fn, payload))
            return false;
    }
    if (!take_number(r, &out->count, 8) || out->count != seen ||
        !take(r, out->new_root.b, sizeof out->new_root.b))
        return false;
    uint8_t want[SHA256_BYTES], have[SHA256_BYTES];
    sha256_end(r->sum, want);
    sha256_start(r->sum);
    return take(r, have, sizeof have) && memcmp(want, have, sizeof want) == 0;
}

/* Is there the beginning of a frame anywhere behind `at`? */
static bool magic_behind(wal_reader *r, uint64_t at)
{
    for (;; at += BUFFER_BYTES - MAGIC_BYTES) {
        ssize_t got = pread(r->fd, r->held, BUFFER_BYTES, (off_t)at);
        if (got <= 0)
            return false;
        if (memmem(r->held, (size_t)got, MAGIC, MAGIC_BYTES))
            return true;
        if ((size_t)got < BUFFER_BYTES)
            return false;
    }
}

ak_code wal_read(wal_frame *out, wal_found *found, int fd, uint64_t at, wal_entry_fn fn, void *payload,
                 const char *path, ak_err *err)
{
    arena tmp = {0};
    wal_reader r = {.fd = fd, .at = at, .sum = sha256_new(&tmp), .held = arena_alloc(&tmp, BUFFER_BYTES)};
    sha256_start(r.sum);
    *out = (wal_frame){.at = at};
    ak_code code = AK_OK;
    bool whole = take_frame(out, &r, fn, payload);
    if (r.broken)
        code = ak_fail_errno(err, "read", path);
    else if (!whole && r.at > at && magic_behind(&r, at + 1))
        code = ak_fail(err, &LED_008, path, N_("a frame in its middle is broken"));
    out->end = r.at;
    *found = whole ? WAL_FRAME : wal_ends(fd, at) ? WAL_END : WAL_TORN;
    arena_free(&tmp);
    return code;
}

bool wal_first(uint64_t *out, int fd)
{
    char bytes[MAGIC_BYTES + 8];
    if (pread(fd, bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes || memcmp(bytes, MAGIC, MAGIC_BYTES) != 0)
        return false;
    str rest = {bytes + MAGIC_BYTES, 8};
    return bytes_take(&rest, 8, out);
}

bool wal_ends(int fd, uint64_t at)
{
    static const char zeros[MAGIC_BYTES];
    char bytes[MAGIC_BYTES];
    ssize_t got = pread(fd, bytes, sizeof bytes, (off_t)at);
    return got >= 0 && memcmp(bytes, zeros, (size_t)got) == 0;
}
