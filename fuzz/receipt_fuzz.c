/* receipt_fuzz.c -- what is read as a receipt or a statement with receipts has one encoding; none is believed
 * under a key that did not sign it. */
#include "fuzz.h"
#include "ledger/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    str in = {(const char *)data, size}, entry, receipts[RECEIPTS_MAX];
    receipt r;
    size_t n;
    static const ledger_hash leaf;
    static const ledger_public nobody;
    static const es256_public nothing;
    if (receipt_read(&r, &a, in, NULL) == AK_OK) {
        receipt_trust t = {.ed25519 = &nobody, .es256 = &nothing};
        MUST(r.n <= MERKLE_PROOF_MAX && r.iss.n > 0);
        MUST(receipt_check(&a, &r, &leaf, &t, NULL) != AK_OK);
        if (r.alg == RECEIPT_EDDSA)
            key_id(&r.kid, &nobody); /* the key is named: the signature must tell */
        else
            sha256_of(r.kid.b, nothing.b, sizeof nothing.b);
        MUST(receipt_check(&a, &r, &leaf, &t, NULL) != AK_OK);
    }
    if (receipt_detach(&entry, receipts, &n, &a, in)) {
        MUST(n >= 1 && n <= RECEIPTS_MAX);
        MUST(str_eq(receipt_attach(&a, entry, receipts, n), in));
    }
    arena_free(&a);
    return 0;
}
