/* lookup.c -- what the check and the commit ask of the state. */
#include "record/lookup.h"

#include <string.h>

#include "record/family_state.h"
#include "record/strmap.h"
#include "record/workspace.h"
#include "record_sql.h"

#define REMEMBERED_MOST 65536 /* ids; beyond it the state is asked again */

struct lookup {
    arena *a;
    store *db;
    store_scope scope; /* the organisation checks its own words: it sees all but what names others */
    arena tmp;
    strmap ids; /* id -> index into subjects */
    lookup_subject *subjects;
    size_t n, cap;
    int64_t own;       /* subject of the own party */
    char last_id[256]; /* asked last, whether remembered or not: a row asks for its own twice */
    lookup_subject last;
};

ak_code lookup_new(lookup **out, arena *a, ctx *c, ak_err *err)
{
    lookup *l = ARENA_NEW(a, lookup);
    *l = (lookup){
        .a = a, .db = c->db, .scope = {.as_of = c->now, .reach = AUDIENCE_CASE},
                .ids = {.a = a              }
    };
    arena_own(a, (void (*)(void *))arena_free, &l->tmp);
    lookup_subject own = {0};
    AK_TRY(lookup_id(&own, l, workspace_party(c->ws), err));
    l->own = l->scope.actor = own.n;
    *out = l;
    return AK_OK;
}

static void remember(lookup *l, const char *id, lookup_subject s)
{
    if (l->n >= REMEMBERED_MOST)
        return;
    l->subjects = arena_room(l->a, l->subjects, l->n, &l->cap, sizeof *l->subjects);
    l->subjects[l->n] = s;
    strmap_put(&l->ids, str_of(id), (int64_t)l->n++);
}

static ak_code ask(lookup_subject *out, lookup *l, const char *id, bool keep, ak_err *err)
{
    if (strcmp(id, l->last_id) == 0) {
        *out = l->last;
        return AK_OK;
    }
    const int64_t *known = strmap_get(&l->ids, str_of(id));
    if (known) {
        *out = l->subjects[*known];
        return AK_OK;
    }
    arena_mark mark = arena_save(&l->tmp);
    record_subject_by_id_row row = {0};
    bool found = false;
    AK_TRY(record_subject_by_id_one(&row, &found, &l->tmp, l->db, &(record_subject_by_id_params){str_of(id)},
                                    err));
    *out = found ? (lookup_subject){.n = row.n, .kind = (int)row.kind} : (lookup_subject){.kind = -1};
    arena_rewind(&l->tmp, mark);
    if (keep)
        remember(l, id, *out);
    if (strlen(id) < sizeof l->last_id) {
        memcpy(l->last_id, id, strlen(id) + 1);
        l->last = *out;
    }
    return AK_OK;
}

ak_code lookup_id(lookup_subject *out, lookup *l, const char *id, ak_err *err)
{
    return ask(out, l, id, true, err);
}

ak_code lookup_names(lookup_named *out, size_t *n_out, size_t most, lookup *l, arena *a, str folded,
                     ak_err *err)
{
    record_subjects_named_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_subjects_named_all(&rows, &n, a, l->db, &l->scope, &(record_subjects_named_params){folded},
                                     err));
    *n_out = n < most ? n : most;
    for (size_t i = 0; i < *n_out; i++)
        out[i] = (lookup_named){.id = str_c(a, rows[i].id), .kind = (int)rows[i].kind};
    return AK_OK;
}

/* Does the row of the family's table stand? */
static ak_code stands(bool *out, lookup *l, int fam, int64_t sid, ak_err *err)
{
    store_statement *q = NULL;
    bool row = false;
    AK_TRY(store_prepare(&q, l->db, family_states[fam].select, err));
    store_bind_int(q, 1, sid);
    AK_TRY(store_step(q, &row, err));
    *out = row && store_is_null(q, FAMILY_BIND_UNTIL - 1);
    if (row)
        store_reset(q);
    return AK_OK;
}

static ak_code voice(bool *known, int64_t *subject, int64_t *said_by, lookup *l, const char *id,
                     const char *by, ak_err *err)
{
    lookup_subject s = {0}, b = {0};
    AK_TRY(lookup_id(&b, l, by, err));
    AK_TRY(ask(&s, l, id, false, err)); /* hardly any is asked for again by another row */
    *subject = s.n;
    *said_by = b.n;
    *known = s.n && b.n;
    return AK_OK;
}

