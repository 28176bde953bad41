/* fault.c -- what is wrong with somebody's data. */
#include "base/fault.h"

#include <stdarg.h>
#include <string.h>

#define VALUE_BYTES_MOST 200

fault_list fault_list_new(arena *a)
{
    return (fault_list){.a = a};
}

static const char *keep(arena *a, const char *s)
{
    if (!s || !*s)
        return "";
    size_t n = strlen(s);
    if (n > VALUE_BYTES_MOST) {
        n = VALUE_BYTES_MOST;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
    }
    return arena_copy(a, s, n);
}

/* The next free row, or NULL when only the count goes up. */
static fault *next_row(fault_list *list)
{
    list->total++;
    if (list->n == FAULTS_MOST)
        return NULL;
    list->rows = arena_room(list->a, list->rows, list->n, &list->cap, sizeof *list->rows);
    return &list->rows[list->n++];
}

static void place_copy(fault_list *list, fault *row, const ak_rule *rule, const fault *place)
{
    *row = (fault){
        .rule = rule,
        .file = keep(list->a, place->file),
        .sheet = keep(list->a, place->sheet),
        .row = place->row,
        .column = place->column,
        .field = keep(list->a, place->field),
        .value = keep(list->a, place->value),
        .arg = {"", "", "", ""},
    };
}

void fault_add_(fault_list *list, const ak_rule *rule, const fault *place, ...)
{
    fault *row = next_row(list);
    if (!row)
        return;
    place_copy(list, row, rule, place);
    va_list ap;
    va_start(ap, place);
    for (size_t i = 0; i < 4; i++) {
        const char *arg = va_arg(ap, const char *);
        if (!arg)
            break;
        row->arg[i] = keep(list->a, arg);
    }
    va_end(ap);
}

void fault_add_err(fault_list *list, const ak_err *err, const fault *place)
{
    fault *row = next_row(list);
    if (!row)
        return;
    place_copy(list, row, err->rule, place);
    if (err->line)
        row->row = err->line;
    if (err->field[0])
        row->field = keep(list->a, err->field);
    if (err->value[0])
        row->value = keep(list->a, err->value);
    for (size_t i = 0; i < 4; i++)
        row->arg[i] = keep(list->a, err->arg[i]);
}
