/* state.c -- subjects, their names, and the statements behind a figure. */
#include "record/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/country.h"
#include "base/date.h"
#include "base/i18n.h"
#include "record/bundle_words.h"
#include "record/dispute.h"
#include "record/family_state.h"
#include "record/fetch.h"
#include "record/lookup.h"
#include "record/rests.h"
#include "record/rules.h"
#include "record/value_view.h"
#include "record/workspace.h"
#include "record_sql.h"

#define KEY_DEPTH_MOST 3 /* an id may name an id that names an id */
#define SAID_FEW       64
#define NAMES_MOST     131072

static ak_code subject_named(state_subject *out, ctx *c, const char *id, int depth, ak_err *err);

/* ---- Subjects ---- */

/* What stands behind the last / or : of an id, for things that nobody has named. */
static const char *tail_of(const char *id)
{
    const char *tail = id;
    for (const char *p = id; *p; p++)
        if ((*p == '/' || *p == ':') && p[1])
            tail = p + 1;
    return tail;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *decoded(arena *a, str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool coded = s.p[i] == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0;
        out[n++] = coded ? (char)(hex_digit(s.p[i + 1]) * 16 + hex_digit(s.p[i + 2])) : s.p[i];
        i += coded ? 2 : 0;
    }
    return out;
}

/* The value of a key's field in the reader's words, where it is a word of a list: "extraction" of stage. */
static const char *key_value(ctx *c, const family *f, str name, const char *text)
{
    int at = f ? field_find(f, name) : -1;
    const char *word = at >= 0 ? value_word(c, &f->fields[at], str_of(text)) : NULL;
    return word ? word : text;
}

/* A digest says nothing to people: what it is of, and how it begins. */
static const char *digest_name(ctx *c, const family *f, const char *digest)
{
    return arena_printf(c->a, "%s %.8s", family_label(c, (int)(f - families)), digest);
}

