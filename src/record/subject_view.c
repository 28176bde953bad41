/* subject_view.c -- what is known about a subject; and a family as a table. */
#include "record/fetch.h"
#include "record/subject_view.h"

#include <string.h>

#include "record/find.h"
#include "record/rules.h"
#include "record/subject_private.h"
#include "record/value_view.h"
#include "record/workspace.h"
#include "record_sql.h"

#define RELATED_MOST 500
#define LIST_PAGE    200
#define LIST_VOICES  32

static ak_code one_statement(view **out, ctx *c, const state_statement *s, ak_err *err)
{
    const json *words = NULL;
    const view_basis *basis = NULL;
    AK_TRY(state_words(&words, c, s, err));
    AK_TRY(state_basis(&basis, c, &s->sid, 1, -1, err));
    view *v = view_map(c->a);
    view_put(v, "statement", statement_ref(c, s->leaf, s->index));
    view_put(v, "by", state_ref(c, s->by));
    if (!s->direct)
        view_put(v, "signed_by", state_ref(c, s->signed_by));
    view_put(v, "on", state_day(c, s->on));
    view_put(v, "evidence", view_evidence(c->a, evidence_word(s->evidence)));
    if (words)
        view_put(v, "fields", fields_table(c, s, words, basis));
    *out = v;
    return AK_OK;
}

typedef struct said_now {
    view *list; /* {family, voices} */
    int64_t statements;
    evidence best;
} said_now;

/* Per family what each voice says now, the preferred first. */
static ak_code said_list(said_now *out, ctx *c, int64_t canon, ak_err *err)
{
    view *list = view_list(c->a);
    for (size_t fam = 0; fam < families_n; fam++) {
        state_statement *s = NULL;
        size_t n = 0;
        AK_TRY(state_standing(&s, &n, c, canon, (int)fam, err));
        if (n == 0)
            continue;
        view *v = view_map(c->a), *voices = view_list(c->a);
        for (size_t i = 0; i < n; i++) {
            view *one = NULL;
            AK_TRY(one_statement(&one, c, &s[i], err));
            view_add(voices, one);
            out->best = s[i].evidence > out->best ? s[i].evidence : out->best;
            out->statements++;
        }
        view_put(v, "family", view_word(c->a, families[fam].name, family_label(c, (int)fam)));
        view_put(v, "voices", voices);
        view_add(list, v);
    }
    out->list = list;
    return AK_OK;
}

static view *answer_of(ctx *c, const said_now *now)
{
    if (now->statements == 0)
        return view_say(c->a, N_("Nobody describes it; others only name it."), NULL);
    return view_say_n(
        c->a, now->statements, N_("{n} statement describes it; the best evidence is {evidence}."),
        N_("{n} statements describe it; the best evidence is {evidence}."), "n",
        view_int(c->a, now->statements), "evidence", view_evidence(c->a, evidence_word(now->best)), NULL);
}

/* Fields on which voices differ: each stands in the table once for every voice. */
static int64_t disputed_fields(const view *disputes)
{
    int64_t n = 0;
    for (size_t i = 0; i < view_count(disputes); i++)
        n += view_as_int(view_get(view_at(disputes, i), "chosen")) == 1;
    return n;
}

static const view_column related_columns[] = {
    {"family",    N_("Kind"),      VIEW_WORD, ""},
    {"as",        N_("As"),        VIEW_WORD, ""},
    {"subject",   N_("What"),      VIEW_REF,  ""},
    {"on",        N_("Date"),      VIEW_DATE, ""},
    {"statement", N_("Statement"), VIEW_REF,  ""},
};

static bool tells_harm(str word)
{
    return str_is(word, "incident") || str_is(word, "finding") || str_is(word, "grievance");
}

