/* why_view.c -- the chain of why: origins of a node, and for each issue the rows and statements behind it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "risk/view_parts.h"
#include "risk/world.h"
#include "risk/risk_sql.h"

#define MILLIONTHS(x) llround((x) * (double)SHARE_ONE)

/* ---- Origins ---- */

static const view_column origin_columns[] = {
    {"country",   N_("Country"),          VIEW_WORD,  ""},
    {"share",     N_("Share"),            VIEW_SHARE, ""},
    {"basis",     N_("Basis"),            VIEW_WORD,  ""},
    {"evidence",  N_("Evidence"),         VIEW_WORD,  ""},
    {"site",      N_("Site or party"),    VIEW_REF,   ""},
    {"plausible", N_("In the tables"),    VIEW_SAY,   ""},
    {"source",    N_("Source"),           VIEW_TEXT,  ""},
    {"year",      N_("Year"),             VIEW_INT,   ""},
    {"later",     N_("Later than asked"), VIEW_BOOL,  ""},
    {"statement", N_("Statement"),        VIEW_REF,   ""},
};

static const char *table_title(const risk_tables *t, const mix *m)
{
    for (size_t k = 0; k < t->editions_n; k++) {
        if (strcmp(t->editions[k].id, m->edition) == 0)
            return t->editions[k].title;
    }
    return m->edition;
}

/* "produced (EC criticality study 2023), not named by USGS ... 2026" */
static view *plausible_say(arena *a, const risk_tables *t, const plausible *p)
{
    const char *naming = "";
    const char *silent = p->n ? table_title(t, p->tables[0].table) : "";
    for (size_t i = p->n; i-- > 0;) /* the newest that names it is told */
        naming = p->tables[i].part ? table_title(t, p->tables[i].table) : naming;
    switch (p->answer) {
    case PLAUSIBLE_PRODUCED:
        if (p->tables_differ)
            return view_say(a, N_("produced ({table}), not named by {other}"), "table",
                            view_text_c(a, naming), "other", view_text_c(a, silent), (char *)NULL);
        return view_say(a, N_("produced ({table})"), "table", view_text_c(a, naming), (char *)NULL);
    case PLAUSIBLE_NOT_LISTED:
        return view_say(a, N_("not listed as producer, ask for the mine's name"), (char *)NULL);
    case PLAUSIBLE_NOT_PRODUCED:
        return view_say(a, N_("not produced there by any table, ask for the mine's name"), (char *)NULL);
    case PLAUSIBLE_NO_DATA:
        break;
    }
    return view_say(a, N_("no data"), (char *)NULL);
}

static view *basis_word(arena *a, node_basis basis)
{
    static const char *const codes[] = {"traced", "traced", "assumed", "unknown"};
    static const char *const words[] = {N_("traced"), N_("traced"), N_("assumed"), N_("unknown")};
    return view_word(a, codes[basis], words[basis]);
}

static ak_code statement_of(view **out, view_source *source, ctx *c, int64_t sid, ak_err *err)
{
    const view_basis *basis = NULL;
    AK_TRY(state_basis(&basis, c, &sid, 1, -1, err));
    *source =
        basis->n ? basis->sources[0] : (view_source){.text = "", .url = "", .evidence = "", .statement = ""};
    *out = NULL;
    state_statement s;
    AK_TRY(state_statement_by_sid(&s, c, sid, err));
    *out = view_ref(c->a, "statement", s.leaf, arena_printf(c->a, "%llu", (unsigned long long)s.index));
    return AK_OK;
}

