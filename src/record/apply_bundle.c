/* apply_bundle.c -- statements of other logs become rows where the own log says that a bundle was received.
 *
 * What another says keeps its voice and its log.  His housekeeping (keys, settings, tombstones, what he sent
 * and received) has a place here and no effect: a tombstone of his must not erase, a setting not steer.  What
 * he shows was shown to the organisation, whatever audience he gave it within his own house.
 * A later bundle may show more of a statement: then its rows are taken out and made anew from all that the
 * bundles show together, so that a state brought up and a state made anew are equal.
 */
#include <string.h>

#include "apply_sql.h"
#include "record/apply_private.h"
#include "record/bundle_words.h"

typedef struct taking {
    applier *ap;
    arena *a;         /* of the bundle */
    int64_t received; /* sid */
    int64_t log;
    keyring *ring; /* whose key it is, by the key statements of the bundle's log */
    bundle_shelf *shelf;
} taking;

static bool is_housekeeping(int fam)
{
    static const char *const names[] = {"setting", "signing_key", "tombstone", "close", "predecessor",
                                        "publish", "seen",        "received",  "sent"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(families[fam].name, names[i]) == 0)
            return true;
    return false;
}

/* Events are looked at only where all are here: in the statement itself, or in a file that came along. */
static bool lacks_events(const said *s, bool file)
{
    bool there = file;
    if (strcmp(families[s->family].name, "event_batch") != 0)
        return false;
    for (size_t i = 0; i < s->apart_n; i++)
        there |= str_is(s->apart[i].name, "body/batch_events");
    return !there || s->withheld_n > 0;
}

/* The party whose key signed; a party that is ours is not believed to be the other one. */
static ak_code signer_of(int64_t *out, taking *t, const entry_info *e, ak_err *err)
{
    char hex[SHA256_HEX + 1];
    const keyring_key *k = keyring_find(t->ring, &e->kid);
    if (k && k->party.n) {
        AK_TRY(apply_subject(out, t->ap, k->party, -1, err));
        if (*out != t->ap->own)
            return AK_OK;
    }
    hex_write(hex, e->kid.b, sizeof e->kid.b);
    return apply_subject(out, t->ap, str_of(arena_printf(&t->ap->tmp, "key:%s", hex)), -1, err);
}

static audience our_audience(audience theirs)
{
    return theirs == AUDIENCE_PUBLIC                                        ? AUDIENCE_PUBLIC
           : theirs == AUDIENCE_PARTNERS || theirs == AUDIENCE_ORGANISATION ? AUDIENCE_ORGANISATION
                                                                            : AUDIENCE_CASE;
}

static ak_code remove_rows(applier *ap, const char *sql, int64_t sid, ak_err *err)
{
    store_statement *q = NULL;
    AK_TRY(store_prepare(&q, ap->db, sql, err));
    store_bind_int(q, 1, sid);
    return store_step_done(q, err);
}

/* Takes out the rows of a statement that stand until more of it is shown. */
static ak_code forget(applier *ap, const apply_entry_known_row *had, ak_err *err)
{
    AK_TRY(apply_statement_remove_run(ap->db, &(apply_statement_remove_params){had->sid}, NULL, err));
    if (!had->has_family)
        return AK_OK;
    const family_state *t = &family_states[had->family];
    AK_TRY(remove_rows(ap, t->remove, had->sid, err));
    for (size_t i = 0; i < t->children_n; i++)
        AK_TRY(remove_rows(ap, t->children[i].remove, had->sid, err));
    AK_TRY(apply_sources_remove_run(ap->db, &(apply_sources_remove_params){had->sid}, NULL, err));
    AK_TRY(apply_based_on_remove_run(ap->db, &(apply_based_on_remove_params){had->sid}, NULL, err));
    AK_TRY(apply_words_remove_run(ap->db, &(apply_words_remove_params){had->sid}, NULL, err));
    if (had->has_audience && had->audience < AUDIENCE_NAMED)
        ap->held[had->family * AUDIENCE_NAMED + had->audience]--;
    if (had->family == ap->fam_same || had->family == ap->fam_not_same)
        ap->identity_stale = true;
    return apply_relink(ap, (int)had->family, had->subject, had->said_by, had->signer, err);
}

/* What the bundles before this one show of the entry, and this one. */
static ak_code all_said(bundle_found *out, taking *t, const ledger_hash *leaf, bundle_found *before,
                        ak_err *err)
{
    apply_bundles_of_row *rows;
    size_t n;
    apply_bundles_of_params p = {
        {(const char *)leaf->b, sizeof leaf->b}
    };
    AK_TRY(apply_bundles_of_all(&rows, &n, t->a, t->ap->db, &p, err));
    bundle_place *places = ARENA_NEWS(t->a, bundle_place, n + 1);
    for (size_t i = 0; i < n; i++)
        places[i] = (bundle_place){rows[i].origin_name, rows[i].bundle_digest};
    AK_TRY(bundle_find(before, t->shelf, places, n ? n - 1 : 0, leaf, err));
    return bundle_find(out, t->shelf, places, n, leaf, err);
}

/* The first statement of its commit, where that is here too. */
static ak_code act_of(int64_t *out, taking *t, const said *s, const entry_info *e, int64_t idx, int64_t sid,
                      ak_err *err)
{
    apply_entry_at_row row = {0};
    bool found = false;
    *out = sid;
    if (!s || s->act > e->seq || e->seq - s->act > (uint64_t)idx || s->act == e->seq)
        return AK_OK;
    apply_entry_at_params p = {.log = t->log, .idx = idx - (int64_t)(e->seq - s->act)};
    AK_TRY(apply_entry_at_one(&row, &found, &t->ap->tmp, t->ap->db, &p, err));
    if (found)
        *out = row.sid;
    return AK_OK;
}

