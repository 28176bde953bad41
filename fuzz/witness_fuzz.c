/* witness_fuzz.c -- a request that is read is written back as the same bytes. */
#include "fuzz.h"
#include "ledger/witness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {0};
    witness_request q;
    str in = {(const char *)data, size};
    if (witness_request_read(&q, &a, in)) {
        str head = {q.note.text.p, (size_t)(in.p + in.n - q.note.text.p)};
        MUST(q.n <= WITNESS_PROOF_MAX);
        MUST(str_eq(witness_request_write(&a, q.old_size, q.proof, q.n, head), in));
    }
    arena_free(&a);
    return 0;
}
