/* model.h -- the point model of a tender tried before it is published.
 *
 * Over the values that are expected (expected_low .. expected_high; without them what the model itself says, or the
 * bids that are there): can a losing bid change the winner (reversal.h), does a criterion leave its scale, does it
 * make any difference, and what decides between the bids.
 */
#ifndef TENDER_MODEL_H
#define TENDER_MODEL_H

#include "tender/findings.h"
#include "tender/reversal.h"
#include "tender/score.h"

typedef struct model_leaf {
    bool ranged;         /* the expected values are known */
    int64_t low, high;   /* of the leaf's scale */
    int64_t least, most; /* points over them */
    bool outside;        /* below 0 or above the maximum */
    bool without_effect; /* the same points everywhere */
    double effect;       /* share of the whole difference that the criterion can make, 0..1 */
} model_leaf;

typedef struct model_test {
    const score *s;
    model_leaf *leaves; /* [s->leaves_n] */
    bool depends;       /* some criterion needs the best of the others */
    bool tried;         /* the search for a reversal could be made */
    reversal turn;
    bool of_bids; /* it was made for the bids that count, else for expected ones */
} model_test;

AK_MUST_USE ak_code model_test_of(model_test *out, arena *a, const score *s, ak_err *err);

/* A row of tender check. */
AK_MUST_USE ak_code tender_check_model(findings *f, ak_err *err);
/* Of one lot, "" = a tender without lots: {"independent","answer","criteria","reversal"}; NULL where there are no
 * criteria, or they cannot be scored. */
AK_MUST_USE ak_code model_view(view **out, ctx *c, const tender *t, const char *part_no, ak_err *err);

/* What decides between the bids: for the buyer's own eyes.  {"note","tornado","draws","wins"}; with `note` alone
 * where nothing can be moved or fewer than two bids count. */
#define SENSITIVITY_DRAWS 10000
AK_MUST_USE ak_code sensitivity_view(view **out, ctx *c, const tender *t, const char *part_no, ak_err *err);

#endif
