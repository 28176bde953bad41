/* recipe_rows.c -- rows of a sheet with a recipe become parties and rows of the base family. */
#include "exchange/recipe_rows.h"

#include <string.h>

#include "base/country.h"
#include "base/date.h"
#include "base/money.h"
#include "exchange/rules.h"
#include "record/codes.h"
#include "record/strmap.h"
#include "record/value.h"

#define TOTALS_APART_MINOR 100 /* a total may be rounded to whole kroner */

typedef struct party {
    plan_cell *cells;  /* by field of the family, line 0; text.n == 0 = not said */
    plan_cell *common; /* who says it, when, on what evidence: of its first row */
    size_t common_n;
    const char *id; /* canonical identifier; NULL = none */
    int64_t row;
    bool several_names;
} party;

typedef struct base_row {
    plan_cell *cells;
    size_t n;
    size_t party;
    int64_t row;
    plan_cell sum; /* text.n == 0: nothing is added up */
    money total;
    const char *texts; /* all that is not added up: equal in rows that are added */
} base_row;

struct recipe_rows {
    arena *a;
    const recipe_map *m;
    const table *t;
    fault_list *faults;
    const plan_dialect *dialect;
    const char *period;
    const currency *assumed; /* NULL = none */
    int party_family;
    int name_field, ledger_field, country_field;
    party *parties;
    size_t parties_n, parties_cap;
    strmap party_by; /* "id ...", "no ...", "name ..." */
    base_row *rows;
    size_t rows_n, rows_cap;
    strmap row_by; /* by key of the family */
    int64_t since_total, since_start;
    bool told_currency, told_period;
    recipe_told told;
};

static void tell(recipe_rows *r, const ak_rule *rule, int64_t row, size_t column, str value, const char *one,
                 const char *two)
{
    fault at = {.file = r->t->file,
                .sheet = r->t->sheet,
                .row = row,
                .column = column < r->m->n ? (int64_t)column + 1 : 0,
                .field = column < r->m->n ? r->m->columns[column].head : "",
                .value = str_c(r->a, value)};
    fault_add(r->faults, rule, &at, one ? one : "", two ? two : "");
}

#define NO_COLUMN ((size_t)-1)

/* ---- Start ---- */

recipe_rows *recipe_rows_new(arena *a, const recipe_map *m, const table *t, fault_list *faults,
                             const plan_dialect *dialect, const char *period)
{
    recipe_rows *r = ARENA_NEW(a, recipe_rows);
    int fam = family_find(STR("party"));
    *r = (recipe_rows){
        .a = a,
        .m = m,
        .t = t,
        .faults = faults,
        .dialect = dialect,
        .period = period,
        .party_family = fam,
        .name_field = field_find(&families[fam], STR("name")),
        .ledger_field = field_find(&families[fam], STR("ledger_no")),
        .country_field = field_find(&families[fam], STR("country")),
        .told = {.of = m->of, .currency = "", .period = ""}
    };
    r->party_by.a = a;
    r->row_by.a = a;
    /* The language of the headers tells the kroner, where it is one language's alone. */
    if (*m->currency)
        r->assumed = currency_find(str_of(m->currency));
    return r;
}

/* ---- One row ---- */

/* The column's text that the recipe prefers for a field; *at = its column, NO_COLUMN when nothing is said. */
static str preferred(const recipe_rows *r, const str *texts, recipe_what what, int fam, int field_index,
                     size_t *at)
{
    int best = 0;
    *at = NO_COLUMN;
    for (size_t i = 0; i < r->m->n; i++) {
        const recipe_word *w = r->m->columns[i].word;
        if (!w || w->what != what || w->family != fam || w->field != field_index || !texts[i].n)
            continue;
        if (*at == NO_COLUMN || w->rank < best) {
            best = w->rank;
            *at = i;
        }
    }
    return *at == NO_COLUMN ? STR("") : texts[*at];
}

