/* ident_test.c -- identifiers and their check digits. */
#include "../cmocka_all.h"

#include <string.h>

#include "base/ident.h"

static void becomes(const char *in, const char *want)
{
    arena a = {0};
    str got;
    ak_err err = {0};
    if (ident_read(&got, &a, str_of(in), &err) != AK_OK)
        fail_msg("'%s' is refused: %s", in, err.rule->code);
    assert_string_equal(got.p, want);
    assert_true(ident_ok(got)); /* canonical stays canonical */
    arena_free(&a);
}

static void refused(const char *in, const char *code)
{
    arena a = {0};
    str got;
    ak_err err = {0};
    if (ident_read(&got, &a, str_of(in), &err) == AK_OK)
        fail_msg("'%s' is read as %.*s", in, (int)got.n, got.p);
    if (strcmp(err.rule->code, code) != 0)
        fail_msg("'%s' is refused with %s, not %s", in, err.rule->code, code);
    arena_free(&a);
}

/* Numbers that stand in public registers (Brønnøysundregistrene itself, Equinor, Bergen kommune, Maersk,
 * Carlsberg, Ericsson), GTINs of the GS1 General Specifications, and made-up ones with right digits. */
static void numbers_of_public_registers_pass(void **state)
{
    (void)state;
    becomes("orgnr-no:974 760 673", "orgnr-no:974760673");
    becomes("orgnr-no:NO 923 609 016 MVA", "orgnr-no:923609016");
    becomes("orgnr-no:964338531", "orgnr-no:964338531");
    becomes("cvr-dk:22 75 62 14", "cvr-dk:22756214");
    becomes("cvr-dk:DK61056416", "cvr-dk:61056416");
    becomes("orgnr-se:556016-0680", "orgnr-se:5560160680");
    becomes("gln:7080000000005", "gln:7080000000005");
    becomes("gtin:6291041500213", "gtin:06291041500213");
    becomes("gtin:96385074", "gtin:00000096385074");
    becomes("gtin:036000291452", "gtin:00036000291452");
    becomes("sscc:106141412345678908", "sscc:106141412345678908");
    becomes("lei:5493001kjtiigc8y1r12", "lei:5493001KJTIIGC8Y1R12");
    becomes("vat:NO 923 609 016", "vat:NO923609016MVA");
    becomes("vat:dk22756214", "vat:DK22756214");
    becomes("vat:SE556016068001", "vat:SE556016068001");
    becomes("vat:ATU12345678", "vat:ATU12345678");
    becomes("vat:NL123456789B01", "vat:NL123456789B01");
}

static void a_changed_digit_is_found(void **state)
{
    (void)state;
    refused("orgnr-no:974760674", "IDE-002");
    refused("orgnr-no:123456785", "IDE-002"); /* right digit, but no number begins with 1 */
    refused("cvr-dk:22756215", "IDE-002");
    refused("gtin:6291041500214", "IDE-002");
    refused("gtin:629104150021", "IDE-002");
    refused("gln:708000000000", "IDE-002");
    refused("lei:5493001KJTIIGC8Y1R13", "IDE-002");
    refused("vat:NO923609017MVA", "IDE-002");
    refused("vat:DE12345678", "IDE-002");
    refused("vat:XX123", "IDE-002");
    refused("sscc:106141412345678909", "IDE-002");
}

/* Every change of one digit changes the sum (weights are prime to the modulus, or 3 and 10). */
static void any_single_wrong_digit_is_found_in_every_scheme(void **state)
{
    (void)state;
    static const struct {
        bool (*ok)(str digits);
        const char *good;
    } schemes[] = {
        {ident_mod10_ok,    "06291041500213"      },
        {ident_mod10_ok,    "106141412345678908"  },
        {ident_orgnr_no_ok, "974760673"           },
        {ident_cvr_ok,      "22756214"            },
        {ident_lei_ok,      "5493001KJTIIGC8Y1R12"},
    };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        char text[32];
        assert_true(schemes[i].ok(str_of(schemes[i].good)));
        for (size_t k = 0; schemes[i].good[k]; k++) {
            for (char c = '0'; c <= '9'; c++) {
                strcpy(text, schemes[i].good); // NOLINT: the table's texts fit
                if (text[k] < '0' || text[k] > '9' || text[k] == c)
                    continue;
                text[k] = c;
                assert_false(schemes[i].ok(str_of(text)));
            }
        }
    }
}

