/* json_reader.h -- the reader's inside, shared by json_read.c and json_stream.c only. */
#ifndef BASE_JSON_READER_H
#define BASE_JSON_READER_H

#include "base/json.h"

typedef struct json_level {
    json *v;         /* an array or object that is open */
    uint64_t names;  /* one bit by a cheap hash of each name: a clear bit proves a name new */
    bool names_meet; /* two names shared a bit: compare them all when the object closes */
} json_level;

typedef struct json_reader {
    arena *a;
    const char *start; /* of the input: offsets and lines count from here */
    const char *p;     /* next byte */
    const char *end;
    size_t bytes_max;
    bool cut; /* end stands before the input's end, because of bytes_max */
    size_t depth_max;
    size_t values_max;
    size_t values;
    json *nodes; /* unused nodes of the newest chunk */
    size_t nodes_left;
    size_t chunk;
    bool in_item; /* the innermost level's last item is what is being read */
    size_t depth;
    json_level levels[JSON_DEPTH_MOST];
    ak_err *err;
} json_reader;

/* Ready for one value at input.p + at; to be called before each value. */
void json_reader_start(json_reader *r, arena *a, str input, size_t at, const json_limits *limits,
                       ak_err *err);
/* One value, with white space before it.  O(its length). */
AK_MUST_USE ak_code json_reader_value(json_reader *r, json **out);
/* White space, a member's name and its colon. */
AK_MUST_USE ak_code json_reader_name(json_reader *r, str *name);
/* Skips white space; the next byte or -1 at the end. */
int json_reader_peek(json_reader *r);
/* Fails with the rule at this byte; the value shown is what stands there. */
AK_MUST_USE ak_code json_reader_fail(json_reader *r, const ak_rule *rule, const char *at);
AK_MUST_USE ak_code json_reader_unexpected(json_reader *r);
/* JSON_004 when two members have one name. */
AK_MUST_USE ak_code json_reader_names(json_reader *r, const json *object);
/* Behind the JSON number that begins at p, or NULL where there is none. */
const char *json_number_end(const char *p, const char *end);
void json_append(json *container, json *item);

#endif
