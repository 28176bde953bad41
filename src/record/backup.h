/* backup.h -- a copy of the primary parts of a workspace, and a workspace out of such a copy (D18).
 *
 * A backup is a folder: log/ said/ doc/ batch/ peers/ private/ (keys and the last signed head among them; no
 * lock, no write-ahead log, nothing half-done) and the file BACKUP, which says of which log and size it is, or
 * that it is not finished.
 * state.db, trace/ and cache.db are left out: they are made again.  `aktsom verify DIR` checks one as it
 * checks a workspace.
 */
#ifndef RECORD_BACKUP_H
#define RECORD_BACKUP_H

#include "record/workspace.h"

typedef struct backup_report {
    uint64_t size; /* entries of the log in the copy */
    const char *root;
    size_t files;   /* in the copy */
    int64_t bytes;  /* of these */
    size_t copied;  /* written now; the others were there already, byte for byte */
    size_t removed; /* in an older copy, no longer in the workspace: erased documents, partial tiles */
} backup_report;

/* Publishes, then copies under the ledger's lock, so that the copy is of one moment; into an empty or new
 * folder, or over an older backup of the same log, of which only what differs is written.  What was erased
 * is overwritten there.  The folder is remembered in live.db, so that `erase` reaches it.
 * CONFLICT BAK-001: the folder holds something else.  O(bytes). */
AK_MUST_USE ak_code backup_make(backup_report *out, ctx *c, const char *to, ak_err *err);

/* The verifier key of the log that a backup is of; empty where the folder is none. */
str backup_vkey(arena *a, const char *dir);

typedef struct backup_known {
    const char *path;    /* absolute */
    const char *made_at; /* moment */
    bool reached;        /* false: not there, or no backup of this log any more */
    bool erased; /* everything that tombstones name is gone from it; false while that could not be done */
} backup_known;

/* All backups that were made, in the order of their paths, each visited: one that can be reached and is older
 * than the newest tombstone is made anew, which takes out what was erased and brings the tombstone along. */
AK_MUST_USE ak_code backup_refresh(backup_known **out, size_t *n_out, ctx *c, ak_err *err);
/* When the newest was made, as it was remembered: no folder is looked at.  NULL = none was made. */
AK_MUST_USE ak_code backup_newest(const char **made_at, ctx *c, ak_err *err);
/* Forgets one: it is destroyed, somebody has seen to that.  NOTFOUND BAK-003. */
AK_MUST_USE ak_code backup_forget(ctx *c, const char *path, ak_err *err);

typedef struct restore_report {
    uint64_t size, newest; /* entries restored; of the newest head that could be seen */
    size_t erased;         /* disclosures left out, for tombstones younger than the backup say so */
    bool unfinished;       /* the backup never came to its end: drafts and documents may be missing */
} restore_report;

/* Makes a workspace in folder to (new or empty) out of a backup.  newest = NULL or another copy of the log,
 * such as the damaged workspace or a published log folder: its tombstones are applied, and where it is longer
 * the restored workspace refuses to sign (LED-004), for others may have seen the longer log.
 * INPUT BAK-002: from is no backup; BAK-004: newest is not the same log. */
AK_MUST_USE ak_code backup_restore(restore_report *out, arena *a, const char *from, const char *to,
                                   const char *newest, ak_err *err);

#endif
