/* policy.h -- whose heads count: known logs, known witnesses, and how many of them must have signed.
 *
 * C2SP tlog-policy, strictly read:
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> all|any|<k> <name>...      names of lines above
 *     quorum <name>|none                      exactly once
 *
 * Empty lines and lines that begin with # are passed over.  A key or a name that is there twice, a name that
 * is in two groups, a vkey of the wrong type: refused (LED-100 with the line).  So each witness counts once.
 */
#ifndef LEDGER_POLICY_H
#define LEDGER_POLICY_H

#include "ledger/note.h"

#define POLICY_BYTES_MAX ((size_t)64 << 10)
#define POLICY_ROWS_MAX  64 /* logs, witnesses, groups: of each; the specification asks for 32 */

typedef struct policy_log {
    note_vkey key;
    str url; /* empty = none */
} policy_log;

typedef struct policy_witness {
    str name; /* inside the file only */
    note_vkey key;
    str url;
} policy_witness;

/* Members: i < POLICY_ROWS_MAX is witness i, the others group i - POLICY_ROWS_MAX. */
typedef struct policy_group {
    str name;
    unsigned need;
    unsigned *members;
    unsigned n;
} policy_group;

#define POLICY_NO_QUORUM (2U * POLICY_ROWS_MAX) /* quorum none */

typedef struct policy {
    policy_log *logs;
    policy_witness *witnesses;
    policy_group *groups;
    unsigned logs_n, witnesses_n, groups_n;
    unsigned quorum; /* a member, or POLICY_NO_QUORUM */
} policy;

/* Strings are copied into the arena. */
AK_MUST_USE ak_code policy_read(policy *out, arena *a, str text, ak_err *err);

typedef struct policy_seal {
    const policy_witness *witness;
    note_check check;
    uint64_t time_s; /* NOTE_GOOD: when the witness signed, by its own clock */
} policy_seal;

typedef struct policy_verdict {
    const policy_log *log; /* whose signature the head carries; NULL = of none that is listed */
    bool broken;           /* a listed key's signature on the head is bad */
    bool quorum;
    policy_seal *seals; /* one for each witness, in the order of the file */
    unsigned good_n;
    /* No later than this the head stood, as the quorum says: the latest of the good seals; 0 = none. */
    uint64_t time_s;
} policy_verdict;

/* origin = of the checkpoint in n: a log counts only when its key has that name. */
void policy_judge(policy_verdict *out, arena *a, const policy *p, const note *n, str origin);

#endif
