/* check_parts.c -- the rows of a large plan, checked on several processors.
 *
 * The rows are gone through in rounds.  In each, every part checks a stretch of its own, with a reader of the
 * state, an arena and a list of faults that are its own for the whole plan; the faults of a round are put
 * together in the order of the rows.  So what comes out is what one processor gives.
 */
#include <string.h>

#include "base/pool.h"
#include "record/apply.h"
#include "record/check_private.h"
#include "record/workspace.h"

#define PARTS          4
#define PART_ROWS      4096 /* of a round */
#define ROWS_FEWEST    (PARTS * PART_ROWS)
#define PART_CACHE_MIB 8

typedef struct part {
    checker k;
    ctx c;
    arena mem; /* lives as long as the rows */
    fault_list faults;
    size_t from, to;
} part;

static void part_free(void *handle)
{
    part *p = handle;
    arena_free(&p->k.tmp);
    arena_free(&p->mem);
}

/* *same = false: the reader sees another state than the checker, which has an older one, or one in memory. */
static ak_code part_open(bool *same, part *p, checker *k, arena *readers, ak_err *err)
{
    uint64_t size = 0;
    char root[65];
    p->k = *k;
    p->k.tmp = (arena){0};
    p->k.a = &p->mem;
    p->k.faults = &p->faults;
    p->c = *k->c;
    p->k.c = &p->c;
    arena_own(k->a, part_free, p);
    AK_TRY(workspace_reader(&p->c.db, readers, k->c->ws, err));
    AK_TRY(store_cache(p->c.db, PART_CACHE_MIB, err));
    AK_TRY(store_begin_read(p->c.db, readers, err));
    AK_TRY(state_applied(&size, root, p->c.db, err));
    AK_TRY(lookup_new(&p->k.known, &p->mem, &p->c, err));
    p->k.resolve = resolver_again(&p->mem, k->resolve, p->k.known);
    p->k.refs = resolver_refs(p->k.resolve);
    *same = size == k->p->checked_size;
    return AK_OK;
}

static ak_code part_check(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)own;
    part *p = (part *)payload + i;
    p->faults = fault_list_new(&p->mem);
    return check_rows(&p->k, p->from, p->to, err);
}

static void faults_join(fault_list *all, const fault_list *more)
{
    for (size_t i = 0; i < more->n; i++) {
        const fault *f = &more->rows[i];
        fault_add(all, f->rule, f, f->arg[0], f->arg[1], f->arg[2], f->arg[3]);
    }
    all->total += more->total - more->n;
}

static ak_code rounds(checker *k, part *parts, ak_err *err)
{
    size_t n = k->p->rows_n;
    for (size_t at = 0; at < n;) {
        arena tmp = {0};
        size_t used = 0;
        AK_TRY(check_step(k, N_("Checking rows"), at, n, err));
        for (; used < PARTS && at < n; used++) {
            parts[used].from = at;
            at = parts[used].to = at + PART_ROWS < n ? at + PART_ROWS : n;
        }
        ak_code code = pool_map(&tmp, used, part_check, parts, err);
        arena_free(&tmp);
        AK_TRY(code);
        for (size_t i = 0; i < used; i++)
            faults_join(k->faults, &parts[i].faults);
    }
    return AK_OK;
}

ak_code check_parts(bool *done, checker *k, ak_err *err)
{
    *done = false;
    if (k->p->rows_n < ROWS_FEWEST || pool_threads() < 2)
        return AK_OK;
    part *parts = ARENA_NEWS(k->a, part, PARTS);
    arena readers = {0};
    bool same = true;
    ak_code code = AK_OK;
    for (size_t i = 0; i < PARTS && code == AK_OK && same; i++)
        code = part_open(&same, &parts[i], k, &readers, err);
    if (code == AK_OK && same) {
        *done = true;
        code = rounds(k, parts, err);
    }
    arena_free(&readers);
    return code;
}
