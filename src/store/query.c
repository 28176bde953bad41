/* query.c -- questions: parameters out of structs, rows into structs. */
#include "store/store_private.h"

#include <assert.h>
#include <string.h>

struct store_query {
    const store_question *what;
    store_statement *s; /* NULL = ended */
};

static void query_close(void *handle)
{
    store_query *q = handle;
    if (q->s && q->s->db->sqlite)
        store_reset(q->s);
    q->s = NULL;
}

static bool has(const store_slot *slot, const char *base)
{
    return slot->has_at < 0 || *(const bool *)(base + slot->has_at);
}

static void bind_text(store_statement *s, int at, str text)
{
    /* copied: the params may stand on a stack that is gone before the rows are read */
    int rc = sqlite3_bind_text64(s->stmt, at, text.p, text.n, SQLITE_TRANSIENT, SQLITE_UTF8);
    assert(rc == SQLITE_OK);
    (void)rc;
}

static void bind_blob(store_statement *s, int at, str bytes)
{
    int rc = sqlite3_bind_blob64(s->stmt, at, bytes.p, bytes.n, SQLITE_TRANSIENT);
    assert(rc == SQLITE_OK);
    (void)rc;
}

static void bind_slot(store_statement *s, int at, const store_slot *slot, const char *base)
{
    const char *p = base + slot->at;
    if (!has(slot, base)) {
        store_bind_null(s, at);
        return;
    }
    switch (slot->kind) {
    case STORE_INT:
        store_bind_int(s, at, *(const int64_t *)p);
        break;
    case STORE_REAL: {
        double x = 0;
        memcpy(&x, p, sizeof x);
        store_bind_real(s, at, x);
        break;
    }
    case STORE_TEXT:
        bind_text(s, at, *(const str *)p);
        break;
    case STORE_BLOB:
        bind_blob(s, at, *(const str *)p);
        break;
    case STORE_DATE:
        bind_text(s, at, *(const char *const *)p ? str_of(*(const char *const *)p) : (str){0});
        break;
    }
}

static void bind_scope(store_statement *s, int at, const char *name, const store_scope *scope)
{
    if (strcmp(name, "as_of") == 0)
        bind_text(s, at, str_of(scope->as_of ? scope->as_of : ""));
    else if (strcmp(name, "reach") == 0)
        store_bind_int(s, at, scope->reach);
    else
        store_bind_int(s, at, scope->actor);
}

static ak_code start(store_statement **out, store *db, const store_question *what, const store_scope *scope,
                     const void *params, ak_err *err)
{
    AK_TRY(store_prepare(out, db, what->sql, err));
    for (size_t i = 0; i < what->params_n; i++) {
        if (what->params[i].scope)
            bind_scope(*out, (int)i + 1, what->params[i].name, scope);
        else
            bind_slot(*out, (int)i + 1, &what->params[i], params);
    }
    return AK_OK;
}

ak_code store_ask(store_query **out, arena *a, store *db, const store_question *what,
                  const store_scope *scope, const void *params, ak_err *err)
{
    store_query *q = ARENA_NEW(a, store_query);
    q->what = what;
    AK_TRY(start(&q->s, db, what, scope, params, err));
    q->s->busy = true;
    arena_own(a, query_close, q);
    *out = q;
    return AK_OK;
}

static void read_slot(const store_statement *s, int column, const store_slot *slot, char *base)
{
    char *p = base + slot->at;
    bool null = store_is_null(s, column);
    if (slot->has_at >= 0)
        *(bool *)(base + slot->has_at) = !null;
    if (null)
        return; /* the row was zeroed */
    switch (slot->kind) {
    case STORE_INT:
        *(int64_t *)p = store_int(s, column);
        break;
    case STORE_REAL: {
        double x = store_real(s, column);
        memcpy(p, &x, sizeof x);
        break;
    }
    case STORE_BLOB:
        *(str *)p = store_blob(s, column);
        break;
    case STORE_TEXT:
    case STORE_DATE:
        *(str *)p = store_text(s, column);
        break;
    }
}

ak_code store_next(store_query *q, const store_question *what, void *row, bool *more, ak_err *err)
{
    assert(q->what == what); /* the row struct is that of another question */
    *more = false;
    if (!q->s)
        return AK_OK;
    store_statement *s = q->s;
    bool got = false;
    ak_code code = store_step(s, &got, err);
    if (!got) {
        q->s = NULL; /* done or failed: the statement is reset already */
        return code;
    }
    memset(row, 0, what->row_bytes);
    for (size_t i = 0; i < what->columns_n; i++)
        read_slot(s, (int)i, &what->columns[i], row);
    *more = true;
    return AK_OK;
}

static void keep_texts(arena *a, const store_question *what, char *row)
{
    for (size_t i = 0; i < what->columns_n; i++) {
        str *text = (str *)(row + what->columns[i].at);
        bool is_text = what->columns[i].kind == STORE_TEXT || what->columns[i].kind == STORE_BLOB;
        if (is_text && text->p)
            *text = str_copy(a, *text);
    }
}

ak_code store_one(void *row, bool *found, arena *a, store *db, const store_question *what,
                  const store_scope *scope, const void *params, ak_err *err)
{
    arena tmp = {0};
    store_query *q = NULL;
    ak_code code = store_ask(&q, &tmp, db, what, scope, params, err);
    if (code == AK_OK)
        code = store_next(q, what, row, found, err);
    if (code == AK_OK && *found)
        keep_texts(a, what, row);
    arena_free(&tmp);
    return code;
}

static ak_code collect(char **rows, size_t *n, arena *a, store_query *q, const store_question *what,
                       ak_err *err)
{
    size_t cap = 0;
    for (bool more = true;;) {
        *rows = arena_room(a, *rows, *n, &cap, what->row_bytes);
        AK_TRY(arena_check(a, err));
        char *row = *rows + *n * what->row_bytes;
        AK_TRY(store_next(q, what, row, &more, err));
        if (!more)
            return AK_OK;
        keep_texts(a, what, row);
        (*n)++;
    }
}

ak_code store_all(void *rows_out, size_t *n, arena *a, store *db, const store_question *what,
                  const store_scope *scope, const void *params, ak_err *err)
{
    arena tmp = {0};
    store_query *q = NULL;
    char *rows = NULL;
    *n = 0;
    ak_code code = store_ask(&q, &tmp, db, what, scope, params, err);
    if (code == AK_OK)
        code = collect(&rows, n, a, q, what, err);
    arena_free(&tmp);
    memcpy(rows_out, (const void *)&rows, sizeof rows); /* whatever struct the pointer is to */
    return code;
}

ak_code store_run(store *db, const store_question *what, const store_scope *scope, const void *params,
                  int64_t *changed, ak_err *err)
{
    store_statement *s = NULL;
    AK_TRY(start(&s, db, what, scope, params, err));
    AK_TRY(store_step_done(s, err));
    if (changed)
        *changed = sqlite3_changes64(db->sqlite);
    return AK_OK;
}