static ak_code traced_row(view *table, ctx *c, const risk_picture *p, const node_part *part,
                          const view_basis *basis, ak_err *err)
{
    arena *a = c->a;
    const picture_origin *why = part->origin->payload;
    view *statement = NULL;
    view_source source;
    AK_TRY(statement_of(&statement, &source, c, why->row->sid, err));
    bool is_country = strncmp(why->place, "country:", 8) == 0;
    view_row(table);
    view_cell(table, part->country[0] ? view_country(a, part->country) : NULL);
    view_cell(table, view_share(a, MILLIONTHS(part->share), basis));
    view_cell(table, basis_word(a, part->basis));
    view_cell(table, evidence_view(a, why->row->evidence));
    view_cell(table, is_country ? NULL : state_ref(c, why->place));
    view_cell(table, plausible_say(a, p->tables, &why->plausible));
    view_cell(table, view_text_c(a, source.text));
    view_cell(table, source.year ? view_year(a, source.year) : NULL);
    view_cell(table, view_bool(a, false));
    view_cell(table, statement);
    return AK_OK;
}

static void assumed_row(view *table, arena *a, const node_picture *n, const node_part *part,
                        const view_basis *basis)
{
    const risk_source *src = &part->mix->row->src;
    view_row(table);
    view_cell(table, view_country(a, part->country));
    view_cell(table, view_share(a, MILLIONTHS(part->share), basis));
    view_cell(table, basis_word(a, NODE_ASSUMED));
    view_cell(table, evidence_view(a, EVIDENCE_ASSUMED));
    view_cell(table, NULL);
    view_cell(table, NULL);
    view_cell(table, view_text_c(a, src->source));
    view_cell(table, view_year(a, src->year));
    view_cell(table, view_bool(a, src->published_year > n->year));
    view_cell(table, NULL);
}

static int largest_first(const void *a, const void *b)
{
    const node_part *x = *(const node_part *const *)a;
    const node_part *y = *(const node_part *const *)b;
    return x->share != y->share ? (x->share > y->share ? -1 : 1) : strcmp(x->country, y->country);
}

/* The countries of the world mix, the largest first. */
static void assumed_rows(view *table, arena *a, const node_picture *n, const view_basis *basis)
{
    const node_issue *any = &n->issues[0];
    const node_part **parts = ARENA_NEWS(a, const node_part *, any->parts_n);
    size_t found = 0;
    for (size_t i = 0; i < any->parts_n; i++)
        if (!any->parts[i].origin && any->parts[i].basis == NODE_ASSUMED)
            parts[found++] = &any->parts[i];
    if (found) /* NOLINTNEXTLINE(bugprone-sizeof-expression): the rows are pointers */
        qsort(parts, found, sizeof *parts, largest_first);
    for (size_t i = 0; i < found; i++)
        assumed_row(table, a, n, parts[i], basis);
}

/* The parts of any issue are the origins; those of no country stay out: they are the unknown share.  What is
 * named without an amount stands last, with a share of nothing: how much it is nobody says. */
ak_code origins_view(view **out, ctx *c, const risk_picture *p, const picture_node *n,
                     const view_basis *basis, ak_err *err)
{
    view *table = view_table(c->a, origin_columns, sizeof origin_columns / sizeof *origin_columns);
    const node_issue *any = &n->picture.issues[0];
    for (size_t i = 0; i < any->parts_n; i++) {
        const node_part *part = &any->parts[i];
        if (part->origin)
            AK_TRY(traced_row(table, c, p, part, basis, err));
    }
    assumed_rows(table, c->a, &n->picture, basis);
    for (size_t i = 0; i < n->origins_n; i++) {
        const node_origin *o = &n->origins[i];
        node_part named = {.basis = o->claimed ? NODE_CLAIMED : NODE_TRACED,
                           .country = o->countries_n ? o->countries[0] : "",
                           .origin = o};
        if (o->unquantified)
            AK_TRY(traced_row(table, c, p, &named, basis, err));
    }
    *out = table;
    return AK_OK;
}

/* ---- Issues ---- */

