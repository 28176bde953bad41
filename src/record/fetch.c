/* fetch.c -- the words of a statement, from the log. */
#include "record/fetch.h"

#define BLOCK_ENTRIES 256 /* as ledger_read gives them */

static ak_code words(said **out, arena *a, workspace *ws, const ledger_item *item, ak_err *err)
{
    entry_info info = {0};
    AK_TRY(entry_read(&info, a, item->entry, item->said, item->said_n, NULL, err));
    return said_read(out, a, &info, workspace_party(ws), err);
}

ak_code said_at(said **out, arena *a, workspace *ws, uint64_t index, ak_err *err)
{
    ledger_item item = {0};
    AK_TRY(ledger_entry(&item, a, workspace_ledger(ws), index, err));
    return words(out, a, ws, &item, err);
}

ak_code said_near(said **out, arena *a, said_block *block, workspace *ws, uint64_t index, ak_err *err)
{
    if (index < block->first || index >= block->first + block->n) {
        uint64_t first = index / BLOCK_ENTRIES * BLOCK_ENTRIES;
        block->n = 0;
        if (!block->a)
            arena_free(&block->mem);
        AK_TRY(ledger_read(&block->items, &block->n, block->a ? block->a : &block->mem, workspace_ledger(ws),
                           first, err));
        block->first = first;
    }
    if (index >= block->first + block->n) /* committed since; or behind the end, which has its own error */
        return said_at(out, a, ws, index, err);
    return words(out, a, ws, &block->items[index - block->first], err);
}
