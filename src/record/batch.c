/* batch.c -- events kept by their source bytes under one Merkle root.
 *
 * The file, integers little-endian:
 *
 *     8    "AKBATCH1"
 *     u32  length of the header, then the header: canonical JSON {"count":n,"header":"...","media_type":"..."}
 *     per 256 events: u32 length, then one zstd frame over (u32 length, source bytes) of each event
 *     u32  0: no more frames
 *     per frame: u64 its place in the file; u32 how many; "AKBATCHX"
 *
 * The batch key is 32 random bytes, new for each batch: without it nobody can try out what an event was.
 */
#include "record/batch.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "base/fs.h"
#include "base/sha256.h"
#include "record/batch_private.h"
#include "record/bundle_words.h"
#include "record/fetch.h"
#include "record/rules.h"
#include "record_sql.h"

#define KEY_BYTES      32
#define SALT_BYTES     16
#define MAGIC          "AKBATCH1"
#define MAGIC_END      "AKBATCHX"
#define MAGIC_BYTES    8
#define ZSTD_LEVEL     1
#define FILE_BYTES_MAX (BATCH_BYTES_MAX * 2)

static void put_u32(buf *out, uint32_t n)
{
    char b[4] = {(char)(n & 0xff), (char)(n >> 8 & 0xff), (char)(n >> 16 & 0xff), (char)(n >> 24)};
    buf_add(out, b, sizeof b);
}

static void put_u64(buf *out, uint64_t n)
{
    put_u32(out, (uint32_t)n);
    put_u32(out, (uint32_t)(n >> 32));
}

static uint32_t get_u32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* ---- Root ---- */

static void salt_of(uint8_t out[static SALT_BYTES], const uint8_t key[static KEY_BYTES], uint64_t i)
{
    uint8_t number[8];
    for (size_t k = 0; k < sizeof number; k++)
        number[k] = (uint8_t)(i >> (8 * k));
    crypto_generichash(out, SALT_BYTES, number, sizeof number, key, KEY_BYTES);
}

static void root_of(ledger_hash *out, arena *a, const str *events, size_t n,
                    const uint8_t key[static KEY_BYTES])
{
    ledger_hash *leaves = ARENA_NEWS(a, ledger_hash, n);
    sha256 *h = sha256_new(a);
    for (size_t i = 0; i < n; i++) {
        uint8_t salt[SALT_BYTES];
        salt_of(salt, key, i);
        sha256_start(h);
        sha256_add(h, "\0", 1);
        sha256_add(h, salt, sizeof salt);
        sha256_add(h, events[i].p, events[i].n);
        sha256_end(h, leaves[i].b);
    }
    merkle_root_of(out, leaves, n);
}

/* ---- Packing ---- */

static ak_code add_frame(buf *file, arena *a, const str *events, size_t n, ak_err *err)
{
    buf plain = buf_new(a, 0);
    for (size_t i = 0; i < n; i++) {
        put_u32(&plain, (uint32_t)events[i].n);
        buf_add_str(&plain, events[i]);
    }
    AK_TRY(buf_done(&plain, err));
    size_t room = ZSTD_compressBound(plain.n);
    char *packed = arena_alloc(a, room);
    size_t packed_n = ZSTD_compress(packed, room, plain.p, plain.n, ZSTD_LEVEL);
    if (ZSTD_isError(packed_n))
        abort(); /* the room is what zstd asked for: only memory can have run out */
    put_u32(file, (uint32_t)packed_n);
    buf_add(file, packed, packed_n);
    return AK_OK;
}

static ak_code pack(str *out, arena *a, const plan_batch *b, ak_err *err)
{
    buf file = buf_new(a, FILE_BYTES_MAX);
    json *header = json_object_new(a);
    json_put(a, header, "count", json_int_new(a, (int64_t)b->n));
    json_put(a, header, "header", json_string_new(a, b->header));
    json_put(a, header, "media_type", json_string_new(a, str_of(b->media_type)));
    buf head = buf_new(a, 0);
    AK_TRY(json_canonical(&head, header, err));
    buf_add(&file, MAGIC, MAGIC_BYTES);
    put_u32(&file, (uint32_t)head.n);
    buf_add_str(&file, buf_str(&head));
    buf places = buf_new(a, 0);
    uint32_t frames = 0;
    for (size_t at = 0; at < b->n; at += BATCH_FRAME_EVENTS, frames++) {
        put_u64(&places, file.n);
        size_t n = b->n - at < BATCH_FRAME_EVENTS ? b->n - at : BATCH_FRAME_EVENTS;
        AK_TRY(add_frame(&file, a, b->events + at, n, err));
    }
    put_u32(&file, 0);
    buf_add_str(&file, buf_str(&places));
    put_u32(&file, frames);
    buf_add(&file, MAGIC_END, MAGIC_BYTES);
    AK_TRY(buf_done(&file, err));
    *out = buf_str(&file);
    return AK_OK;
}

