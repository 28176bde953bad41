/* values_json_fuzz.c -- any bytes as a list of values: each becomes rows of the family, or faults. */
#include "exchange/values_json.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena a = {.limit_bytes = (size_t)64 << 20};
    plan *p = plan_new(&a);
    bool is_list = false;
    int at = family_find(STR("offer_value"));
    if (values_json_rows(&is_list, p, (str){(const char *)data, size}, "bid.json", at, 1, NULL) == AK_OK)
        for (size_t i = 0; i < p->rows_n; i++) {
            MUST(p->rows[i]->family == at && p->rows[i]->row == (int64_t)i + 1);
            for (size_t k = 0; k < p->rows[i]->n; k++) {
                plan_cell cell = plan_cell_at(p->rows[i], k);
                MUST(cell.field >= 0 && (size_t)cell.field < families[at].n && cell.text.n > 0);
            }
        }
    MUST(is_list || p->rows_n == 0);
    arena_free(&a);
    return 0;
}
