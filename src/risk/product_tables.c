/* product_tables.c -- matrix of levels and bars of evidence. */
#include <math.h>
#include <string.h>

#include "base/bars.h"
#include "base/decimal.h"
#include "risk/product_figures.h"

/* ---- Matrix ---- */

static const view_column first_columns[] = {
    {"material", N_("Material"), VIEW_REF,  ""},
    {"stage",    N_("Stage"),    VIEW_WORD, ""},
};

static const view_column issue_columns[RISK_ISSUES] = {
    {"forced_labour",          N_("Forced labour"),              VIEW_WORD, ""},
    {"child_labour",           N_("Child labour"),               VIEW_WORD, ""},
    {"conflict",               N_("Conflict"),                   VIEW_WORD, ""},
    {"corruption",             N_("Corruption"),                 VIEW_WORD, ""},
    {"freedom_of_association", N_("Freedom of association"),     VIEW_WORD, ""},
    {"health_safety",          N_("Health and safety"),          VIEW_WORD, ""},
    {"land_rights",            N_("Indigenous and land rights"), VIEW_WORD, ""},
    {"pollution",              N_("Pollution"),                  VIEW_WORD, ""},
    {"water",                  N_("Water"),                      VIEW_WORD, ""},
    {"biodiversity",           N_("Biodiversity"),               VIEW_WORD, ""},
    {"discrimination",         N_("Discrimination"),             VIEW_WORD, ""},
    {"wages_hours",            N_("Wages and hours"),            VIEW_WORD, ""},
    {"animal_welfare",         N_("Animal welfare"),             VIEW_WORD, ""},
};

static const view_column last_column = {"level", N_("In all"), VIEW_WORD, ""};

bool picture_node_is_row(const picture_node *n)
{
    if (n->picture.mix.edition || n->origins_n)
        return true;
    for (int i = 0; i < RISK_ISSUES; i++) {
        if (n->picture.issues[i].said)
            return true;
    }
    return false;
}

/* An issue without a table is a column where an incident speaks; else it is named under the matrix. */
static bool is_column(const risk_picture *p, int issue)
{
    if (issue < (int)RISK_WITH_TABLE)
        return true;
    for (size_t i = 0; i < p->nodes_n; i++) {
        if (p->nodes[i].picture.issues[issue].said)
            return true;
    }
    return false;
}

static const view_column *columns_of(arena *a, const risk_picture *p, size_t *n)
{
    view_column *columns = ARENA_NEWS(a, view_column, RISK_ISSUES + 3);
    *n = 0;
    columns[(*n)++] = first_columns[0];
    columns[(*n)++] = first_columns[1];
    for (int k = 0; k < RISK_ISSUES; k++) {
        if (is_column(p, k))
            columns[(*n)++] = issue_columns[k];
    }
    columns[(*n)++] = last_column;
    return columns;
}

static view *note_of(arena *a, const risk_picture *p)
{
    view *silent = view_list(a);
    for (int k = 0; k < RISK_ISSUES; k++) {
        if (!is_column(p, k))
            view_add(silent, issue_word(a, p->tables, (risk_issue)k));
    }
    if (view_count(silent) == 0)
        return view_say(a, N_("Each material at each stage by issue."), (char *)NULL);
    return view_say(a,
                    N_("Each material at each stage by issue. No table covers {issues}, and nobody has said "
                       "anything of them: they are unknown everywhere, as are manufacture and end of life."),
                    "issues", silent, (char *)NULL);
}

static view *level_cell(arena *a, const picture_node *n, risk_level level)
{
    char *link = arena_printf(a, "#why-%s-%s", n->material_name, risk_stage_words[n->picture.stage]);
    for (char *s = link; *s; s++)
        *s = *s == ' ' ? '-' : *s;
    return view_link(view_level(a, risk_level_words[level]), link);
}

ak_code matrix_figure(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    (void)err;
    arena *a = c->a;
    size_t columns_n = 0;
    const view_column *columns = columns_of(a, p, &columns_n);
    view *table = view_table(a, columns, columns_n);
    int64_t high = 0;
    int64_t rows = 0;
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *n = &p->nodes[i];
        if (!picture_node_is_row(n))
            continue;
        rows++;
        high += n->picture.level == RISK_HIGH;
        view_row(table);
        view_cell(table, material_ref(c, n));
        view_cell(table, stage_word(a, n->picture.stage));
        for (int k = 0; k < RISK_ISSUES; k++) {
            if (is_column(p, k))
                view_cell(table, level_cell(a, n, n->picture.issues[k].level.shown));
        }
        view_cell(table, level_cell(a, n, n->picture.level));
    }
    view *title = view_say_n(a, high, N_("{high} of {rows} is of high risk; unknown is never low"),
                             N_("{high} of {rows} are of high risk; unknown is never low"), "high",
                             view_int(a, high), "rows", view_int(a, rows), (char *)NULL);
    *out = rows ? view_figure(a, "matrix", title, note_of(a, p), NULL, NULL, table) : NULL;
    return AK_OK;
}

