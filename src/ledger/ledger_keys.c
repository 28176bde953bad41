/* ledger_keys.c -- the keys of an open log: read, opened, used, and put into each other's place.
 *
 * Replacing the key: next.key is written; the statement that announces it is durable; then log.key becomes
 * old.key (or goes) and next.key becomes log.key.  A crash before the statement leaves a next.key that
 * nobody announced, which goes; one behind it leaves a next.key that is announced, and the rest is done at
 * the next lock.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/erase.h"
#include "ledger/handle.h"
#include "ledger/rules.h"

static const char *path_of(arena *a, const ledger *l, const char *name)
{
    return arena_printf(a, "%s/%s", l->dir, name);
}

static void remember_file(ledger *l, const char *path)
{
    struct stat st = {0};
    if (stat(path, &st) == 0) {
        l->key_dev = st.st_dev;
        l->key_ino = st.st_ino;
    }
}

/* Keeps what was opened, where the file names the same key again. */
static ak_code read_into(ledger_key *key, arena *a, const char *path, ak_err *err)
{
    ledger_key fresh;
    AK_TRY(key_read(&fresh, a, path, err));
    if (key->open && !fresh.open && ledger_hash_eq(&key->kid, &fresh.kid)) {
        memcpy(fresh.secret, key->secret, sizeof fresh.secret);
        fresh.open = true;
    }
    key_wipe(key);
    *key = fresh;
    key_wipe(&fresh);
    return AK_OK;
}

ak_code ledger_keys_load(ledger *l, ak_err *err)
{
    const char *path = path_of(l->a, l, LEDGER_KEY_PATH), *old = path_of(l->a, l, LEDGER_KEY_OLD_PATH),
               *next = path_of(l->a, l, LEDGER_KEY_NEXT_PATH);
    if (!fs_exists(path))
        return fs_exists(next) ? read_into(&l->key, l->a, next, err) : ak_fail(err, &LED_179, l->dir);
    AK_TRY(read_into(&l->key, l->a, path, err));
    remember_file(l, path);
    key_wipe(&l->old);
    l->old = (ledger_key){0};
    return fs_exists(old) ? read_into(&l->old, l->a, old, err) : AK_OK;
}

/* ---- passphrases ---- */

void ledger_asker_set(ledger *l, ledger_asker *ask, void *payload)
{
    l->asker = ask;
    l->asker_payload = payload;
}

ak_code ledger_key_open(ledger_key *key, const ledger *l, ak_err *err)
{
    arena tmp = {0};
    str passphrase = {0};
    if (key->open)
        return AK_OK;
    ak_code code = l->asker ? l->asker(&passphrase, &tmp, l->asker_payload, key->origin, err)
                            : ak_fail(err, &LED_180, str_c(&tmp, key->origin));
    if (code == AK_OK)
        code = key_unlock(key, &tmp, passphrase, err);
    if (passphrase.n)
        explicit_bzero((char *)passphrase.p, passphrase.n);
    arena_free(&tmp);
    return code;
}

ak_code ledger_key_ready(ledger *l, ak_err *err)
{
    if (l->mode != LEDGER_WRITE)
        return AK_OK;
    if (l->signer == &l->role)
        return ledger_key_open(&l->role, l, err);
    return ledger_key_open(&l->key, l, err);
}

/* A head needs the log's keys, whoever signs entries. */
static ak_code head_keys_ready(ledger *l, ak_err *err)
{
    AK_TRY(ledger_key_open(&l->key, l, err));
    return l->old.origin.n ? ledger_key_open(&l->old, l, err) : AK_OK;
}

static void share(ledger_key *to, const ledger_key *from)
{
    if (!to->open && from->open && ledger_hash_eq(&to->kid, &from->kid)) {
        memcpy(to->secret, from->secret, sizeof to->secret);
        to->open = true;
    }
}

void ledger_key_share(ledger *l, const ledger *from)
{
    share(&l->key, &from->key);
    share(&l->old, &from->old);
    l->asker = from->asker;
    l->asker_payload = from->asker_payload;
}

/* ---- the ring ---- */

ak_code ledger_ring(const keyring **out, const ledger *l, ak_err *err)
{
    ledger_rings *r = l->rings;
    if (!r->ring.a)
        r->ring = keyring_new(&r->a);
    if (r->size < l->settled) { /* behind it only the WAL is sure to hold them */
        keyring_scan(&r->ring, l->log_dir, r->size, l->settled, NULL, "");
        r->size = l->settled;
    }
    while (r->size < l->edge.size) {
        arena tmp = {0};
        ledger_item *items;
        size_t n;
        const char *why;
        ak_code code = ledger_read(&items, &n, &tmp, l, r->size, err);
        for (size_t i = 0; code == AK_OK && i < n; i++)
            (void)keyring_take(&r->ring, items[i].entry, items[i].index, &why);
        r->size += code == AK_OK ? n : 0;
        arena_free(&tmp);
        AK_TRY(code);
    }
    *out = &r->ring;
    return AK_OK;
}

bool ledger_signs_with(const ledger *l, const ledger_public *pub)
{
    return memcmp(l->key.pub.b, pub->b, sizeof pub->b) == 0 ||
           (l->old.origin.n && memcmp(l->old.pub.b, pub->b, sizeof pub->b) == 0);
}

