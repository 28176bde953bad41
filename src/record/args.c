/* args.c -- the parsed arguments of an action. */
#include "record/action.h"

#include <string.h>

const char *args_get_nth(const args *a, const char *name, size_t i)
{
    for (size_t k = 0; k < a->n; k++)
        if (strcmp(a->names[k], name) == 0 && i-- == 0)
            return a->values[k];
    return NULL;
}

const char *args_get(const args *a, const char *name)
{
    return args_get_nth(a, name, 0);
}

bool args_has(const args *a, const char *name)
{
    return args_get(a, name) != NULL;
}
