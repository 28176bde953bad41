/* bid.h -- the form that suppliers fill in, and the bids that come back.
 *
 * Bids come through the tender portal and are read after opening; aktsom does not seal them (D19).  What came is
 * kept as the file that it was, by its SHA-256 and its time of receipt; a late bid is kept and marked.  An empty
 * answer is no answer: it leaves no statement.
 */
#ifndef TENDER_BID_H
#define TENDER_BID_H

#include "tender/tender.h"

/* One thing that a bidder is asked. */
typedef struct bid_question {
    const char *attribute; /* code, or the requirement's number */
    const char *part_no, *item;
    const char *unit;   /* usual unit; "" = none */
    const char *code;   /* of the requirement or criterion that asks */
    const char *title;  /* its title */
    const char *answer; /* field that takes the answer: value, amount, value_text, fulfilled, documents */
    const char *proof;  /* what proves it; "" = nothing is asked for */
    bool with_bid;      /* the proof is owed with the bid */
    const char *words;  /* answers that are known, parted by |; NULL = none */
    const tender_requirement *of; /* NULL: a criterion or the total cost asks */
    const struct limit
        *instead; /* what an alternative of the requirement asks; NULL = it is the requirement */
} bid_question;

/* What the bidders of a tender are asked: its requirements with their alternatives, its criteria, and what its
 * total cost needs; each once, in the order of the numbers. */
AK_MUST_USE ak_code bid_questions(bid_question **out, size_t *n, arena *a, const tender *t, ak_err *err);

/* The currency of the tender: of its estimate, else of its assumptions; NULL = not said. */
const currency *bid_currency(const tender *t);

/* The empty form as a workbook: a row a question with what is required, units, and a check of each answer (a list, a
 * number with its bounds, yes or no).  Only the cells of answers can be changed.  Filled in, tender open reads it. */
AK_MUST_USE ak_code bid_form(str *bytes, ctx *c, const tender *t, ak_err *err);
/* tender form [ID] [--out FILE]: what the bidders are asked, and the form. */
AK_MUST_USE ak_code bid_form_view(view **out, ctx *c, const args *a, ak_err *err);
AK_MUST_USE ak_code bid_form_file(str *bytes, ctx *c, const args *a, ak_err *err);

/* tender open ID FILE... --number N --tenderer PARTY --received MOMENT: the first file holds the answers (XLSX or
 * CSV of the form, or JSON {"values":[{"attribute","value","unit",...}]}), the others are its attachments.
 * Faults beside those of any import: TEND-020, TEND-022.  Sent by a browser, the one table among the files holds the
 * answers (TEND-151: several). */
AK_MUST_USE ak_code bid_open_plan(plan **out, ctx *c, const args *a, ak_err *err);

#endif
