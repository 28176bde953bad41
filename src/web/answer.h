/* answer.h -- what an address gives: a page, a value, a table, a file. */
#ifndef WEB_ANSWER_H
#define WEB_ANSWER_H

#include "web/request.h"

/* The request has passed the doors. */
enum MHD_Result answer(request *r);

/* A value that is no action's, as .json, .csv or .xlsx. */
enum MHD_Result answer_value(request *r, const view *v);

#endif
