/* json_test.c -- strict reading, the canonical form, streams. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

/* Reads; returns the code of the rule that was broken, "" if none. */
static const char *read_code(const char *text, size_t n, ak_err *err)
{
    arena a = {0};
    json *v = NULL;
    *err = (ak_err){0};
    ak_code code = json_read(&v, &a, (str){text, n}, NULL, err);
    assert_int_equal(code != AK_OK, err->rule != NULL);
    arena_free(&a);
    return err->rule ? err->rule->code : "";
}

static void what_is_no_json_is_refused_by_its_own_rule(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *code;
    } cases[] = {
        {"",                        "JSON-001"},
        {"[1,",                     "JSON-001"},
        {"\"abc",                   "JSON-001"},
        {"{\"a\":",                 "JSON-001"},
        {"tru",                     "JSON-001"},
        {"-",                       "JSON-001"},
        {"[1.",                     "JSON-001"},
        {"\"\\",                    "JSON-001"},
        {"{",                       "JSON-001"},
        {"[1 2]",                   "JSON-002"},
        {"[1,]",                    "JSON-002"},
        {"{\"a\":1,}",              "JSON-002"},
        {"{a:1}",                   "JSON-002"},
        {"{\"a\" 1}",               "JSON-002"},
        {"{1:2}",                   "JSON-002"},
        {"NaN",                     "JSON-002"},
        {"True",                    "JSON-002"},
        {"'a'",                     "JSON-002"},
        {"[1}",                     "JSON-002"},
        {"[\f1]",                   "JSON-002"},
        {"nulL",                    "JSON-002"},
        {"\"\xff\"",                "JSON-003"},
        {"\"\xc0\x80\"",            "JSON-003"},
        {"\"\xed\xa0\x80\"",        "JSON-003"},
        {"\"\xf4\x90\x80\x80\"",    "JSON-003"},
        {"\"\xe2\x82\"",            "JSON-003"},
        {"{\"a\":1,\"a\":2}",       "JSON-004"},
        {"{\"\":1,\"\":2}",         "JSON-004"},
        {"{\"a\":1,\"\\u0061\":2}", "JSON-004"},
        {"\"a\nb\"",                "JSON-005"},
        {"\"\\x41\"",               "JSON-006"},
        {"\"\\u12G4\"",             "JSON-006"},
        {"\"\\ud800\"",             "JSON-007"},
        {"\"\\udc00\"",             "JSON-007"},
        {"\"\\ud800\\ud800\"",      "JSON-007"},
        {"\"\\ud800x\"",            "JSON-007"},
        {"01",                      "JSON-008"},
        {"+1",                      "JSON-008"},
        {".5",                      "JSON-008"},
        {"[1.]",                    "JSON-008"},
        {"[1e]",                    "JSON-008"},
        {"[--1]",                   "JSON-008"},
        {"1 2",                     "JSON-012"},
        {"{} x",                    "JSON-012"},
        {"\xEF\xBB\xBF{}",          "JSON-015"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ak_err err;
        const char *code = read_code(cases[i].text, strlen(cases[i].text), &err);
        if (strcmp(code, cases[i].code) != 0)
            fail_msg("%s: %s instead of %s", cases[i].text, code, cases[i].code);
    }
    ak_err err;
    assert_string_equal(read_code("\"\0\"", 3, &err), "JSON-005");
    assert_string_equal(read_code("[1\0]", 4, &err), "JSON-002");
}

static void the_place_of_an_error_is_named(void **state)
{
    (void)state;
    ak_err err;
    const char *text = "{\"body\":\n {\"list\":[ {\"a\":1},\n {\"a\":1,\n \"b\":nix}]}}";
    read_code(text, strlen(text), &err);
    assert_int_equal(err.line, 4);
    assert_string_equal(err.field, "body/list/1/b");
    assert_string_equal(err.value, "nix");
    text = "{\"x\":{\"name\":1,\n\"other\":2,\n\"name\":3}}";
    read_code(text, strlen(text), &err);
    assert_int_equal(err.line, 3);
    assert_string_equal(err.field, "x");
    assert_string_equal(err.arg[0], "name");
}

