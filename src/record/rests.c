/* rests.c -- what an answer rests on: its statements, counted, digested, and all of them listed. */
#include "record/rests.h"

#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/sha256.h"
#include "record/state.h"
#include "record/subject_private.h"
#include "record/value_view.h"
#include "record_sql.h"

typedef struct rest {
    char leaf[65];
    int64_t sid;
} rest;

static int by_leaf(const void *a, const void *b)
{
    return strcmp(((const rest *)a)->leaf, ((const rest *)b)->leaf);
}

static int sid_order(const void *a, const void *b)
{
    const int64_t *x = a;
    const int64_t *y = b;
    return (*x > *y) - (*x < *y);
}

size_t rests_each_once(int64_t *sids, size_t n)
{
    size_t kept = 0;
    if (n)
        qsort(sids, n, sizeof *sids, sid_order);
    for (size_t i = 0; i < n; i++)
        if (sids[i] && (kept == 0 || sids[kept - 1] != sids[i]))
            sids[kept++] = sids[i];
    return kept;
}

static ak_code sorted(rest **out, ctx *c, const int64_t *sids, size_t n, ak_err *err)
{
    *out = ARENA_NEWS(c->a, rest, n);
    for (size_t i = 0; i < n; i++) {
        record_statement_bare_row row = {0};
        record_statement_bare_params p = {sids[i]};
        bool found = false;
        (*out)[i].sid = sids[i];
        AK_TRY(record_statement_bare_one(&row, &found, c->a, c->db, &p, err));
        if (found)
            hex_write((*out)[i].leaf, row.leaf.p, row.leaf.n);
    }
    if (n)
        qsort(*out, n, sizeof **out, by_leaf);
    return AK_OK;
}

static view *digest_of(arena *a, const rest *all, size_t n)
{
    sha256 *h = sha256_new(a);
    sha256_start(h);
    for (size_t i = 0; i < n; i++)
        sha256_add(h, all[i].leaf, strlen(all[i].leaf));
    unsigned char digest[SHA256_BYTES];
    char hex[65];
    sha256_end(h, digest);
    hex_write(hex, digest, sizeof digest);
    return view_text_c(a, hex);
}

/* For whoever asked for the whole list. */
static void leave(ctx *c, const int64_t *sids, size_t n)
{
    rests_told *all = c->rests;
    all->told = true;
    if (all->n + n > all->cap) {
        size_t cap = 2 * (all->n + n);
        int64_t *grown = ARENA_NEWS(c->a, int64_t, cap);
        if (all->n)
            memcpy(grown, all->sids, all->n * sizeof *grown);
        all->sids = grown;
        all->cap = cap;
    }
    for (size_t i = 0; i < n; i++)
        all->sids[all->n++] = sids[i];
}

ak_code rests_on(view **out, ctx *c, const int64_t *used, size_t n, const char *link, ak_err *err)
{
    if (c->rests)
        leave(c, used, n);
    int64_t *sids = ARENA_NEWS(c->a, int64_t, n);
    if (n)
        memcpy(sids, used, n * sizeof *sids);
    n = rests_each_once(sids, n);
    rest *all = NULL;
    AK_TRY(sorted(&all, c, sids, n, err));
    view *first = view_list(c->a);
    for (size_t i = 0; i < n && i < RESTS_ON_FIRST; i++)
        view_add(first, view_ref(c->a, "statement", all[i].leaf, arena_printf(c->a, "%.8s", all[i].leaf)));
    view *v = view_map(c->a);
    view_put_label(v, "count", N_("Number of statements"), view_link(view_int(c->a, (int64_t)n), link));
    view_put(v, "digest", digest_of(c->a, all, n));
    view_put(v, "first", first);
    view_put_data(v, "link", view_text_c(c->a, link));
    *out = v;
    return AK_OK;
}

static void add_pair(buf *link, const char *name, str value)
{
    buf_printf(link, "%s%s=", link->n > strlen("basis?") ? "&" : "", name);
    html_query(link, value);
}

const char *rests_link(const ctx *c, const char *command, const char *const *words, size_t n)
{
    buf link = buf_new(c->a, 0);
    buf_add_c(&link, "basis?");
    str rest_of_name = str_of(command);
    while (rest_of_name.n)
        add_pair(&link, "command", str_cut(&rest_of_name, ' '));
    for (size_t i = 0; i < n; i++)
        add_pair(&link, "command", str_of(words[i]));
    add_pair(&link, "as-of", str_of(c->as_of));
    add_pair(&link, "year", str_of(ak_arg_int(c->year)));
    if (c->tables)
        add_pair(&link, "tables", str_of(c->tables));
    if (c->at_size)
        add_pair(&link, "at-size", str_of(ak_arg_int((int64_t)c->at_size)));
    return buf_str(&link).p;
}

/* ---- The list ---- */

static const view_column columns[] = {
    {"statement", N_("Statement"), VIEW_REF,  ""},
    {"family",    N_("What"),      VIEW_WORD, ""},
    {"subject",   N_("About"),     VIEW_REF,  ""},
    {"by",        N_("Says"),      VIEW_REF,  ""},
    {"on",        N_("Said"),      VIEW_DATE, ""},
    {"evidence",  N_("Evidence"),  VIEW_WORD, ""},
};

static ak_code list_row(view *table, ctx *c, const rest *r, ak_err *err)
{
    state_statement s = {0};
    AK_TRY(state_statement_by_sid(&s, c, r->sid, err));
    view_row(table);
    view_cell(table, statement_ref(c, arena_text(c->a, s.leaf), s.index));
    view_cell(table,
              s.family < 0 ? NULL : view_word(c->a, families[s.family].name, family_label(c, s.family)));
    view_cell(table, state_ref(c, s.subject));
    view_cell(table, state_ref(c, s.by));
    view_cell(table, state_day(c, s.on));
    view_cell(table, view_evidence(c->a, evidence_word(s.evidence)));
    return AK_OK;
}

ak_code rests_list(view **out, ctx *c, const rests_told *told, const char *after, ak_err *err)
{
    rest *all = NULL;
    size_t n = rests_each_once(told->sids, told->n);
    AK_TRY(sorted(&all, c, told->sids, n, err));
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    size_t i = 0, shown = 0;
    while (after && i < n && strcmp(all[i].leaf, after) <= 0)
        i++;
    for (; i < n && (!c->page_rows || shown < c->page_rows); i++, shown++)
        AK_TRY(list_row(table, c, &all[i], err));
    view *v = view_map(c->a);
    view_put_label(v, "count", N_("Number of statements"), view_int(c->a, (int64_t)n));
    view_put(v, "digest", digest_of(c->a, all, n));
    view_put_label(v, "statements", N_("Rests on"), table);
    if (i < n && shown)
        view_put_data(v, "next", view_text_c(c->a, all[i - 1].leaf));
    *out = v;
    return AK_OK;
}
