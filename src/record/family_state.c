/* family_state.c -- the indexes of the state, made last when all of it is written. */
#include "record/family_state.h"

#include <string.h>

/* In one transaction: each of them alone would write the pages of the schema anew. */
static ak_code each_index(store *db, bool make, ak_err *err)
{
    arena transaction = {0};
    ak_code code = store_begin(db, &transaction, err);
    for (size_t i = 0; code == AK_OK && i < state_indexes_n; i++)
        code = store_script(db, make ? state_indexes[i].make : state_indexes[i].drop, err);
    if (code == AK_OK)
        code = store_commit(db, err);
    arena_free(&transaction);
    return code;
}

ak_code state_indexes_drop(store *db, ak_err *err)
{
    return each_index(db, false, err);
}

ak_code state_indexes_make(store *db, ak_err *err)
{
    return each_index(db, true, err);
}

ak_code state_index_make(store *db, const char *name, ak_err *err)
{
    for (size_t i = 0; i < state_indexes_n; i++)
        if (strcmp(state_indexes[i].name, name) == 0)
            return store_script(db, state_indexes[i].make, err);
    return AK_OK;
}
