/* check_test.c -- every fault of every row is told with its place; references are found or refused. */
#include "workshop.h"

#include "base/sha256.h"
#include "record/batch.h"
#include "record/rules.h"

static plan *checked(workshop *s, const char *text)
{
    ak_err err = {0};
    plan *p = shop_plan(s, text);
    shop_ok(plan_check(p, &s->c, NULL, &err), &err);
    return p;
}

static bool told(const plan *p, int64_t row, const char *code)
{
    for (size_t i = 0; i < p->faults.n; i++)
        if (p->faults.rows[i].row == row && strcmp(p->faults.rows[i].rule->code, code) == 0)
            return true;
    return false;
}

static void all_faults_of_all_rows_are_told_at_once(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    plan *p = checked(&s, "site id=a ; name=A ; country=Atlantis ; roles=castle ; coordinates=north\n"
                          "product name=P ; mass=12 ; sales_unit=furlongs\n"
                          "incident title=Spill ; issues=pollution ; involves=RUS ; source_kind=news\n"
                          "supply item=nothing known ; origin=country:COD ; recipient=P ; share=120 %\n"
                          "property about=P ; attribute=no such thing ; value=1,5,5");
    assert_true(told(p, 1, "REC-011"));
    assert_true(told(p, 1, "REC-004"));
    assert_true(told(p, 1, "REC-017"));
    assert_true(told(p, 2, "REC-008"));
    assert_true(told(p, 2, "REC-009"));
    assert_true(told(p, 3, "REC-031")); /* an incident without a source weighs nothing */
    assert_true(told(p, 4, "REC-021"));
    assert_true(told(p, 4, "REC-007"));
    assert_true(told(p, 5, "REC-018"));
    commit_result done = {0};
    ak_err err = {0};
    assert_int_equal(plan_commit(&done, &s.c, p, NULL, &err), AK_E_INPUT);
    assert_ptr_equal(err.rule, &REC_091);
    shop_close(&s);
}

static void what_is_missing_is_named(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    plan *p = checked(&s, "site id=a ; name=A\nproduct mass=1 kg\nquantity about=local:party/own ; "
                          "kind=spend ; period_start=2024-01-01");
    assert_int_equal(p->faults.total, 5); /* country, roles; what it is, name; period_end */
    assert_true(told(p, 1, "REC-030"));
    assert_true(told(p, 2, "REC-032"));
    assert_true(told(p, 3, "REC-030"));
    shop_close(&s);
}

static void rows_may_refer_to_rows_below_by_slug_name_alias_or_identifier(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "supply item=kobolt ; origin=Kolwezi gruve ; recipient=pakke ; stage=extraction\n"
             "supply item=Cobalt ; origin=DR Kongo ; recipient=Batteripakken ; stage=utvinning\n"
             "lot id=l1 ; product=pakke ; holder=974760673\n"
             "material id=cobalt ; name=cobalt ; aliases=kobolt | Co\n"
             "site id=g ; name=Kolwezi gruve ; country=COD ; roles=mine\n"
             "product id=pakke ; name=Batteripakken\n"
             "party orgnr_no=974 760 673 ; name=Registerenheten",
             7);
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT item) FROM supply"), 1);
    assert_int_equal(shop_int(&s, "SELECT count(DISTINCT recipient) FROM supply"), 1);
    assert_string_equal(shop_text(&s, "SELECT s.id FROM lot AS l JOIN subject AS s ON s.n = l.holder"),
                        "orgnr-no:974760673");
    /* and later by what the record knows */
    shop_say(&s, "lot id=l2 ; product=Batteripakken ; holder=Registerenheten ; made_at=g", 1);
    shop_close(&s);
}

static void what_may_be_two_things_is_not_guessed(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    plan *p = checked(&s, "party id=a ; name=Norsk Metall\nparty id=b ; name=Norsk Metall\n"
                          "product id=x ; name=X ; manufacturer=Norsk Metall");
    assert_true(told(p, 3, "REC-022"));
    shop_close(&s);
}

