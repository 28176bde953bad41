/* statement_view.c -- one statement: whose word, on what evidence, what others say, its proof. */
#include <string.h>

#include "ledger/merkle.h"
#include "ledger/proof.h"
#include "record/bundle_words.h"
#include "record/dispute.h"
#include "record/rules.h"
#include "record/state.h"
#include "record/subject_private.h"
#include "record/subject_view.h"
#include "record/value_view.h"
#include "record/workspace.h"
#include "record_sql.h"

#define HISTORY_MOST 50

static const view_column field_columns[] = {
    {"field", N_("What"),  VIEW_WORD, ""},
    {"value", N_("Value"), VIEW_TEXT, ""},
};

view *fields_table(ctx *c, const state_statement *s, const json *words, const view_basis *basis)
{
    const family *f = &families[s->family];
    view *table = view_table(c->a, field_columns, sizeof field_columns / sizeof *field_columns);
    for (size_t i = 0; i < f->n; i++) {
        const json *v = f->fields[i].parent < 0 ? json_get(words, f->fields[i].name) : NULL;
        if (!v)
            continue;
        view_row(table);
        view_cell(table, view_word(c->a, f->fields[i].name, field_label(c, &f->fields[i])));
        view_cell(table, value_view(c, f, &f->fields[i], v, basis));
    }
    return table;
}

static const view_column source_columns[] = {
    {"source", N_("Source"),  VIEW_TEXT, ""},
    {"year",   N_("Year"),    VIEW_DATE, ""},
    {"url",    N_("Address"), VIEW_TEXT, ""},
};

static view *sources_table(ctx *c, const state_statement *s)
{
    view *table = view_table(c->a, source_columns, sizeof source_columns / sizeof *source_columns);
    for (size_t i = 0; i < s->sources_n; i++) {
        view_row(table);
        view_cell(table, view_text_c(c->a, s->sources[i].text));
        view_cell(table,
                  s->sources[i].year ? view_date(c->a, arena_printf(c->a, "%d", s->sources[i].year)) : NULL);
        view_cell(table, s->sources[i].url[0] ? view_text_c(c->a, s->sources[i].url) : NULL);
    }
    return table;
}

view *statement_ref(ctx *c, const char *leaf, uint64_t index)
{
    return view_ref(c->a, "statement", leaf, arena_printf(c->a, "%llu", (unsigned long long)index));
}

static const view_column history_columns[] = {
    {"statement", N_("Statement"),   VIEW_REF,  ""},
    {"kind",      N_("Kind"),        VIEW_WORD, ""},
    {"by",        N_("By"),          VIEW_REF,  ""},
    {"on",        N_("Date"),        VIEW_DATE, ""},
    {"evidence",  N_("Evidence"),    VIEW_WORD, ""},
    {"until",     N_("Stood until"), VIEW_DATE, ""},
    {"withdrawn", N_("Taken back"),  VIEW_DATE, ""},
};

