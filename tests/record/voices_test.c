/* voices_test.c -- whose word stands when: voices, time, contradiction, identity, who may see. */
#include "workshop.h"

#include "record/dispute.h"
#include "record/due.h"
#include "record/find.h"
#include "record/state.h"

static void as_of(workshop *s, const char *day)
{
    ak_err err = {0};
    ctx_wish wish = {.lang = LANG_EN, .now = SHOP_NOW, .as_of = day, .reach = AUDIENCE_CASE};
    shop_ok(workspace_ctx(&s->c, &s->a, s->ws, &wish, &err), &err);
}

static size_t standing(workshop *s, const char *id, const char *family_name, state_statement **out)
{
    ak_err err = {0};
    state_subject subject = {0};
    size_t n = 0;
    shop_ok(state_subject_by_id(&subject, &s->c, id, &err), &err);
    shop_ok(state_standing(out, &n, &s->c, subject.canon, family_find(str_of(family_name)), &err), &err);
    return n;
}

static const char *name_as_of(workshop *s, const char *id, const char *day)
{
    ak_err err = {0};
    state_subject subject = {0};
    as_of(s, day);
    shop_ok(state_subject_by_id(&subject, &s->c, id, &err), &err);
    return subject.name;
}

/* "A statement replaces whole what the same voice said on the same (family, subject)" -- D5 */
static void the_same_voice_replaces_itself_and_the_past_stays(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=First ; on=2020-03-01", 1);
    shop_say(&s, "product id=x ; name=Second ; on=2022-03-01", 1);
    assert_string_equal(name_as_of(&s, "local:product/x", "2021-01-01"), "First");
    assert_string_equal(name_as_of(&s, "local:product/x", "2022-02-28"), "First");
    assert_string_equal(name_as_of(&s, "local:product/x", "2022-03-01"), "Second");
    assert_string_equal(name_as_of(&s, "local:product/x", "2019-12-31"), "x");
    shop_close(&s);
}

/* "A late statement is linked between its neighbours in (said_on, sid) order" -- D5 */
static void a_late_statement_goes_between_its_neighbours(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=First ; on=2020-03-01", 1);
    shop_say(&s, "product id=x ; name=Third ; on=2024-03-01", 1);
    shop_say(&s, "product id=x ; name=Second ; on=2022-03-01", 1);
    assert_string_equal(name_as_of(&s, "local:product/x", "2021-01-01"), "First");
    assert_string_equal(name_as_of(&s, "local:product/x", "2023-01-01"), "Second");
    assert_string_equal(name_as_of(&s, "local:product/x", "2025-01-01"), "Third");
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM product WHERE until IS NULL"), 1);
    shop_equal(&s);
    shop_close(&s);
}

/* "entries of one act with the same subject, voice and on but other content do not replace each other; both
 * stand as a dispute until a later act speaks" -- D5 */
static void a_source_that_contradicts_itself_is_not_decided_for_it(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    const char *both =
        "quantity about=local:party/own ; kind=members ; period_start=2023 ; value=165 ; on=2023-05-01\n"
        "quantity about=local:party/own ; kind=members ; period_start=2023 ; value=160 ; on=2023-05-01";
    shop_say(&s, both, 2);
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM quantity WHERE until IS NULL"), 2);
    ak_err err = {0};
    dispute *d = NULL;
    size_t n = 0;
    shop_ok(disputes_of(&d, &n, &s.c,
                        shop_text(&s, "SELECT s.id FROM quantity AS q JOIN subject AS s ON s.n = q.subject"),
                        &err),
            &err);
    assert_int_equal(n, 1);
    assert_string_equal(d[0].field, "value");
    assert_int_equal(d[0].n, 2);
    shop_say(&s, both, 0); /* both stand: neither is new */
    shop_say(&s,
             "quantity about=local:party/own ; kind=members ; period_start=2023 ; value=163 ; on=2023-05-01",
             1);
    assert_int_equal(shop_int(&s, "SELECT count(*) FROM quantity WHERE until IS NULL"), 1);
    assert_string_equal(shop_text(&s, "SELECT value FROM quantity WHERE until IS NULL"), "163");
    shop_equal(&s);
    shop_close(&s);
}

/* "highest evidence, then direct before reported, then later on, then smaller leaf" -- D7 */
static void of_two_voices_the_better_evidenced_is_taken_and_both_are_shown(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "party id=maker ; name=Maker\n"
             "product id=x ; name=Pack ; mass=250 kg ; on=2021-01-01\n"
             "product id=x ; name=Pack ; mass=300 kg ; by=maker ; evidence=documented ; on=2020-01-01",
             3);
    ak_err err = {0};
    dispute *d = NULL;
    size_t n = 0;
    shop_ok(disputes_of(&d, &n, &s.c, "local:product/x", &err), &err);
    assert_int_equal(n, 1);
    assert_string_equal(d[0].field, "mass");
    assert_string_equal(d[0].values[0].text, "300 kg");
    assert_true(d[0].values[0].chosen);
    assert_false(d[0].values[0].direct); /* the own party reports what the maker says */
    assert_string_equal(d[0].values[1].text, "250 kg");
    state_statement *both = NULL;
    assert_int_equal(standing(&s, "local:product/x", "product", &both), 2);
    shop_close(&s);
}

