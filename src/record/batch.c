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
 * Once an event of it was erased, the file, whatever lay in the statement before, is
 *
 *     8    "AKBATCH2"
 *     u32  length of the header, then the header as above
 *     per event: 01, salt (16), u32 length, source bytes; or, of one that was erased, 00, its leaf (32)
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
#define MAGIC_LESS     "AKBATCH2"
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

void batch_leaf(ledger_hash *out, arena *tmp, str salt, str event)
{
    sha256 *h = sha256_new(tmp);
    sha256_start(h);
    sha256_add(h, "\0", 1);
    sha256_add(h, salt.p, salt.n);
    sha256_add(h, event.p, event.n);
    sha256_end(h, out->b);
}

/* Salts out of the key, and the leaves that they give. */
static void salt_all(batch *b, arena *a, const uint8_t key[static KEY_BYTES])
{
    b->leaves = ARENA_NEWS(a, ledger_hash, b->n);
    b->salts = ARENA_NEWS(a, str, b->n);
    uint8_t *salts = arena_alloc(a, b->n * SALT_BYTES);
    sha256 *h = sha256_new(a);
    for (size_t i = 0; i < b->n; i++) {
        salt_of(salts + i * SALT_BYTES, key, i);
        b->salts[i] = (str){(const char *)salts + i * SALT_BYTES, SALT_BYTES};
        sha256_start(h);
        sha256_add(h, "\0", 1);
        sha256_add(h, b->salts[i].p, SALT_BYTES);
        sha256_add(h, b->events[i].p, b->events[i].n);
        sha256_end(h, b->leaves[i].b);
    }
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

ak_code batch_pack_less(str *out, arena *a, const batch *b, ak_err *err)
{
    buf file = buf_new(a, FILE_BYTES_MAX), head = buf_new(a, 0);
    json *header = json_object_new(a);
    json_put(a, header, "count", json_int_new(a, (int64_t)b->n));
    json_put(a, header, "header", json_string_new(a, b->header));
    json_put(a, header, "media_type", json_string_new(a, str_of(b->media_type)));
    AK_TRY(json_canonical(&head, header, err));
    buf_add(&file, MAGIC_LESS, MAGIC_BYTES);
    put_u32(&file, (uint32_t)head.n);
    buf_add_str(&file, buf_str(&head));
    for (size_t i = 0; i < b->n; i++) {
        buf_add_char(&file, (char)(b->events[i].p != NULL));
        if (!b->events[i].p) {
            buf_add(&file, b->leaves[i].b, sizeof b->leaves[i].b);
            continue;
        }
        buf_add_str(&file, b->salts[i]);
        put_u32(&file, (uint32_t)b->events[i].n);
        buf_add_str(&file, b->events[i]);
    }
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
    batch salted = {.events = b->events, .n = b->n};
    salt_all(&salted, a, key);
    merkle_root_of(&out->root, salted.leaves, b->n);
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

/* room: what all frames together may still hold, for a few bytes can claim millions. */
static ak_code read_frame(batch *b, size_t *n, size_t *room, arena *a, str frame, ak_err *err)
{
    unsigned long long plain_n = ZSTD_getFrameContentSize(frame.p, frame.n);
    if (plain_n == ZSTD_CONTENTSIZE_ERROR || plain_n == ZSTD_CONTENTSIZE_UNKNOWN || plain_n > *room)
        return broken(b->root, "frame", err);
    *room -= (size_t)plain_n;
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

static bool take(str *out, str *rest, size_t n)
{
    if (n > rest->n)
        return false;
    *out = (str){rest->p, n};
    *rest = (str){rest->p + n, rest->n - n};
    return true;
}

/* A batch of which events were erased. */
static ak_code unpack_less(batch *b, arena *a, str rest, ak_err *err)
{
    str kind, part;
    b->salts = ARENA_NEWS(a, str, b->n);
    b->leaves = ARENA_NEWS(a, ledger_hash, b->n);
    for (size_t i = 0; i < b->n; i++) {
        if (!take(&kind, &rest, 1))
            return broken(b->root, "count", err);
        if (kind.p[0] == 0) {
            if (!take(&part, &rest, sizeof(ledger_hash)))
                return broken(b->root, "leaf", err);
            memcpy(b->leaves[i].b, part.p, part.n);
            continue;
        }
        if (kind.p[0] != 1 || !take(&b->salts[i], &rest, SALT_BYTES) || !take(&part, &rest, 4) ||
            !take(&b->events[i], &rest, get_u32(part.p)))
            return broken(b->root, "length of an event", err);
        arena tmp = {0};
        batch_leaf(&b->leaves[i], &tmp, b->salts[i], b->events[i]);
        arena_free(&tmp);
    }
    return rest.n == 0 ? AK_OK : broken(b->root, "end", err);
}

ak_code batch_unpack(batch *b, arena *a, str file, ak_err *err)
{
    bool less = file.n > MAGIC_BYTES && memcmp(file.p, MAGIC_LESS, MAGIC_BYTES) == 0;
    if (file.n < MAGIC_BYTES + 4 || (!less && memcmp(file.p, MAGIC, MAGIC_BYTES) != 0))
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
    if (less)
        return unpack_less(b, a, (str){file.p + at + head_n, file.n - at - head_n}, err);
    size_t n = 0, room = BATCH_BYTES_MAX + 4 * BATCH_EVENTS_MAX;
    for (at += head_n;;) {
        size_t length = file.n - at >= 4 ? get_u32(file.p + at) : SIZE_MAX;
        if (length == 0)
            break;
        if (length > file.n - at - 4)
            return broken(b->root, "frame", err);
        AK_TRY(read_frame(b, &n, &room, a, (str){file.p + at + 4, length}, err));
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

/* What the statement says apart (empty: it is not here), and the file, where there is one. */
typedef struct batch_lies {
    str key, inside, bytes;
    const char *path;
} batch_lies;

static ak_code open_parts(batch *out, arena *a, const batch_lies *where, ak_err *err)
{
    uint8_t key[KEY_BYTES];
    ledger_hash root, named;
    str file = {0};
    bool keyed = hex_read(key, sizeof key, where->key);
    if (!hex_read(named.b, sizeof named.b, str_of(out->root)))
        return ak_fail(err, &REC_052, out->root);
    if (where->inside.n > 0 && !base64_read(a, &file, where->inside))
        return broken(out->root, "base64", err);
    bool is_file = fs_is_file(where->path);
    if (is_file) /* also in the place of what lay in the statement, once an event was erased */
        AK_TRY(fs_read(&file, a, where->path, FILE_BYTES_MAX, err));
    if (where->bytes.n > 0)
        file = where->bytes;
    if (file.n == 0)
        return ak_fail(err, &REC_052, out->root);
    AK_TRY(batch_unpack(out, a, file, err));
    if (!out->leaves && !keyed)
        return ak_fail(err, &REC_052, out->root); /* erased or withheld */
    if (!out->leaves)
        salt_all(out, a, key);
    merkle_root_of(&root, out->leaves, out->n);
    return ledger_hash_eq(&root, &named) ? AK_OK : broken(out->root, "root", err);
}

static ak_code open_said(batch *out, arena *a, ctx *c, const said *s, str bytes, ak_err *err)
{
    ledger_hash named;
    if (!hex_read(named.b, sizeof named.b, str_of(out->root)))
        return ak_fail(err, &REC_052, out->root);
    batch_lies where = {.key = part_text(a, s, "body/batch_key"),
                        .inside = part_text(a, s, "body/batch_events"),
                        .bytes = bytes,
                        .path = ledger_batch_path(a, workspace_ledger(c->ws), &named)};
    return open_parts(out, a, &where, err);
}

/* What the statement says is the root; empty: it is of another kind. */
static str root_of(arena *a, const said *s)
{
    json *body = NULL;
    if (s->family != family_find(STR("event_batch")) || json_read(&body, a, s->body, NULL, NULL) != AK_OK)
        return STR("");
    str root = json_str(body, "root");
    return root.n == 64 ? root : STR("");
}

const char *batch_file_path(arena *a, const ledger *l, const said *s)
{
    ledger_hash named;
    str root = s ? root_of(a, s) : STR("");
    if (root.n == 0 || !hex_read(named.b, sizeof named.b, root))
        return NULL;
    const char *path = ledger_batch_path(a, l, &named);
    return fs_is_file(path) ? path : NULL;
}

ak_code batch_file_check(const said *s, str file, ak_err *err)
{
    arena tmp = {0};
    batch b = {0};
    str root = root_of(&tmp, s);
    memcpy(b.root, root.p, root.n);
    batch_lies where = {.key = part_text(&tmp, s, "body/batch_key"), .bytes = file, .path = ""};
    ak_code code = open_parts(&b, &tmp, &where, err);
    arena_free(&tmp);
    return code;
}

static str shown_text(const entry_info *e, const char *name)
{
    const entry_shown *p = entry_part_get(e, name);
    return p && p->tree->kind == JSON_STRING ? p->tree->text : (str){0};
}

ak_code batch_at(batch *out, arena *a, const ledger *l, uint64_t index, ak_err *err)
{
    ledger_item item;
    entry_info e;
    ledger_hash named;
    *out = (batch){0};
    AK_TRY(ledger_entry(&item, a, l, index, err));
    AK_TRY(entry_read(&e, a, item.entry, item.said, item.said_n, NULL, err));
    const entry_shown *body = entry_part_get(&e, "body");
    str root = body ? json_str(body->tree, "root") : STR("");
    if (!hex_read(named.b, sizeof named.b, root))
        return ak_fail(err, &REC_056, ak_arg_int((int64_t)index));
    memcpy(out->root, root.p, 64);
    batch_lies where = {.key = shown_text(&e, "body/batch_key"),
                        .inside = shown_text(&e, "body/batch_events"),
                        .path = ledger_batch_path(a, l, &named)};
    return open_parts(out, a, &where, err);
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
    bundle_found in = {0};
    if (bare.log > 0) {
        char leaf[SHA256_HEX + 1];
        hex_write(leaf, bare.leaf.p, bare.leaf.n);
        AK_TRY(bundle_said(&s, &in, c, leaf, err));
    } else {
        AK_TRY(said_at(&s, a, c->ws, (uint64_t)bare.idx, err));
    }
    return s ? open_said(out, a, c, s, in.file, err) : ak_fail(err, &REC_052, root);
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
        same = b->events[i].p && str_eq(b->events[i], p->events[i]);
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
