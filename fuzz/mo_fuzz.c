/* mo_fuzz.c -- message catalogues of any bytes: look-ups stay inside. */
#include <stdint.h>
#include <string.h>

#include "base/mo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    str mo = {(const char *)data, n};
    static const char *const texts[] = {"", "Mine", "lot", "Lots", "\xff"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int form = 0; form < 2; form++) {
            const char *found = mo_find(mo, texts[i], form);
            if (found && strlen(found) > n)
                return 1;
        }
    }
    mo_ok(mo);
    return 0;
}
