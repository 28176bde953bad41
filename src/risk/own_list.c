/* own_list.c -- a user's own tables for the risk model. */
#include "risk/own_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "exchange/format.h"
#include "ledger/ledger.h"
#include "record/workspace.h"
#include "risk/risk_sql.h"

#define OWN_ROWS_MOST    20000 /* a longer list is no list of groups of goods */
#define OWN_COLUMNS_MOST 64
#define OWN_BYTES_MOST   ((size_t)16 << 20)

enum { COL_CODE, COL_GROUP, COL_COUNTRY, COL_ISSUE, COL_LEVEL, COL_STAGE, COL_GOOD, COLS };

/* Headers, folded, parted by |. */
static const char *const column_words[COLS] = {
    [COL_CODE] = "cpv|cpv-kode|cpv kode|cpv code|nace|naeringskode|branchekode|kode|code",
    [COL_GROUP] = "varegruppe|produktgruppe|product group|produkt|product|kategori|category|gruppe",
    [COL_COUNTRY] = "land|country|omrade|area|produksjonsland|produktionsland",
    [COL_ISSUE] = "tema|risikotema|issue|issues|brudd|risk issue",
    [COL_LEVEL] = "niva|risiko|risikoniva|niveau|risikoniveau|level|risk|risk level",
    [COL_STAGE] = "ledd|led|stage|stadium|del av leverandorkjeden",
    [COL_GOOD] = "vare i listen|ilab|ilab good|good|goods",
};

typedef struct word_value {
    const char *word; /* folded */
    int value;
} word_value;

static const word_value stage_words_own[] = {
    {"ravare",           RISK_EXTRACTION },
    {"ravarer",          RISK_EXTRACTION },
    {"raw material",     RISK_EXTRACTION },
    {"utvinning",        RISK_EXTRACTION },
    {"udvinding",        RISK_EXTRACTION },
    {"extraction",       RISK_EXTRACTION },
    {"foredling",        RISK_PROCESSING },
    {"forarbejdning",    RISK_PROCESSING },
    {"processing",       RISK_PROCESSING },
    {"komponent",        RISK_PROCESSING },
    {"komponenter",      RISK_PROCESSING },
    {"component",        RISK_PROCESSING },
    {"sluttproduksjon",  RISK_MANUFACTURE},
    {"slutproduktion",   RISK_MANUFACTURE},
    {"final production", RISK_MANUFACTURE},
    {"produksjon",       RISK_MANUFACTURE},
    {"produktion",       RISK_MANUFACTURE},
    {"manufacture",      RISK_MANUFACTURE},
};

/* Class by the list's own word: what it calls less than high is severe conditions, and never gives high. */
static const word_value level_words_own[] = {
    {"svaert hoy",  3},
    {"meget hoj",   3},
    {"very high",   3},
    {"hoy",         3},
    {"hoj",         3},
    {"high",        3},
    {"middels hoy", 2},
    {"mellemhoj",   2},
    {"medium high", 2},
    {"middels",     2},
    {"middel",      2},
    {"medium",      2},
};

typedef struct reading {
    arena *a;
    const risk_tables *t;
    own_list *out;
    own_table *table;
    int columns[COLS]; /* index of the sheet's column; -1 = none */
    bool headed;
} reading;

static bool word_among(const char *words, str text)
{
    str rest = str_of(words);
    while (rest.n) {
        if (str_eq(str_cut(&rest, '|'), text))
            return true;
    }
    return false;
}

/* A row is the header when it names a group or code and anything else beside it. */
static bool head_take(reading *r, const str *cells, size_t n)
{
    for (int k = 0; k < COLS; k++)
        r->columns[k] = -1;
    int found = 0;
    for (size_t i = 0; i < n && i < OWN_COLUMNS_MOST; i++) {
        str folded = heads_key(r->a, cells[i]);
        for (int k = 0; k < COLS; k++) {
            if (r->columns[k] < 0 && word_among(column_words[k], folded)) {
                r->columns[k] = (int)i;
                found++;
                break;
            }
        }
    }
    return found >= 2 &&
           (r->columns[COL_CODE] >= 0 || r->columns[COL_GROUP] >= 0 || r->columns[COL_COUNTRY] >= 0);
}

static str cell(const reading *r, int which, const str *cells, size_t n)
{
    int at = r->columns[which];
    return at >= 0 && (size_t)at < n ? str_trim(cells[at]) : (str){0};
}

static int value_of(arena *a, const word_value *words, size_t n, str text, int otherwise)
{
    str folded = heads_key(a, text);
    for (size_t i = 0; i < n; i++) {
        if (str_is(folded, words[i].word))
            return words[i].value;
    }
    return otherwise;
}