static bool digits_only(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static plan_cell cell_at(const recipe_rows *r, int field_index, str text, size_t column)
{
    bool known = column < r->m->n;
    return (plan_cell){.field = field_index,
                       .text = str_copy(r->a, text),
                       .unit = STR(""),
                       .column = known ? (int32_t)column + 1 : 0,
                       .head = known ? r->m->columns[column].head : ""};
}

/* A row that only adds up others: one of these words where the supplier would stand, and no number. */
static bool is_total(const recipe_rows *r, const str *texts)
{
    static const char words[] =
        "|sum|total|totalt|totalsum|sum total|i alt|ialt|samlet|hovedsum|subtotal|sub total"
        "|delsum|totals|grand total|sum leverandorer|totaler|slutsum|sluttsum|";
    size_t first = NO_COLUMN;
    for (size_t i = 0; i < r->m->n; i++) {
        const recipe_word *w = r->m->columns[i].word;
        if (!texts[i].n)
            continue;
        if (first == NO_COLUMN)
            first = i;
        else if (w && (w->what == RECIPE_NUMBER || (w->family == r->party_family && w->what == RECIPE_CELL)))
            return false;
    }
    if (first == NO_COLUMN)
        return false;
    str key = heads_key(r->a, texts[first]);
    const char *whole = arena_printf(r->a, "|%.*s|", (int)key.n, key.p);
    return key.n && strstr(words, whole);
}

/* ---- The party ---- */

/* Without spaces, points and dashes, in upper case. */
static str bare(arena *a, str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' || c == '.' || c == '-' || c == '\xc2' || c == '\xa0')
            continue;
        out[n++] = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    }
    return (str){out, n};
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "556036-0793", or ten digits under Swedish headers: no register that a scheme here knows. */
static bool is_swedish(const recipe_rows *r, str written, str number)
{
    bool ten = number.n == 10 && digits_only(number);
    return ten && (strcmp(r->m->currency, "SEK") == 0 || (written.n == 11 && written.p[6] == '-'));
}

/* Which field a number is of: a country before it decides, else the country column and the form. */
static int number_field(const recipe_rows *r, str *number, const char *iso3, int of_head)
{
    const family *f = &families[r->party_family];
    int orgnr = field_find(f, STR("orgnr_no")), cvr = field_find(f, STR("cvr_dk")),
        vat = field_find(f, STR("vat"));
    bool norway = strcmp(iso3, "NOR") == 0, denmark = strcmp(iso3, "DNK") == 0, open = !*iso3;
    str s = *number;
    if (str_ends(s, "MVA") && s.n > 3)
        s.n -= 3;
    bool prefixed = s.n > 2 && is_letter(s.p[0]) && is_letter(s.p[1]);
    str rest = prefixed ? (str){s.p + 2, s.n - 2} : s;
    if (prefixed && !str_starts(s, "NO") && !str_starts(s, "DK"))
        return vat;
    if (rest.n == 9 && digits_only(rest) &&
        (prefixed ? str_starts(s, "NO") : norway || (open && of_head != cvr))) {
        *number = rest;
        return orgnr;
    }
    if (rest.n == 8 && digits_only(rest) &&
        (prefixed ? str_starts(s, "DK") : denmark || (open && of_head == cvr))) {
        *number = rest;
        return cvr;
    }
    return open || norway || denmark ? of_head : -1;
}

static const char *country_of(const recipe_rows *r, const str *texts)
{
    size_t at;
    str text = preferred(r, texts, RECIPE_CELL, r->party_family, r->country_field, &at);
    const country *c = text.n ? country_find(r->a, text) : NULL;
    return c ? c->iso3 : "";
}

/* Who says it, when, on what evidence and to whom.  The source is the base row's: a party that
 * stands in two sheets is said once. */
static void read_common(party *p, const recipe_rows *r, const str *texts)
{
    static const char *const names[] = {"said_by", "said_on", "evidence", "audience"};
    for (size_t i = 0; i < r->m->n; i++) {
        const head_column *own = &r->m->own.columns[i];
        bool head = !r->m->columns[i].word && own->use == COLUMN_FIELD && own->field >= PLAN_COMMON;
        if (!head || !texts[i].n)
            continue;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (own->field == PLAN_COMMON + field_find(&family_common, str_of(names[k])))
                p->common[p->common_n++] = cell_at(r, own->field, texts[i], i);
    }
}

/* What the row says of the party. */
static party read_party(recipe_rows *r, int64_t row, const str *texts)
{
    const family *f = &families[r->party_family];
    party p = {.cells = ARENA_NEWS(r->a, plan_cell, f->n), .row = row};
    p.common = ARENA_NEWS(r->a, plan_cell, r->m->n);
    read_common(&p, r, texts);
    const char *iso3 = country_of(r, texts);
    for (size_t i = 0; i < r->m->n; i++) {
        const recipe_word *w = r->m->columns[i].word;
        if (!w || w->family != r->party_family || !texts[i].n)
            continue;
        size_t at = i;
        int field_index = w->field;
        str text = texts[i];
        if (w->what == RECIPE_CELL)
            text = preferred(r, texts, RECIPE_CELL, w->family, w->field, &at);
        if (w->what == RECIPE_NUMBER) {
            str written = str_trim(text);
            text = bare(r->a, text);
            field_index = is_swedish(r, written, text) ? -1 : number_field(r, &text, iso3, w->field);
            r->told.foreign += field_index < 0;
        } else if (w->field == r->name_field && at != i && digits_only(texts[i])) {
            field_index = r->ledger_field; /* "Leverandør" with numbers beside "Leverandørnavn" */
            text = texts[i];
        } else if (at != i) {
            continue;
        }
        if (field_index < 0 || p.cells[field_index].text.n)
            continue;
        p.cells[field_index] = cell_at(r, field_index, text, i);
        if (w->what == RECIPE_NUMBER && !p.id)
            p.id = code_subject_id(r->a, f->fields[field_index].of, text);
    }
    return p;
}

static str party_key(recipe_rows *r, const char *kind, str text)
{
    str folded = str_fold(r->a, text);
    return str_of(arena_printf(r->a, "%s %.*s", kind, (int)folded.n, folded.p));
}

static void merge_party(recipe_rows *r, party *into, const party *more)
{
    const family *f = &families[r->party_family];
    for (size_t i = 0; i < f->n; i++) {
        if (!more->cells[i].text.n)
            continue;
        if (!into->cells[i].text.n)
            into->cells[i] = more->cells[i];
        else if ((int)i == r->name_field &&
                 !str_eq(str_fold(r->a, into->cells[i].text), str_fold(r->a, more->cells[i].text)))
            into->several_names = true;
    }
    if (!into->id)
        into->id = more->id;
}

static size_t add_party(recipe_rows *r, const party *p)
{
    r->parties = arena_room(r->a, r->parties, r->parties_n, &r->parties_cap, sizeof *r->parties);
    r->parties[r->parties_n] = *p;
    return r->parties_n++;
}

/* The party that the row is about; NO_COLUMN when it names none. */
static size_t party_of(recipe_rows *r, const party *p)
{
    str ledger = p->cells[r->ledger_field].text, name = p->cells[r->name_field].text;
    str keys[3];
    size_t n = 0;
    if (p->id)
        keys[n++] = party_key(r, "id", str_of(p->id));
    if (ledger.n)
        keys[n++] = party_key(r, "no", ledger);
    if (!n && name.n)
        keys[n++] = party_key(r, "name", name);
    if (!n)
        return NO_COLUMN;
    for (size_t i = 0; i < n; i++) {
        const int64_t *at = strmap_get(&r->party_by, keys[i]);
        party *had = at ? &r->parties[*at] : NULL;
        if (!had || (p->id && had->id && strcmp(p->id, had->id) != 0))
            continue; /* one number in the accounts for two companies: registers tell them apart */
        size_t found = (size_t)*at;
        merge_party(r, had, p);
        for (size_t k = 0; k < n; k++)
            strmap_put(&r->party_by, keys[k], (int64_t)found);
        return found;
    }
    for (size_t k = 0; k < n; k++)
        strmap_put(&r->party_by, keys[k], (int64_t)r->parties_n);
    return add_party(r, p);
}

/* How other rows name it: identifier, number in the accounts, or name. */
static str party_text(const recipe_rows *r, const party *p)
{
    if (p->id)
        return str_of(p->id);
    str ledger = p->cells[r->ledger_field].text;
    return ledger.n ? ledger : p->cells[r->name_field].text;
}

/* ---- The base family ---- */

static void add_cell(base_row *b, plan_cell cell)
{
    b->cells[b->n++] = cell;
}

static bool has_cell(const base_row *b, int field_index)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->cells[i].field == field_index)
            return true;
    return false;
}

