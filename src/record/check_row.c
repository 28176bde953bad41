/* check_row.c -- one row: cells to values, what was said before filled in, what is missing told. */
#include <string.h>

#include "base/decimal.h"
#include "record/batch_private.h"
#include "record/check_private.h"
#include "record/denial.h"
#include "record/fetch.h"
#include "record/rules.h"

#define LINES_MOST 1000

/* Families whose statements weigh nothing without a source (families.md section 4). */
static const char *const sourced[] = {"incident", "indicator", "risk_judgement", "cost_assumption",
                                      "custody_account"};
/* Families that only the program writes. */
static const char *const by_program[] = {"event_batch", "received", "seen", "sent"};
/* Ends of a range. */
static const char *const ranges[][2] = {
    {"value_low", "value_high"},
    {"mass_low",  "mass_high" },
    {"scale_low", "scale_high"}
};

typedef struct work {
    checker *k;
    plan_row *r;
    const family *f;
    value_place place;
    said *s;
    json *values;
    json *cleared; /* members: names of cleared fields and groups */
    bool evidence_set, audience_set, names_set, src_set, valid_from_set, valid_to_set, in_set;
} work;

static bool listed(const char *const *list, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

/* ---- The head ---- */

static const char *common_text(work *w, const char *name)
{
    plan_cell cell;
    if (!row_cell(&cell, w->r, common_field(name)) || cell_keeps(&cell) || cell_clears(&cell))
        return NULL;
    const field *f = &family_common.fields[cell.field - PLAN_COMMON];
    json *v = value_read(&w->k->tmp, f, &cell, &w->place);
    return v ? str_c(w->k->a, v->text) : NULL;
}

static const char **common_list(work *w, const char *name, size_t *n_out)
{
    plan_cell cell;
    *n_out = 0;
    if (!row_cell(&cell, w->r, common_field(name)) || cell_keeps(&cell) || cell_clears(&cell))
        return NULL;
    json *v = value_read(&w->k->tmp, &family_common.fields[cell.field - PLAN_COMMON], &cell, &w->place);
    if (!v || v->n == 0)
        return NULL;
    const char **out = ARENA_NEWS(w->k->a, const char *, v->n);
    for (const json *one = v->first; one; one = one->next)
        out[(*n_out)++] = str_c(w->k->a, one->text);
    return out;
}

static bool was_given(const work *w, const char *name)
{
    plan_cell cell;
    return row_cell(&cell, w->r, common_field(name)) && !cell_keeps(&cell);
}

static void read_source_cell(work *w, const plan_cell *cell, said_source *one)
{
    const field *f = &family_common.fields[cell->field - PLAN_COMMON];
    json *v = cell_clears(cell) ? NULL : value_read(&w->k->tmp, f, cell, &w->place);
    if (!v)
        return;
    int64_t year = 0;
    const char *text = str_c(w->k->a, v->text);
    if (strcmp(f->name, "src.document") == 0)
        one->document = text;
    else if (strcmp(f->name, "src.citation") == 0)
        one->citation = text;
    else if (strcmp(f->name, "src.page") == 0)
        one->page = text;
    else if (strcmp(f->name, "src.url") == 0)
        one->url = text;
    else if (json_i64(&year, v))
        one->year = (int)year;
}

static bool source_says_something(const said_source *one)
{
    return (one->document && one->document[0]) || (one->citation && one->citation[0]) ||
           (one->url && one->url[0]);
}

static bool is_source_cell(const plan_cell *cell)
{
    return cell->field >= PLAN_COMMON && cell->field < PLAN_COMMON + (int)family_common.n &&
           strncmp(family_common.fields[cell->field - PLAN_COMMON].name, "src.", 4) == 0 && cell->line >= 0 &&
           cell->line < LINES_MOST && !cell_keeps(cell);
}

static void read_sources(work *w)
{
    size_t lines = 0;
    for (size_t i = 0; i < w->r->n; i++) {
        plan_cell cell = plan_cell_at(w->r, i);
        if (is_source_cell(&cell) && (size_t)cell.line + 1 > lines)
            lines = (size_t)cell.line + 1;
    }
    if (lines == 0)
        return;
    w->src_set = true;
    said_source *all = ARENA_NEWS(&w->k->tmp, said_source, lines);
    for (size_t i = 0; i < w->r->n; i++) {
        plan_cell cell = plan_cell_at(w->r, i);
        if (is_source_cell(&cell))
            read_source_cell(w, &cell, &all[cell.line]);
    }
    w->s->src = ARENA_NEWS(w->k->a, said_source, lines);
    for (size_t i = 0; i < lines; i++)
        if (source_says_something(&all[i]))
            w->s->src[w->s->src_n++] = all[i];
}

static int common_index(work *w, const char *name, const char *const *words, size_t n)
{
    const char *word = common_text(w, name);
    for (size_t i = 0; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

static void read_head(work *w)
{
    said *s = w->s;
    const char *by = common_text(w, "said_by");
    const char *on = common_text(w, "said_on");
    s->by = by ? by : w->k->own;
    s->undated = on == NULL;
    s->on = on ? on : w->k->today; /* the checker lives as long as the plan */
    const char *from = common_text(w, "valid_from"), *to = common_text(w, "valid_to");
    s->valid_from = from ? from : "";
    s->valid_to = to ? to : "";
    w->valid_from_set = was_given(w, "valid_from");
    w->valid_to_set = was_given(w, "valid_to");
    const char *levels[EVIDENCE_MEASURED + 1], *audiences[AUDIENCE_NAMED + 1];
    for (evidence e = EVIDENCE_NONE; e <= EVIDENCE_MEASURED; e++)
        levels[e] = evidence_word(e);
    for (audience i = AUDIENCE_PUBLIC; i <= AUDIENCE_NAMED; i++)
        audiences[i] = audience_word(i);
    int level = common_index(w, "evidence", levels, EVIDENCE_MEASURED + 1);
    int reach = common_index(w, "audience", audiences, AUDIENCE_NAMED + 1);
    w->evidence_set = level > 0;
    w->audience_set = reach >= 0;
    s->evidence = level > 0 ? (evidence)level : EVIDENCE_SELF_DECLARED;
    s->audience = reach >= 0 ? (audience)reach : w->f->reach;
    s->names = common_list(w, "audience_names", &s->names_n);
    w->names_set = was_given(w, "audience_names");
    s->in = common_list(w, "in_refs", &s->in_n);
    w->in_set = was_given(w, "in_refs");
    read_sources(w);
}

/* ---- The fields ---- */

static json *line_object(arena *a, json *values, const char *group, int line)
{
    json *lines = (json *)json_get(values, group);
    if (!lines) {
        json_put(a, values, group, json_array_new(a));
        lines = (json *)json_get(values, group);
    }
    while (lines->n <= (size_t)line)
        json_push(lines, json_object_new(a));
    json *one = lines->first;
    for (int i = 0; i < line; i++)
        one = one->next;
    return one;
}

/* A decimal of any dimension whose family has a unit column: the number stays, the unit goes there. */
static json *part_unit(work *w, const field *f, const plan_cell *cell, json *v)
{
    int at = field_find(w->f, STR("unit"));
    if (f->type != FIELD_DECIMAL || strcmp(f->of, "any") != 0 || v->kind != JSON_OBJECT || at < 0 ||
        f->parent >= 0)
        return v;
    str code = json_str(v, "unit");
    plan_cell column;
    const json *had = json_get(w->values, "unit");
    if (row_cell(&column, w->r, at) && !cell_keeps(&column) && !cell_clears(&column) && !had) {
        had = value_read(&w->k->tmp, &w->f->fields[at], &column, &w->place);
        if (!had)
            return NULL;
    }
    if (had && !str_eq(had->text, code)) {
        fault where = w->place.at;
        where.column = cell->column;
        where.field = cell->head && cell->head[0] ? cell->head : f->name;
        where.value = str_c(&w->k->tmp, cell->text);
        fault_add(w->k->faults, &REC_020, &where, str_c(&w->k->tmp, code), str_c(&w->k->tmp, had->text));
        return NULL;
    }
    if (!had)
        json_put(&w->k->tmp, w->values, "unit", json_string_new(&w->k->tmp, code));
    return json_string_new(&w->k->tmp, json_str(v, "value"));
}

static void read_field(work *w, const plan_cell *cell)
{
    arena *a = &w->k->tmp;
    const field *f = &w->f->fields[cell->field];
    const char *group = f->parent >= 0 ? w->f->fields[f->parent].name : f->name;
    if (cell_keeps(cell) || f->type == FIELD_LINES || cell->line < 0 || cell->line >= LINES_MOST)
        return;
    if (cell_clears(cell)) {
        if (f->parent < 0 || !json_get(w->values, group))
            json_put(a, w->cleared, group, json_bool_new(a, true));
        return;
    }
    json *v = value_read(a, f, cell, &w->place);
    if (v)
        v = part_unit(w, f, cell, v);
    if (!v)
        return;
    if (f->parent < 0) {
        if (f->list && v->n == 0)
            return;
        json_put(a, w->values, f->name, v);
    } else {
        json_put(a, line_object(a, w->values, group, cell->line), strchr(f->name, '.') + 1, v);
    }
}

/* "A year alone fills both ends": where the end of a period is required and left out. */
static void fill_period(work *w)
{
    int end = field_find(w->f, STR("period_end"));
    const json *start = json_get(w->values, "period_start");
    if (end < 0 || !w->f->fields[end].required || !start || json_get(w->values, "period_end"))
        return;
    date d = {0};
    if (date_read(&d, start->text, 'y', NULL) != AK_OK || d.precision == DATE_TO_DAY)
        return;
    char text[DATE_TEXT_BYTES];
    json_put(&w->k->tmp, w->values, "period_end",
             json_string_new(&w->k->tmp, str_of(date_day_text(text, date_end(d)))));
}

/* ---- What the voice said before ---- */

static void keep_head(work *w, const said *before)
{
    said *s = w->s;
    if (!w->evidence_set && before->evidence != EVIDENCE_NONE)
        s->evidence = before->evidence;
    if (!w->audience_set)
        s->audience = before->audience;
    if (!w->names_set) {
        s->names = before->names;
        s->names_n = before->names_n;
    }
    if (!w->src_set) {
        s->src = before->src;
        s->src_n = before->src_n;
    }
    if (!w->valid_from_set)
        s->valid_from = before->valid_from;
    if (!w->valid_to_set)
        s->valid_to = before->valid_to;
    if (!w->in_set) {
        s->in = before->in;
        s->in_n = before->in_n;
    }
}

static ak_code keep_fields(work *w, const said *before, ak_err *err)
{
    arena *a = &w->k->tmp;
    json *had = NULL;
    AK_TRY(said_values(&had, a, before, err));
    json *merged = json_object_new(a);
    for (const json *v = had->first; v; v = v->next) {
        char *name = arena_copy(a, v->name.p, v->name.n);
        if (json_get(w->values, name) || json_get(w->cleared, name))
            continue;
        json *copy = ARENA_NEW(a, json);
        *copy = *v;
        json_put(a, merged, name, copy);
    }
    for (const json *v = w->values->first; v; v = v->next) {
        json *copy = ARENA_NEW(a, json);
        *copy = *v;
        json_put(a, merged, str_c(a, v->name), copy);
    }
    w->values = merged;
    return AK_OK;
}

/* Is this word for word what the voice has said and not taken back? */
static ak_code seal(work *w, bool *same, ak_err *err)
{
    AK_TRY(said_seal(w->s, w->k->a, &w->k->tmp, w->values, err));
    return lookup_same_said(same, w->k->known, w->s->family, w->s->id, w->s->by, w->s->content, err);
}

static ak_code compare_with_before(work *w, const lookup_last *last, ak_err *err)
{
    bool same = false;
    AK_TRY(seal(w, &same, err));
    if (same || !last->found) {
        w->r->unchanged = same;
        return AK_OK;
    }
    said *before = NULL;
    AK_TRY(said_at(&before, w->k->a, w->k->c->ws, last->index, err));
    if (!before)
        return AK_OK; /* withheld or erased: nothing to keep */
    keep_head(w, before);
    AK_TRY(keep_fields(w, before, err));
    if (w->s->undated && !before->undated) { /* saying the same without a date adds nothing */
        said dated = *w->s;
        dated.on = before->on;
        dated.undated = false;
        AK_TRY(said_seal(&dated, w->k->a, &w->k->tmp, w->values, err));
        AK_TRY(lookup_same_said(&same, w->k->known, dated.family, dated.id, dated.by, dated.content, err));
    }
    if (!same)
        AK_TRY(seal(w, &same, err));
    w->r->unchanged = same;
    return AK_OK;
}

/* ---- What is missing or cannot be ---- */

static void check_required(work *w)
{
    for (size_t i = 0; i < w->f->n; i++) {
        const field *f = &w->f->fields[i];
        if (!f->required || f->parent >= 0 || json_get(w->values, f->name))
            continue;
        plan_cell cell; /* one that was there and faulty has its own fault */
        bool told = row_cell(&cell, w->r, (int)i) && !cell_keeps(&cell) && !cell_clears(&cell);
        if (!told)
            row_fault(w->k, w->r, &REC_030, f->name, "", f->name, w->f->name);
    }
    if (w->s->src_n == 0 && listed(sourced, sizeof sourced / sizeof *sourced, w->f->name))
        row_fault(w->k, w->r, &REC_031, "src", "", NULL, NULL);
    if (w->s->audience == AUDIENCE_NAMED && w->s->names_n == 0)
        row_fault(w->k, w->r, &REC_035, "audience_names", "", NULL, NULL);
}

static bool number_of(decimal *out, const json *v)
{
    str text = v && v->kind == JSON_OBJECT ? json_str(v, "value") : v ? v->text : (str){0};
    return text.n > 0 && decimal_read_plain(out, text, NULL) == AK_OK;
}

static void check_ranges(work *w)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const json *low = json_get(w->values, ranges[i][0]), *high = json_get(w->values, ranges[i][1]);
        decimal a = {0}, b = {0};
        if (!number_of(&a, low) || !number_of(&b, high) || decimal_cmp(a, b) <= 0 ||
            (low->kind == JSON_OBJECT && !str_eq(json_str(low, "unit"), json_str(high, "unit"))))
            continue;
        char one[DECIMAL_TEXT_BYTES], two[DECIMAL_TEXT_BYTES];
        row_fault(w->k, w->r, &REC_037, ranges[i][0], "", decimal_text(one, a), decimal_text(two, b));
    }
}

static void check_order(work *w, const char *from_name, const char *from, const char *to_name, const char *to)
{
    arena *a = &w->k->tmp;
    if (!from || !to || !from[0] || !to[0])
        return;
    if (strcmp(value_moment(a, to, w->k->zone, true), value_moment(a, from, w->k->zone, false)) <= 0)
        row_fault(w->k, w->r, &REC_034, to_name, to, to_name, from_name);
}

static const char *value_text(work *w, const char *name)
{
    const json *v = json_get(w->values, name);
    return v && v->kind == JSON_STRING ? str_c(&w->k->tmp, v->text) : NULL;
}

static void check_same(work *w)
{
    const char *one = value_text(w, "one"), *two = value_text(w, "two");
    if (strcmp(w->f->name, "same") != 0 || !one || !two || strncmp(one, "local:", 6) != 0 ||
        strncmp(two, "local:", 6) != 0)
        return;
    str a = str_of(one + 6), b = str_of(two + 6);
    str kind_a = str_cut(&a, '/'), kind_b = str_cut(&b, '/');
    if (!str_eq(kind_a, kind_b))
        row_fault(w->k, w->r, &REC_043, "two", two, str_c(&w->k->tmp, kind_a), str_c(&w->k->tmp, kind_b));
}

/* Fields where a yes must be shown or told, and must not be denied in the same breath; the others need their
 * reason.  proof: what shows it, besides the text.  What stands in an account that was given is kept as it
 * was said: the account itself does not count such a yes (ACC-004). */
static const struct {
    const char *family, *field, *proof, *when;
} yeses[] = {
    {"answer", "status", "documents", "planned_for"},
};

static bool is_said(work *w, const char *name)
{
    const json *v = json_get(w->values, name);
    return v && (v->kind != JSON_ARRAY || v->n > 0);
}

static ak_code check_yes(work *w, ak_err *err)
{
    static const char *const weighed[] = {"yes", "partly", "planned", "no", "refused"};
    for (size_t i = 0; i < sizeof yeses / sizeof *yeses; i++) {
        const char *said_so = strcmp(w->f->name, yeses[i].family) == 0 ? value_text(w, yeses[i].field) : NULL;
        const char *text = value_text(w, "text");
        if (!said_so || !listed(weighed, sizeof weighed / sizeof *weighed, said_so))
            continue;
        bool shown = (text && text[0]) || is_said(w, yeses[i].proof) ||
                     (yeses[i].when[0] && strcmp(said_so, "planned") == 0 && is_said(w, yeses[i].when));
        if (!shown)
            row_fault(w->k, w->r, &REC_115, yeses[i].field, said_so, said_so, NULL);
        denial taken_back = {0};
        if (text && strcmp(said_so, "yes") == 0)
            AK_TRY(denial_in(&taken_back, &w->k->tmp, str_of(text), err));
        if (taken_back.phrase)
            row_fault(w->k, w->r, &REC_114, "text", text, taken_back.phrase, NULL);
    }
    return AK_OK;
}

/* ---- The row ---- */

static bool read_id(work *w, size_t i)
{
    if (w->f->id_key) {
        row_subject *s = &w->k->subjects[i];
        w->s->id = s->id;
        if (!s->id)
            row_fault(w->k, w->r, s->why ? s->why : &REC_032, "id", "", NULL, NULL);
        return s->id != NULL;
    }
    w->s->id = said_key_id(w->k->a, &w->k->tmp, w->f, w->values);
    return w->s->id != NULL;
}

/* Key and events go beside the fields of the batch's statement. */
static void add_batch_parts(work *w)
{
    const batch_parts *parts = w->r->batch ? w->r->batch->parts : NULL;
    if (!parts)
        return;
    w->s->apart = ARENA_NEWS(w->k->a, said_apart, parts->apart_n);
    memcpy(w->s->apart, parts->apart, parts->apart_n * sizeof *parts->apart);
    w->s->apart_n = (uint32_t)parts->apart_n; /* the family has no apart fields of its own */
}

void repeated_start(checker *k)
{
    k->contents_cap = 64;
    while (k->contents_cap < k->p->rows_n * 2)
        k->contents_cap *= 2;
    k->contents = ARENA_NEWS(k->a, uint32_t, k->contents_cap);
}

void repeated_mark(checker *k, size_t i)
{
    plan_row *r = k->p->rows[i];
    if (!r->said || (r->batch && r->batch->known))
        return;
    uint64_t hash = 0;
    memcpy(&hash, r->said->content, sizeof hash);
    for (size_t at = hash & (k->contents_cap - 1);; at = (at + 1) & (k->contents_cap - 1)) {
        if (k->contents[at] == 0) {
            k->contents[at] = (uint32_t)i + 1;
            return;
        }
        const said *other = k->p->rows[k->contents[at] - 1]->said;
        if (memcmp(other->content, r->said->content, sizeof other->content) == 0) {
            r->unchanged = true;
            return;
        }
    }
}

ak_code check_row(checker *k, size_t i, ak_err *err)
{
    plan_row *r = k->p->rows[i];
    work w = {.k = k,
              .r = r,
              .f = &families[r->family],
              .place = place_of_row(k, r),
              .values = json_object_new(&k->tmp),
              .cleared = json_object_new(&k->tmp)};
    size_t had = k->faults->total;
    r->said = NULL;
    r->unchanged = false;
    if (!r->by_program &&
        (w.f->plain || listed(by_program, sizeof by_program / sizeof *by_program, w.f->name))) {
        row_fault(k, r, &REC_036, "", "", w.f->name, NULL);
        return AK_OK;
    }
    w.s = ARENA_NEW(k->a, said);
    w.s->family = r->family;
    if (r->batch && r->batch->known) {
        r->said = w.s;
        r->unchanged = true;
        return AK_OK;
    }
    read_head(&w);
    for (size_t c = 0; c < r->n; c++) {
        plan_cell cell = plan_cell_at(r, c);
        if (cell.field < PLAN_COMMON)
            read_field(&w, &cell);
    }
    fill_period(&w);
    bool known = read_id(&w, i);
    if (known && k->faults->total == had) {
        lookup_last last = {0};
        AK_TRY(lookup_last_said(&last, k->known, r->family, w.s->id, w.s->by, err));
        AK_TRY(compare_with_before(&w, &last, err));
    }
    check_required(&w);
    check_ranges(&w);
    check_same(&w);
    AK_TRY(check_yes(&w, err));
    check_order(&w, "valid_from", w.s->valid_from, "valid_to", w.s->valid_to);
    check_order(&w, "period_start", value_text(&w, "period_start"), "period_end",
                value_text(&w, "period_end"));
    if (!known || k->faults->total != had)
        return AK_OK;
    add_batch_parts(&w);
    r->said = w.s;
    return AK_OK;
}