static uint32_t issues_of(const reading *r, str text)
{
    static const uint32_t of_work = 1u << RISK_FORCED_LABOUR | 1u << RISK_CHILD_LABOUR |
                                    1u << RISK_ASSOCIATION | 1u << RISK_HEALTH_SAFETY |
                                    1u << RISK_DISCRIMINATION | 1u << RISK_WAGES_HOURS;
    if (!text.n)
        return strcmp(r->table->name, "cahra") == 0 ? 1u << RISK_CONFLICT : of_work;
    uint32_t issues = 0;
    while (text.n) {
        str word = str_trim(str_cut(&text, memchr(text.p, ';', text.n) ? ';' : ','));
        const enumeration *words = enum_find("issue");
        int at = enum_value_find(words, r->a, word);
        risk_issue issue;
        if (at >= 0 && risk_issue_find(&issue, r->t, str_of(words->values[at].code)))
            issues |= 1u << issue;
    }
    return issues;
}

/* "18000000-1", "18" and "1811" as the beginning of a code: trailing zeros of a CPV say "all of it". */
static const char *code_of(arena *a, str text)
{
    char *out = arena_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '-'; i++) {
        if ((text.p[i] >= '0' && text.p[i] <= '9') || text.p[i] == '.')
            out[n++] = text.p[i];
    }
    bool cpv = n == 8;
    while (cpv && n > 2 && out[n - 1] == '0')
        n--;
    out[n] = '\0';
    return out;
}

static risk_own_row *row_add(reading *r, bool goods)
{
    risk_own_row **rows = goods ? &r->out->goods : &r->out->rows;
    size_t *n = goods ? &r->out->goods_n : &r->out->n;
    size_t *cap = goods ? &r->out->goods_cap : &r->out->cap;
    if (*n == *cap) {
        *cap = *cap ? 2 * *cap : 64;
        risk_own_row *grown = ARENA_NEWS(r->a, risk_own_row, *cap);
        if (*n)
            memcpy(grown, *rows, *n * sizeof *grown);
        *rows = grown;
    }
    return &(*rows)[(*n)++];
}

static void row_take(reading *r, int64_t row, const str *cells, size_t n)
{
    arena *a = r->a;
    str code_said = cell(r, COL_CODE, cells, n);
    const char *code = code_of(a, code_said);
    str group = cell(r, COL_GROUP, cells, n);
    str key = heads_key(a, group);
    str place = cell(r, COL_COUNTRY, cells, n);
    str good = cell(r, COL_GOOD, cells, n);
    str stage = cell(r, COL_STAGE, cells, n);
    const country *land = place.n ? country_find(a, place) : NULL;
    bool goods = strcmp(r->table->name, "sector_goods") == 0;
    uint32_t issues = issues_of(r, cell(r, COL_ISSUE, cells, n));
    bool says = goods ? *code && good.n : (*code || key.n || land) && issues && !(place.n && !land);
    if (!says || r->table->rows == OWN_ROWS_MOST) {
        r->table->passed_over++;
        return;
    }
    r->table->rows++;
    str level = cell(r, COL_LEVEL, cells, n);
    int said_stage =
        value_of(a, stage_words_own, sizeof stage_words_own / sizeof *stage_words_own, stage, -1);
    *row_add(r, goods) = (risk_own_row){
        .list = r->table->name,
        .code = code,
        .group = str_c(a, key),
        .country = land ? land->iso3 : "",
        .good = str_c(a, good),
        .stage = said_stage < 0 ? RISK_MANUFACTURE : (risk_stage)said_stage,
        .stage_named = said_stage >= 0,
        .issues = issues,
        .hazard_class =
            value_of(a, level_words_own, sizeof level_words_own / sizeof *level_words_own, level, 3),
        .words =
            arena_printf(a, "%.*s%s%.*s%s%.*s", (int)(group.n ? group.n : code_said.n),
                         group.n ? group.p : code_said.p, level.n ? ", " : "", (int)level.n,
                         level.p ? level.p : "", place.n ? ", " : "", (int)place.n, place.p ? place.p : ""),
        .document = r->table->document,
        .row = row,
        .src = r->table->src,
    };
}

