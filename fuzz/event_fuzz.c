/* event_fuzz.c -- any bytes as an event, and as the name of a lot. */
#include <stdlib.h>

#include "base/epc.h"
#include "record/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    arena a = {0};
    str bytes = {(const char *)data, n};
    json *v;
    if (json_read(&v, &a, bytes, NULL, NULL) == AK_OK) {
        fault_list faults = fault_list_new(&a);
        event e;
        bool ok = event_read(&e, &a, v, &faults, NULL);
        if (ok != (faults.total == 0))
            abort();
        if (ok && (e.time_ms < INT64_C(-62167219200000) || !e.zone.n))
            abort();
    }
    /* What is canonical stays as it is. */
    str link;
    if (epc_link(&link, &a, bytes)) {
        str again;
        if (!epc_link(&again, &a, link) || !str_eq(again, link))
            abort();
    }
    arena_free(&a);
    return 0;
}