static str quoted(arena *a, str text)
{
    buf out = buf_new(a, 0);
    json_write_string(&out, text);
    return buf_str(&out);
}

ak_code batch_make(batch_parts *out, arena *a, const plan_batch *b, ak_err *err)
{
    size_t bytes = 0;
    for (size_t i = 0; i < b->n; i++)
        bytes += b->events[i].n;
    if (b->n == 0 || b->n > BATCH_EVENTS_MAX || bytes > BATCH_BYTES_MAX)
        return ak_fail(err, &REC_050, ak_arg_int((int64_t)b->n), ak_arg_int((int64_t)bytes));
    uint8_t key[KEY_BYTES];
    char hex[2 * KEY_BYTES + 1];
    randombytes_buf(key, sizeof key);
    hex_write(hex, key, sizeof key);
    *out = (batch_parts){0};
    root_of(&out->root, a, b->events, b->n, key);
    str file = {0};
    AK_TRY(pack(&file, a, b, err));
    if (file.n < BATCH_INLINE_BYTES) {
        str text = base64_write(a, file.p, file.n);
        out->apart[out->apart_n++] = (said_apart){.name = STR("body/batch_events"), .value = quoted(a, text)};
    } else {
        out->file = file;
    }
    out->apart[out->apart_n++] = (said_apart){.name = STR("body/batch_key"), .value = quoted(a, str_of(hex))};
    sodium_memzero(key, sizeof key);
    return AK_OK;
}

/* ---- Reading ---- */

static ak_code broken(const char *root, const char *what, ak_err *err)
{
    return ak_fail(err, &REC_051, root, what);
}

static ak_code read_frame(batch *b, size_t *n, arena *a, str frame, ak_err *err)
{
    unsigned long long plain_n = ZSTD_getFrameContentSize(frame.p, frame.n);
    if (plain_n == ZSTD_CONTENTSIZE_ERROR || plain_n == ZSTD_CONTENTSIZE_UNKNOWN ||
        plain_n > BATCH_BYTES_MAX + 4 * BATCH_FRAME_EVENTS)
        return broken(b->root, "frame", err);
    char *plain = arena_alloc(a, (size_t)plain_n + 1);
    size_t got = ZSTD_decompress(plain, (size_t)plain_n, frame.p, frame.n);
    if (ZSTD_isError(got) || got != plain_n)
        return broken(b->root, "frame", err);
    for (size_t at = 0; at < got;) {
        size_t length = got - at >= 4 ? get_u32(plain + at) : SIZE_MAX;
        if (length > got - at - 4 || *n == b->n)
            return broken(b->root, "length of an event", err);
        b->events[(*n)++] = (str){plain + at + 4, length};
        at += 4 + length;
    }
    return AK_OK;
}

ak_code batch_unpack(batch *b, arena *a, str file, ak_err *err)
{
    if (file.n < MAGIC_BYTES + 4 || memcmp(file.p, MAGIC, MAGIC_BYTES) != 0)
        return broken(b->root, "beginning", err);
    size_t at = MAGIC_BYTES + 4;
    size_t head_n = get_u32(file.p + MAGIC_BYTES);
    if (head_n > file.n - at)
        return broken(b->root, "header", err);
    json *head = NULL;
    AK_TRY(json_read(&head, a, (str){file.p + at, head_n}, NULL, err));
    int64_t count = 0;
    if (!json_i64(&count, json_get(head, "count")) || count < 1 || count > BATCH_EVENTS_MAX)
        return broken(b->root, "count", err);
    b->n = (size_t)count;
    b->events = ARENA_NEWS(a, str, b->n);
    b->header = json_str(head, "header");
    b->media_type = str_c(a, json_str(head, "media_type"));
    size_t n = 0;
    for (at += head_n;;) {
        size_t length = file.n - at >= 4 ? get_u32(file.p + at) : SIZE_MAX;
        if (length == 0)
            break;
        if (length > file.n - at - 4)
            return broken(b->root, "frame", err);
        AK_TRY(read_frame(b, &n, a, (str){file.p + at + 4, length}, err));
        at += 4 + length;
    }
    return n == b->n ? AK_OK : broken(b->root, "count", err);
}