static void references_are_canonical_too(void **state)
{
    (void)state;
    becomes("country:cod", "country:COD");
    becomes("country:Norge", "country:NOR");
    becomes("region:cn-xj", "region:CN-XJ");
    becomes("sector:nace/29.10", "sector:nace/29.10");
    becomes("local:site/havre-nord", "local:site/havre-nord");
    becomes("local:composition/whole=gtin:07038010000012+part=x",
            "local:composition/whole=gtin:07038010000012+part=x");
    becomes("example.org/log#local:party/x", "example.org/log#local:party/x");
    becomes("https://example.org/thing", "https://example.org/thing");
    refused("https://id.gs1.org/01/09506000134353", "IDE-002"); /* a class with a wrong check digit */
    refused("country:Congo", "IDE-002");
    refused("region:NO-99", "IDE-002");
    refused("local:site/", "IDE-002");
    refused("local:Site/x", "IDE-002");
    refused("local:site/a b", "IDE-002");
    refused("#local:site/x", "IDE-001");
    refused("nonsense:1", "IDE-001");
    refused("974760673", "IDE-003");
    refused("", "IDE-003");
    refused("orgnr-no:", "IDE-002");
}

static void lots_and_items_are_canonical_digital_links(void **state)
{
    (void)state;
    arena a = {0};
    str id;
    ak_err err = {0};
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134352"), STR("ABC123"), STR(""), &err), AK_OK);
    assert_string_equal(str_c(&a, id), "https://id.gs1.org/01/09506000134352/10/ABC123");
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134352"), STR(""), STR("12/3"), &err), AK_OK);
    assert_string_equal(str_c(&a, id), "https://id.gs1.org/01/09506000134352/21/12%2F3");
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134352"), STR(""), STR(""), &err), AK_OK);
    assert_string_equal(str_c(&a, id), "gtin:09506000134352");
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134353"), STR("A"), STR(""), &err), AK_E_INPUT);
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134352"), STR("A B"), STR(""), &err), AK_E_INPUT);
    assert_int_equal(ident_gs1(&id, &a, STR("9506000134352"), STR("123456789012345678901"), STR(""), &err),
                     AK_E_INPUT);
    becomes("https://brand.example/01/9506000134352/10/ABC123",
            "https://id.gs1.org/01/09506000134352/10/ABC123");
    becomes("urn:epc:id:sgtin:0614141.112345.400", "https://id.gs1.org/01/10614141123459/21/400");
    arena_free(&a);
}

static void a_name_becomes_a_local_id_that_people_can_read(void **state)
{
    (void)state;
    arena a = {0};
    str id;
    assert_int_equal(ident_local(&id, &a, "site", STR("  Havre  North & Co. "), NULL), AK_OK);
    assert_string_equal(id.p, "local:site/havre-north-co");
    assert_int_equal(ident_local(&id, &a, "party", STR("BR\xc3\x98NN\xc3\x98YSUND S\xc3\x98R"), NULL), AK_OK);
    assert_string_equal(id.p, "local:party/br\xc3\xb8nn\xc3\xb8ysund-s\xc3\xb8r");
    assert_int_equal(ident_local(&id, &a, "party", STR("\xe6\xaf\x94\xe4\xba\x9a\xe8\xbf\xaa"), NULL),
                     AK_OK); /* BYD */
    assert_string_equal(id.p, "local:party/\xe6\xaf\x94\xe4\xba\x9a\xe8\xbf\xaa");
    assert_true(ident_ok(id));
    ak_err err = {0};
    assert_int_equal(ident_local(&id, &a, "site", STR(" -- "), &err), AK_E_INPUT);
    assert_string_equal(err.rule->code, "IDE-004");
    arena_free(&a);
}

/* D6: same chooses the name by scheme order; what names no one thing comes last. */
static void registers_come_before_local_names(void **state)
{
    (void)state;
    assert_true(ident_rank(STR("gln:7080000000005")) < ident_rank(STR("orgnr-no:974760673")));
    assert_true(ident_rank(STR("orgnr-no:974760673")) < ident_rank(STR("vat:NO974760673MVA")));
    assert_true(ident_rank(STR("vat:NO974760673MVA")) < ident_rank(STR("local:party/x")));
    assert_int_equal(ident_rank(STR("local:party/x")), ident_schemes_n);
    assert_int_equal(ident_rank(STR("x")), ident_schemes_n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_public_registers_pass),
        cmocka_unit_test(a_changed_digit_is_found),
        cmocka_unit_test(any_single_wrong_digit_is_found_in_every_scheme),
        cmocka_unit_test(references_are_canonical_too),
        cmocka_unit_test(lots_and_items_are_canonical_digital_links),
        cmocka_unit_test(a_name_becomes_a_local_id_that_people_can_read),
        cmocka_unit_test(registers_come_before_local_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
