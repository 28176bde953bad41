/* questions.h -- what to ask whom: the open questions of a picture or a supplier, most telling first.
 *
 * Of materials only mines and refineries are asked for: what is made of them further down is one question to
 * the maker of the part, and end of life has no origin.  A fully traced node asks nothing.  A claimed origin
 * without a document asks for the document; one that no table of production knows, for the mine's name.
 */
#ifndef RISK_QUESTIONS_H
#define RISK_QUESTIONS_H

#include "risk/ask.h"
#include "risk/ranked.h"

typedef enum question_kind {
    QUESTION_ORIGIN,   /* where the part of which nothing is said comes from */
    QUESTION_DOCUMENT, /* for the proof of a claimed origin */
    QUESTION_NAME,     /* for the mine's name: no table knows such an origin */
    QUESTION_COUNTRY,  /* of a supplier: where it works */
    QUESTION_SECTOR,   /* what it does */
    QUESTION_MADE      /* where the goods that it sells were made */
} question_kind;
extern const char *const question_kind_codes[6];

typedef struct question {
    question_kind kind;
    const picture_node *node;  /* of a material; NULL of a supplier */
    const node_origin *origin; /* of a claim */
    const char *subject;       /* id: material, or supplier */
    const char *part;          /* id of the part that holds the material; NULL = the subject itself */
    const char *to;            /* id of the party that can answer; NULL = nobody is known */
    ask_gain gain;
    double level_chance; /* that the answer changes the level by tables; -1 = not asked of this kind */
    const char *wording[LANGUAGES];
    size_t rank, rank_each;          /* by gain; by gain / weight: each material once */
    const risk_questions_row *asked;  /* put to that party already; NULL = not */
    const risk_questions_row *worded; /* put to whomever: its wordings in other languages; NULL = none */
} question;

typedef struct questions {
    question *rows; /* by gain */
    size_t n;
    size_t traced_nodes; /* that have nothing to ask */
} questions;

typedef enum question_order { ORDER_GAIN, ORDER_EACH, ORDER_CHANCE } question_order;

/* Of a product, material or lot. */
AK_MUST_USE ak_code questions_of_picture(questions *out, ctx *c, const risk_picture *p, const bought *b,
                                         ak_err *err);
/* Of suppliers: one of them (id), or all by their share of what is paid. */
AK_MUST_USE ak_code questions_of_suppliers(questions *out, ctx *c, const ranked *r, const char *id,
                                           ak_err *err);
void questions_sort(questions *q, question_order order);

#endif