/* What names the subject: incidents and findings apart from all else. */
static ak_code related_tables(view **out, view **incidents, ctx *c, int64_t canon, ak_err *err)
{
    record_mentions_of_row *rows = NULL;
    size_t n = 0;
    record_mentions_of_params p = {.canon = canon, .most = RELATED_MOST};
    AK_TRY(record_mentions_of_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    *out = view_table(c->a, related_columns, sizeof related_columns / sizeof *related_columns);
    *incidents = view_table(c->a, related_columns, sizeof related_columns / sizeof *related_columns);
    for (size_t i = 0; i < n; i++) {
        view *table = tells_harm(rows[i].family) ? *incidents : *out;
        int fam = family_find(rows[i].family);
        int at = field_find(&families[fam], rows[i].field);
        state_subject s = {0};
        record_statement_bare_row bare = {0};
        bool found = false;
        char leaf[65];
        AK_TRY(state_subject_by_n(&s, c, rows[i].subject, err));
        AK_TRY(record_statement_bare_one(&bare, &found, c->a, c->db,
                                         &(record_statement_bare_params){rows[i].sid}, err));
        hex_write(leaf, bare.leaf.p, bare.leaf.n);
        view_row(table);
        view_cell(table, view_word(c->a, families[fam].name, family_label(c, fam)));
        view_cell(table,
                  view_word(c->a, families[fam].fields[at].name, field_label(c, &families[fam].fields[at])));
        view_cell(table, state_ref_named(c->a, s.family, s.id, s.name));
        view_cell(table, state_day(c, str_c(c->a, rows[i].said_on)));
        view_cell(table, statement_ref(c, leaf, (uint64_t)bare.idx));
    }
    return AK_OK;
}

static ak_code same_list(view **out, int *fam, ctx *c, const state_subject *s, ak_err *err)
{
    record_subject_same_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_subject_same_all(&rows, &n, c->a, c->db, &(record_subject_same_params){s->canon}, err));
    view *list = view_list(c->a);
    for (size_t i = 0; i < n; i++) {
        if (*fam < 0)
            *fam = (int)rows[i].kind;
        if (!str_is(rows[i].id, s->canon_id)) /* that one stands above */
            view_add(list, view_text(c->a, rows[i].id));
    }
    *out = list;
    return AK_OK;
}

ak_code subject_view(view **out, ctx *c, const args *a, ak_err *err)
{
    state_subject s = {0};
    view *same = NULL, *disputes = NULL, *related = NULL, *incidents = NULL, *history = NULL;
    said_now now = {0};
    AK_TRY(find_subject(&s, c, str_of(args_get(a, "id")), NULL, err));
    int fam = s.family;
    AK_TRY(same_list(&same, &fam, c, &s, err));
    AK_TRY(said_list(&now, c, s.canon, err));
    AK_TRY(disputes_table(&disputes, c, s.id, -1, err));
    AK_TRY(related_tables(&related, &incidents, c, s.canon, err));
    AK_TRY(history_table(&history, c, s.canon, err));
    view *v = view_map(c->a);
    view_put(v, "subject", state_ref_named(c->a, fam, s.canon_id, s.name));
    view_put(v, "id", view_text_c(c->a, s.canon_id));
    view_put(v, "name", view_text_c(c->a, s.name));
    if (fam >= 0)
        view_put(v, "kind", view_word(c->a, families[fam].name, family_label(c, fam)));
    view_put(v, "answer", answer_of(c, &now));
    view_put(v, "same", same);
    view_put(v, "said", now.list);
    if (now.statements)
        view_put_data(v, "best", view_evidence(c->a, evidence_word(now.best)));
    view_put_data(v, "disputed", view_int(c->a, disputed_fields(disputes)));
    view_put(v, "disputes", disputes);
    view_put(v, "incidents", incidents);
    view_put_data(v, "incidents_n", view_int(c->a, (int64_t)view_count(incidents)));
    view_put(v, "related", related);
    view_put_data(v, "related_n", view_int(c->a, (int64_t)view_count(related)));
    view_put(v, "history", history);
    *out = v;
    return AK_OK;
}

/* ---- A family as a table ---- */

/* Who says a row: few say most. */
typedef struct list_voice {
    int64_t n;
    view *ref; /* in the listing's c->a */
} list_voice;

typedef struct listing {
    ctx *c;
    int fam;
    int64_t after;
    record_family_all_row *rows;
    size_t n, i;
    arena page;
    said_block block;
    state_names names;
    list_voice voices[LIST_VOICES];
    size_t voices_n;
} listing;

static size_t plain_fields(const family *f, const field **out)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++)
        if (f->fields[i].parent < 0 && f->fields[i].type != FIELD_LINES)
            out[n++] = &f->fields[i];
    return n;
}

static ak_code voice_new(list_voice *out, ctx *c, int64_t n, ak_err *err)
{
    state_subject s = {0};
    AK_TRY(state_subject_by_n(&s, c, n, err));
    *out = (list_voice){n, state_ref_named(c->a, s.family, s.id, s.name)};
    return AK_OK;
}

