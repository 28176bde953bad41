/* verify.h -- is everything in the folder what the signed head says?
 *
 * Whole workspace: every tile (partial ones too), entry bundle, signature, disclosure, document, the
 * checkpoint note, the WAL; counters without gap or repetition; no unknown file under log/.
 * A log folder alone (checkpoint, tile/): the same without said/, doc/, private/.
 */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "base/fault.h"
#include "ledger/ledger.h"

typedef struct verify_options {
    bool quick; /* only what came after the last head that was verified whole (private/verified) */
    str vkey;   /* the key to trust; empty: the workspace's own, or what a log folder says of itself */
    /* Called between chunks with entries done and to do; false = stop (LED-090).  May be NULL. */
    bool (*progress)(void *payload, uint64_t done, uint64_t total);
    void *payload;
} verify_options;

typedef struct verify_report {
    bool ok;        /* no fault */
    bool workspace; /* false: a log folder alone */
    bool trusted;   /* the head is signed by the own key or by options.vkey */
    str origin;
    str vkey;         /* whose signature the head carries */
    uint64_t size;    /* entries under the checkpoint */
    uint64_t pending; /* entries in the WAL behind it */
    ledger_hash root; /* at size */
    uint64_t from;    /* first entry that was checked; 0 but for quick */
    uint64_t entries, signatures, tiles, disclosures, withheld, documents, batches, bundles; /* checked */
    fault_list faults; /* file = path below the folder; row = 1-based entry, 0 = whole file */
} verify_report;

/* Looks only.  What a power cut took of log/ and the next writer puts back (mend.c) is a fault until then:
 * who has the key of the workspace takes the lock once before.
 * Returns an error only when it could not look (no such folder, stopped); faults are in the report.
 * 2 cores, 1 M entries: bound by 20,000 signatures a second and core. */
AK_MUST_USE ak_code ledger_verify(verify_report *out, arena *a, const char *dir,
                                  const verify_options *options, ak_err *err);

#endif
