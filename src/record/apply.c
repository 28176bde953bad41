/* apply.c -- entries of the log become rows of the state, in their order. */
#include "record/apply.h"

#include <stdio.h>
#include <string.h>

#include "apply_sql.h"
#include "base/pool.h"
#include "record/apply_private.h"
#include "record/rules.h"
#include "record/value.h"

#define CHUNK_ENTRIES       256 /* as ledger_read gives them */
#define CHUNKS_AT_ONCE      16  /* decoded in parallel, then applied in order */
#define TRANSACTION_ENTRIES 65536
#define NAMES_MOST          400000 /* ids remembered, about 60 MB */

/* ---- Reading: many threads ---- */

typedef struct decoded {
    const ledger *l;
    uint64_t first, last; /* entries [first, last) */
    arena mem;
    size_t n;
    entry_info *info;
    said **said;
    json **values;
} decoded;

static ak_code decode_one(decoded *d, size_t i, const ledger_item *item, ak_err *err)
{
    AK_TRY(entry_read(&d->info[i], &d->mem, item->entry, item->said, item->said_n, NULL, err));
    AK_TRY(said_read(&d->said[i], &d->mem, &d->info[i], NULL, err));
    return d->said[i] ? said_values(&d->values[i], &d->mem, d->said[i], err) : AK_OK;
}

static ak_code decode(void *payload, size_t chunk, arena *own, ak_err *err)
{
    (void)own; /* a chunk's words live until it is applied, so in an arena of its own */
    decoded *d = (decoded *)payload + chunk;
    ledger_item *items = NULL;
    size_t n = 0;
    AK_TRY(ledger_read(&items, &n, &d->mem, d->l, d->first, err));
    if (n > d->last - d->first)
        n = (size_t)(d->last - d->first);
    d->info = ARENA_NEWS(&d->mem, entry_info, n);
    d->said = ARENA_NEWS(&d->mem, said *, n);
    d->values = ARENA_NEWS(&d->mem, json *, n);
    for (size_t i = 0; i < n; i++)
        AK_TRY(decode_one(d, i, &items[i], err));
    d->n = n;
    return AK_OK;
}

/* ---- Numbers ---- */

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

static ak_code new_subject(int64_t *out, applier *ap, str id, int fam, ak_err *err)
{
    *out = ap->subject_next++;
    remember(ap, id, *out, fam >= 0);
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
    apply_subject_get_row row = {0};
    bool found = false;
    AK_TRY(apply_subject_get_one(&row, &found, &ap->tmp, ap->db, &(apply_subject_get_params){.id = id}, err));
    if (!found)
        return new_subject(out, ap, id, fam, err);
    *out = row.n;
    remember(ap, id, row.n, row.kind >= 0);
    return AK_OK;
}

/* Ids made of a key are said once and hardly ever referred to: not worth remembering, and most are new. */
static ak_code key_subject(int64_t *out, bool *first, applier *ap, const said *s, ak_err *err)
{
    int64_t added = 0;
    apply_subject_try_params p = {.n = ap->subject_next, .id = str_of(s->id), .kind = s->family};
    AK_TRY(apply_subject_try_run(ap->db, &p, &added, err));
    *first = added > 0;
    if (added) {
        *out = ap->subject_next++;
        return AK_OK;
    }
    apply_subject_get_row row = {0};
    bool found = false;
    AK_TRY(
        apply_subject_get_one(&row, &found, &ap->tmp, ap->db, &(apply_subject_get_params){.id = p.id}, err));
    *out = row.n;
    if (row.kind >= 0)
        return AK_OK;
    *first = true;
    return apply_subject_kind_run(ap->db, &(apply_subject_kind_params){.n = row.n, .kind = s->family}, NULL,
                                  err);
}

/* The subject of a statement; says whether this is the first word about it. */
static ak_code subject_of(int64_t *out, bool *first, applier *ap, const said *s, ak_err *err)
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

static ak_code learn_key(applier *ap, const json *values, ak_err *err)
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

