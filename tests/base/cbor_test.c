/* cbor_test.c -- our profile of CBOR, and libcbor's word on it. */
#include "../cmocka_all.h"

#include <cbor.h>
#include <string.h>

#include "base/cbor.h"

static const char *code_of(arena *a, const char *hex, const cbor **v, ak_err *err)
{
    static const cbor_limits limits = {.bytes_max = 3000, .values_max = 500};
    size_t n = strlen(hex) / 2;
    char *bytes = arena_alloc(a, n + 1);
    assert_true(hex_read(bytes, n, str_of(hex)));
    *err = (ak_err){0};
    ak_code code = cbor_read(v, a, (str){bytes, n}, &limits, err);
    return code == AK_OK ? "" : err->rule->code;
}

/* RFC 8949 section 4.2.1: shortest arguments, definite lengths, keys sorted bytewise by their encoding. */
static void only_the_deterministic_form_is_read(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        const char *code;
    } cases[] = {
        {"00",                   ""        },
        {"17",                   ""        },
        {"1818",                 ""        },
        {"190100",               ""        },
        {"1a00010000",           ""        },
        {"1b0000000100000000",   ""        },
        {"1bffffffffffffffff",   ""        },
        {"20",                   ""        },
        {"3bffffffffffffffff",   ""        },
        {"40",                   ""        },
        {"4101",                 ""        },
        {"60",                   ""        },
        {"62c3a5",               ""        },
        {"80",                   ""        },
        {"820102",               ""        },
        {"a0",                   ""        },
        {"a201020304",           ""        },
        {"a2012020f6",           ""        },
        {"d28441a0a0f640",       ""        },
        {"f4",                   ""        },
        {"f5",                   ""        },
        {"f6",                   ""        },
        {"a301000a004100f6",     ""        },
        {"a2200060f6",           ""        },
        {"8181818181818180",     ""        },
        {"",                     "CBOR-001"},
        {"18",                   "CBOR-001"},
        {"8201",                 "CBOR-001"},
        {"4201",                 "CBOR-001"},
        {"a101",                 "CBOR-001"},
        {"9a3fffffff",           "CBOR-001"},
        {"9b000000003fffffff",   "CBOR-003"},
        {"9b0000003fffffffff",   "CBOR-001"},
        {"9bffffffffffffffff",   "CBOR-001"},
        {"bbffffffffffffffff",   "CBOR-001"},
        {"5bffffffffffffffff",   "CBOR-001"},
        {"bb800000000000000000", "CBOR-001"},
        {"c1",                   "CBOR-001"},
        {"9f01ff",               "CBOR-002"},
        {"5f4101ff",             "CBOR-002"},
        {"bfff",                 "CBOR-002"},
        {"ff",                   "CBOR-002"},
        {"1817",                 "CBOR-003"},
        {"1900ff",               "CBOR-003"},
        {"1a0000ffff",           "CBOR-003"},
        {"1b00000000ffffffff",   "CBOR-003"},
        {"5800",                 "CBOR-003"},
        {"9800",                 "CBOR-003"},
        {"d81200",               "CBOR-003"},
        {"a201000100",           "CBOR-004"},
        {"a202000100",           "CBOR-004"},
        {"a220000100",           "CBOR-004"},
        {"a2616100416100",       "CBOR-004"},
        {"62c328",               "CBOR-005"},
        {"63eda080",             "CBOR-005"},
        {"f7",                   "CBOR-006"},
        {"f90000",               "CBOR-006"},
        {"fb0000000000000000",   "CBOR-006"},
        {"f0",                   "CBOR-006"},
        {"f818",                 "CBOR-006"},
        {"f815",                 "CBOR-006"},
        {"1c",                   "CBOR-006"},
        {"a1f400",               "CBOR-006"},
        {"a18000",               "CBOR-006"},
        {"818181818181818180",   "CBOR-007"},
        {"c1c1c1c1c1c1c1c1c100", "CBOR-007"},
        {"0000",                 "CBOR-009"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        ak_err err;
        const cbor *v = NULL;
        const char *code = code_of(&a, cases[i].hex, &v, &err);
        if (strcmp(code, cases[i].code) != 0)
            fail_msg("%s: '%s' instead of '%s'", cases[i].hex, code, cases[i].code);
        arena_free(&a);
    }
}

