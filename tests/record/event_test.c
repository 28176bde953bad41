/* event_test.c -- events read from their source bytes. */
#include "../cmocka_all.h"

#include <string.h>

#include "record/event.h"
#include "record/rules.h"

#define WHEN "\"eventTime\":\"2025-11-03T10:00:00.5+01:00\",\"eventTimeZoneOffset\":\"+01:00\""

static event good(arena *a, const char *text)
{
    event e;
    ak_err err = {0};
    assert_int_equal(event_parse(&e, a, str_of(text), &err), AK_OK);
    return e;
}

/* The faults of an event as "CODE path value;" in order. */
static void faults_are(const char *text, const char *expected)
{
    arena a = {0};
    json *v;
    ak_err err = {0};
    assert_int_equal(json_read(&v, &a, str_of(text), NULL, &err), AK_OK);
    fault_list faults = fault_list_new(&a);
    const fault place = {.file = "events.json", .row = 7};
    event e;
    assert_false(event_read(&e, &a, v, &faults, &place));
    buf told = buf_new(&a, 0);
    for (size_t i = 0; i < faults.n; i++) {
        assert_int_equal(faults.rows[i].row, 7);
        buf_printf(&told, "%s %s %s;", faults.rows[i].rule->code, faults.rows[i].field, faults.rows[i].value);
    }
    assert_string_equal(buf_str(&told).p, expected);
    arena_free(&a);
}

static void a_transformation_gives_inputs_and_outputs_with_amounts(void **state)
{
    (void)state;
    arena a = {0};
    event e = good(&a,
                   "{\"type\":\"TransformationEvent\"," WHEN ",\"bizStep\":\"https://ref.gs1.org/cbv/BizStep-commissioning\","
                   "\"inputEPCList\":[\"urn:epc:id:sgtin:9521321.000101.7\"],"
                   "\"inputQuantityList\":[{\"epcClass\":\"urn:epc:class:lgtin:9521321.000101.A\",\"quantity\":10.50,\"uom\":\"KGM\"}],"
                   "\"outputQuantityList\":[{\"epcClass\":\"https://id.gs1.org/01/09521321001015/10/B\",\"quantity\":3}],"
                   "\"bizLocation\":{\"id\":\"urn:epc:id:sgln:9521321.00001.0\"}}");
    assert_int_equal(e.type, EVENT_TRANSFORMATION);
    assert_int_equal(e.action, EVENT_NO_ACTION);
    assert_string_equal(e.time, "2025-11-03T09:00:00.500Z");
    assert_true(e.time_ms == INT64_C(1762160400500));
    assert_true(str_is(e.step, "commissioning"));
    assert_true(str_is(e.place, "gln:9521321000018"));
    assert_int_equal(e.inputs.n, 2);
    assert_true(str_is(e.inputs.rows[0].id, "https://id.gs1.org/01/09521321001015/21/7"));
    assert_int_equal(e.inputs.rows[0].amount.n, 0);
    assert_true(str_is(e.inputs.rows[1].id, "https://id.gs1.org/01/09521321001015/10/A"));
    assert_true(str_is(e.inputs.rows[1].amount, "10.50")); /* the text, never through a double */
    assert_true(str_is(e.inputs.rows[1].unit, "KGM"));
    assert_int_equal(e.outputs.n, 1);
    assert_int_equal(e.outputs.rows[0].unit.n, 0);
    arena_free(&a);
}

static void an_aggregation_gives_parent_and_children(void **state)
{
    (void)state;
    arena a = {0};
    event e = good(&a, "{\"type\":\"AggregationEvent\"," WHEN ",\"action\":\"DELETE\","
                       "\"parentID\":\"urn:epc:id:sscc:4012345.0000000011\",\"childEPCs\":[],\"eventID\":\"urn:uuid:1\","
                       "\"errorDeclaration\":{}}");
    assert_int_equal(e.action, EVENT_DELETE);
    assert_true(str_is(e.parent, "https://id.gs1.org/00/040123450000000115"));
    assert_int_equal(e.items.n, 0); /* an unpacking may name none: all of them */
    assert_true(e.declared_wrong);
    assert_true(str_is(e.id, "urn:uuid:1"));
    arena_free(&a);
}

static void every_fault_of_an_event_is_told_with_its_path(void **state)
{
    (void)state;
    faults_are("[]", "EVT-006  ;");
    faults_are("{}", "EVT-002 type ;EVT-002 eventTime ;EVT-002 eventTimeZoneOffset ;");
    faults_are("{\"type\":\"Objectevent\"," WHEN "}", "EVT-001 type Objectevent;");
    faults_are("{\"type\":\"ObjectEvent\",\"eventTime\":\"2024-02-30T00:00:00Z\",\"eventTimeZoneOffset\":\"1:00\","
               "\"action\":\"add\",\"epcList\":[\"Pallet 7\"],\"quantityList\":[{\"quantity\":\"12\"},5],"
               "\"bizStep\":7,\"readPoint\":{\"id\":\"\"}}",
               "EVT-004 eventTime 2024-02-30T00:00:00Z;EVT-008 eventTimeZoneOffset 1:00;EVT-009 action add;"
               "EVT-005 epcList[1] Pallet 7;EVT-002 quantityList[1].epcClass ;EVT-007 quantityList[1].quantity 12;"
               "EVT-006 quantityList[2] 5;EVT-006 bizStep 7;EVT-005 readPoint.id ;");
    faults_are("{\"type\":\"ObjectEvent\",\"eventTime\":\"2024-02-03 00:00\",\"eventTimeZoneOffset\":\"+01:00\","
               "\"action\":\"ADD\",\"epcList\":{}}",
               "EVT-003 eventTime 2024-02-03 00:00;EVT-006 epcList ;EVT-011 epcList ;");
    faults_are("{\"type\":\"TransformationEvent\"," WHEN ",\"action\":\"ADD\"}",
               "EVT-009 action ADD;EVT-011 inputEPCList ;");
    faults_are("{\"type\":\"AggregationEvent\"," WHEN ",\"action\":\"ADD\"}", "EVT-002 parentID ;EVT-011 childEPCs ;");
    faults_are("{\"type\":\"ObjectEvent\"," WHEN ",\"action\":\"OBSERVE\",\"quantityList\":[{\"epcClass\":\"urn:x:y\",\"quantity\":-1}]}",
               "EVT-007 quantityList[1].quantity -1;");
}

static void the_first_fault_stops_parsing_of_source_bytes(void **state)
{
    (void)state;
    arena a = {0};
    event e;
    ak_err err = {0};
    assert_int_equal(event_parse(&e, &a, STR("{\"type\":7}"), &err), AK_E_INPUT);
    assert_ptr_equal(err.rule, &EVT_001);
    assert_string_equal(err.field, "type");
    assert_int_equal(event_parse(&e, &a, STR("{"), &err), AK_E_INPUT);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transformation_gives_inputs_and_outputs_with_amounts),
        cmocka_unit_test(an_aggregation_gives_parent_and_children),
        cmocka_unit_test(every_fault_of_an_event_is_told_with_its_path),
        cmocka_unit_test(the_first_fault_stops_parsing_of_source_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
