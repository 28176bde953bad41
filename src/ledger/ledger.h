/* ledger.h -- an append-only log in a folder: nothing is lost, nothing is changed unseen.
 *
 * The folder (a workspace, D3):
 *     log/       checkpoint, tile/...      public, opaque (C2SP tlog-tiles)
 *     said/      x000/123                  disclosures of entries 256N .. 256N+255
 *     doc/       ab/<sha256>               documents by digest
 *     batch/     <root>                    event batches
 *     private/   keys/ wal signed lock stage/ verified
 *
 * Three steps.  *Commit* (ledger_append): one frame in private/wal and one fdatasync; durable when it
 * returns.  *Publish*: tiles and entry bundles, not synced; then a signed checkpoint, synced: four syncs
 * for the frame and the head together.  *Settle*, once in many publishes: said/, one sync for all files
 * since the last time, then a new WAL.  Until then the WAL holds what was published too, and what a power
 * cut takes of log/ the next writer puts back from it when it takes the lock.
 * Readers see committed entries, published or not.
 *
 * A writer:
 *     entry_draft *d = ...                              parts filled
 *     uint64_t seq = ledger_seq_next(l);                prediction; goes into heads as `act`
 *     AK_TRY(ledger_build(l, a, d, n, seq, now_s, err)) signs in parallel, before the lock
 *     AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err))       others' commits are read in
 *     if (ledger_seq_next(l) != seq) { check again; heads anew; build anew }
 *     AK_TRY(ledger_append(&first, l, d, n, err))       durable
 *     ... apply to the state up to ledger_size(l), that is from what it had, not only the own entries ...
 *     AK_TRY(ledger_publish(l, err))                    now, or later
 *     ledger_unlock(l);
 *
 * One handle is used by one thread at a time, but for the functions marked (many threads): they may run
 * from pool_map while the owner of the handle waits.
 * A failing fsync, fdatasync or close of what was written ends the process: what the disk holds is then
 * unknown, and the next start reads it anew.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "ledger/entry.h"
#include "ledger/key.h"
#include "ledger/keyring.h"
#include "ledger/merkle.h"

#define LEDGER_WAIT_MS       10000 /* for the lock, then CONFLICT (D11) */
#define LEDGER_DOC_BYTES_MAX ((size_t)1 << 30)

typedef struct ledger ledger;

typedef struct ledger_party {
    const char *id;   /* "orgnr-no:923609016", "local:party/bergen": whose log it is */
    const char *role; /* "log" if NULL; an organisation's role, never a person */
} ledger_party;

/* Makes folders, key and the first entry (the `key` statement), and publishes it.  origin NULL:
 * local.invalid/<8 hex of key>.  Folders may exist; a workspace there is a CONFLICT (LED-001).
 * A crash in between leaves a folder that ledger_init completes. */
AK_MUST_USE ak_code ledger_init(const char *dir, const char *origin, const ledger_party *party, int64_t now_s,
                                ak_err *err);

typedef enum ledger_mode {
    LEDGER_READ, /* needs no key, takes no lock, writes nothing */
    LEDGER_WRITE
} ledger_mode;

/* Opens at the published head, then reads the WAL: frames without a valid end are passed over (a writer
 * drops them under the lock).  Refuses (LED-00x) a folder whose right edge does not give the root of the
 * checkpoint.  The handle belongs to the arena. */
AK_MUST_USE ak_code ledger_open(ledger **out, arena *a, const char *dir, ledger_mode mode, ak_err *err);

/* Takes private/lock (flock) and reads what others committed.  AK_E_CONFLICT after wait_ms.  Refuses
 * (LED-004, LED-005) a folder whose private/signed is ahead of all it holds, or of another root. */
AK_MUST_USE ak_code ledger_lock(ledger *l, int wait_ms, ak_err *err);
void ledger_unlock(ledger *l); /* fine when not held */
/* Reads in what other processes committed or published since; readers call it per request. */
AK_MUST_USE ak_code ledger_catch_up(ledger *l, ak_err *err);