/* The first voices are kept. */
static ak_code voice_of(list_voice *out, listing *l, ctx *c, int64_t n, ak_err *err)
{
    for (size_t i = 0; i < l->voices_n; i++)
        if (l->voices[i].n == n) {
            *out = l->voices[i];
            return AK_OK;
        }
    if (l->voices_n == LIST_VOICES)
        return voice_new(out, c, n, err);
    AK_TRY(voice_new(out, l->c, n, err));
    l->voices[l->voices_n++] = *out;
    return AK_OK;
}

static ak_code subject_of_row(view **out, ctx *c, const record_family_all_row *row, ak_err *err)
{
    state_subject s = {.n = row->subject,
                       .canon = row->canon,
                       .id = row->subject_id.p,
                       .canon_id = row->canon_id.p,
                       .family = (int)row->kind};
    AK_TRY(state_subject_fill(&s, c, err));
    *out = state_ref_named(c->a, s.family, s.id, s.name);
    return AK_OK;
}

static ak_code statement_of_row(state_statement *s, ctx *c, const record_family_all_row *row, int fam,
                                ak_err *err)
{
    *s = (state_statement){.sid = row->sid,
                           .family = fam,
                           .log = row->log,
                           .index = (uint64_t)row->idx,
                           .subject_n = row->subject,
                           .subject = str_c(c->a, row->subject_id),
                           .audience = (audience)row->audience,
                           .on = str_c(c->a, row->said_on),
                           .direct = row->said_by == row->signer};
    hex_write(s->leaf, row->leaf.p, row->leaf.n);
    return state_statement_fill(s, c, row->sourced, err);
}

/* The next standing statement; *found false at the end. */
static ak_code next_standing(state_statement *s, list_voice *by, bool *found, listing *l, ctx *c, ak_err *err)
{
    for (;;) {
        if (l->i == l->n) {
            arena_free(&l->page);
            record_family_all_params p = {.family = l->fam, .after = l->after, .most = LIST_PAGE};
            AK_TRY(record_family_all_all(&l->rows, &l->n, &l->page, c->db, &c->scope, &p, err));
            l->i = 0;
            *found = l->n > 0;
            if (!*found)
                return AK_OK;
        }
        const record_family_all_row *row = &l->rows[l->i++];
        l->after = row->sid;
        AK_TRY(statement_of_row(s, c, row, l->fam, err));
        *found = state_stands(c, s);
        if (*found)
            return voice_of(by, l, c, row->said_by, err);
    }
}

static ak_code next_row(void *payload, arena *scratch, view **cells, bool *more, ak_err *err)
{
    listing *l = payload;
    ctx c = *l->c;
    c.a = scratch;
    c.block = &l->block;
    c.names = &l->names;
    state_statement s = {0};
    list_voice by = {0};
    AK_TRY(next_standing(&s, &by, more, l, &c, err));
    if (!*more)
        return AK_OK;
    const family *f = &families[l->fam];
    const field *fields[64];
    size_t n = plain_fields(f, fields);
    const json *words = NULL;
    AK_TRY(state_words(&words, &c, &s, err));
    const view_basis *basis = state_statement_basis(&c, &s, view_name(by.ref));
    AK_TRY(subject_of_row(&cells[0], &c, &l->rows[l->i - 1], err));
    for (size_t i = 0; i < n; i++) {
        const json *v = words ? json_get(words, fields[i]->name) : NULL;
        cells[1 + i] = v ? value_view(&c, f, fields[i], v, basis) : NULL;
    }
    cells[1 + n] = by.ref;
    cells[2 + n] = state_day(&c, s.on);
    cells[3 + n] = view_evidence(scratch, evidence_word(s.evidence));
    cells[4 + n] = statement_ref(&c, s.leaf, s.index);
    return AK_OK;
}

/* The rows of a page, and under "next" the last one's number where more follow.  *n_out at most l->c->page_rows. */
static ak_code page_rows_of(view ***rows, size_t *n_out, view *v, listing *l, size_t columns, ak_err *err)
{
    for (*n_out = 0;; (*n_out)++) {
        int64_t last = l->after;
        bool more = false;
        view **cells = ARENA_NEWS(l->c->a, view *, columns);
        AK_TRY(next_row(l, l->c->a, cells, &more, err));
        if (!more)
            return AK_OK;
        if (*n_out == l->c->page_rows) {
            view_put_data(v, "next", view_int(l->c->a, last));
            return AK_OK;
        }
        rows[*n_out] = cells;
    }
}

