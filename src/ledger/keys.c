/* keys.c -- changing who signs in a log. */
#include "ledger/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/json.h"
#include "ledger/erase.h"
#include "ledger/handle.h"
#include "ledger/proof.h"
#include "ledger/rules.h"

#define FILES_MAX 10000 /* of private/keys */

static const char *key_path(arena *a, const ledger *l, const char *name)
{
    return arena_printf(a, "%s/private/keys/%s.key", l->dir, name);
}

/* A file of private/keys.  *found is false where it is of another kind, as the key for receipts is; one that
 * the disk does not give may be the one that is meant, and is told. */
static ak_code key_at(ledger_key *out, bool *found, arena *a, const char *path, ak_err *err)
{
    ak_err why = {0};
    ak_code code = key_read(out, a, path, &why);
    *found = code == AK_OK;
    if (code != AK_E_SYSTEM)
        return AK_OK;
    *err = why;
    return code;
}

/* ---- what is said ---- */

typedef struct key_word {
    const ledger_hash *kid;
    str pub64;
    const char *role, *state;
    const ledger_hash *replaces; /* NULL = none */
    int64_t until_s;             /* 0 = none */
} key_word;

static void put_hash(arena *a, json *body, const char *name, const ledger_hash *h)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, h->b, sizeof h->b);
    json_put(a, body, name, json_string_new(a, str_of(arena_text(a, hex))));
}

static ak_code key_statement(entry_draft *out, arena *a, const key_word *w, const key_change *how,
                             ak_err *err)
{
    char until[MOMENT_TEXT_BYTES];
    json *body = json_object_new(a);
    put_hash(a, body, "key_id", w->kid);
    json_put(a, body, "public_key", json_string_new(a, w->pub64));
    json_put(a, body, "party", json_string_new(a, str_of(how->party)));
    json_put(a, body, "key_role", json_string_new(a, str_of(w->role)));
    json_put(a, body, "key_state", json_string_new(a, str_of(w->state)));
    if (w->replaces)
        put_hash(a, body, "replaces", w->replaces);
    if (w->until_s)
        json_put(a, body, "heads_until",
                 json_string_new(a, str_of(arena_text(a, moment_text(until, w->until_s)))));
    if (how->reason && *how->reason)
        json_put(a, body, "reason", json_string_new(a, str_of(how->reason)));
    buf b = buf_new(a, ENTRY_BYTES_MAX);
    AK_TRY(json_canonical(&b, body, err));
    *out = (entry_draft){.type = "key", .body = str_copy(a, buf_str(&b))};
    return buf_done(&b, err);
}

/* One statement, signed by whoever signs now. */
static ak_code say(ledger *l, const key_word *w, const key_change *how, ak_err *err)
{
    arena tmp = {0};
    entry_draft d;
    uint64_t first;
    ak_code code = key_statement(&d, &tmp, w, how, err);
    if (code == AK_OK)
        code = ledger_build(l, &tmp, &d, 1, ledger_seq_next(l), how->now_s, err);
    if (code == AK_OK)
        code = ledger_append(&first, l, &d, 1, err);
    arena_free(&tmp);
    return code;
}

/* The ring's keys move when it grows: what is needed behind is copied. */
static ak_code log_key_now(keyring_key *out, const ledger *l, ak_err *err)
{
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *now = keyring_at(ring, UINT64_MAX);
    if (!now)
        return ak_fail(err, &LED_008, l->log_dir, N_("its first entry is no key statement"));
    *out = *now;
    return AK_OK;
}

static ak_code run_locked(ledger *l, ak_code (*work)(ledger *, void *, ak_err *), void *payload, ak_err *err)
{
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = l->closed ? ledger_fail_closed(l, err) : work(l, payload, err);
    if (code == AK_OK)
        code = ledger_publish(l, err);
    ledger_unlock(l);
    return code;
}

/* ---- replacing ---- */

typedef struct rotating {
    const key_change *how;
    const char *end; /* the state of the key before */
    ledger_key next, before;
} rotating;

/* A new one here, under the passphrase of the one in use; or one that another program holds. */
static ak_code make_next(rotating *r, ledger *l, ak_err *err)
{
    arena *a = l->a;
    str passphrase;
    if (r->how->pub)
        return key_of_signer(&r->next, a, l->key.origin, r->how->pub, r->how->signer, err);
    AK_TRY(key_new(&r->next, a, str_c(a, l->key.origin), err));
    if (l->key.guard != KEY_LOCKED || l->signer == &l->role) /* or it is lost, and so is its passphrase */
        return AK_OK;
    if (!l->asker)
        return ak_fail(err, &LED_180, str_c(a, l->key.origin));
    AK_TRY(l->asker(&passphrase, a, l->asker_payload, l->key.origin, err));
    ledger_key test = l->key;
    test.open = false;
    ak_code code = key_unlock(&test, a, passphrase, err);
    if (code == AK_OK)
        l->key = test;
    key_wipe(&test);
    if (code == AK_OK)
        code = key_lock(&r->next, a, passphrase, err);
    explicit_bzero((char *)passphrase.p, passphrase.n);
    return code;
}