uint64_t ledger_size(const ledger *l);               /* entries, committed */
void ledger_root(ledger_hash *out, const ledger *l); /* at ledger_size */
uint64_t ledger_published_size(const ledger *l);     /* of these, under the checkpoint */
uint64_t ledger_seq_next(const ledger *l);           /* seq of the own key's next entry */
const char *ledger_dir(const ledger *l);
str ledger_origin(const ledger *l);
const ledger_public *ledger_public_key(const ledger *l); /* the one that signs now */
/* The verifier key in C2SP form: name+hash+base64. */
str ledger_vkey(arena *a, const ledger *l);
/* The checkpoint file's text: head as it was last published. */
AK_MUST_USE ak_code ledger_checkpoint(str *out, arena *a, const ledger *l, ak_err *err);

/* All keys that the log has had, up to ledger_size; also what closed it and what it follows.  0.2 s for 1 M entries
 * at the first call.  Lives as long as the handle, as it is until the next call. */
AK_MUST_USE ak_code ledger_ring(const keyring **out, const ledger *l, ak_err *err);
/* A head that is signed now carries a signature of that key: the one in use, or the one before it for a while. */
bool ledger_signs_with(const ledger *l, const ledger_public *pub);
/* The verifier key is or was this log's. */
AK_MUST_USE ak_code ledger_vkey_is_own(bool *out, const ledger *l, str vkey, ak_err *err);
bool ledger_is_closed(const ledger *l);

/* Gives the passphrase of the key of that origin, in the arena. */
typedef ak_code ledger_asker(str *out, arena *a, void *payload, str origin, ak_err *err);
void ledger_asker_set(ledger *l, ledger_asker *ask, void *payload);
/* Opens a locked key now rather than at the first signature, so that no request has to wait for it. */
AK_MUST_USE ak_code ledger_key_ready(ledger *l, ak_err *err);
/* The opened key of another handle on the same log, so that nobody is asked twice. */
void ledger_key_share(ledger *l, const ledger *from);

/* ---- writing ---- */

/* Signs drafts as seq_first, seq_first + 1 ...; in parallel.  May be called without the lock, and again.
 * LED-18x: the key is locked, its signer failed, the log is closed. */
AK_MUST_USE ak_code ledger_build(ledger *l, arena *a, entry_draft *drafts, size_t n, uint64_t seq_first,
                                 int64_t iat_s, ak_err *err);

/* Appends built drafts as one commit and links staged documents and batches first.  All or nothing.
 * Needs the lock.  LED-031 CONFLICT: a draft was built for another seq than the one due (build again). */
AK_MUST_USE ak_code ledger_append(uint64_t *first_out, ledger *l, const entry_draft *drafts, size_t n,
                                  ak_err *err);

/* The same for commits larger than memory: begin, add as often as wanted, end.  Until ledger_append_end
 * returns AK_OK nothing is in the log; ledger_append_drop, or a crash, leaves it as it was.
 * Between begin and end ledger_size and ledger_read show the log before the commit; ledger_seq_next counts
 * what was added. */
AK_MUST_USE ak_code ledger_append_begin(ledger *l, ak_err *err);
AK_MUST_USE ak_code ledger_append_add(ledger *l, const entry_draft *drafts, size_t n, ak_err *err);
AK_MUST_USE ak_code ledger_append_end(uint64_t *first_out, ledger *l, ak_err *err);
/* What follows in the commit is signed by key, which was announced in it and lives until it ends. */
void ledger_append_as(ledger *l, const ledger_key *key);
void ledger_append_drop(ledger *l); /* fine when none was begun */

/* Begun without the lock, it is written and synced aside, and holds nobody up:
 *     begin (publishes what is not yet, under the lock), add ..., ready; lock; end
 * ledger_lock drops it where somebody else has committed in the meantime: then ledger_append_open is false
 * and all is to be built again. */
AK_MUST_USE ak_code ledger_append_ready(ledger *l, ak_err *err);
bool ledger_append_open(const ledger *l);

/* Needs the lock.  Nothing to do is fine.  LED-00x: the guard against signing two heads of one size. */
AK_MUST_USE ak_code ledger_publish(ledger *l, ak_err *err);

