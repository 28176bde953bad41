/* bundle_give.h -- what a party may see of a thing, and the bundle that shows it.
 *
 * Looked at are the standing statements about the thing, and those that they were made from (head `in`), on and
 * on.  A statement is open to a party when its audience is public or partners, or names the party; of an open
 * one head and body are shown, and what stands apart (names, prices, secrets) only where it is asked for by
 * name.  A wish may show more of our own statements, never of another's.  GDPR Art. 5(1)(c), 19.
 */
#ifndef RECORD_BUNDLE_GIVE_H
#define RECORD_BUNDLE_GIVE_H

#include "record/bundle_words.h"
#include "record/state.h"

typedef struct bundle_ask {
    const char *about; /* subject, as find_subject reads it */
    const char *to;    /* party, likewise, or an identifier that is not known here */
    const char **show; /* head, body, all, or a field that stands apart; [show_n] */
    size_t show_n;
    const char **hide;
    size_t hide_n;
    bool all;             /* every part of our own statements */
    const uint64_t *from; /* sizes of own heads that the party has */
    size_t from_n;
    bool documents; /* with their bytes */
    bool gossip;    /* with the heads of all logs that are known here */
} bundle_ask;

typedef enum part_state {
    PART_SHOWN,
    PART_CLOSED, /* its audience does not reach the party */
    PART_APART,  /* stands apart, and was not asked for */
    PART_HIDDEN, /* by wish */
    PART_STATES
} part_state;

typedef struct offer_part {
    const char *name; /* "head", "body", "body/quantity" */
    part_state state;
} offer_part;

typedef struct offer_row {
    state_statement s;
    offer_part *parts;
    size_t parts_n;
    const char **names; /* of what is shown */
    size_t names_n;
    bool upstream;      /* here because another was made from it */
    bool file;          /* its events, which are a file, go along */
    bool given;         /* in the bundle; else left out, and only a gap in the counters */
    bundle_found found; /* of another's log */
    const said *words;
} offer_row;

typedef struct bundle_offer {
    const char *about, *to; /* ids */
    offer_row *rows;
    size_t n;
    size_t given_n, shown_n; /* statements in the bundle; of these, with words */
} bundle_offer;

/* What the party would see; nothing is written. */
AK_MUST_USE ak_code bundle_look(bundle_offer *out, ctx *c, const bundle_ask *ask, ak_err *err);

/* The file.  Publishes first.  NOTFOUND LED-156: nothing is open to the party. */
AK_MUST_USE ak_code bundle_pack(bundle *out, str *file, ctx *c, const bundle_offer *o, const bundle_ask *ask,
                                ak_err *err);

#endif
