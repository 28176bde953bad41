/* subject_view.h -- what is known about a subject, and what stands behind one statement. */
#ifndef RECORD_SUBJECT_VIEW_H
#define RECORD_SUBJECT_VIEW_H

#include "base/view.h"
#include "record/action.h"

/* subject ID: {"subject","same","families":[{"family","fields":[{"field","value","by","evidence","on",
 * "statement"}]}],"disputes","related":[{"family","rows"}],"documents","history"} */
AK_MUST_USE ak_code subject_view(view **out, ctx *c, const args *a, ak_err *err);

/* statement ID: {"statement","index","type","subject","by","signed_by","direct","on","valid","evidence",
 * "audience","sources","fields","disputes","history","act","withdrawn","logged","proof":{"size","root",
 * "leaf","index"}} */
AK_MUST_USE ak_code statement_view(view **out, ctx *c, const args *a, ak_err *err);

/* {family, statements}: how much stands in each family that the reader may see; family opens into its list. */
AK_MUST_USE ak_code families_held_table(view **out, int64_t *total_out, ctx *c, ak_err *err);

/* list [FAMILY]: the standing statements of a family as a table; without a family {"held"}. */
AK_MUST_USE ak_code list_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
