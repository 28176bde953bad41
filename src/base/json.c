/* json.c -- trees of JSON: looking things up, building. */
#include "base/json.h"

#include <assert.h>
#include <string.h>

#include "base/json_reader.h"

#define WHOLE_MOST ((int64_t)9007199254740991) /* 2^53 - 1: beyond it a double skips numbers */

const json *json_get(const json *object, const char *name)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    size_t n = strlen(name);
    for (const json *m = object->first; m; m = m->next)
        if (m->name.n == n && (n == 0 || memcmp(m->name.p, name, n) == 0))
            return m;
    return NULL;
}

str json_str(const json *object, const char *name)
{
    const json *m = json_get(object, name);
    return m && m->kind == JSON_STRING ? m->text : STR("");
}

bool json_i64(int64_t *out, const json *v)
{
    if (!v || v->kind != JSON_NUMBER)
        return false;
    size_t i = v->text.p[0] == '-';
    uint64_t n;
    if (!str_whole(&n, (str){v->text.p + i, v->text.n - i}, WHOLE_MOST))
        return false;
    *out = v->text.p[0] == '-' ? -(int64_t)n : (int64_t)n;
    return true;
}

static json *node(arena *a, json_kind kind)
{
    json *v = ARENA_NEW(a, json);
    v->kind = kind;
    return v;
}

json *json_object_new(arena *a)
{
    return node(a, JSON_OBJECT);
}

json *json_array_new(arena *a)
{
    return node(a, JSON_ARRAY);
}

json *json_string_new(arena *a, str text)
{
    json *v = node(a, JSON_STRING);
    v->text = str_copy(a, text);
    return v;
}

json *json_number_new(arena *a, const char *decimal_text)
{
    str text = str_of(decimal_text);
    assert(json_number_end(text.p, text.p + text.n) == text.p + text.n);
    json *v = node(a, JSON_NUMBER);
    v->text = str_copy(a, text);
    return v;
}

json *json_int_new(arena *a, int64_t n)
{
    return json_number_new(a, ak_arg_int(n));
}

json *json_bool_new(arena *a, bool truth)
{
    json *v = node(a, JSON_BOOL);
    v->truth = truth;
    return v;
}

json *json_null_new(arena *a)
{
    return node(a, JSON_NULL);
}

void json_put(arena *a, json *object, const char *name, json *value)
{
    json *before = NULL;
    for (json *m = object->first; m; before = m, m = m->next) {
        if (!str_is(m->name, name))
            continue;
        value->name = m->name;
        value->next = m->next;
        if (before)
            before->next = value;
        else
            object->first = value;
        if (object->last == m)
            object->last = value;
        return;
    }
    value->name = str_copy(a, str_of(name));
    json_append(object, value);
}

void json_push(json *array, json *value)
{
    json_append(array, value);
}
