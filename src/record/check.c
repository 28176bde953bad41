/* check.c -- a plan checked as a whole. */
#include "record/check.h"

#include <string.h>

#include "base/date.h"
#include "record/apply.h"
#include "record/check_private.h"
#include "record/codes.h"
#include "record/rules.h"
#include "record/workspace.h"

#define STEP_ROWS 4096 /* rows between two looks at whoever waits */

int common_field(const char *name)
{
    return PLAN_COMMON + field_find(&family_common, str_of(name));
}

bool row_cell(plan_cell *out, const plan_row *r, int field_index)
{
    for (size_t i = 0; i < r->n; i++) {
        const plan_column *c = plan_column_at(r, i);
        if (c->field != field_index || c->line != 0)
            continue;
        *out = plan_cell_at(r, i);
        return true;
    }
    return false;
}

bool cell_clears(const plan_cell *cell)
{
    return str_is(str_trim(cell->text), "-");
}

bool cell_keeps(const plan_cell *cell)
{
    return str_trim(cell->text).n == 0;
}

static str cell_text(const plan_row *r, int field_index)
{
    plan_cell cell;
    return row_cell(&cell, r, field_index) && !cell_clears(&cell) ? str_trim(cell.text) : (str){0};
}

void row_fault(checker *k, const plan_row *r, const ak_rule *rule, const char *field_name, const char *value,
               const char *arg1, const char *arg2)
{
    fault at = {.file = r->file, .sheet = r->sheet, .row = r->row, .field = field_name, .value = value};
    fault_add(k->faults, rule, &at, arg1 ? arg1 : "", arg2 ? arg2 : "");
}

/* ---- First pass: what each row is about ---- */

static str name_text(const plan_row *r, const family *f)
{
    static const char *const names[] = {"name", "title"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        int at = field_find(f, str_of(names[i]));
        str text = at >= 0 ? cell_text(r, at) : (str){0};
        if (text.n)
            return text;
    }
    return (str){0};
}

static const char *local_id(arena *a, const family *f, str text)
{
    const char *slug = value_slug(a, text);
    return slug[0] ? arena_printf(a, "local:%s/%s", f->name, slug) : NULL;
}

/* The id column: with a scheme as it is, else a slug of this family. */
static const char *given_id(checker *k, const plan_row *r, const ak_rule **why)
{
    str text = cell_text(r, k->id_field);
    if (!text.n)
        return NULL;
    arena *a = k->p->a;
    if (memchr(text.p, ':', text.n)) {
        const char *id = value_subject_id(a, text, why);
        if (id)
            *why = NULL;
        return id;
    }
    const char *id = local_id(a, &families[r->family], text);
    *why = id ? NULL : &REC_032;
    return id;
}

static bool is_person(checker *k, const plan_row *r, const family *f)
{
    int at = field_find(f, STR("natural_person"));
    str text = at >= 0 ? cell_text(r, at) : (str){0};
    const enumeration *tri = enum_find("tri");
    int i = text.n && tri ? enum_value_find(tri, &k->tmp, text) : -1;
    return i >= 0 && strcmp(tri->values[i].code, "yes") == 0;
}

static const char *slug_id(checker *k, const plan_row *r, const family *f, const ak_rule **why)
{
    int number = field_find(f, STR("ledger_no")); /* an accounting system's number is a name of its own */
    str text = number >= 0 ? cell_text(r, number) : (str){0};
    if (!text.n && is_person(k, r, f)) {
        *why = &REC_033;
        return NULL;
    }
    if (!text.n)
        text = name_text(r, f);
    const char *id = text.n ? local_id(k->p->a, f, text) : NULL;
    *why = id ? NULL : &REC_032;
    return id;
}

/* All identifiers of the row's id columns; the first is used where no id is given. */
static size_t identifiers(checker *k, const plan_row *r, const char **out, size_t most)
{
    const family *f = &families[r->family];
    size_t n = 0;
    for (size_t i = 0; i < f->n && n < most; i++) {
        str text = f->fields[i].type == FIELD_ID ? cell_text(r, (int)i) : (str){0};
        const char *id = text.n ? code_subject_id(k->p->a, f->fields[i].of, text) : NULL;
        if (id)
            out[n++] = id;
    }
    return n;
}

#define IDENTIFIERS_MOST 16

