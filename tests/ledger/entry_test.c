/* entry_test.c -- statements built, read, and refused when a byte is off. */
#include "../cmocka_all.h"

#include <string.h>

#include "ledger/entry.h"
#include "ledger/rules.h"
#include "tests/ledger/workspace.h"

static arena a;
static ledger_key key;

static int setup(void **state)
{
    (void)state;
    assert_ok(key_new(&key, &a, "example.org/log", &test_err));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    key_wipe(&key);
    arena_free(&a);
    return 0;
}

static entry_draft said_three(void)
{
    entry_part *parts = ARENA_NEWS(&a, entry_part, 3);
    parts[0] = (entry_part){STR("head"), STR("{\"id\":\"x\",\"type\":\"product\"}")};
    parts[1] = (entry_part){STR("body"), STR("{\"name\":\"Sm\xc3\xb8r\"}")};
    parts[2] = (entry_part){STR("body/price/2"), STR("\"12.50\"")};
    entry_draft d = {.parts = parts, .parts_n = 3};
    assert_ok(entry_build(&d, &a, &key, 7, TEST_NOW, &test_err));
    return d;
}

static void what_is_said_in_parts_comes_back(void **state)
{
    (void)state;
    entry_draft d = said_three();
    entry_info e;
    assert_ok(entry_read(&e, &a, d.entry, d.said, 3, &key.pub, &test_err));
    assert_int_equal(e.seq, 7);
    assert_int_equal(e.iat_s, TEST_NOW);
    assert_true(str_is(e.iss, "example.org/log"));
    assert_true(ledger_hash_eq(&e.kid, &key.kid));
    assert_int_equal(e.digests_n, 3);
    assert_int_equal(e.shown_n, 3);
    assert_true(str_is(e.shown[0].name, "head"));
    assert_true(str_is(entry_part_get(&e, "body/price/2")->value, "\"12.50\""));
    assert_true(str_is(json_str(entry_part_get(&e, "body")->tree, "name"), "Sm\xc3\xb8r"));
    assert_null(entry_part_get(&e, "body/price/3"));
}

static void a_part_can_be_withheld_and_its_absence_is_counted(void **state)
{
    (void)state;
    entry_draft d = said_three();
    entry_info e;
    assert_ok(entry_read(&e, &a, d.entry, d.said + 1, 1, &key.pub, &test_err));
    assert_int_equal(e.withheld_n, 2);
    assert_null(entry_part_get(&e, "head"));
    assert_non_null(entry_part_get(&e, "body"));
}

/* RFC 9901 section 7.1: "If any Disclosure was not referenced by digest value ... the SD-JWT MUST be rejected" */
static void a_disclosure_that_no_digest_names_is_refused(void **state)
{
    (void)state;
    entry_draft d = said_three(), other = said_three();
    entry_info e;
    str said[4] = {d.said[0], d.said[1], other.said[2], d.said[2]};
    assert_code(entry_read(&e, &a, d.entry, said, 3, &key.pub, &test_err), LED_016);
    assert_code(entry_read(&e, &a, d.entry, said, 4, &key.pub, &test_err), LED_016);
    said[2] = d.said[1];
    assert_code(entry_read(&e, &a, d.entry, said, 3, &key.pub, &test_err), LED_015);
    char *changed = arena_copy(&a, d.said[1].p, d.said[1].n);
    changed[d.said[1].n - 3] ^= 1;
    said[1] = (str){changed, d.said[1].n};
    assert_code(entry_read(&e, &a, d.entry, said, 2, &key.pub, &test_err), LED_016);
}

static void salts_are_fresh_so_the_same_words_have_another_leaf(void **state)
{
    (void)state;
    entry_draft d = said_three(), other = said_three();
    assert_false(ledger_hash_eq(&d.leaf, &other.leaf));
    for (int i = 0; i < 3; i++)
        assert_false(str_eq(d.said[i], other.said[i]));
}