static void the_order_of_choice_is_the_one_that_is_written(void **state)
{
    (void)state;
    uint8_t small[32] = {1}, large[32] = {2};
    dispute_row base = {
        .sid = 1, .evidence = EVIDENCE_DOCUMENTED, .direct = true, .said_on = "2021", .leaf = small};
    dispute_row better = base, reported = base, later = base, other = base;
    better.evidence = EVIDENCE_VERIFIED;
    better.direct = false;
    better.said_on = "2019";
    assert_true(dispute_order(&better, &base) < 0);
    reported.direct = false;
    reported.said_on = "2025";
    assert_true(dispute_order(&base, &reported) < 0);
    later.said_on = "2022";
    later.leaf = large;
    assert_true(dispute_order(&later, &base) < 0);
    other.leaf = large;
    assert_true(dispute_order(&base, &other) < 0);
    dispute_row all[] = {other, reported, base, later, better};
    assert_int_equal(dispute_choose(all, 5), 4);
}

/* "a second identifier in a row gives `same`"; "scheme order, then bytes" -- families.tsv, D6 */
static void a_second_identifier_says_that_both_are_one(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    const char *act =
        shop_say(&s, "site id=mine ; gln=9521321000018 ; name=Mine ; country=COD ; roles=mine", 2);
    ak_err err = {0};
    state_subject subject = {0};
    shop_ok(state_subject_by_id(&subject, &s.c, "local:site/mine", &err), &err);
    assert_string_equal(subject.canon_id, "gln:9521321000018");
    assert_string_equal(subject.name, "Mine");
    shop_ok(find_subject(&subject, &s.c, STR("9521321000018"), NULL, &err), &err);
    assert_string_equal(subject.name, "Mine");
    shop_equal(&s);
    shop_undo(&s, act);
    shop_ok(state_subject_by_id(&subject, &s.c, "local:site/mine", &err), &err);
    assert_string_equal(subject.canon_id, "local:site/mine");
    shop_equal(&s);
    shop_close(&s);
}

static void not_same_parts_again_and_an_untrusted_voice_joins_nothing(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "party id=a ; name=A\nparty id=b ; name=B\nparty id=c ; name=C", 3);
    shop_say(&s, "same one=a ; two=b", 1);
    shop_say(&s, "same one=b ; two=c ; by=c", 1); /* only own and trusted voices count (D6) */
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT canon) FROM subject WHERE id LIKE 'local:party/_'"),
                     2);
    shop_say(&s, "setting setting_name=trusted_voices ; value_text=local:party/c", 1);
    /* c's word was signed by the own party, which c trusts or not; voice and signer are both trusted now */
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT canon) FROM subject WHERE id LIKE 'local:party/_'"),
                     1);
    shop_say(&s, "not_same one=b ; two=a", 1);
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT canon) FROM subject WHERE id LIKE 'local:party/_'"),
                     2);
    shop_equal(&s);
    shop_close(&s);
}

static void lots_are_never_joined(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "product id=p ; name=P\nlot id=one ; product=p\nlot id=two ; product=p\nsame one=local:lot/one "
             "; two=local:lot/two",
             4);
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT canon) FROM subject WHERE id LIKE 'local:lot/%'"),
                     2);
    shop_close(&s);
}

/* "valid until 31 December is stored as 1 January" -- D8 */
static void validity_is_half_open_and_people_name_the_last_day(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=Pack ; on=2020-01-01 ; valid_from=2021-01-01 ; valid_to=2021-12-31", 1);
    state_statement *rows = NULL;
    as_of(&s, "2020-12-31");
    assert_int_equal(standing(&s, "local:product/x", "product", &rows), 0);
    as_of(&s, "2021-12-31");
    assert_int_equal(standing(&s, "local:product/x", "product", &rows), 1);
    as_of(&s, "2022-01-01");
    assert_int_equal(standing(&s, "local:product/x", "product", &rows), 0);
    assert_string_equal(shop_text(&s, "SELECT valid_to FROM product"), "2021-12-31T23:00:00Z");
    shop_close(&s);
}

/* "until: when the same voice replaced or withdrew it" -- D5 */
static void what_is_withdrawn_stood_until_then(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    const char *act = shop_say(&s, "product id=x ; name=Pack ; on=2020-01-01", 1);
    plan *p = NULL;
    ak_err err = {0};
    shop_ok(plan_undo(&p, &s.c, str_of(act), STR("typed twice"), &err), &err);
    shop_commit(&s, p, 1);
    state_statement *rows = NULL;
    assert_int_equal(standing(&s, "local:product/x", "product", &rows), 0);
    as_of(&s, "2026-11-20");
    assert_int_equal(standing(&s, "local:product/x", "product", &rows), 1);
    assert_non_null(rows[0].withdrawn);
    shop_close(&s);
}

