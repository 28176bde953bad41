/* view_parts.c -- what the views of this room share: bases, words, shares. */
#include "risk/view_parts.h"

#include <string.h>

#include "base/decimal.h"
#include "record/said.h"
#include "record/workspace.h"
#include "risk/rules.h"

#define MODEL_YEAR 2026 /* of the constants and their reasons (data/risk/model.csv) */

/* ---- Bases ---- */

static void basis_put(basis_list *b, view_source s)
{
    for (size_t i = 0; i < b->n; i++) {
        const view_source *t = &b->rows[i];
        if (strcmp(t->text, s.text) == 0 && t->year == s.year && strcmp(t->statement, s.statement) == 0)
            return;
    }
    if (b->n == b->cap) {
        size_t cap = b->cap ? 2 * b->cap : 8;
        view_source *p = ARENA_NEWS(b->a, view_source, cap);
        if (b->n)
            memcpy(p, b->rows, b->n * sizeof *p);
        b->rows = p;
        b->cap = cap;
    }
    b->rows[b->n++] = s;
}

void basis_add(basis_list *b, const risk_source *s)
{
    basis_put(b,
              (view_source){
                  .text = s->source, .url = "", .year = s->year, .evidence = s->evidence, .statement = ""});
}

ak_code basis_add_statements(basis_list *b, ctx *c, const int64_t *sids, size_t n, ak_err *err)
{
    if (n == 0)
        return AK_OK;
    const view_basis *said_by = NULL;
    AK_TRY(state_basis(&said_by, c, sids, n, -1, err));
    for (size_t i = 0; i < said_by->n; i++)
        basis_put(b, said_by->sources[i]);
    return AK_OK;
}

const view_basis *basis_done(basis_list *b, double traced)
{
    if (b->n == 0)
        basis_put(b, (view_source){.text = "aktsom, data/risk/model.csv",
                                   .url = "",
                                   .year = MODEL_YEAR,
                                   .evidence = "assumed",
                                   .statement = ""});
    view_basis *basis = ARENA_NEW(b->a, view_basis);
    *basis = (view_basis){b->rows, b->n, traced};
    return basis;
}

ak_code basis_of_node(const view_basis **out, ctx *c, const risk_picture *p, const picture_node *n,
                      ak_err *err)
{
    (void)p;
    basis_list b = {.a = c->a};
    int64_t *sids = ARENA_NEWS(c->a, int64_t, n->origins_n + 1);
    for (size_t i = 0; i < n->origins_n; i++)
        sids[i] = ((const picture_origin *)n->origins[i].payload)->row->sid;
    AK_TRY(basis_add_statements(&b, c, sids, n->origins_n, err));
    if (n->picture.mix.edition && n->picture.assumed > 0)
        basis_add(&b, &n->picture.mix.first->src);
    *out = basis_done(&b, n->picture.traced);
    return AK_OK;
}

/* ---- Words ---- */

view *stage_word(arena *a, risk_stage stage)
{
    static const char *const words[RISK_STAGES] = {N_("extraction"), N_("processing"), N_("manufacture"),
                                                   N_("end of life")};
    return view_word(a, risk_stage_words[stage], words[stage]);
}

view *issue_word(arena *a, const risk_tables *t, risk_issue issue)
{
    static const char *const words[RISK_ISSUES] = {
        N_("forced labour"),
        N_("child labour"),
        N_("conflict"),
        N_("corruption"),
        N_("freedom of association"),
        N_("health and safety"),
        N_("Indigenous and land rights"),
        N_("pollution"),
        N_("water"),
        N_("biodiversity"),
        N_("discrimination"),
        N_("wages and hours"),
        N_("animal welfare"),
    };
    return view_word(a, t->issues[issue].name, words[issue]);
}

view *hazard_word(arena *a, const risk_model *m, const node_issue *i)
{
    static const char *const codes[] = {"little found", "some", "severe conditions", "named", "established"};
    static const char *const words[] = {N_("little found"), N_("some"), N_("severe conditions"), N_("named"),
                                        N_("established")};
    if (i->level.class_seen == 0 && i->x.unknown >= m->unknown_limit - m->band_slack)
        return view_word(a, "unknown", N_("unknown"));
    return view_word(a, codes[i->level.class_seen], words[i->level.class_seen]);
}

view *material_word(arena *a, const risk_tables *t, int material)
{
    return view_word(a, t->materials[material].name, t->materials[material].name);
}

view *material_ref(ctx *c, const picture_node *n)
{
    return state_ref(c, n->material_id);
}

view *mass_view(arena *a, int64_t mg, const view_basis *basis)
{
    if (mg < 0)
        return NULL;
    char text[DECIMAL_TEXT_BYTES];
    return view_decimal(a, arena_text(a, decimal_text(text, decimal_trim((decimal){mg, 6}))), "kg", basis);
}

void three_shares(int64_t out[static 3], const node_picture *p, arena *a)
{
    double parts[3] = {p->traced, p->assumed, p->unknown};
    if (share_of_doubles(out, parts, 3, a, NULL) != AK_OK) { /* never: they add up to 1 */
        out[0] = 0;
        out[1] = 0;
        out[2] = SHARE_ONE;
    }
}

view *evidence_view(arena *a, int64_t level)
{
    bool said_so = level >= EVIDENCE_ASSUMED && level <= EVIDENCE_MEASURED;
    return view_evidence(a, evidence_word(said_so ? (evidence)level : EVIDENCE_ASSUMED));
}

/* ---- Small blocks ---- */

