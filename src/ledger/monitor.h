/* monitor.h -- looks at a log from outside, again and again: is it still the same, only longer?
 *
 * Fetches the head and the entries that are new since the last run, computes their leaves, adds them to the
 * tree as it was and compares with the root that was signed.  So every run proves consistency with the last,
 * and that what the log serves is what it signed.  A head that the log signed and that does not continue the
 * last one becomes a fraud file; so does any kept head, from whomever it came, that does not lie on the way to
 * the tree.  Then rules, over the new entries: see monitor.c.
 *
 * What a log folder does not tell cannot be looked at: whether an input of a lot was used twice, or whom a
 * tombstone's request came from, stands in disclosures that only partners are shown.
 *
 * Kept in peers/NAME/watch: leaves (32 bytes an entry), state (last run; JSON), so a run costs what is new,
 * and 0.1 us an entry for the tree of old leaves.  Memory: 40 bytes an entry.
 */
#ifndef LEDGER_MONITOR_H
#define LEDGER_MONITOR_H

#include "base/fault.h"
#include "ledger/ledger.h"
#include "ledger/peer.h"
#include "ledger/policy.h"

#define MONITOR_ENTRIES_MAX ((uint64_t)20000000)

/* A file of the log folder: "checkpoint", "tile/entries/000.p/5".  AK_E_NOTFOUND: it is not there. */
typedef ak_code monitor_get(str *out, arena *a, void *payload, const char *path, size_t bytes_max,
                            ak_err *err);

typedef struct monitor_options {
    const char *peer_dir; /* peers/NAME; made when it is missing */
    monitor_get *get;
    void *payload;
    str vkey;             /* of the log */
    const policy *policy; /* witnesses that must have signed; NULL = none are asked for */
    int64_t now_s;
    int64_t age_s_max; /* of the newest time that the log shows; 0 = any */
    const ledger *own; /* whose key must not appear elsewhere, and whose log is known; NULL = none */
    const char *where; /* as the user named it; only kept */
} monitor_options;

typedef struct monitor_report {
    str origin;
    uint64_t from, size; /* entries known before, and now */
    ledger_hash root;
    bool head_ok;      /* it is signed by vkey, and was kept */
    uint64_t checked;  /* new entries that were looked at */
    int64_t newest_s;  /* newest time that entries or witnesses show; 0 = none */
    unsigned seals;    /* good cosignatures, with a policy */
    const char *fraud; /* path of the file; NULL = none */
    fault_list faults; /* file = "checkpoint" or bundle; row = 1-based entry, 0 = whole file */
} monitor_report;

/* An error only when nothing could be looked at: not reached, disk.  All else is a fault in the report. */
AK_MUST_USE ak_code monitor_run(monitor_report *out, arena *a, const monitor_options *o, ak_err *err);

typedef struct monitor_state {
    uint64_t size;
    ledger_hash root;
    int64_t ran_s;    /* last run; 0 = never */
    int64_t newest_s; /* newest time of an entry */
    int64_t faults_n;
    str where, origin, vkey;
    bool closed; /* the log said that it ended */
    struct monitor_key *keys;
    size_t keys_n;
    bool ringed;      /* words is whole */
    peer_word *words; /* what the log said about its keys */
    size_t words_n;
} monitor_state;

/* As the last run left it; all 0 when there was none. */
AK_MUST_USE ak_code monitor_state_read(monitor_state *out, arena *a, const char *peer_dir, ak_err *err);

#endif
