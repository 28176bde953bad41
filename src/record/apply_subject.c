/* apply_subject.c -- ids become numbers: subjects in the order of their first appearance, and keys.
 *
 * A state that is brought up asks its index of ids.  One that is built whole has that index made last, which
 * takes half the time; until then a table of 16 bytes an id, in memory, says which number an id may have.
 * What it finds is looked at in the state, so two ids of one hash are told apart.
 */
#include <string.h>

#include "apply_sql.h"
#include "record/apply_private.h"

#define NAMES_MOST        400000 /* ids remembered, about 60 MB */
#define NUMBERS_CAP_FIRST 4096

/* ---- Ids of a state that is being built ---- */

static size_t number_slot(const apply_numbers *x, uint64_t hash)
{
    return (size_t)hash & (x->cap - 1);
}

static void numbers_grow(apply_numbers *x)
{
    apply_numbers more = {.cap = x->cap ? x->cap * 2 : NUMBERS_CAP_FIRST, .n = x->n};
    more.slots = ARENA_NEWS(&more.mem, apply_number, more.cap);
    for (size_t i = 0; i < x->cap; i++) {
        if (!x->slots[i].n)
            continue;
        size_t at = number_slot(&more, x->slots[i].hash);
        while (more.slots[at].n)
            at = (at + 1) & (more.cap - 1);
        more.slots[at] = x->slots[i];
    }
    arena_free(&x->mem);
    *x = more;
}

static void numbers_put(apply_numbers *x, str id, int64_t n)
{
    if ((x->n + 1) * 3 > x->cap * 2)
        numbers_grow(x);
    uint64_t hash = strmap_hash(id);
    size_t at = number_slot(x, hash);
    while (x->slots[at].n)
        at = (at + 1) & (x->cap - 1);
    x->slots[at] = (apply_number){hash, n};
    x->n++;
}

static ak_code numbers_find(int64_t *n, int64_t *kind, bool *found, applier *ap, str id, ak_err *err)
{
    const apply_numbers *x = ap->numbers;
    uint64_t hash = strmap_hash(id);
    *found = false;
    for (size_t at = x->cap ? number_slot(x, hash) : 0; x->cap && x->slots[at].n;
         at = (at + 1) & (x->cap - 1)) {
        apply_subject_at_row row = {0};
        bool there = false;
        if (x->slots[at].hash != hash)
            continue;
        AK_TRY(apply_subject_at_one(&row, &there, &ap->tmp, ap->db,
                                    &(apply_subject_at_params){.n = x->slots[at].n}, err));
        if (!there || !str_eq(row.id, id))
            continue;
        *n = x->slots[at].n;
        *kind = row.kind;
        *found = true;
        return AK_OK;
    }
    return AK_OK;
}

/* ---- Subjects ---- */

/* What is remembered of an id: its number, and whether something was said about it. */
static int64_t packed(int64_t n, bool described)
{
    return n * 2 + described;
}

static void remember(applier *ap, str id, int64_t n, bool described)
{
    if (ap->ids.n >= NAMES_MOST) {
        arena_free(&ap->names);
        ap->ids = (strmap){.a = &ap->names};
    }
    *strmap_put(&ap->ids, id, 0) = packed(n, described);
}

static ak_code find(int64_t *n, int64_t *kind, bool *found, applier *ap, str id, ak_err *err)
{
    if (ap->numbers)
        return numbers_find(n, kind, found, ap, id, err);
    apply_subject_get_row row = {0};
    AK_TRY(apply_subject_get_one(&row, found, &ap->tmp, ap->db, &(apply_subject_get_params){.id = id}, err));
    *n = row.n;
    *kind = row.kind;
    return AK_OK;
}

static ak_code add(int64_t *out, applier *ap, str id, int fam, ak_err *err)
{
    *out = ap->subject_next++;
    if (ap->numbers)
        numbers_put(ap->numbers, id, *out);
    return apply_subject_add_run(ap->db, &(apply_subject_add_params){.n = *out, .id = id, .kind = fam}, NULL,
                                 err);
}

