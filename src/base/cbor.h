/* cbor.h -- the CBOR that we write and accept: RFC 8949 in its deterministic form, and no more.
 *
 * Definite lengths, every number and length in its shortest form, map keys sorted by their bytes and unique
 * (RFC 8949 section 4.2.1), texts in UTF-8; unsigned and negative integers, byte strings, texts, arrays,
 * maps, tags, true, false, null; map keys are integers, byte strings or texts.  No floats, no other simple
 * values.  So one value has exactly one encoding, and what was read can be compared byte by byte.
 *
 * Memory grows with the bytes that are there, never with the lengths that they claim.
 */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

#define CBOR_DEPTH_MOST 8 /* arrays, maps and tags inside each other */

typedef enum cbor_kind {
    CBOR_UINT,
    CBOR_NEGATIVE,
    CBOR_BYTES,
    CBOR_TEXT,
    CBOR_ARRAY,
    CBOR_MAP,
    CBOR_TAG,
    CBOR_BOOL,
    CBOR_NULL
} cbor_kind;

typedef struct cbor cbor;
struct cbor {
    cbor_kind kind;
    bool truth;        /* CBOR_BOOL */
    uint64_t number;   /* CBOR_UINT: itself; CBOR_NEGATIVE: n of -1 - n; CBOR_TAG: the tag */
    str text;          /* CBOR_BYTES, CBOR_TEXT: points into the input */
    size_t n;          /* items of an array, pairs of a map; 1 for a tag */
    const cbor *first; /* items of an array, values of a map, what a tag marks */
    const cbor *next;
    const cbor *key;   /* of a value in a map */
    size_t at;         /* first byte in the input */
    size_t end;        /* behind the last one */
};

typedef struct cbor_limits {
    size_t bytes_max;  /* 0 = 1 MiB */
    size_t values_max; /* 0 = 65,536 */
} cbor_limits;

/* The whole input as one value.  AK_E_INPUT (the message names the byte), AK_E_LIMIT.  The tree lives in a,
 * texts point into the input.  limits may be NULL.  O(n). */
AK_MUST_USE ak_code cbor_read(const cbor **out, arena *a, str input, const cbor_limits *limits, ak_err *err);

const cbor *cbor_item(const cbor *array, size_t i);          /* NULL: not there, or not an array */
const cbor *cbor_get(const cbor *map, int64_t key);          /* NULL: not there, or not a map */
const cbor *cbor_get_text(const cbor *map, const char *key); /* NULL: not there, or not a map */
/* false when v is NULL, no integer, or does not fit */
bool cbor_i64(int64_t *out, const cbor *v);

/* Appending.  A head is followed by that many items (array), keys and values (map; in the order of the keys'
 * encoded bytes: 0, 1, .. 23, 24, .., -1, -2, .., then byte strings, then texts, shorter first), or by the one
 * value that is marked (tag). */
void cbor_put_int(buf *out, int64_t n);
void cbor_put_uint(buf *out, uint64_t n);
void cbor_put_bytes(buf *out, str bytes);
void cbor_put_text(buf *out, str text); /* UTF-8; another text aborts */
void cbor_put_array(buf *out, size_t n);
void cbor_put_map(buf *out, size_t n);
void cbor_put_tag(buf *out, uint64_t tag);
void cbor_put_bool(buf *out, bool truth);
void cbor_put_null(buf *out);

#endif