static ak_code signer_of(int64_t *out, applier *ap, const entry_info *e, ak_err *err)
{
    char hex[65];
    hex_write(hex, e->kid.b, sizeof e->kid.b);
    const int64_t *known = strmap_get(&ap->keys, str_of(hex));
    if (known) {
        *out = *known;
        return AK_OK;
    }
    return apply_subject(out, ap, str_of(arena_printf(&ap->tmp, "key:%s", hex)), -1, err);
}

/* ---- One statement ---- */

static ak_code add_statement(applier *ap, const applying *x, const entry_info *e, ak_err *err)
{
    const said *s = x->s;
    bool shown = s && s->family >= 0;
    apply_statement_add_params p = {
        .sid = x->sid,
        .leaf = {(const char *)e->leaf.b, sizeof e->leaf.b},
        .idx = (int64_t)ap->index,
        .signer = x->signer,
        .act = x->act,
        .logged_s = e->iat_s,
        .shown = s || e->type.n > 0,
        .family = shown ? s->family : 0,
        .has_family = shown,
        .subject = x->subject,
        .has_subject = shown,
        .said_by = x->by,
        .has_said_by = shown,
        .audience = shown ? s->audience : 0,
        .has_audience = shown
    };
    if (shown && s->withheld_n == 0)
        p.content = (str){(const char *)s->content, sizeof s->content};
    if (shown)
        p.said_on = str_of(x->said_on);
    return apply_statement_add_run(ap->db, &p, NULL, err);
}

static str or_null(const char *text)
{
    return text && text[0] ? str_of(text) : (str){0};
}

static ak_code add_head_rows(applier *ap, const applying *x, ak_err *err)
{
    const said *s = x->s;
    for (size_t i = 0; i < s->src_n; i++) {
        const said_source *src = &s->src[i];
        apply_source_add_params p = {.sid = x->sid,
                                     .line = (int64_t)i,
                                     .audience = s->audience,
                                     .document = or_null(src->document),
                                     .citation = or_null(src->citation),
                                     .page = or_null(src->page),
                                     .url = or_null(src->url),
                                     .year = src->year,
                                     .has_year = src->year != 0};
        AK_TRY(apply_source_add_run(ap->db, &p, NULL, err));
    }
    for (size_t i = 0; i < s->in_n; i++) {
        uint8_t leaf[32];
        if (!hex_read(leaf, sizeof leaf, str_of(s->in[i])))
            continue;
        apply_based_on_add_params p = {
            .sid = x->sid,
            .line = (int64_t)i,
            .audience = s->audience,
            .leaf = {(const char *)leaf, sizeof leaf}
        };
        AK_TRY(apply_based_on_add_run(ap->db, &p, NULL, err));
    }
    if (s->audience != AUDIENCE_NAMED)
        return AK_OK;
    /* Whoever signed it has read it. */
    AK_TRY(
        apply_audience_name_add_run(ap->db, &(apply_audience_name_add_params){x->sid, x->signer}, NULL, err));
    for (size_t i = 0; i < s->names_n; i++) {
        apply_audience_name_add_params p = {.sid = x->sid};
        AK_TRY(apply_subject(&p.party, ap, str_of(s->names[i]), -1, err));
        AK_TRY(apply_audience_name_add_run(ap->db, &p, NULL, err));
    }
    return AK_OK;
}

static ak_code apply_effects(applier *ap, const applying *x, ak_err *err)
{
    int fam = x->s->family;
    if (fam == ap->fam_same || fam == ap->fam_not_same)
        AK_TRY(apply_same(ap, x, err));
    if (fam == ap->fam_withdraw) {
        const json *act = json_get(x->values, "withdrawn_act");
        if (act && act->kind == JSON_STRING)
            AK_TRY(apply_withdraw(ap, act->text, x->signer, 0, err));
    }
    if (fam == ap->fam_setting || fam == ap->fam_withdraw)
        AK_TRY(apply_settings(ap, err));
    return apply_duties(ap, x, err);
}

static void find_slots(applying *x)
{
    const family *f = &families[x->s->family];
    for (const json *v = x->values->first; v; v = v->next) {
        int at = field_find(f, v->name);
        if (at >= 0 && at < VALUES_MOST)
            x->slot[at] = v;
    }
}

