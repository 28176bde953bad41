/* plan.c -- what would be said: rows, documents, batches and files as they are gathered. */
#include "record/plan.h"

#include <string.h>

/* The list with room for one more pointer; it doubles, and the old room stays with the arena. */
static void *room_for_one(arena *a, void *list, size_t n, size_t *cap)
{
    if (n < *cap)
        return list;
    *cap = *cap ? *cap * 2 : 16;
    void *more = arena_array(a, *cap, sizeof(void *));
    if (n)
        memcpy(more, list, n * sizeof(void *));
    return more;
}

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
    p->rows = room_for_one(p->a, p->rows, p->rows_n, &p->rows_cap);
    p->rows[p->rows_n++] = ARENA_NEW(p->a, plan_row);
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
    p->documents = room_for_one(p->a, p->documents, p->documents_n, &p->documents_cap);
    p->documents[p->documents_n++] = ARENA_NEW(p->a, plan_document);
    return p->documents[p->documents_n - 1];
}

plan_batch *plan_add_batch(plan *p)
{
    p->batches = room_for_one(p->a, p->batches, p->batches_n, &p->batches_cap);
    p->batches[p->batches_n++] = ARENA_NEW(p->a, plan_batch);
    return p->batches[p->batches_n - 1];
}

plan_file *plan_add_file(plan *p)
{
    p->files = room_for_one(p->a, p->files, p->files_n, &p->files_cap);
    p->files[p->files_n++] = ARENA_NEW(p->a, plan_file);
    plan_file *f = p->files[p->files_n - 1];
    f->file = f->format = f->note = "";
    return f;
}