/* ---- Evidence ---- */

static const view_column evidence_columns[] = {
    {"material",      N_("Material"),            VIEW_REF,     ""  },
    {"mass",          N_("Mass"),                VIEW_DECIMAL, "kg"},
    {"assumed",       N_("Assumed (world mix)"), VIEW_SHARE,   ""  },
    {"self_declared", N_("Self-declared"),       VIEW_SHARE,   ""  },
    {"documented",    N_("Documented"),          VIEW_SHARE,   ""  },
    {"verified",      N_("Verified"),            VIEW_SHARE,   ""  },
    {"measured",      N_("Measured"),            VIEW_SHARE,   ""  },
    {"unknown",       N_("Unknown"),             VIEW_SHARE,   ""  },
};

void picture_node_evidence(double parts[static EVIDENCE_PARTS], const picture_node *n)
{
    memset(parts, 0, EVIDENCE_PARTS * sizeof *parts);
    const node_issue *any = &n->picture.issues[0];
    for (size_t i = 0; i < any->parts_n; i++) {
        const node_part *p = &any->parts[i];
        if (p->origin && p->country[0]) {
            const picture_origin *why = p->origin->payload;
            int64_t level = why->row->evidence;
            parts[level >= 1 && level <= 5 ? level - 1 : 0] += p->share;
        } else {
            parts[p->basis == NODE_ASSUMED ? 0 : EVIDENCE_PARTS - 1] += p->share;
        }
    }
}

static ak_code evidence_row(bars_row *bar, view *table, arena *a, view *label, double kg,
                            const double parts[static EVIDENCE_PARTS], const view_basis *basis, ak_err *err)
{
    int64_t *shares = ARENA_NEWS(a, int64_t, EVIDENCE_PARTS);
    AK_TRY(share_of_doubles(shares, parts, EVIDENCE_PARTS, a, err));
    *bar = (bars_row){
        .label = label, .amount = kg > 0 ? kg_view(a, kg, basis) : NULL, .shares = shares, .href = ""};
    view_row(table);
    view_cell(table, view_kind_of(label) == VIEW_REF ? label : NULL);
    view_cell(table, kg > 0 ? kg_view(a, kg, basis) : NULL);
    for (int i = 0; i < EVIDENCE_PARTS; i++)
        view_cell(table, view_share(a, shares[i], basis));
    return AK_OK;
}

ak_code evidence_figure(view **out, ctx *c, const risk_picture *p, ak_err *err)
{
    arena *a = c->a;
    *out = NULL;
    const view_basis *basis = NULL;
    AK_TRY(basis_of_picture(&basis, c, p, err));
    bars_series *series = ARENA_NEWS(a, bars_series, BARS_EVIDENCE);
    bars_evidence(series, a);
    bars_row *rows = ARENA_NEWS(a, bars_row, p->nodes_n + 2);
    view *table = view_table(a, evidence_columns, sizeof evidence_columns / sizeof *evidence_columns);
    double total[EVIDENCE_PARTS] = {0};
    double all = 0;
    size_t n = 1; /* the total stands first */
    for (size_t i = 0; i < p->nodes_n; i++) {
        const picture_node *node = &p->nodes[i];
        if (node->picture.stage != RISK_EXTRACTION)
            continue;
        double parts[EVIDENCE_PARTS];
        picture_node_evidence(parts, node);
        double kg = kg_of(node->mass_mg);
        AK_TRY(evidence_row(&rows[n++], table, a, material_ref(c, node), kg, parts, basis, err));
        double weight = node->mass_mg < 0 ? 0 : kg;
        for (int k = 0; k < EVIDENCE_PARTS; k++)
            total[k] += weight * parts[k];
        all += weight;
    }
    if (n == 1 || all <= 0)
        return AK_OK;
    AK_TRY(evidence_row(&rows[0], table, a, view_say(a, N_("All materials"), (char *)NULL), all, total, basis,
                        err));
    rows[0].total = true;
    double proven = (total[2] + total[3] + total[4]) / all;
    view *title = view_say(a, N_("{share} of the origin is documented or better"), "share",
                           view_share(a, llround(proven * (double)SHARE_ONE), basis), (char *)NULL);
    view *note = view_say(a,
                          N_("Share of the mass by the best evidence of where it was mined. More ink is "
                             "better evidence; an empty part is unknown."),
                          (char *)NULL);
    bars *b = ARENA_NEW(a, bars);
    *b = (bars){.series = series, .series_n = BARS_EVIDENCE, .rows = rows, .rows_n = n, .describe = title};
    *out = view_figure(a, "evidence", title, note, bars_draw, b, table);
    return AK_OK;
}