/* "202003" is March 2020; a day of a voucher counts under its year. */
static str period_text(const recipe_rows *r, str text, recipe_what what)
{
    if (what == RECIPE_MONTH && text.n == 6 && digits_only(text))
        return str_of(arena_printf(r->a, "%.4s-%.2s", text.p, text.p + 4));
    date d;
    if (what == RECIPE_DAY && date_read(&d, text, r->dialect->date_order, NULL) == AK_OK)
        return str_of(arena_printf(r->a, "%04d", date_civil(d.day).year));
    return text;
}

static void add_period(recipe_rows *r, base_row *b, const str *texts, int year_of_head)
{
    int start = field_find(&families[r->m->of->base], STR("period_start"));
    size_t at;
    if (has_cell(b, start))
        return;
    static const recipe_what order[] = {RECIPE_MONTH, RECIPE_YEAR, RECIPE_DAY};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        str text = preferred(r, texts, order[i], r->m->of->base, start, &at);
        if (!text.n)
            continue;
        add_cell(b, cell_at(r, start, period_text(r, text, order[i]), at));
        return;
    }
    const char *year = year_of_head ? arena_printf(r->a, "%d", year_of_head) : r->period;
    if (*year) {
        add_cell(b, cell_at(r, start, str_of(year), NO_COLUMN));
        if (!year_of_head)
            r->told.period = r->period;
        return;
    }
    if (!r->told_period)
        tell(r, &IMP_040, b->row, NO_COLUMN, STR(""), NULL, NULL);
    r->told_period = true;
}

