/* proof.h -- a file that shows, without the log and without a network, that an entry is in it.
 *
 * C2SP tlog-proof v1; `extra` carries the entry, chosen disclosures and the signer's public key, so one
 * file is all that a reader needs beside a verifier key that he trusts.  Form: top of proof.c.
 */
#ifndef LEDGER_PROOF_H
#define LEDGER_PROOF_H

#include "ledger/entry.h"
#include "ledger/ledger.h"
#include "ledger/policy.h"
#include "ledger/receipt.h"

#define PROOF_HEAD      "c2sp.org/tlog-proof@v1"
#define PROOF_BYTES_MAX ((size_t)128 << 20)

typedef struct proof_parts {
    str entry;
    const str *said; /* [said_n] disclosures that are shown */
    size_t said_n;
    ledger_public key; /* of the entry's signer */
    uint64_t index;
    const ledger_hash *path; /* [path_n] to the root of the head */
    size_t path_n;
    str head; /* note, with all signatures that are to go with it */
} proof_parts;
/* The file of these; nothing is checked. */
AK_MUST_USE ak_code proof_write(str *out, arena *a, const proof_parts *p, ak_err *err);

/* The file for the entry at index under the published checkpoint (publish first: LED-050).
 * names [names_n] = disclosures to show ("head", "body", ...); NULL: all that is there. */
AK_MUST_USE ak_code proof_make(str *out, arena *a, const ledger *l, uint64_t index, const char *const *names,
                               size_t names_n, ak_err *err);

#define PROOF_RECEIPT_KEY_PATH "private/keys/receipt.key"

/* A COSE receipt (receipt.h) for the entry under the published head.  Needs the workspace's keys: the log's,
 * or for RECEIPT_ES256 the one for receipts (LED-117 when there is none yet). */
AK_MUST_USE ak_code proof_receipt(str *out, arena *a, const ledger *l, uint64_t index, receipt_alg alg,
                                  ak_err *err);
/* The entry with that receipt in its unprotected header: a transparent statement of RFC 9943. */
AK_MUST_USE ak_code proof_statement(str *out, arena *a, const ledger *l, uint64_t index, receipt_alg alg,
                                    ak_err *err);
/* The key for ES256 receipts; when there is none it is made, and a `key` statement of role "receipt" is
 * appended and published (*fresh).  Takes the lock.  A crash in between: the next call announces it. */
AK_MUST_USE ak_code proof_receipt_key(es256_key *out, bool *fresh, arena *a, ledger *l, const char *party,
                                      int64_t now_s, ak_err *err);

/* Inclusion path of an entry for pages: proof hashes and the head they lead to. */
typedef struct proof_path {
    uint64_t index, size;
    ledger_hash leaf, root;
    ledger_hash hashes[MERKLE_PROOF_MAX];
    size_t n;
} proof_path;
AK_MUST_USE ak_code proof_inclusion(proof_path *out, arena *a, const ledger *l, uint64_t index, uint64_t size,
                                    ak_err *err);
AK_MUST_USE ak_code proof_consistency(ledger_hash proof[static MERKLE_PROOF_MAX + 1], size_t *proof_n,
                                      arena *a, const ledger *l, uint64_t size1, uint64_t size2, ak_err *err);
/* Root of the first size entries, size <= ledger_published_size. */
AK_MUST_USE ak_code proof_root_at(ledger_hash *out, arena *a, const ledger *l, uint64_t size, ak_err *err);

typedef enum proof_verdict {
    PROOF_BROKEN,  /* exit 1: something does not fit; see why */
    PROOF_UNKNOWN, /* exit 1: intact, signed by vkey; say --vkey if you trust it */
    PROOF_FEW,     /* exit 1: intact, signed by a log of the policy, but too few of its witnesses signed */
    PROOF_OWN,     /* exit 0: signed by the own log's key */
    PROOF_TRUSTED  /* exit 0: signed by the key that was handed in, or as the policy asks */
} proof_verdict;

/* What the reader trusts: the first that is set decides. */
typedef struct proof_trust {
    const policy *policy;     /* NULL = none */
    str vkey;                 /* of the log; empty = none */
    const ledger_public *own; /* of the own log; NULL = none */
    str own_origin;
    const keyring *own_keys; /* all that the own log has had; NULL = own alone */
} proof_trust;

typedef struct proof_result {
    proof_verdict verdict;
    ak_err why; /* PROOF_BROKEN: rule and arguments */
    str origin;
    uint64_t size, index;
    ledger_hash root, leaf;
    str vkey;              /* whose signature the head carries; empty = cannot be told */
    policy_verdict judged; /* with a policy: who signed the head, and when */
    entry_info entry;
    bool signer_is_log; /* the entry was signed by the key that signed the head */
} proof_result;

/* An error is returned only for what is no proof file at all (LED-051) or a vkey that is none (LED-052); all
 * else is a verdict. */
AK_MUST_USE ak_code proof_verify(proof_result *out, arena *a, str file, const proof_trust *trust,
                                 ak_err *err);

#endif