/* What was opened stays open, so that nobody is asked again. */
static void keep_open(ledger_key *to, const ledger_key *from)
{
    if (!to->open && from->open && ledger_hash_eq(&to->kid, &from->kid)) {
        memcpy(to->secret, from->secret, sizeof to->secret);
        to->open = true;
    }
}

/* Two statements: there is a new key, signed by who signs now; and how the one before ends, signed by the new
 * one. */
static ak_code replacing_drafts(entry_draft out[static 2], arena *a, ledger *l, const rotating *r,
                                const keyring_key *now, ak_err *err)
{
    key_word announced = {.kid = &r->next.kid,
                          .pub64 = base64_write(a, r->next.pub.b, sizeof r->next.pub.b),
                          .role = KEYRING_ROLE_LOG,
                          .state = "active",
                          .replaces = &now->kid,
                          .until_s = r->how->until_s};
    key_change plainly = *r->how; /* the reason is told of the key that goes */
    plainly.reason = NULL;
    key_word ended = {.kid = &now->kid,
                      .pub64 = now->pub64,
                      .role = KEYRING_ROLE_LOG,
                      .state = r->end,
                      .until_s = r->how->until_s};
    AK_TRY(key_statement(&out[0], a, &announced, &plainly, err));
    AK_TRY(key_statement(&out[1], a, &ended, r->how, err));
    AK_TRY(ledger_build(l, a, &out[0], 1, ledger_seq_next(l), r->how->now_s, err));
    return entry_build(&out[1], a, &r->next, 0, r->how->now_s, err);
}

/* In one frame: a key that was stolen is never replaced without being told so. */
static ak_code say_replaced(ledger *l, arena *a, rotating *r, const keyring_key *now, ak_err *err)
{
    entry_draft d[2];
    uint64_t first;
    AK_TRY(replacing_drafts(d, a, l, r, now, err));
    AK_TRY(ledger_append_begin(l, err));
    AK_TRY(ledger_append_add(l, &d[0], 1, err));
    ledger_append_as(l, &r->next);
    AK_TRY(ledger_append_add(l, &d[1], 1, err));
    return ledger_append_end(&first, l, err);
}

static ak_code replace_key(ledger *l, rotating *r, ak_err *err)
{
    arena tmp = {0};
    keyring_key now;
    const char *path = arena_printf(&tmp, "%s/%s", l->dir, LEDGER_KEY_NEXT_PATH);
    ak_code code = log_key_now(&now, l, err);
    if (code == AK_OK)
        code = make_next(r, l, err);
    if (code == AK_OK)
        code = key_write(&r->next, path, false, err);
    r->before = l->key;
    if (code == AK_OK)
        code = say_replaced(l, &tmp, r, &now, err);
    l->signer = &l->key;
    if (code == AK_OK)
        code = ledger_keys_settle(l, err);
    keep_open(&l->key, &r->next);
    keep_open(&l->old, &r->before);
    arena_free(&tmp);
    return code;
}

static ak_code rotate_locked(ledger *l, void *payload, ak_err *err)
{
    rotating *r = payload;
    if (l->old.origin.n && l->old.until_s > r->how->now_s) {
        char until[MOMENT_TEXT_BYTES];
        return ak_fail(err, &LED_192, moment_text(until, l->old.until_s));
    }
    return replace_key(l, r, err);
}

ak_code keys_rotate(ledger *l, const key_change *how, ak_err *err)
{
    rotating r = {.how = how, .end = how->until_s > how->now_s ? "overlapping" : "retired"};
    ak_code code = run_locked(l, rotate_locked, &r, err);
    key_wipe(&r.next);
    key_wipe(&r.before);
    return code;
}

/* ---- roles ---- */

