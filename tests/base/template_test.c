/* template_test.c -- pages as files: tags, sentences, escaping, faults with file and line. */
#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "base/template.h"

#define NASTY "<&\">'"

static const view_source usgs = {"USGS " NASTY, "https://x.invalid/?a=1&b=\"", 2026, "documented", ""};
static const view_basis stands = {&usgs, 1, 0.5};
static const render_page page = {LANG_EN, "product", "id=a&b=" NASTY};

typedef struct file {
    const char *name;
    const char *text;
} file;

static ak_code load(void *payload, arena *a, str *text, const char *name, ak_err *err)
{
    (void)a;
    for (const file *f = payload; f->name; f++) {
        if (strcmp(f->name, name) == 0) {
            *text = str_of(f->text);
            return AK_OK;
        }
    }
    return ak_fail(err, &VIEW_003, name);
}

static ak_code fill(arena *a, const char **out, const char *text, const view *v, ak_err *err)
{
    file files[] = {
        {"page.html",  text              },
        {"_part.html", "[{{name|plain}}]"},
        {"_self.html", "{{>_self}}"      },
        {NULL,         NULL              },
    };
    const template_files source = {load, files};
    const template *t = NULL;
    AK_TRY(template_compile(&t, a, &source, "page.html", err));
    render_sink sink = render_sink_buf(a);
    view *vars = view_map(a);
    view_put(vars, "lang", view_text_c(a, "en"));
    AK_TRY(template_render(&sink, t, v, vars, &page, err));
    *out = sink.out.p ? sink.out.p : "";
    return AK_OK;
}

static void gives(const char *text, const char *expected)
{
    arena a = {0};
    view *v = view_map(&a);
    view_put(v, "name", view_text_c(&a, "N"));
    view_put(v, "nasty", view_text_c(&a, NASTY));
    view_put(v, "three", view_int(&a, 3));
    view_put(v, "zero", view_int(&a, 0));
    view_put(v, "null", NULL);
    view_put(v, "level", view_level(&a, "high"));
    view_put(v, "country", view_word(&a, "CHN", N_("China")));
    view_put(v, "share", view_share(&a, 88000, &stands));
    view_put(v, "maker", view_ref(&a, "party", "orgnr-no:1&2", NASTY));
    view *list = view_list(&a);
    for (int i = 1; i <= 2; i++) {
        view *item = view_map(&a);
        view_put(item, "n", view_int(&a, i));
        view_add(list, item);
    }
    view_put(v, "items", list);
    const char *out = "";
    ak_err err = {0};
    if (fill(&a, &out, text, v, &err) != AK_OK)
        fail_msg("%s: %s %s:%lld", text, err.rule->code, err.file, (long long)err.line);
    assert_string_equal(out, expected);
    arena_free(&a);
}

static void values_are_for_people_and_always_escaped(void **state)
{
    (void)state;
    gives("{{name}} {{ nasty }}", "N &lt;&amp;&quot;&gt;&#39;");
    gives("{{three}}{{zero}}{{null}}", "30");
    gives("{{level|plain}} {{level|code}}", "high high");
    gives("{{level}}", "<span class=\"risk risk-high\"><svg aria-hidden=\"true\" viewBox=\"0 0 12 12\">"
                       "<use href=\"#i-high\"/></svg>High</span>");
    gives("{{maker}}", "<a href=\"/en/party?id=orgnr-no:1%262\">&lt;&amp;&quot;&gt;&#39;</a>");
    gives("{{maker|url}} {{maker|code}} {{maker|plain}}",
          "orgnr-no:1%262 orgnr-no:1&amp;2 &lt;&amp;&quot;&gt;&#39;");
    gives("{{share}} {{share|short}} {{share|code}}", "8.8% 8.8% 0.088000");
    gives("{{country}} {{country|code}}", "China CHN");
    gives("{{lang|code}}", "en");
}

static void sections_follow_lists_truth_and_codes(void **state)
{
    (void)state;
    gives("{{#items}}{{n}}{{name}},{{/items}}", "1N,2N,");
    gives("{{^items}}none{{/items}}{{^absent}}none{{/}}", "none");
    gives("{{#zero}}x{{/zero}}{{#null}}x{{/null}}{{#three}}{{.}}{{/three}}", "3");
    gives("{{#level=high}}H{{/level}}{{#level=low}}L{{/level}}{{^level=low}}not low{{/}}", "Hnot low");
    gives("{{#items}}{{#n=1}}{{/}}{{/items}}", "");
    gives("{{items.1.n}}", "2");
    gives("a{{! no }}b{{>_part}}", "ab[N]");
}

static void a_line_with_only_a_section_tag_leaves_nothing(void **state)
{
    (void)state;
    gives("<ul>\n  {{#items}}\n  <li>{{n}}\n  {{/items}}\n</ul>\n", "<ul>\n  <li>1\n  <li>2\n</ul>\n");
    gives("{{#three}}\nx\n{{/three}}\n{{! c }}\ny", "x\ny");
    gives("a {{#three}} b {{/three}} c", "a  b  c");
}

static void sentences_name_their_values_and_choose_by_count(void **state)
{
    (void)state;
    gives("{{_ Bought from {maker}}}.", "Bought from <a href=\"/en/party?id=orgnr-no:1%262\">"
                                        "&lt;&amp;&quot;&gt;&#39;</a>.");
    gives("{{_ Risk is\n   {level} <b>}}", "Risk is high &lt;b&gt;");
    gives("{{_n {three} gap|{three} gaps}}", "3 gaps");
    gives("{{#items}}{{_n {n} gap|{n} gaps}};{{/items}}", "1 gap;2 gaps;");
    gives("{{_ Item {items.1.n}}}", "Item 2");
}