static void a_persons_name_becomes_no_id(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    plan *p = checked(&s, "party name=Kari Nordmann ; natural_person=ja");
    assert_true(told(p, 1, "REC-033"));
    shop_say(&s, "party id=worker-7 ; name=Kari Nordmann ; natural_person=ja", 1);
    assert_int_equal(
        shop_int(&s, "SELECT count(*) FROM word WHERE word LIKE 'kari%' OR word LIKE 'nordmann%'"), 0);
    shop_close(&s);
}

static void a_year_alone_fills_both_ends_of_a_period(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    shop_say(&s,
             "quantity about=local:party/own ; kind=spend ; period_start=2023 ; amount=1234567.50 NOK\n"
             "quantity about=local:party/own ; kind=members ; period_start=2024-01-01 ; "
             "period_end=2024-12-31 ; value=7",
             2);
    assert_string_equal(shop_text(&s, "SELECT period_end FROM quantity WHERE kind = 'spend'"),
                        "2023-12-31T23:00:00Z");
    assert_string_equal(shop_text(&s, "SELECT period_end FROM quantity WHERE kind = 'members'"),
                        "2024-12-31T23:00:00Z");
    assert_int_equal(shop_int(&s, "SELECT amount_minor FROM quantity WHERE kind = 'spend'"), 123456750);
    shop_close(&s);
}

static void events_are_kept_by_their_bytes_and_not_twice(void **state)
{
    (void)state;
    workshop s;
    shop_make(&s);
    for (size_t round = 0; round < 2; round++) {
        for (size_t n = 3; n <= 3000; n *= 1000) { /* in the statement; in a file of its own */
            ak_err err = {0};
            plan *p = plan_new(&s.a);
            plan_batch *b = plan_add_batch(p);
            b->file = "events.json";
            b->media_type = "application/x";
            b->header = STR("{\"@context\":[]}");
            b->first_at = "2026-01-01T00:00:00Z";
            b->last_at = "2026-01-02T00:00:00Z";
            b->n = n;
            b->events = ARENA_NEWS(&s.a, str, n);
            for (size_t i = 0; i < n; i++) {
                char digest[65];
                sha256_hex(digest, &i, sizeof i); /* does not pack */
                b->events[i] =
                    str_of(arena_printf(&s.a, "{\"event\":%zu,\"of\":\"%s%s\"}", i, digest, digest + 1));
            }
            shop_ok(plan_check(p, &s.c, NULL, &err), &err);
            shop_no_faults(p);
            commit_result done = {0};
            shop_ok(plan_commit(&done, &s.c, p, NULL, &err), &err);
            assert_int_equal(done.count, round == 0);
        }
    }
    ak_err err = {0};
    batch_row *rows = NULL;
    size_t n = 0;
    shop_ok(batch_list(&rows, &n, &s.c, 0, 10, &err), &err);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        batch b = {0};
        shop_ok(batch_open(&b, &s.a, &s.c, rows[i].root, &err), &err);
        assert_int_equal(b.n, i == 0 ? 3 : 3000);
        assert_true(str_starts(b.events[2], "{\"event\":2,"));
        assert_true(str_is(b.header, "{\"@context\":[]}"));
    }
    shop_equal(&s);
    /* a flipped byte in the file is found */
    const char *path = arena_printf(&s.a, "%s/batch/%s", s.dir, rows[1].root);
    FILE *f = fopen(path, "r+");
    assert_non_null(f);
    fseek(f, 5000, SEEK_SET);
    int c = fgetc(f);
    fseek(f, 5000, SEEK_SET);
    fputc(c ^ 1, f);
    fclose(f);
    batch b = {0};
    assert_int_equal(batch_open(&b, &s.a, &s.c, rows[1].root, &err), AK_E_INPUT);
    shop_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_faults_of_all_rows_are_told_at_once),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(rows_may_refer_to_rows_below_by_slug_name_alias_or_identifier),
        cmocka_unit_test(what_may_be_two_things_is_not_guessed),
        cmocka_unit_test(a_persons_name_becomes_no_id),
        cmocka_unit_test(a_year_alone_fills_both_ends_of_a_period),
        cmocka_unit_test(events_are_kept_by_their_bytes_and_not_twice),
    };
    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