static void add_same(checker *k, const plan_row *r, const char *one, const char *two)
{
    int fam = family_find(STR("same"));
    const family *f = &families[fam];
    plan_row *same = plan_add_row(k->p, fam, 3);
    same->file = r->file;
    same->sheet = r->sheet;
    same->row = r->row;
    same->by_program = true;
    plan_add_cell(same, (plan_cell){.field = field_find(f, STR("one")), .text = str_of(one)});
    plan_add_cell(same, (plan_cell){.field = field_find(f, STR("two")), .text = str_of(two)});
    plan_cell by;
    if (row_cell(&by, r, k->by_field))
        plan_add_cell(same, by);
}

/* An identifier can be typed with its scheme, without it, or as it stands in the file. */
static void index_identifier(checker *k, const plan_row *r, const char *id, const field *d, str text)
{
    const char *canonical = code_subject_id(k->p->a, d->of, text);
    if (!canonical)
        return;
    resolver_add(k->resolve, &k->tmp, r->family, id, str_of(canonical));
    resolver_add(k->resolve, &k->tmp, r->family, id, str_of(strchr(canonical, ':') + 1));
}

static void index_names(checker *k, const plan_row *r, const char *id)
{
    const family *f = &families[r->family];
    str given = cell_text(r, k->id_field);
    if (given.n)
        resolver_add(k->resolve, &k->tmp, r->family, id, given);
    str rest = str_of(id);
    if (str_starts(rest, "local:")) {
        str_cut(&rest, '/');
        resolver_add(k->resolve, &k->tmp, r->family, id, rest);
    }
    for (size_t i = 0; i < f->n; i++) {
        const field *d = &f->fields[i];
        bool named = strcmp(d->name, "name") == 0 || strcmp(d->name, "title") == 0 ||
                     strcmp(d->name, "ledger_no") == 0 || strcmp(d->name, "number") == 0 ||
                     strcmp(d->name, "aliases") == 0 || d->type == FIELD_ID;
        str text = named ? cell_text(r, (int)i) : (str){0};
        if (d->type == FIELD_ID && text.n)
            index_identifier(k, r, id, d, text);
        while (text.n) {
            size_t n = 0;
            while (n < text.n && !(d->list && (text.p[n] == ';' || text.p[n] == '|')))
                n++;
            resolver_add(k->resolve, &k->tmp, r->family, id, str_trim((str){text.p, n}));
            text = n < text.n ? (str){text.p + n + 1, text.n - n - 1} : (str){0};
        }
    }
}

static void find_subject_of(checker *k, size_t i)
{
    plan_row *r = k->p->rows[i];
    const family *f = &families[r->family];
    row_subject *s = &k->subjects[i];
    if (!f->id_key)
        return;
    const char *ids[IDENTIFIERS_MOST];
    size_t n = identifiers(k, r, ids, IDENTIFIERS_MOST);
    s->id = given_id(k, r, &s->why);
    if (!s->id && !s->why)
        s->id = n > 0 ? ids[0] : slug_id(k, r, f, &s->why);
    if (!s->id)
        return;
    for (size_t j = 0; j < n; j++)
        if (strcmp(ids[j], s->id) != 0)
            add_same(k, r, s->id, ids[j]);
    index_names(k, r, s->id);
}

/* The key field that people call the thing by: "number", or "code" of a requirement or criterion; -1 = none. */
static int number_key(const family *f)
{
    int number = field_find(f, STR("number"));
    if (number < 0)
        number = field_find(f, STR("code"));
    return !f->id_key && number >= 0 && f->fields[number].key ? number : -1;
}

/* Contracts and their kin have a number that others refer to, but their id is made of all key fields.
 * Those of a bid or a criterion begin with the tender that they belong to: inner = true, when the outer
 * ones are known. */
