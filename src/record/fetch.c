/* fetch.c -- the words of a statement, from the log. */
#include "record/fetch.h"

ak_code said_at(said **out, arena *a, workspace *ws, uint64_t index, ak_err *err)
{
    ledger_item item = {0};
    entry_info info = {0};
    AK_TRY(ledger_entry(&item, a, workspace_ledger(ws), index, err));
    AK_TRY(entry_read(&info, a, item.entry, item.said, item.said_n, NULL, err));
    return said_read(out, a, &info, workspace_party(ws), err);
}
