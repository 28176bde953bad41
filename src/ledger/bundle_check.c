/* bundle_check.c -- is one log of a bundle what it says, in itself? */
#include <stdlib.h>
#include <string.h>

#include "ledger/bundle.h"
#include "ledger/peer.h"
#include "ledger/rules.h"

#define TREE_BYTES ((size_t)1 << 20) /* 15 levels below the root */

/* What a key of the log's ring has signed here. */
typedef struct counter {
    bool used;
    uint64_t seq;    /* of the last entry that it signed */
    uint64_t here_n; /* how many of its entries are here */
    str entry;       /* the last one */
} counter;

typedef struct checking {
    arena *a;
    bundle_log *log;
    merkle_verifier *tree; /* under the head: paths of one bundle meet soon */
    counter counters[BUNDLE_KEYS_MAX + 1];
    bundle_twice *twice;
} checking;

static ak_code bad_key(const bundle_entry *e, ak_err *err)
{
    return ak_fail(err, &LED_147, ak_arg_int((int64_t)e->index));
}

/* What the entry says about keys is taken in; then its signer must be one that may sign it. */
static ak_code signer_of(const keyring_key **out, checking *k, const bundle_entry *e, ak_err *err)
{
    entry_info bare;
    keyring *ring = &k->log->ring;
    const char *why;
    AK_TRY(entry_read(&bare, k->a, e->entry, NULL, 0, NULL, err));
    if (e->index == 0 && (!str_is(bare.type, "key") || json_str(bare.body_tree, "party").n == 0))
        return bad_key(e, err);
    if (e->index > 0 && keyring_may(ring, &bare.kid, e->index))
        return bad_key(e, err);
    const ak_rule *wrong = bare.type.n ? keyring_take(ring, e->entry, e->index, &why) : NULL;
    if (wrong == &LED_184)
        return ak_fail(err, wrong, ak_arg_int((int64_t)e->index), why);
    if (ring->n > BUNDLE_KEYS_MAX)
        return ak_fail(err, &LED_141, N_("keys"));
    *out = keyring_find(ring, &bare.kid);
    if (!*out || (str_is((*out)->role, KEYRING_ROLE_BACK) && !str_is(bare.type, "key")))
        return bad_key(e, err);
    return wrong ? ak_fail(err, wrong) : AK_OK;
}

static ak_code counter_check(checking *k, const keyring_key *key, const bundle_entry *e, ak_err *err)
{
    counter *at = &k->counters[key - k->log->ring.keys];
    uint64_t seq = e->info.seq;
    if (at->used && seq == at->seq) {
        *k->twice = (bundle_twice){
            .entries = {at->entry, e->entry},
              .key = key->pub
        };
        return ak_fail(err, &LED_149, ak_arg_int((int64_t)seq));
    }
    if (at->used && seq < at->seq)
        return ak_fail(err, &LED_154, ak_arg_int((int64_t)e->index));
    *at = (counter){true, seq, at->here_n + 1, e->entry};
    return AK_OK;
}

/* What the manifest lists is what is there; what was erased from a kept bundle is passed over. */
static ak_code said_check(const bundle_entry *e, str *shown, size_t *n, ak_err *err)
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
    if (e->file.p) {
        ledger_hash have;
        sha256_of(have.b, e->file.p, e->file.n);
        if (!ledger_hash_eq(&have, &e->file_digest))
            return ak_fail(err, &LED_148, ak_arg_int((int64_t)e->index));
    }
    return AK_OK;
}

static ak_code entry_check(checking *k, bundle_entry *e, ak_err *err)
{
    const checkpoint *head = &k->log->check;
    const keyring_key *signer = NULL;
    size_t n;
    str *shown = ARENA_NEWS(k->a, str, e->said_n + 1);
    ledger_hash leaf;
    merkle_leaf(&leaf, e->entry.p, e->entry.n);
    if (!merkle_verifier_check(k->tree, e->index, &leaf, e->path, e->path_n))
        return ak_fail(err, &LED_053);
    AK_TRY(signer_of(&signer, k, e, err));
    if (!signer)
        return bad_key(e, err);
    AK_TRY(said_check(e, shown, &n, err));
    AK_TRY(entry_read(&e->info, k->a, e->entry, shown, n, &signer->pub, err));
    if (!str_eq(e->info.iss, head->origin))
        return ak_fail(err, &LED_056, str_c(k->a, e->info.iss), str_c(k->a, head->origin));
    AK_TRY(counter_check(k, signer, e, err));
    e->party = signer->party;
    k->log->withheld += e->info.withheld_n;
    return AK_OK;
}