/* A page leaves out the columns that none of its rows fills: a family has dozens of fields, and few are said.
 * "empty_columns" counts them. */
static ak_code one_page(view **out, view *v, listing *l, const view_column *columns, size_t columns_n,
                        ak_err *err)
{
    arena *a = l->c->a;
    view ***rows = ARENA_NEWS(a, view **, l->c->page_rows + 1);
    view_column *kept = ARENA_NEWS(a, view_column, columns_n);
    size_t *from = ARENA_NEWS(a, size_t, columns_n);
    size_t n, kept_n = 0;
    AK_TRY(page_rows_of(rows, &n, v, l, columns_n, err));
    for (size_t i = 0; i < columns_n; i++) {
        bool filled = n == 0;
        for (size_t r = 0; r < n && !filled; r++)
            filled = view_kind_of(rows[r][i]) != VIEW_NULL;
        kept[kept_n] = columns[i];
        from[kept_n] = i;
        kept_n += filled;
    }
    view *table = view_table(a, kept, kept_n);
    for (size_t r = 0; r < n; r++) {
        view_row(table);
        for (size_t i = 0; i < kept_n; i++)
            view_cell(table, rows[r][from[i]]);
    }
    view_put_data(v, "empty_columns", view_int(a, (int64_t)(columns_n - kept_n)));
    *out = table;
    return AK_OK;
}

static void free_listing(void *handle)
{
    listing *l = handle;
    arena_free(&l->page);
    arena_free(&l->block.mem);
    state_names_free(&l->names);
}

ak_code list_view(view **out, ctx *c, const args *a, ak_err *err)
{
    const char *word = args_get(a, "family");
    if (!word) {
        view *held = NULL;
        int64_t total = 0;
        AK_TRY(families_held_table(&held, &total, c, err));
        *out = view_map(c->a);
        view_put(*out, "held", held);
        return AK_OK;
    }
    int fam = family_find(str_of(word));
    str folded = str_fold(c->a, str_of(word));
    for (size_t i = 0; fam < 0 && i < families_n; i++)
        for (int l = 0; l < LANGUAGES; l++)
            if (head_words_have(families[i].heads[l], folded))
                fam = (int)i;
    if (fam < 0)
        return ak_fail(err, &REC_039, word ? word : "");
    const field *fields[64];
    size_t n = plain_fields(&families[fam], fields);
    view_column *columns = ARENA_NEWS(c->a, view_column, n + 5);
    columns[0] = (view_column){"subject", N_("What"), VIEW_REF, ""};
    for (size_t i = 0; i < n; i++)
        columns[1 + i] = (view_column){fields[i]->name, field_label(c, fields[i]), VIEW_TEXT, ""};
    columns[1 + n] = (view_column){"said_by", N_("By"), VIEW_REF, ""};
    columns[2 + n] = (view_column){"said_on", N_("Date"), VIEW_DATE, ""};
    columns[3 + n] = (view_column){"evidence", N_("Evidence"), VIEW_WORD, ""};
    columns[4 + n] = (view_column){"statement", N_("Statement"), VIEW_REF, ""};
    listing *l = ARENA_NEW(c->a, listing);
    *l = (listing){.c = c, .fam = fam, .block.a = c->page_rows ? c->a : NULL}; /* a page is kept as a whole */
    arena_own(c->a, free_listing, l);
    uint64_t after = 0;
    if (args_get(a, "after") && !str_whole(&after, str_of(args_get(a, "after")), INT64_MAX))
        return ak_fail(err, &REC_093, args_get(a, "after"));
    l->after = (int64_t)after;
    view *table = NULL;
    view *v = view_map(c->a);
    view_put(v, "family", view_word(c->a, families[fam].name, family_label(c, fam)));
    if (c->page_rows) {
        AK_TRY(one_page(&table, v, l, columns, n + 5, err));
    } else {
        table = view_table(c->a, columns, n + 5);
        view_stream(table, next_row, l);
    }
    view_put(v, "rows", table);
    *out = v;
    return AK_OK;
}
