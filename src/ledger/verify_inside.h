/* verify_inside.h -- what the files of the verification share; for this room's files only. */
#ifndef LEDGER_VERIFY_INSIDE_H
#define LEDGER_VERIFY_INSIDE_H

#include "ledger/handle.h"
#include "ledger/note.h"
#include "ledger/verify.h"

/* Counters of one key, over a stretch of entries. */
typedef struct verify_seq {
    ledger_hash kid;
    uint64_t first, last;
    uint64_t first_index;
} verify_seq;

/* An entry of which disclosures are missing. */
typedef struct verify_missing {
    uint64_t index;
    size_t n;
    ledger_hash leaf;
} verify_missing;

/* What a block of 256 entries (or the part of one) gave.  Lives in the arena of its chunk. */
typedef struct verify_block {
    bool readable; /* leaves are what the bundle holds */
    unsigned width;
    ledger_hash leaves[TILE_WIDTH];
    verify_seq *seqs; /* of each key that signed here */
    size_t seqs_n;
    verify_missing *missing;
    size_t missing_n;
    ledger_hash *tombstones; /* leaves that a tombstone speaks of */
    size_t tombstones_n;
    uint64_t signatures, disclosures, withheld;
    fault_list faults;
} verify_block;

typedef struct verifier {
    arena *a;
    verify_report *r;
    const verify_options *o;
    const char *dir;
    const char *log_prefix; /* "log/" of a workspace, "" of a log folder */
    ledger *l;              /* filled by hand: published and WAL part, for ledger_read */
    checkpoint head;
    bool headed; /* it could be read */
    str head_text;
    keyring ring; /* empty: no signature can be checked */

    ledger_hash *roots; /* of full blocks of all committed entries, [roots_n]; = hashes of level 1 */
    size_t roots_n, roots_cap;
    ledger_hash tail[TILE_WIDTH]; /* leaves of the last block under the head, if it is not full */
    bool whole;                   /* every block could be read, so the root can be judged */
    uint64_t done;                /* entries, for progress */
    uint64_t total;
} verifier;

void verify_fault(fault_list *list, const ak_rule *rule, const char *file, uint64_t row, const char *arg0,
                  const char *arg1);

/* Checks entries of block n from its files (published) or from the WAL (pending: those behind the head). */
void verify_block_check(verify_block *out, arena *a, const verifier *v, uint64_t n, bool pending);

/* Every file below log/, said/, doc/, batch/: expected, and with the bytes that the entries give. */
AK_MUST_USE ak_code verify_files(verifier *v, ak_err *err);

/* Stops the run when the caller says so. */
AK_MUST_USE ak_code verify_step(verifier *v, uint64_t entries, ak_err *err);

/* Bundles of other parties below peers/. */
AK_MUST_USE ak_code verify_bundles(verifier *v, ak_err *err);

#endif
