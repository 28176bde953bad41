/* key_table.c -- many signatures of one key, checked by tables of multiples. */
#include "ledger/key_table.h"

#include <sodium.h>
#include <string.h>

#include "ledger/edwards.h"

#define SCALAR_BYTES crypto_core_ed25519_SCALARBYTES

struct key_table {
    ledger_public pub;
    edwards_table base, key;
};

key_table *key_table_new(arena *a, const ledger_public *pub)
{
    if (crypto_core_ed25519_is_valid_point(pub->b) != 1)
        return NULL;
    key_table *t = ARENA_NEW(a, key_table);
    t->pub = *pub;
    edwards_table_of_base(&t->base);
    return edwards_table_of(&t->key, pub->b) ? t : NULL;
}

const ledger_public *key_table_of(const key_table *t)
{
    return &t->pub;
}

/* Below the order of the group: then it is what is left of it. */
static bool is_reduced(const uint8_t s[static SCALAR_BYTES])
{
    uint8_t wide[crypto_core_ed25519_NONREDUCEDSCALARBYTES] = {0}, left[SCALAR_BYTES];
    memcpy(wide, s, SCALAR_BYTES);
    crypto_core_ed25519_scalar_reduce(left, wide);
    return memcmp(left, s, sizeof left) == 0;
}

/* SHA-512(R | A | message) as a scalar: RFC 8032 section 5.1.7. */
static void challenge(uint8_t h[static SCALAR_BYTES], const key_table *t, const uint8_t r[static 32],
                      const void *p, size_t n)
{
    crypto_hash_sha512_state state;
    uint8_t digest[crypto_hash_sha512_BYTES];
    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, r, 32);
    crypto_hash_sha512_update(&state, t->pub.b, sizeof t->pub.b);
    crypto_hash_sha512_update(&state, p, n);
    crypto_hash_sha512_final(&state, digest);
    crypto_core_ed25519_scalar_reduce(h, digest);
}

bool key_table_check(const key_table *t, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n)
{
    static const uint8_t neutral[32] = {1};
    const uint8_t *r = sig, *s = sig + 32;
    if (is_reduced(s)) {
        uint8_t h[SCALAR_BYTES], again[32];
        challenge(h, t, r, p, n);
        edwards_difference(again, &t->base, s, &t->key, h);
        if (memcmp(again, r, sizeof again) == 0 && memcmp(again, neutral, sizeof again) != 0)
            return true;
    }
    return key_check(&t->pub, sig, p, n);
}
