/* own_list_fuzz.c -- any bytes as a user's own table of risk: rows with their places, or rows passed over. */
#include <string.h>

#include "fuzz.h"
#include "risk/own_list.h"

static void look(const own_list *l, const own_table *of)
{
    MUST(l->n + l->goods_n == of->rows);
    for (size_t i = 0; i < l->n; i++) {
        const risk_own_row *r = &l->rows[i];
        MUST(r->code[0] || r->group[0] || r->country[0]);
        MUST(r->hazard_class == 2 || r->hazard_class == 3);
        MUST(r->issues && r->issues < 1u << RISK_ISSUES);
        MUST(r->row > 0 && (int)r->stage >= 0 && r->stage < RISK_STAGES);
    }
    for (size_t i = 0; i < l->goods_n; i++)
        MUST(l->goods[i].code[0] && l->goods[i].good[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"dfo_high_risk", "cahra", "sector_goods"};
    static arena forever;
    static risk_tables *t;
    if (!t && risk_tables_load(&t, &forever, NULL) != AK_OK)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        arena a = {.limit_bytes = (size_t)256 << 20};
        own_list list = {0};
        own_table of = {.name = names[i], .edition = "", .document = ""};
        MUST(own_list_read(&list, &of, &a, t, (str){(const char *)data, size}, NULL) == AK_OK);
        look(&list, &of);
        arena_free(&a);
    }
    return 0;
}