/* "Every reference to a family table has its own audience <= :reach" -- D25 */
static void a_narrow_audience_and_apart_fields_are_not_seen_below_their_reach(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "party id=smelter ; name=Secret smelter ; contact_name=Somebody ; audience=case_handlers\n"
             "product id=open ; name=Open thing ; audience=public\n"
             "party id=maker ; name=Maker of things ; audience=public ; email=a@example.org",
             3);
    state_statement *rows = NULL;
    state_subject *found = NULL;
    size_t n = 0;
    ak_err err = {0};
    assert_int_equal(standing(&s, "local:party/smelter", "party", &rows), 1);
    shop_ctx(&s, AUDIENCE_PUBLIC);
    assert_int_equal(standing(&s, "local:party/smelter", "party", &rows), 0);
    assert_int_equal(standing(&s, "local:product/open", "product", &rows), 1);
    shop_ok(find_words(&found, &n, &s.c, STR("secret"), 10, &err), &err);
    assert_int_equal(n, 0);
    /* a party's name is apart with the reach of the organisation */
    assert_int_equal(standing(&s, "local:party/maker", "party", &rows), 1);
    const json *words = NULL;
    shop_ok(state_words(&words, &s.c, &rows[0], &err), &err);
    assert_null(json_get(words, "name"));
    assert_null(json_get(words, "email"));
    shop_ctx(&s, AUDIENCE_ORGANISATION);
    shop_ok(state_words(&words, &s.c, &rows[0], &err), &err);
    assert_non_null(json_get(words, "name"));
    assert_null(json_get(words, "email")); /* case handlers only */
    shop_close(&s);
}

static void duties_are_open_until_they_are_met(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "party id=maker ; name=Maker\n"
             "question id=q ; addressee=maker ; text=Where is the mine? ; due_on=2026-12-01 ; on=2026-10-01\n"
             "measure id=m ; title=Visit ; due_on=2026-11-01 ; on=2026-10-01",
             3);
    ak_err err = {0};
    due_row *rows = NULL;
    size_t n = 0;
    shop_ok(due_rows(&rows, &n, &s.c, &err), &err);
    assert_int_equal(n, 2);
    assert_string_equal(rows[0].duty, "measure");
    assert_string_equal(rows[0].due_on, "2026-11-01");
    assert_true(rows[0].overdue);
    assert_string_equal(rows[1].who, "local:party/maker");
    assert_false(rows[1].overdue);
    str calendar = {0};
    shop_ok(due_calendar(&calendar, &s.c, rows, n, &err), &err);
    assert_non_null(strstr(calendar.p, "DTSTART;VALUE=DATE:20261201\r\n"));
    shop_say(&s, "answer question=q ; status=stated ; text=Kolwezi ; by=maker ; on=2026-11-10", 1);
    shop_say(&s, "measure id=m ; done_on=2026-11-15", 1);
    shop_ok(due_rows(&rows, &n, &s.c, &err), &err);
    assert_int_equal(n, 0);
    as_of(&s, "2026-10-15");
    shop_ok(due_rows(&rows, &n, &s.c, &err), &err);
    assert_int_equal(n, 2);
    shop_equal(&s);
    shop_close(&s);
}

/* "--at-size N = what was in the record then" -- D8 */
static void the_record_can_be_seen_as_it_was(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s, "product id=x ; name=First", 1);
    uint64_t size = s.c.size;
    shop_say(&s, "product id=x ; name=Second", 1);
    ak_err err = {0};
    ctx_wish wish = {.lang = LANG_EN, .now = SHOP_NOW, .at_size = size, .reach = AUDIENCE_CASE};
    shop_ok(workspace_ctx(&s.c, &s.a, s.ws, &wish, &err), &err);
    assert_int_equal(s.c.size, size);
    state_subject subject = {0};
    shop_ok(state_subject_by_id(&subject, &s.c, "local:product/x", &err), &err);
    assert_string_equal(subject.name, "First");
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_voice_replaces_itself_and_the_past_stays),
        cmocka_unit_test(a_late_statement_goes_between_its_neighbours),
        cmocka_unit_test(a_source_that_contradicts_itself_is_not_decided_for_it),
        cmocka_unit_test(of_two_voices_the_better_evidenced_is_taken_and_both_are_shown),
        cmocka_unit_test(the_order_of_choice_is_the_one_that_is_written),
        cmocka_unit_test(a_second_identifier_says_that_both_are_one),
        cmocka_unit_test(not_same_parts_again_and_an_untrusted_voice_joins_nothing),
        cmocka_unit_test(lots_are_never_joined),
        cmocka_unit_test(validity_is_half_open_and_people_name_the_last_day),
        cmocka_unit_test(what_is_withdrawn_stood_until_then),
        cmocka_unit_test(a_narrow_audience_and_apart_fields_are_not_seen_below_their_reach),
        cmocka_unit_test(duties_are_open_until_they_are_met),
        cmocka_unit_test(the_record_can_be_seen_as_it_was),
    };
    return cmocka_run_group_tests_name("voices", tests, NULL, NULL);
}