/* "kr" says no more than nothing. */
static str currency_text(const recipe_rows *r, const str *texts, size_t column)
{
    const recipe_column *c = &r->m->columns[column];
    size_t at;
    str said = preferred(r, texts, RECIPE_CURRENCY, c->word->family, c->word->field, &at);
    if (!said.n)
        said = c->unit;
    str key = heads_key(r->a, said);
    return str_is(key, "kr") || str_is(key, "kroner") ? STR("") : said;
}

/* Of an amount that stands alone: what is said beside it, else the kroner of the headers' country. */
static str money_unit(recipe_rows *r, const str *texts, size_t column)
{
    str said = currency_text(r, texts, column);
    decimal_dialect dialect = {.comma = r->dialect->decimal_comma};
    money m;
    if (said.n || !r->assumed || money_read(&m, texts[column], dialect, NULL, NULL) == AK_OK ||
        money_read(&m, texts[column], dialect, r->assumed, NULL) != AK_OK)
        return said.n ? str_copy(r->a, said) : said;
    r->told.currency = r->assumed->code;
    return str_of(r->assumed->code);
}

/* Cells of the base family and of the head, the sum and its period left out. */
static base_row read_base(recipe_rows *r, int64_t row, const str *texts)
{
    int base = r->m->of->base;
    base_row b = {.cells = ARENA_NEWS(r->a, plan_cell, r->m->n + RECIPE_VALUES_MOST + 4), .row = row};
    for (size_t i = 0; i < r->m->n; i++) {
        const recipe_column *c = &r->m->columns[i];
        const head_column *own = &r->m->own.columns[i];
        size_t at;
        if (!texts[i].n)
            continue;
        if (c->word && c->word->family == base && c->word->what == RECIPE_CELL) {
            preferred(r, texts, RECIPE_CELL, base, c->word->field, &at);
            if (at != i)
                continue;
            plan_cell cell = cell_at(r, c->word->field, texts[i], i);
            cell.unit = c->unit;
            if (families[base].fields[cell.field].type == FIELD_MONEY)
                cell.unit = money_unit(r, texts, i);
            add_cell(&b, cell);
        } else if (!c->word && own->use == COLUMN_FIELD && !has_cell(&b, own->field)) {
            plan_cell cell = cell_at(r, own->field, texts[i], i);
            cell.unit = own->unit;
            cell.line = own->line;
            add_cell(&b, cell);
        }
    }
    for (size_t i = 0; i < r->m->of->values_n; i++)
        if (!has_cell(&b, r->m->of->values[i].field))
            add_cell(&b, cell_at(r, r->m->of->values[i].field, str_of(r->m->of->values[i].text), NO_COLUMN));
    return b;
}

