/* apply_private.h -- what the files that write the state share. */
#ifndef RECORD_APPLY_PRIVATE_H
#define RECORD_APPLY_PRIVATE_H

#include "base/date.h"
#include "base/json.h"
#include "record/apply.h"
#include "record/family_state.h"
#include "record/said.h"
#include "record/strmap.h"

#define VALUES_MOST  64 /* fields of a family; famgen has the same bound */
#define TRUSTED_MOST 256

/* An id of a state that is being built: which number it may have. */
typedef struct apply_number {
    uint64_t hash;
    int64_t n; /* 0 = empty */
} apply_number;

typedef struct apply_numbers {
    arena mem;
    apply_number *slots;
    size_t cap, n; /* cap: power of two */
} apply_numbers;

/* A date as the sources write it, and the moment at which it begins: a table says the same few again and
 * again. */
typedef struct apply_date {
    char text[24]; /* "" = empty */
    char moment[24];
} apply_date;

#define DATES_KEPT 64

struct applier {
    store *db;
    const char *dir; /* of the workspace, for bundles */
    arena *a;
    arena tmp;              /* rewound per statement */
    arena names;            /* of ids; emptied when it holds too many */
    strmap ids;             /* subject id -> n */
    strmap keys;            /* key id, hex -> n of its party */
    int64_t *held;          /* statements by family and audience, not yet in the table held */
    apply_numbers *numbers; /* NULL = the state has its indexes: ask it */
    int64_t signer;         /* of the last entry whose key is known; 0 = none */
    ledger_hash signer_kid;
    apply_date dates[DATES_KEPT]; /* of this zone */
    int64_t sid_next, subject_next;
    uint64_t index; /* of the entry at hand */
    int64_t own;    /* subject of the log's own party; 0 before the first entry */
    const char *own_id;
    char zone[32];
    int64_t trusted[TRUSTED_MOST];
    size_t trusted_n;
    bool identity_stale; /* something but a new edge changed who is whom: work it out anew */
    merkle_edge edge;    /* of the leaves applied since size 0; size 0 = not followed */
    int fam_same, fam_not_same, fam_withdraw, fam_setting, fam_tombstone, fam_key, fam_lot, fam_received;
};

/* A statement on its way into the state. */
typedef struct applying {
    const said *s;                 /* NULL = nothing of it is shown, or it is of another log's housekeeping */
    int64_t log, idx;              /* where it stands; log 0 is the own one */
    const json *values;            /* all that is shown */
    const json *slot[VALUES_MOST]; /* by field; NULL = not said */
    int64_t sid, act;
    int64_t subject, by, signer;
    const char *said_on; /* moment */
    int said_on_prec;
} applying;

/* Row, links, words and effects of a statement whose place, signer and act are set; s NULL: its place only. */
AK_MUST_USE ak_code apply_statement(applier *ap, applying *x, const entry_info *e, ak_err *err);
/* An own statement `received`: the entries of its bundle, each once, in their order. */
AK_MUST_USE ak_code apply_received(applier *ap, const applying *x, ak_err *err);
/* n of the subject of this id, made when it is new.  fam >= 0 says what kind it is. */
AK_MUST_USE ak_code apply_subject(int64_t *out, applier *ap, str id, int fam, ak_err *err);
/* The subject of a statement; *first: nothing was said about it before. */
AK_MUST_USE ak_code apply_subject_said(int64_t *out, bool *first, applier *ap, const said *s, ak_err *err);
/* A key statement: whose the key is. */
AK_MUST_USE ak_code apply_key(applier *ap, const json *values, ak_err *err);
/* n of the party whose key signed; of the key itself where nobody has said whose it is. */
AK_MUST_USE ak_code apply_signer(int64_t *out, applier *ap, const entry_info *e, ak_err *err);
/* The moment at which a date begins in the state's zone; lives in ap->tmp. */
const char *apply_moment(applier *ap, str day);
/* The family's row and its children. */
AK_MUST_USE ak_code apply_row(applier *ap, const applying *x, ak_err *err);
/* Puts the row into the chain of its voice: its own until and its neighbours'. */
AK_MUST_USE ak_code apply_link(applier *ap, const applying *x, ak_err *err);
/* Works out the whole chain anew: after a withdrawal, or where a late statement came between. */
AK_MUST_USE ak_code apply_relink(applier *ap, int fam, int64_t subject, int64_t by, int64_t signer,
                                 ak_err *err);
/* What a withdrawal of this act by this signer touches. */
AK_MUST_USE ak_code apply_withdraw(applier *ap, str act_leaf, int64_t signer, int depth, ak_err *err);
AK_MUST_USE ak_code apply_until(applier *ap, int fam, int64_t sid, const char *until, ak_err *err);
AK_MUST_USE ak_code apply_words(applier *ap, const applying *x, bool new_subject, ak_err *err);
AK_MUST_USE ak_code apply_duties(applier *ap, const applying *x, ak_err *err);
bool apply_has_duties(int fam);
/* A new standing edge between subjects. */
AK_MUST_USE ak_code apply_same(applier *ap, const applying *x, ak_err *err);
/* All of identity from the standing edges. */
AK_MUST_USE ak_code apply_identity(applier *ap, ak_err *err);
AK_MUST_USE ak_code apply_settings(applier *ap, ak_err *err);

#endif