static void a_name_that_stands_twice_is_found_in_small_and_large_objects(void **state)
{
    (void)state;
    for (size_t n = 2; n < 300; n += n < 40 ? 1 : 37) {
        arena a = {0};
        for (size_t again = 0; again < n; again += n / 3 + 1) {
            buf b = buf_new(&a, 0);
            buf_add_char(&b, '{');
            for (size_t i = 0; i < n; i++)
                buf_printf(&b, "\"name%zu\":%zu,\n", i, i);
            str unique = {b.p, b.n};
            ak_err err = {0};
            json *v = NULL;
            buf_printf(&b, "\"last\":{\"name%zu\":0}}", again);
            assert_int_equal(json_read(&v, &a, buf_str(&b), NULL, &err), AK_OK);
            assert_int_equal(v->n, n + 1);
            b.n = unique.n;
            buf_printf(&b, "\"name%zu\":0}", again);
            assert_int_equal(json_read(&v, &a, buf_str(&b), NULL, &err), AK_E_INPUT);
            assert_string_equal(err.rule->code, "JSON-004");
            assert_int_equal(err.line, n + 1);
        }
        arena_free(&a);
    }
}

static void numbers_keep_their_text_and_values_their_place(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    json *v = NULL;
    str in = STR(
        " {\"a\" : 0.10, \"b\":[-0, 1e400], \"c\":\"x\\u00e5\\ud83d\\ude00\\n\", \"d\":\"plain \xc3\xa5\"}");
    assert_int_equal(json_read(&v, &a, in, NULL, &err), AK_OK);
    assert_int_equal(v->at, 1);
    assert_int_equal(v->end, in.n);
    assert_true(str_is(json_get(v, "a")->text, "0.10"));
    assert_int_equal(json_get(v, "a")->at, 8);
    assert_int_equal(json_get(v, "a")->end, 12);
    assert_int_equal(json_get(v, "b")->n, 2);
    assert_true(str_is(json_get(v, "b")->last->text, "1e400"));
    assert_true(str_is(json_str(v, "c"), "x\xc3\xa5\xf0\x9f\x98\x80\n"));
    str plain = json_str(v, "d");
    assert_true(plain.p > in.p && plain.p < in.p + in.n); /* not copied */
    assert_null(json_get(v, "e"));
    assert_int_equal(json_str(v, "a").n, 0);
    arena_free(&a);
}

static void limits_hold(void **state)
{
    (void)state;
    arena a = {0};
    json *v = NULL;
    ak_err err = {0};
    json_limits three = {.depth_max = 3, .bytes_max = 40, .values_max = 5};
    assert_int_equal(json_read(&v, &a, STR("[[[1]]]"), &three, &err), AK_OK);
    assert_int_equal(json_read(&v, &a, STR("[[[[1]]]]"), &three, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "JSON-009");
    assert_int_equal(json_read(&v, &a, STR("[1,2,3,4]"), &three, &err), AK_OK);
    assert_int_equal(json_read(&v, &a, STR("[1,2,3,4,5]"), &three, &err), AK_E_LIMIT);
    assert_string_equal(err.rule->code, "JSON-010");
    assert_int_equal(json_read(&v, &a, STR("\"12345678901234567890123456789012345678\""), &three, &err),
                     AK_OK);
    assert_int_equal(json_read(&v, &a, STR("\"123456789012345678901234567890123456789\""), &three, &err),
                     AK_E_LIMIT);
    assert_string_equal(err.rule->code, "JSON-011");
    static char deep[100000];
    memset(deep, '[', sizeof deep);
    json_limits any = {.depth_max = SIZE_MAX};
    assert_int_equal(json_read(&v, &a, (str){deep, sizeof deep}, &any, &err), AK_E_LIMIT);
    arena small = {.limit_bytes = 4096};
    buf b = buf_new(&a, 0);
    for (int i = 0; i < 10000; i++)
        buf_add_c(&b, i ? ",1" : "[1");
    buf_add_char(&b, ']');
    assert_int_equal(json_read(&v, &small, buf_str(&b), NULL, &err), AK_E_LIMIT);
    arena_free(&small);
    arena_free(&a);
}

static void whole_numbers_are_read_exactly(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        int64_t n;
    } cases[] = {
        {"0",                              true,  0                },
        {"-0",                             true,  0                },
        {"9007199254740991",               true,  9007199254740991 },
        {"-9007199254740991",              true,  -9007199254740991},
        {"9007199254740992",               false, 0                },
        {"1.0",                            false, 0                },
        {"1e3",                            false, 0                },
        {"\"1\"",                          false, 0                },
        {"123456789012345678901234567890", false, 0                },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        json *v = NULL;
        int64_t n = -7;
        assert_int_equal(json_read(&v, &a, str_of(cases[i].text), NULL, NULL), AK_OK);
        assert_int_equal(json_i64(&n, v), cases[i].ok);
        assert_int_equal(n, cases[i].ok ? cases[i].n : -7);
        arena_free(&a);
    }
    assert_false(json_i64(NULL, NULL));
}