/* Text by which rows are told apart: all cells, or those of the family's key alone. */
static const char *row_text(recipe_rows *r, const base_row *b, bool key_only)
{
    const family *f = &families[r->m->of->base];
    buf out = buf_new(r->a, 1 << 16);
    buf_printf(&out, "%zu", b->party);
    for (size_t i = 0; i < b->n; i++) {
        int at = b->cells[i].field;
        if (key_only && (at >= PLAN_COMMON || !f->fields[at].key))
            continue;
        buf_printf(&out, "\n%d.%d ", at, b->cells[i].line);
        buf_add_str(&out, b->cells[i].text);
        buf_add_str(&out, b->cells[i].unit);
    }
    return buf_str(&out).p;
}

static base_row *keep_row(recipe_rows *r, const base_row *b)
{
    r->rows = arena_room(r->a, r->rows, r->rows_n, &r->rows_cap, sizeof *r->rows);
    r->rows[r->rows_n] = *b;
    return &r->rows[r->rows_n++];
}

/* A contract of one number twice, with something else in it: which one holds is not for us to say. */
static void take_single(recipe_rows *r, base_row *b)
{
    const recipe_word *number = NULL;
    for (size_t i = 0; i < r->m->of->n && !number; i++)
        if (strcmp(r->m->of->words[i].need, "need") == 0)
            number = &r->m->of->words[i];
    str text = STR("");
    size_t column = NO_COLUMN;
    for (size_t i = 0; number && i < b->n; i++)
        if (b->cells[i].field == number->field) {
            text = b->cells[i].text;
            column = (size_t)b->cells[i].column - 1;
        }
    b->texts = row_text(r, b, false);
    int64_t *at = text.n ? strmap_get(&r->row_by, party_key(r, "row", text)) : NULL;
    if (at && strcmp(r->rows[*at].texts, b->texts) == 0)
        return;
    if (at) {
        tell(r, &IMP_041, b->row, column, text, arena_printf(r->a, "%lld", (long long)r->rows[*at].row),
             NULL);
        return;
    }
    if (text.n)
        strmap_put(&r->row_by, party_key(r, "row", text), (int64_t)r->rows_n);
    keep_row(r, b);
}

/* ---- Sums ---- */

static bool read_money(recipe_rows *r, money *out, str *unit, const str *texts, size_t column, int64_t row)
{
    str said = currency_text(r, texts, column);
    const currency *known = said.n ? currency_find(said) : r->assumed;
    money m;
    if (money_read(&m, texts[column], (decimal_dialect){.comma = r->dialect->decimal_comma}, known, NULL) ==
        AK_OK) {
        if (!said.n && known)
            r->told.currency = known->code;
        *out = m;
        *unit = str_of(m.currency->code);
        return true;
    }
    if (!known && !said.n && !r->told_currency) {
        tell(r, &IMP_042, row, column, texts[column], NULL, NULL);
        r->told_currency = true;
    }
    *unit = known ? str_of(known->code) : said;
    return false;
}

