/* json_fuzz.c -- what the JSON reader accepts has one canonical form, however it is written. */
#include "base/json.h"
#include "fuzz.h"

static void canonical_form_is_a_fixed_point(arena *a, const json *v)
{
    buf once = buf_new(a, 0);
    if (json_canonical(&once, v, NULL) != AK_OK)
        return; /* a number that no double holds */
    json *again = NULL;
    json_limits deep = {.depth_max = JSON_DEPTH_MOST};
    buf plain = buf_new(a, 0);
    json_write(&plain, v, 1);
    MUST(json_read(&again, a, buf_str(&plain), &deep, NULL) == AK_OK);
    buf twice = buf_new(a, 0);
    MUST(json_canonical(&twice, again, NULL) == AK_OK);
    MUST(str_eq(buf_str(&once), buf_str(&twice)));
    MUST(json_read(&again, a, buf_str(&once), &deep, NULL) == AK_OK);
    buf thrice = buf_new(a, 0);
    MUST(json_canonical(&thrice, again, NULL) == AK_OK);
    MUST(str_eq(buf_str(&once), buf_str(&thrice)));
}

static void elements_lie_in_the_input(arena *a, str in, const char *path)
{
    json_stream *s = NULL;
    size_t behind = 0;
    if (json_stream_open(&s, a, in, path, NULL, NULL) != AK_OK)
        return;
    for (;;) {
        json *v = NULL;
        str source;
        if (json_stream_next(s, a, &v, &source, NULL) != AK_OK || !v)
            return;
        MUST(v->at >= behind && v->end > v->at && v->end <= in.n);
        MUST(source.p == in.p + v->at && source.n == v->end - v->at);
        behind = v->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {.limit_bytes = (size_t)256 << 20};
    str in = {(const char *)data, size};
    json *v = NULL;
    ak_err err = {0};
    if (json_read(&v, &a, in, NULL, &err) == AK_OK) {
        MUST(v->at < v->end && v->end <= size);
        canonical_form_is_a_fixed_point(&a, v);
    } else {
        MUST(err.rule && err.line >= 0 && err.line <= (int64_t)size + 1);
    }
    elements_lie_in_the_input(&a, in, "");
    elements_lie_in_the_input(&a, in, "epcisBody/eventList");
    arena_free(&a);
    return 0;
}