static ak_code apply_said(applier *ap, applying *x, const entry_info *e, ak_err *err)
{
    bool first = false;
    find_slots(x);
    AK_TRY(subject_of(&x->subject, &first, ap, x->s, err));
    AK_TRY(apply_subject(&x->by, ap, str_of(x->s->by), -1, err));
    x->said_on = value_moment(&ap->tmp, x->s->on, ap->zone, false);
    x->said_on_prec = strchr(x->s->on, 'T') ? 20 : (int)strlen(x->s->on);
    AK_TRY(add_statement(ap, x, e, err));
    AK_TRY(apply_row(ap, x, err));
    AK_TRY(add_head_rows(ap, x, err));
    if (!first) /* else nobody has said anything that it could replace */
        AK_TRY(apply_link(ap, x, err));
    AK_TRY(apply_words(ap, x, first, err));
    return apply_effects(ap, x, err);
}

/* sid of the first statement of the commit: this signer's counter runs with the sid within one commit. */
static int64_t act_of(int64_t sid, const said *s, const entry_info *e)
{
    if (!s || s->act > e->seq || e->seq - s->act >= (uint64_t)sid)
        return sid;
    return sid - (int64_t)(e->seq - s->act);
}

static ak_code apply_entry(applier *ap, const entry_info *e, const said *s, const json *values, ak_err *err)
{
    arena_mark mark = arena_save(&ap->tmp);
    applying x = {.s = s, .values = values, .sid = ap->sid_next++};
    x.act = act_of(x.sid, s, e);
    if (s && s->family == ap->fam_key)
        AK_TRY(learn_key(ap, values, err));
    AK_TRY(signer_of(&x.signer, ap, e, err));
    ak_code code = s && s->family >= 0 ? apply_said(ap, &x, e, err) : add_statement(ap, &x, e, err);
    if (ap->edge.size == ap->index)
        merkle_edge_add(&ap->edge, &e->leaf);
    ap->index++;
    arena_rewind(&ap->tmp, mark);
    return code;
}

/* ---- The whole ---- */

static ak_code apply_chunks(applier *ap, arena *mem, const ledger *l, uint64_t to, ak_err *err)
{
    decoded d[CHUNKS_AT_ONCE] = {0};
    size_t n = 0;
    for (uint64_t at = ap->index; at < to && n < CHUNKS_AT_ONCE; n++) {
        uint64_t end = (at / CHUNK_ENTRIES + 1) * CHUNK_ENTRIES;
        d[n] = (decoded){.l = l, .first = at, .last = end < to ? end : to};
        at = d[n].last;
    }
    ak_code code = pool_map(mem, n, decode, d, err);
    for (size_t c = 0; c < n; c++) {
        for (size_t i = 0; code == AK_OK && i < d[c].n; i++)
            code = apply_entry(ap, &d[c].info[i], d[c].said[i], d[c].values[i], err);
        arena_free(&d[c].mem);
    }
    return code;
}

static ak_code set_meta(applier *ap, const ledger *l, ak_err *err)
{
    ledger_hash root;
    if (ap->edge.size == ap->index && ap->index > 0)
        merkle_edge_root(&root, &ap->edge);
    else
        ledger_root(&root, l); /* one transaction up to the log's own size: see apply_up_to */
    ledger_hash own;
    ledger_root(&own, l);
    char hex[65];
    hex_write(hex, root.b, sizeof root.b);
    if (ap->index == ledger_size(l) && !ledger_hash_eq(&root, &own))
        return ak_fail(err, &REC_063, ak_arg_int((int64_t)ap->index));
    return apply_meta_set_run(ap->db, &(apply_meta_set_params){(int64_t)ap->index, str_of(hex)}, NULL, err);
}