static void the_entry_tells_nothing_of_what_is_said(void **state)
{
    (void)state;
    entry_draft d = said_three();
    static const char *const words[] = {"product", "head", "body", "price", "12.50", "name", "Sm\xc3\xb8r"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_null(memmem(d.entry.p, d.entry.n, words[i], strlen(words[i])));
}

static void each_flipped_bit_is_noticed(void **state)
{
    (void)state;
    entry_draft d = said_three();
    char *bytes = arena_copy(&a, d.entry.p, d.entry.n);
    for (size_t i = 0; i < 8 * d.entry.n; i++) {
        arena tmp = {0};
        entry_info e;
        bytes[i / 8] ^= (char)(1 << i % 8);
        assert_int_not_equal(entry_read(&e, &tmp, (str){bytes, d.entry.n}, d.said, 3, &key.pub, NULL), AK_OK);
        bytes[i / 8] ^= (char)(1 << i % 8);
        arena_free(&tmp);
    }
    for (size_t n = 0; n < d.entry.n; n++) {
        entry_info e;
        assert_int_not_equal(entry_read(&e, &a, (str){d.entry.p, n}, NULL, 0, &key.pub, NULL), AK_OK);
    }
}

static void plain_statements_carry_their_body(void **state)
{
    (void)state;
    entry_draft d = {.type = "tombstone", .body = STR("{\"leaf\":\"ab\"}")};
    entry_info e;
    assert_ok(entry_build(&d, &a, &key, 0, 0, &test_err));
    assert_ok(entry_read(&e, &a, d.entry, NULL, 0, &key.pub, &test_err));
    assert_true(str_is(e.type, "tombstone"));
    assert_true(str_is(e.body, "{\"leaf\":\"ab\"}"));
    assert_true(str_is(json_str(e.body_tree, "leaf"), "ab"));
    str said = STR("[\"AAAAAAAAAAAAAAAAAAAAAA\",\"head\",{}]");
    assert_code(entry_read(&e, &a, d.entry, &said, 1, &key.pub, &test_err), LED_016);
}

/* A signer who signs what is not in the one allowed form is refused all the same. */
static void a_signed_payload_in_another_form_is_refused(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{\"b\":1,\"a\":2}",   "{\"a\": 1}", "{\"a\":1.0}", "{\"a\":1,\"a\":1}", "[]", "1", "{}} ",
        "{\"a\":\"\\u0041\"}",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        entry_draft d = {.type = "key", .body = str_of(bodies[i])};
        entry_info e;
        assert_ok(entry_build(&d, &a, &key, 0, 0, &test_err));
        assert_code(entry_read(&e, &a, d.entry, NULL, 0, &key.pub, &test_err), LED_011);
    }
}

static void another_key_is_named(void **state)
{
    (void)state;
    entry_draft d = said_three();
    ledger_key other;
    entry_info e;
    assert_ok(key_new(&other, &a, NULL, &test_err));
    assert_code(entry_read(&e, &a, d.entry, NULL, 0, &other.pub, &test_err), LED_013);
}

static void names_and_sizes_have_limits(void **state)
{
    (void)state;
    static const char *const names[] = {"", "/a", "a/", "a//b", "a b", "a\"b", "\xc3\xb8"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        entry_part part = {str_of(names[i]), STR("1")};
        entry_draft d = {.parts = &part, .parts_n = 1};
        assert_code(entry_build(&d, &a, &key, 0, 0, &test_err), LED_019);
    }
    entry_part *many = ARENA_NEWS(&a, entry_part, ENTRY_PARTS_MAX + 1);
    for (int i = 0; i <= ENTRY_PARTS_MAX; i++)
        many[i] = (entry_part){str_of(arena_printf(&a, "body/%d", i)), STR("1")};
    entry_draft d = {.parts = many, .parts_n = ENTRY_PARTS_MAX + 1};
    assert_code(entry_build(&d, &a, &key, 0, 0, &test_err), LED_018);
    d.parts_n--;
    entry_info e;
    assert_ok(entry_build(&d, &a, &key, 0, 0, &test_err));
    assert_ok(entry_read(&e, &a, d.entry, d.said, d.parts_n, &key.pub, &test_err));
    assert_int_equal(e.shown_n, ENTRY_PARTS_MAX);
    many[1].name = many[0].name;
    assert_code(entry_build(&d, &a, &key, 0, 0, &test_err), LED_015);
    buf big = buf_new(&a, 0);
    buf_add_c(&big, "{\"a\":\"");
    while (big.n < ENTRY_BYTES_MAX)
        buf_add_char(&big, 'x');
    buf_add_c(&big, "\"}");
    entry_draft plain = {.type = "key", .body = buf_str(&big)};
    assert_code(entry_build(&plain, &a, &key, 0, 0, &test_err), LED_017);
    char *long_text = arena_alloc(&a, ENTRY_SAID_BYTES_MAX + 3);
    memset(long_text, 'x', ENTRY_SAID_BYTES_MAX);
    long_text[0] = '"';
    entry_part part = {STR("body"), {long_text, ENTRY_SAID_BYTES_MAX - 42}};
    long_text[part.value.n - 1] = '"';
    entry_draft largest = {.parts = &part, .parts_n = 1};
    assert_ok(entry_build(&largest, &a, &key, 0, 0, &test_err));
    assert_int_equal(largest.said[0].n + 8, ENTRY_SAID_BYTES_MAX);
    assert_ok(entry_read(&e, &a, largest.entry, largest.said, 1, &key.pub, &test_err));
    part.value.n++;
    assert_code(entry_build(&largest, &a, &key, 0, 0, &test_err), LED_017);
    plain = (entry_draft){.type = "Key", .body = STR("{}")};
    assert_code(entry_build(&plain, &a, &key, 0, 0, &test_err), LED_019);
}

static void origins_hold_no_spaces_signs_or_plus(void **state)
{
    (void)state;
    static const char *const bad[] = {"",          "a b",          "a+b",  "a\n",
                                      "a\xc2\xa0", "\xe2\x80\x83", "\xff", "\xe3\x80\x80x"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(key_origin_ok(str_of(bad[i])));
    assert_true(key_origin_ok(STR("log.example.no/\xc3\xb8st")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_said_in_parts_comes_back),
        cmocka_unit_test(a_part_can_be_withheld_and_its_absence_is_counted),
        cmocka_unit_test(a_disclosure_that_no_digest_names_is_refused),
        cmocka_unit_test(salts_are_fresh_so_the_same_words_have_another_leaf),
        cmocka_unit_test(the_entry_tells_nothing_of_what_is_said),
        cmocka_unit_test(each_flipped_bit_is_noticed),
        cmocka_unit_test(plain_statements_carry_their_body),
        cmocka_unit_test(a_signed_payload_in_another_form_is_refused),
        cmocka_unit_test(another_key_is_named),
        cmocka_unit_test(names_and_sizes_have_limits),
        cmocka_unit_test(origins_hold_no_spaces_signs_or_plus),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
