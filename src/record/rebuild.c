/* rebuild.c -- are two states equal? Digests of tables, and the first row that is not. */
#include "record/rebuild.h"

#include <string.h>
#include <unistd.h>

#include "base/pool.h"
#include "base/sha256.h"
#include "record/family_state.h"
#include "record/workspace_private.h"

/* One value: its kind, its length, its bytes; so no two different rows read the same. */
static void add_value(sha256 *h, const store_statement *q, int column)
{
    uint8_t head[9] = {0};
    if (store_is_null(q, column)) {
        sha256_add(h, head, sizeof head);
        return;
    }
    store_kind kind = store_kind_of(q, column);
    int64_t n = kind == STORE_INT ? store_int(q, column) : 0;
    double x = kind == STORE_REAL ? store_real(q, column) : 0;
    str bytes = kind == STORE_INT    ? (str){(const char *)&n, sizeof n}
                : kind == STORE_REAL ? (str){(const char *)&x, sizeof x}
                : kind == STORE_TEXT ? store_text(q, column)
                                     : store_blob(q, column);
    head[0] = (uint8_t)(kind + 1);
    for (size_t i = 0; i < 8; i++)
        head[1 + i] = (uint8_t)((uint64_t)bytes.n >> (8 * i));
    sha256_add(h, head, sizeof head);
    sha256_add(h, bytes.p, bytes.n);
}

static ak_code digest_table(table_digest *out, sha256 *h, store *db, const state_table *t, ak_err *err)
{
    store_statement *q = NULL;
    bool row = false;
    *out = (table_digest){.table = t->name};
    AK_TRY(store_prepare(&q, db, t->select, err));
    sha256_start(h);
    AK_TRY(store_step(q, &row, err));
    while (row) {
        for (int c = 0; c < store_columns(q); c++)
            add_value(h, q, c);
        out->rows++;
        AK_TRY(store_step(q, &row, err));
    }
    unsigned char digest[SHA256_BYTES];
    sha256_end(h, digest);
    hex_write(out->sha256, digest, sizeof digest);
    return AK_OK;
}

ak_code state_digests(table_digest **out, size_t *n_out, arena *a, store *db, ak_err *err)
{
    sha256 *h = sha256_new(a);
    *out = ARENA_NEWS(a, table_digest, state_tables_n);
    *n_out = state_tables_n;
    for (size_t i = 0; i < state_tables_n; i++)
        AK_TRY(digest_table(&(*out)[i], h, db, &state_tables[i], err));
    return AK_OK;
}

/* ---- The first unequal row ---- */

/* Equal means equal bytes: -0 is not 0 here, as in the digest. */
static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool same_value(const store_statement *p, const store_statement *q, int c)
{
    bool p_null = store_is_null(p, c), q_null = store_is_null(q, c);
    if (p_null || q_null)
        return p_null == q_null;
    if (store_kind_of(p, c) != store_kind_of(q, c))
        return false;
    switch (store_kind_of(p, c)) {
    case STORE_INT:
        return store_int(p, c) == store_int(q, c);
    case STORE_REAL:
        return bits_of(store_real(p, c)) == bits_of(store_real(q, c));
    case STORE_BLOB:
        return str_eq(store_blob(p, c), store_blob(q, c));
    default:
        return str_eq(store_text(p, c), store_text(q, c));
    }
}

static ak_code first_difference(const char **out, arena *a, const state_table *t, store *one, store *two,
                                ak_err *err)
{
    store_statement *p = NULL, *q = NULL;
    bool p_row = false, q_row = false;
    AK_TRY(store_prepare(&p, one, t->select, err));
    AK_TRY(store_prepare(&q, two, t->select, err));
    for (int64_t row = 1;; row++) {
        AK_TRY(store_step(p, &p_row, err));
        AK_TRY(store_step(q, &q_row, err));
        if (!p_row && !q_row)
            return AK_OK;
        int column = p_row && q_row ? 0 : -1;
        while (column >= 0 && column < store_columns(p) && same_value(p, q, column))
            column++;
        if (column >= 0 && column == store_columns(p))
            continue;
        *out = column < 0
                   ? arena_printf(a, "table %s: row %lld is in one of the two only", t->name, (long long)row)
                   : arena_printf(a, "table %s, row %lld, column %d", t->name, (long long)row, column + 1);
        if (p_row)
            store_reset(p);
        if (q_row)
            store_reset(q);
        return AK_OK;
    }
}

/* Two states, each asked by a thread of its own. */
typedef struct digesting {
    store *db[2];
    table_digest *tables[2];
    size_t n[2];
} digesting;

static ak_code digest_one(void *payload, size_t i, arena *own, ak_err *err)
{
    digesting *d = payload;
    return state_digests(&d->tables[i], &d->n[i], own, d->db[i], err);
}

static ak_code compare(const char **out, arena *a, arena *tmp, workspace *ws, const char *path, ak_err *err)
{
    store *fresh = NULL;
    AK_TRY(store_open(&fresh, tmp, path, STORE_READ, err));
    digesting d = {
        .db = {ws->db, fresh}
    };
    AK_TRY(pool_map(tmp, 2, digest_one, &d, err));
    const table_digest *had = d.tables[0], *now = d.tables[1];
    for (size_t i = 0; i < d.n[0]; i++) {
        if (had[i].rows == now[i].rows && strcmp(had[i].sha256, now[i].sha256) == 0)
            continue;
        *out = arena_printf(a, "table %s", had[i].table);
        return first_difference(out, a, &state_tables[i], ws->db, fresh, err);
    }
    return AK_OK;
}

ak_code rebuild_compare(const char **unequal_out, arena *a, workspace *ws, const progress *steps, ak_err *err)
{
    arena tmp = {0};
    const char *path = arena_printf(&tmp, "%s/private/stage/" STATE_BUILD_NAME "compare", ws->dir);
    *unequal_out = "";
    ak_code code = workspace_catch_up(ws, steps, err);
    if (code == AK_OK)
        code = state_hold(ws, err);
    if (code == AK_OK)
        code = state_build(ws, path, 0, steps, err);
    if (code == AK_OK)
        code = compare(unequal_out, a, &tmp, ws, path, err);
    const char *parts[] = {path, arena_printf(&tmp, "%s-wal", path), arena_printf(&tmp, "%s-shm", path)};
    arena keep = {0};
    for (size_t i = 0; i < 3; i++)
        parts[i] = arena_text(&keep, parts[i]);
    arena_free(&tmp); /* closes the store */
    for (size_t i = 0; i < 3; i++)
        unlink(parts[i]);
    arena_free(&keep);
    state_let_go(ws);
    return code;
}
