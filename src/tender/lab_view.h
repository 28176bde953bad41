/* lab_view.h -- the point-model lab: other weights tried, nothing said. */
#ifndef TENDER_LAB_VIEW_H
#define TENDER_LAB_VIEW_H

#include "record/action.h"

/* tender lab [ID] [--part P] [--criterion CODE...] [--weight PCT...]: the n-th weight is of the n-th criterion.
 * Weights that do not add up are told in the value (problem), and the ranking is that of the stated ones.
 * TEND-145: no such criterion, TEND-146: not a weight. */
AK_MUST_USE ak_code lab_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
