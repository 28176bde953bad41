/* export_each.c -- the standing statements of a family, one at a time. */
#include <string.h>

#include "exchange/export.h"
#include "exchange_sql.h"
#include "record/family_state.h"
#include "record/fetch.h"
#include "record/state.h"
#include "record/workspace.h"

bool export_is_table(int family_index)
{
    const family *f = &families[family_index];
    return !f->plain && strcmp(f->name, "event_batch") != 0;
}

/* NULL reads as open. */
static bool is_after(const store_statement *q, int bind, const char *as_of)
{
    return !store_is_null(q, bind - 1) && str_cmp(store_text(q, bind - 1), str_of(as_of)) > 0;
}

/* The predicate of decisions D5, on the family's own row. */
static ak_code stands(bool *out, ctx *c, int family_index, int64_t sid, ak_err *err)
{
    store_statement *q;
    *out = false;
    AK_TRY(store_prepare(&q, c->db, family_states[family_index].select, err));
    store_bind_int(q, 1, sid);
    bool row;
    AK_TRY(store_step(q, &row, err));
    if (!row)
        return AK_OK;
    *out = !is_after(q, FAMILY_BIND_SAID_ON, c->scope.as_of) &&
           !is_after(q, FAMILY_BIND_VALID_FROM, c->scope.as_of) &&
           (store_is_null(q, FAMILY_BIND_UNTIL - 1) || is_after(q, FAMILY_BIND_UNTIL, c->scope.as_of)) &&
           (store_is_null(q, FAMILY_BIND_VALID_TO - 1) || is_after(q, FAMILY_BIND_VALID_TO, c->scope.as_of));
    store_reset(q);
    return AK_OK;
}

static bool is_hidden(const field *f, audience reach)
{
    return f->apart != APART_NO && f->reach > reach;
}

/* The members of each line that may be seen. */
static json *visible_lines(arena *a, const family *f, const char *group, const json *lines, audience reach)
{
    json *out = json_array_new(a);
    for (const json *line = lines->first; line; line = line->next) {
        json *kept = json_object_new(a);
        for (json *v = line->first; v;) {
            json *next = v->next;
            int at = field_find(f, str_of(arena_printf(a, "%s.%.*s", group, (int)v->name.n, v->name.p)));
            if (at >= 0 && !is_hidden(&f->fields[at], reach))
                json_put(a, kept, strchr(f->fields[at].name, '.') + 1, v);
            v = next;
        }
        json_push(out, kept);
    }
    return out;
}

/* Without the fields that the actor may not see. */
static json *visible(arena *a, const family *f, json *values, audience reach)
{
    json *out = json_object_new(a);
    for (json *v = values->first; v;) {
        json *next = v->next;
        int at = field_find(f, v->name);
        if (at >= 0 && f->fields[at].type == FIELD_LINES && v->kind == JSON_ARRAY)
            json_put(a, out, f->fields[at].name, visible_lines(a, f, f->fields[at].name, v, reach));
        else if (at >= 0 && !is_hidden(&f->fields[at], reach))
            json_put(a, out, f->fields[at].name, v);
        v = next;
    }
    return out;
}

/* A row of either question. */
typedef struct found {
    int64_t sid;
    int64_t index;
    str leaf;
} found;

static ak_code take(ctx *c, arena *scratch, said_block *block, int family_index, const found *row,
                    export_visit visit, ak_err *err)
{
    bool yes;
    AK_TRY(stands(&yes, c, family_index, row->sid, err));
    if (!yes)
        return AK_OK;
    export_item item = {.sid = row->sid, .index = (uint64_t)row->index};
    hex_write(item.leaf, row->leaf.p, row->leaf.n == 32 ? 32 : 0);
    said *s;
    AK_TRY(said_near(&s, scratch, block, c->ws, item.index, err));
    if (!s)
        return AK_OK;
    json *values;
    AK_TRY(said_values(&values, scratch, s, err));
    item.s = s;
    item.values = visible(scratch, &families[family_index], values, c->reach);
    return visit.take(visit.payload, &item, err);
}

static ak_code each_of_family(ctx *c, arena *a, arena *scratch, said_block *block, int family_index,
                              export_visit visit, ak_err *err)
{
    store_query *q;
    const exchange_statements_params p = {.family = family_index};
    AK_TRY(exchange_statements_open(&q, a, c->db, &c->scope, &p, err));
    for (;;) {
        exchange_statements_row row;
        bool more;
        AK_TRY(exchange_statements_next(q, &row, &more, err));
        if (!more)
            return AK_OK;
        AK_TRY(take(c, scratch, block, family_index, &(found){row.sid, row.idx, row.leaf}, visit, err));
        arena_free(scratch);
    }
}

static ak_code each_about(ctx *c, arena *a, arena *scratch, said_block *block, int family_index,
                          const char *subject, export_visit visit, ak_err *err)
{
    state_subject s;
    AK_TRY(state_subject_by_id(&s, c, subject, err));
    store_query *q;
    const exchange_statements_about_params p = {.family = family_index, .canon = s.canon};
    AK_TRY(exchange_statements_about_open(&q, a, c->db, &c->scope, &p, err));
    for (;;) {
        exchange_statements_about_row row;
        bool more;
        AK_TRY(exchange_statements_about_next(q, &row, &more, err));
        if (!more)
            return AK_OK;
        AK_TRY(take(c, scratch, block, family_index, &(found){row.sid, row.idx, row.leaf}, visit, err));
        arena_free(scratch);
    }
}

ak_code export_each(ctx *c, int family_index, const char *subject, export_visit visit, ak_err *err)
{
    arena work = {0};
    arena scratch = {0}; /* one statement */
    said_block block = {0};
    ak_code code = subject ? each_about(c, &work, &scratch, &block, family_index, subject, visit, err)
                           : each_of_family(c, &work, &scratch, &block, family_index, visit, err);
    arena_free(&block.mem);
    arena_free(&scratch);
    arena_free(&work);
    return code;
}
