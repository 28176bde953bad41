/* find.c -- from what somebody types to a subject. */
#include "record/find.h"

#include <string.h>

#include "record/action.h"
#include "record/codes.h"
#include "record/resolve.h"
#include "record/rules.h"
#include "record/value.h"
#include "record_sql.h"

#define NAMED_IN_MESSAGE 3
#define WORDS_MOST       8
#define CANDIDATES_MOST  2000

static bool wanted(const char *families_wanted, int fam)
{
    return !families_wanted || (fam >= 0 && resolve_takes(families_wanted, families[fam].name));
}

static ak_code by_id(state_subject *out, bool *found, ctx *c, const char *id, const char *families_wanted,
                     ak_err *err)
{
    record_subject_by_id_row row = {0};
    *found = false;
    AK_TRY(
        record_subject_by_id_one(&row, found, c->a, c->db, &(record_subject_by_id_params){str_of(id)}, err));
    *found = *found && (wanted(families_wanted, (int)row.kind) || row.kind < 0);
    return *found ? state_subject_by_id(out, c, id, err) : AK_OK;
}

/* Of several things only one may be meant. */
typedef struct meant {
    state_subject one;
    size_t n;
    buf names;
} meant;

static void add_meant(meant *m, ctx *c, const state_subject *s)
{
    if (m->n > 0 && m->one.canon == s->canon)
        return;
    if (m->n == 0) {
        m->names = buf_new(c->a, 0);
        m->one = *s;
    }
    if (m->n++ < NAMED_IN_MESSAGE)
        buf_printf(&m->names, "%s%s", m->n > 1 ? ", " : "", s->id);
}

static ak_code by_slug(meant *m, ctx *c, str text, const char *families_wanted, ak_err *err)
{
    const char *slug = value_slug(c->a, text);
    for (size_t i = 0; slug[0] && i < families_n; i++) {
        state_subject s = {0};
        bool found = false;
        if (!families[i].id_key || !wanted(families_wanted, (int)i))
            continue;
        AK_TRY(by_id(&s, &found, c, arena_printf(c->a, "local:%s/%s", families[i].name, slug), NULL, err));
        if (found && s.family >= 0)
            add_meant(m, c, &s);
    }
    return AK_OK;
}

/* Bare digits of an identifier. */
static ak_code by_identifier(meant *m, ctx *c, str text, const char *families_wanted, ak_err *err)
{
    for (size_t i = 0; i < families_n; i++) {
        for (size_t k = 0; families[i].id_key && wanted(families_wanted, (int)i) && k < families[i].n; k++) {
            const field *f = &families[i].fields[k];
            const char *id = f->type == FIELD_ID ? code_subject_id(c->a, f->of, text) : NULL;
            state_subject s = {0};
            bool found = false;
            if (id)
                AK_TRY(by_id(&s, &found, c, id, NULL, err));
            if (found)
                add_meant(m, c, &s);
        }
    }
    return AK_OK;
}

/* The digest of what is known by it: a document, a batch. */
static ak_code by_digest(meant *m, ctx *c, str text, const char *families_wanted, ak_err *err)
{
    unsigned char bytes[32];
    if (text.n != 2 * sizeof bytes || !hex_read(bytes, sizeof bytes, text))
        return AK_OK;
    char hex[2 * sizeof bytes + 1];
    hex_write(hex, bytes, sizeof bytes);
    for (size_t i = 0; i < families_n; i++) {
        const family *f = &families[i];
        state_subject s = {0};
        bool found = false;
        if (f->key_n != 1 || f->fields[f->key[0]].type != FIELD_DIGEST || !wanted(families_wanted, (int)i))
            continue;
        const char *id = arena_printf(c->a, "local:%s/%s=%s", f->name, f->fields[f->key[0]].name, hex);
        AK_TRY(by_id(&s, &found, c, id, NULL, err));
        if (found)
            add_meant(m, c, &s);
    }
    return AK_OK;
}

/* One past the last word that begins so. */
static str range_end(arena *a, str word)
{
    char *end = arena_copy(a, word.p, word.n + 0);
    size_t n = word.n;
    while (n > 0 && (unsigned char)end[n - 1] == 0xff)
        n--;
    if (n == 0)
        return STR("\xff\xff\xff\xff");
    end[n - 1] = (char)((unsigned char)end[n - 1] + 1);
    return (str){end, n};
}

/* Words but the one by which it was found. */
static ak_code has_all(bool *out, ctx *c, int64_t canon, const str *words, size_t n, size_t but, ak_err *err)
{
    *out = true;
    for (size_t i = 0; i < n && *out; i++) {
        if (i == but)
            continue;
        record_subject_has_word_row row = {0};
        record_subject_has_word_params p = {
            .canon = canon, .low = words[i], .high = range_end(c->a, words[i])};
        AK_TRY(record_subject_has_word_one(&row, out, c->a, c->db, &c->scope, &p, err));
        *out = row.hits > 0;
    }
    return AK_OK;
}

