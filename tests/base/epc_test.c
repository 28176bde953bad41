/* epc_test.c -- the many spellings of a lot, an item, a place, a class, as one id each. */
#include "../cmocka_all.h"

#include "base/epc.h"

static void check(const char *name, const char *id)
{
    arena a = {0};
    assert_string_equal(str_c(&a, epc_id(&a, str_of(name))), id);
    arena_free(&a);
}

static void a_lot_has_one_id_whatever_its_spelling(void **state)
{
    (void)state;
    check("urn:epc:class:lgtin:9521321.000101.CO-KOL-2511", "https://id.gs1.org/01/09521321001015/10/CO-KOL-2511");
    check("https://mine.example/gtin/9521321001015/lot/CO-KOL-2511?17=270101",
          "https://id.gs1.org/01/09521321001015/10/CO-KOL-2511");
}

static void a_place_and_a_bare_class_have_the_ids_of_their_registers(void **state)
{
    (void)state;
    check("urn:epc:id:sgln:9521321.00001.0", "gln:9521321000018");
    check("https://id.gs1.org/414/9521321000018", "gln:9521321000018");
    check("https://id.gs1.org/414/9521321000018/254/gate-3", "https://id.gs1.org/414/9521321000018/254/gate-3");
    check("urn:epc:id:pgln:9521321.00001", "gln:9521321000018");
    check("urn:epc:idpat:sgtin:9521321.000101.*", "gtin:09521321001015");
}

static void points_inside_a_serial_belong_to_it(void **state)
{
    (void)state;
    check("urn:epc:class:lgtin:9521321.000101.A.1.2", "https://id.gs1.org/01/09521321001015/10/A.1.2");
    check("urn:epc:id:giai:9521321.A.B", "https://id.gs1.org/8004/9521321A.B");
    check("urn:epc:id:sgtin:9521321.000101.a(b)", "https://id.gs1.org/01/09521321001015/21/a%28b%29");
}

static void another_name_stays_byte_for_byte(void **state)
{
    (void)state;
    check("urn:gdst:example.org:product:lot:1", "urn:gdst:example.org:product:lot:1");
    check("urn:epc:id:sgtin:95213.000101.1", "urn:epc:id:sgtin:95213.000101.1"); /* 11 digits */
    check("urn:epc:id:sgtin:", "urn:epc:id:sgtin:");
    check("urn:epc:", "urn:epc:");
    check("https://", "https://");
    check("https://a.example/01", "https://a.example/01");
    check("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lot_has_one_id_whatever_its_spelling),
        cmocka_unit_test(a_place_and_a_bare_class_have_the_ids_of_their_registers),
        cmocka_unit_test(points_inside_a_serial_belong_to_it),
        cmocka_unit_test(another_name_stays_byte_for_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
