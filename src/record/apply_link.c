/* apply_link.c -- which statement of a voice stands when: the column `until`.
 *
 * The statements of one voice about one subject in one family stand in order of (said_on, sid).  Those of one
 * act and one date are a group: a source that says two things at once is not decided for it.  A group stands
 * until the date of the next.  A withdrawn statement is passed over by the others; itself it stands until it
 * is taken back, or never where an earlier one stands again in its place.
 */
#include <string.h>

#include "apply_sql.h"
#include "record/apply_private.h"

typedef struct link {
    int64_t sid;
    int64_t act;
    const char *said_on;
    const char *until;     /* as it stands in the table; NULL = stands */
    const char *withdrawn; /* NULL = not */
} link;

ak_code apply_until(applier *ap, int fam, int64_t sid, const char *until, ak_err *err)
{
    store_statement *q = NULL;
    str text = until ? str_of(until) : (str){0};
    AK_TRY(store_prepare(&q, ap->db, family_states[fam].set_until, err));
    store_bind_int(q, 1, sid);
    store_bind_text(q, 2, text);
    AK_TRY(store_step_done(q, err));
    if (!apply_has_duties(fam))
        return AK_OK;
    return apply_duty_until_run(ap->db, &(apply_duty_until_params){.sid = sid, .until = text}, NULL, err);
}

/* One neighbour; found.sid = 0 when there is none. */
static ak_code neighbour(link *found, applier *ap, const char *sql, int64_t subject, int64_t by,
                         int64_t signer, const char *said_on, int64_t sid, ak_err *err)
{
    store_statement *q = NULL;
    bool row = false;
    *found = (link){0};
    AK_TRY(store_prepare(&q, ap->db, sql, err));
    store_bind_int(q, 1, subject);
    store_bind_int(q, 2, by);
    store_bind_int(q, 3, signer);
    store_bind_text(q, 4, str_of(said_on));
    store_bind_int(q, 5, sid);
    AK_TRY(store_step(q, &row, err));
    if (!row)
        return AK_OK;
    found->sid = store_int(q, 0);
    found->said_on = str_c(&ap->tmp, store_text(q, 1));
    found->until = store_is_null(q, 2) ? NULL : str_c(&ap->tmp, store_text(q, 2));
    store_reset(q);
    return AK_OK;
}

static ak_code act_and_withdrawal(link *l, applier *ap, int64_t signer, ak_err *err)
{
    apply_act_of_row act = {0};
    apply_withdrawn_from_row from = {0};
    bool found = false;
    AK_TRY(apply_act_of_one(&act, &found, &ap->tmp, ap->db, &(apply_act_of_params){.sid = l->sid}, err));
    if (!found)
        return AK_OK;
    l->act = act.act;
    char hex[65];
    hex_write(hex, act.leaf.p, act.leaf.n);
    apply_withdrawn_from_params which = {.act_leaf = str_of(hex), .signer = signer};
    AK_TRY(apply_withdrawn_from_one(&from, &found, &ap->tmp, ap->db, &which, err));
    l->withdrawn = found && from.said_on.p ? str_c(&ap->tmp, from.said_on) : NULL;
    return AK_OK;
}

static bool one_group(const link *a, const link *b)
{
    return a->act == b->act && strcmp(a->said_on, b->said_on) == 0;
}

/* The date of the next statement that is no part of the group and, if live, not withdrawn; NULL = none. */
static const char *next_date(const link *chain, size_t n, size_t i, bool live)
{
    for (size_t k = i + 1; k < n; k++)
        if (!one_group(&chain[i], &chain[k]) && !(live && chain[k].withdrawn))
            return chain[k].said_on;
    return NULL;
}

static bool live_before(const link *chain, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (!chain[k].withdrawn && !one_group(&chain[k], &chain[i]))
            return true;
    return false;
}

