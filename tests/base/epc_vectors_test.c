/* epc_vectors_test.c -- EPC URNs and Digital Links of published identifier tests, as one form each. */
#include "../cmocka_all.h"

#include <string.h>

#include "../shared_data.h"
#include "base/epc.h"

/* GS1 Digital Link URI Syntax 1.4, section 5: constrained canonical form at id.gs1.org. */
static void every_published_name_gets_its_canonical_link(void **state)
{
    (void)state;
    arena a = {0};
    str rest = shared_file(&a, "epcis/digital-link/normalise.tsv");
    assert_true(rest.n > 0);
    size_t checked = 0;
    while (rest.n) {
        str line = str_cut(&rest, '\n');
        if (!line.n || line.p[0] == '#')
            continue;
        str name = str_cut(&line, '\t');
        str link = STR("-");
        epc_link(&link, &a, name);
        if (!str_eq(link, line))
            fail_msg("%.*s: %.*s, not %.*s", (int)name.n, name.p, (int)link.n, link.p, (int)line.n, line.p);
        checked++;
    }
    assert_true(checked >= 40);
    arena_free(&a);
}

int main(void)
{
    SHARED_DATA_OR_SKIP();
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_published_name_gets_its_canonical_link)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
