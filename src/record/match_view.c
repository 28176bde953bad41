/* match_view.c -- parties that may be one under two names. */
#include "record/match_view.h"

#include <stdint.h>
#include <string.h>

#include "record/commit.h"
#include "record/name_match.h"
#include "record/strmap.h"
#include "record_sql.h"

static const view_column columns[] = {
    {"one",         N_("Party"),           VIEW_REF,  ""},
    {"one_numbers", N_("Its numbers"),     VIEW_TEXT, ""},
    {"two",         N_("May be the same"), VIEW_REF,  ""},
    {"two_numbers", N_("Its numbers"),     VIEW_TEXT, ""},
    {"apart",       N_("What differs"),    VIEW_WORD, ""},
};

static const struct {
    const char *code;
    const char *text;
} aparts[] = {
    [NAME_EQUAL] = {"case",    N_("capitals or punctuation")             },
    [NAME_FORM] = {"form",    N_("the company's form")                  },
    [NAME_SPACES] = {"spaces",  N_("written together or apart")           },
    [NAME_ORDER] = {"order",   N_("the order of the words")              },
    [NAME_LETTERS] = {"letters", N_("a letter or two, or a word cut short")},
};

/* Two numbers of one register that differ are two companies. */
static bool differ(str one, str two)
{
    return one.n && two.n && !str_eq(one, two);
}

static bool are_apart(const record_parties_named_row *one, const record_parties_named_row *two)
{
    return one->canon == two->canon || differ(one->orgnr_no, two->orgnr_no) ||
           differ(one->cvr_dk, two->cvr_dk) || differ(one->vat, two->vat) ||
           differ(one->country, two->country);
}

static str pair_key(arena *a, int64_t one, int64_t two)
{
    return str_of(
        arena_printf(a, "%lld %lld", (long long)(one < two ? one : two), (long long)(one < two ? two : one)));
}

/* Pairs that are not to be proposed: somebody has said so. */
static ak_code read_refused(strmap *out, ctx *c, ak_err *err)
{
    record_not_same_pairs_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_not_same_pairs_all(&rows, &n, c->a, c->db, &c->scope, err));
    for (size_t i = 0; i < n; i++)
        strmap_put(out, pair_key(c->a, rows[i].one, rows[i].two), 1);
    return AK_OK;
}

static view *numbers_of(ctx *c, const record_parties_named_row *p)
{
    const str numbers[] = {p->orgnr_no, p->cvr_dk, p->vat, p->ledger_no};
    buf out = buf_new(c->a, 512);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].n) {
            buf_add_c(&out, out.n ? ", " : "");
            buf_add_str(&out, numbers[i]);
        }
    return out.n ? view_text(c->a, buf_str(&out)) : NULL;
}

static view *party_ref(ctx *c, const record_parties_named_row *p)
{
    return view_ref(c->a, "subject", str_c(c->a, p->id), str_c(c->a, p->name));
}

static void add_row(view *table, ctx *c, const record_parties_named_row *rows, const name_pair *pair)
{
    view_row(table);
    view_cell(table, party_ref(c, &rows[pair->one]));
    view_cell(table, numbers_of(c, &rows[pair->one]));
    view_cell(table, party_ref(c, &rows[pair->two]));
    view_cell(table, numbers_of(c, &rows[pair->two]));
    view_cell(table, view_word(c->a, aparts[pair->apart].code, aparts[pair->apart].text));
}

ak_code match_view(view **out, ctx *c, const args *a, ak_err *err)
{
    (void)a;
    record_parties_named_row *rows = NULL;
    size_t n = 0, pairs_n = 0;
    int64_t proposed = 0;
    strmap settled = {.a = c->a};
    AK_TRY(record_parties_named_all(&rows, &n, c->a, c->db, &c->scope, err));
    AK_TRY(read_refused(&settled, c, err));
    name_parts *names = ARENA_NEWS(c->a, name_parts, n ? n : 1);
    for (size_t i = 0; i < n; i++)
        names[i] = name_read(c->a, rows[i].name);
    name_pair *pairs = NULL;
    name_pairs(&pairs, &pairs_n, c->a, names, n);
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < pairs_n; i++) {
        const record_parties_named_row *one = &rows[pairs[i].one], *two = &rows[pairs[i].two];
        str key = pair_key(c->a, one->canon, two->canon);
        if (are_apart(one, two) || strmap_get(&settled, key))
            continue;
        strmap_put(&settled, key, 1); /* several names of each: once */
        if (proposed++ < MATCH_ROWS_MOST)
            add_row(table, c, rows, &pairs[i]);
    }
    view *v = view_map(c->a);
    view_put(
        v, "answer",
        proposed
            ? view_say_n(
                  c->a, proposed,
                  N_("{n} pair of names may be one party. Nothing is joined before a person says so."),
                  N_("{n} pairs of names may be one party each. Nothing is joined before a person says so."),
                  "n", view_int(c->a, proposed), NULL)
            : view_say(c->a, N_("No two names look like ways to write one."), NULL));
    view_put(v, "count", view_int(c->a, proposed));
    view_put_label(v, "proposals", N_("Proposals"), table);
    if (proposed)
        view_put(v, "next",
                 view_say(c->a, N_("Say it:  aktsom match accept ONE TWO, or  aktsom match refuse ONE TWO"),
                          NULL));
    *out = v;
    return AK_OK;
}

static ak_code say_pair(plan **out, ctx *c, const args *a, const char *family_name, ak_err *err)
{
    const char *reason = args_get(a, "reason");
    const str words[] = {
        str_of(arena_printf(c->a, "one=%s", args_get(a, "one"))),
        str_of(arena_printf(c->a, "two=%s", args_get(a, "two"))),
        str_of(arena_printf(c->a, "reason=%s", reason ? reason : "")),
    };
    return plan_say(out, c, str_of(family_name), words, reason && *reason ? 3 : 2, err);
}

ak_code match_accept_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    return say_pair(out, c, a, "same", err);
}

ak_code match_refuse_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    return say_pair(out, c, a, "not_same", err);
}
