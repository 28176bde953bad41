/* cbor.c -- the CBOR that we write and accept.
 *
 * An item begins with a head: 3 bits of kind, 5 bits that are the argument below 24, or say that 1, 2, 4 or
 * 8 bytes of argument follow (24 .. 27).  28 .. 30 are unassigned, 31 is the indefinite length.
 */
#include "base/cbor.h"

#include <assert.h>
#include <string.h>

#define BYTES_DEFAULT  ((size_t)1 << 20)
#define VALUES_DEFAULT ((size_t)65536)

typedef enum major {
    MAJOR_UINT,
    MAJOR_NEGATIVE,
    MAJOR_BYTES,
    MAJOR_TEXT,
    MAJOR_ARRAY,
    MAJOR_MAP,
    MAJOR_TAG,
    MAJOR_SIMPLE
} major;

#define SIMPLE_FALSE 20
#define SIMPLE_TRUE  21
#define SIMPLE_NULL  22

typedef struct reader {
    arena *a;
    str in;
    size_t at;
    size_t values_left;
    size_t values_max;
    ak_err *err;
} reader;

static ak_code fail_at(const reader *r, const ak_rule *rule, size_t at)
{
    return ak_fail(r->err, rule, ak_arg_int((int64_t)at));
}

static ak_code read_head(reader *r, major *kind, unsigned *info, uint64_t *argument)
{
    size_t at = r->at;
    if (at == r->in.n)
        return fail_at(r, &CBOR_001, at);
    unsigned first = (unsigned char)r->in.p[at];
    *kind = (major)(first >> 5);
    *info = first & 31;
    r->at++;
    if (*info == 31)
        return fail_at(r, &CBOR_002, at);
    if (*info > 27)
        return fail_at(r, &CBOR_006, at);
    *argument = *info;
    if (*info < 24)
        return AK_OK;
    size_t bytes = (size_t)1 << (*info - 24);
    if (r->in.n - r->at < bytes)
        return fail_at(r, &CBOR_001, r->in.n);
    uint64_t n = 0;
    for (size_t i = 0; i < bytes; i++)
        n = n << 8 | (unsigned char)r->in.p[r->at++];
    uint64_t least = bytes == 1 ? 24 : (uint64_t)1 << (bytes * 4);
    if (n < least && *kind != MAJOR_SIMPLE)
        return fail_at(r, &CBOR_003, at);
    *argument = n;
    return AK_OK;
}

static ak_code read_item(reader *r, size_t depth, cbor *v);

/* Bytes order as they do in memory: RFC 8949 section 4.2.1. */
static bool in_order(const reader *r, const cbor *before, const cbor *key)
{
    str a = {r->in.p + before->at, before->end - before->at};
    str b = {r->in.p + key->at, key->end - key->at};
    return str_cmp(a, b) < 0;
}

static ak_code read_key(reader *r, size_t depth, const cbor *before, cbor *key)
{
    AK_TRY(read_item(r, depth, key));
    if (key->kind > CBOR_TEXT)
        return fail_at(r, &CBOR_006, key->at);
    if (before && !in_order(r, before, key))
        return fail_at(r, &CBOR_004, key->at);
    return AK_OK;
}

static ak_code read_items(reader *r, size_t depth, cbor *v, uint64_t n)
{
    size_t least_each = v->kind == CBOR_MAP ? 2 : 1; /* bytes */
    if (n > (r->in.n - r->at) / least_each)
        return fail_at(r, &CBOR_001, r->in.n);
    if (depth == CBOR_DEPTH_MOST)
        return ak_fail(r->err, &CBOR_007, ak_arg_int(CBOR_DEPTH_MOST));
    v->n = (size_t)n;
    cbor *last = NULL;
    const cbor *key_before = NULL;
    for (size_t i = 0; i < v->n; i++) {
        cbor *item = ARENA_NEW(r->a, cbor);
        if (v->kind == CBOR_MAP) {
            cbor *key = ARENA_NEW(r->a, cbor);
            AK_TRY(read_key(r, depth + 1, key_before, key));
            item->key = key_before = key;
        }
        AK_TRY(read_item(r, depth + 1, item));
        if (last)
            last->next = item;
        else
            v->first = item;
        last = item;
    }
    return AK_OK;
}

static ak_code read_text(reader *r, cbor *v, uint64_t n)
{
    if (n > r->in.n - r->at)
        return fail_at(r, &CBOR_001, r->in.n);
    v->text = (str){r->in.p + r->at, (size_t)n};
    if (v->kind == CBOR_TEXT && !str_utf8_ok(v->text))
        return fail_at(r, &CBOR_005, r->at);
    r->at += (size_t)n;
    return AK_OK;
}