ak_code lookup_last_said(lookup_last *out, lookup *l, int fam, const char *id, const char *by, ak_err *err)
{
    bool known = false;
    record_said_by_voice_params p = {.family = fam, .signer = l->own};
    *out = (lookup_last){0};
    AK_TRY(voice(&known, &p.subject, &p.said_by, l, id, by, err));
    if (!known)
        return AK_OK;
    arena_mark mark = arena_save(&l->tmp);
    record_said_by_voice_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_said_by_voice_all(&rows, &n, &l->tmp, l->db, &p, err));
    for (size_t i = 0; i < n && !out->found; i++) {
        AK_TRY(stands(&out->found, l, fam, rows[i].sid, err));
        out->sid = rows[i].sid;
        out->index = (uint64_t)rows[i].idx;
        if (rows[i].content.n == sizeof out->content)
            memcpy(out->content, rows[i].content.p, sizeof out->content);
    }
    arena_rewind(&l->tmp, mark);
    return AK_OK;
}

ak_code lookup_same_said(bool *out, lookup *l, int fam, const char *id, const char *by,
                         const uint8_t content[static 32], ak_err *err)
{
    bool known = false;
    record_said_content_params p = {
        .family = fam, .signer = l->own, .content = {(const char *)content, 32}
    };
    *out = false;
    AK_TRY(voice(&known, &p.subject, &p.said_by, l, id, by, err));
    if (!known)
        return AK_OK;
    arena_mark mark = arena_save(&l->tmp);
    record_said_content_row *rows = NULL;
    size_t n = 0;
    AK_TRY(record_said_content_all(&rows, &n, &l->tmp, l->db, &p, err));
    for (size_t i = 0; i < n && !*out; i++)
        AK_TRY(stands(out, l, fam, rows[i].sid, err));
    arena_rewind(&l->tmp, mark);
    return AK_OK;
}

static ak_code by_leaf(int64_t *sid, size_t *n_out, arena *a, store *db, str prefix, ak_err *err)
{
    char low[64], high[64];
    uint8_t from[32], to[32];
    *sid = 0;
    *n_out = 0;
    memset(low, '0', sizeof low);
    memset(high, 'f', sizeof high);
    memcpy(low, prefix.p, prefix.n);
    memcpy(high, prefix.p, prefix.n);
    if (!hex_read(from, 32, (str){low, 64}) || !hex_read(to, 32, (str){high, 64}))
        return AK_OK;
    record_leaves_row *rows = NULL;
    record_leaves_params p = {
        .low = {(char *)from, 32},
          .high = {(char *)to,   32}
    };
    AK_TRY(record_leaves_all(&rows, n_out, a, db, &p, err));
    *sid = *n_out == 1 ? rows[0].sid : 0;
    return AK_OK;
}

static ak_code by_index(int64_t *sid, arena *a, store *db, str text, ak_err *err)
{
    uint64_t n;
    if (!str_whole(&n, text, INT64_MAX))
        return AK_OK;
    record_sid_of_index_row row = {0};
    bool found = false;
    AK_TRY(record_sid_of_index_one(&row, &found, a, db, &(record_sid_of_index_params){(int64_t)n}, err));
    *sid = found ? row.sid : 0;
    return AK_OK;
}

ak_code lookup_statement(int64_t *sid, size_t *n_out, arena *a, store *db, str id, ak_err *err)
{
    *sid = 0;
    *n_out = 0;
    if (id.n >= 8 && id.n <= 64)
        AK_TRY(by_leaf(sid, n_out, a, db, id, err));
    if (*n_out == 0 && id.n <= 12)
        AK_TRY(by_index(sid, a, db, id, err));
    return AK_OK;
}

ak_code lookup_leaf(char out[static 65], lookup *l, str id, bool act, ak_err *err)
{
    arena_mark mark = arena_save(&l->tmp);
    int64_t sid;
    size_t n;
    out[0] = '\0';
    AK_TRY(lookup_statement(&sid, &n, &l->tmp, l->db, id, err));
    if (sid) {
        record_act_leaf_row first = {0};
        record_statement_bare_row bare = {0};
        bool found = false;
        AK_TRY(record_act_leaf_one(&first, &found, &l->tmp, l->db, &(record_act_leaf_params){sid}, err));
        AK_TRY(record_statement_bare_one(&bare, &found, &l->tmp, l->db, &(record_statement_bare_params){sid},
                                         err));
        str leaf = act ? first.leaf : bare.leaf;
        hex_write(out, leaf.p, leaf.n);
    }
    arena_rewind(&l->tmp, mark);
    return AK_OK;
}

ak_code lookup_document(char out[static 65], lookup *l, str title, ak_err *err)
{
    arena_mark mark = arena_save(&l->tmp);
    record_document_titled_row row = {0};
    bool found = false;
    out[0] = '\0';
    AK_TRY(record_document_titled_one(&row, &found, &l->tmp, l->db, &l->scope,
                                      &(record_document_titled_params){title}, err));
    if (found && row.digest.n == 64) {
        memcpy(out, row.digest.p, 64);
        out[64] = '\0';
    }
    arena_rewind(&l->tmp, mark);
    return AK_OK;
}