static void refuses(const char *text, const char *code, int line)
{
    arena a = {0};
    view *v = view_map(&a);
    view_put(v, "name", view_text_c(&a, "N"));
    const char *out = "";
    ak_err err = {0};
    assert_int_not_equal(fill(&a, &out, text, v, &err), AK_OK);
    if (strcmp(err.rule->code, code) != 0 || err.line != line)
        fail_msg("%s: %s line %lld, not %s line %d", text, err.rule->code, (long long)err.line, code, line);
    if (!strstr(text, "self"))
        assert_string_equal(err.file, "page.html");
    arena_free(&a);
}

static void faults_name_file_and_line(void **state)
{
    (void)state;
    refuses("a\nb {{name", "TPL-001", 2);
    refuses("{{#name}}\n{{/other}}", "TPL-002", 2);
    refuses("\n\n{{/name}}", "TPL-002", 3);
    refuses("{{_ }}", "TPL-003", 1);
    refuses("{{_ a {b c}}}", "TPL-003", 1);
    refuses("{{_n only one}}", "TPL-003", 1);
    refuses("{{_n one|no count}}", "TPL-003", 1);
    refuses("\n{{#name}}\n", "TPL-004", 2);
    refuses("{{na me}}", "TPL-005", 1);
    refuses("{{}}", "TPL-005", 1);
    refuses("{{name|upper}}", "TPL-005", 1);
    refuses("{{>_self}}", "TPL-006", 1);
    refuses("\n{{missing}}", "TPL-007", 2);
    refuses("\n\n{{_ a {missing}}}", "TPL-007", 3);
    refuses("{{&name}}", "TPL-008", 1);
    char deep[20 * 9 + 1] = "";
    for (int i = 0; i < 20; i++)
        strcat(deep, "{{#name}}");
    refuses(deep, "TPL-006", 1);
}

static const view_column columns[] = {
    {"who" NASTY, N_("Who " NASTY), VIEW_TEXT,  ""      },
    {"n",         N_("Number"),     VIEW_SHARE, "" NASTY},
};

/* style.md: "every page renders ... and checks escaping with <&\">" */
static void nothing_of_anybody_gets_into_a_page_unescaped(void **state)
{
    (void)state;
    arena a = {0};
    view *table = view_table(&a, columns, 2);
    view_caption(table, view_say(&a, N_("Of {x} " NASTY), "x", view_text_c(&a, NASTY), (char *)NULL));
    view_row(table);
    view_cell(table, view_link(view_text_c(&a, NASTY), "javascript:alert(1)"));
    view_cell(table, view_share(&a, 500000, &stands));
    view *v = view_map(&a);
    view_put(v, "figure",
             view_figure(&a, "bars", view_text_c(&a, NASTY), view_text_c(&a, NASTY), NULL, NULL, table));
    view_put_label(v, "when", N_("When " NASTY), view_date(&a, NASTY));
    view_put(v, "ref", view_ref(&a, "party", NASTY, NASTY));
    view_put(v, "word", view_word(&a, NASTY, NASTY));
    view_put(v, "price", view_money(&a, 1, NASTY, &stands));
    view_put(v, "link", view_link(view_text_c(&a, NASTY), "party?id=" NASTY));
    view_put(v, "mass", view_decimal(&a, "1.5", NASTY, &stands));
    view *list = view_list(&a);
    view_add(list, view_text_c(&a, NASTY));
    view_put(v, "list", list);
    render_sink sink = render_sink_buf(&a);
    ak_err err = {0};
    assert_int_equal(render_html(&sink, v, &page, &err), AK_OK);
    const char *html = sink.out.p;
    assert_null(strstr(html, "<&"));
    assert_null(strstr(html, "&\""));
    assert_null(strstr(html, ">'<"));
    assert_null(strstr(html, "'"));
    assert_null(strstr(html, "javascript"));
    assert_non_null(strstr(html, "href=\"/en/product/figure.csv?id=a&amp;b=&lt;&amp;&quot;&gt;&#39;\""));
    int quotes = 0;
    for (const char *p = html; *p; p++)
        quotes += *p == '"';
    assert_int_equal(quotes % 2, 0);
    arena_free(&a);
}

static void a_page_shows_at_most_200_rows_and_says_how_many_follow(void **state)
{
    (void)state;
    arena a = {0};
    view *table = view_table(&a, columns, 2);
    for (int i = 0; i < 203; i++) {
        view_row(table);
        view_cell(table, view_text_c(&a, "r"));
        view_cell(table, NULL);
    }
    view *v = view_map(&a);
    view_put(v, "t", table);
    render_sink sink = render_sink_buf(&a);
    ak_err err = {0};
    assert_int_equal(render_html(&sink, v, &page, &err), AK_OK);
    assert_non_null(strstr(sink.out.p, "3 further rows: see the file"));
    int rows = 0;
    for (const char *p = sink.out.p; (p = strstr(p, "not said")); p++)
        rows++;
    assert_int_equal(rows, 200);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_for_people_and_always_escaped),
        cmocka_unit_test(sections_follow_lists_truth_and_codes),
        cmocka_unit_test(a_line_with_only_a_section_tag_leaves_nothing),
        cmocka_unit_test(sentences_name_their_values_and_choose_by_count),
        cmocka_unit_test(faults_name_file_and_line),
        cmocka_unit_test(nothing_of_anybody_gets_into_a_page_unescaped),
        cmocka_unit_test(a_page_shows_at_most_200_rows_and_says_how_many_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
