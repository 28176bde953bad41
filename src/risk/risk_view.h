/* risk_view.h -- what is at stake in a product, material or lot, and why. */
#ifndef RISK_RISK_VIEW_H
#define RISK_RISK_VIEW_H

#include "base/view.h"
#include "record/action.h"
#include "risk/picture_of.h"

/* risk [ID] [--material M]:
 * {"subject","as_of","year","tables","level","answer",
 *  "materials":[{"material","stage","level","range","score","mass_kg","traced_share","claimed_share",
 *    "assumed_share","unknown_share","mix","origins":[{"country","share","basis","evidence","site",
 *    "plausible","source","year","later","statement"}],
 *    "issues":[{"issue","level","lowest","highest","hazard","severity","severity_reason","share",
 *      "unknown_share","near_line","sources":[{"text","year","evidence","later","country","statement"}]}],
 *    "availability"}],
 *  "judgements","about_model","editions","rests_on"}
 * traced + assumed + unknown = 1; the claimed share is part of the traced one.
 * Without ID: the workspace's only top product, else {"items":[{"subject",...}]}. */
AK_MUST_USE ak_code risk_view(view **out, ctx *c, const args *a, ak_err *err);

/* One row a top product: name, level, the material and issue that decide, shares of origin.  Its picture is added
 * to also (risk/against.h); NULL = to nothing.  A picture takes milliseconds: of more than most products
 * (0 = all) the first are drawn, and *left_out says how many are not. */
struct against;
AK_MUST_USE ak_code risk_products_table(view **out, size_t *left_out, struct against *also, ctx *c, risk_world *w,
                                        size_t most, ak_err *err);

/* ---- For the product's page ---- */

/* The map above, of one picture. */
AK_MUST_USE ak_code risk_picture_view(view **out, ctx *c, const risk_picture *p, ak_err *err);
/* The subject that is meant: by ID, else the only top product; RISK-004 when there is none, and *several
 * with the ids when there is more than one. */
AK_MUST_USE ak_code risk_subject_meant(state_subject *out, const char ***several, size_t *several_n, ctx *c,
                                       const char *id, ak_err *err);

#endif