static ak_code head_check(checking *k, note_vkey *vkey, ak_err *err)
{
    note n;
    checkpoint head;
    AK_TRY(note_vkey_read(vkey, k->a, k->log->vkey, err));
    AK_TRY(checkpoint_note_read(&n, &head, k->a, k->log->head, err));
    note_check found = note_verify(&n, vkey, NULL);
    if (found != NOTE_GOOD)
        return found == NOTE_BAD ? ak_fail(err, &LED_055) : ak_fail(err, &LED_054, str_c(k->a, k->log->vkey));
    return AK_OK;
}

/* The head is signed by the key that the log had then, by all that the ring knows. */
static ak_code head_signer_check(const bundle_log *log, const keyring *ring, const ledger_public *pub,
                                 arena *a, ak_err *err)
{
    const keyring_key *now = keyring_at(ring, log->check.size), *its = keyring_of(ring, pub);
    if (!its)
        return ak_fail(err, &LED_144, str_c(a, log->check.origin));
    if (now != its)
        return ak_fail(err, &LED_193, ak_arg_int((int64_t)log->check.size));
    return keyring_is_log(ring, pub) ? AK_OK : ak_fail(err, &LED_177, str_c(a, log->vkey));
}

ak_code bundle_check_log(bundle_log *log, arena *a, bundle_twice *twice_out, ak_err *err)
{
    checking *k = ARENA_NEW(a, checking);
    note_vkey vkey;
    *k = (checking){.a = a, .log = log, .twice = twice_out};
    *twice_out = (bundle_twice){0};
    log->gaps = log->withheld = 0;
    log->ring = keyring_new(a);
    log->party = STR("");
    AK_TRY(head_check(k, &vkey, err));
    k->tree = merkle_verifier_new(a, log->check.size, &log->check.root, TREE_BYTES);
    for (size_t i = 0; i < log->entries_n; i++) {
        AK_TRY(ak_at(err, entry_check(k, &log->entries[i], err), str_c(a, log->check.origin),
                     (int64_t)log->entries[i].index, NULL, NULL));
        if (i == 0)
            log->party = log->entries[0].party;
    }
    for (size_t i = 0; i < log->ring.n; i++)
        log->gaps += k->counters[i].used ? k->counters[i].seq + 1 - k->counters[i].here_n : 0;
    return head_signer_check(log, &log->ring, &vkey.pub, a, err);
}

/* ---- with what is known of its keys ---- */

/* What is kept and what the bundle says about keys, in the order of the log. */
static const ak_rule *both(keyring *ring, const peer_word *kept, size_t n, const bundle_log *log,
                           uint64_t *at, const char **why)
{
    size_t i = 0, k = 0;
    const ak_rule *wrong = NULL;
    while (!wrong && (i < n || k < log->entries_n)) {
        const bundle_entry *e = k < log->entries_n ? &log->entries[k] : NULL;
        if (e && (i == n || e->index <= kept[i].index)) {
            i += i < n && e->index == kept[i].index;
            *at = e->index;
            wrong = keyring_take(ring, e->entry, e->index, why);
            k++;
        } else {
            *at = kept[i].index;
            wrong = keyring_take(ring, kept[i].entry, kept[i].index, why);
            i++;
        }
    }
    return wrong;
}

ak_code bundle_check_keys(keyring *out, arena *a, const char *peer_dir, const bundle_log *log, ak_err *err)
{
    peer_word *kept;
    size_t n;
    note_vkey vkey;
    const char *why = "";
    uint64_t at = 0;
    *out = keyring_new(a);
    AK_TRY(peer_words(&kept, &n, a, peer_dir, err));
    AK_TRY(note_vkey_read(&vkey, a, log->vkey, err));
    const ak_rule *wrong = both(out, kept, n, log, &at, &why);
    if (wrong == &LED_184)
        return ak_fail(err, wrong, ak_arg_int((int64_t)at), why);
    for (size_t i = 0; i < log->entries_n; i++)
        if (keyring_may(out, &log->entries[i].info.kid, log->entries[i].index))
            return bad_key(&log->entries[i], err);
    return head_signer_check(log, out, &vkey.pub, a, err);
}
