/* family_state.c -- the indexes of the state, made last when all of it is written. */
#include "record/family_state.h"

#include <string.h>

ak_code state_indexes_drop(store *db, ak_err *err)
{
    for (size_t i = 0; i < state_indexes_n; i++)
        AK_TRY(store_script(db, state_indexes[i].drop, err));
    return AK_OK;
}

ak_code state_indexes_make(store *db, ak_err *err)
{
    for (size_t i = 0; i < state_indexes_n; i++)
        AK_TRY(store_script(db, state_indexes[i].make, err));
    return AK_OK;
}

ak_code state_index_make(store *db, const char *name, ak_err *err)
{
    for (size_t i = 0; i < state_indexes_n; i++)
        if (strcmp(state_indexes[i].name, name) == 0)
            return store_script(db, state_indexes[i].make, err);
    return AK_OK;
}
