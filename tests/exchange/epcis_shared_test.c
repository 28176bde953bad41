/* epcis_shared_test.c -- published EPCIS 2.0 documents: what the official schema accepts is read without a fault. */
#include "../cmocka_all.h"

#include <string.h>

#include "../shared_data.h"
#include "exchange/format.h"
#include "exchange/import.h"

/* Accepted by the schema, refused here: without these nothing can be traced. */
static bool refused_with_reason(const fault *f)
{
    static const char *const rules[] = {
        "EVT-011",  /* an event that names no lot and no item */
        "IMP-030",  /* master data alone: no list of events */
        "IMP-033",  /* a unit that is no Rec 20 code */
        "JSON-004", /* a name twice in one object: which of the two was meant? */
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (strcmp(f->rule->code, rules[i]) == 0)
            return true;
    return f->rule->code[0] == 'E' && strcmp(f->rule->code, "EVT-002") == 0 &&
           strcmp(f->field, "parentID") == 0;
}

static void one_document(const char *name, size_t *events)
{
    arena a = {0};
    const char *path = arena_printf(&a, "%s/epcis/%s", shared_data(), name);
    plan *p = plan_new(&a);
    ak_err err = {0};
    assert_int_equal(import_read(p, &(import_file){path, path}, 1, LANG_EN, NULL, &err), AK_OK);
    if (strcmp(p->files[0]->format, "epcis-json") != 0)
        fail_msg("%s: taken for %s", name, p->files[0]->format);
    for (size_t i = 0; i < p->faults.n; i++) {
        const fault *f = &p->faults.rows[i];
        if (!refused_with_reason(f))
            fail_msg("%s: event %lld: %s: %s: %s", name, (long long)f->row, f->field, f->value,
                     f->rule->code);
    }
    for (size_t i = 0; i < p->batches_n; i++)
        *events += p->batches[i]->n;
    arena_free(&a);
}

static void what_the_schema_accepts_is_read(void **state)
{
    (void)state;
    arena a = {0};
    str rest = shared_file(&a, "epcis/expected-json-schema.tsv");
    size_t documents = 0, events = 0;
    while (rest.n) {
        str line = str_cut(&rest, '\n');
        str path = str_cut(&line, '\t');
        str verdict = str_cut(&line, '\t');
        if (!str_is(verdict, "valid") || memmem(path.p, path.n, "query", 5) ||
            memmem(path.p, path.n, "Query", 5))
            continue;
        one_document(str_c(&a, path), &events);
        documents++;
    }
    assert_true(documents > 50);
    assert_true(events > 100);
    arena_free(&a);
}

int main(void)
{
    SHARED_DATA_OR_SKIP();
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_the_schema_accepts_is_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
