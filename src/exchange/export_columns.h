/* export_columns.h -- which columns a family's table needs, and what stands in them. */
#ifndef EXCHANGE_EXPORT_COLUMNS_H
#define EXCHANGE_EXPORT_COLUMNS_H

#include "exchange/export.h"

typedef struct export_column {
    int field; /* as in plan_cell */
    int line;
    int group;        /* where it stands: its own field, or that of its group of lines */
    const char *unit; /* of all its cells, for the header; "" = none, or several: then in the cells */
    bool units_differ;
    bool seen; /* a unit was met */
    const char *head;
} export_column;

typedef struct export_columns {
    arena *a;
    int family;
    bool decimal_comma;
    export_column *rows;
    size_t n;
    size_t cap;
    size_t items; /* statements there are */
} export_columns;

/* First pass: the columns that are used, in the order of the family's fields, then the common ones. */
AK_MUST_USE ak_code export_columns_find(export_columns *out, arena *a, ctx *c, const heads *h, int family,
                                        const export_wish *wish, ak_err *err);

typedef enum export_kind { EXPORT_WORDS, EXPORT_NUMBER, EXPORT_DATE } export_kind;

/* Text of a cell, "" = nothing said.  A number has a point; export_localise makes it the table's. */
const char *export_cell(arena *a, const export_columns *columns, const export_column *column,
                        const export_item *item, export_kind *kind);
/* With the table's decimal sign. */
const char *export_localise(arena *a, const export_columns *columns, const char *number);

/* First sheet word of the language, or the family's name. */
const char *export_sheet_name(arena *a, int family, const export_wish *wish);

#endif
