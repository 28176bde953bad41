/* fraud_fuzz.c -- a fraud file that is believed has one form, and its heads contradict each other. */
#include "fuzz.h"
#include "ledger/fraud.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    fraud f;
    str in = {(const char *)data, size};
    if (fraud_read(&f, &a, in, NULL) == AK_OK) {
        MUST(str_eq(fraud_write(&a, &f), in));
        MUST(str_eq(f.heads[0].origin, f.heads[1].origin) && f.heads[0].size <= f.heads[1].size);
        MUST(!ledger_hash_eq(&f.heads[0].root, &f.heads[1].root));
    }
    arena_free(&a);
    return 0;
}