static void find_numbered(checker *k, size_t i, bool inner)
{
    plan_row *r = k->p->rows[i];
    const family *f = &families[r->family];
    int number = number_key(f);
    if (number < 0 || (f->fields[f->key[0]].type == FIELD_REF) != inner)
        return;
    fault_list unheard = fault_list_new(&k->tmp);
    value_place place = place_of_row(k, r);
    place.faults = &unheard; /* told in the second pass */
    json *values = json_object_new(&k->tmp);
    for (size_t c = 0; c < f->key_n; c++) {
        plan_cell cell;
        bool given = row_cell(&cell, r, f->key[c]) && !cell_keeps(&cell) && !cell_clears(&cell);
        json *v = given ? value_read(&k->tmp, &f->fields[f->key[c]], &cell, &place) : NULL;
        if (v)
            json_put(&k->tmp, values, f->fields[f->key[c]].name, v);
    }
    const char *id = said_key_id(k->p->a, &k->tmp, f, values);
    str text = cell_text(r, number);
    if (id && text.n)
        resolver_add(k->resolve, &k->tmp, r->family, id, text);
}

/* ---- Both passes ---- */

value_place place_of_row(checker *k, const plan_row *r)
{
    return (value_place){
        .faults = k->faults,
        .at = {.file = r->file, .sheet = r->sheet, .row = r->row, .field = "", .value = ""},
        .dialect = r->dialect,
        .refs = &k->refs,
        .zone = k->zone,
        .lang = k->c->lang,
    };
}

ak_code check_step(checker *k, const char *stage, uint64_t done, uint64_t total, ak_err *err)
{
    if (!k->steps || !k->steps->step)
        return AK_OK;
    return k->steps->step(k->steps->payload, stage, done, total) ? AK_OK : ak_fail(err, &REC_090);
}

/* Whether the text names something else than what the row would be about: then the row adds nothing but a
 * second subject.  Several that fit are somebody else too; the row that refers to it tells which. */
static bool names_another(checker *k, size_t i, const char *own)
{
    plan_row *r = k->p->rows[i];
    const field takes = {.name = "unless", .type = FIELD_REF, .of = families[r->family].name};
    const ak_rule *why = NULL;
    const char *arg = "";
    const char *id = k->refs.subject(k->refs.payload, &k->tmp, &takes, r->unless, &why, &arg);
    return id ? !own || strcmp(id, own) != 0 : why == &REC_022;
}

/* Rows that only introduce somebody, after all that are sure of theirs; how many of the n are left. */
static size_t settle_unless(checker *k, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        arena_mark mark = arena_save(&k->tmp);
        plan_row *r = k->p->rows[i];
        bool another = false;
        if (r->unless.n) {
            const ak_rule *why = NULL;
            const char *own = slug_id(k, r, &families[r->family], &why);
            another = names_another(k, i, own);
            if (!another)
                find_subject_of(k, i);
        }
        if (!another) {
            k->p->rows[kept] = r;
            k->subjects[kept++] = k->subjects[i];
        }
        arena_rewind(&k->tmp, mark);
    }
    for (size_t i = n; i < k->p->rows_n; i++)
        k->p->rows[kept + i - n] = k->p->rows[i];
    k->p->rows_n -= n - kept;
    return kept;
}

static void grow_subjects(checker *k, size_t had)
{
    if (had == k->p->rows_n)
        return; /* no row was added for a second identifier */
    row_subject *more = ARENA_NEWS(k->a, row_subject, k->p->rows_n);
    if (had > 0)
        memcpy(more, k->subjects, had * sizeof *more);
    k->subjects = more;
}

static ak_code first_pass(checker *k, ak_err *err)
{
    size_t n = k->p->rows_n; /* the rows that are added for identifiers need no subject beforehand */
    k->subjects = ARENA_NEWS(k->a, row_subject, n);
    for (size_t i = 0; i < n; i++) {
        if (i % STEP_ROWS == 0)
            AK_TRY(check_step(k, N_("Finding what the rows are about"), i, n, err));
        arena_mark mark = arena_save(&k->tmp);
        if (!k->p->rows[i]->unless.n)
            find_subject_of(k, i);
        arena_rewind(&k->tmp, mark);
    }
    n = settle_unless(k, n);
    AK_TRY(resolver_state(k->resolve, err));
    for (size_t i = 0; i < 2 * n; i++) {
        arena_mark mark = arena_save(&k->tmp);
        find_numbered(k, i % n, i >= n);
        arena_rewind(&k->tmp, mark);
        AK_TRY(resolver_state(k->resolve, err));
    }
    grow_subjects(k, n);
    return AK_OK;
}

