/* aktsom.c -- libaktsom: the checks of this room for programs of others (include/aktsom.h). */
#include <aktsom.h>

#include <stdio.h>
#include <string.h>

#include "base/version.h"
#include "ledger/policy.h"
#include "ledger/proof.h"
#include "ledger/receipt.h"
#include "ledger/rules.h"

#define EXPORT __attribute__((visibility("default")))

/* The rule's English text with its arguments in their places. */
static aktsom_verdict say(aktsom_result *out, aktsom_verdict verdict, const ak_err *err)
{
    size_t n = 0;
    for (const char *t = err->rule ? err->rule->text : ""; *t && n + 100 < sizeof out->why; t++) {
        if (t[0] == '{' && t[1] >= '1' && t[1] <= '4' && t[2] == '}') {
            n += (size_t)snprintf(out->why + n, sizeof out->why - n, "%s", err->arg[t[1] - '1']);
            t += 2;
        } else {
            out->why[n++] = *t;
        }
    }
    out->why[n] = '\0';
    return verdict;
}

static aktsom_verdict refuse(aktsom_result *out, aktsom_verdict verdict, const ak_rule *rule, const char *arg)
{
    ak_err err = {0};
    ak_code code = ak_fail(&err, rule, arg);
    (void)code;
    return say(out, verdict, &err);
}

static void put_name(aktsom_result *out, str origin)
{
    snprintf(out->origin, sizeof out->origin, "%.*s", (int)origin.n, origin.p);
}

typedef struct keys {
    policy policy;
    bool is_policy, is_pem;
    note_vkey vkey;
    str vkey_text;
    es256_public pem;
} keys;

static bool keys_read(keys *out, arena *a, const char *text)
{
    str all = str_of(text), one = str_trim(all);
    *out = (keys){.vkey_text = one};
    if (policy_read(&out->policy, a, all, NULL) == AK_OK)
        return out->is_policy = true;
    if (note_vkey_read(&out->vkey, a, one, NULL) == AK_OK && out->vkey.type == NOTE_ED25519)
        return true;
    out->vkey_text = STR("");
    return out->is_pem = es256_pem_read(&out->pem, all);
}

static aktsom_verdict check_proof(aktsom_result *out, arena *a, str entry, str file, const keys *k)
{
    proof_result r;
    ak_err err = {0};
    if (k->is_pem)
        return refuse(out, AKTSOM_BAD_POLICY, &LED_052, "PEM");
    if (proof_verify(&r, a, file,
                     &(proof_trust){.policy = k->is_policy ? &k->policy : NULL, .vkey = k->vkey_text},
                     &err) != AK_OK)
        return say(out, AKTSOM_UNREADABLE, &err);
    ledger_hash leaf = r.leaf;
    if (entry.n)
        merkle_leaf(&leaf, entry.p, entry.n);
    put_name(out, r.origin);
    memcpy(out->leaf, r.leaf.b, sizeof out->leaf);
    memcpy(out->root, r.root.b, sizeof out->root);
    out->logged_s = r.entry.iat_s;
    out->has_place = 1;
    out->index = r.index;
    out->size = r.size;
    out->witnesses = r.judged.good_n;
    out->witnessed_s = (int64_t)r.judged.time_s;
    if (r.verdict == PROOF_BROKEN)
        return say(out, r.why.rule == &LED_054 || r.why.rule == &LED_101 ? AKTSOM_UNTRUSTED : AKTSOM_BROKEN,
                   &r.why);
    if (!ledger_hash_eq(&leaf, &r.leaf))
        return refuse(out, AKTSOM_BROKEN, &LED_053, "");
    return r.verdict == PROOF_TRUSTED ? AKTSOM_OK : refuse(out, AKTSOM_TOO_FEW, &LED_103, "");
}

/* The receipts of one statement: one that fits a known key is enough. */
static aktsom_verdict check_receipts(aktsom_result *out, arena *a, str entry, const str *receipts, size_t n,
                                     const keys *k)
{
    entry_info e;
    ak_err err = {0};
    if (entry_read(&e, a, entry, NULL, 0, NULL, &err) != AK_OK)
        return say(out, AKTSOM_UNREADABLE, &err);
    memcpy(out->leaf, e.leaf.b, sizeof out->leaf);
    out->logged_s = e.iat_s;
    put_name(out, e.iss);
    for (size_t i = 0; i < n; i++) {
        receipt r;
        unsigned logs = k->is_policy ? k->policy.logs_n : 1;
        if (receipt_read(&r, a, receipts[i], &err) != AK_OK)
            return say(out, AKTSOM_UNREADABLE, &err);
        for (unsigned j = 0; j < logs; j++) {
            const note_vkey *log = k->is_policy ? &k->policy.logs[j].key : &k->vkey;
            receipt_trust t = {.iss = k->is_pem ? e.iss : log->name};
            t.ed25519 = k->is_pem ? NULL : &log->pub;
            t.es256 = k->is_pem ? &k->pem : NULL;
            if (!str_eq(e.iss, t.iss))
                continue;
            if (receipt_check(a, &r, &e.leaf, &t, &err) == AK_OK)
                return k->is_policy && k->policy.quorum != POLICY_NO_QUORUM
                           ? refuse(out, AKTSOM_TOO_FEW, &LED_103, "") /* no witness signs a receipt */
                           : AKTSOM_OK;
            if (err.rule != &LED_114)
                return say(out, AKTSOM_BROKEN, &err);
        }
    }
    return refuse(out, AKTSOM_UNTRUSTED, &LED_114, "");
}

static aktsom_verdict verify(aktsom_result *out, arena *a, str entry, str proof, const char *trusted)
{
    keys k;
    str carried, receipts[RECEIPTS_MAX];
    size_t n;
    ak_err err = {0};
    if (key_start(&err) != AK_OK)
        return say(out, AKTSOM_UNREADABLE, &err);
    if (!keys_read(&k, a, trusted))
        return refuse(out, AKTSOM_BAD_POLICY, &LED_052, trusted);
    if (str_starts(proof, PROOF_HEAD))
        return check_proof(out, a, entry, proof, &k);
    if (receipt_detach(&carried, receipts, &n, a, proof)) {
        if (entry.n && !str_eq(entry, carried))
            return refuse(out, AKTSOM_BROKEN, &LED_115, "");
        return check_receipts(out, a, carried, receipts, n, &k);
    }
    return check_receipts(out, a, entry, &proof, 1, &k);
}

EXPORT aktsom_verdict aktsom_verify(aktsom_result *out, const void *entry, size_t entry_n, const void *proof,
                                    size_t proof_n, const char *trusted)
{
    arena a = {0};
    *out = (aktsom_result){0};
    aktsom_verdict v = verify(out, &a, (str){entry, entry ? entry_n : 0}, (str){proof, proof_n}, trusted);
    arena_free(&a);
    return v;
}

EXPORT const char *aktsom_version(void)
{
    return AK_VERSION;
}