/* Rows of one key are one statement: their amounts are added. */
static void take_sum(recipe_rows *r, const base_row *b, const str *texts, size_t column)
{
    base_row row = *b;
    row.cells = ARENA_NEWS(r->a, plan_cell, b->n + 2);
    memcpy(row.cells, b->cells, b->n * sizeof *row.cells);
    add_period(r, &row, texts, r->m->columns[column].year);
    row.sum = cell_at(r, r->m->columns[column].word->field, texts[column], column);
    str unit;
    bool read = read_money(r, &row.total, &unit, texts, column, b->row);
    row.sum.unit = unit;
    if (!read) {
        if (!r->told_currency)
            keep_row(r, &row); /* the check says what is wrong with the amount */
        return;
    }
    r->since_total += row.total.minor;
    r->since_start += row.total.minor;
    str key = party_key(r, "row", str_of(row_text(r, &row, true)));
    int64_t *at = strmap_get(&r->row_by, key);
    if (!at) {
        strmap_put(&r->row_by, key, (int64_t)r->rows_n);
        keep_row(r, &row);
        return;
    }
    base_row *had = &r->rows[*at];
    if (money_add(&had->total, had->total, row.total, NULL) != AK_OK)
        tell(r, &IMP_045, b->row, column, texts[column], had->total.currency->code, row.total.currency->code);
}

static void check_total(recipe_rows *r, int64_t row, const str *texts)
{
    size_t sums = 0, column = 0;
    for (size_t i = 0; i < r->m->n; i++)
        if (r->m->columns[i].word && r->m->columns[i].word->what == RECIPE_SUM && texts[i].n) {
            sums++;
            column = i;
        }
    r->told.totals++;
    money m;
    str unit;
    if (sums != 1 || !read_money(r, &m, &unit, texts, column, row))
        return; /* nothing to compare with */
    int64_t apart = m.minor - r->since_total, all_apart = m.minor - r->since_start;
    r->since_total = 0;
    if ((apart > -TOTALS_APART_MINOR && apart < TOTALS_APART_MINOR) ||
        (all_apart > -TOTALS_APART_MINOR && all_apart < TOTALS_APART_MINOR))
        return;
    char text[DECIMAL_TEXT_BYTES];
    tell(r, &IMP_043, row, column, texts[column], money_text(text, (money){r->since_start, m.currency}),
         NULL);
}

/* ---- The whole ---- */

void recipe_rows_take(recipe_rows *r, int64_t row, const str *texts)
{
    if (is_total(r, texts)) {
        check_total(r, row, texts);
        return;
    }
    party p = read_party(r, row, texts);
    size_t who = party_of(r, &p);
    if (who == NO_COLUMN) {
        tell(r, &IMP_044, row, NO_COLUMN, STR(""), NULL, NULL);
        return;
    }
    r->told.rows++;
    base_row b = read_base(r, row, texts);
    b.party = who;
    int category = field_find(&families[r->m->of->base], STR("category"));
    int cpv = field_find(&families[r->m->of->base], STR("cpv"));
    for (size_t i = 0; category >= 0 && cpv >= 0 && i < b.n && !has_cell(&b, category); i++)
        if (b.cells[i].field == cpv) /* what is bought tells the rows apart, whatever it is called by */
            add_cell(&b, cell_at(r, category, b.cells[i].text, (size_t)b.cells[i].column - 1));
    bool sums = false;
    for (size_t i = 0; i < r->m->n; i++) {
        bool sum = r->m->columns[i].word && r->m->columns[i].word->what == RECIPE_SUM;
        sums |= sum;
        if (sum && texts[i].n)
            take_sum(r, &b, texts, i);
    }
    if (!sums)
        take_single(r, &b);
}

static ak_code hand_on(recipe_rows *r, row_sink sink, read_row *row, size_t *handed_on, ak_err *err)
{
    row->file = r->t->file;
    row->sheet = r->t->sheet;
    row->dialect = r->dialect;
    *handed_on += 1;
    return sink.take(sink.payload, row, err);
}