ak_code ledger_vkey_is_own(bool *out, const ledger *l, str vkey, ak_err *err)
{
    const keyring *ring;
    note_vkey key;
    arena tmp = {0};
    *out = false;
    AK_TRY(ledger_ring(&ring, l, err));
    if (note_vkey_read(&key, &tmp, vkey, NULL) == AK_OK && str_eq(key.name, l->key.origin))
        for (size_t i = 0; i < ring->n; i++)
            *out |= str_is(ring->keys[i].role, KEYRING_ROLE_LOG) &&
                    memcmp(ring->keys[i].pub.b, key.pub.b, sizeof key.pub.b) == 0;
    arena_free(&tmp);
    return AK_OK;
}

ak_code ledger_fail_closed(const ledger *l, ak_err *err)
{
    const keyring *ring;
    AK_TRY(ledger_ring(&ring, l, err));
    arena tmp = {0};
    const char *successor = str_c(&tmp, ring->successor);
    ak_code code = *successor ? ak_fail(err, &LED_185, successor) : ak_fail(err, &LED_186);
    arena_free(&tmp);
    return code;
}

/* ---- replacing ---- */

/* The one in use goes, or stays for a while to sign heads. */
static ak_code set_aside(ledger *l, arena *tmp, const keyring_key *before, ak_err *err)
{
    const char *path = path_of(tmp, l, LEDGER_KEY_PATH), *old = path_of(tmp, l, LEDGER_KEY_OLD_PATH);
    ledger_key key;
    if (!fs_exists(path))
        return AK_OK;
    AK_TRY(key_read(&key, tmp, path, err));
    key.until_s = before->until_s;
    bool stays = ledger_hash_eq(&key.kid, &before->kid) && strcmp(before->state, "overlapping") == 0 &&
                 before->until_s > l->newest_s;
    ak_code code = stays ? key_write(&key, old, false, err) : AK_OK;
    key_wipe(&key);
    return code;
}

static ak_code put_in_place(ledger *l, arena *tmp, ak_err *err)
{
    const char *path = path_of(tmp, l, LEDGER_KEY_PATH), *next = path_of(tmp, l, LEDGER_KEY_NEXT_PATH),
               *gone = arena_printf(tmp, "%s.old", path);
    AK_TRY(erase_file(gone, err));
    if (link(path, gone) != 0 && errno != ENOENT)
        return ak_fail_errno(err, "link", path);
    if (rename(next, path) != 0)
        return ak_fail_errno(err, "rename", next);
    AK_TRY(fs_sync_dir(path_of(tmp, l, "private/keys"), err));
    return erase_file(gone, err);
}

/* The newest log key but one. */
static const keyring_key *one_before(const keyring *ring, const keyring_key *now)
{
    const keyring_key *before = NULL;
    for (const keyring_key *k = ring->keys; k < now; k++)
        if (str_is(k->role, KEYRING_ROLE_LOG))
            before = k;
    return before;
}

static ak_code settle_next(ledger *l, arena *tmp, ak_err *err)
{
    const keyring *ring;
    ledger_key next;
    const char *path = path_of(tmp, l, LEDGER_KEY_NEXT_PATH);
    AK_TRY(ledger_ring(&ring, l, err));
    AK_TRY(key_read(&next, tmp, path, err));
    ledger_hash kid = next.kid;
    key_wipe(&next);
    const keyring_key *now = keyring_at(ring, UINT64_MAX);
    if (!now || !ledger_hash_eq(&now->kid, &kid)) {
        if (!fs_exists(path_of(tmp, l, LEDGER_KEY_PATH)))
            return AK_OK; /* it is all there is: see ledger_recover */
        return erase_file(path, err);
    }
    const keyring_key *before = one_before(ring, now);
    if (before)
        AK_TRY(set_aside(l, tmp, before, err));
    return put_in_place(l, tmp, err);
}

ak_code ledger_keys_settle(ledger *l, ak_err *err)
{
    arena tmp = {0};
    struct stat st;
    const char *path = path_of(&tmp, l, LEDGER_KEY_PATH);
    bool next = fs_exists(path_of(&tmp, l, LEDGER_KEY_NEXT_PATH));
    ak_code code = next ? settle_next(l, &tmp, err) : AK_OK;
    bool same = stat(path, &st) == 0 && st.st_dev == l->key_dev && st.st_ino == l->key_ino;
    arena_free(&tmp);
    AK_TRY(code);
    if (same || l->mode != LEDGER_WRITE)
        return AK_OK;
    AK_TRY(ledger_keys_load(l, err));
    return ledger_tail_read(l, err);
}

/* ---- heads ---- */

/* The key before is no longer needed: its secret goes. */
static ak_code end_old(ledger *l, ak_err *err)
{
    arena tmp = {0};
    ak_code code = erase_file(path_of(&tmp, l, LEDGER_KEY_OLD_PATH), err);
    key_wipe(&l->old);
    l->old = (ledger_key){0};
    arena_free(&tmp);
    return code;
}

ak_code ledger_head_sign(str *out, arena *a, ledger *l, uint64_t size, const ledger_hash *root, ak_err *err)
{
    note n;
    str line;
    if (l->old.origin.n && l->newest_s >= l->old.until_s)
        AK_TRY(end_old(l, err));
    AK_TRY(head_keys_ready(l, err));
    AK_TRY(checkpoint_sign(out, a, &l->key, size, root, err));
    if (!l->old.origin.n)
        return AK_OK;
    AK_TRY(note_read(&n, a, *out, err));
    AK_TRY(note_sign(&line, a, &l->old, n.text, err));
    *out = note_with(a, *out, line);
    return AK_OK;
}