static bool role_ok(const char *role)
{
    static const char *const taken[] = {KEYRING_ROLE_LOG, KEYRING_ROLE_RECEIPT, KEYRING_ROLE_BACK, "next",
                                        "old"};
    size_t n = strlen(role);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(role, taken[i]) == 0)
            return false;
    return n > 0 && n <= KEYS_ROLE_BYTES_MAX && strspn(role, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

typedef struct adding {
    const char *role, *path; /* path NULL = in the workspace */
    const key_change *how;
    str passphrase;
} adding;

static ak_code add_key(ledger *l, arena *tmp, const adding *x, ak_err *err)
{
    ledger_key key;
    const char *path = x->path ? x->path : key_path(tmp, l, x->role);
    AK_TRY(key_new(&key, tmp, str_c(tmp, l->key.origin), err));
    ak_code code = x->passphrase.n ? key_lock(&key, tmp, x->passphrase, err) : AK_OK;
    if (code == AK_OK) /* in the workspace one may lie there that nobody announced */
        code = key_write(&key, path, x->path != NULL, err);
    key_word w = {.kid = &key.kid,
                  .pub64 = base64_write(tmp, key.pub.b, sizeof key.pub.b),
                  .role = x->role,
                  .state = "active"};
    if (code == AK_OK)
        code = say(l, &w, x->how, err);
    key_wipe(&key);
    return code;
}

static ak_code add_locked(ledger *l, void *payload, ak_err *err)
{
    const adding *x = payload;
    const keyring *ring;
    arena tmp = {0};
    AK_TRY(ledger_ring(&ring, l, err));
    bool there = !x->path && keyring_named(ring, str_of(x->role));
    ak_code code = there ? ak_fail(err, &LED_190, x->role) : add_key(l, &tmp, x, err);
    arena_free(&tmp);
    return code;
}

ak_code keys_add(ledger *l, const char *role, const key_change *how, ak_err *err)
{
    adding x = {.role = role, .how = how};
    if (!role_ok(role))
        return ak_fail(err, &LED_178, role);
    return run_locked(l, add_locked, &x, err);
}

ak_code keys_recovery(ledger *l, const char *path, str passphrase, const key_change *how, ak_err *err)
{
    adding x = {.role = KEYRING_ROLE_BACK, .path = path, .how = how, .passphrase = passphrase};
    return run_locked(l, add_locked, &x, err);
}

/* ---- taking out ---- */

typedef struct revoking {
    const char *word, *state;
    const key_change *how;
} revoking;

/* Its secret, where it lies here. */
static ak_code erase_secret(ledger *l, arena *tmp, const ledger_hash *kid, ak_err *err)
{
    fs_list list;
    const char *dir = arena_printf(tmp, "%s/private/keys", l->dir);
    AK_TRY(fs_children(&list, tmp, dir, FILES_MAX, err));
    for (size_t i = 0; i < list.n; i++) {
        ledger_key key;
        bool found;
        const char *path = arena_printf(tmp, "%s/%s", dir, list.rows[i].path);
        if (list.rows[i].kind != FS_FILE)
            continue;
        AK_TRY(key_at(&key, &found, tmp, path, err));
        if (!found)
            continue;
        bool it = ledger_hash_eq(&key.kid, kid);
        key_wipe(&key);
        if (it)
            AK_TRY(erase_file(path, err));
    }
    if (ledger_hash_eq(&l->old.kid, kid)) {
        key_wipe(&l->old);
        l->old = (ledger_key){0};
    }
    return AK_OK;
}

static ak_code revoke_locked(ledger *l, void *payload, ak_err *err)
{
    const revoking *x = payload;
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *k = keyring_named(ring, str_of(x->word));
    if (!k)
        return ak_fail(err, &LED_188, x->word);
    if (k == keyring_at(ring, UINT64_MAX))
        return ak_fail(err, &LED_187, x->word);
    arena tmp = {0};
    keyring_key gone = *k;
    if (strcmp(gone.state, "revoked") == 0 || strcmp(gone.state, "lost") == 0) {
        ak_code left = erase_secret(l, &tmp, &gone.kid, err); /* where the disk failed the first time */
        arena_free(&tmp);
        return left == AK_OK ? ak_fail(err, &LED_189, x->word) : left;
    }
    key_word w = {.kid = &gone.kid, .pub64 = gone.pub64, .role = str_c(&tmp, gone.role), .state = x->state};
    ak_code code = say(l, &w, x->how, err);
    if (code == AK_OK && str_is(gone.role, KEYRING_ROLE_RECEIPT))
        code = erase_file(arena_printf(&tmp, "%s/%s", l->dir, PROOF_RECEIPT_KEY_PATH), err);
    else if (code == AK_OK)
        code = erase_secret(l, &tmp, &gone.kid, err);
    arena_free(&tmp);
    return code;
}

ak_code keys_revoke(ledger *l, const char *word, const char *state, const key_change *how, ak_err *err)
{
    revoking x = {word, state, how};
    return run_locked(l, revoke_locked, &x, err);
}

/* ---- the lost key ---- */

static ak_code recover_locked(ledger *l, void *payload, ak_err *err)
{
    rotating *r = payload;
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *back = keyring_find(ring, &l->role.kid);
    if (!back || !str_is(back->role, KEYRING_ROLE_BACK) || back->to != UINT64_MAX)
        return ak_fail(err, &LED_191, "");
    return replace_key(l, r, err);
}

static ak_code recover(arena *a, const char *dir, const char *path, rotating *r, ledger_asker *ask,
                       void *payload, ak_err *err)
{
    ledger *l;
    ledger_key back, next;
    AK_TRY(key_read(&back, a, path, err));
    const char *file = arena_printf(a, "%s/%s", dir, LEDGER_KEY_PATH),
               *waiting = arena_printf(a, "%s/%s", dir, LEDGER_KEY_NEXT_PATH);
    if (!fs_exists(file) && !fs_exists(waiting)) { /* a log is not opened for writing without any */
        AK_TRY(key_new(&next, a, str_c(a, back.origin), err));
        ak_code made = key_write(&next, waiting, true, err);
        key_wipe(&next);
        AK_TRY(made);
    }
    AK_TRY(ledger_open(&l, a, dir, LEDGER_WRITE, err));
    ledger_asker_set(l, ask, payload);
    if (!str_eq(back.origin, l->key.origin))
        return ak_fail(err, &LED_191, path);
    l->role = back;
    l->signer = &l->role;
    AK_TRY(ledger_tail_read(l, err));
    ak_code code = run_locked(l, recover_locked, r, err);
    if (code != AK_OK && err && err->rule == &LED_191)
        return ak_fail(err, &LED_191, path);
    return code;
}

ak_code keys_recover(const char *dir, const char *path, const char *state, const key_change *how,
                     ledger_asker *ask, void *payload, ak_err *err)
{
    arena a = {0};
    rotating r = {.how = how, .end = state};
    ak_code code = recover(&a, dir, path, &r, ask, payload, err);
    key_wipe(&r.next);
    key_wipe(&r.before);
    arena_free(&a);
    return code;
}

/* ---- where the secret lies ---- */

static ak_code protect_file(ledger *l, arena *tmp, const char *path, str passphrase, ak_err *err)
{
    ledger_key key;
    bool found;
    AK_TRY(key_at(&key, &found, tmp, path, err));
    if (!found || key.guard == KEY_SIGNER) /* with a signer there is nothing to protect */
        return AK_OK;
    ak_code code = ledger_key_open(&key, l, err);
    if (code == AK_OK && passphrase.n)
        code = key_lock(&key, tmp, passphrase, err);
    else if (code == AK_OK)
        key.guard = KEY_PLAIN;
    if (code == AK_OK)
        code = key_write(&key, path, false, err);
    key_wipe(&key);
    return code;
}

static ak_code protect_locked(ledger *l, void *payload, ak_err *err)
{
    const str *passphrase = payload;
    arena tmp = {0};
    fs_list list;
    const char *dir = arena_printf(&tmp, "%s/private/keys", l->dir);
    ak_code code = fs_children(&list, &tmp, dir, FILES_MAX, err);
    for (size_t i = 0; code == AK_OK && i < list.n; i++)
        if (list.rows[i].kind == FS_FILE)
            code =
                protect_file(l, &tmp, arena_printf(&tmp, "%s/%s", dir, list.rows[i].path), *passphrase, err);
    arena_free(&tmp);
    return code == AK_OK ? ledger_keys_load(l, err) : code;
}

ak_code keys_protect(ledger *l, str passphrase, ak_err *err)
{
    return run_locked(l, protect_locked, &passphrase, err);
}

static ak_code signer_locked(ledger *l, void *payload, ak_err *err)
{
    char *const *argv = payload;
    ledger_key key;
    arena tmp = {0};
    ak_code code = key_of_signer(&key, &tmp, l->key.origin, &l->key.pub, argv, err);
    if (code == AK_OK)
        code = key_write(&key, key_path(&tmp, l, "log"), false, err);
    arena_free(&tmp);
    return code == AK_OK ? ledger_keys_load(l, err) : code;
}

ak_code keys_signer(ledger *l, char *const *signer, ak_err *err)
{
    return run_locked(l, signer_locked, (void *)(uintptr_t)signer, err);
}

ak_code ledger_sign_as(ledger *l, const char *role, ak_err *err)
{
    const keyring *ring;
    arena tmp = {0};
    AK_TRY(ledger_ring(&ring, l, err));
    const keyring_key *k = keyring_named(ring, str_of(role));
    const char *path = key_path(&tmp, l, role);
    ak_code code = AK_OK;
    if (!role_ok(role) || !k || k->to != UINT64_MAX || !fs_exists(path))
        code = ak_fail(err, &LED_188, role);
    if (code == AK_OK)
        code = key_read(&l->role, l->a, path, err);
    arena_free(&tmp);
    AK_TRY(code);
    if (!ledger_hash_eq(&l->role.kid, &k->kid))
        return ak_fail(err, &LED_188, role);
    l->signer = &l->role;
    return ledger_tail_read(l, err);
}
