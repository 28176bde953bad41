/* own_facts.c -- tables of the user's own. */
#include "risk/own_facts.h"

#include <string.h>

#include "base/sha256.h"
#include "record/state.h"
#include "record/workspace.h"
#include "risk/risk_sql.h" /* before rows.h, whose type has a parameter's name */
#include "risk/rules.h"
#include "risk/tables_read.h"

static const struct {
    const char *name;
    const char *columns; /* that reading needs, parted by spaces */
    ak_code (*rows)(risk_tables *t, risk_reader *r, ak_err *err);
} readable[] = {
    /* beside those that every table has, see apply_one */
    {"indicators",  "indicator country value unit qualifier",                           figures_rows },
    {"listings",    "list edition coverage country good issue unit note",               listings_rows},
    {"mixes",       "edition material stage country value unit qualifier trade_factor", mixes_rows   },
    {"supply_risk", "material measure value",                                           supply_rows  },
};

static int readable_find(str name)
{
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        if (str_is(name, readable[i].name))
            return (int)i;
    return -1;
}

ak_code own_facts_find(own_facts **out, size_t *n_out, ctx *c, ak_err *err)
{
    risk_factor_tables_row *rows_found = NULL;
    size_t n = 0;
    AK_TRY(risk_factor_tables_all(&rows_found, &n, c->a, c->db, &c->scope, err));
    *out = ARENA_NEWS(c->a, own_facts, n);
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        const risk_factor_tables_row *r = &rows_found[i];
        state_statement s = {0};
        if ((i > 0 && r->subject == rows_found[i - 1].subject) || readable_find(r->table_name) < 0)
            continue;
        AK_TRY(state_statement_by_sid(&s, c, r->sid, err));
        (*out)[(*n_out)++] = (own_facts){
            .name = str_c(c->a, r->table_name),
            .edition = str_c(c->a, r->edition),
            .published = r->published_on.p ? arena_printf(c->a, "%.10s", str_c(c->a, r->published_on)) : "",
            .document = str_c(c->a, r->document),
            .statement = arena_text(c->a, s.leaf),
            .sid = r->sid};
    }
    return AK_OK;
}

/* The columns are those that the reader asks for: it takes a lack of one for a broken program. */
static ak_code columns_check(const risk_reader *r, const char *columns, ak_err *err)
{
    str rest = str_of(columns);
    while (rest.n) {
        const char *column = str_c(r->a, str_cut(&rest, ' '));
        if (rows_column(&r->table, column) == r->table.columns)
            return ak_at(err, ak_fail(err, &RISK_011, column), r->file, 1, column, "");
    }
    return AK_OK;
}

static ak_code document_text(str *out, ctx *c, const own_facts *own, ak_err *err)
{
    ledger_hash digest;
    if (!hex_read(digest.b, sizeof digest.b, str_of(own->document)))
        return ak_fail(err, &RISK_012, own->name, own->document);
    return ledger_doc_read(out, c->a, workspace_ledger(c->ws), &digest, err);
}

static ak_code apply_one(risk_tables *t, ctx *c, const own_facts *own, ak_err *err)
{
    int at = readable_find(str_of(own->name));
    risk_reader r = {.a = c->a, .tables = t, .file = own->name};
    str text = {0};
    AK_TRY(document_text(&text, c, own, err));
    AK_TRY(rows_read(&r.table, c->a, text, own->name, err));
    AK_TRY(columns_check(&r, readable[at].columns, err));
    AK_TRY(columns_check(&r, "year published source evidence", err));
    return readable[at].rows(t, &r, err);
}

static void edition_add(risk_tables *t, arena *a, const own_facts *own)
{
    risk_edition *all = ARENA_NEWS(a, risk_edition, t->editions_n + 1);
    memcpy(all + 1, t->editions, t->editions_n * sizeof *all);
    all[0] = (risk_edition){.id = own->edition,
                            .file = own->name,
                            .title = own->edition,
                            .reference_years = "",
                            .published = own->published,
                            .note = "",
                            .statement = own->statement};
    t->editions = all;
    t->editions_n++;
}

ak_code own_facts_apply(risk_tables *t, ctx *c, const own_facts *own, size_t n, ak_err *err)
{
    if (n == 0)
        return AK_OK;
    buf b = buf_new(c->a, 0);
    buf_printf(&b, "%s\n", t->digest);
    for (size_t i = 0; i < n; i++) {
        AK_TRY(apply_one(t, c, &own[i], err));
        edition_add(t, c->a, &own[i]);
        buf_printf(&b, "%s %s\n", own[i].name, own[i].document);
    }
    sha256_hex(t->digest, b.p, b.n);
    return AK_OK;
}