static bool is_digest(const char *text)
{
    return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

/* A thing whose id is made of its key is called by what the key names: "Battery pack, cell, modules". */
static const char *key_name(ctx *c, const family *f, str keys, int depth)
{
    buf out = buf_new(c->a, 0);
    while (keys.n > 0) {
        str value = str_cut(&keys, '+');
        str name = str_cut(&value, '=');
        const char *text = key_value(c, f, name, decoded(c->a, value));
        state_subject s = {.name = text};
        if (depth < KEY_DEPTH_MOST && strchr(text, ':') &&
            subject_named(&s, c, text, depth + 1, NULL) != AK_OK)
            s.name = text;
        if (f && is_digest(s.name))
            s.name = digest_name(c, f, s.name);
        bool material = s.n && s.family >= 0 && strcmp(families[s.family].name, "material") == 0;
        buf_printf(&out, "%s%s", out.n ? ", " : "", material ? tr(c->lang, s.name) : s.name);
    }
    return out.n ? out.p : "";
}

static const char *plain_name(ctx *c, const char *id, int depth)
{
    const char *slash = strncmp(id, "local:", 6) == 0 ? strchr(id, '/') : NULL;
    if (slash && strchr(slash, '=')) {
        int fam = family_find((str){id + 6, (size_t)(slash - id) - 6});
        return key_name(c, fam >= 0 ? &families[fam] : NULL, str_of(slash + 1), depth);
    }
    if (strncmp(id, "country:", 8) == 0)
        return country_name(c->lang, id + 8);
    if (strncmp(id, "region:", 7) == 0) {
        const region *r = region_find(str_of(id + 7));
        return r && r->name[0] ? r->name : id + 7;
    }
    return tail_of(id);
}

/* Families whose statements say what a thing is called, as in the question names_of. */
static const struct {
    const char *family, *field;
} naming[] = {
    {"party",    "name" },
    {"site",     "name" },
    {"material", "name" },
    {"product",  "name" },
    {"incident", "title"},
    {"contract", "title"},
    {"dialogue", "title"},
    {"policy",   "title"},
    {"measure",  "title"},
    {"goal",     "title"},
    {"tender",   "title"},
    {"document", "title"},
    {"question", "text" },
};

/* The column of the family's row that has the name; -1 = it names nothing. */
static int naming_column(int fam)
{
    const char *title = NULL;
    for (size_t i = 0; i < sizeof naming / sizeof *naming && !title; i++)
        title = strcmp(naming[i].family, families[fam].name) == 0 ? naming[i].field : NULL;
    for (size_t i = 0; title && i < family_states[fam].n; i++)
        if (strcmp(family_states[fam].columns[i].name, title) == 0)
            return FAMILY_BIND_FIRST - 1 + (int)i;
    return -1;
}

static bool behind(const store_statement *q, int bind, const char *as_of)
{
    return !store_is_null(q, bind - 1) && str_cmp(store_text(q, bind - 1), str_of(as_of)) <= 0;
}

/* @current of the row, but for who may see it. */
static bool stands_now(const store_statement *q, const char *as_of)
{
    return str_cmp(store_text(q, FAMILY_BIND_SAID_ON - 1), str_of(as_of)) <= 0 &&
           !behind(q, FAMILY_BIND_UNTIL, as_of) && !behind(q, FAMILY_BIND_VALID_TO, as_of) &&
           (store_is_null(q, FAMILY_BIND_VALID_FROM - 1) || behind(q, FAMILY_BIND_VALID_FROM, as_of));
}

typedef struct best_name {
    dispute_row row;
    const char *name; /* NULL = none yet */
} best_name;

static ak_code one_name(best_name *best, ctx *c, int64_t sid, int fam, int column, ak_err *err)
{
    store_statement *q = NULL;
    bool row = false;
    AK_TRY(store_prepare(&q, c->db, family_states[fam].select, err));
    store_bind_int(q, 1, sid);
    AK_TRY(store_step(q, &row, err));
    if (!row)
        return AK_OK;
    str name = store_is_null(q, column) ? STR("") : store_text(q, column);
    if (name.n && stands_now(q, c->scope.as_of ? c->scope.as_of : "")) {
        dispute_row one = {.sid = sid,
                           .evidence = (evidence)store_int(q, FAMILY_BIND_EVIDENCE - 1),
                           .direct =
                               store_int(q, FAMILY_BIND_SAID_BY - 1) == store_int(q, FAMILY_BIND_SIGNED - 1),
                           .said_on = str_c(c->a, store_text(q, FAMILY_BIND_SAID_ON - 1))};
        if (!best->name || dispute_order(&one, &best->row) < 0)
            *best = (best_name){one, str_c(c->a, name)};
    }
    store_reset(q);
    return AK_OK;
}

/* The name of a thing about which little is said, as names_of has it, which looks into every naming family:
 * *few = false where more is said. */
static ak_code name_of_few(best_name *best, bool *few, ctx *c, int64_t canon, ak_err *err)
{
    record_said_of_row *rows = NULL;
    size_t n = 0;
    record_said_of_params p = {.canon = canon, .most = SAID_FEW + 1};
    AK_TRY(record_said_of_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    *few = n <= SAID_FEW;
    for (size_t i = 0; *few && i < n; i++) {
        int column = naming_column((int)rows[i].family);
        if (column >= 0)
            AK_TRY(one_name(best, c, rows[i].sid, (int)rows[i].family, column, err));
    }
    return AK_OK;
}

static ak_code read_name(state_subject *s, ctx *c, int depth, ak_err *err)
{
    record_names_of_row *rows = NULL;
    size_t n = 0;
    best_name best = {0};
    bool few = false;
    AK_TRY(name_of_few(&best, &few, c, s->canon, err));
    s->name = best.name ? best.name : plain_name(c, s->canon_id, depth);
    if (few)
        return AK_OK;
    AK_TRY(record_names_of_all(&rows, &n, c->a, c->db, &c->scope, &(record_names_of_params){s->canon}, err));
    dispute_row *order = ARENA_NEWS(c->a, dispute_row, n);
    size_t *at = ARENA_NEWS(c->a, size_t, n), kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].name.p || rows[i].name.n == 0)
            continue; /* apart, and not for these eyes */
        at[kept] = i;
        order[kept++] = (dispute_row){.sid = rows[i].sid,
                                      .evidence = (evidence)rows[i].evidence,
                                      .direct = rows[i].said_by == rows[i].signer,
                                      .said_on = str_c(c->a, rows[i].said_on)};
    }
    if (kept)
        s->name = str_c(c->a, rows[at[dispute_choose(order, kept)]].name);
    return AK_OK;
}

void state_names_free(state_names *names)
{
    arena_free(&names->mem);
    *names = (state_names){0};
}

