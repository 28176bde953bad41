/* bundle_check.c -- is one log of a bundle what it says, in itself? */
#include <stdlib.h>
#include <string.h>

#include "ledger/bundle.h"
#include "ledger/rules.h"

#define TREE_BYTES ((size_t)1 << 20) /* 15 levels below the root */

/* A key that the log's key statements name. */
typedef struct named {
    ledger_hash kid;
    ledger_public pub;
    str party;
    bool ended;      /* retired, revoked or lost: it signs nothing any more */
    bool used;       /* it has signed something here */
    uint64_t seq;    /* of the last entry that it signed */
    uint64_t here_n; /* how many entries of it are here */
    str entry;       /* the last one */
} named;

typedef struct checking {
    arena *a;
    bundle_log *log;
    note_vkey vkey;
    merkle_verifier *tree; /* under the head: paths of one bundle meet soon */
    named *keys;           /* [entries_n + 1] at most one for each entry */
    size_t n;
    bundle_twice *twice;
} checking;

/* k->n = not named. */
static size_t key_at(const checking *k, const ledger_hash *kid)
{
    size_t i = 0;
    while (i < k->n && !ledger_hash_eq(&k->keys[i].kid, kid))
        i++;
    return i;
}

/* A key statement: a key, whose it is, and whether it may sign from now on. */
static void take_key(checking *k, const entry_info *e)
{
    named fresh = {.party = json_str(e->body_tree, "party")};
    str pub, state = json_str(e->body_tree, "key_state");
    ledger_hash kid;
    if (!base64_read(k->a, &pub, json_str(e->body_tree, "public_key")) || pub.n != sizeof fresh.pub.b)
        return; /* a key for receipts, which signs no entries */
    memcpy(fresh.pub.b, pub.p, pub.n);
    key_id(&kid, &fresh.pub);
    fresh.kid = kid;
    size_t at = key_at(k, &kid);
    if (at == k->n)
        k->keys[k->n++] = fresh;
    k->keys[at].ended = str_is(state, "retired") || str_is(state, "revoked") || str_is(state, "lost");
}

static ak_code bad_key(const bundle_entry *e, ak_err *err)
{
    return ak_fail(err, &LED_147, ak_arg_int((int64_t)e->index));
}

/* The first entry names the key that signs it; every other one needs a key that was named before. */
static ak_code signer_of(size_t *out, checking *k, bundle_entry *e, ak_err *err)
{
    entry_info bare;
    AK_TRY(entry_read(&bare, k->a, e->entry, NULL, 0, NULL, err));
    bool is_key = str_is(bare.type, "key");
    if (e->index == 0) {
        if (!is_key || json_str(bare.body_tree, "party").n == 0)
            return bad_key(e, err);
        take_key(k, &bare);
        k->log->party = json_str(bare.body_tree, "party");
    }
    *out = key_at(k, &bare.kid);
    if (*out == k->n || k->keys[*out].ended)
        return bad_key(e, err);
    return AK_OK;
}

static ak_code counter_check(checking *k, named *key, const bundle_entry *e, ak_err *err)
{
    uint64_t seq = e->info.seq;
    if (key->used && seq == key->seq) {
        *k->twice = (bundle_twice){
            .entries = {key->entry, e->entry},
              .key = key->pub
        };
        return ak_fail(err, &LED_149, ak_arg_int((int64_t)seq));
    }
    if (key->used && seq < key->seq)
        return ak_fail(err, &LED_154, ak_arg_int((int64_t)e->index));
    key->used = true;
    key->seq = seq;
    key->entry = e->entry;
    key->here_n++;
    return AK_OK;
}

/* What the manifest lists is what is there; what was erased from a kept bundle is passed over. */
static ak_code said_check(checking *k, bundle_entry *e, str *shown, size_t *n, ak_err *err)
{
    *n = 0;
    for (size_t i = 0; i < e->said_n; i++) {
        ledger_hash have;
        if (!e->said[i].p)
            continue;
        entry_digest(&have, e->said[i]);
        if (!ledger_hash_eq(&have, &e->digests[i]))
            return ak_fail(err, &LED_148, ak_arg_int((int64_t)e->index));
        shown[(*n)++] = e->said[i];
    }
    (void)k;
    return AK_OK;
}

static ak_code entry_check(checking *k, bundle_entry *e, ak_err *err)
{
    const checkpoint *head = &k->log->check;
    size_t signer = 0, n;
    str *shown = ARENA_NEWS(k->a, str, e->said_n + 1);
    ledger_hash leaf;
    merkle_leaf(&leaf, e->entry.p, e->entry.n);
    if (!merkle_verifier_check(k->tree, e->index, &leaf, e->path, e->path_n))
        return ak_fail(err, &LED_053);
    AK_TRY(signer_of(&signer, k, e, err));
    named *key = &k->keys[signer];
    AK_TRY(said_check(k, e, shown, &n, err));
    AK_TRY(entry_read(&e->info, k->a, e->entry, shown, n, &key->pub, err));
    if (!str_eq(e->info.iss, head->origin))
        return ak_fail(err, &LED_056, str_c(k->a, e->info.iss), str_c(k->a, head->origin));
    AK_TRY(counter_check(k, key, e, err));
    e->party = key->party;
    k->log->withheld += e->info.withheld_n;
    if (e->index > 0 && str_is(e->info.type, "key"))
        take_key(k, &e->info);
    if (k->n > BUNDLE_KEYS_MAX)
        return ak_fail(err, &LED_141, N_("keys"));
    return AK_OK;
}

static ak_code head_check(checking *k, ak_err *err)
{
    note n;
    checkpoint head;
    AK_TRY(note_vkey_read(&k->vkey, k->a, k->log->vkey, err));
    AK_TRY(checkpoint_note_read(&n, &head, k->a, k->log->head, err));
    note_check found = note_verify(&n, &k->vkey, NULL);
    if (found != NOTE_GOOD)
        return found == NOTE_BAD ? ak_fail(err, &LED_055) : ak_fail(err, &LED_054, str_c(k->a, k->log->vkey));
    return AK_OK;
}

ak_code bundle_check_log(bundle_log *log, arena *a, bundle_twice *twice_out, ak_err *err)
{
    checking k = {.a = a, .log = log, .twice = twice_out, .keys = ARENA_NEWS(a, named, log->entries_n + 1)};
    ledger_hash kid;
    *twice_out = (bundle_twice){0};
    log->gaps = log->withheld = 0;
    AK_TRY(head_check(&k, err));
    k.tree = merkle_verifier_new(a, log->check.size, &log->check.root, TREE_BYTES);
    for (size_t i = 0; i < log->entries_n; i++)
        AK_TRY(ak_at(err, entry_check(&k, &log->entries[i], err), str_c(a, log->check.origin),
                     (int64_t)log->entries[i].index, NULL, NULL));
    key_id(&kid, &k.vkey.pub);
    if (key_at(&k, &kid) == k.n)
        return ak_fail(err, &LED_144, str_c(a, log->check.origin));
    for (size_t i = 0; i < k.n; i++)
        log->gaps += k.keys[i].used ? k.keys[i].seq + 1 - k.keys[i].here_n : 0;
    return AK_OK;
}
