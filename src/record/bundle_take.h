/* bundle_take.h -- a bundle that somebody sent: judged, and taken in whole or not at all.
 *
 * Nine checks: limits; the strict form; for us; each head by a key that is known here, meeting its policy; each
 * head in one history with all that is kept of its log; each entry under its head; each signature; each
 * disclosure; the counters; and, where it is asked for, that what goods were made from is shown.
 * Then one commit: a `received` statement and a `seen` for each head, and the file beside them
 * (peers/NAME/bundles), whose statements enter the state at that place, with their own voices.
 */
#ifndef RECORD_BUNDLE_TAKE_H
#define RECORD_BUNDLE_TAKE_H

#include "ledger/bundle.h"
#include "record/commit.h"
#include "record/said.h"

/* A setting; "yes": every bundle must show something of each input, as with require_in. */
#define BUNDLE_SETTING_INPUTS "require_inputs"

typedef struct bundle_trust {
    const char **vkeys; /* keys that are accepted now, [vkeys_n] */
    size_t vkeys_n;
    bool require_in;
    bool write; /* false: nothing is written, not even a fraud file */
} bundle_trust;

typedef struct bundle_verdict {
    bundle b;
    size_t bytes;
    bool known;       /* taken in before */
    uint64_t entries; /* of all logs */
    uint64_t gaps, withheld;
    uint64_t inputs_missing; /* of which nothing is shown, here or in the record */
    const char *twice;       /* path of the file about two entries of one number; NULL = none */
    const char **frauds;     /* files about logs that signed two histories, [frauds_n] */
    size_t frauds_n;
    said **words; /* of entries, log after log; NULL = nothing is shown */
} bundle_verdict;

/* Reads only; then judges.  *out is filled as far as it went, also on error: what was read can be shown.
 * LED-140 .. LED-155, LED-121; docs/ledger.md lists them. */
AK_MUST_USE ak_code bundle_open(bundle_verdict *out, ctx *c, const char *path, ak_err *err);
AK_MUST_USE ak_code bundle_judge(bundle_verdict *v, ctx *c, const bundle_trust *t, ak_err *err);

/* What can be shown of one that was not judged to the end: each log checked in itself. */
void bundle_look_inside(bundle_verdict *v, ctx *c);

/* What was judged and found good becomes part of the record.  Taken in before: nothing is written. */
AK_MUST_USE ak_code bundle_take(commit_result *out, ctx *c, bundle_verdict *v, ak_err *err);

#endif
