/* rights_test.c -- who sees what: every audience against every reach, by every way that leads to a statement. */
#include "workshop.h"

#include "base/render.h"
#include "record/due.h"
#include "record/find.h"
#include "record/subject_view.h"

static const char *const audiences[] = {"public", "partners", "organisation", "case_handlers", "named"};
#define AUDIENCES 5

static void context_of(workshop *s, audience reach, const char *actor)
{
    ak_err err = {0};
    ctx_wish wish = {.lang = LANG_EN, .now = SHOP_NOW, .reach = reach, .actor = actor};
    shop_ok(workspace_ctx(&s->c, &s->a, s->ws, &wish, &err), &err);
}

/* JSON of a view, or what it refuses with. */
static const char *shown(workshop *s, action_view fn, const char *name, const char *value)
{
    ak_err err = {0};
    view *v = NULL;
    const char *const names[] = {name}, *const values[] = {value};
    args a = {names, values, 1};
    if (fn(&v, &s->c, &a, &err) != AK_OK)
        return err.rule->code;
    render_sink out = render_sink_buf(&s->a);
    shop_ok(render_json(&out, v, LANG_EN, &err), &err);
    shop_ok(render_end(&out, &err), &err);
    return str_c(&s->a, buf_str(&out.out));
}

/* One thing for each audience: product THING-0 .. THING-4, each with a second name that is disputed, and a question
 * with a day.  Said by the own party, the named ones for the party that is called friend. */
static void say_all(workshop *s)
{
    shop_say(s,
             "party id=friend ; name=Friend ; audience=public\nparty id=stranger ; name=Stranger ; "
             "audience=public",
             2);
    for (int i = 0; i < AUDIENCES; i++) {
        const char *names = i == AUDIENCES - 1 ? " ; audience_names=friend" : "";
        shop_say(s,
                 arena_printf(
                     &s->a,
                     "product id=t%d ; name=THING-%d ; audience=%s%s\n"
                     "product id=t%d ; name=OTHER-%d ; audience=%s%s ; by=friend\n"
                     "question id=q%d ; addressee=friend ; text=ASKED-%d ; due_on=2026-12-01 ; audience=%s%s",
                     i, i, audiences[i], names, i, i, audiences[i], names, i, i, audiences[i], names),
                 3);
    }
}

static bool sees_due(workshop *s, int i)
{
    ak_err err = {0};
    due_row *rows = NULL;
    size_t n = 0;
    shop_ok(due_rows(&rows, &n, &s->c, &err), &err);
    const char *id = arena_printf(&s->a, "local:question/q%d", i);
    for (size_t k = 0; k < n; k++)
        if (strcmp(rows[k].subject, id) == 0)
            return true;
    return false;
}

static void assert_sees(workshop *s, int i, bool may)
{
    const char *thing = arena_printf(&s->a, "THING-%d", i);
    const char *other = arena_printf(&s->a, "OTHER-%d", i);
    const char *id = arena_printf(&s->a, "local:product/t%d", i);
    const struct {
        const char *way, *text, *wanted;
    } ways[] = {
        {"list",    shown(s, list_view,    "family", "product"), thing},
        {"search",  shown(s, search_view,  "word",   thing),     thing},
        {"subject", shown(s, subject_view, "id",     id),        thing},
        {"dispute", shown(s, subject_view, "id",     id),        other},
    };
    for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
        bool held = strstr(ways[k].text, ways[k].wanted) != NULL;
        if (strcmp(ways[k].way, "search") == 0) /* it repeats the word that was asked for */
            held = strstr(ways[k].text, id) != NULL;
        if (held != may)
            fail_msg("%s of %s, reach %d: %s", ways[k].way, audiences[i], (int)s->c.reach, ways[k].text);
    }
    if (sees_due(s, i) != may)
        fail_msg("what is due of %s, reach %d", audiences[i], (int)s->c.reach);
}

/* "Every reference to a family table has its own alias.audience <= :reach" -- D25 */
static void every_audience_is_seen_from_its_reach_on_by_whatever_way(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_all(&s);
    for (int reach = AUDIENCE_PUBLIC; reach <= AUDIENCE_CASE; reach++) {
        context_of(&s, (audience)reach, "local:party/stranger");
        for (int i = 0; i < AUDIENCES; i++)
            assert_sees(&s, i, i <= reach);
    }
    shop_close(&s);
}

/* "Level 4 lists its parties" -- D25 */
static void what_is_for_named_parties_is_seen_by_them_and_by_who_signed_it(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_all(&s);
    context_of(&s, AUDIENCE_PUBLIC, "local:party/friend");
    assert_sees(&s, AUDIENCE_NAMED, true);
    assert_sees(&s, AUDIENCE_PARTNERS, false);
    context_of(&s, AUDIENCE_CASE, NULL); /* the own party signed it: reach 3, and 4 by name */
    assert_sees(&s, AUDIENCE_NAMED, true);
    context_of(&s, AUDIENCE_CASE, "local:party/stranger");
    assert_sees(&s, AUDIENCE_NAMED, false);
    shop_close(&s);
}

/* A statement that somebody names by its number is refused, not shown as empty. */
static void a_statement_above_the_reach_is_refused_by_its_number(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    say_all(&s);
    const char *index = arena_printf(
        &s.a, "%lld",
        (long long)shop_int(&s, "SELECT max(t.idx) FROM statement AS t JOIN product AS p ON p.sid = t.sid "
                                "WHERE p.audience = 3"));
    assert_non_null(strstr(shown(&s, statement_view, "id", index), "OTHER-3"));
    context_of(&s, AUDIENCE_ORGANISATION, "local:party/stranger");
    assert_string_equal(shown(&s, statement_view, "id", index), "REC-073");
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_audience_is_seen_from_its_reach_on_by_whatever_way),
        cmocka_unit_test(what_is_for_named_parties_is_seen_by_them_and_by_who_signed_it),
        cmocka_unit_test(a_statement_above_the_reach_is_refused_by_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