static ak_code one_transaction(applier *ap, const ledger *l, uint64_t to, uint64_t size,
                               const progress *steps, ak_err *err)
{
    arena mem = {0};
    arena_mark mark = arena_save(&mem);
    ak_code code = store_begin(ap->db, &mem, err);
    uint64_t applied = ap->index;
    char root[65];
    if (code == AK_OK)
        code = state_applied(&applied, root, ap->db, err);
    if (code == AK_OK && applied != ap->index) /* another program brought it up in the meantime */
        code = ak_fail(err, &REC_062, ak_arg_int((int64_t)applied), ak_arg_int((int64_t)ap->index));
    arena_mark begun = arena_save(&mem);
    while (code == AK_OK && ap->index < to) {
        code = apply_chunks(ap, &mem, l, to, err);
        arena_rewind(&mem, begun);
        if (code == AK_OK && steps && steps->step &&
            !steps->step(steps->payload, N_("Bringing the state up to the log"), ap->index, size))
            code = ak_fail(err, &REC_090);
    }
    if (code == AK_OK && ap->identity_stale)
        code = apply_identity(ap, err);
    if (code == AK_OK)
        code = set_meta(ap, l, err);
    if (code == AK_OK)
        code = store_commit(ap->db, err);
    arena_rewind(&mem, mark); /* rolls back what was not committed */
    return code;
}

ak_code apply_up_to(applier *ap, const ledger *l, uint64_t size, bool in_parts, const progress *steps,
                    ak_err *err)
{
    if (size == 0 || size > ledger_size(l))
        size = ledger_size(l);
    while (ap->index < size) {
        /* The root after a part is known only where the leaves are followed from the first on. */
        bool part = in_parts && ap->edge.size == ap->index;
        uint64_t to = part && size - ap->index > TRANSACTION_ENTRIES ? ap->index + TRANSACTION_ENTRIES : size;
        AK_TRY(one_transaction(ap, l, to, size, steps, err));
    }
    return AK_OK;
}

static ak_code read_keys(applier *ap, ak_err *err)
{
    apply_key_parties_row *rows = NULL;
    size_t n = 0;
    AK_TRY(apply_key_parties_all(&rows, &n, &ap->tmp, ap->db, err));
    for (size_t i = 0; i < n; i++)
        *strmap_put(&ap->keys, rows[i].key_id, rows[i].party) = rows[i].party;
    ap->own = n ? rows[0].party : 0;
    return AK_OK;
}

ak_code applier_new(applier **out, arena *a, store *db, ak_err *err)
{
    applier *ap = ARENA_NEW(a, applier);
    *ap = (applier){.db = db, .a = a, .keys = {.a = a}};
    arena_own(a, (void (*)(void *))arena_free, &ap->tmp);
    arena_own(a, (void (*)(void *))arena_free, &ap->names);
    ap->ids = (strmap){.a = &ap->names};
    ap->fam_same = family_find(STR("same"));
    ap->fam_not_same = family_find(STR("not_same"));
    ap->fam_withdraw = family_find(STR("withdraw"));
    ap->fam_setting = family_find(STR("setting"));
    ap->fam_key = family_find(STR("signing_key"));
    ap->fam_lot = family_find(STR("lot"));
    snprintf(ap->zone, sizeof ap->zone, "%s", zone_name(ZONE_OSLO));
    apply_meta_row meta = {0};
    apply_last_numbers_row last = {0};
    bool found = false;
    AK_TRY(apply_meta_one(&meta, &found, &ap->tmp, db, err));
    AK_TRY(apply_last_numbers_one(&last, &found, &ap->tmp, db, err));
    ap->index = (uint64_t)meta.applied_size;
    ap->sid_next = last.sid + 1;
    ap->subject_next = last.subject + 1;
    AK_TRY(read_keys(ap, err));
    AK_TRY(apply_settings(ap, err));
    ap->identity_stale = false;
    arena_free(&ap->tmp);
    *out = ap;
    return AK_OK;
}

ak_code state_applied(uint64_t *size_out, char root_out[static 65], store *db, ak_err *err)
{
    arena tmp = {0};
    apply_meta_row meta = {0};
    bool found = false;
    ak_code code = apply_meta_one(&meta, &found, &tmp, db, err);
    *size_out = found ? (uint64_t)meta.applied_size : 0;
    memset(root_out, 0, 65);
    if (found && meta.root.n == 64)
        memcpy(root_out, meta.root.p, 64);
    arena_free(&tmp);
    return code;
}
