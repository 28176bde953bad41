/* export.h -- the record written out: tables that can be read in again, JSON, and empty forms.
 *
 * A table has a row a standing statement, as of the asked day and within the actor's reach, and a column a
 * field that is used.  Headers are the words of the language, or field names; numbers have the decimal sign
 * of that language, dates are ISO, code words stay.  What comes out, read in again, says nothing new.
 */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include <stdio.h>

#include "exchange/heads.h"
#include "record/action.h"
#include "record/said.h"

typedef struct export_wish {
    int family;          /* index, or -1 = all */
    const char *subject; /* id: only what is said about it; NULL = all */
    language lang;
    bool by_name; /* headers are field names, numbers have points */
} export_wish;

/* A standing statement on its way out. */
typedef struct export_item {
    int64_t sid;
    uint64_t index;
    char leaf[65];
    const said *s;
    const json *values; /* without the apart fields that the actor may not see */
} export_item;

typedef struct export_visit {
    ak_code (*take)(void *payload, const export_item *item, ak_err *err);
    void *payload;
} export_visit;

/* Families that are written as tables: all but the ledger's own and what only the program writes. */
bool export_is_table(int family);

/* Every standing statement of a family in the order of the log; memory: one statement. */
AK_MUST_USE ak_code export_each(ctx *c, int family, const char *subject, export_visit visit, ak_err *err);

/* One family as CSV; nothing at all where nothing is said. */
AK_MUST_USE ak_code export_csv(FILE *out, ctx *c, const heads *h, int family, const export_wish *wish,
                               ak_err *err);
/* A workbook, a sheet a family in which something is said. */
AK_MUST_USE ak_code export_xlsx(str *bytes, arena *a, ctx *c, const heads *h, const export_wish *wish,
                                ak_err *err);
/* {"as_of","size","root","statements":[{"statement","index","family","id","by","on","valid","evidence",
 * "audience","sources","based_on","fields"}]}, one statement after the other. */
AK_MUST_USE ak_code export_json(FILE *out, ctx *c, const export_wish *wish, ak_err *err);
/* Empty forms: every column of the family (all families for -1), choices offered, each column explained on
 * a sheet of its own.  Filled in, it can be imported as it is. */
AK_MUST_USE ak_code export_form(str *bytes, arena *a, const heads *h, const export_wish *wish,
                                int64_t created_s, ak_err *err);

/* The action `export FORMAT [WHAT] [--out FILE] [--empty] [--names]`. */
AK_MUST_USE ak_code export_run(int *exit_out, ctx *c, const args *a, ak_err *err);

#endif
