/* json.h -- strict JSON in, canonical JSON (RFC 8785) out.
 *
 * In: RFC 8259, UTF-8 only; no duplicate member names, no lone surrogates, nothing behind the value.
 * Numbers keep their text ("0.10" stays "0.10"); each value knows its place in the input.  The tree lives
 * in the arena; strings without escapes point into the input, which must live as long.
 * Out: RFC 8785 (JCS): members by UTF-16 code units, numbers as ECMAScript writes them, shortest escapes.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

typedef enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_kind;

typedef struct json json;
struct json {
    json_kind kind;
    bool truth;  /* JSON_BOOL */
    str text;    /* JSON_NUMBER: as written; JSON_STRING: decoded; else empty */
    json *first; /* JSON_ARRAY, JSON_OBJECT: first item; items in order of appearance */
    json *last;
    json *next; /* sibling */
    str name;   /* member of an object: its decoded name */
    size_t n;   /* items of an array or object */
    size_t at;  /* byte offset of the value's first byte in the input */
    size_t end; /* offset behind its last byte */
};

#define JSON_DEPTH_MOST 512 /* no limit may ask for more */

typedef struct json_limits {
    size_t depth_max;  /* 0 = 64 */
    size_t bytes_max;  /* 0 = 64 MiB */
    size_t values_max; /* 0 = 10 million */
} json_limits;

/* AK_E_INPUT with err->line (1-based) and the path in err->field; AK_E_LIMIT past a limit.
 * limits may be NULL.  O(n). */
AK_MUST_USE ak_code json_read(json **out, arena *a, str input, const json_limits *limits, ak_err *err);

const json *json_get(const json *object, const char *name); /* NULL: absent, or not an object */
str json_str(const json *object, const char *name);         /* text of a string member, else empty */
/* Whole number written without point and exponent, at most 2^53-1 either way; false when v is NULL or
 * another thing. */
bool json_i64(int64_t *out, const json *v);

/* Builders. */
json *json_object_new(arena *a);
json *json_array_new(arena *a);
json *json_string_new(arena *a, str text); /* copies */
json *json_number_new(arena *a,
                      const char *decimal_text); /* copies; another thing than a JSON number aborts */
json *json_int_new(arena *a, int64_t n);
json *json_bool_new(arena *a, bool truth);
json *json_null_new(arena *a);
/* Copies the name; takes the place of a member of that name. */
void json_put(arena *a, json *object, const char *name, json *value);
void json_push(json *array, json *value);

/* Appends the canonical form.  AK_E_INPUT for a number that is no finite IEEE 754 double and for a text
 * that is not UTF-8 (a builder's fault; what json_read read is). */
AK_MUST_USE ak_code json_canonical(buf *out, const json *v, ak_err *err);
/* Appends v as it is for people: members in their order, number texts kept; indent 0 = one line. */
void json_write(buf *out, const json *v, int indent);
void json_write_string(buf *out, str text); /* quoted and escaped the RFC 8785 way */
/* A double as ECMAScript writes it, which is the shortest text that reads back the same; finite only. */
void json_double_text(char out[static 48], double x);

/* Elements of a large array, or of newline-delimited JSON, one at a time: the caller rewinds scratch
 * between.  An input that is one object, with path "", is a list of one. */
typedef struct json_stream json_stream;
/* path "" = the input itself is an array or NDJSON; "epcisBody/eventList" = an array inside an object. */
AK_MUST_USE ak_code json_stream_open(json_stream **out, arena *a, str input, const char *path,
                                     const json_limits *per_element, ak_err *err);
/* *element = NULL at the end, when the rest of the input has been checked too.  The element lives in
 * scratch; *source (may be NULL) is its bytes in the input.  at and end count from the input's start. */
AK_MUST_USE ak_code json_stream_next(json_stream *s, arena *scratch, json **element, str *source,
                                     ak_err *err);
/* What stands around the array, which itself is empty in it; whole once the end was reached, before that
 * what came before the array.  NULL for an input that is an array or NDJSON. */
const json *json_stream_envelope(const json_stream *s);

#endif
