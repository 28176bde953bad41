/* product_view.h -- a product on one page: where it comes from, how risky, how sure, and why. */
#ifndef RISK_PRODUCT_VIEW_H
#define RISK_PRODUCT_VIEW_H

#include "base/view.h"
#include "record/action.h"

/* product [ID]: {"subject","answer","level","mass_kg","as_of","year","origin" (flow from country to product),
 * "sites" (map),"matrix" (levels by material and issue),"evidence" (bars),"composition","then_and_now",
 * "availability","judgements","about_model","editions","rests_on"}.
 * Without ID: the workspace's only top product, else {"products"}: a table to choose from. */
AK_MUST_USE ak_code product_view(view **out, ctx *c, const args *a, ak_err *err);

#endif