static ak_code apply_foreign(taking *t, const entry_info *e, int64_t idx, int64_t replaced, bool file,
                             ak_err *err)
{
    applier *ap = t->ap;
    said *s = NULL;
    json *values = NULL;
    AK_TRY(said_read(&s, t->a, e, NULL, err));
    if (s && (e->type.n > 0 || s->family < 0 || is_housekeeping(s->family) || lacks_events(s, file)))
        s = NULL;
    if (s) {
        s->audience = our_audience(s->audience);
        s->names_n = 0;
        AK_TRY(said_values(&values, t->a, s, err));
    }
    applying x = {.s = s, .values = values, .sid = ap->sid_next++, .log = t->log, .idx = idx};
    AK_TRY(act_of(&x.act, t, s, e, idx, x.sid, err));
    AK_TRY(signer_of(&x.signer, t, e, err));
    AK_TRY(apply_statement(ap, &x, e, err));
    if (!replaced)
        return AK_OK;
    return apply_act_move_run(ap->db, &(apply_act_move_params){replaced, x.sid}, NULL, err);
}

static ak_code take_entry(taking *t, const bundle_entry *e, ak_err *err)
{
    apply_entry_known_row had = {0};
    bool known = false;
    bundle_found found, before;
    entry_info info;
    ledger_hash leaf;
    const char *why;
    merkle_leaf(&leaf, e->entry.p, e->entry.n);
    str leaf_bytes = {(const char *)leaf.b, sizeof leaf.b};
    AK_TRY(
        apply_entry_known_one(&had, &known, t->a, t->ap->db, &(apply_entry_known_params){leaf_bytes}, err));
    if (known && had.log == 0)
        return AK_OK;
    AK_TRY(apply_received_entry_add_run(
        t->ap->db, &(apply_received_entry_add_params){leaf_bytes, t->received}, NULL, err));
    AK_TRY(all_said(&found, t, &leaf, &before, err));
    if (!found.entry)
        return AK_OK;
    AK_TRY(entry_read(&info, t->a, found.entry->entry, found.said, found.said_n, NULL, err));
    (void)keyring_take(t->ring, e->entry, e->index, &why); /* it was judged when it came */
    apply_foreign_counter_add_params number = {
        .log = t->log,
        .kid = {(const char *)info.kid.b, sizeof info.kid.b},
        .seq = (int64_t)info.seq,
        .idx = (int64_t)e->index,
        .leaf = leaf_bytes
    };
    AK_TRY(apply_foreign_counter_add_run(t->ap->db, &number, NULL, err));
    bool file = found.file.p != NULL;
    if (known && found.said_n <= before.said_n && file == (before.file.p != NULL))
        return AK_OK;
    if (known)
        AK_TRY(forget(t->ap, &had, err));
    return apply_foreign(t, &info, (int64_t)e->index, known ? had.sid : 0, file, err);
}

static ak_code origin_of(int64_t *out, applier *ap, arena *a, str name, ak_err *err)
{
    apply_origins_row *rows;
    size_t n;
    AK_TRY(apply_origins_all(&rows, &n, a, ap->db, err));
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].name, name)) {
            *out = rows[i].n;
            return AK_OK;
        }
    *out = (int64_t)n;
    return apply_origin_add_run(ap->db, &(apply_origin_add_params){.n = *out, .name = name}, NULL, err);
}

static ak_code take_logs(applier *ap, arena *a, const bundle *b, int64_t received, ak_err *err)
{
    bundle_shelf shelf = {.a = a, .dir = ap->dir};
    for (size_t i = 0; i < b->logs_n; i++) {
        keyring ring = keyring_new(a);
        taking t = {.ap = ap, .a = a, .received = received, .ring = &ring, .shelf = &shelf};
        AK_TRY(origin_of(&t.log, ap, a, b->logs[i].check.origin, err));
        for (size_t k = 0; t.log > 0 && k < b->logs[i].entries_n; k++) {
            arena_mark mark = arena_save(&ap->tmp);
            AK_TRY(take_entry(&t, &b->logs[i].entries[k], err));
            arena_rewind(&ap->tmp, mark);
        }
    }
    return AK_OK;
}

ak_code apply_received(applier *ap, const applying *x, ak_err *err)
{
    ledger_hash digest;
    bundle b;
    arena own = {0};
    if (x->by != ap->own || x->signer != ap->own || !ap->dir ||
        !hex_read(digest.b, sizeof digest.b, json_str(x->values, "bundle_digest")))
        return AK_OK;
    if (ap->numbers) /* the state is being built, without its indexes */
        AK_TRY(state_index_make(ap->db, "statement_leaf_ix", err));
    ak_err why = {0};
    ak_code code = bundle_kept_read(&b, &own, ap->dir, json_str(x->values, "origin_name"), &digest, &why);
    if (code == AK_OK)
        code = take_logs(ap, &own, &b, x->sid, err);
    else if (code == AK_E_SYSTEM) /* it is there: a state without it would be another one */
        *err = why;
    else /* that it is missing or damaged verify says; the rest of the record stands without it */
        code = AK_OK;
    arena_free(&own);
    return code;
}