static ak_code read_body(reader *r, size_t depth, cbor *v, major kind, unsigned info, uint64_t argument)
{
    switch (kind) {
    case MAJOR_UINT:
        v->kind = CBOR_UINT;
        v->number = argument;
        return AK_OK;
    case MAJOR_NEGATIVE:
        v->kind = CBOR_NEGATIVE;
        v->number = argument;
        return AK_OK;
    case MAJOR_BYTES:
        v->kind = CBOR_BYTES;
        return read_text(r, v, argument);
    case MAJOR_TEXT:
        v->kind = CBOR_TEXT;
        return read_text(r, v, argument);
    case MAJOR_ARRAY:
        v->kind = CBOR_ARRAY;
        return read_items(r, depth, v, argument);
    case MAJOR_MAP:
        v->kind = CBOR_MAP;
        return read_items(r, depth, v, argument);
    case MAJOR_TAG:
        v->kind = CBOR_TAG;
        v->number = argument;
        return read_items(r, depth, v, 1);
    case MAJOR_SIMPLE:
        break;
    }
    if (info < SIMPLE_FALSE || info > SIMPLE_NULL)
        return fail_at(r, &CBOR_006, v->at);
    v->kind = info == SIMPLE_NULL ? CBOR_NULL : CBOR_BOOL;
    v->truth = info == SIMPLE_TRUE;
    return AK_OK;
}

static ak_code read_item(reader *r, size_t depth, cbor *v)
{
    if (r->values_left == 0)
        return ak_fail(r->err, &CBOR_008, ak_arg_int((int64_t)r->values_max));
    r->values_left--;
    AK_TRY(arena_check(r->a, r->err));
    v->at = r->at;
    major kind = MAJOR_UINT;
    unsigned info = 0;
    uint64_t argument = 0;
    AK_TRY(read_head(r, &kind, &info, &argument));
    AK_TRY(read_body(r, depth, v, kind, info, argument));
    v->end = r->at;
    return AK_OK;
}

ak_code cbor_read(const cbor **out, arena *a, str input, const cbor_limits *limits, ak_err *err)
{
    size_t bytes_max = limits && limits->bytes_max ? limits->bytes_max : BYTES_DEFAULT;
    size_t values_max = limits && limits->values_max ? limits->values_max : VALUES_DEFAULT;
    if (input.n > bytes_max)
        return ak_fail(err, &CBOR_010, ak_arg_int((int64_t)bytes_max));
    reader r = {a, input, 0, values_max, values_max, err};
    cbor *v = ARENA_NEW(a, cbor);
    AK_TRY(read_item(&r, 0, v));
    if (r.at < input.n)
        return fail_at(&r, &CBOR_009, r.at);
    *out = v;
    return AK_OK;
}

/* --- looking things up --- */

const cbor *cbor_item(const cbor *array, size_t i)
{
    if (!array || array->kind != CBOR_ARRAY)
        return NULL;
    const cbor *item = array->first;
    while (item && i--)
        item = item->next;
    return item;
}

bool cbor_i64(int64_t *out, const cbor *v)
{
    if (!v || v->kind > CBOR_NEGATIVE || v->number > INT64_MAX)
        return false;
    *out = v->kind == CBOR_UINT ? (int64_t)v->number : -1 - (int64_t)v->number;
    return true;
}

const cbor *cbor_get(const cbor *map, int64_t key)
{
    if (!map || map->kind != CBOR_MAP)
        return NULL;
    for (const cbor *v = map->first; v; v = v->next) {
        int64_t n;
        if (cbor_i64(&n, v->key) && n == key)
            return v;
    }
    return NULL;
}

const cbor *cbor_get_text(const cbor *map, const char *key)
{
    if (!map || map->kind != CBOR_MAP)
        return NULL;
    for (const cbor *v = map->first; v; v = v->next)
        if (v->key->kind == CBOR_TEXT && str_is(v->key->text, key))
            return v;
    return NULL;
}

/* --- writing --- */

static void put_head(buf *out, major kind, uint64_t argument)
{
    unsigned char head[9];
    size_t bytes = 0;
    unsigned info = (unsigned)argument;
    if (argument >= 24) {
        info = 24;
        for (bytes = 1; bytes < 8 && argument >> (8 * bytes); bytes *= 2)
            info++;
    }
    head[0] = (unsigned char)((unsigned)kind << 5 | info);
    for (size_t i = 0; i < bytes; i++)
        head[bytes - i] = (unsigned char)(argument >> (8 * i));
    buf_add(out, head, 1 + bytes);
}

void cbor_put_uint(buf *out, uint64_t n)
{
    put_head(out, MAJOR_UINT, n);
}

void cbor_put_int(buf *out, int64_t n)
{
    if (n >= 0)
        put_head(out, MAJOR_UINT, (uint64_t)n);
    else
        put_head(out, MAJOR_NEGATIVE, (uint64_t)(-1 - n));
}

void cbor_put_bytes(buf *out, str bytes)
{
    put_head(out, MAJOR_BYTES, bytes.n);
    buf_add_str(out, bytes);
}

void cbor_put_text(buf *out, str text)
{
    assert(str_utf8_ok(text));
    put_head(out, MAJOR_TEXT, text.n);
    buf_add_str(out, text);
}

void cbor_put_array(buf *out, size_t n)
{
    put_head(out, MAJOR_ARRAY, n);
}

void cbor_put_map(buf *out, size_t n)
{
    put_head(out, MAJOR_MAP, n);
}

void cbor_put_tag(buf *out, uint64_t tag)
{
    put_head(out, MAJOR_TAG, tag);
}

void cbor_put_bool(buf *out, bool truth)
{
    put_head(out, MAJOR_SIMPLE, truth ? SIMPLE_TRUE : SIMPLE_FALSE);
}

void cbor_put_null(buf *out)
{
    put_head(out, MAJOR_SIMPLE, SIMPLE_NULL);
}