static ak_code hand_on_party(recipe_rows *r, const party *p, row_sink sink, size_t *handed_on, ak_err *err)
{
    const family *f = &families[r->party_family];
    read_row row = {.family = r->party_family, .row = p->row};
    row.cells = ARENA_NEWS(r->a, plan_cell, f->n + p->common_n + 1);
    for (size_t i = 0; i < f->n; i++)
        if (p->cells[i].text.n)
            row.cells[row.n++] = p->cells[i];
    for (size_t i = 0; i < p->common_n; i++)
        row.cells[row.n++] = p->common[i];
    if (!p->id)
        row.unless = party_text(r, p);
    return hand_on(r, sink, &row, handed_on, err);
}

/* "1234.50" as the file would have it. */
static str in_dialect(const recipe_rows *r, const char *text)
{
    char *copy = arena_copy(r->a, text, strlen(text));
    char *point = r->dialect->decimal_comma ? strchr(copy, '.') : NULL;
    if (point)
        *point = ',';
    return str_of(copy);
}

static ak_code hand_on_row(recipe_rows *r, const base_row *b, row_sink sink, size_t *handed_on, ak_err *err)
{
    read_row row = {
        .family = r->m->of->base, .cells = ARENA_NEWS(r->a, plan_cell, b->n + 2), .n = b->n, .row = b->row};
    memcpy(row.cells, b->cells, b->n * sizeof *row.cells);
    row.cells[row.n++] = cell_at(r, r->m->of->party_field, party_text(r, &r->parties[b->party]), NO_COLUMN);
    if (b->sum.text.n) {
        plan_cell sum = b->sum;
        char text[DECIMAL_TEXT_BYTES];
        if (b->total.currency)
            sum.text = in_dialect(r, money_text(text, b->total));
        row.cells[row.n++] = sum;
    }
    return hand_on(r, sink, &row, handed_on, err);
}

ak_code recipe_rows_end(recipe_told *out, recipe_rows *r, row_sink sink, size_t *handed_on, ak_err *err)
{
    for (size_t i = 0; i < r->parties_n; i++) {
        r->told.several_names += r->parties[i].several_names;
        AK_TRY(hand_on_party(r, &r->parties[i], sink, handed_on, err));
    }
    for (size_t i = 0; i < r->rows_n; i++)
        AK_TRY(hand_on_row(r, &r->rows[i], sink, handed_on, err));
    r->told.parties = r->parties_n;
    *out = r->told;
    return AK_OK;
}

/* ---- In words ---- */

static void add_count(buf *out, arena *a, language lang, size_t n, const char *text)
{
    if (!n)
        return;
    buf_add_c(out, ". ");
    buf_add_c(out, tr_fill(a, tr(lang, text), "n", fmt_int(a, lang, (int64_t)n), NULL));
}

const char *recipe_note(arena *a, language lang, const recipe_told *told)
{
    buf out = buf_new(a, 4096);
    if (told->of->table)
        return tr_fill(a, tr(lang, N_("Kept as your own {what}, edition {edition}")), "what",
                       told->of->label[lang], "edition", told->period, NULL);
    buf_add_c(&out, tr_fill(a, tr(lang, N_("Read as a {what}: suppliers {parties}, rows {rows}")), "what",
                            told->of->label[lang], "parties", fmt_int(a, lang, (int64_t)told->parties),
                            "rows", fmt_int(a, lang, (int64_t)told->rows), NULL));
    add_count(&out, a, lang, told->totals, N_("Rows that add up others, checked and left out: {n}"));
    add_count(&out, a, lang, told->several_names,
              N_("Suppliers under several names, of which the first is kept: {n}"));
    add_count(&out, a, lang, told->foreign, N_("Numbers of other countries' registers, left alone: {n}"));
    if (*told->currency) {
        buf_add_c(&out, ". ");
        buf_add_c(&out, tr_fill(a, tr(lang, N_("Amounts without a currency are read as {currency}")),
                                "currency", told->currency, NULL));
    }
    if (*told->period) {
        buf_add_c(&out, ". ");
        buf_add_c(&out,
                  tr_fill(a, tr(lang, N_("Period, from above the headers or the file's name: {period}")),
                          "period", told->period, NULL));
    }
    return buf_str(&out).p;
}
