/* key_fuzz.c -- a key file: what is read is written back as it was, but for the older form. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena a = {0};
    ledger_key key;
    ak_err err = {0};
    if (key_start(&err) != AK_OK)
        return 0;
    str text = str_copy(&a, (str){(const char *)data, n});
    if (key_parse(&key, &a, text)) {
        assert(key_origin_ok(key.origin));
        assert(key.open == (key.guard != KEY_LOCKED));
        assert(key.guard != KEY_SIGNER || key.signer[0][0]);
        assert(key.guard != KEY_LOCKED || key.lock.n);
    }
    key_wipe(&key);
    arena_free(&a);
    return 0;
}
