/* views_test.c -- what pages and machines are shown of subjects and statements. */
#include "workshop.h"

#include "base/render.h"
#include "record/due.h"
#include "record/find.h"
#include "record/subject_view.h"

static const char *json_of(workshop *s, action_view fn, const char *name, const char *value)
{
    ak_err err = {0};
    view *v = NULL;
    const char *const names[] = {name}, *const values[] = {value};
    args a = {names, values, name ? 1 : 0};
    shop_ok(fn(&v, &s->c, &a, &err), &err);
    render_sink out = render_sink_buf(&s->a);
    shop_ok(render_json(&out, v, LANG_EN, &err), &err);
    shop_ok(render_end(&out, &err), &err);
    return str_c(&s->a, buf_str(&out.out));
}

static void holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no %s in %s", part, text);
}

static void say_things(workshop *s)
{
    shop_say(s,
             "party id=maker ; name=Maker AS ; country=NO\n"
             "product id=pack ; name=Battery pack ; mass=250.50 kg ; manufacturer=maker\n"
             "product id=pack ; name=Battery pack ; mass=260 kg ; by=maker ; evidence=verified ; "
             "src.citation=Data sheet ; src.year=2024\n"
             "material id=cobalt ; name=cobalt\n"
             "composition whole=pack ; part=cobalt ; share=2.5 %\n"
             "document digest=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ; "
             "media_type=text/plain ; "
             "title=Sheet ; about=pack",
             6);
}

static void a_subject_shows_who_says_what_and_where_it_is_used(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_things(&s);
    const char *text = json_of(&s, subject_view, "id", "Battery pack");
    holds(text, "\"id\": \"local:product/pack\"");
    holds(text, "\"kind\": \"product\"");
    holds(text, "260");
    holds(text, "250.50");
    holds(text, "\"chosen\": true");
    holds(text, "\"family\": \"composition\", \"as\": \"whole\"");
    holds(text, "Battery pack, cobalt");
    holds(text, "\"family\": \"document\", \"as\": \"about\"");
    shop_close(&s);
}

static void a_statement_shows_its_voice_source_and_place_in_the_log(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_things(&s);
    const char *text = json_of(&s, statement_view, "id", "5");
    holds(text, "\"type\": \"product\"");
    holds(text, "\"direct\": false");
    holds(text, "\"evidence\": \"verified\"");
    holds(text, "Data sheet");
    holds(text, "\"index\": 5");
    holds(text, s.c.root);
    const char *leaf = strstr(text, "\"leaf\": \"") + 9;
    char prefix[9] = {0};
    memcpy(prefix, leaf, 8);
    assert_string_equal(json_of(&s, statement_view, "id", prefix), text); /* index or leaf prefix (D2) */
    ak_err err = {0};
    view *v = NULL;
    const char *const names[] = {"id"}, *const values[] = {"4711"};
    assert_int_equal(statement_view(&v, &s.c, &(args){names, values, 1}, &err), AK_E_NOTFOUND);
    shop_ctx(&s, AUDIENCE_PUBLIC);
    const char *const seen[] = {"5"};
    assert_int_equal(statement_view(&v, &s.c, &(args){names, seen, 1}, &err), AK_E_DENIED);
    shop_close(&s);
}

static void a_family_is_a_table_of_what_stands(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_things(&s);
    shop_undo(&s, shop_say(&s, "product id=gone ; name=Gone", 1));
    shop_say(&s, "product id=pack ; name=Battery pack two", 1);
    const char *text = json_of(&s, list_view, "family", "produkter");
    holds(text, "Battery pack two");
    holds(text, "260");
    assert_null(strstr(text, "Gone"));
    size_t rows = 0; /* the maker's word and the own one; what that replaced is not there */
    for (const char *p = text; (p = strstr(p, "\"subject\":")); p++)
        rows++;
    assert_int_equal(rows, 2);
    shop_close(&s);
}

static void search_finds_by_the_beginning_of_words_in_any_order(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_things(&s);
    holds(json_of(&s, search_view, "word", "pack bat"), "local:product/pack");
    holds(json_of(&s, search_view, "word", "MAKER"), "local:party/maker");
    holds(json_of(&s, search_view, "word", "nothing such"), "\"count\": 0");
    shop_close(&s);
}

/* Names of 40 and of 80 years: few statements are looked at one by one, many are asked for at once. */
static void a_thing_of_which_much_is_said_is_called_as_one_of_which_little_is(void **state)
{
    (void)state;
    static const char *const ids[] = {"few", "many"};
    workshop s;
    shop_make(&s);
    for (size_t k = 0; k < 2; k++) {
        buf lines = buf_new(&s.a, 0);
        size_t n = k ? 80 : 40;
        for (size_t i = 0; i < n; i++)
            buf_printf(&lines, "%sparty id=%s ; name=Name %zu ; on=%zu-03-01", i ? "\n" : "", ids[k],
                       1930 + i, 1930 + i);
        shop_say(&s, buf_str(&lines).p, n);
    }
    for (size_t year = 1930; year < 1970; year += 3) {
        const char *want = arena_printf(&s.a, "Name %zu", year);
        s.c.as_of = s.c.scope.as_of = arena_printf(&s.a, "%zu-12-31T23:59:59Z", year);
        for (size_t k = 0; k < 2; k++) {
            ak_err err = {0};
            state_subject found = {0};
            shop_ok(state_subject_by_id(&found, &s.c, arena_printf(&s.a, "local:party/%s", ids[k]), &err),
                    &err);
            assert_string_equal(found.name, want);
        }
        holds(json_of(&s, list_view, "family", "party"), want);
    }
    s.c.as_of = s.c.scope.as_of = "1929-12-31T23:59:59Z"; /* nobody had named them yet */
    for (size_t k = 0; k < 2; k++) {
        ak_err err = {0};
        state_subject found = {0};
        shop_ok(state_subject_by_id(&found, &s.c, arena_printf(&s.a, "local:party/%s", ids[k]), &err), &err);
        assert_string_equal(found.name, ids[k]);
    }
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_subject_shows_who_says_what_and_where_it_is_used),
        cmocka_unit_test(a_statement_shows_its_voice_source_and_place_in_the_log),
        cmocka_unit_test(a_family_is_a_table_of_what_stands),
        cmocka_unit_test(a_thing_of_which_much_is_said_is_called_as_one_of_which_little_is),
        cmocka_unit_test(search_finds_by_the_beginning_of_words_in_any_order),
    };
    return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
