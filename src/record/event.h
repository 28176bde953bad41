/* event.h -- one thing that happened to lots, read from its source bytes (EPCIS 2.0 JSON-LD).
 *
 * Batches keep events as the bytes they came in (D13); whoever needs an event reads it from them: exchange
 * to check it on the way in, trace to index it.  So there is one reader, and what it does not look at (ILMD,
 * sensors, sources and destinations, extensions) is still in the record.
 *
 * Names are ids of the record (base/epc.h); step and disposition are the bare CBV words ("shipping")
 * whatever their spelling, other vocabularies stay as they are.
 *
 * Source: GS1 EPCIS 2.0.0, sections 7.3-7.4 (fields) and 10 (JSON-LD binding); CBV 2.0 section 7.
 */
#ifndef RECORD_EVENT_H
#define RECORD_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/json.h"

#define EVENT_MEDIA_TYPE "application/vnd.aktsom.epcis-events+json" /* of a batch's source bytes */
#define EVENT_ITEMS_MOST 100000                                     /* identifiers in one event */

typedef enum event_type {
    EVENT_OBJECT,
    EVENT_AGGREGATION,
    EVENT_TRANSACTION,
    EVENT_TRANSFORMATION,
    EVENT_ASSOCIATION
} event_type;

typedef enum event_action { EVENT_NO_ACTION, EVENT_ADD, EVENT_OBSERVE, EVENT_DELETE } event_action;

/* A thing and how much of it: amount is the decimal text as written, "" = not said (an item by its serial
 * number is one piece); unit is the UN/ECE Rec 20 code, "" = pieces. */
typedef struct event_item {
    str id;
    str amount;
    str unit;
} event_item;

typedef struct event_items {
    event_item *rows;
    size_t n;
} event_items;

typedef struct event {
    event_type type;
    event_action action; /* EVENT_NO_ACTION for transformations */
    int64_t time_ms;     /* since 1970-01-01T00:00:00Z; finer digits are cut */
    char time[32];       /* the same as a moment: "2026-11-21T21:19:00Z", ".123" where it has parts */
    str zone;            /* "+01:00": where people's clocks stood */
    str id;              /* eventID; "" = none */
    str step;            /* "shipping"; "" = none */
    str disposition;     /* "in_transit"; "" = none */
    str read_point;      /* where it was seen; "" = none */
    str place;           /* where the things are afterwards (bizLocation); "" = none */
    str parent;          /* container, asset or transaction's parent; "" = none */
    str transformation;  /* transformationID: joins events into one transformation; "" = none */
    event_items items;   /* object, transaction: what it is about; aggregation, association: the children */
    event_items inputs;  /* transformation */
    event_items outputs; /* transformation */
    bool declared_wrong; /* carries an error declaration: it says that an earlier event did not happen so */
} event;

/* Reads an event of a parsed element.  Every fault goes to faults (may be NULL) with place's file and row,
 * the path inside the event as field, and the value; false when there was any, *out is then incomplete.
 * Texts of *out live in a or in what e lives in. */
bool event_read(event *out, arena *a, const json *e, fault_list *faults, const fault *place);

/* The same from source bytes out of a batch, which were checked when they came in; AK_E_INPUT with the first
 * fault.  Cost: one parse. */
AK_MUST_USE ak_code event_parse(event *out, arena *a, str source, ak_err *err);

#endif
