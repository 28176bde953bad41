/* marked.h -- the tables of a faulty import back as one workbook: bad cells marked, the reason as a comment.
 *
 * A sheet a table, as it was sent, so that it can be mended in place and imported as it is; before them a
 * sheet "# faults" that lists all of them (sheets whose names begin with # are not read).
 */
#ifndef EXCHANGE_MARKED_H
#define EXCHANGE_MARKED_H

#include "exchange/import.h"

/* files: those that were read into the plan.  created_s: of the workbook.  *bytes lives in a.
 * AK_E_LIMIT past what a sheet can hold. */
AK_MUST_USE ak_code import_marked(str *bytes, arena *a, const plan *p, const import_file *files, size_t n,
                                  language lang, int64_t created_s, ak_err *err);

/* For `import FILE... --marked OUT.xlsx`: writes it when the plan has faults. */
AK_MUST_USE ak_code import_marked_write(ctx *c, const args *a, const plan *p, ak_err *err);

#endif
