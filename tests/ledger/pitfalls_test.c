/* pitfalls_test.c -- where verifiers split: section 3 of the ledger page, with vectors of our own.
 *
 * Others of that list are proved where they belong; docs/ledger.md says where each is.
 */
#include "../cmocka_all.h"

#include <string.h>

#include "ledger/entry.h"
#include "ledger/note.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

static const uint8_t low_order[][32] = {
    {1    }, /* the identity */
    {     0   }, /* order 4 */
    {     [31] = 0x80}, /* order 4, the other sign */
    { 0x26, 0xe8,       0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
     0xdf,                                                                                                                                                     0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05}, /* order 8 */
    {        0xec, [1] = 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff,                                                                                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff,                                                                                                                                                                                   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, /* order 2 */
    {        0xee, [1] = 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff,                                                                                                                 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff,                                                                                                                                                                                   0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, /* the identity, written as p + 1 */
};

/* 2. "Admit with the strict rule (libsodium: reject low-order and non-canonical A and R)": with a key of low order and
 * S = 0 the equation of RFC 8032 holds for R = A or the identity, whatever was signed. */
static void a_key_or_r_of_low_order_signs_nothing(void **state)
{
    (void)state;
    arena a = {0};
    ledger_key key;
    note n;
    assert_ok(key_start(&test_err));
    assert_ok(key_new(&key, &a, "log.example/l", &test_err));
    size_t low_n = sizeof low_order / sizeof *low_order;
    for (size_t i = 0; i < low_n; i++)
        for (size_t k = 0; k < low_n; k++) {
            note_vkey v = {.name = key.origin, .type = NOTE_ED25519};
            memcpy(v.pub.b, low_order[i], sizeof v.pub.b);
            v.id = note_key_id(v.name, v.type, &v.pub);
            char line[68] = {(char)(v.id >> 24), (char)(v.id >> 16), (char)(v.id >> 8), (char)v.id};
            memcpy(line + 4, low_order[k], 32);
            str text = str_of(arena_printf(&a, "log.example/l\n1\nAAAA\n\n\xe2\x80\x94 log.example/l %s\n",
                                           str_c(&a, base64_write(&a, line, sizeof line))));
            assert_ok(note_read(&n, &a, text, &test_err));
            assert_int_not_equal(note_verify(&n, &v, NULL), NOTE_GOOD);
        }
    arena_free(&a);
}

/* S + the group's order is the same number to a careless verifier. */
static void a_signature_has_one_encoding(void **state)
{
    (void)state;
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,       0xd6,
                                      0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
    arena a = {0};
    ledger_key key;
    entry_info e;
    assert_ok(key_start(&test_err));
    assert_ok(key_new(&key, &a, "log.example/l", &test_err));
    entry_draft d = *test_drafts(&a, 1);
    assert_ok(entry_build(&d, &a, &key, 0, TEST_NOW, &test_err));
    assert_ok(entry_read(&e, &a, d.entry, NULL, 0, &key.pub, &test_err));
    char *other = arena_copy(&a, d.entry.p, d.entry.n);
    uint8_t *s = (uint8_t *)other + d.entry.n - 32;
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) {
        carry += (unsigned)s[i] + order[i];
        s[i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_code(entry_read(&e, &a, (str){other, d.entry.n}, NULL, 0, &key.pub, &test_err), LED_012);
    arena_free(&a);
}

/* 6. "Consistency from size 0: transparency-dev/merkle now always fails it; the witness protocol treats old 0 as 'empty
 * proof' before the check." */
static void nothing_is_consistent_with_size_0(void **state)
{
    (void)state;
    ledger_hash leaf, empty;
    merkle_leaf(&leaf, "x", 1);
    merkle_empty(&empty);
    assert_false(merkle_consistency_ok(0, 1, &empty, &leaf, NULL, 0));
    assert_false(merkle_consistency_ok(0, 1, &empty, &leaf, &leaf, 1));
    assert_false(merkle_consistency_ok(0, 0, &empty, &empty, NULL, 0));
    assert_true(merkle_consistency_ok(1, 1, &leaf, &leaf, NULL, 0));
    assert_false(merkle_consistency_ok(1, 1, &leaf, &empty, NULL, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_or_r_of_low_order_signs_nothing),
        cmocka_unit_test(a_signature_has_one_encoding),
        cmocka_unit_test(nothing_is_consistent_with_size_0),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("pitfalls", tests, NULL, NULL);
}
