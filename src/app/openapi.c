/* openapi.c -- the HTTP interface as OpenAPI 3.1, from the table of actions. */
#include <string.h>

#include "app/actions.h"
#include "app/help.h"
#include "record/spec.h"
#include "base/json.h"
#include "base/version.h"

static json *text(arena *a, const char *s)
{
    return json_string_new(a, str_of(s));
}

static json *parameter(arena *a, const spec_item *item)
{
    json *p = json_object_new(a);
    json_put(a, p, "name", text(a, item->name));
    json_put(a, p, "in", text(a, "query"));
    json_put(a, p, "required", json_bool_new(a, item->required));
    json *schema = json_object_new(a);
    json_put(a, schema, "type", text(a, *item->value ? "string" : "boolean"));
    json_put(a, p, "schema", schema);
    if (*item->value)
        json_put(a, p, "description", text(a, item->value));
    return p;
}

static json *response(arena *a, const char *what)
{
    json *r = json_object_new(a);
    json_put(a, r, "description", text(a, what));
    return r;
}

static json *operation(arena *a, const action *act)
{
    json *op = json_object_new(a);
    json_put(a, op, "summary", text(a, act->help));
    char *id = arena_text(a, act->name);
    for (char *at = id; *at; at++)
        if (*at == ' ')
            *at = '_';
    json_put(a, op, "operationId", text(a, id));
    json *parameters = json_array_new(a);
    spec s = spec_read(a, act->args);
    for (size_t i = 0; i < s.n; i++)
        json_push(parameters, parameter(a, &s.items[i]));
    json_put(a, op, "parameters", parameters);
    json *responses = json_object_new(a);
    json_put(a, responses, "200", response(a, "the value; its shape stands in docs/json.md"));
    json_put(a, responses, "403", response(a, "not logged in, or not for this reader"));
    json_put(a, responses, "404", response(a, "no such thing"));
    json_put(a, responses, "422", response(a, "bad input; nothing was written"));
    json_put(a, op, "responses", responses);
    return op;
}

str help_openapi(arena *a)
{
    json *doc = json_object_new(a);
    json_put(a, doc, "openapi", text(a, "3.1.0"));
    json *info = json_object_new(a);
    json_put(a, info, "title", text(a, "aktsom"));
    json_put(a, info, "version", text(a, AK_VERSION));
    json_put(a, doc, "info", info);
    json *paths = json_object_new(a);
    for (size_t i = 0; i < actions_n; i++) {
        const action *act = &actions[i];
        if (act->page && strcmp(act->page, "-") == 0)
            continue;
        char *path = arena_printf(a, "/{lang}/%s.json", act->name);
        for (char *at = path; *at; at++)
            if (*at == ' ')
                *at = '/';
        json *item = json_object_new(a);
        json_put(a, item, act->plan ? "post" : "get", operation(a, act));
        json_put(a, paths, path, item);
    }
    json_put(a, doc, "paths", paths);
    buf b = buf_new(a, 0);
    json_write(&b, doc, 1);
    buf_add_char(&b, '\n');
    return buf_str(&b);
}
