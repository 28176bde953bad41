/* apply_identity.c -- what is the same as what, and by which id it is known (D6).
 *
 * A `same` joins two subjects where both its voice and its signer are trusted: the own party, and those that
 * the setting trusted_voices names.  A later `not-same` of a trusted voice parts the pair again.  Of joined
 * ids the one with the preferred scheme stands for all, then the smaller in bytes.  Lots are never joined:
 * between them it is an edge of the trace.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apply_sql.h"
#include "base/ident.h"
#include "record/apply_private.h"

static bool is_trusted(const applier *ap, int64_t party)
{
    if (party == ap->own)
        return true;
    for (size_t i = 0; i < ap->trusted_n; i++)
        if (ap->trusted[i] == party)
            return true;
    return false;
}

static bool is_lot(str id)
{
    if (str_starts(id, "local:lot/"))
        return true;
    if (!str_starts(id, "https://"))
        return false;
    for (size_t i = 0; i + 4 <= id.n; i++) /* GS1 Digital Link: AI 10 lot, AI 21 serial number */
        if (memcmp(id.p + i, "/10/", 4) == 0 || memcmp(id.p + i, "/21/", 4) == 0)
            return true;
    return false;
}

/* Is id a to be preferred to b? */
static bool goes_before(str a, str b)
{
    size_t rank_a = ident_rank(a), rank_b = ident_rank(b);
    return rank_a != rank_b ? rank_a < rank_b : str_cmp(a, b) < 0;
}

static ak_code join(applier *ap, int64_t one, int64_t two, ak_err *err)
{
    apply_canon_of_row a = {0}, b = {0};
    bool found_a = false, found_b = false;
    AK_TRY(apply_canon_of_one(&a, &found_a, &ap->tmp, ap->db, &(apply_canon_of_params){.n = one}, err));
    AK_TRY(apply_canon_of_one(&b, &found_b, &ap->tmp, ap->db, &(apply_canon_of_params){.n = two}, err));
    if (!found_a || !found_b || a.canon == b.canon || is_lot(a.canon_id) || is_lot(b.canon_id))
        return AK_OK;
    bool keep_a = goes_before(a.canon_id, b.canon_id);
    apply_canon_join_params p = {.old = keep_a ? b.canon : a.canon, .new = keep_a ? a.canon : b.canon};
    return apply_canon_join_run(ap->db, &p, NULL, err);
}

ak_code apply_same(applier *ap, const applying *x, ak_err *err)
{
    const json *one = json_get(x->values, "one"), *two = json_get(x->values, "two");
    if (x->s->family == ap->fam_not_same)
        ap->identity_stale = true;
    if (ap->identity_stale || !is_trusted(ap, x->by) || !is_trusted(ap, x->signer) || !one || !two)
        return AK_OK;
    int64_t n_one = 0, n_two = 0;
    AK_TRY(apply_subject(&n_one, ap, one->text, -1, err));
    AK_TRY(apply_subject(&n_two, ap, two->text, -1, err));
    return join(ap, n_one, n_two, err);
}

static int by_pair(const void *x, const void *y)
{
    const apply_same_edges_row *a = x, *b = y;
    int64_t a1 = a->one < a->two ? a->one : a->two, a2 = a->one < a->two ? a->two : a->one;
    int64_t b1 = b->one < b->two ? b->one : b->two, b2 = b->one < b->two ? b->two : b->one;
    if (a1 != b1)
        return a1 < b1 ? -1 : 1;
    if (a2 != b2)
        return a2 < b2 ? -1 : 1;
    return a->sid < b->sid ? -1 : a->sid > b->sid;
}

static bool one_pair(const apply_same_edges_row *a, const apply_same_edges_row *b)
{
    return (a->one == b->one && a->two == b->two) || (a->one == b->two && a->two == b->one);
}

static ak_code identity_from(applier *ap, arena *own, ak_err *err)
{
    apply_same_edges_row *edges = NULL;
    size_t n = 0, kept = 0;
    AK_TRY(apply_canon_reset_run(ap->db, NULL, err));
    AK_TRY(apply_same_edges_all(&edges, &n, own, ap->db, err));
    for (size_t i = 0; i < n; i++)
        if (is_trusted(ap, edges[i].said_by) && is_trusted(ap, edges[i].signer))
            edges[kept++] = edges[i];
    if (kept)
        qsort(edges, kept, sizeof *edges, by_pair);
    for (size_t i = 0; i < kept; i++) {
        bool last = i + 1 == kept || !one_pair(&edges[i], &edges[i + 1]); /* the last word on a pair counts */
        if (last && edges[i].joins)
            AK_TRY(join(ap, edges[i].one, edges[i].two, err));
    }
    return AK_OK;
}

ak_code apply_identity(applier *ap, ak_err *err)
{
    arena own = {0};
    ak_code code = identity_from(ap, &own, err);
    arena_free(&own);
    ap->identity_stale = false;
    return code;
}

/* Ids parted by white space, comma, semicolon or |. */
static ak_code read_trusted(applier *ap, str list, ak_err *err)
{
    size_t i = 0;
    while (i < list.n && ap->trusted_n < TRUSTED_MOST) {
        size_t from = i;
        while (i < list.n && !strchr(" \t\r\n,;|", list.p[i]))
            i++;
        if (i > from)
            AK_TRY(apply_subject(&ap->trusted[ap->trusted_n++], ap, (str){list.p + from, i - from}, -1, err));
        i++;
    }
    return AK_OK;
}

static bool same_trust(const applier *ap, const int64_t *had, size_t had_n)
{
    return ap->trusted_n == had_n && (had_n == 0 || memcmp(ap->trusted, had, had_n * sizeof *had) == 0);
}

ak_code apply_settings(applier *ap, ak_err *err)
{
    arena_mark mark = arena_save(&ap->tmp);
    int64_t had[TRUSTED_MOST];
    size_t had_n = ap->trusted_n, n = 0;
    memcpy(had, ap->trusted, sizeof had);
    apply_trusted_voices_row *rows = NULL;
    AK_TRY(
        apply_trusted_voices_all(&rows, &n, &ap->tmp, ap->db, &(apply_trusted_voices_params){ap->own}, err));
    ap->trusted_n = 0;
    for (size_t i = 0; i < n; i++)
        AK_TRY(read_trusted(ap, rows[i].value_text, err));
    apply_zone_setting_row z = {0};
    bool found = false;
    zone known = ZONE_OSLO;
    AK_TRY(apply_zone_setting_one(&z, &found, &ap->tmp, ap->db, &(apply_zone_setting_params){ap->own}, err));
    if (!found || !zone_find(&known, z.value_text))
        known = ZONE_OSLO;
    if (strcmp(ap->zone, zone_name(known)) != 0)
        memset(ap->dates, 0, sizeof ap->dates);
    snprintf(ap->zone, sizeof ap->zone, "%s", zone_name(known));
    if (!same_trust(ap, had, had_n))
        ap->identity_stale = true;
    arena_rewind(&ap->tmp, mark);
    return AK_OK;
}