static void limits_hold_whatever_the_lengths_claim(void **state)
{
    (void)state;
    arena a = {.limit_bytes = 1 << 20};
    ak_err err;
    const cbor *v = NULL;
    assert_string_equal(code_of(&a, "9b0000003fffffffff", &v, &err), "CBOR-001");
    assert_true(a.used_bytes < 4096);
    buf b = buf_new(&a, 0);
    cbor_put_array(&b, 499);
    for (int i = 0; i < 499; i++)
        cbor_put_null(&b);
    static const cbor_limits limits = {.values_max = 500};
    assert_int_equal(cbor_read(&v, &a, buf_str(&b), &limits, &err), AK_OK);
    static const cbor_limits fewer = {.values_max = 499};
    assert_int_equal(cbor_read(&v, &a, buf_str(&b), &fewer, &err), AK_E_LIMIT);
    static const cbor_limits smaller = {.bytes_max = 500};
    assert_int_equal(cbor_read(&v, &a, buf_str(&b), &smaller, &err), AK_E_LIMIT);
    arena_free(&a);
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    arena a = {0};
    buf b = buf_new(&a, 0);
    cbor_put_tag(&b, 18);
    cbor_put_array(&b, 3);
    cbor_put_map(&b, 4);
    cbor_put_int(&b, 1);
    cbor_put_int(&b, -8);
    cbor_put_int(&b, 394);
    cbor_put_uint(&b, UINT64_MAX);
    cbor_put_int(&b, -1);
    cbor_put_int(&b, INT64_MIN);
    cbor_put_text(&b, STR("iss"));
    cbor_put_bytes(&b, STR("\x00\xff"));
    cbor_put_bool(&b, true);
    cbor_put_null(&b);
    const cbor *v = NULL;
    assert_int_equal(cbor_read(&v, &a, buf_str(&b), NULL, NULL), AK_OK);
    assert_int_equal(v->kind, CBOR_TAG);
    assert_int_equal(v->number, 18);
    const cbor *map = cbor_item(v->first, 0);
    int64_t n = 0;
    assert_true(cbor_i64(&n, cbor_get(map, 1)));
    assert_int_equal(n, -8);
    assert_true(cbor_i64(&n, cbor_get(map, -1)));
    assert_true(n == INT64_MIN);
    assert_false(cbor_i64(&n, cbor_get(map, 394)));
    assert_int_equal(cbor_get_text(map, "iss")->text.n, 2);
    assert_null(cbor_get(map, 2));
    assert_null(cbor_item(v->first, 3));
    assert_true(cbor_item(v->first, 1)->truth);
    assert_int_equal(cbor_item(v->first, 2)->kind, CBOR_NULL);
    assert_int_equal(map->end, cbor_item(v->first, 1)->at);
    arena_free(&a);
}

static uint64_t draw(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

/* libcbor 0.8 calls the tags 6 to 20 malformed, COSE_Sign1 (18) among them. */
static bool libcbor_lacks_a_tag(const cbor *v)
{
    if (v->kind == CBOR_TAG && v->number >= 6 && v->number <= 20)
        return true;
    for (const cbor *item = v->first; item; item = item->next)
        if (libcbor_lacks_a_tag(item))
            return true;
    return false;
}

/* libcbor takes everything that we take and writes the same bytes again, for it writes shortest forms in
 * the order that it read. */
static void what_we_accept_libcbor_accepts_and_writes_alike(void **state)
{
    (void)state;
    static const unsigned char likely[] = {0x00, 0x01, 0x17, 0x18, 0x20, 0x40, 0x41, 0x60, 0x61, 0x80,
                                           0x81, 0x82, 0xa0, 0xa1, 0xa2, 0xd2, 0xf4, 0xf6, 0x19, 0x58};
    uint64_t x = 0x9E3779B97F4A7C15u;
    size_t accepted = 0;
    for (int i = 0; i < 200000; i++) {
        arena a = {0};
        unsigned char in[12];
        size_t n = 1 + draw(&x) % sizeof in;
        for (size_t k = 0; k < n; k++)
            in[k] = draw(&x) % 4 ? likely[draw(&x) % sizeof likely] : (unsigned char)draw(&x);
        const cbor *v = NULL;
        if (cbor_read(&v, &a, (str){(char *)in, n}, NULL, NULL) == AK_OK && !libcbor_lacks_a_tag(v)) {
            accepted++;
            struct cbor_load_result result;
            cbor_item_t *item = cbor_load(in, n, &result);
            assert_non_null(item);
            assert_int_equal(result.read, n);
            unsigned char out[32];
            assert_int_equal(cbor_serialize(item, out, sizeof out), n);
            assert_memory_equal(out, in, n);
            cbor_decref(&item);
        }
        arena_free(&a);
    }
    assert_true(accepted > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_deterministic_form_is_read),
        cmocka_unit_test(limits_hold_whatever_the_lengths_claim),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(what_we_accept_libcbor_accepts_and_writes_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
