/* proof_fuzz.c -- no proof file is believed without a key that somebody named. */
#include "fuzz.h"
#include "ledger/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    proof_result r;
    str in = {(const char *)data, size};
    static const ledger_public nobody;
    if (proof_verify(&r, &a, in, &(proof_trust){0}, NULL) == AK_OK) {
        MUST(r.verdict == PROOF_BROKEN || r.verdict == PROOF_UNKNOWN);
        if (r.verdict == PROOF_UNKNOWN)
            MUST(r.vkey.n > 0 && r.index < r.size && str_eq(r.entry.iss, r.origin));
        proof_trust own = {.own = &nobody, .own_origin = r.origin};
        MUST(proof_verify(&r, &a, in, &own, NULL) == AK_OK);
        MUST(r.verdict != PROOF_OWN && r.verdict != PROOF_TRUSTED);
    }
    arena_free(&a);
    return 0;
}
