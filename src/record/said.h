/* said.h -- a statement in memory: who says what about which subject, on what evidence.
 *
 * On the way in, the check makes one from a row; on the way out, apply reads one from disclosures.
 *
 *     head       {"act":SEQ,"audience":"organisation","by":"orgnr-no:...","evidence":"documented",
 *                 "id":"gtin:...","in":[leaf ...],"names":[party ...],"on":"2021-10-21",
 *                 "src":[{"citation","document","page","url","year"} ...],"type":"product","undated":true,
 *                 "valid":["2021-01-01","2022-01-01"]}
 *                absent = not said; "" in valid = open; undated = the source gave no `on`, it is the day
 *                of recording
 *     body       {"field":value ...}                      all fields but those apart
 *     body/F     value of field F, apart; body/F/L = member F of line L of a lines group
 *
 * content = SHA-256 over the canonical JSON {"apart":{name:value},"body":body,"head":head'} where head'
 * lacks act, and lacks on where it is undated (D10).
 */
#ifndef RECORD_SAID_H
#define RECORD_SAID_H

#include "base/arena.h"
#include "base/json.h"
#include "base/str.h"
#include "ledger/entry.h"
#include "record/family.h"

#define SAID_APART_MAX      1000
#define SAID_BODY_BYTES_MAX ((size_t)1 << 20) /* longer things are documents */

typedef struct said_source {
    const char *document; /* 64 hex or "" */
    const char *citation;
    const char *page;
    const char *url;
    int year; /* 0 = not known */
} said_source;

typedef struct said_apart {
    str name;   /* "body/price", "body/wording.text/0" */
    str value;  /* canonical JSON */
    json *tree; /* the same parsed, when read back; else NULL */
} said_apart;

/* An import holds one for every row: fields stand so that nothing is left between them. */
typedef struct said {
    int family; /* index into families; -1: of a family this program does not know (only when read) */
    evidence evidence;
    audience audience;
    bool undated;
    const char *id;
    const char *by;
    const char *on;                    /* date with its precision, or a moment */
    const char *valid_from, *valid_to; /* half-open; "" = open */
    const char **names;                /* audience named: who */
    size_t names_n;
    said_source *src;
    size_t src_n;
    const char **in; /* leaves taken as input */
    size_t in_n;
    str body;          /* canonical JSON object */
    said_apart *apart; /* sorted by name */
    uint32_t apart_n;
    uint32_t withheld_n; /* parts that were not shown; only when read back */
    uint8_t content[32];
    /* Only when read back: */
    uint64_t act;    /* seq of the first statement of its commit */
    json *body_tree; /* the body as the ledger parsed it; NULL = not yet */
} said;

/* Fills body, apart and content from the fields' values; the head's fields stand in *s already.
 * values is an object by field name (lines: array of objects); its apart fields go into s->apart.
 * What it makes lives in a; work is done in tmp.  LIMIT past SAID_BODY_BYTES_MAX or SAID_APART_MAX. */
AK_MUST_USE ak_code said_seal(said *s, arena *a, arena *tmp, const json *values, ak_err *err);

/* All that was said as one object by field name, apart fields that were shown among them.  The object is the
 * statement's own: asked again, it is the same. */
AK_MUST_USE ak_code said_values(json **out, arena *a, const said *s, ak_err *err);

/* Parts for the ledger; what they point to lives in a and in s. */
AK_MUST_USE ak_code said_draft(entry_draft *out, arena *a, const said *s, uint64_t act, ak_err *err);

/* Back from an entry.  *out = NULL where the head is withheld or erased, or the entry is plain and of a type
 * that is no family.  A plain entry (key, publish) gives a public statement by plain_by.
 * INPUT (REC-06x): a head or body not of the form above. */
AK_MUST_USE ak_code said_read(said **out, arena *a, const entry_info *e, const char *plain_by, ak_err *err);

/* Id of the subject from the values of the key fields: local:FAMILY/name=value+...; NULL for id families and
 * where no key field is given.  The id lives in a, work is done in tmp (which may be the same). */
const char *said_key_id(arena *a, arena *tmp, const family *f, const json *values);

const char *evidence_word(evidence e); /* "documented"; "" for none */
const char *audience_word(audience a);

#endif