static const char *until_of(const link *chain, size_t n, size_t i)
{
    const link *l = &chain[i];
    if (!l->withdrawn)
        return next_date(chain, n, i, true);
    if (live_before(chain, i))
        return l->said_on;
    const char *next = next_date(chain, n, i, false);
    const char *until = next && strcmp(next, l->withdrawn) < 0 ? next : l->withdrawn;
    return strcmp(until, l->said_on) < 0 ? l->said_on : until;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The chain, the oldest first. */
static ak_code read_chain(link **out, size_t *n_out, applier *ap, int fam, int64_t subject, int64_t by,
                          int64_t signer, ak_err *err)
{
    size_t n = 0, cap = 0;
    link *chain = NULL;
    const char *said_on = "9999-99";
    int64_t sid = INT64_MAX;
    for (;;) {
        link one = {0};
        AK_TRY(neighbour(&one, ap, family_states[fam].before, subject, by, signer, said_on, sid, err));
        if (!one.sid)
            break;
        chain = arena_room(&ap->tmp, chain, n, &cap, sizeof *chain);
        chain[n++] = one;
        said_on = one.said_on;
        sid = one.sid;
    }
    for (size_t i = 0; i < n / 2; i++) {
        link swap = chain[i];
        chain[i] = chain[n - 1 - i];
        chain[n - 1 - i] = swap;
    }
    *out = chain;
    *n_out = n;
    return AK_OK;
}

ak_code apply_relink(applier *ap, int fam, int64_t subject, int64_t by, int64_t signer, ak_err *err)
{
    arena_mark mark = arena_save(&ap->tmp);
    link *chain = NULL;
    size_t n = 0;
    AK_TRY(read_chain(&chain, &n, ap, fam, subject, by, signer, err));
    for (size_t i = 0; i < n; i++)
        AK_TRY(act_and_withdrawal(&chain[i], ap, signer, err));
    for (size_t i = 0; i < n; i++) {
        const char *until = until_of(chain, n, i);
        if (!same_text(until, chain[i].until))
            AK_TRY(apply_until(ap, fam, chain[i].sid, until, err));
    }
    if (fam == ap->fam_same || fam == ap->fam_not_same)
        ap->identity_stale = true;
    arena_rewind(&ap->tmp, mark);
    return AK_OK;
}

/* At the end of its chain a statement only closes what stood: no need to look at the rest. */
static ak_code close_before(bool *done, applier *ap, const applying *x, link last, ak_err *err)
{
    int fam = x->s->family;
    link here = {.act = x->act, .said_on = x->said_on};
    *done = false;
    while (last.sid && !last.until) {
        AK_TRY(act_and_withdrawal(&last, ap, x->signer, err));
        if (one_group(&last, &here))
            return AK_OK; /* joins a group: leave it to the whole chain */
        AK_TRY(apply_until(ap, fam, last.sid, x->said_on, err));
        *done = true;
        AK_TRY(neighbour(&last, ap, family_states[fam].before, x->subject, x->by, x->signer, last.said_on,
                         last.sid, err));
    }
    return AK_OK;
}

ak_code apply_link(applier *ap, const applying *x, ak_err *err)
{
    const family_state *t = &family_states[x->s->family];
    link last = {0}, next = {0};
    AK_TRY(neighbour(&last, ap, t->before, x->subject, x->by, x->signer, x->said_on, x->sid, err));
    AK_TRY(neighbour(&next, ap, t->after, x->subject, x->by, x->signer, x->said_on, x->sid, err));
    bool done = !last.sid && !next.sid;
    if (!done && !next.sid)
        AK_TRY(close_before(&done, ap, x, last, err));
    if (!done)
        return apply_relink(ap, x->s->family, x->subject, x->by, x->signer, err);
    if (last.sid && (x->s->family == ap->fam_same || x->s->family == ap->fam_not_same))
        ap->identity_stale = true;
    return AK_OK;
}

ak_code apply_withdraw(applier *ap, str act_leaf, int64_t signer, int depth, ak_err *err)
{
    uint8_t leaf[32];
    if (depth > 8 || !hex_read(leaf, sizeof leaf, act_leaf)) /* a withdrawal of a withdrawal of ... */
        return AK_OK;
    if (ap->numbers) /* the state is being built, without its indexes */
        AK_TRY(state_index_make(ap->db, "statement_leaf_ix", err));
    apply_act_rows_row *rows = NULL;
    size_t n = 0;
    arena own = {0};
    apply_act_rows_params which = {
        .leaf = {(const char *)leaf, sizeof leaf},
          .signer = signer
    };
    ak_code code = apply_act_rows_all(&rows, &n, &own, ap->db, &which, err);
    for (size_t i = 0; code == AK_OK && i < n; i++) {
        code = apply_relink(ap, (int)rows[i].family, rows[i].subject, rows[i].said_by, rows[i].signer, err);
        apply_withdrawal_row inner = {0};
        bool found = false;
        if (code == AK_OK && rows[i].family == ap->fam_withdraw)
            code = apply_withdrawal_one(&inner, &found, &own, ap->db, &(apply_withdrawal_params){rows[i].sid},
                                        err);
        if (code == AK_OK && found)
            code = apply_withdraw(ap, inner.withdrawn_act, inner.signer, depth + 1, err);
    }
    arena_free(&own);
    return code;
}
