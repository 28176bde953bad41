/* plan.c -- what would be said: rows, documents, batches and files as they are gathered. */
#include "record/plan.h"

#include <string.h>

/* Room for one more pointer in a list that doubles; the old room stays with the arena. */
#define ADD_ONE(p, list, type)                                                                               \
    do {                                                                                                     \
        if ((p)->list##_n == (p)->list##_cap) {                                                              \
            (p)->list##_cap = (p)->list##_cap ? (p)->list##_cap * 2 : 16;                                    \
            type **more = ARENA_NEWS((p)->a, type *, (p)->list##_cap);                                       \
            if ((p)->list##_n)                                                                               \
                memcpy(more, (p)->list, (p)->list##_n * sizeof *more);                                       \
            (p)->list = more;                                                                                \
        }                                                                                                    \
        (p)->list[(p)->list##_n++] = ARENA_NEW((p)->a, type);                                                \
    } while (0)

plan *plan_new(arena *a)
{
    plan *p = ARENA_NEW(a, plan);
    p->a = a;
    p->faults = fault_list_new(a);
    return p;
}

plan_row *plan_add_row(plan *p, int fam, size_t cells_max)
{
    static const plan_dialect plain = {.date_order = 'y'};
    ADD_ONE(p, rows, plan_row);
    plan_row *r = p->rows[p->rows_n - 1];
    r->family = fam;
    r->cells = ARENA_NEWS(p->a, plan_cell, cells_max);
    r->file = r->sheet = "";
    r->dialect = &plain;
    return r;
}

void plan_add_cell(plan_row *r, plan_cell cell)
{
    if (!cell.head)
        cell.head = "";
    r->cells[r->n++] = cell;
}

plan_document *plan_add_document(plan *p)
{
    ADD_ONE(p, documents, plan_document);
    return p->documents[p->documents_n - 1];
}

plan_batch *plan_add_batch(plan *p)
{
    ADD_ONE(p, batches, plan_batch);
    return p->batches[p->batches_n - 1];
}

plan_file *plan_add_file(plan *p)
{
    ADD_ONE(p, files, plan_file);
    plan_file *f = p->files[p->files_n - 1];
    f->file = f->format = f->note = "";
    return f;
}