static const view_column source_columns[] = {
    {"country",   N_("Country"),          VIEW_WORD,  ""},
    {"share",     N_("Share"),            VIEW_SHARE, ""},
    {"class",     N_("Class"),            VIEW_INT,   ""},
    {"text",      N_("What it says"),     VIEW_SAY,   ""},
    {"source",    N_("Source"),           VIEW_TEXT,  ""},
    {"year",      N_("Year"),             VIEW_INT,   ""},
    {"evidence",  N_("Evidence"),         VIEW_WORD,  ""},
    {"later",     N_("Later than asked"), VIEW_BOOL,  ""},
    {"statement", N_("Statement"),        VIEW_REF,   ""},
};

static view *figure_view(arena *a, const risk_figure *figure)
{
    basis_list b = {.a = a};
    basis_add(&b, &figure->src);
    return view_decimal(a, figure->value_text, "", basis_done(&b, -1));
}

view *fact_say(arena *a, const hazard_fact *f)
{
    switch (f->kind) {
    case HAZARD_INDICATOR:
        return view_say(a, N_("indicator {value} ({unit})"), "value", figure_view(a, f->figure), "unit",
                        view_text_c(a, f->figure->unit), (char *)NULL);
    case HAZARD_SILENCE_BELIEVED:
        return view_say(a, N_("no figure; rule of law {value}, so silence is believed"), "value",
                        figure_view(a, f->figure), (char *)NULL);
    case HAZARD_SILENCE_DOUBTED:
        return view_say(a, N_("no figure, and law does not rule: unknown"), (char *)NULL);
    case HAZARD_LISTED:
        return f->stage_not_named ? view_say(a, N_("listed: {good}; stage not named"), "good",
                                             view_text_c(a, f->listing->good), (char *)NULL)
                                  : view_say(a, N_("listed: {good}"), "good",
                                             view_text_c(a, f->listing->good), (char *)NULL);
    case HAZARD_OTHER_GOOD:
        return view_say(a, N_("another mined good is listed: {good}"), "good",
                        view_text_c(a, f->listing->good), (char *)NULL);
    case HAZARD_INPUT_LISTED:
        return view_say(a, N_("an input is listed, counted upstream: {good}"), "good",
                        view_text_c(a, f->listing->good), (char *)NULL);
    case HAZARD_CONFLICT_MINERAL:
        return view_say(a, N_("a conflict mineral, from a country of severe conflict"), (char *)NULL);
    case HAZARD_OWN_LISTED:
        return view_say(a, N_("in your own list {list}, row {row}: {words}"), "list",
                        view_text_c(a, f->own->list), "row", view_int(a, f->own->row), "words",
                        view_text_c(a, f->own->words), (char *)NULL);
    case HAZARD_NO_GOODS:
        return view_say(a, N_("no list of goods speaks of this sector: unknown"), (char *)NULL);
    case HAZARD_NO_SECTOR:
        return view_say(a, N_("what is made or done there nobody says: unknown"), (char *)NULL);
    case HAZARD_NO_FIGURE:
        break;
    }
    return view_say(a, N_("no figure: unknown"), (char *)NULL);
}

const risk_source *fact_source(const hazard_fact *f)
{
    if (f->own)
        return &f->own->src;
    if (f->listing)
        return &f->listing->src;
    if (f->mineral)
        return &f->mineral->src;
    return f->figure ? &f->figure->src : NULL;
}

static void fact_row(view *table, arena *a, const node_part *part, const hazard_fact *f,
                     const view_basis *basis)
{
    const risk_source *src = fact_source(f);
    view_row(table);
    view_cell(table, part->country[0] ? view_country(a, part->country) : NULL);
    view_cell(table, view_share(a, MILLIONTHS(part->share), basis));
    view_cell(table, view_int(a, f->class_lo));
    view_cell(table, fact_say(a, f));
    view_cell(table, src ? view_text_c(a, src->source) : NULL);
    view_cell(table, src ? view_year(a, src->year) : NULL);
    view_cell(table, src ? view_evidence(a, src->evidence) : NULL);
    view_cell(table, src ? view_bool(a, f->later) : NULL);
    view_cell(table, NULL);
}