static str canonical(arena *a, const char *text, ak_err *err)
{
    json *v = NULL;
    buf b = buf_new(a, 0);
    assert_int_equal(json_read(&v, a, str_of(text), NULL, err), AK_OK);
    ak_code code = json_canonical(&b, v, err);
    return code == AK_OK ? buf_str(&b) : STR("");
}

/* RFC 8785 3.2.3: "sorting of object property names is ... based on pure value comparisons, where code
 * units are treated as unsigned integers": a surrogate (D800-DFFF) comes before U+E000-U+FFFF. */
static void names_are_sorted_by_utf16_units(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err;
    str out = canonical(
        &a,
        "{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"\xed\x9f\xbf\":3,\"b\":4,\"aa\":5,\"a\":6,\"\":7,"
        "\"\xf0\x9f\x98\x81\":8}",
        &err);
    assert_true(str_is(out, "{\"\":7,\"a\":6,\"aa\":5,\"b\":4,\"\xed\x9f\xbf\":3,\"\xf0\x9f\x98\x80\":2,"
                            "\"\xf0\x9f\x98\x81\":8,\"\xef\xac\xb3\":1}"));
    arena_free(&a);
}

static void canonical_numbers_are_those_of_ecmascript(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err;
    str out = canonical(&a,
                        "[0.10,-0,1E2,1e21,123456789012345678,1e-7,0.000001,5e-324,1.7976931348623157e308,"
                        "4.50,2e-3,333333333.33333329,999999999999999900000,-12]",
                        &err);
    assert_true(str_is(out,
                       "[0.1,0,100,1e+21,123456789012345680,1e-7,0.000001,5e-324,1.7976931348623157e+308,"
                       "4.5,0.002,333333333.3333333,999999999999999900000,-12]"));
    arena_free(&a);
}

static void a_number_too_large_for_a_double_has_no_canonical_form(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err = {0};
    assert_int_equal(canonical(&a, "[1e400]", &err).n, 0);
    assert_string_equal(err.rule->code, "JSON-013");
    arena_free(&a);
}

static void builders_and_writing_for_people(void **state)
{
    (void)state;
    arena a = {0};
    json *o = json_object_new(&a);
    json *list = json_array_new(&a);
    json_put(&a, o, "z", json_number_new(&a, "0.10"));
    json_put(&a, o, "a", list);
    json_push(list, json_int_new(&a, -3));
    json_push(list, json_bool_new(&a, true));
    json_push(list, json_null_new(&a));
    json_put(&a, o, "m", json_string_new(&a, STR("q\"\\\n\x01\x7f</\xc3\xa5")));
    json_put(&a, o, "z", json_string_new(&a, STR("new")));
    buf b = buf_new(&a, 0);
    json_write(&b, o, 0);
    assert_string_equal(b.p,
                        "{\"z\":\"new\",\"a\":[-3,true,null],\"m\":\"q\\\"\\\\\\n\\u0001\x7f</\xc3\xa5\"}");
    b = buf_new(&a, 0);
    json_write(&b, o, 2);
    assert_string_equal(b.p, "{\n  \"z\": \"new\",\n  \"a\": [\n    -3,\n    true,\n    null\n  ],\n"
                             "  \"m\": \"q\\\"\\\\\\n\\u0001\x7f</\xc3\xa5\"\n}");
    b = buf_new(&a, 0);
    assert_int_equal(json_canonical(&b, o, NULL), AK_OK);
    assert_string_equal(b.p,
                        "{\"a\":[-3,true,null],\"m\":\"q\\\"\\\\\\n\\u0001\x7f</\xc3\xa5\",\"z\":\"new\"}");
    json_put(&a, o, "bad", json_string_new(&a, STR("\xff")));
    ak_err err = {0};
    assert_int_equal(json_canonical(&b, o, &err), AK_E_INPUT);
    arena_free(&a);
}

/* Reads all elements: "source;source;...", and the rule's code behind it if one was broken. */
static const char *stream_all(arena *a, const char *text, const char *path, const json **envelope)
{
    json_stream *s = NULL;
    ak_err err = {0};
    buf b = buf_new(a, 0);
    arena scratch = {0};
    ak_code code = json_stream_open(&s, a, str_of(text), path, NULL, &err);
    while (code == AK_OK) {
        arena_mark mark = arena_save(&scratch);
        json *v = NULL;
        str source;
        code = json_stream_next(s, &scratch, &v, &source, &err);
        if (code != AK_OK || !v)
            break;
        assert_ptr_equal(source.p, text + v->at);
        buf_add_str(&b, source);
        buf_add_char(&b, ';');
        arena_rewind(&scratch, mark);
    }
    if (code != AK_OK)
        buf_add_c(&b, err.rule->code);
    else if (envelope)
        *envelope = json_stream_envelope(s);
    arena_free(&scratch);
    return b.n ? b.p : "";
}

