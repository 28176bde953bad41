/* lab_view.h -- the point-model lab: other figures tried, nothing said. */
#ifndef TENDER_LAB_VIEW_H
#define TENDER_LAB_VIEW_H

#include "record/action.h"

/* tender lab [ID] [--part P] [--set NAME... --to VALUE...] (trial.h): who would win with other weights, points, steps
 * and assumptions.  A value that cannot be read and figures that cannot be scored are told in the value (problem), and
 * the ranking is that of the stated ones.  TEND-145: no such name. */
AK_MUST_USE ak_code lab_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