/* Publishes, then moves all that is published out of the WAL: log/ and said/ are durable and whole without
 * it, as a copy of the folder needs them.  Needs the lock.  Cost: one sync of the file system. */
AK_MUST_USE ak_code ledger_settle(ledger *l, ak_err *err);

/* Asked between signing and publishing a head: *head_out = the note as it is to go out, *enough = false keeps
 * it back.  Then ledger_publish returns AK_OK, all stays durable, and the next publish asks again. */
typedef ak_code ledger_cosigner(str *head_out, bool *enough, arena *a, void *payload, const ledger *l,
                                str head, ak_err *err);
void ledger_cosigner_set(ledger *l, ledger_cosigner *ask, void *payload);
/* The last publish was kept back. */
bool ledger_is_waiting(const ledger *l);
/* The published head with more signature lines behind it.  Needs the lock.  LED-112 CONFLICT: it is another
 * head than the one that is out now. */
AK_MUST_USE ak_code ledger_head_put(ledger *l, str note_bytes, ak_err *err);

/* Heads that were published, newest last; the last `most` of them.  One that got more signatures later is
 * there with all of them.  Kept in private/heads, a base64 line each; a log that was made before has
 * fewer. */
AK_MUST_USE ak_code ledger_heads(str **notes_out, size_t *n_out, arena *a, const char *dir, size_t most,
                                 ak_err *err);

/* ---- reading ---- */

typedef struct ledger_item {
    uint64_t index;
    ledger_hash leaf;
    str entry; /* COSE_Sign1 bytes */
    str *said; /* disclosures as JSON text, [said_n] */
    size_t said_n;
} ledger_item;

/* Entries first .. first + *n_out - 1 with their disclosures: at most 256 and never across a multiple of
 * 256, so that chunk N is the same for all; published or not.  *n_out = 0 behind the end.
 * Nothing is checked here: verify does; entry_read checks the form.  (many threads, own arena each) */
AK_MUST_USE ak_code ledger_read(ledger_item **out, size_t *n_out, arena *a, const ledger *l, uint64_t first,
                                ak_err *err);
/* One entry.  AK_E_NOTFOUND behind the end.  (many threads) */
AK_MUST_USE ak_code ledger_entry(ledger_item *out, arena *a, const ledger *l, uint64_t index, ak_err *err);

/* The entry whose leaf begins with these hex digits, 8 .. 64.  AK_E_NOTFOUND; AK_E_CONFLICT when several
 * do.  O(entries), 32 bytes each; the state has an index of its own.  (many threads) */
AK_MUST_USE ak_code ledger_find(uint64_t *index_out, const ledger *l, str leaf_prefix, ak_err *err);

/* ---- documents and batches ---- */

/* Copies into private/stage with fsync; the next ledger_append of this handle links it to doc/ab/<sha256>
 * before its entries become durable; known ones are not written twice.  Closing the handle drops the rest. */
AK_MUST_USE ak_code ledger_stage_doc(ledger_hash *digest_out, ledger *l, str bytes, ak_err *err);
AK_MUST_USE ak_code ledger_stage_doc_file(ledger_hash *digest_out, int64_t *bytes_out, ledger *l,
                                          const char *path, ak_err *err);
AK_MUST_USE ak_code ledger_stage_batch(ledger *l, const ledger_hash *root, str bytes, ak_err *err);
/* A file of another party at this path below the workspace (bundle.h), which is not there yet. */
AK_MUST_USE ak_code ledger_stage_file(ledger *l, const char *path, str bytes, ak_err *err);
void ledger_stage_drop(ledger *l); /* forgets and removes what was staged and not appended */

bool ledger_doc_has(const ledger *l, const ledger_hash *digest);
const char *ledger_doc_path(arena *a, const ledger *l,
                            const ledger_hash *digest); /* whether it is there or not */
const char *ledger_batch_path(arena *a, const ledger *l, const ledger_hash *root);
/* Reads and checks the digest: LED-04x when the bytes were changed. */
AK_MUST_USE ak_code ledger_doc_read(str *out, arena *a, const ledger *l, const ledger_hash *digest,
                                    ak_err *err);

#endif
