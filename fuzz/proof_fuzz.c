/* proof_fuzz.c -- no proof file is believed without a key that somebody named. */
#include "fuzz.h"
#include "ledger/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    proof_result r;
    str in = {(const char *)data, size};
    static const ledger_public nobody;
    if (proof_verify(&r, &a, in, STR(""), NULL, STR(""), NULL) == AK_OK) {
        MUST(r.verdict == PROOF_BROKEN || r.verdict == PROOF_UNKNOWN);
        if (r.verdict == PROOF_UNKNOWN)
            MUST(r.vkey.n > 0 && r.index < r.size && str_eq(r.entry.iss, r.origin));
        MUST(proof_verify(&r, &a, in, STR(""), &nobody, r.origin, NULL) == AK_OK);
        MUST(r.verdict != PROOF_OWN && r.verdict != PROOF_TRUSTED);
    }
    arena_free(&a);
    return 0;
}
