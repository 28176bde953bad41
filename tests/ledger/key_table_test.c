/* key_table_test.c -- many signatures of one key: the table's answers are those of the strict rule. */
#include "../cmocka_all.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "../rounds.h"
#include "ledger/edwards.h"
#include "ledger/key_table.h"

static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

static int setup(void **state)
{
    (void)state;
    return sodium_init() < 0 ? 1 : 0;
}

/* s B - h A; libsodium's functions refuse the neutral point, and so a factor of zero. */
static void want_difference(uint8_t out[32], const uint8_t s[32], const uint8_t a[32], const uint8_t h[32])
{
    static const uint8_t zero[32];
    uint8_t by[32] = {1}, less[32] = {1};
    if (memcmp(s, zero, 32) != 0)
        assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(by, s), 0);
    if (memcmp(h, zero, 32) != 0)
        assert_int_equal(crypto_scalarmult_ed25519_noclamp(less, h, a), 0);
    assert_int_equal(crypto_core_ed25519_sub(out, by, less), 0);
}

static void compare(const edwards_table *base, const edwards_table *key, const uint8_t a[32],
                    const uint8_t s[32], const uint8_t h[32])
{
    uint8_t want[32], have[32];
    want_difference(want, s, a, h);
    edwards_difference(have, base, s, key, h);
    assert_memory_equal(have, want, sizeof want);
}

static void scalar_of(uint8_t out[32], int place, int byte)
{
    memset(out, 0, 32);
    out[place] = (uint8_t)byte;
}

/* Digits at the ends of their range in every place, scalars around zero and around the order of the group. */
static void differences_of_multiples_are_those_of_libsodium(void **state)
{
    (void)state;
    static const int bytes[] = {0, 1, 2, 126, 127, 128, 129, 254, 255};
    edwards_table *base = malloc(sizeof *base), *key = malloc(sizeof *key);
    uint8_t a[32], s[32], h[32], some[64];
    crypto_core_ed25519_random(a);
    edwards_table_of_base(base);
    assert_true(edwards_table_of(key, a));
    for (int place = 0; place < 31; place++) {
        for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
            scalar_of(s, place, bytes[i]);
            scalar_of(h, 30 - place, bytes[(i + 3) % (sizeof bytes / sizeof *bytes)]);
            compare(base, key, a, s, h);
        }
    }
    memset(s, 0x80, 31); /* every digit borrows */
    s[31] = 0x0f;
    memset(h, 0xff, 31);
    h[31] = 0x0f;
    compare(base, key, a, s, h);
    for (int less = 1; less < 5; less++) {
        memcpy(s, order, 32);
        s[0] = (uint8_t)(s[0] - less);
        compare(base, key, a, s, s);
    }
    for (int i = 0; i < test_rounds(100, 2000, 40000); i++) {
        randombytes_buf(some, sizeof some);
        crypto_core_ed25519_scalar_reduce(s, some);
        randombytes_buf(some, sizeof some);
        crypto_core_ed25519_scalar_reduce(h, some);
        compare(base, key, a, s, h);
    }
    free(base);
    free(key);
}

/* Bytes that are no point: y of no x, as libsodium sees it. */
static void bytes_that_are_no_point_have_no_table(void **state)
{
    (void)state;
    edwards_table *t = malloc(sizeof *t);
    int refused = 0;
    for (int i = 0; i < 40; i++) {
        uint8_t bytes[32] = {(uint8_t)(i + 2)}, sum[32], neutral[32] = {1};
        bool is_point = crypto_core_ed25519_add(sum, bytes, neutral) == 0;
        assert_int_equal(edwards_table_of(t, bytes), is_point);
        refused += !is_point;
    }
    assert_in_range(refused, 5, 35);
    free(t);
}

typedef struct signer {
    uint8_t secret[64];
    ledger_public pub;
    key_table *table;
    arena a;
} signer;

static void signer_new(signer *s)
{
    memset(s, 0, sizeof *s);
    crypto_sign_keypair(s->pub.b, s->secret);
    s->table = key_table_new(&s->a, &s->pub);
    assert_non_null(s->table);
    assert_memory_equal(key_table_of(s->table)->b, s->pub.b, 32);
}

static bool same(const signer *s, const uint8_t sig[64], const uint8_t *message, size_t n)
{
    bool table = key_table_check(s->table, sig, message, n);
    assert_int_equal(table, key_check(&s->pub, sig, message, n));
    return table;
}