static ak_code incident_row(view *table, ctx *c, const node_part *part, const view_basis *basis, ak_err *err)
{
    arena *a = c->a;
    const node_incident *i = part->incident;
    const picture_incident *why = i->payload;
    view *statement = NULL;
    view_source source;
    AK_TRY(statement_of(&statement, &source, c, why->sid, err));
    view_row(table);
    view_cell(table, part->country[0] ? view_country(a, part->country) : NULL);
    view_cell(table, view_share(a, MILLIONTHS(part->share), basis));
    view_cell(table, view_int(a, i->hazard_class));
    view_cell(table,
              why->finding
                  ? view_say(a, N_("finding: {title}"), "title", view_text_c(a, i->title), (char *)NULL)
                  : view_say(a, N_("incident: {title}"), "title", view_text_c(a, i->title), (char *)NULL));
    view_cell(table, view_text_c(a, source.text));
    view_cell(table, source.year ? view_year(a, source.year) : NULL);
    view_cell(table, source.evidence[0] ? view_evidence(a, source.evidence) : NULL);
    view_cell(table, view_bool(a, false));
    view_cell(table, statement);
    return AK_OK;
}

static ak_code audit_row(view *table, ctx *c, const node_part *part, const view_basis *basis, ak_err *err)
{
    arena *a = c->a;
    const world_audit *audit = part->audit->payload;
    view *statement = NULL;
    view_source source;
    AK_TRY(statement_of(&statement, &source, c, audit->row->sid, err));
    view_row(table);
    view_cell(table, part->country[0] ? view_country(a, part->country) : NULL);
    view_cell(table, view_share(a, MILLIONTHS(part->share), basis));
    view_cell(table, view_int(a, part->lo));
    view_cell(table, view_say(a, N_("audited there ({standard}): one class less"), "standard",
                              view_text(a, audit->row->standard), (char *)NULL));
    view_cell(table, view_text_c(a, source.text));
    view_cell(table, source.year ? view_year(a, source.year) : NULL);
    view_cell(table, source.evidence[0] ? view_evidence(a, source.evidence) : NULL);
    view_cell(table, view_bool(a, false));
    view_cell(table, statement);
    return AK_OK;
}

/* Rows behind the parts that reach the class seen, and those that keep the answer open; parts of less than a
 * hundredth decide nothing. */
static bool matters(const node_issue *i, const node_part *p)
{
    bool reaches = p->lo >= i->level.class_seen && i->level.class_seen > 0;
    bool open = p->lo < p->hi;
    return (reaches || open || p->incident) && p->share >= 0.01;
}

static ak_code sources_view(view **out, ctx *c, const node_issue *i, const view_basis *basis, ak_err *err)
{
    view *table = view_table(c->a, source_columns, sizeof source_columns / sizeof *source_columns);
    for (size_t k = 0; k < i->parts_n; k++) {
        const node_part *p = &i->parts[k];
        if (!matters(i, p))
            continue;
        if (p->incident)
            AK_TRY(incident_row(table, c, p, basis, err));
        if (p->audit)
            AK_TRY(audit_row(table, c, p, basis, err));
        for (size_t f = 0; p->hazard && f < p->hazard->n; f++) {
            if (i->table || p->hazard->facts[f].own)
                fact_row(table, c->a, p, &p->hazard->facts[f], basis);
        }
    }
    *out = table;
    return AK_OK;
}

