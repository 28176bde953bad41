/* entry.h -- one entry of a log: a signed statement whose content lies in salted disclosures.
 *
 * An entry is a COSE_Sign1 (RFC 9052) over a payload that holds counters and digests only; what is said
 * lies in disclosures (RFC 9901) beside the log.  A disclosure is the canonical JSON array
 * ["<salt, 16 bytes as base64url>","<name>",<value>]; its digest is SHA-256 over the ASCII of the
 * base64url of these bytes.  Names: `head`, `body`, `body/FIELD`, `body/FIELD/LINE`.
 * The ledger's own types (`key`, `tombstone`, `close`, `publish`) have a plain body instead.
 * Byte by byte: top of entry.c and docs/log-format.md.
 */
#ifndef LEDGER_ENTRY_H
#define LEDGER_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/key.h"
#include "ledger/merkle.h"

#define ENTRY_BYTES_MAX 65535 /* what an entry bundle can hold */
#define ENTRY_PARTS_MAX 1002  /* head, body and 1,000 fields apart */
#define ENTRY_SAID_BYTES_MAX                                                                                 \
    ((size_t)4 << 20) /* all its disclosures with their lengths: 256 fill a said file */
#define ENTRY_CONTENT_TYPE "application/vnd.aktsom.statement+json"

/* What an entry is to say.  The caller fills the first group; entry_build the second. */
typedef struct entry_part {
    str name;  /* "head", "body", "body/price/2": letters, digits and _ . : - between slashes */
    str value; /* canonical JSON (base/json.h, json_canonical) */
} entry_part;

typedef struct entry_draft {
    const char *type;        /* NULL: said, in parts.  Else the plain type word, with body */
    str body;                /* plain: canonical JSON object */
    const entry_part *parts; /* said: [parts_n], names unique; their order is kept */
    size_t parts_n;

    uint64_t seq;     /* this signer's counter in this log, 0-based */
    str entry;        /* COSE_Sign1 bytes; empty = not built */
    ledger_hash leaf; /* statement id */
    ledger_hash kid;  /* who signed it */
    int64_t iat_s;
    str *said; /* [parts_n] disclosures as JSON text */
} entry_draft;

/* Signs the draft as number seq at iat_s (seconds since 1970, UTC), in the log of key->origin.
 * Salts are fresh random bytes each time, so building twice gives two different leaves.
 * LED-0xx INPUT: a name twice or a type word not allowed; LIMIT: past the limits above. */
AK_MUST_USE ak_code entry_build(entry_draft *d, arena *a, const ledger_key *key, uint64_t seq, int64_t iat_s,
                                ak_err *err);

typedef struct entry_shown {
    str name;
    str value;  /* JSON text, as it stands in the disclosure */
    json *tree; /* the same, read */
} entry_shown;

/* An entry that was read.  Strings point into the input or the arena. */
typedef struct entry_info {
    ledger_hash leaf;
    ledger_hash kid; /* SHA-256 of the signer's public key */
    str iss;         /* origin of the log it was signed for */
    int64_t iat_s;
    uint64_t seq;
    str type;           /* plain: its type word; said: empty */
    str body;           /* plain: canonical JSON; said: empty */
    json *body_tree;    /* the same, read; said: NULL */
    size_t digests_n;   /* said: what was said in parts ... */
    entry_shown *shown; /* ... of which these were handed in, [shown_n], in their order; */
    size_t shown_n;
    size_t withheld_n; /* the rest is withheld or erased */
} entry_info;

/* Reads strictly: what would not be written back as the same bytes is refused (LED-010 ..), a disclosure
 * that no digest names is refused (RFC 9901 section 7.1; LED-016), a disclosure handed in twice too.
 * said [said_n] = disclosures as JSON text, may be NULL.
 * pub = the public key that kid must name and the signature must fit by the strict rule (key.h); NULL:
 * neither is checked, for entries that the log's root already vouches for. */
AK_MUST_USE ak_code entry_read(entry_info *out, arena *a, str entry, const str *said, size_t said_n,
                               const ledger_public *pub, ak_err *err);

/* Digest of a disclosure: SHA-256 over the base64url of its JSON text. */
void entry_digest(ledger_hash *out, str disclosure);

/* The shown part of that name; NULL = withheld, erased or never said. */
const entry_shown *entry_part_get(const entry_info *e, const char *name);

#endif
