/* aktsom.h -- libaktsom: is this proof of that log, unchanged, and signed by those who must?
 *
 * Verification only: no network, no files, no state; any number of threads.  Needs libcrypto and libsodium.
 * What is checked, byte by byte: docs/log-format.md; what each form of proof shows: docs/ledger.md.
 *
 * Version: AKTSOM_API changes when something here changes; the library's soname carries it.  New verdicts may
 * come: treat every verdict but AKTSOM_OK as "do not rely on it".
 */
#ifndef AKTSOM_H
#define AKTSOM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AKTSOM_API 1

typedef enum aktsom_verdict {
    AKTSOM_OK = 0,         /* unchanged, in the log, and signed as the policy asks */
    AKTSOM_BROKEN = 1,     /* something was changed, or does not belong together: see why */
    AKTSOM_UNTRUSTED = 2,  /* intact, but signed by nobody whom the policy lists */
    AKTSOM_TOO_FEW = 3,    /* intact, signed by a listed log, but too few witnesses have signed */
    AKTSOM_UNREADABLE = 4, /* proof or entry is none */
    AKTSOM_BAD_POLICY = 5  /* policy is neither a policy nor a key */
} aktsom_verdict;

typedef struct aktsom_result {
    char origin[201];      /* name of the log; "" = not known */
    unsigned char leaf[32]; /* SHA-256(00 | entry): the statement's id */
    int64_t logged_s;      /* when the log says it was signed: seconds since 1970, its own clock */
    int has_place;         /* 0 for a receipt, which does not show index and size (RFC 9942) */
    uint64_t index;        /* number of the entry in the log, from 0 */
    uint64_t size;         /* entries in the log at the signed head */
    unsigned char root[32];
    unsigned witnesses;    /* listed witnesses that have signed the head */
    int64_t witnessed_s;   /* it stood no later than this, by the latest of their clocks; 0 = none signed */
    char why[512];         /* English: what is wrong; "" with AKTSOM_OK */
} aktsom_result;

/* entry [entry_n]   the statement as it stands in the log (COSE_Sign1); NULL when the proof carries it: then
 *                   the proof's own is checked, and what it says is in the proof's disclosures
 * proof [proof_n]   a .tlog-proof; or a COSE receipt (entry needed); or a statement with receipts
 * policy            NUL-ended: a policy file's text (C2SP tlog-policy), or one verifier key of a log
 *                   ("origin+hash+base64"), or, for an ES256 receipt, the public key in PEM
 * out               filled always
 *
 * O(size of the proof); 0.1 ms for each signature. */
aktsom_verdict aktsom_verify(aktsom_result *out, const void *entry, size_t entry_n, const void *proof,
                             size_t proof_n, const char *policy);

/* "0.1.0": of the program that the library comes with. */
const char *aktsom_version(void);

#ifdef __cplusplus
}
#endif

#endif