ak_code apply_subject(int64_t *out, applier *ap, str id, int fam, ak_err *err)
{
    const int64_t *known = strmap_get(&ap->ids, id);
    if (known) {
        *out = *known / 2;
        return AK_OK;
    }
    int64_t kind = -1;
    bool found = false;
    AK_TRY(find(out, &kind, &found, ap, id, err));
    if (!found) {
        AK_TRY(add(out, ap, id, fam, err));
        kind = fam;
    }
    remember(ap, id, *out, kind >= 0);
    return AK_OK;
}

/* Ids made of a key are said once and hardly ever referred to: not worth remembering, and most are new. */
static ak_code key_subject(int64_t *out, bool *first, applier *ap, const said *s, ak_err *err)
{
    str id = str_of(s->id);
    int64_t kind = -1, added = 0;
    bool found = false;
    if (!ap->numbers) { /* one question where it is new, as most are */
        apply_subject_try_params p = {.n = ap->subject_next, .id = id, .kind = s->family};
        AK_TRY(apply_subject_try_run(ap->db, &p, &added, err));
    }
    *first = added > 0;
    if (added) {
        *out = ap->subject_next++;
        return AK_OK;
    }
    AK_TRY(find(out, &kind, &found, ap, id, err));
    if (!found) {
        *first = true;
        return add(out, ap, id, s->family, err);
    }
    if (kind >= 0)
        return AK_OK;
    *first = true;
    return apply_subject_kind_run(ap->db, &(apply_subject_kind_params){.n = *out, .kind = s->family}, NULL,
                                  err);
}

ak_code apply_subject_said(int64_t *out, bool *first, applier *ap, const said *s, ak_err *err)
{
    int64_t had = ap->subject_next, changed = 0;
    const int64_t *known = strmap_get(&ap->ids, str_of(s->id));
    if (!known && !families[s->family].id_key)
        return key_subject(out, first, ap, s, err);
    AK_TRY(apply_subject(out, ap, str_of(s->id), s->family, err));
    *first = ap->subject_next != had;
    known = strmap_get(&ap->ids, str_of(s->id));
    if (*first || (known && *known % 2))
        return AK_OK;
    apply_subject_kind_params kind = {.n = *out, .kind = s->family};
    AK_TRY(apply_subject_kind_run(ap->db, &kind, &changed, err));
    remember(ap, str_of(s->id), *out, true);
    *first = changed > 0;
    return AK_OK;
}

/* ---- Keys ---- */

ak_code apply_key(applier *ap, const json *values, ak_err *err)
{
    const json *key = json_get(values, "key_id"), *party = json_get(values, "party");
    if (!key || !party || key->kind != JSON_STRING || party->kind != JSON_STRING || party->text.n == 0)
        return AK_OK;
    int64_t n = 0;
    AK_TRY(apply_subject(&n, ap, party->text, -1, err));
    *strmap_put(&ap->keys, key->text, n) = n;
    if (!ap->own) {
        ap->own = n;
        ap->own_id = str_c(ap->a, party->text);
    }
    return AK_OK;
}

ak_code apply_signer(int64_t *out, applier *ap, const entry_info *e, ak_err *err)
{
    if (ap->signer && ledger_hash_eq(&ap->signer_kid, &e->kid)) {
        *out = ap->signer;
        return AK_OK;
    }
    char hex[65];
    hex_write(hex, e->kid.b, sizeof e->kid.b);
    const int64_t *known = strmap_get(&ap->keys, str_of(hex));
    if (known) {
        *out = ap->signer = *known;
        ap->signer_kid = e->kid;
        return AK_OK;
    }
    return apply_subject(out, ap, str_of(arena_printf(&ap->tmp, "key:%s", hex)), -1, err);
}