static void names_put(ctx *c, str key, const state_subject *s)
{
    state_names *names = c->names;
    if (names->n == NAMES_MOST)
        state_names_free(names);
    names->at.a = &names->mem;
    names->rows = arena_room(&names->mem, names->rows, names->n, &names->cap, sizeof *names->rows);
    state_subject *kept = &names->rows[names->n];
    *kept = *s;
    kept->id = arena_text(&names->mem, s->id);
    kept->canon_id = arena_text(&names->mem, s->canon_id);
    kept->name = arena_text(&names->mem, s->name);
    strmap_put(&names->at, key, (int64_t)names->n++);
}

static bool names_get(state_subject *out, const ctx *c, str key)
{
    const int64_t *at = c->names->n ? strmap_get(&c->names->at, key) : NULL;
    if (!at)
        return false;
    *out = c->names->rows[*at];
    out->id = arena_text(c->a, out->id);
    out->canon_id = arena_text(c->a, out->canon_id);
    out->name = arena_text(c->a, out->name);
    return true;
}

static ak_code subject_read(state_subject *out, ctx *c, const char *id, int depth, ak_err *err)
{
    record_subject_by_id_row row = {0};
    bool found = false;
    AK_TRY(
        record_subject_by_id_one(&row, &found, c->a, c->db, &(record_subject_by_id_params){str_of(id)}, err));
    if (!found)
        return ak_fail(err, &REC_070, id);
    *out = (state_subject){.n = row.n,
                           .canon = row.canon,
                           .id = arena_text(c->a, id),
                           .canon_id = str_c(c->a, row.canon_id),
                           .family = (int)row.kind};
    return read_name(out, c, depth, err);
}

/* An id that is made of a key is that of one row; what keys name comes again and again. */
static ak_code subject_named(state_subject *out, ctx *c, const char *id, int depth, ak_err *err)
{
    if (!c->names || strchr(id, '='))
        return subject_read(out, c, id, depth, err);
    if (names_get(out, c, str_of(id)))
        return AK_OK;
    AK_TRY(subject_read(out, c, id, depth, err));
    names_put(c, str_of(id), out);
    return AK_OK;
}

ak_code state_subject_by_id(state_subject *out, ctx *c, const char *id, ak_err *err)
{
    return subject_named(out, c, id, 0, err);
}

ak_code state_subject_fill(state_subject *s, ctx *c, ak_err *err)
{
    return read_name(s, c, 0, err);
}

ak_code state_subject_by_n(state_subject *out, ctx *c, int64_t n, ak_err *err)
{
    record_subject_by_n_row row = {0};
    bool found = false;
    AK_TRY(record_subject_by_n_one(&row, &found, c->a, c->db, &(record_subject_by_n_params){n}, err));
    if (!found)
        return ak_fail(err, &REC_070, ak_arg_int(n));
    *out = (state_subject){.n = n,
                           .canon = row.canon,
                           .id = str_c(c->a, row.id),
                           .canon_id = str_c(c->a, row.canon_id),
                           .family = (int)row.kind};
    return read_name(out, c, 0, err);
}

static ak_code id_of(const char **out, ctx *c, int64_t n, ak_err *err)
{
    record_subject_by_n_row row = {0};
    bool found = false;
    AK_TRY(record_subject_by_n_one(&row, &found, c->a, c->db, &(record_subject_by_n_params){n}, err));
    *out = found ? str_c(c->a, row.id) : "";
    return AK_OK;
}

static const char *first_word(arena *a, const char *const heads[3], language lang, const char *otherwise)
{
    str rest = str_of(heads[lang][0] ? heads[lang] : heads[LANG_EN]);
    str word = str_cut(&rest, '|');
    return word.n ? str_c(a, word) : otherwise;
}

const char *family_label(const ctx *c, int fam)
{
    return first_word(c->a, families[fam].heads, c->lang, families[fam].name);
}

const char *field_label(const ctx *c, const field *f)
{
    return first_word(c->a, f->heads, c->lang, f->name);
}

const char *state_action_of(int fam)
{
    static const char *const pages[] = {"product", "tender"}; /* families with a page of their own */
    for (size_t i = 0; fam >= 0 && i < sizeof pages / sizeof *pages; i++)
        if (strcmp(families[fam].name, pages[i]) == 0)
            return pages[i];
    return "subject";
}