static void elements_of_arrays_and_lines_come_one_at_a_time(void **state)
{
    (void)state;
    arena a = {0};
    assert_string_equal(stream_all(&a, " [ {\"a\":[1,2]} ,2 , \"x\"]\n", "", NULL), "{\"a\":[1,2]};2;\"x\";");
    assert_string_equal(stream_all(&a, "[]", "", NULL), "");
    assert_string_equal(stream_all(&a, "", "", NULL), "");
    assert_string_equal(stream_all(&a, "{\"a\":1}\n\n{\"a\":2}\r\n", "", NULL), "{\"a\":1};{\"a\":2};");
    assert_string_equal(stream_all(&a, "{\"a\":1}", "", NULL), "{\"a\":1};");
    assert_string_equal(stream_all(&a, "{\"a\":1} {\"a\":2}", "", NULL), "{\"a\":1};JSON-012");
    assert_string_equal(stream_all(&a, "{\"a\":1}\n{\"a\":", "", NULL), "{\"a\":1};JSON-001");
    assert_string_equal(stream_all(&a, "[1,2", "", NULL), "1;2;JSON-001");
    assert_string_equal(stream_all(&a, "[1,]", "", NULL), "1;JSON-002");
    assert_string_equal(stream_all(&a, "[,1]", "", NULL), "JSON-002");
    assert_string_equal(stream_all(&a, "[1] 2", "", NULL), "1;JSON-012");
    const json *envelope = NULL;
    const char *doc =
        "{\"type\":\"D\",\"body\":{\"n\":[7],\"list\":[1,{\"x\":2}],\"m\":true},\"date\":\"d\"}";
    assert_string_equal(stream_all(&a, doc, "body/list", &envelope), "1;{\"x\":2};");
    buf b = buf_new(&a, 0);
    json_write(&b, envelope, 0);
    assert_string_equal(b.p, "{\"type\":\"D\",\"body\":{\"n\":[7],\"list\":[],\"m\":true},\"date\":\"d\"}");
    assert_string_equal(stream_all(&a, doc, "body/lost", NULL), "JSON-014");
    assert_string_equal(stream_all(&a, doc, "type/list", NULL), "JSON-014");
    assert_string_equal(stream_all(&a, "[1]", "body", NULL), "JSON-014");
    assert_string_equal(stream_all(&a, "{\"l\":[1],\"l\":[2]}", "l", NULL), "1;JSON-004");
    assert_string_equal(stream_all(&a, "{\"l\":[1]", "l", NULL), "1;JSON-001");
    assert_string_equal(stream_all(&a, "{\"l\":[1]} x", "l", NULL), "1;JSON-012");
    arena_free(&a);
}

/* RFC 8785 3.2.2.3 and ECMAScript 6.1.6.1.20: a text that reads back the same; a neighbour is another. */
static void a_double_reads_back_from_its_text(void **state)
{
    (void)state;
    uint64_t x = 88172645463325252u;
    for (int i = 0; i < 20000; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        uint64_t bits = i % 3 ? x : (x & 2046) << 52 | (uint64_t)(i & 1);
        double d;
        memcpy(&d, &bits, 8);
        if (d != d || d - d != 0)
            continue;
        char text[48];
        json_double_text(text, d);
        assert_true(strtod(text, NULL) == d);
    }
}

/* Above a power of two the gap is twice as wide: 2^544 is 5.758609657015292e163 though ...291e163 is closer,
 * for that is already the double below. */
static void a_power_of_two_has_the_shortest_text_too(void **state)
{
    (void)state;
    char text[48];
    json_double_text(text, 0x1p+544);
    assert_string_equal(text, "5.758609657015292e+163");
    json_double_text(text, 0x1p-44);
    assert_string_equal(text, "5.684341886080802e-14");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_json_is_refused_by_its_own_rule),
        cmocka_unit_test(the_place_of_an_error_is_named),
        cmocka_unit_test(a_name_that_stands_twice_is_found_in_small_and_large_objects),
        cmocka_unit_test(numbers_keep_their_text_and_values_their_place),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(whole_numbers_are_read_exactly),
        cmocka_unit_test(names_are_sorted_by_utf16_units),
        cmocka_unit_test(canonical_numbers_are_those_of_ecmascript),
        cmocka_unit_test(a_number_too_large_for_a_double_has_no_canonical_form),
        cmocka_unit_test(builders_and_writing_for_people),
        cmocka_unit_test(elements_of_arrays_and_lines_come_one_at_a_time),
        cmocka_unit_test(a_double_reads_back_from_its_text),
        cmocka_unit_test(a_power_of_two_has_the_shortest_text_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
