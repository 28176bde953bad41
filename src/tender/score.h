/* score.h -- the bids of a tender scored: values, points with their arithmetic, totals, places, ties.
 *
 * Which bids count.  ADMISSIBLE ones are ranked.  UNCLEAR ones (a claim without its evidence, a criterion that is
 * not answered) get points where they can be computed, so that it is seen what is at stake, but no place, and
 * they are never the best that others are measured by.  REFUSED ones get none.  In a lot, bids for other lots are
 * ELSEWHERE: they keep their index and are shown nowhere.
 *
 * With priced quality the lowest evaluated price wins: price or total cost and what missing quality costs.
 * A criterion is scored by its attribute; the attribute total_cost is computed (cost.h), price takes in the
 * options that are priced (option_price); a criterion without attribute is answered under its own code, which
 * is also where the buyer's own judgement of a bid stands.
 */
#ifndef TENDER_SCORE_H
#define TENDER_SCORE_H

#include "tender/cost.h"
#include "tender/weights.h"

typedef enum score_status {
    SCORE_ADMISSIBLE,
    SCORE_UNCLEAR,
    SCORE_REFUSED,
    SCORE_ELSEWHERE /* does not offer the lot that is scored */
} score_status;

/* A leaf of the criteria: what is scored. */
typedef struct score_criterion {
    const tender_criterion *of;
    size_t index; /* in tender.criteria */
    point_rule rule;
    int64_t weight;
    bool money;      /* values are smallest units of the currency */
    bool total_cost; /* computed from the assumptions */
    const unit *unit;
    bool expected; /* which values are expected is said: expected_low < expected_high */
    int64_t expected_low, expected_high;
    int64_t best; /* among the admissible bids */
    bool has_best;
} score_criterion;

typedef struct score_cell {
    bool answered;
    int64_t x;                 /* n / 10^rule.scale */
    int64_t points;            /* of POINT_ONE */
    int64_t surcharge;         /* priced quality: smallest units */
    const char *raw_text;      /* of an answer that is yes or no */
    const tender_offer *offer; /* NULL: computed */
} score_cell;

typedef struct score_bid {
    const tender_bid *of;
    score_status status;
    score_cell *cells; /* [leaves_n] */
    bool complete;     /* every criterion is answered */
    int64_t total;     /* of POINT_TOTAL; or the evaluated price in smallest units */
    int place;         /* 0 = none */
    int place_without_grants;
    cost_bid cost; /* where the tender has a total cost */
} score_bid;

typedef struct score {
    const tender *t;
    const char *part_no;
    const cost_model *cost; /* NULL = none */
    weights_kind weights;
    bool priced; /* the lowest evaluated price wins */
    size_t base; /* priced: the leaf that is the price */
    score_criterion *leaves;
    size_t leaves_n;
    score_bid *bids;
    size_t bids_n;
    int winner;      /* index; -1 = none */
    bool tied;       /* several share the first place */
    bool order_open; /* ranked criteria: another weighting that fits the order gives another winner */
} score;

typedef struct score_options {
    const char *part_no;        /* "" = the whole */
    const score_status *status; /* [t->bids_n]; NULL = every bid is admissible */
    const int64_t *moves;       /* of the cost assumptions; NULL = as stated */
} score_options;

/* TEND-110 .. TEND-122 with the criterion's code as err->file; TEND-134: total cost without assumptions;
 * TEND-135, TEND-136: priced quality without a price, or beside other criteria; TEND-137: a value in another
 * unit, TEND-138: something that is no number.  O(bids x criteria). */
AK_MUST_USE ak_code score_of(score **out, arena *a, const tender *t, const score_options *o, ak_err *err);
/* Places of the admissible bids by their total, and by it without grants. */
void score_rank(score *s, arena *scratch);
/* The bid's criterion in one line of numbers: "10 x (6500 - 5070.03) / 2000 = 7.1498". */
const char *score_arithmetic(arena *a, language lang, const score *s, size_t bid, size_t leaf);
/* The sum: "0.6 x 7.1498 + 0.2 x 4 = 5.08988". */
const char *score_sum_arithmetic(arena *a, language lang, const score *s, size_t bid);

/* Texts of a value and of points, canonical and without trailing zeros. */
const char *score_value_text(arena *a, const score_criterion *k, int64_t x);
const char *score_points_text(arena *a, int64_t points);
const char *score_total_text(arena *a, int64_t total);

#endif