static void the_table_says_of_each_signature_what_the_key_alone_says(void **state)
{
    (void)state;
    uint8_t message[600], sig[64];
    for (int k = 0; k < 4; k++) {
        signer s;
        signer_new(&s);
        for (int i = 0; i < test_rounds(50, 1000, 20000); i++) {
            size_t n = randombytes_uniform(sizeof message), at = n ? randombytes_uniform((uint32_t)n) : 0;
            randombytes_buf(message, sizeof message);
            crypto_sign_detached(sig, NULL, message, n, s.secret);
            assert_true(same(&s, sig, message, n));
            assert_false(same(&s, sig, message, n + 1));
            message[at] ^= 0x10;
            assert_int_equal(same(&s, sig, message, n), n == 0);
        }
        for (int bit = 0; bit < 512; bit++) {
            crypto_sign_detached(sig, NULL, message, 40, s.secret);
            sig[bit / 8] ^= (uint8_t)(1 << bit % 8);
            assert_false(same(&s, sig, message, 40));
        }
        arena_free(&s.a);
    }
}

/* "S is below the order": S + L fulfils the same equation. */
static void a_scalar_above_the_order_is_refused(void **state)
{
    (void)state;
    signer s;
    signer_new(&s);
    uint8_t sig[64], message[8] = {0};
    for (int i = 0; i < 200; i++) {
        int up = 0;
        message[0] = (uint8_t)i;
        crypto_sign_detached(sig, NULL, message, sizeof message, s.secret);
        for (int k = 0; k < 32; k++) {
            up += sig[32 + k] + order[k];
            sig[32 + k] = (uint8_t)up;
            up >>= 8;
        }
        assert_false(same(&s, sig, message, sizeof message));
    }
    arena_free(&s.a);
}

/* Whoever has the secret can sign with a neutral R: S = h a.  The equation holds; the strict rule refuses. */
static void a_neutral_r_is_refused(void **state)
{
    (void)state;
    signer s;
    signer_new(&s);
    uint8_t sig[64] = {1}, secret[64], digest[64], h[32], a[64] = {0}, reduced[32];
    static const uint8_t message[3] = {1, 2, 3};
    crypto_hash_sha512(secret, s.secret, 32);
    secret[0] &= 248;
    secret[31] = (uint8_t)((secret[31] & 127) | 64);
    memcpy(a, secret, 32);
    crypto_core_ed25519_scalar_reduce(reduced, a);
    crypto_hash_sha512_state state_of;
    crypto_hash_sha512_init(&state_of);
    crypto_hash_sha512_update(&state_of, sig, 32);
    crypto_hash_sha512_update(&state_of, s.pub.b, 32);
    crypto_hash_sha512_update(&state_of, message, sizeof message);
    crypto_hash_sha512_final(&state_of, digest);
    crypto_core_ed25519_scalar_reduce(h, digest);
    crypto_core_ed25519_scalar_mul(sig + 32, h, reduced);
    assert_false(same(&s, sig, message, sizeof message));
    arena_free(&s.a);
}

/* A key with a part of low order, or of low order itself, is libsodium's alone. */
static void a_key_outside_the_group_of_prime_order_has_no_table(void **state)
{
    (void)state;
    static const uint8_t minus_1[32] = {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f};
    arena a = {0};
    ledger_public low = {{0}}, mixed;
    uint8_t fine[32];
    memcpy(low.b, minus_1, 32); /* the point (0, -1), of order 2 */
    assert_null(key_table_new(&a, &low));
    crypto_core_ed25519_random(fine);
    assert_int_equal(crypto_core_ed25519_add(mixed.b, fine, minus_1), 0);
    assert_null(key_table_new(&a, &mixed));
    memset(low.b, 0xff, 32); /* no canonical number */
    assert_null(key_table_new(&a, &low));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_of_multiples_are_those_of_libsodium),
        cmocka_unit_test(bytes_that_are_no_point_have_no_table),
        cmocka_unit_test(the_table_says_of_each_signature_what_the_key_alone_says),
        cmocka_unit_test(a_scalar_above_the_order_is_refused),
        cmocka_unit_test(a_neutral_r_is_refused),
        cmocka_unit_test(a_key_outside_the_group_of_prime_order_has_no_table),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