view *state_ref_named(arena *a, int fam, const char *id, const char *name)
{
    view *ref = view_ref(a, state_action_of(fam), id, name);
    return fam >= 0 && strcmp(families[fam].name, "material") == 0 ? view_term(ref) : ref;
}

view *state_ref(ctx *c, const char *id)
{
    state_subject s = {0};
    if (state_subject_by_id(&s, c, id, NULL) != AK_OK)
        return view_ref(c->a, "subject", id, plain_name(c, id, 0));
    return state_ref_named(c->a, s.family, s.id, s.name);
}

/* ---- Statements ---- */

static ak_code read_sources(state_statement *s, ctx *c, ak_err *err)
{
    record_sources_of_row *rows = NULL;
    size_t n = 0;
    AK_TRY(
        record_sources_of_all(&rows, &n, c->a, c->db, &c->scope, &(record_sources_of_params){s->sid}, err));
    view_source *out = ARENA_NEWS(c->a, view_source, n);
    for (size_t i = 0; i < n; i++) {
        str text = rows[i].citation.n   ? rows[i].citation
                   : rows[i].document.n ? rows[i].document
                                        : rows[i].url;
        str page = rows[i].page;
        out[i] = (view_source){
            .text = page.n ? arena_printf(c->a, "%.*s, %.*s", (int)text.n, text.p, (int)page.n, page.p)
                           : str_c(c->a, text),
            .url = str_c(c->a, rows[i].url),
            .year = (int)rows[i].year,
            .evidence = evidence_word(s->evidence),
            .statement = s->leaf};
    }
    s->sources = out;
    s->sources_n = n;
    return AK_OK;
}

/* What the family's table knows of it: until, evidence, valid. */
static ak_code read_row(state_statement *s, ctx *c, ak_err *err)
{
    store_statement *q = NULL;
    bool row = false;
    if (s->family < 0)
        return AK_OK;
    AK_TRY(store_prepare(&q, c->db, family_states[s->family].select, err));
    store_bind_int(q, 1, s->sid);
    AK_TRY(store_step(q, &row, err));
    if (!row)
        return AK_OK;
    static const int columns[] = {FAMILY_BIND_UNTIL - 1, FAMILY_BIND_VALID_FROM - 1,
                                  FAMILY_BIND_VALID_TO - 1};
    const char **texts[] = {&s->until, &s->valid_from, &s->valid_to};
    for (size_t i = 0; i < 3; i++)
        *texts[i] = store_is_null(q, columns[i]) ? NULL : str_c(c->a, store_text(q, columns[i]));
    s->evidence = (evidence)store_int(q, FAMILY_BIND_EVIDENCE - 1);
    store_reset(q);
    return AK_OK;
}

static ak_code read_act(state_statement *s, ctx *c, int64_t signer, ak_err *err)
{
    record_act_leaf_row act = {0};
    record_withdrawn_since_row since = {0};
    bool found = false;
    AK_TRY(record_act_leaf_one(&act, &found, c->a, c->db, &(record_act_leaf_params){s->sid}, err));
    hex_write(s->act, act.leaf.p, act.leaf.n);
    record_withdrawn_since_params p = {.act_leaf = str_of(s->act), .signer = signer};
    AK_TRY(record_withdrawn_since_one(&since, &found, c->a, c->db, &c->scope, &p, err));
    s->withdrawn = found && since.said_on.p ? str_c(c->a, since.said_on) : NULL;
    return AK_OK;
}

ak_code state_statement_by_sid(state_statement *out, ctx *c, int64_t sid, ak_err *err)
{
    record_statement_row_row row = {0};
    record_statement_bare_row bare = {0};
    bool found = false, shown = false;
    char text[MOMENT_TEXT_BYTES];
    *out = (state_statement){.sid = sid, .family = -1, .subject = "", .by = "", .signed_by = "", .on = ""};
    AK_TRY(record_statement_bare_one(&bare, &found, c->a, c->db, &(record_statement_bare_params){sid}, err));
    if (!found)
        return ak_fail(err, &REC_072, ak_arg_int(sid));
    hex_write(out->leaf, bare.leaf.p, bare.leaf.n);
    out->log = bare.log;
    out->index = (uint64_t)bare.idx;
    out->logged = arena_text(c->a, moment_text(text, bare.logged_s));
    AK_TRY(record_statement_row_one(&row, &shown, c->a, c->db, &c->scope, &(record_statement_row_params){sid},
                                    err));
    if (!shown)
        return bare.has_audience ? ak_fail(err, &REC_073, out->leaf) : AK_OK;
    out->family = (int)row.family;
    out->subject_n = row.subject;
    out->audience = (audience)row.audience;
    out->on = str_c(c->a, row.said_on);
    out->direct = row.said_by == row.signer;
    AK_TRY(id_of(&out->subject, c, row.subject, err));
    AK_TRY(id_of(&out->by, c, row.said_by, err));
    AK_TRY(id_of(&out->signed_by, c, row.signer, err));
    AK_TRY(read_row(out, c, err));
    AK_TRY(read_act(out, c, row.signer, err));
    return read_sources(out, c, err);
}

