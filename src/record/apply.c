/* apply.c -- entries of the log become rows of the state, in their order. */
#include "record/apply.h"

#include <stdio.h>
#include <string.h>

#include "apply_sql.h"
#include "base/pool.h"
#include "record/apply_private.h"
#include "record/rules.h"
#include "record/value.h"

#define CHUNK_ENTRIES  256 /* as ledger_read gives them */
#define CHUNKS_AT_ONCE 8   /* decoded in parallel, then applied in order */

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

/* ---- One statement ---- */

static ak_code add_statement(applier *ap, const applying *x, const entry_info *e, ak_err *err)
{
    const said *s = x->s;
    bool shown = s && s->family >= 0;
    apply_statement_add_params p = {
        .sid = x->sid,
        .leaf = {(const char *)e->leaf.b, sizeof e->leaf.b},
        .log = x->log,
        .idx = x->idx,
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
    if (shown && s->audience != AUDIENCE_NAMED)
        ap->held[s->family * AUDIENCE_NAMED + (int)s->audience]++;
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

/* The statement of which nothing is left says so: it was not withheld. */
static ak_code mark_erased(applier *ap, const json *values, ak_err *err)
{
    uint8_t leaf[32];
    if (!hex_read(leaf, sizeof leaf, json_str(values, "leaf")))
        return AK_OK;
    apply_statement_erased_params p = {
        {(const char *)leaf, sizeof leaf}
    };
    return apply_statement_erased_run(ap->db, &p, NULL, err);
}

static ak_code apply_effects(applier *ap, const applying *x, ak_err *err)
{
    int fam = x->s->family;
    if (fam == ap->fam_received && x->log == 0)
        AK_TRY(apply_received(ap, x, err));
    if (fam == ap->fam_same || fam == ap->fam_not_same)
        AK_TRY(apply_same(ap, x, err));
    if (fam == ap->fam_withdraw) {
        const json *act = json_get(x->values, "withdrawn_act");
        if (act && act->kind == JSON_STRING)
            AK_TRY(apply_withdraw(ap, act->text, x->signer, 0, err));
    }
    if (fam == ap->fam_tombstone)
        AK_TRY(mark_erased(ap, x->values, err));
    if (x->log > 0) /* another's settings and deadlines are not ours */
        return AK_OK;
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
    AK_TRY(apply_subject_said(&x->subject, &first, ap, x->s, err));
    /* A plain entry names no voice: it is the log's own word, by whoever signed it. */
    if (e->type.n > 0)
        x->by = x->signer;
    else
        AK_TRY(apply_subject(&x->by, ap, str_of(x->s->by), -1, err));
    x->said_on = apply_moment(ap, str_of(x->s->on));
    x->said_on_prec = strchr(x->s->on, 'T') ? 20 : (int)strlen(x->s->on);
    AK_TRY(add_statement(ap, x, e, err));
    AK_TRY(apply_row(ap, x, err));
    AK_TRY(add_head_rows(ap, x, err));
    if (!first) /* else nobody has said anything that it could replace */
        AK_TRY(apply_link(ap, x, err));
    AK_TRY(apply_words(ap, x, first, err));
    return apply_effects(ap, x, err);
}

ak_code apply_statement(applier *ap, applying *x, const entry_info *e, ak_err *err)
{
    return x->s && x->s->family >= 0 ? apply_said(ap, x, e, err) : add_statement(ap, x, e, err);
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
    applying x = {.s = s, .values = values, .sid = ap->sid_next++, .idx = (int64_t)ap->index};
    x.act = act_of(x.sid, s, e);
    if (s && s->family == ap->fam_key)
        AK_TRY(apply_key(ap, values, err));
    AK_TRY(apply_signer(&x.signer, ap, e, err));
    ak_code code = apply_statement(ap, &x, e, err);
    if (ap->edge.size == ap->index)
        merkle_edge_add(&ap->edge, &e->leaf);
    ap->index++;
    arena_rewind(&ap->tmp, mark);
    return code;
}

/* ---- The whole ---- */

/* Some thousand entries, decoded side by side. */
typedef struct group {
    decoded chunks[CHUNKS_AT_ONCE];
    size_t n;
    uint64_t end; /* of its entries */
} group;

/* One group is written while the next is decoded. */
typedef struct round {
    applier *ap;
    group *ready, *next;
} round;

static void group_of(group *g, const ledger *l, uint64_t from, uint64_t to)
{
    *g = (group){.end = from};
    while (g->end < to && g->n < CHUNKS_AT_ONCE) {
        uint64_t end = (g->end / CHUNK_ENTRIES + 1) * CHUNK_ENTRIES;
        g->chunks[g->n] = (decoded){.l = l, .first = g->end, .last = end < to ? end : to};
        g->end = g->chunks[g->n++].last;
    }
}

static void group_free(group *g)
{
    for (size_t i = 0; i < g->n; i++)
        arena_free(&g->chunks[i].mem);
    g->n = 0;
}

static ak_code group_apply(applier *ap, const group *g, ak_err *err)
{
    for (size_t c = 0; c < g->n; c++) {
        const decoded *d = &g->chunks[c];
        for (size_t i = 0; i < d->n; i++)
            AK_TRY(apply_entry(ap, &d->info[i], d->said[i], d->values[i], err));
    }
    return AK_OK;
}

/* Part 0 writes, which takes longest and so begins first; the others decode. */
static ak_code round_part(void *payload, size_t i, arena *own, ak_err *err)
{
    const round *r = payload;
    return i == 0 ? group_apply(r->ap, r->ready, err) : decode(r->next->chunks, i - 1, own, err);
}

static ak_code tell(const applier *ap, uint64_t size, const progress *steps, ak_err *err)
{
    if (!steps || !steps->step ||
        steps->step(steps->payload, N_("Bringing the state up to the log"), ap->index, size))
        return AK_OK;
    return ak_fail(err, &REC_090);
}

static ak_code apply_rounds(applier *ap, arena *mem, const ledger *l, uint64_t to, const progress *steps,
                            ak_err *err)
{
    group *groups = ARENA_NEWS(mem, group, 2);
    round r = {.ap = ap, .ready = &groups[0], .next = &groups[1]};
    group_of(r.ready, l, ap->index, to);
    ak_code code = pool_map(mem, r.ready->n, decode, r.ready->chunks, err);
    arena_mark mark = arena_save(mem);
    while (code == AK_OK && r.ready->n) {
        group_of(r.next, l, r.ready->end, to);
        code = pool_map(mem, 1 + r.next->n, round_part, &r, err);
        arena_rewind(mem, mark);
        group_free(r.ready);
        group *done = r.ready;
        r.ready = r.next;
        r.next = done;
        if (code == AK_OK)
            code = tell(ap, to, steps, err);
    }
    group_free(&groups[0]);
    group_free(&groups[1]);
    return code;
}

/* What was counted since the last transaction. */
static ak_code add_held(applier *ap, ak_err *err)
{
    for (size_t i = 0; i < families_n * AUDIENCE_NAMED; i++) {
        apply_held_add_params p = {.family = (int64_t)(i / AUDIENCE_NAMED),
                                   .reach = (int64_t)(i % AUDIENCE_NAMED),
                                   .statements = ap->held[i]};
        if (ap->held[i])
            AK_TRY(apply_held_add_run(ap->db, &p, NULL, err));
        ap->held[i] = 0;
    }
    return AK_OK;
}

static ak_code set_meta(applier *ap, const ledger *l, ak_err *err)
{
    ledger_hash root;
    if (ap->edge.size == ap->index && ap->index > 0)
        merkle_edge_root(&root, &ap->edge);
    else
        ledger_root(&root, l); /* brought up to the log's own size: only a state from size 0 stops before */
    ledger_hash own;
    ledger_root(&own, l);
    char hex[65];
    hex_write(hex, root.b, sizeof root.b);
    if (ap->index == ledger_size(l) && !ledger_hash_eq(&root, &own))
        return ak_fail(err, &REC_063, ak_arg_int((int64_t)ap->index));
    return apply_meta_set_run(ap->db, &(apply_meta_set_params){(int64_t)ap->index, str_of(hex)}, NULL, err);
}

static ak_code in_transaction(applier *ap, arena *mem, const ledger *l, uint64_t size, const progress *steps,
                              ak_err *err)
{
    uint64_t applied = ap->index;
    char root[65];
    ap->dir = ledger_dir(l);
    AK_TRY(store_begin(ap->db, mem, err));
    AK_TRY(state_applied(&applied, root, ap->db, err));
    if (applied != ap->index) /* another program brought it up in the meantime */
        return ak_fail(err, &REC_062, ak_arg_int((int64_t)applied), ak_arg_int((int64_t)ap->index));
    AK_TRY(apply_rounds(ap, mem, l, size, steps, err));
    if (ap->identity_stale)
        AK_TRY(apply_identity(ap, err));
    AK_TRY(add_held(ap, err));
    AK_TRY(set_meta(ap, l, err));
    return store_commit(ap->db, err);
}

ak_code apply_up_to(applier *ap, const ledger *l, uint64_t size, const progress *steps, ak_err *err)
{
    if (size == 0 || size > ledger_size(l))
        size = ledger_size(l);
    if (ap->index >= size)
        return AK_OK;
    arena mem = {0};
    ak_code code = in_transaction(ap, &mem, l, size, steps, err);
    arena_free(&mem); /* rolls back what was not committed */
    return code;
}

ak_code apply_whole(applier *ap, const ledger *l, uint64_t size, const progress *steps, ak_err *err)
{
    apply_numbers numbers = {0};
    ap->numbers = &numbers;
    ak_code code = state_indexes_drop(ap->db, err);
    if (code == AK_OK)
        code = apply_up_to(ap, l, size, steps, err);
    arena_free(&numbers.mem);
    ap->numbers = NULL;
    return code == AK_OK ? state_indexes_make(ap->db, err) : code;
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
    ap->held = ARENA_NEWS(a, int64_t, families_n * AUDIENCE_NAMED);
    ap->fam_same = family_find(STR("same"));
    ap->fam_not_same = family_find(STR("not_same"));
    ap->fam_withdraw = family_find(STR("withdraw"));
    ap->fam_setting = family_find(STR("setting"));
    ap->fam_tombstone = family_find(STR("tombstone"));
    ap->fam_key = family_find(STR("signing_key"));
    ap->fam_lot = family_find(STR("lot"));
    ap->fam_received = family_find(STR("received"));
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
