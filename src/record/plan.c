/* plan.c -- what would be said: rows, documents, batches and files as they are gathered. */
#include "record/plan.h"

#include <assert.h>
#include <string.h>

plan *plan_new(arena *a)
{
    plan *p = ARENA_NEW(a, plan);
    p->a = a;
    p->rows_mem.limit_bytes = a->limit_bytes;
    arena_own(a, (void (*)(void *))arena_free, &p->rows_mem);
    p->words = (plan_file){.file = "", .format = "words", .note = ""};
    p->faults = fault_list_new(a);
    return p;
}

plan_row *plan_add_row(plan *p, int fam, size_t cells_max)
{
    static const plan_dialect plain = {.date_order = 'y'};
    p->rows = arena_room(&p->rows_mem, p->rows, p->rows_n, &p->rows_cap, sizeof(void *));
    p->rows[p->rows_n++] = ARENA_NEW(&p->rows_mem, plan_row);
    plan_row *r = p->rows[p->rows_n - 1];
    r->family = fam;
    r->kept = ARENA_NEWS(&p->rows_mem, plan_kept, cells_max);
    r->plan = p;
    r->file = r->sheet = "";
    r->dialect = &plain;
    return r;
}

static bool fits(const plan_column *c, const plan_cell *cell)
{
    return c->field == cell->field && c->line == cell->line && c->column == cell->column &&
           str_eq(c->unit, cell->unit) && (c->head == cell->head || strcmp(c->head, cell->head) == 0);
}

/* Index of the column of a cell like this; one that had to make room for another is made again. */
static uint32_t column_of(plan *p, const plan_cell *cell)
{
    size_t hash = (size_t)cell->field * 31 + (size_t)cell->line * 7 + (size_t)cell->column * 101 +
                  cell->unit.n * 17 + (cell->unit.n ? (unsigned char)cell->unit.p[0] : 0);
    uint32_t *slot = &p->recent[hash % PLAN_RECENT];
    if (*slot && fits(p->columns[*slot - 1], cell))
        return *slot - 1;
    p->columns = arena_room(&p->rows_mem, p->columns, p->columns_n, &p->columns_cap, sizeof(void *));
    plan_column *c = p->columns[p->columns_n++] = ARENA_NEW(&p->rows_mem, plan_column);
    *c = (plan_column){cell->field, cell->line, str_copy(&p->rows_mem, cell->unit), cell->column, cell->head};
    *slot = (uint32_t)p->columns_n;
    return *slot - 1;
}

void plan_add_cell(plan_row *r, plan_cell cell)
{
    assert(cell.text.n <= UINT32_MAX);
    if (!cell.head)
        cell.head = "";
    r->kept[r->n++] = (plan_kept){cell.text.p, (uint32_t)cell.text.n, column_of(r->plan, &cell)};
}

void plan_row_widen(plan_row *r, size_t cells_more)
{
    plan_kept *wider = ARENA_NEWS(&r->plan->rows_mem, plan_kept, r->n + cells_more);
    if (r->n)
        memcpy(wider, r->kept, r->n * sizeof *wider);
    r->kept = wider;
}

const plan_column *plan_column_at(const plan_row *r, size_t i)
{
    return r->plan->columns[r->kept[i].column];
}

plan_cell plan_cell_at(const plan_row *r, size_t i)
{
    const plan_column *c = plan_column_at(r, i);
    return (plan_cell){
        .field = c->field,
        .line = c->line,
        .text = {r->kept[i].text, r->kept[i].bytes},
        .unit = c->unit,
        .column = c->column,
        .head = c->head
    };
}

void plan_forget_rows(plan *p)
{
    p->rows = NULL;
    p->rows_n = p->rows_cap = 0;
    p->columns = NULL;
    p->columns_n = p->columns_cap = 0;
    memset(p->recent, 0, sizeof p->recent);
    arena_free(&p->rows_mem);
}

plan_document *plan_add_document(plan *p)
{
    p->documents = arena_room(p->a, p->documents, p->documents_n, &p->documents_cap, sizeof(void *));
    p->documents[p->documents_n++] = ARENA_NEW(p->a, plan_document);
    return p->documents[p->documents_n - 1];
}

plan_batch *plan_add_batch(plan *p)
{
    p->batches = arena_room(p->a, p->batches, p->batches_n, &p->batches_cap, sizeof(void *));
    p->batches[p->batches_n++] = ARENA_NEW(p->a, plan_batch);
    return p->batches[p->batches_n - 1];
}

plan_file *plan_add_file(plan *p)
{
    p->files = arena_room(p->a, p->files, p->files_n, &p->files_cap, sizeof(void *));
    p->files[p->files_n++] = ARENA_NEW(p->a, plan_file);
    plan_file *f = p->files[p->files_n - 1];
    f->file = f->format = f->note = "";
    return f;
}
