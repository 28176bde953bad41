/* erase.h -- taking out of said/ what was said; the entries, the root and all proofs stay (D17, D12).
 *
 * What stands in the log are salted digests: without salt and value nobody can tell what they were of
 * (GDPR Art. 17; RFC 9901 section 11).  A tombstone in the log says that, and on what ground, it was done.
 */
#ifndef LEDGER_ERASE_H
#define LEDGER_ERASE_H

#include "ledger/ledger.h"

typedef struct erase_item {
    uint64_t index;          /* entry of the log */
    const ledger_hash *leaf; /* not NULL: an entry of another log, in received bundles; index counts not */
    const char **names;      /* "head", "body", "body/email" ... */
    size_t names_n;          /* 0 = all of the entry */
} erase_item;

/* Takes the named disclosures of entries [n] out of said/, after settling, so that the write-ahead log, which is
 * overwritten, has them no more; what is gone already is fine, so that it can be done again after a crash.  Of
 * other logs' entries they go from the bundles below peers/ (bundle.h), whose names stay.
 * *gone = how many were taken out now.  Needs the lock; entries must be published
 * (NOTFOUND: LED-080).  Each file is written anew, renamed into place, and the old one overwritten.  A file
 * of said/ per block of 256 entries concerned. */
AK_MUST_USE ak_code ledger_erase(size_t *gone, ledger *l, const erase_item *items, size_t n, ak_err *err);

/* How many of them still lie in said/ or in the write-ahead log: what ledger_erase would take out. */
AK_MUST_USE ak_code ledger_erase_due(size_t *due, ledger *l, const erase_item *items, size_t n, ak_err *err);

/* Erasing in another folder with said/ in it, such as a backup, which may be of an older log: entries
 * behind its end are passed over.  Temporary files lie in dir. */
AK_MUST_USE ak_code erase_in_folder(size_t *gone, const char *dir, const erase_item *items, size_t n,
                                    ak_err *err);

/* Takes what items name out of a bundle that is not written yet; how many disclosures. */
struct bundle;
size_t erase_from_bundle(struct bundle *b, const erase_item *items, size_t n);

/* Unlinks a file, for good, and overwrites its bytes with zeros, synced; one that is not there is fine. */
AK_MUST_USE ak_code erase_file(const char *path, ak_err *err);
/* Writes a file, readable by its owner only; what stood there goes, and its bytes with it. */
AK_MUST_USE ak_code erase_replace(const char *path, arena *a, str bytes, ak_err *err);

#endif
