/* account_years.h -- an account beside that of the year before, and what was given. */
#ifndef REPORT_ACCOUNT_YEARS_H
#define REPORT_ACCOUNT_YEARS_H

#include "report/account_inside.h"

/* Puts `year_on_year`, a row a field, or the sentence `no_year_before`; and `given`, a row an account that was
 * signed, published or kept as a document.  t->before is made. */
AK_MUST_USE ak_code account_years_put(view *v, account *t, ak_err *err);

#endif
