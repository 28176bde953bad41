/* family.c -- looking things up in the tables that famgen writes. */
#include "record/family.h"

#include <string.h>

int family_find(str name)
{
    for (size_t i = 0; i < families_n; i++)
        if (str_is(name, families[i].name) || str_is(name, families[i].type_word))
            return (int)i;
    return -1;
}

int field_find(const family *f, str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_is(name, f->fields[i].name))
            return (int)i;
    return -1;
}

bool head_words_have(const char *heads, str word)
{
    str rest = str_of(heads);
    while (rest.n)
        if (str_eq(str_cut(&rest, '|'), word))
            return true;
    return false;
}

int field_find_head(const family *f, int language, str folded)
{
    for (size_t i = 0; i < f->n; i++)
        if (head_words_have(f->fields[i].heads[language], folded))
            return (int)i;
    return -1;
}

const enumeration *enum_find(const char *name)
{
    for (size_t i = 0; i < enumerations_n; i++)
        if (strcmp(enumerations[i].name, name) == 0)
            return &enumerations[i];
    return NULL;
}

int enum_code_find(const enumeration *e, str code)
{
    for (size_t i = 0; i < e->n; i++)
        if (str_is(code, e->values[i].code))
            return (int)i;
    return -1;
}

int enum_value_find(const enumeration *e, arena *tmp, str word)
{
    int exact = enum_code_find(e, word);
    if (exact >= 0)
        return exact;
    str folded = str_fold(tmp, word);
    for (size_t i = 0; i < e->n; i++) {
        if (str_eq(folded, str_fold(tmp, str_of(e->values[i].code))))
            return (int)i;
        for (int l = 0; l < 3; l++)
            if (str_eq(folded, str_fold(tmp, str_of(e->values[i].words[l]))))
                return (int)i;
    }
    return -1;
}
