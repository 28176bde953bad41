/* plausible.c -- is a claimed origin one that the production tables know? */
#include "risk/plausible.h"

#include <string.h>

const char *const plausible_words[4] = {"produced", "not listed as producer", "not produced", "no data"};

/* Editions newest first, each with its newest reference year only. */
static size_t newest_tables(plausible_table *out, const mix *editions, size_t n, const char *country)
{
    size_t kept = 0;
    for (size_t i = n; i-- > 0;) {
        bool seen = false;
        for (size_t k = 0; k < kept; k++)
            seen |= strcmp(out[k].table->edition, editions[i].edition) == 0;
        if (!seen)
            out[kept++] = (plausible_table){&editions[i], mix_find(&editions[i], country)};
    }
    return kept;
}

void plausible_origin(plausible *out, arena *a, const risk_tables *t, int material, risk_stage stage,
                      const char *country)
{
    *out = (plausible){.answer = PLAUSIBLE_NO_DATA};
    mix *editions = NULL;
    size_t n = mix_editions(&editions, a, t, material, stage);
    if (n == 0)
        return;
    out->tables = ARENA_NEWS(a, plausible_table, n);
    out->n = newest_tables(out->tables, editions, n, country);
    size_t naming = 0;
    bool room = true;
    for (size_t i = 0; i < out->n; i++) {
        naming += out->tables[i].part != NULL;
        if (out->tables[i].table->unknown < t->model.no_room_share)
            room = false; /* one table that names everybody is enough */
    }
    out->tables_differ = naming > 0 && !out->tables[0].part; /* the newest is silent, an older one is not */
    out->answer = naming ? PLAUSIBLE_PRODUCED : room ? PLAUSIBLE_NOT_LISTED : PLAUSIBLE_NOT_PRODUCED;
}
