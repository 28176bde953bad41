/* cose_fuzz.c -- an entry that is accepted has exactly the bytes that would be written for it.
 *
 * Input: u16 length (little-endian) of the entry, the entry, then its disclosures as in a said file.
 */
#include "fuzz.h"
#include "ledger/cose.h"
#include "ledger/said.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    size_t n = size < 2 ? 0 : (size_t)data[0] | (size_t)data[1] << 8;
    if (size < 2 || n > size - 2) {
        arena_free(&a);
        return 0;
    }
    str entry = {(const char *)data + 2, n};
    str rest = {(const char *)data + 2 + n, size - 2 - n};
    said_entry said = {0};
    if (!said_take(&said, &a, &rest))
        said.n = 0;
    entry_info e;
    cose_sign1 c;
    if (entry_read(&e, &a, entry, said.said, said.n, NULL, NULL) == AK_OK) {
        MUST(cose_read(&c, &a, entry, NULL) == AK_OK);
        str head = cose_protected(&a, &e.kid, e.iss, e.iat_s);
        MUST(str_eq(head, c.protected_bytes));
        MUST(str_eq(cose_write(&a, head, c.payload, c.sig), entry));
        MUST(e.shown_n == said.n && e.shown_n + e.withheld_n == e.digests_n);
        MUST((e.type.n == 0) == (e.body.n == 0));
    }
    arena_free(&a);
    return 0;
}