view *availability_view(arena *a, const risk_tables *t, const node_picture *p)
{
    const availability *v = &p->availability;
    view *m = view_map(a);
    view_put_label(m, "known", N_("Assessed by the EU"), view_bool(a, v->known));
    if (!v->known)
        return m;
    basis_list b = {.a = a};
    basis_add(&b, &v->sr_row->src);
    const view_basis *basis = basis_done(&b, -1);
    view_put_label(m, "critical", N_("Critical raw material"), view_bool(a, v->critical));
    view_put_label(m, "supply_risk", N_("Supply risk (critical from 1.0)"),
                   view_decimal(a, v->sr_row->value_text, "", basis));
    view_put_label(m, "economic_importance", N_("Economic importance (critical from 2.8)"),
                   view_decimal(a, v->ei_row->value_text, "", basis));
    view_put_label(m, "of", N_("Assessed as"), material_word(a, t, v->group));
    view_put_label(m, "year", N_("Year"), view_year(a, v->sr_row->src.year));
    view_put_label(m, "later", N_("Later than the year asked for"), view_bool(a, v->later));
    if (p->mix.edition) {
        hhi_result h;
        supply_risk_hhi(&h, t, &p->mix, p->year);
        basis_list of_mix = {.a = a};
        basis_add(&of_mix, &p->mix.first->src);
        view_put_label(m, "concentration", N_("Concentration of the named countries (HHI, 1 = one country)"),
                       view_number(a, h.hhi, "", 2, basis_done(&of_mix, -1)));
        view_put_label(m, "concentration_governance",
                       N_("The same weighted with governance (EU method, 0 to 10)"),
                       view_number(a, h.hhi_wgi_t, "", 2, basis_done(&of_mix, -1)));
    }
    return m;
}

view *about_model(arena *a)
{
    static const char *const sentences[] = {
        N_("Levels are about where things come from, not about this supplier; assumed is a chance, not a "
           "finding."),
        N_("Almost every metal is at least medium on forced labour, because a tenth or more comes from "
           "countries in the worst fifth: look at the issue and the share, not at the colour."),
        N_("Health and safety, land rights, pollution, water, biodiversity, discrimination, wages and hours, "
           "and animal welfare have no table: there only incidents speak, and empty is unknown."),
        N_("Country figures hide regions, and what a state does abroad: deaths are counted where they fall."),
        N_("The list of goods covers what the US labour department looked at, never the USA; the edition of "
           "2016 is old, of 2024 nine rows are here."),
        N_("V-Dem and the governance indicators are opinions of experts with error bands that are not "
           "carried here; control of corruption and voice are of 2019."),
        N_("Freedom of association rests on a proxy, voice and accountability; child labour on the share of "
           "children in employment, which separates countries badly."),
        N_("Classes and thresholds are choices, each with its reason in data/risk/model.csv; a share within "
           "a tenth of its line is marked."),
        N_("A mix is the world's, not the buyer's; what it calls other may be the worst."),
        N_("For 2018 later indicators stand in where none was published by then; they are marked."),
        N_("Home countries score low on indices and are never zero: labour crime in cleaning or building is "
           "invisible to every table here."),
    };
    view *list = view_list(a);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        view_add(list, view_say(a, sentences[i], (char *)NULL));
    return list;
}

static const view_column edition_columns[] = {
    {"table",     N_("Table"),              VIEW_TEXT, ""},
    {"title",     N_("Edition"),            VIEW_TEXT, ""},
    {"years",     N_("Years it describes"), VIEW_TEXT, ""},
    {"published", N_("Published"),          VIEW_TEXT, ""},
    {"later",     N_("Later than asked"),   VIEW_BOOL, ""},
    {"own",       N_("Your own, by"),       VIEW_REF,  ""},
};

view *editions_view(arena *a, const risk_tables *t, int year)
{
    view *table = view_table(a, edition_columns, sizeof edition_columns / sizeof *edition_columns);
    for (size_t i = 0; i < t->editions_n; i++) {
        const risk_edition *e = &t->editions[i];
        uint64_t published = 0;
        (void)str_digits(&published, (str){e->published, strspn(e->published, "0123456789")});
        view_row(table);
        view_cell(table, view_text_c(a, e->file));
        view_cell(table, view_text_c(a, e->title));
        view_cell(table, view_text_c(a, e->reference_years));
        view_cell(table, view_text_c(a, e->published));
        view_cell(table, published ? view_bool(a, (int)published > year) : NULL);
        view_cell(table, e->statement
                             ? view_ref(a, "statement", e->statement, arena_printf(a, "%.8s", e->statement))
                             : NULL);
    }
    return table;
}

/* ---- Words that people type ---- */

ak_code code_of_word(const char **word, ctx *c, const char *const *codes, int n,
                     const char *(*name)(arena *a, int i), ak_err *err)
{
    if (!*word || !**word) {
        *word = NULL;
        return AK_OK;
    }
    str folded = str_fold(c->a, str_of(*word));
    buf all = buf_new(c->a, 1024);
    for (int i = 0; i < n; i++) {
        bool it = str_is(folded, codes[i]);
        for (int lang = 0; lang < LANGUAGES; lang++)
            it |= str_eq(folded, str_fold(c->a, str_of(tr((language)lang, name(c->a, i)))));
        if (it) {
            *word = codes[i];
            return AK_OK;
        }
        buf_printf(&all, "%s%s", i ? ", " : "", tr(c->lang, name(c->a, i)));
    }
    return ak_fail(err, &RISK_009, *word, str_c(c->a, buf_str(&all)));
}