ak_code state_statement_fill(state_statement *s, ctx *c, bool sourced, ak_err *err)
{
    AK_TRY(read_row(s, c, err));
    return sourced ? read_sources(s, c, err) : AK_OK;
}

ak_code state_statement_find(state_statement *out, ctx *c, str id, ak_err *err)
{
    int64_t sid;
    size_t n;
    AK_TRY(lookup_statement(&sid, &n, c->a, c->db, id, err));
    if (n > 1)
        return ak_fail(err, &REC_074, str_c(c->a, id));
    return sid ? state_statement_by_sid(out, c, sid, err) : ak_fail(err, &REC_072, str_c(c->a, id));
}

bool state_stands(const ctx *c, const state_statement *s)
{
    assert(s->on);
    return strcmp(s->on, c->as_of) <= 0 && (!s->until || strcmp(s->until, c->as_of) > 0) &&
           (!s->valid_from || strcmp(s->valid_from, c->as_of) <= 0) &&
           (!s->valid_to || strcmp(s->valid_to, c->as_of) > 0);
}

static int by_preference(const void *x, const void *y)
{
    const state_statement *a = x, *b = y;
    uint8_t leaf_a[32] = {0}, leaf_b[32] = {0};
    hex_read(leaf_a, 32, str_of(a->leaf));
    hex_read(leaf_b, 32, str_of(b->leaf));
    dispute_row p = {
        .sid = a->sid, .evidence = a->evidence, .direct = a->direct, .said_on = a->on, .leaf = leaf_a};
    dispute_row q = {
        .sid = b->sid, .evidence = b->evidence, .direct = b->direct, .said_on = b->on, .leaf = leaf_b};
    return dispute_order(&p, &q);
}

