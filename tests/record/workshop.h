/* workshop.h -- what tests of the record share: a workspace in a folder of its own, and short ways to say things. */
#ifndef TESTS_RECORD_WORKSHOP_H
#define TESTS_RECORD_WORKSHOP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmocka_all.h"

#include "base/fs.h"
#include "base/message.h"
#include "record/apply.h"
#include "record/commit.h"
#include "record/rebuild.h"
#include "record/workspace.h"

typedef struct workshop {
    arena a; /* the workspace and its contexts */
    char dir[64];
    workspace *ws;
    ctx c;
    const char *now;
} workshop;

#define SHOP_NOW "2026-11-21T12:00:00Z"

static inline void shop_ok(ak_code code, const ak_err *err)
{
    arena a = {0};
    if (code != AK_OK)
        fail_msg("%s", err->rule ? message_err(&a, LANG_EN, err) : "failed without an error");
    arena_free(&a);
}

static inline void shop_ctx(workshop *s, audience reach)
{
    ak_err err = {0};
    shop_ok(workspace_ctx(&s->c, &s->a, s->ws,
                          &(ctx_wish){.lang = LANG_EN, .now = s->now ? s->now : SHOP_NOW, .reach = reach},
                          &err),
            &err);
}

static inline void shop_open(workshop *s)
{
    ak_err err = {0};
    shop_ok(workspace_open(&s->ws, &s->a, s->dir, WORKSPACE_WRITE, NULL, &err), &err);
    shop_ctx(s, AUDIENCE_CASE);
}

static inline void shop_make(workshop *s)
{
    ak_err err = {0};
    *s = (workshop){.now = SHOP_NOW};
    strcpy(s->dir, "/tmp/aktsom-record-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    workspace_new o = {.name = "Kollektivselskapet", .party = "local:party/own", .now = SHOP_NOW};
    shop_ok(workspace_init(s->dir, &o, &err), &err);
    shop_open(s);
}

static inline void shop_close(workshop *s)
{
    ak_err err = {0};
    arena_free(&s->a);
    shop_ok(fs_remove_tree(s->dir, &err), &err);
}

/* A plan of lines "FAMILY name=value; name=value": "\n" parts statements, " ; " words. */
static inline plan *shop_plan(workshop *s, const char *text)
{
    ak_err err = {0};
    plan *all = plan_new(&s->a);
    str lines = str_of(arena_text(&s->a, text));
    int64_t row = 0;
    while (lines.n) {
        str line = str_cut(&lines, '\n');
        str rest = str_trim(line);
        if (!rest.n)
            continue;
        str fam = str_cut(&rest, ' ');
        str words[32];
        size_t n = 0;
        while (rest.n && n < 32) {
            size_t at = 0;
            while (at < rest.n && !(rest.p[at] == ';' && at > 0 && rest.p[at - 1] == ' '))
                at++;
            words[n++] = str_trim((str){rest.p, at});
            rest = at < rest.n ? str_trim((str){rest.p + at + 1, rest.n - at - 1}) : (str){0};
        }
        plan *one = NULL;
        shop_ok(plan_say(&one, &s->c, fam, words, n, &err), &err);
        row++;
        for (size_t i = 0; i < one->faults.n; i++)
            fault_add(&all->faults, one->faults.rows[i].rule, &one->faults.rows[i]);
        for (size_t i = 0; i < one->rows_n; i++) {
            plan_row *r = plan_add_row(all, one->rows[i]->family, one->rows[i]->n);
            plan_kept *kept = r->kept;
            *r = *one->rows[i];
            r->kept = kept;
            r->plan = all;
            r->n = 0;
            for (size_t k = 0; k < one->rows[i]->n; k++)
                plan_add_cell(r, plan_cell_at(one->rows[i], k));
            r->row = row;
        }
    }
    return all;
}

static inline void shop_no_faults(const plan *p)
{
    arena a = {0};
    if (p->faults.n)
        fail_msg("%s", message_fault(&a, LANG_EN, &p->faults.rows[0]));
    arena_free(&a);
}

/* Says it; returns the act. */
static inline const char *shop_commit(workshop *s, plan *p, size_t expected)
{
    ak_err err = {0};
    commit_result done = {0};
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    shop_no_faults(p);
    shop_ok(plan_commit(&done, &s->c, p, NULL, &err), &err);
    assert_int_equal(done.count, expected);
    return done.act;
}

static inline const char *shop_say(workshop *s, const char *text, size_t expected)
{
    return shop_commit(s, shop_plan(s, text), expected);
}

static inline const char *shop_undo(workshop *s, const char *act)
{
    ak_err err = {0};
    plan *p = NULL;
    shop_ok(plan_undo(&p, &s->c, str_of(act), (str){0}, &err), &err);
    return shop_commit(s, p, 1);
}

/* The state is what the log gives. */
static inline void shop_equal(workshop *s)
{
    ak_err err = {0};
    const char *unequal = "";
    shop_ok(rebuild_compare(&unequal, &s->a, s->ws, NULL, &err), &err);
    assert_string_equal(unequal, "");
}

/* One number or text that a hand-written question answers; sql must be a literal. */
static inline int64_t shop_int(workshop *s, const char *sql)
{
    ak_err err = {0};
    store_statement *q = NULL;
    bool row = false;
    shop_ok(store_prepare(&q, s->c.db, sql, &err), &err);
    shop_ok(store_step(q, &row, &err), &err);
    int64_t n = row && !store_is_null(q, 0) ? store_int(q, 0) : -1;
    if (row)
        store_reset(q);
    return n;
}

static inline const char *shop_text(workshop *s, const char *sql)
{
    ak_err err = {0};
    store_statement *q = NULL;
    bool row = false;
    shop_ok(store_prepare(&q, s->c.db, sql, &err), &err);
    shop_ok(store_step(q, &row, &err), &err);
    const char *text = row && !store_is_null(q, 0) ? str_c(&s->a, store_text(q, 0)) : "";
    if (row)
        store_reset(q);
    return text;
}

#endif
