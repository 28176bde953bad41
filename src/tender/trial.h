/* trial.h -- other figures tried in a tender: weights, fixed points, steps, assumptions; nothing is said by it.
 *
 * What can be tried has a name: "K1.weight" (per cent), "K1.points_max", "K1.low_point", "K1.high_point",
 * "K1.surcharge", "K2.steps" ("60: 20; 70: 40": from 60 on 20 % of the points), "co2_price", "operating_hours/road"
 * (in the unit of the stated value), and "energy_price/%" for a path by year, which is tried as a percentage of it.
 * The names of a criterion begin with its number.
 */
#ifndef TENDER_TRIAL_H
#define TENDER_TRIAL_H

#include "tender/tender.h"

typedef enum trial_kind {
    TRIAL_WEIGHT,
    TRIAL_POINTS_MAX,
    TRIAL_LOW_POINT,
    TRIAL_HIGH_POINT,
    TRIAL_SURCHARGE,
    TRIAL_STEPS,
    TRIAL_COST, /* one assumption */
    TRIAL_PATH  /* all years of one, by a percentage */
} trial_kind;

typedef struct trial_field {
    const char *name;
    trial_kind kind;
    size_t index;       /* of the criterion, or of the (first) assumption */
    const char *unit;   /* symbol or currency; "" = none */
    const char *stated; /* as a form takes it, decimal sign of the language */
    const char *tried;  /* the same as it is tried; = stated where it is not */
    bool is_tried;
} trial_field;

typedef struct trial {
    const tender *stated;
    tender *tried; /* a copy with the tried figures; the same arrays of everything else */
    trial_field *fields;
    size_t n;
    size_t tried_n;
} trial;

/* What can be tried in a lot ("" = the whole), and the copy with what the arguments `set` and `to` ask for: the n-th
 * value is for the n-th name, empty = as stated.  TEND-145: no such name; TEND-146: not a value for it. */
AK_MUST_USE ak_code trial_of(trial *out, ctx *c, const tender *t, const char *part_no, const args *a,
                             ak_err *err);

/* tender set ID [--set NAME... --to VALUE...]: says what was tried as the tender's own.  TEND-150: nothing is; what score_of refuses. */
AK_MUST_USE ak_code trial_set_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
