/* own_list_test.c -- a user's own tables of risk: what is read from a sheet, and what is passed over. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/fs.h"
#include "risk/own_list.h"

static void read_seed(own_list *list, own_table *of, arena *a, const char *file)
{
    ak_err err = {0};
    risk_tables *t;
    str bytes;
    assert_int_equal(risk_tables_load(&t, a, &err), AK_OK);
    assert_int_equal(fs_read(&bytes, a, arena_printf(a, "fuzz/seeds/own_list/%s", file), 1 << 20, &err),
                     AK_OK);
    assert_int_equal(own_list_read(list, of, a, t, bytes, &err), AK_OK);
}

/* "Such a row gives class 3, named; where the list itself says less than high, class 2." */
static void a_list_says_code_country_stage_issue_and_how_high(void **state)
{
    (void)state;
    arena a = {0};
    own_list list = {0};
    own_table of = {.name = "dfo_high_risk", .edition = "2025", .document = ""};
    read_seed(&list, &of, &a, "high_risk.csv");
    assert_int_equal(of.rows, 3);
    assert_int_equal(of.passed_over, 0);
    assert_string_equal(list.rows[0].code, "181");
    assert_string_equal(list.rows[0].country, "BGD");
    assert_int_equal(list.rows[0].stage, RISK_MANUFACTURE);
    assert_int_equal(list.rows[0].issues, 1u << RISK_WAGES_HOURS);
    assert_int_equal(list.rows[0].hazard_class, 3);
    assert_int_equal(list.rows[0].row, 4);
    assert_string_equal(list.rows[1].code, "1586"); /* 15860000-4 */
    assert_int_equal(list.rows[1].stage, RISK_EXTRACTION);
    assert_int_equal(list.rows[2].hazard_class, 2);
    assert_string_equal(list.rows[2].country, "");
    arena_free(&a);
}

/* Both come through the same reader of room exchange: a title above the headers, computed cells, empty ones. */
static void a_workbook_is_read_as_a_text_is(void **state)
{
    (void)state;
    arena a = {0};
    own_list list = {0};
    own_table of = {.name = "dfo_high_risk", .edition = "2025", .document = ""};
    read_seed(&list, &of, &a, "high_risk.xlsx");
    assert_int_equal(of.rows, 3);
    assert_string_equal(list.rows[0].code, "18");
    assert_string_equal(list.rows[0].country, "CHN");
    assert_string_equal(list.rows[1].code, "1"); /* =1, with its value stored */
    assert_int_equal(list.rows[2].hazard_class, 2);
    arena_free(&a);
}

static void a_row_without_code_or_good_is_passed_over_and_counted(void **state)
{
    (void)state;
    arena a = {0};
    own_list list = {0};
    own_table of = {.name = "sector_goods", .edition = "2025", .document = ""};
    read_seed(&list, &of, &a, "cpv.csv");
    assert_int_equal(list.goods_n, 2);
    assert_int_equal(of.passed_over, 2);
    assert_string_equal(list.goods[0].good, "Garments");
    assert_string_equal(list.goods[1].code, "0322");
    own_table broken = {.name = "dfo_high_risk", .edition = "", .document = ""};
    read_seed(&list, &broken, &a, "binary");
    assert_int_equal(broken.rows, 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_says_code_country_stage_issue_and_how_high),
        cmocka_unit_test(a_workbook_is_read_as_a_text_is),
        cmocka_unit_test(a_row_without_code_or_good_is_passed_over_and_counted),
    };
    return cmocka_run_group_tests_name("risk_own_list", tests, NULL, NULL);
}
