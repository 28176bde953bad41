/* statement_fuzz.c -- head and body of a statement that somebody else wrote.
 *
 * First line: the head; second: the body; each further line NAME, a blank, the value of a part kept apart.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "record/said.h"

#define PARTS_MOST 32

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena a = {0};
    str rest = {(const char *)data, n};
    entry_shown shown[PARTS_MOST] = {{.name = STR("head")}, {.name = STR("body")}};
    shown[0].value = str_cut(&rest, '\n');
    shown[1].value = str_cut(&rest, '\n');
    entry_info e = {.shown = shown, .shown_n = 2};
    while (rest.n > 0 && e.shown_n < PARTS_MOST) {
        str line = str_cut(&rest, '\n');
        str name = str_cut(&line, ' ');
        shown[e.shown_n++] = (entry_shown){.name = name, .value = line};
    }
    said *s = NULL;
    json *values = NULL;
    if (said_read(&s, &a, &e, NULL, NULL) == AK_OK && s && said_values(&values, &a, s, NULL) == AK_OK) {
        assert(values->kind == JSON_OBJECT);
        if (s->family >= 0) {
            (void)said_key_id(&a, &a, &families[s->family], values);
            /* what was read can be said again */
            said again = *s;
            entry_draft draft;
            if (said_seal(&again, &a, &a, values, NULL) == AK_OK)
                assert(said_draft(&draft, &a, &again, s->act, NULL) == AK_OK || draft.parts_n == 0);
        }
    }
    arena_free(&a);
    return 0;
}
