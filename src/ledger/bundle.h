/* bundle.h -- statements of one or more logs in one file, from party to party, each with its proof.
 *
 *     ["aktsom-bundle-1", manifest, said, documents]           deterministic CBOR (base/cbor.h)
 *     manifest: byte string that holds
 *         {0: party it is for, 1: [log ...], 2: [[vkey, note] ...], 3: digests of documents, 4: subject}
 *     log: {0: vkey, 1: note of the head, 2: [[size, nodes] ...], 3: [[index, entry, path, digests] ...]}
 *          an entry of a batch whose events are a file has the SHA-256 of that as a fifth
 *     said: a list a log, in it a list an entry, in it the disclosures that digests name, in their order, and the file
 *     documents: [] or the bytes of each document
 *
 * nodes, path and digests are hashes of 32 bytes one behind the other.  The first log is the sender's, the
 * others are passed on.  The name of a bundle is the SHA-256 of its manifest, so values can be erased from a
 * kept one (null in their place) and it is still the same.  Byte by byte: docs/log-format.md.
 */
#ifndef LEDGER_BUNDLE_H
#define LEDGER_BUNDLE_H

#include "ledger/keyring.h"
#include "ledger/ledger.h"
#include "ledger/note.h"
#include "ledger/policy.h"

#define BUNDLE_WORD           "aktsom-bundle-1"
#define BUNDLE_FILE_BYTES_MAX ((size_t)256 << 20)
#define BUNDLE_LOGS_MAX       64
#define BUNDLE_ENTRIES_MAX    20000 /* of all logs together */
#define BUNDLE_SAID_MAX       200000
#define BUNDLE_KEYS_MAX       1000 /* of one log */
#define BUNDLE_INPUTS_MAX     200000
#define BUNDLE_JOINS_MAX      256
#define BUNDLE_HEADS_MAX      256
#define BUNDLE_DOCUMENTS_MAX  1000
#define BUNDLE_FILES_MAX      256 /* of batches of events */
#define BUNDLE_FILE_MAX       ((size_t)8 << 20)
#define BUNDLE_PARTY_MAX      500 /* bytes of an id */

typedef struct bundle_entry {
    uint64_t index;
    str entry;
    const ledger_hash *path; /* [path_n] from the leaf up */
    size_t path_n;
    const ledger_hash *digests; /* [said_n] of what is shown */
    str *said;                  /* [said_n] disclosures as JSON text; p NULL = erased here */
    size_t said_n;
    bool has_file;
    ledger_hash file_digest;
    str file; /* of the batch that it speaks of (record/batch.h); p NULL = none, or erased here */
    /* Filled by bundle_check_log: */
    entry_info info;
    str party; /* whose key signed it, by the log's key statements */
} bundle_entry;

/* Consistency proof from a smaller head to the log's, its first node always written. */
typedef struct bundle_join {
    uint64_t size;
    const ledger_hash *nodes;
    size_t n;
} bundle_join;

typedef struct bundle_log {
    str vkey;
    str head; /* note, with the signatures that the sender holds */
    checkpoint check;
    bundle_join *joins; /* ascending */
    size_t joins_n;
    bundle_entry *entries; /* ascending; the first is entry 0, which names the key and the party */
    size_t entries_n;
    /* Filled by bundle_check_log: */
    keyring ring;      /* the log's keys, by the key statements that are here */
    str party;         /* of entry 0 */
    uint64_t gaps;     /* statements of its signers below the newest shown one that are not here */
    uint64_t withheld; /* parts of statements that are here, and are not shown */
} bundle_log;

typedef struct bundle_head {
    str vkey;
    str note;
} bundle_head;

typedef struct bundle bundle;
struct bundle {
    str to;    /* party id */
    str about; /* subject id, as the sender named it */
    bundle_log *logs;
    size_t logs_n;
    bundle_head *heads; /* of third parties, as they were seen */
    size_t heads_n;
    const ledger_hash *documents; /* digests */
    str *document_bytes;          /* [documents_n], or NULL: they are not here */
    size_t documents_n;
    str manifest;
    ledger_hash digest; /* its name */
};