ak_code state_standing(state_statement **out, size_t *n_out, ctx *c, int64_t canon, int fam, ak_err *err)
{
    record_family_of_row *rows = NULL;
    size_t n = 0;
    record_family_of_params p = {.canon = canon, .family = fam};
    AK_TRY(record_family_of_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    *out = ARENA_NEWS(c->a, state_statement, n);
    *n_out = 0;
    for (size_t i = 0; i < n; i++) {
        state_statement *s = &(*out)[*n_out];
        AK_TRY(state_statement_by_sid(s, c, rows[i].sid, err));
        *n_out += state_stands(c, s);
    }
    if (*n_out)
        qsort(*out, *n_out, sizeof **out, by_preference);
    return AK_OK;
}

/* ---- Words ---- */

static bool may_see(const ctx *c, const family *f, str name)
{
    int at = field_find(f, name);
    return at < 0 || !f->fields[at].apart || c->reach >= f->fields[at].reach;
}

static json *seen_lines(ctx *c, const family *f, const json *lines)
{
    json *out = json_array_new(c->a);
    for (const json *line = lines->first; line; line = line->next) {
        json *kept = json_object_new(c->a);
        for (const json *m = line->first; m; m = m->next) {
            const char *full =
                arena_printf(c->a, "%.*s.%.*s", (int)lines->name.n, lines->name.p, (int)m->name.n, m->name.p);
            if (!may_see(c, f, str_of(full)))
                continue;
            json *copy = ARENA_NEW(c->a, json);
            *copy = *m;
            json_put(c->a, kept, str_c(c->a, m->name), copy);
        }
        json_push(out, kept);
    }
    return out;
}

ak_code state_words(const json **out, ctx *c, const state_statement *s, ak_err *err)
{
    said *said_words = NULL;
    json *all = NULL;
    *out = NULL;
    if (s->family < 0)
        return AK_OK;
    bundle_found in;
    if (s->log > 0)
        AK_TRY(bundle_said(&said_words, &in, c, s->leaf, err));
    else
        AK_TRY(c->block ? said_near(&said_words, c->a, c->block, c->ws, s->index, err)
                        : said_at(&said_words, c->a, c->ws, s->index, err));
    if (!said_words)
        return AK_OK;
    AK_TRY(said_values(&all, c->a, said_words, err));
    const family *f = &families[s->family];
    json *seen = json_object_new(c->a);
    for (const json *v = all->first; v; v = v->next) {
        int at = field_find(f, v->name);
        if (at < 0 || !may_see(c, f, v->name))
            continue; /* batch keys and their kin are no fields */
        json *copy = ARENA_NEW(c->a, json);
        *copy = *v;
        if (f->fields[at].type == FIELD_LINES && v->kind == JSON_ARRAY)
            copy = seen_lines(c, f, v);
        json_put(c->a, seen, str_c(c->a, v->name), copy);
    }
    *out = seen;
    return AK_OK;
}

/* ---- What figures rest on ---- */

static int year_of(const char *moment)
{
    if (!moment)
        return 0;
    return (int)strtol(moment, NULL, 10);
}

/* The statement itself where it names no source: by is whose word it is. */
static void sources_of(view_source *out, size_t *n, size_t most, ctx *c, const state_statement *s,
                       const char *by)
{
    const char *leaf = arena_text(c->a, s->leaf);
    for (size_t i = 0; i < s->sources_n && *n < most; i++) {
        out[*n] = s->sources[i];
        if (!out[*n].year)
            out[*n].year = year_of(s->on);
        out[(*n)++].statement = leaf;
    }
    if (s->sources_n > 0 || *n == most)
        return;
    out[(*n)++] = (view_source){.text = by,
                                .url = "",
                                .year = year_of(s->on),
                                .evidence = evidence_word(s->evidence),
                                .statement = leaf};
}

static const view_basis *basis_new(arena *a, const view_source *sources, size_t n, double traced)
{
    view_basis *b = ARENA_NEW(a, view_basis);
    *b = (view_basis){.sources = sources, .n = n, .traced_share = traced};
    return b;
}

const view_basis *state_statement_basis(ctx *c, const state_statement *s, const char *by)
{
    size_t most = s->sources_n < RESTS_ON_FIRST ? s->sources_n + 1 : RESTS_ON_FIRST;
    view_source *sources = ARENA_NEWS(c->a, view_source, most);
    size_t found = 0;
    sources_of(sources, &found, most, c, s, by);
    return basis_new(c->a, sources, found, -1);
}

ak_code state_basis(const view_basis **out, ctx *c, const int64_t *sids, size_t n, double traced, ak_err *err)
{
    view_source *sources = ARENA_NEWS(c->a, view_source, RESTS_ON_FIRST);
    size_t found = 0;
    for (size_t i = 0; i < n && found < RESTS_ON_FIRST; i++) {
        state_statement s = {0};
        AK_TRY(state_statement_by_sid(&s, c, sids[i], err));
        state_subject by = {.name = ""};
        if (s.sources_n == 0)
            AK_TRY(state_subject_by_id(&by, c, s.by, err));
        sources_of(sources, &found, RESTS_ON_FIRST, c, &s, by.name);
    }
    *out = basis_new(c->a, sources, found, traced);
    return AK_OK;
}

zone zone_of(const ctx *c)
{
    zone z = ZONE_UTC;
    if (c->ws)
        (void)zone_find(&z, str_of(workspace_zone(c->ws)));
    return z;
}

const char *date_as_known(arena *a, zone z, str on, int64_t digits)
{
    int64_t s = 0;
    char text[DATE_TEXT_BYTES];
    if (moment_read(&s, on, NULL) != AK_OK)
        return "";
    date d = {zone_day_of(z, s), digits == 4 ? DATE_TO_YEAR : digits == 7 ? DATE_TO_MONTH : DATE_TO_DAY};
    return arena_text(a, date_text(text, d));
}

view *state_day(ctx *c, const char *moment)
{
    zone z = zone_of(c);
    int64_t s = 0;
    if (moment_read(&s, str_of(moment), NULL) != AK_OK)
        return view_date(c->a, moment);
    int32_t day = zone_day_of(z, s);
    if (zone_day_start(z, day) != s)
        return view_date(c->a, moment);
    char text[DATE_TEXT_BYTES];
    return view_date(c->a, arena_text(c->a, date_day_text(text, day)));
}
