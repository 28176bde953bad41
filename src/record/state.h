/* state.h -- what the record knows: subjects, names, statements behind a figure.
 *
 * Rows of families are asked by named queries (sql/ROOM.sql), each with the as-of predicate and :reach.
 * Here stands what all rooms need around them.
 */
#ifndef RECORD_STATE_H
#define RECORD_STATE_H

#include "base/date.h"
#include "base/view.h"
#include "record/ctx.h"
#include "record/said.h"
#include "record/strmap.h"

typedef struct state_subject {
    int64_t n;
    int64_t canon;  /* n of the subject it is known under */
    const char *id; /* as said */
    const char *canon_id;
    int family;       /* of its kind: index into families, -1 = country, sector ... */
    const char *name; /* name or title as of ctx, by the best voice; the id's tail when nothing is said */
} state_subject;

/* Names that were read, for whoever goes through many rows (ctx.names): they were asked for as the same reader
 * asks, of the same day.  Holds the last so many; free with state_names_free. */
typedef struct state_names {
    arena mem;
    strmap at; /* id -> index of rows */
    state_subject *rows;
    size_t n, cap;
} state_names;

void state_names_free(state_names *names);

/* AK_E_NOTFOUND (REC-070). */
AK_MUST_USE ak_code state_subject_by_id(state_subject *out, ctx *c, const char *id, ak_err *err);
AK_MUST_USE ak_code state_subject_by_n(state_subject *out, ctx *c, int64_t n, ak_err *err);

/* The name of one of which a question gave all else. */
AK_MUST_USE ak_code state_subject_fill(state_subject *s, ctx *c, ak_err *err);

typedef struct state_statement {
    int64_t sid;
    int64_t subject_n;
    int64_t log;    /* 0 = the own one; else of another, by way of a bundle */
    uint64_t index; /* in that log */
    char leaf[65];
    int family;                        /* -1 = withheld */
    const char *subject;               /* id */
    const char *by;                    /* id of the voice */
    const char *signed_by;             /* id of the party that signed */
    bool direct;                       /* by signed it itself */
    const char *on;                    /* moment, UTC */
    const char *until;                 /* NULL = stands */
    const char *valid_from, *valid_to; /* moments; NULL = open */
    const char *withdrawn;             /* moment from which it is taken back; NULL = not */
    evidence evidence;
    audience audience;
    char act[65];       /* id of the first statement of its commit */
    const char *logged; /* moment at which it was recorded */
    const view_source *sources;
    size_t sources_n;
} state_statement;

/* By leaf prefix (8 or more hex), full leaf, or log index.  NOTFOUND, CONFLICT; DENIED above ctx.reach. */
AK_MUST_USE ak_code state_statement_find(state_statement *out, ctx *c, str id, ak_err *err);
AK_MUST_USE ak_code state_statement_by_sid(state_statement *out, ctx *c, int64_t sid, ak_err *err);

/* The rest of one whose head a question gave (sid, leaf, family, on ...): until, valid, evidence, and the sources
 * where it names some. */
AK_MUST_USE ak_code state_statement_fill(state_statement *s, ctx *c, bool sourced, ak_err *err);

/* As of c: said, not replaced or taken back, and valid (D5). */
bool state_stands(const ctx *c, const state_statement *s);
/* Standing statements about a thing (and what is the same) in one family, as of c and within its reach, the
 * preferred one first (D7). */
AK_MUST_USE ak_code state_standing(state_statement **out, size_t *n_out, ctx *c, int64_t canon, int fam,
                                   ak_err *err);

/* The words of a statement by field name, without the apart ones that c->reach may not see; NULL where it is
 * withheld. */
AK_MUST_USE ak_code state_words(const struct json **out, ctx *c, const state_statement *s, ak_err *err);

/* The basis of a figure that rests on these statements: each statement's sources (or, without any, the
 * statement itself as source with the year of its date), with its evidence. traced 0..1 or -1. */
AK_MUST_USE ak_code state_basis(const view_basis **out, ctx *c, const int64_t *sids, size_t n, double traced,
                                ak_err *err);

/* The same of one statement that is at hand; by = name of its voice. */
const view_basis *state_statement_basis(ctx *c, const state_statement *s, const char *by);

/* Link to a subject or statement, with its name. */
view *state_ref(ctx *c, const char *id);
/* The same where family and name are read already.  Names of materials are read in the reader's language. */
view *state_ref_named(arena *a, int fam, const char *id, const char *name);
/* A stored moment as the day it stands for in the workspace's zone, where it is the beginning of one. */
view *state_day(ctx *c, const char *moment);

/* The workspace's zone; UTC without a workspace. */
zone zone_of(const ctx *c);
/* The civil date of a stored moment in that zone, with the digits that were known (4, 7, 10); "" = no moment. */
const char *date_as_known(arena *a, zone z, str moment, int64_t digits);

/* What a family or one of its fields is called in the language of c: the first of its header words. */
const char *family_label(const ctx *c, int fam);
const char *field_label(const ctx *c, const field *f);

/* The page and JSON of a family: which action shows it ("product", "site" ... else "subject"). */
const char *state_action_of(int family);

#endif