ak_code history_table(view **out, ctx *c, int64_t canon, ak_err *err)
{
    record_history_of_row *rows = NULL;
    size_t n = 0;
    record_history_of_params p = {.canon = canon, .most = HISTORY_MOST};
    AK_TRY(record_history_of_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    view *table = view_table(c->a, history_columns, sizeof history_columns / sizeof *history_columns);
    for (size_t i = 0; i < n; i++) {
        state_statement s = {0};
        AK_TRY(state_statement_by_sid(&s, c, rows[i].sid, err));
        view_row(table);
        view_cell(table, statement_ref(c, s.leaf, s.index));
        view_cell(table, view_word(c->a, families[s.family].name, family_label(c, s.family)));
        view_cell(table, state_ref(c, s.by));
        view_cell(table, state_day(c, s.on));
        view_cell(table, view_evidence(c->a, evidence_word(s.evidence)));
        view_cell(table, s.until ? state_day(c, s.until) : NULL);
        view_cell(table, s.withdrawn ? state_day(c, s.withdrawn) : NULL);
    }
    *out = table;
    return AK_OK;
}

static const view_column dispute_columns[] = {
    {"field",     N_("What"),      VIEW_WORD, ""},
    {"value",     N_("Value"),     VIEW_TEXT, ""},
    {"by",        N_("By"),        VIEW_REF,  ""},
    {"evidence",  N_("Evidence"),  VIEW_WORD, ""},
    {"on",        N_("Date"),      VIEW_DATE, ""},
    {"chosen",    N_("Used"),      VIEW_BOOL, ""},
    {"statement", N_("Statement"), VIEW_REF,  ""},
};

ak_code disputes_table(view **out, ctx *c, const char *subject_id, int fam, ak_err *err)
{
    dispute *d = NULL;
    size_t n = 0;
    AK_TRY(disputes_of(&d, &n, c, subject_id, err));
    view *table = view_table(c->a, dispute_columns, sizeof dispute_columns / sizeof *dispute_columns);
    for (size_t i = 0; i < n; i++) {
        const family *f = &families[d[i].family];
        if (fam >= 0 && d[i].family != fam)
            continue;
        const field *what = &f->fields[field_find(f, str_of(d[i].field))];
        for (size_t k = 0; k < d[i].n; k++) {
            const dispute_value *v = &d[i].values[k];
            view_row(table);
            view_cell(table, view_word(c->a, what->name, field_label(c, what)));
            view_cell(table, view_text_c(c->a, v->text));
            view_cell(table, state_ref(c, v->by));
            view_cell(table, view_evidence(c->a, evidence_word(v->evidence)));
            view_cell(table, state_day(c, v->on));
            view_cell(table, view_bool(c->a, v->chosen));
            view_cell(table,
                      view_ref(c->a, "statement", v->statement, arena_printf(c->a, "%.8s", v->statement)));
        }
    }
    *out = table;
    return AK_OK;
}

static const view_column step_columns[] = {
    {"step", N_("Step"), VIEW_INT,  ""},
    {"sum",  N_("Sum"),  VIEW_TEXT, ""},
};

/* The sums beside the way from the entry to the root, lowest first: what the proof file carries.  *stands:
 * they lead to the root indeed. */
static ak_code steps_table(view **out, bool *stands, ctx *c, const state_statement *s, ak_err *err)
{
    const ledger *log = workspace_ledger(c->ws);
    proof_path path;
    ledger_hash leaf, root;
    *out = NULL;
    *stands = false;
    if (s->log > 0 || c->size > ledger_published_size(log))
        return AK_OK;
    AK_TRY(proof_inclusion(&path, c->a, log, s->index, c->size, err));
    *stands = hex_read(leaf.b, sizeof leaf.b, str_of(s->leaf)) &&
              hex_read(root.b, sizeof root.b, str_of(c->root)) &&
              merkle_inclusion_ok(s->index, c->size, &leaf, path.hashes, path.n, &root);
    view *table = view_table(c->a, step_columns, sizeof step_columns / sizeof *step_columns);
    for (size_t i = 0; i < path.n; i++) {
        char hex[65];
        hex_write(hex, path.hashes[i].b, sizeof path.hashes[i].b);
        view_row(table);
        view_cell(table, view_int(c->a, (int64_t)i + 1));
        view_cell(table, view_text_c(c->a, hex));
    }
    *out = table;
    return AK_OK;
}

/* A statement of another log: its head is that of the bundle that it came with. */
static ak_code put_foreign(view *proof, ctx *c, const state_statement *s, ak_err *err)
{
    said *words;
    bundle_found in;
    AK_TRY(bundle_said(&words, &in, c, s->leaf, err));
    if (!in.log)
        return AK_OK;
    char hex[SHA256_HEX + 1];
    hex_write(hex, in.log->check.root.b, sizeof in.log->check.root.b);
    view_put(proof, "origin", view_text(c->a, in.log->check.origin));
    view_put(proof, "size", view_int(c->a, (int64_t)in.log->check.size));
    view_put(proof, "root", view_text_c(c->a, hex));
    return AK_OK;
}

static ak_code proof_view(view **out, ctx *c, const state_statement *s, ak_err *err)
{
    view *steps = NULL;
    view *proof = view_map(c->a);
    view_put(proof, "leaf", view_text_c(c->a, s->leaf));
    view_put(proof, "index", view_int(c->a, (int64_t)s->index));
    if (s->log > 0) {
        AK_TRY(put_foreign(proof, c, s, err));
    } else {
        view_put(proof, "size", view_int(c->a, (int64_t)c->size));
        view_put(proof, "root", view_text_c(c->a, c->root));
    }
    view_put(proof, "logged", view_date(c->a, s->logged));
    bool stands;
    AK_TRY(steps_table(&steps, &stands, c, s, err));
    if (steps) {
        view_put_data(proof, "steps", steps);
        view_put_data(proof, "checked", view_bool(c->a, true));
        view_put_label(proof, "stands", N_("Its sums lead to the root"), view_bool(c->a, stands));
    }
    *out = proof;
    return AK_OK;
}

static ak_code put_words(view *v, ctx *c, const state_statement *s, ak_err *err)
{
    const json *words = NULL;
    const view_basis *basis = NULL;
    view *disputes = NULL, *history = NULL;
    state_subject subject = {0};
    AK_TRY(state_words(&words, c, s, err));
    AK_TRY(state_basis(&basis, c, &s->sid, 1, -1, err));
    AK_TRY(state_subject_by_id(&subject, c, s->subject, err));
    AK_TRY(disputes_table(&disputes, c, s->subject, s->family, err));
    AK_TRY(history_table(&history, c, subject.canon, err));
    view_put(v, "sources", sources_table(c, s));
    view_put_data(v, "sources_n", view_int(c->a, (int64_t)s->sources_n));
    if (words)
        view_put(v, "fields", fields_table(c, s, words, basis));
    view_put(v, "disputes", disputes);
    view_put_data(v, "disputes_n", view_int(c->a, (int64_t)view_count(disputes)));
    view_put(v, "history", history);
    return AK_OK;
}

/* Said of it that something was erased; where nothing of it is shown, one of the two is. */
static ak_code put_erased(view *v, ctx *c, const state_statement *s, ak_err *err)
{
    record_tombstone_of_row *rows;
    size_t n;
    AK_TRY(record_tombstone_of_all(&rows, &n, c->a, c->db,
                                   &(record_tombstone_of_params){str_of(arena_text(c->a, s->leaf))}, err));
    if (n == 0 && s->family < 0)
        view_put(v, "answer", view_say(c->a, N_("What this statement says is withheld."), (char *)NULL));
    if (n == 0)
        return AK_OK;
    view *day = state_day(c, str_c(c->a, rows[n - 1].said_on));
    const char *ground = str_c(c->a, rows[n - 1].erase_ground);
    const enumeration *e = enum_find("erase_ground");
    int at = enum_code_find(e, str_of(ground));
    view *word = at >= 0 ? view_word(c->a, ground, e->values[at].words[c->lang]) : view_text_c(c->a, ground);
    if (s->family < 0)
        view_put(v, "answer",
                 view_say(c->a,
                          N_("What this statement said was erased on {day}: {ground}. Proofs still hold."),
                          "day", day, "ground", word, (char *)NULL));
    else
        view_put(v, "erased",
                 view_say(c->a, N_("Parts of this statement were erased on {day}: {ground}."), "day", day,
                          "ground", word, (char *)NULL));
    return AK_OK;
}

ak_code statement_view(view **out, ctx *c, const args *a, ak_err *err)
{
    state_statement s = {0};
    const char *id = args_get(a, "id");
    AK_TRY(state_statement_find(&s, c, str_of(id), err));
    view *v = view_map(c->a), *proof = NULL;
    view_put(v, "statement", statement_ref(c, s.leaf, s.index));
    view_put(v, "index", view_int(c->a, (int64_t)s.index));
    AK_TRY(put_erased(v, c, &s, err));
    if (s.family >= 0) {
        view_put(v, "type", view_word(c->a, families[s.family].type_word, family_label(c, s.family)));
        view_put(v, "subject", state_ref(c, s.subject));
        view_put(v, "by", state_ref(c, s.by));
        view_put(v, "signed_by", state_ref(c, s.signed_by));
        view_put(v, "direct", view_bool(c->a, s.direct));
        view_put(v, "on", state_day(c, s.on));
        view_put(v, "until", s.until ? state_day(c, s.until) : view_null(c->a));
        view_put(v, "withdrawn", s.withdrawn ? state_day(c, s.withdrawn) : view_null(c->a));
        view_put(v, "evidence", view_evidence(c->a, evidence_word(s.evidence)));
        const enumeration *e = enum_find("audience");
        view_put(v, "audience",
                 view_word(c->a, audience_word(s.audience), e->values[s.audience].words[c->lang]));
        view_put(v, "act", view_ref(c->a, "statement", s.act, arena_printf(c->a, "%.8s", s.act)));
        AK_TRY(put_words(v, c, &s, err));
    }
    AK_TRY(proof_view(&proof, c, &s, err));
    view_put(v, "proof", proof);
    *out = v;
    return AK_OK;
}
