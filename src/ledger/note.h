/* note.h -- signed notes and checkpoints (C2SP signed-note v1, tlog-checkpoint v1), strictly read.
 *
 *     example.org/log            origin
 *     20852163                   size, decimal
 *     CsUYapGG...q2I=            root, base64 with padding
 *     (empty line)
 *     — example.org/log Az3g...8=   name, base64(key id, 4 bytes big-endian | signature)
 */
#ifndef LEDGER_NOTE_H
#define LEDGER_NOTE_H

#include "base/arena.h"
#include "base/str.h"
#include "ledger/key.h"
#include "ledger/merkle.h"

#define NOTE_BYTES_MAX ((size_t)1 << 20)
#define NOTE_SIGS_MAX  64

#define NOTE_ED25519     0x01 /* signature over the text */
#define NOTE_COSIGNATURE 0x04 /* of a witness: 8-byte time, then signature */

/* Verifier key: name+hash+base64(type | public key). */
typedef struct note_vkey {
    str name;
    uint32_t id;
    uint8_t type; /* NOTE_ED25519 or NOTE_COSIGNATURE */
    ledger_public pub;
} note_vkey;

uint32_t note_key_id(str name, uint8_t type, const ledger_public *pub);
str note_vkey_text(arena *a, str name, uint8_t type, const ledger_public *pub);
AK_MUST_USE ak_code note_vkey_read(note_vkey *out, arena *a, str text, ak_err *err);

typedef struct note_sig {
    str name;
    uint32_t id;
    str bytes; /* behind the key id */
} note_sig;

typedef struct note {
    str text; /* what is signed, final newline included */
    note_sig *sigs;
    size_t n;
} note;

AK_MUST_USE ak_code note_read(note *out, arena *a, str bytes, ak_err *err);

typedef enum note_check { NOTE_UNSIGNED /* by this key */, NOTE_GOOD, NOTE_BAD } note_check;
/* A key's signature on the note: all that carry its name and id must be good.  time_out (may be NULL):
 * seconds of a cosignature. */
note_check note_verify(const note *n, const note_vkey *key, uint64_t *time_out);

/* The line by which a witness (key->origin = its name) says that it saw the note's text at time_s; with its
 * line feed, to be put behind the note's other signature lines (C2SP tlog-cosignature v1). */
AK_MUST_USE ak_code note_cosign(str *out, arena *a, const ledger_key *key, str note_text, uint64_t time_s,
                                ak_err *err);
/* The note with that line behind it; as it is when it carries the line already. */
str note_with(arena *a, str note_bytes, str sig_line);

typedef struct checkpoint {
    str origin;
    uint64_t size;
    ledger_hash root;
    str extension; /* lines behind the third; empty as a rule */
} checkpoint;

AK_MUST_USE ak_code checkpoint_read(checkpoint *out, str note_text, ak_err *err);
/* Reads both; every step's own error. */
AK_MUST_USE ak_code checkpoint_note_read(note *note_out, checkpoint *out, arena *a, str bytes, ak_err *err);
/* A log's own signature line under a note's text, with its line feed. */
AK_MUST_USE ak_code note_sign(str *out, arena *a, const ledger_key *key, str note_text, ak_err *err);
/* A checkpoint signed by the log's key. */
AK_MUST_USE ak_code checkpoint_sign(str *out, arena *a, const ledger_key *key, uint64_t size,
                                    const ledger_hash *root, ak_err *err);

#endif