/* An error of a workbook is no word, nor is a formula whose value was not stored. */
static size_t cells_of(str out[static OWN_COLUMNS_MOST], const table_row *row)
{
    size_t n = row->n < OWN_COLUMNS_MOST ? row->n : OWN_COLUMNS_MOST;
    for (size_t i = 0; i < n; i++) {
        table_kind kind = row->cells[i].kind;
        str text = row->cells[i].text;
        bool nothing = kind == TABLE_ERROR || (kind == TABLE_FORMULA && str_is(text, "="));
        out[i] = nothing ? STR("") : text;
    }
    return n;
}

/* Each sheet has its own headers.  A broken row is counted; the next may be fine. */
static ak_code sheet_take(void *payload, const table *t, ak_err *err)
{
    reading *r = payload;
    str cells[OWN_COLUMNS_MOST];
    const table_row *row = NULL;
    r->headed = false;
    for (;;) {
        ak_err broken = {0};
        ak_code code = t->next(t->payload, &row, &broken);
        if (code == AK_E_INPUT) {
            r->table->passed_over++;
            continue;
        }
        if (code == AK_E_LIMIT) {
            r->table->passed_over++;
            return AK_OK;
        }
        if (code != AK_OK) {
            *err = broken;
            return code;
        }
        if (!row)
            return AK_OK;
        size_t n = cells_of(cells, row);
        if (r->headed)
            row_take(r, row->row, cells, n);
        else
            r->headed = head_take(r, cells, n);
    }
}

ak_code own_list_read(own_list *out, own_table *of, arena *a, const risk_tables *t, str bytes, ak_err *err)
{
    if (bytes.n > OWN_BYTES_MOST) {
        of->passed_over++;
        return AK_OK;
    }
    reading r = {.a = a, .t = t, .out = out, .table = of};
    size_t faults = 0;
    AK_TRY(format_tables_of(&faults, a, bytes, (table_visit){sheet_take, &r}, err));
    of->passed_over += faults;
    return AK_OK;
}

static bool is_ours(str name)
{
    return str_is(name, "dfo_high_risk") || str_is(name, "cahra") || str_is(name, "sector_goods");
}

/* A document that cannot be read as a table says nothing; it must not take the picture of all else away. */
static ak_code document_take(own_list *out, own_table *of, ctx *c, const risk_tables *t, ak_err *err)
{
    str bytes;
    ledger_hash digest;
    ak_err why = {0};
    if (!hex_read(digest.b, sizeof digest.b, str_of(of->document)))
        return AK_OK;
    ak_code read = ledger_doc_read(&bytes, c->a, workspace_ledger(c->ws), &digest, &why);
    if (read == AK_OK)
        return own_list_read(out, of, c->a, t, bytes, err);
    of->passed_over++;
    if (!why.rule || why.rule->kind != AK_E_SYSTEM)
        return AK_OK;
    *err = why;
    return read;
}

static risk_source source_of(arena *a, const risk_factor_tables_row *row)
{
    str day = row->published_on;
    bool known = day.n >= 4;
    return (risk_source){.source =
                             arena_printf(a, "%s, %s", str_c(a, row->table_name), str_c(a, row->edition)),
                         .year_text = str_c(a, (str){day.p, known ? 4 : 0}),
                         .year = known ? (int)strtol(day.p, NULL, 10) : 0,
                         .published = str_c(a, day),
                         .evidence = evidence_word((evidence)row->evidence)};
}

ak_code own_list_load(own_list **out, ctx *c, const risk_tables *t, ak_err *err)
{
    own_list *list = ARENA_NEW(c->a, own_list);
    risk_factor_tables_row *rows = NULL;
    size_t n = 0;
    AK_TRY(risk_factor_tables_all(&rows, &n, c->a, c->db, &c->scope, err));
    list->tables = ARENA_NEWS(c->a, own_table, n + 1);
    for (size_t i = 0; i < n; i++) {
        bool again = i && rows[i].subject == rows[i - 1].subject; /* another voice's, or an older edition */
        if (again || !is_ours(rows[i].table_name) || !c->ws)
            continue;
        own_table *of = &list->tables[list->tables_n++];
        *of = (own_table){.name = str_c(c->a, rows[i].table_name),
                          .edition = str_c(c->a, rows[i].edition),
                          .document = str_c(c->a, rows[i].document),
                          .sid = rows[i].sid,
                          .src = source_of(c->a, &rows[i])};
        AK_TRY(document_take(list, of, c, t, err));
    }
    *out = list;
    return AK_OK;
}

bool own_row_is_of(const risk_own_row *r, arena *scratch, str code, str group)
{
    size_t n = strlen(r->code);
    if (n && code.n >= n && memcmp(code.p, r->code, n) == 0)
        return true;
    return r->group[0] && group.n && str_is(heads_key(scratch, group), r->group);
}
