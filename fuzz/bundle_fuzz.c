/* bundle_fuzz.c -- what is read as a bundle is written back as the same bytes, and proves only what is signed. */
#include "fuzz.h"
#include "ledger/bundle.h"
#include "ledger/fraud.h"

static void check(arena *a, str in, bool kept)
{
    bundle b;
    str out;
    bundle_twice twice;
    if (bundle_read(&b, a, in, kept, NULL) != AK_OK)
        return;
    MUST(b.logs_n > 0 && b.to.n > 0 && b.about.n > 0);
    ledger_hash digest = b.digest;
    MUST(bundle_write(&out, a, &b, NULL) == AK_OK);
    MUST(str_eq(out, in) && ledger_hash_eq(&digest, &b.digest));
    for (size_t i = 0; i < b.logs_n; i++) {
        bundle_log *log = &b.logs[i];
        ak_code code = bundle_check_log(log, a, &twice, NULL);
        if (code == AK_OK)
            MUST(log->party.n > 0 && log->entries[0].index == 0 && log->check.size > 0);
        if (twice.entries[0].n) {
            fraud_twice f;
            str file = fraud_twice_write(a, log->check.origin, &twice.key, twice.entries);
            MUST(fraud_twice_read(&f, a, file, NULL) == AK_OK);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    fraud_twice f;
    str in = {(const char *)data, size};
    check(&a, in, false);
    check(&a, in, true);
    if (fraud_twice_read(&f, &a, in, NULL) == AK_OK)
        MUST(!str_eq(f.entries[0], f.entries[1]));
    arena_free(&a);
    return 0;
}