/* Limits first, then the strict form (LED-140, LED-141); nothing is believed yet.  kept: a file of our own,
 * where disclosures may be erased.  Strings point into bytes. */
AK_MUST_USE ak_code bundle_read(bundle *out, arena *a, str bytes, bool kept, ak_err *err);
/* The file.  Without documents when document_bytes is NULL.  Sets manifest and digest. */
AK_MUST_USE ak_code bundle_write(str *out, arena *a, bundle *b, ak_err *err);

/* One log in itself: every entry is under the head, signed for this log by a key that by the log's key statements
 * (keyring.h) may sign it; the head is signed by vkey, which is the key that the log had at that size; every disclosure
 * is listed and named by the entry; counters of a signer rise.  LED-053 .., LED-144, LED-147 .. LED-149, LED-154,
 * LED-177, LED-184, LED-193; two entries of one number: *twice_out names them. */
typedef struct bundle_twice {
    str entries[2];
    ledger_public key;
} bundle_twice;
AK_MUST_USE ak_code bundle_check_log(bundle_log *log, arena *a, bundle_twice *twice_out, ak_err *err);

/* The same keys once more, by what is kept of the log's key statements besides: what a sender leaves out, a key that
 * was replaced or revoked, is known here all the same.  After bundle_check_log.  *out = all that is known. */
AK_MUST_USE ak_code bundle_check_keys(keyring *out, arena *a, const char *peer_dir, const bundle_log *log,
                                      ak_err *err);

/* The head against all heads that are kept of that log in peer_dir, signed by any key of the ring: every one must be on the way to it or
 * from it, by proofs that are here or were kept.  A contradiction is written to peer_dir/fraud (write) and
 * LED-121; LED-145 stale, LED-146 not shown to continue, LED-155 a proof that does not fit.  write false:
 * *fraud_out = the file's text, nothing is written. */
typedef struct bundle_fraud {
    const char *path; /* NULL = not written */
    str file;         /* empty = none */
} bundle_fraud;
AK_MUST_USE ak_code bundle_check_head(bundle_fraud *fraud_out, arena *a, const char *peer_dir,
                                      const bundle_log *log, const keyring *ring, bool write, ak_err *err);
/* Has the key that is named signed the head, and does the ring know it? */
bool bundle_head_signed(const bundle_head *head, arena *a, const keyring *ring);
/* The same by what is known of the log here; where its key is another, the one that is kept is tried, and named. */
bool bundle_head_known(bundle_head *head, arena *a, const char *peer_dir);
/* A head that a third party showed us, against what is kept of its log, and kept. */
AK_MUST_USE ak_code bundle_hear_head(bundle_fraud *fraud_out, arena *a, const char *peer_dir,
                                     const bundle_head *head, bool write, ak_err *err);
/* Keeps head, proofs, key and key statements of a log that was checked. */
AK_MUST_USE ak_code bundle_keep_log(arena *a, const char *peer_dir, const bundle_log *log, ak_err *err);

/* Proofs that were kept of that log and end at this size, ascending. */
AK_MUST_USE ak_code bundle_kept_joins(bundle_join **out, size_t *n_out, arena *a, const char *peer_dir,
                                      uint64_t size, ak_err *err);

/* Entries of the own log for a bundle, which it sorts; each once, entry 0 and every other key statement among
 * them.  Their paths under the published head; proofs from the smaller sizes. */
typedef struct bundle_wish {
    uint64_t index;
    const char **names; /* disclosures to show */
    size_t names_n;
    str file; /* goes along; p NULL = none */
} bundle_wish;
AK_MUST_USE ak_code bundle_own_log(bundle_log *out, arena *a, const ledger *l, bundle_wish *wishes, size_t n,
                                   const uint64_t *from, size_t from_n, ak_err *err);

/* peers/NAME/bundles/<digest>.bundle below dir. */
const char *bundle_kept_path(arena *a, str origin, const ledger_hash *digest);
/* Reads it back, unchecked but for its name.  AK_E_NOTFOUND. */
AK_MUST_USE ak_code bundle_kept_read(bundle *out, arena *a, const char *dir, str origin,
                                     const ledger_hash *digest, ak_err *err);

#endif
