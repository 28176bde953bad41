/* json_stream.c -- the elements of a large array, or the lines of NDJSON, one at a time.
 *
 * The envelope (what stands around the array) is kept as a tree; the walk goes down the path to the array,
 * hands out its elements, and after the last one reads on to the end of the input, so that a broken end is
 * told as well.
 */
#include "base/json.h"

#include <string.h>

#include "base/json_reader.h"

#define PATH_MOST 8

struct json_stream {
    arena *a;
    str input;
    size_t at; /* next byte */
    json_limits limits;
    const char *path;
    bool lines; /* NDJSON */
    bool first; /* no element was read yet */
    bool ended;
    json *envelope;        /* the outermost object; NULL without one */
    json *open[PATH_MOST]; /* objects around the array, outermost first */
    size_t open_n;
    json_reader r;
};

/* The reader at the stream's place; nodes go into a. */
static json_reader *reader(json_stream *s, arena *a, ak_err *err)
{
    json_reader_start(&s->r, a, s->input, s->at, &s->limits, err);
    return &s->r;
}

static ak_code take(json_stream *s, int sign, ak_err *err)
{
    json_reader *r = reader(s, s->a, err);
    if (json_reader_peek(r) != sign)
        return json_reader_unexpected(r);
    s->at = (size_t)(r->p - r->start) + 1;
    return AK_OK;
}

/* White space, then the next byte without taking it; -1 at the end of the input. */
static int peek(json_stream *s)
{
    while (s->at < s->input.n && strchr(" \t\r\n", s->input.p[s->at]) && s->input.p[s->at])
        s->at++;
    return s->at < s->input.n ? (unsigned char)s->input.p[s->at] : -1;
}

static ak_code take_name(json_stream *s, str *name, ak_err *err)
{
    json_reader *r = reader(s, s->a, err);
    AK_TRY(json_reader_name(r, name));
    s->at = (size_t)(r->p - r->start);
    return AK_OK;
}

static ak_code take_value(json_stream *s, arena *a, json **out, ak_err *err)
{
    json_reader *r = reader(s, a, err);
    AK_TRY(json_reader_value(r, out));
    s->at = (*out)->end;
    return AK_OK;
}

/* A container of the envelope that is being walked through. */
static json *envelope_node(json_stream *s, json_kind kind, str name)
{
    json *v = ARENA_NEW(s->a, json);
    v->kind = kind;
    v->name = name;
    v->at = s->at;
    if (s->open_n)
        json_append(s->open[s->open_n - 1], v);
    else
        s->envelope = v;
    return v;
}

static ak_code not_found(const json_stream *s, ak_err *err)
{
    return ak_fail(err, &JSON_014, s->path);
}

/* Reads members of the innermost open object until the one that is wanted; stands before its value. */
static ak_code walk_to(json_stream *s, str wanted, str *name, ak_err *err)
{
    if (peek(s) == '}')
        return not_found(s, err);
    for (;;) {
        AK_TRY(take_name(s, name, err));
        if (str_eq(*name, wanted))
            return AK_OK;
        json *v = NULL;
        AK_TRY(take_value(s, s->a, &v, err));
        v->name = *name;
        json_append(s->open[s->open_n - 1], v);
        if (peek(s) == '}')
            return not_found(s, err);
        AK_TRY(take(s, ',', err));
    }
}

static ak_code walk_down(json_stream *s, ak_err *err)
{
    str rest = str_of(s->path);
    str name = STR("");
    while (rest.n) {
        str wanted = str_cut(&rest, '/');
        if (peek(s) != '{' || s->open_n == PATH_MOST)
            return not_found(s, err);
        json *object = envelope_node(s, JSON_OBJECT, name);
        s->open[s->open_n++] = object;
        s->at++;
        AK_TRY(walk_to(s, wanted, &name, err));
    }
    if (peek(s) != '[')
        return not_found(s, err);
    envelope_node(s, JSON_ARRAY, name);
    s->at++;
    return AK_OK;
}

/* Behind the array: the rest of each object around it, then nothing. */
static ak_code walk_up(json_stream *s, ak_err *err)
{
    while (s->open_n) {
        json *object = s->open[s->open_n - 1];
        while (peek(s) != '}') {
            str name;
            json *v = NULL;
            AK_TRY(take(s, ',', err));
            AK_TRY(take_name(s, &name, err));
            AK_TRY(take_value(s, s->a, &v, err));
            v->name = name;
            json_append(object, v);
        }
        s->at++;
        object->end = s->at;
        AK_TRY(json_reader_names(reader(s, s->a, err), object));
        s->open_n--;
    }
    if (peek(s) != -1) {
        json_reader *r = reader(s, s->a, err);
        return json_reader_fail(r, &JSON_012, r->p);
    }
    return AK_OK;
}

ak_code json_stream_open(json_stream **out, arena *a, str input, const char *path,
                         const json_limits *per_element, ak_err *err)
{
    json_stream *s = ARENA_NEW(a, json_stream);
    s->a = a;
    s->input = input.n ? input : STR("");
    s->path = arena_text(a, path);
    s->first = true;
    if (per_element)
        s->limits = *per_element;
    if (str_starts(s->input, "\xEF\xBB\xBF"))
        return json_reader_fail(reader(s, a, err), &JSON_015, s->input.p);
    if (*path) {
        AK_TRY(walk_down(s, err));
    } else if (peek(s) == '[') {
        s->at++;
    } else {
        s->lines = true;
    }
    *out = s;
    return AK_OK;
}

/* Steps to the next element; *more = false at the end. */
static ak_code next_line(json_stream *s, bool *more, ak_err *err)
{
    size_t behind = s->at;
    *more = peek(s) != -1;
    if (!*more || s->first || memchr(s->input.p + behind, '\n', s->at - behind))
        return AK_OK;
    json_reader *r = reader(s, s->a, err);
    return json_reader_fail(r, &JSON_012, r->p);
}

static ak_code next_item(json_stream *s, bool *more, ak_err *err)
{
    *more = peek(s) != ']';
    if (!*more) {
        s->at++;
        return walk_up(s, err);
    }
    return s->first ? AK_OK : take(s, ',', err);
}

ak_code json_stream_next(json_stream *s, arena *scratch, json **element, str *source, ak_err *err)
{
    *element = NULL;
    if (s->ended)
        return AK_OK;
    bool more = false;
    AK_TRY(s->lines ? next_line(s, &more, err) : next_item(s, &more, err));
    s->ended = !more;
    if (!more)
        return AK_OK;
    s->first = false;
    json *v = NULL;
    AK_TRY(take_value(s, scratch, &v, err));
    *element = v;
    if (source)
        *source = (str){s->input.p + v->at, v->end - v->at};
    return AK_OK;
}

const json *json_stream_envelope(const json_stream *s)
{
    return s->envelope;
}