ak_code check_rows(checker *k, size_t from, size_t to, ak_err *err)
{
    for (size_t i = from; i < to; i++) {
        arena_mark mark = arena_save(&k->tmp);
        AK_TRY(check_row(k, i, err));
        AK_TRY(resolver_state(k->resolve, err));
        arena_rewind(&k->tmp, mark);
    }
    return AK_OK;
}

static ak_code second_pass(checker *k, ak_err *err)
{
    size_t n = k->p->rows_n;
    bool done = false;
    repeated_start(k);
    AK_TRY(check_parts(&done, k, err));
    for (size_t at = 0; at < n && !done; at += STEP_ROWS) {
        AK_TRY(check_step(k, N_("Checking rows"), at, n, err));
        AK_TRY(check_rows(k, at, at + STEP_ROWS < n ? at + STEP_ROWS : n, err));
    }
    for (size_t i = 0; i < n; i++)
        repeated_mark(k, i);
    return check_whole(k, err);
}

static plan_file *file_of(plan *p, const char *name, plan_file *last)
{
    if (last && strcmp(last->file, name) == 0)
        return last;
    for (size_t i = 0; i < p->files_n; i++)
        if (strcmp(p->files[i]->file, name) == 0)
            return p->files[i];
    return NULL;
}

static void count_files(plan *p)
{
    plan_file *f = NULL;
    p->words.statements = p->words.unchanged = 0;
    for (size_t i = 0; i < p->files_n; i++)
        p->files[i]->statements = p->files[i]->unchanged = p->files[i]->faults = 0;
    for (size_t i = 0; i < p->rows_n; i++) {
        f = file_of(p, p->rows[i]->file, f);
        plan_file *of = f ? f : &p->words;
        if (!p->rows[i]->said)
            continue;
        of->unchanged += p->rows[i]->unchanged;
        of->statements += !p->rows[i]->unchanged;
    }
    for (size_t i = 0; i < p->faults.n; i++) {
        f = file_of(p, p->faults.rows[i].file, f);
        if (f)
            f->faults++;
    }
}

/* Which file the rows stood in, once it is known that they say something new.  People count their own rows:
 * these are not counted among a file's statements. */
static ak_code third_pass(checker *k, ak_err *err)
{
    size_t had = k->p->rows_n;
    AK_TRY(check_sources(k, err));
    grow_subjects(k, had);
    for (size_t i = had; i < k->p->rows_n; i++)
        find_subject_of(k, i);
    return check_rows(k, had, k->p->rows_n, err);
}

static ak_code check_in(checker *k, arena *transaction, ak_err *err)
{
    plan *p = k->p;
    char root[65];
    if (!store_in_transaction(k->c->db)) /* a question of its own takes and gives back a lock each time */
        AK_TRY(store_begin_read(k->c->db, transaction, err));
    AK_TRY(state_applied(&p->checked_size, root, k->c->db, err));
    AK_TRY(lookup_new(&k->known, p->a, k->c, err));
    AK_TRY(check_documents(k, err));
    AK_TRY(check_batches(k, err));
    k->resolve = resolver_new(p->a, k->known, p);
    k->refs = resolver_refs(k->resolve);
    AK_TRY(first_pass(k, err));
    AK_TRY(second_pass(k, err));
    count_files(p);
    AK_TRY(third_pass(k, err));
    return AK_OK;
}

ak_code plan_check(plan *p, ctx *c, const progress *steps, ak_err *err)
{
    checker *k = ARENA_NEW(p->a, checker);
    *k = (checker){.p = p,
                   .c = c,
                   .steps = steps,
                   .a = &p->rows_mem,
                   .faults = &p->faults,
                   .own = workspace_party(c->ws),
                   .zone = workspace_zone(c->ws)};
    arena_own(p->a, (void (*)(void *))arena_free, &k->tmp);
    k->id_field = common_field("id");
    k->by_field = common_field("said_by");
    zone z = ZONE_OSLO;
    int64_t now_s = 0;
    AK_TRY(moment_read(&now_s, str_of(c->now), err));
    zone_find(&z, str_of(k->zone));
    date_day_text(k->today, zone_day_of(z, now_s));
    arena transaction = {0};
    ak_code code = check_in(k, &transaction, err);
    arena_free(&transaction); /* ends it */
    return code;
}

size_t plan_new_count(const plan *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->rows_n; i++)
        n += p->rows[i]->said && !p->rows[i]->unchanged;
    return n;
}