static str part_text(arena *a, const said *s, const char *name)
{
    json *v = NULL;
    for (size_t i = 0; i < s->apart_n; i++)
        if (str_is(s->apart[i].name, name) && json_read(&v, a, s->apart[i].value, NULL, NULL) == AK_OK)
            return v->text;
    return (str){0};
}

static ak_code open_said(batch *out, arena *a, ctx *c, const said *s, ak_err *err)
{
    uint8_t key[KEY_BYTES];
    ledger_hash root, named;
    str file = {0}, inside = part_text(a, s, "body/batch_events");
    if (!hex_read(key, sizeof key, part_text(a, s, "body/batch_key")))
        return ak_fail(err, &REC_052, out->root); /* erased or withheld */
    if (!hex_read(named.b, sizeof named.b, str_of(out->root)))
        return ak_fail(err, &REC_052, out->root);
    if (inside.n > 0 && !base64_read(a, &file, inside))
        return broken(out->root, "base64", err);
    if (inside.n == 0)
        AK_TRY(fs_read(&file, a, ledger_batch_path(a, workspace_ledger(c->ws), &named), FILE_BYTES_MAX, err));
    AK_TRY(batch_unpack(out, a, file, err));
    root_of(&root, a, out->events, out->n, key);
    return ledger_hash_eq(&root, &named) ? AK_OK : broken(out->root, "root", err);
}

ak_code batch_open(batch *out, arena *a, ctx *c, const char *root, ak_err *err)
{
    record_batch_by_root_row row = {0};
    record_statement_bare_row bare = {0};
    bool found = false;
    *out = (batch){0};
    record_batch_by_root_params p = {str_of(root)};
    AK_TRY(record_batch_by_root_one(&row, &found, a, c->db, &c->scope, &p, err));
    if (!found || strlen(root) != 64)
        return ak_fail(err, &REC_052, root);
    memcpy(out->root, root, 65);
    out->sid = row.sid;
    out->content = str_c(a, row.content);
    AK_TRY(record_statement_bare_one(&bare, &found, a, c->db, &(record_statement_bare_params){row.sid}, err));
    said *s = NULL;
    if (bare.log > 0) {
        char leaf[SHA256_HEX + 1];
        bundle_found in;
        hex_write(leaf, bare.leaf.p, bare.leaf.n);
        AK_TRY(bundle_said(&s, &in, c, leaf, err));
    } else {
        AK_TRY(said_at(&s, a, c->ws, (uint64_t)bare.idx, err));
    }
    return s ? open_said(out, a, c, s, err) : ak_fail(err, &REC_052, root);
}

ak_code batch_list(batch_row **out, size_t *n_out, ctx *c, int64_t first_sid, size_t most, ak_err *err)
{
    record_batches_row *rows = NULL;
    record_batches_params p = {.first = first_sid, .most = (int64_t)most};
    AK_TRY(record_batches_all(&rows, n_out, c->a, c->db, &c->scope, &p, err));
    *out = ARENA_NEWS(c->a, batch_row, *n_out);
    for (size_t i = 0; i < *n_out; i++) {
        batch_row *b = &(*out)[i];
        *b = (batch_row){.sid = rows[i].sid,
                         .content = str_c(c->a, rows[i].content),
                         .media_type = str_c(c->a, rows[i].media_type),
                         .events = rows[i].event_count,
                         .audience = (audience)rows[i].audience};
        if (rows[i].root.n == 64)
            memcpy(b->root, rows[i].root.p, 64);
    }
    return AK_OK;
}

static bool same_events(const batch *b, const plan_batch *p)
{
    bool same = b->n == p->n;
    for (size_t i = 0; same && i < b->n; i++)
        same = str_eq(b->events[i], p->events[i]);
    return same;
}

ak_code batch_known(bool *out, ctx *c, const plan_batch *b, ak_err *err)
{
    arena tmp = {0};
    record_batches_like_row *rows = NULL;
    size_t n = 0;
    record_batches_like_params p = {
        .event_count = (int64_t)b->n, .first_at = str_of(b->first_at), .last_at = str_of(b->last_at)};
    *out = false;
    ak_code code = record_batches_like_all(&rows, &n, &tmp, c->db, &c->scope, &p, err);
    for (size_t i = 0; code == AK_OK && i < n && !*out; i++) {
        batch known = {0};
        code = batch_open(&known, &tmp, c, str_c(&tmp, rows[i].root), err);
        if (code == AK_E_NOTFOUND) { /* erased: it cannot be compared, so it is new */
            code = AK_OK;
            continue;
        }
        *out = code == AK_OK && same_events(&known, b);
    }
    arena_free(&tmp);
    return code;
}