ak_code find_words(state_subject **out, size_t *n_out, ctx *c, str words, size_t most, ak_err *err)
{
    str rest = str_fold(c->a, words), each[WORDS_MOST];
    size_t n = 0, rows_n = 0, longest = 0;
    while (rest.n > 0 && n < WORDS_MOST) {
        str word = str_cut(&rest, ' ');
        if (word.n)
            each[n++] = word;
    }
    *n_out = 0;
    *out = ARENA_NEWS(c->a, state_subject, most);
    if (n == 0)
        return AK_OK;
    for (size_t i = 1; i < n; i++)
        if (each[i].n > each[longest].n)
            longest = i;
    record_subjects_with_word_row *rows = NULL;
    record_subjects_with_word_params p = {
        .low = each[longest], .high = range_end(c->a, each[longest]), .most = CANDIDATES_MOST};
    AK_TRY(record_subjects_with_word_all(&rows, &rows_n, c->a, c->db, &c->scope, &p, err));
    for (size_t i = 0; i < rows_n && *n_out < most; i++) {
        bool all = false;
        AK_TRY(has_all(&all, c, rows[i].canon, each, n, longest, err));
        if (all)
            AK_TRY(state_subject_by_n(&(*out)[(*n_out)++], c, rows[i].canon, err));
    }
    return AK_OK;
}

/* What kind the thing is: where the id that stands for all is not described, the first that is. */
static ak_code kind_of(int *out, ctx *c, const state_subject *s, ak_err *err)
{
    *out = s->family;
    if (*out >= 0)
        return AK_OK;
    record_subject_same_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_subject_same_all(&rows, &n, c->a, c->db, &(record_subject_same_params){s->canon}, err));
    for (size_t i = 0; i < n && *out < 0; i++)
        *out = (int)rows[i].kind;
    return AK_OK;
}

static ak_code by_names(meant *m, ctx *c, str text, const char *families_wanted, ak_err *err)
{
    record_subjects_named_row *named = NULL;
    size_t n = 0;
    record_subjects_named_params p = {str_fold(c->a, text)};
    AK_TRY(record_subjects_named_all(&named, &n, c->a, c->db, &c->scope, &p, err));
    for (size_t i = 0; i < n; i++) {
        state_subject s = {0};
        if (!wanted(families_wanted, (int)named[i].kind))
            continue;
        AK_TRY(state_subject_by_id(&s, c, str_c(c->a, named[i].id), err));
        add_meant(m, c, &s);
    }
    if (m->n > 0)
        return AK_OK;
    state_subject *found = NULL;
    AK_TRY(find_words(&found, &n, c, text, 64, err));
    for (size_t i = 0; i < n; i++) {
        int fam = -1;
        AK_TRY(kind_of(&fam, c, &found[i], err));
        if (wanted(families_wanted, fam))
            add_meant(m, c, &found[i]);
    }
    return AK_OK;
}

ak_code find_subject(state_subject *out, ctx *c, str text, const char *families_wanted, ak_err *err)
{
    const ak_rule *why = NULL;
    bool found = false;
    text = str_trim(text);
    AK_TRY(by_id(out, &found, c, str_c(c->a, text), families_wanted, err));
    const char *id =
        !found && memchr(text.p ? text.p : "", ':', text.n) ? value_subject_id(c->a, text, &why) : NULL;
    if (id)
        AK_TRY(by_id(out, &found, c, id, families_wanted, err));
    if (found)
        return AK_OK;
    meant m = {0};
    AK_TRY(by_slug(&m, c, text, families_wanted, err));
    if (m.n == 0)
        AK_TRY(by_identifier(&m, c, text, families_wanted, err));
    if (m.n == 0)
        AK_TRY(by_digest(&m, c, text, families_wanted, err));
    if (m.n == 0)
        AK_TRY(by_names(&m, c, text, families_wanted, err));
    if (m.n == 0)
        return ak_fail(err, &REC_070, str_c(c->a, text));
    if (m.n > 1)
        return ak_fail(err, &REC_071, str_c(c->a, text), buf_str(&m.names).p);
    *out = m.one;
    return AK_OK;
}

static const view_column search_columns[] = {
    {"subject", N_("Name"), VIEW_REF,  ""},
    {"kind",    N_("Kind"), VIEW_WORD, ""},
    {"id",      N_("Id"),   VIEW_TEXT, ""},
};

ak_code search_view(view **out, ctx *c, const args *a, ak_err *err)
{
    buf words = buf_new(c->a, 4096);
    for (size_t i = 0; args_get_nth(a, "word", i); i++)
        buf_printf(&words, "%s%s", i ? " " : "", args_get_nth(a, "word", i));
    if (words.n == 0 && args_get(a, "q"))
        buf_add_c(&words, args_get(a, "q"));
    AK_TRY(buf_done(&words, err));
    state_subject *found = NULL;
    size_t n = 0;
    AK_TRY(find_words(&found, &n, c, buf_str(&words), 200, err));
    view *table = view_table(c->a, search_columns, sizeof search_columns / sizeof *search_columns);
    for (size_t i = 0; i < n; i++) {
        int fam = -1;
        AK_TRY(kind_of(&fam, c, &found[i], err));
        view_row(table);
        view_cell(table, state_ref_named(c->a, fam, found[i].id, found[i].name));
        view_cell(table, fam >= 0 ? view_word(c->a, families[fam].name, family_label(c, fam)) : NULL);
        view_cell(table, view_text_c(c->a, found[i].id));
    }
    view *v = view_map(c->a);
    view_put(v, "words", view_text(c->a, buf_str(&words)));
    view_put(v, "count", view_int(c->a, (int64_t)n));
    view_put(v, "found", table);
    *out = v;
    return AK_OK;
}
