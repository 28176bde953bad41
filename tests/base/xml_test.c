/* xml_test.c -- XML piece by piece, with its bounds; ZIP files are tested with workbooks (xlsx_test.c). */
#include "../cmocka_all.h"

#include <string.h>

#include "base/xml.h"

typedef struct told {
    buf out;
    xml_reader *pause_at_end; /* pauses behind every element */
} told;

static ak_code on_start(void *payload, const char *name, const char **attributes, ak_err *err)
{
    told *t = payload;
    buf_printf(&t->out, "<%s", name);
    for (size_t i = 0; attributes[i]; i += 2)
        buf_printf(&t->out, " %s=%s", attributes[i], attributes[i + 1]);
    buf_add_char(&t->out, '>');
    return strcmp(xml_local(name), "stop") == 0 ? ak_fail(err, &XLSX_003) : AK_OK;
}

static ak_code on_end(void *payload, const char *name, ak_err *err)
{
    told *t = payload;
    (void)err;
    buf_printf(&t->out, "</%s>", xml_local(name));
    if (t->pause_at_end)
        xml_pause(t->pause_at_end);
    return AK_OK;
}

static ak_code on_text(void *payload, str text, ak_err *err)
{
    told *t = payload;
    (void)err;
    buf_add_str(&t->out, text);
    return AK_OK;
}

static const char *read_all(arena *a, str in, const xml_limits *limits, ak_err *err)
{
    told t = {.out = buf_new(a, 0)};
    xml_handler handler = {on_start, on_end, on_text, &t};
    *err = (ak_err){0};
    ak_code code = xml_read(in, &handler, limits, err);
    assert_int_equal(code != AK_OK, err->rule != NULL);
    return code == AK_OK ? t.out.p : err->rule->code;
}

static void elements_come_with_their_namespaces(void **state)
{
    (void)state;
    arena a = {0};
    ak_err err;
    assert_string_equal(
        read_all(&a, STR("<a xmlns='u:x' b='1' p:c='2' xmlns:p='u:p'>x&amp;&#229;<p:d/>]</a>"), NULL, &err),
        "<u:x a b=1 u:p c=2>x&\xc3\xa5<u:p d></d>]</a>");
    const char *attributes[] = {"u:p b", "1", "b", "2", NULL};
    assert_string_equal(xml_attribute(attributes, "b"), "2");
    assert_null(xml_attribute(attributes, "c"));
    arena_free(&a);
}

static void what_is_broken_or_dangerous_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *code;
        int line;
    } cases[] = {
        {"",                                                                "XML-001",  1},
        {"<a>\n<b></a>",                                                    "XML-001",  2},
        {"<a>\n&nix;</a>",                                                  "XML-001",  2},
        {"<a>\xff</a>",                                                     "XML-001",  1},
        {"<a/>\n<b/>",                                                      "XML-001",  2},
        {"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",                        "XML-002",  1},
        {"\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",                  "XML-002",  2},
        {"<a><b><c><d><e/></d></c></b></a>",                                "XML-003",  1},
        {"<a>\n\n<stop/><b></a>",                                           "XLSX-003", 3},
        {"<a>a text of more than fifty bytes, which is the limit here</a>", "XML-004",  0},
    };
    const xml_limits limits = {.depth_max = 4, .bytes_max = 50};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a = {0};
        ak_err err;
        assert_string_equal(read_all(&a, str_of(cases[i].text), &limits, &err), cases[i].code);
        assert_int_equal(err.line, cases[i].line);
        arena_free(&a);
    }
}

static void reading_rests_between_elements(void **state)
{
    (void)state;
    const char *text = "<a><b>1</b><c>2<d/></c></a>";
    const size_t n = strlen(text);
    for (size_t piece = 1; piece <= n; piece += 5) {
        arena a = {0};
        told t = {.out = buf_new(&a, 0)};
        xml_handler handler = {on_start, on_end, on_text, &t};
        xml_reader *r = NULL;
        size_t rests = 0;
        assert_int_equal(xml_open(&r, &a, &handler, NULL, NULL), AK_OK);
        t.pause_at_end = r;
        for (size_t at = 0; at < n; at += piece) {
            size_t left = n - at < piece ? n - at : piece;
            assert_int_equal(xml_feed(r, (str){text + at, left}, at + left == n, NULL), AK_OK);
            for (; xml_paused(r); rests++)
                assert_int_equal(xml_resume(r, NULL), AK_OK);
        }
        assert_int_equal(rests, 4);
        assert_string_equal(t.out.p, "<a><b>1</b><c>2<d></d></c></a>");
        arena_free(&a);
    }
}

static void the_first_error_stays(void **state)
{
    (void)state;
    arena a = {0};
    told t = {.out = buf_new(&a, 0)};
    xml_handler handler = {on_start, on_end, on_text, &t};
    xml_reader *r = NULL;
    ak_err err = {0};
    assert_int_equal(xml_open(&r, &a, &handler, NULL, &err), AK_OK);
    assert_int_equal(xml_feed(r, STR("<stop>"), false, &err), AK_E_INPUT);
    err = (ak_err){0};
    assert_int_equal(xml_feed(r, STR("<b>"), true, &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "XLSX-003");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_come_with_their_namespaces),
        cmocka_unit_test(what_is_broken_or_dangerous_is_refused_with_its_line),
        cmocka_unit_test(reading_rests_between_elements),
        cmocka_unit_test(the_first_error_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
