/* handle.h -- the inside of an open ledger; for this room's files only. */
#ifndef LEDGER_HANDLE_H
#define LEDGER_HANDLE_H

#include <sys/types.h>

#include "ledger/disk.h"
#include "ledger/keyring.h"
#include "ledger/ledger.h"
#include "ledger/note.h"
#include "ledger/tile.h"
#include "ledger/wal.h"

/* Entries that lie in the WAL, published or not.  Number i here is entry settled + i. */
typedef struct ledger_pending {
    wal_spot *spots; /* malloc'ed, as they outgrow an arena */
    ledger_hash *leaves;
    size_t n;     /* committed */
    size_t added; /* behind n: of the commit under way */
    size_t cap;
} ledger_pending;

/* A document or batch in private/stage that the next commit links to its place. */
typedef struct ledger_staged ledger_staged;
struct ledger_staged {
    ledger_staged *next;
    const char *name; /* in private/stage */
    const char *path; /* "doc/ab/<sha256>" */
};

struct ledger {
    arena *a;
    const char *dir, *log_dir, *wal_path, *lock_path;
    ledger_mode mode;
    ledger_key key;  /* LEDGER_WRITE; of a reader only origin, pub, kid are set */
    ledger_key old;  /* the log key before it, while heads are signed by both; no origin: there is none */
    ledger_key role; /* see ledger_sign_as */
    const ledger_key *signer; /* of entries: one of the above */
    dev_t key_dev;            /* of the file of key: another program may have replaced it */
    ino_t key_ino;
    ledger_asker *asker; /* NULL = none */
    void *asker_payload;
    struct ledger_rings *rings; /* what ledger_ring has found so far */
    disk disk;

    /* as it was last read in */
    arena head_a;
    str head_text;      /* the checkpoint note, in head_a */
    uint64_t published; /* its size */
    ledger_hash published_root;
    uint64_t settled; /* entries that are durable without the WAL, <= published */
    bool mended;      /* what lies behind them in log/ was looked at since the handle was opened */
    merkle_edge edge; /* of all committed entries */
    uint64_t seq_next;
    int64_t newest_s; /* when the last entry was signed */
    bool closed;      /* the last entry closed the log */
    ledger_pending pending;

    int wal_fd;
    dev_t wal_dev;
    ino_t wal_ino;
    uint64_t wal_end;    /* behind the last whole frame */
    uint64_t wal_synced; /* up to where this handle knows it to be durable */

    int lock_fd;
    bool locked;

    wal_writer *frame; /* commit under way */
    merkle_edge frame_edge;
    uint64_t frame_seq; /* of the next entry in it */
    int64_t frame_s;   /* when its last entry was signed, */
    bool frame_closes; /* and whether it closes the log */
    const char *aside; /* its file in private/stage, when it was begun without the lock; NULL = in the WAL */
    arena aside_a;
    int aside_fd;
    uint64_t aside_end; /* 0 = not written to its end yet */

    arena stage_a;
    ledger_staged *staged;

    ledger_cosigner *cosigner; /* NULL = none */
    void *cosigner_payload;
    bool waiting;
};

#define LEDGER_SIGNED_PATH     "private/signed"
#define LEDGER_SIGNED_2_PATH   "private/signed.2"
#define LEDGER_CHECKPOINT_PATH "log/checkpoint"
#define LEDGER_KEY_PATH        "private/keys/log.key"
#define LEDGER_KEY_OLD_PATH    "private/keys/old.key"  /* signs heads beside log.key for a while */
#define LEDGER_KEY_NEXT_PATH   "private/keys/next.key" /* made, not yet announced or not yet in its place */
#define LEDGER_WAL_PATH        "private/wal"
#define LEDGER_LOCK_PATH       "private/lock"
#define LEDGER_HEADS_PATH      "private/heads"

/* Reads the checkpoint at path into *text_out and *out; *there = false when there is none. */
AK_MUST_USE ak_code ledger_head_read(str *text_out, checkpoint *out, bool *there, arena *a, const char *path,
                                     ak_err *err);
