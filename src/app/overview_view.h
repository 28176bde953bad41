/* overview_view.h -- what is in the record, what was found, and where to look. */
#ifndef APP_OVERVIEW_VIEW_H
#define APP_OVERVIEW_VIEW_H

#include "record/action.h"

/* overview: {"answer","due":[...],"products":[...],"held":[...],"newest":[...],"log":{...}} */
AK_MUST_USE ak_code overview_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