ak_code issues_view(view **out, ctx *c, const risk_picture *p, const picture_node *n, const view_basis *basis,
                    ak_err *err)
{
    arena *a = c->a;
    view *list = view_list(a);
    for (int k = 0; k < RISK_ISSUES; k++) {
        const node_issue *i = &n->picture.issues[k];
        const risk_issue_row *row = &p->tables->issues[k];
        view *v = view_map(a);
        view_put_label(v, "issue", N_("Issue"), issue_word(a, p->tables, i->issue));
        view_put_label(v, "level", N_("Level"), view_level(a, risk_level_words[i->level.shown]));
        view_put_label(v, "lowest", N_("At least"), view_level(a, risk_level_words[i->level.lower]));
        view_put_label(v, "highest", N_("At most"), view_level(a, risk_level_words[i->level.upper]));
        view_put_label(v, "hazard", N_("Hazard"), hazard_word(a, &p->tables->model, i));
        view_put_label(v, "severity", N_("Severity"), view_int(a, i->severity));
        view_put_label(v, "severity_reason", N_("Why that grave"),
                       i->severity_by ? view_text_c(a, i->severity_by->title)
                                      : view_word(a, row->reason, row->reason));
        double share = i->level.class_seen ? i->x.s[i->level.class_seen - 1] : 0;
        view_put_label(v, "share", N_("Share touched"), view_share(a, MILLIONTHS(share), basis));
        view_put_label(v, "unknown_share", N_("Cannot be judged"),
                       view_share(a, MILLIONTHS(i->x.unknown), basis));
        view_put_label(v, "near_line", N_("Near the line"), view_bool(a, i->near_line));
        view_put_label(v, "table", N_("A table covers it"), view_bool(a, i->table));
        view *sources = NULL;
        AK_TRY(sources_view(&sources, c, i, basis, err));
        view_put_label(v, "sources", N_("Why"), sources);
        view_add(list, v);
    }
    *out = list;
    return AK_OK;
}

/* ---- Judgements of others ---- */

static const view_column judgement_columns[] = {
    {"about",     N_("About"),      VIEW_REF,  ""},
    {"stage",     N_("Stage"),      VIEW_WORD, ""},
    {"issue",     N_("Issue"),      VIEW_WORD, ""},
    {"level",     N_("Level"),      VIEW_WORD, ""},
    {"words",     N_("Their word"), VIEW_TEXT, ""},
    {"reason",    N_("Reason"),     VIEW_TEXT, ""},
    {"by",        N_("By"),         VIEW_REF,  ""},
    {"on",        N_("On"),         VIEW_DATE, ""},
    {"statement", N_("Statement"),  VIEW_REF,  ""},
};

static bool concerns(const risk_picture *p, str about)
{
    if (str_is(about, p->subject.canon_id) || str_is(about, p->subject.id))
        return true;
    for (size_t i = 0; i < p->leaves_n; i++) {
        if (str_is(about, p->leaves[i].part) || str_is(about, p->leaves[i].whole))
            return true;
    }
    return false;
}

ak_code judgements_view(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    arena *a = c->a;
    risk_judgements_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_judgements_all(&rows, &n, a, c->db, &c->scope, err));
    view *table = view_table(a, judgement_columns, sizeof judgement_columns / sizeof *judgement_columns);
    for (size_t i = 0; i < n; i++) {
        const risk_judgements_row *r = &rows[i];
        if (!concerns(p, r->about))
            continue;
        risk_issue issue;
        risk_stage stage;
        view *statement = NULL;
        view_source source;
        AK_TRY(statement_of(&statement, &source, c, r->sid, err));
        view_row(table);
        view_cell(table, state_ref(c, str_c(a, r->about)));
        view_cell(table,
                  r->stage.n && risk_stage_find(&stage, str_c(a, r->stage)) ? stage_word(a, stage) : NULL);
        view_cell(table, r->issue.n && risk_issue_find(&issue, p->tables, r->issue)
                             ? issue_word(a, p->tables, issue)
                             : NULL);
        view_cell(table, r->level.n ? view_level(a, str_c(a, r->level)) : NULL);
        view_cell(table, r->factor_text.n ? view_text(a, r->factor_text) : NULL);
        view_cell(table, r->reason.n ? view_text(a, r->reason) : NULL);
        view_cell(table, state_ref(c, str_c(a, r->said_by)));
        view_cell(table, view_date(a, date_as_known(a, zone_of(c), r->said_on, r->said_on_prec)));
        view_cell(table, statement);
    }
    *out = table;
    return AK_OK;
}