/* Right edge of the tree of that size, from the tiles of a log of `within` entries, which are not fewer. */
AK_MUST_USE ak_code ledger_edge_read(merkle_edge *out, const char *log_dir, uint64_t size, uint64_t within,
                                     ak_err *err);
/* The same for any size between settled and committed, by the leaves in the WAL. */
AK_MUST_USE ak_code ledger_edge_at(merkle_edge *out, const ledger *l, uint64_t size, ak_err *err);
/* What private/signed and its twin hold must not be ahead of what is here, nor of another root.  The guard
 * before signing. */
AK_MUST_USE ak_code ledger_guard(const ledger *l, ak_err *err);
/* The head is the last one signed: durable. */
AK_MUST_USE ak_code ledger_signed_put(ledger *l, str head, ak_err *err);
/* A twin that a power cut left torn is written anew. */
AK_MUST_USE ak_code ledger_signed_mend(ledger *l, ak_err *err);
/* Tiles and bundles of all entries behind from, up to `to`, one after the other; bytes are those of a tile
 * as wide as a log of that size makes it.  Blocks may be asked for by several threads at once. */
typedef ak_code ledger_tile_fn(void *payload, int level, uint64_t n, unsigned width, str bytes, ak_err *err);
AK_MUST_USE ak_code ledger_tiles_make(ledger *l, uint64_t from, uint64_t to, ledger_tile_fn *fn,
                                      void *payload, ak_err *err);
/* Brings back what a power cut took from log/ behind settled.  Needs the lock.  Cost: reads those files. */
AK_MUST_USE ak_code ledger_mend(ledger *l, ak_err *err);
/* Overwrites all bytes of an open file with zeros, and syncs it. */
AK_MUST_USE ak_code erase_open_file(int fd, const char *path, ak_err *err);
/* Bytes at .. end of one file to another; not synced. */
AK_MUST_USE ak_code ledger_copy_range(int to, uint64_t to_at, int from, uint64_t at, uint64_t end,
                                      const char *path, ak_err *err);
/* Step two of ledger_settle; wipe: the bytes of the old WAL are overwritten. */
AK_MUST_USE ak_code ledger_settle_wiping(ledger *l, bool wipe, ak_err *err);
/* fd, open for reading and writing, is the WAL from now on. */
void ledger_wal_take(ledger *l, int fd);
void ledger_pending_push(ledger_pending *p, const wal_spot *spot, const ledger_hash *leaf);
/* ledger_open for a folder that ledger_init is making: there may be no checkpoint yet. */
AK_MUST_USE ak_code ledger_open_any(ledger **out, arena *a, const char *dir, ledger_mode mode, bool fresh,
                                    ak_err *err);

/* What ledger_ring has found so far; behind a pointer, for a handle that is only read grows it too. */
typedef struct ledger_rings {
    arena a;
    keyring ring;
    uint64_t size; /* entries that it has seen */
} ledger_rings;

/* Reads the key files.  A log whose key was replaced, or one that is being recovered, may have several. */
AK_MUST_USE ak_code ledger_keys_load(ledger *l, ak_err *err);
/* Under the lock: reads them anew where another program has replaced the key, and ends a replacement that was
 * cut short. */
AK_MUST_USE ak_code ledger_keys_settle(ledger *l, ak_err *err);
/* Asks for the passphrase where the key is locked; fine where it is not. */
AK_MUST_USE ak_code ledger_key_open(ledger_key *key, const ledger *l, ak_err *err);
/* Signs a head with the key, and with the one before it while that is in use. */
AK_MUST_USE ak_code ledger_head_sign(str *out, arena *a, ledger *l, uint64_t size, const ledger_hash *root,
                                     ak_err *err);
/* LED-185 or LED-186. */
ak_code ledger_fail_closed(const ledger *l, ak_err *err);
/* The counter of the signer, and what the last entry tells. */
AK_MUST_USE ak_code ledger_tail_read(ledger *l, ak_err *err);

#endif
