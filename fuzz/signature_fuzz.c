/* signature_fuzz.c -- a signature with bits turned: the table of its key says what the key alone says. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/key_table.h"

#define OTHER_BYTES LEDGER_SIG_BYTES

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The input: which bits of the signature are turned, then the message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static arena kept; /* making a table takes as long as 30 checks */
    static ledger_key key;
    static const key_table *table;
    ak_err err = {0};
    if (!table) {
        if (key_start(&err) != AK_OK || key_new(&key, &kept, NULL, &err) != AK_OK)
            return 0;
        table = key_table_new(&kept, &key.pub);
        assert(table);
    }
    if (n < OTHER_BYTES)
        return 0;
    uint8_t sig[LEDGER_SIG_BYTES];
    bool turned = false;
    if (key_sign(sig, &key, data + OTHER_BYTES, n - OTHER_BYTES, &err) != AK_OK)
        return 0;
    for (size_t i = 0; i < OTHER_BYTES; i++) {
        sig[i] ^= data[i];
        turned |= data[i] != 0;
    }
    bool good = key_table_check(table, sig, data + OTHER_BYTES, n - OTHER_BYTES);
    assert(good == key_check(&key.pub, sig, data + OTHER_BYTES, n - OTHER_BYTES));
    assert(good == !turned);
    return 0;
}
