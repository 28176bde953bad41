/* erase.c -- personal data taken out of the record, so that everything else still proves. */
#include "record/erase.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "erase_sql.h"
#include "ledger/erase.h"
#include "record/batch.h"
#include "record/bundle_words.h"
#include "record/fetch.h"
#include "record/rebuild.h"
#include "record/rules.h"
#include "record/state.h"
#include "record_sql.h"

/* ---- What is to go: tombstones ---- */

typedef struct wish {
    ctx *c;
    plan *p;
    const args *a;
    str ground;
    bool whole; /* no part is named */
} wish;

/* Whether a disclosure is what the word asks for: its own name, or those of a field that stands apart. */
static bool is_meant(str disclosure, const char *part)
{
    if (str_is(disclosure, part))
        return true;
    str rest = disclosure;
    if (!str_is(str_cut(&rest, '/'), "body"))
        return false;
    size_t n = strlen(part);
    return str_starts(rest, part) && (rest.n == n || rest.p[n] == '/' || rest.p[n] == '.');
}

/* Of another log it is what the bundles show, which were handed to us and lie here. */
static ak_code statement_shown(entry_info *out, wish *w, int64_t sid, ak_err *err)
{
    ledger_item item = {0};
    bundle_found in;
    said *words;
    state_statement s;
    AK_TRY(state_statement_by_sid(&s, w->c, sid, err));
    if (s.log > 0) {
        AK_TRY(bundle_said(&words, &in, w->c, s.leaf, err));
        if (!in.entry)
            return ak_fail(err, &REC_072, s.leaf);
        item = (ledger_item){.entry = in.entry->entry, .said = in.said, .said_n = in.said_n};
    } else {
        AK_TRY(ledger_entry(&item, w->c->a, workspace_ledger(w->c->ws), s.index, err));
    }
    AK_TRY(entry_read(out, w->c->a, item.entry, item.said, item.said_n, NULL, err));
    if (out->type.n > 0)
        return ak_fail(err, &REC_110, ak_arg_int((int64_t)s.index), str_c(w->c->a, out->type));
    return AK_OK;
}

static bool is_wished(const wish *w, str disclosure)
{
    const char *part;
    for (size_t i = 0; (part = args_get_nth(w->a, "part", i)); i++)
        if (is_meant(disclosure, part))
            return true;
    return w->whole;
}

/* Does a tombstone name the part already?  Then asking again is fine. */
static bool is_erased(const erase_item *items, size_t n, const state_statement *s, const entry_info *e,
                      const char *part)
{
    bool erased = false;
    for (size_t i = 0; i < n && !erased; i++) {
        bool meant = items[i].leaf ? ledger_hash_eq(items[i].leaf, &e->leaf)
                                   : s->log == 0 && items[i].index == s->index;
        erased = meant && items[i].names_n == 0;
        for (size_t k = 0; k < items[i].names_n && meant; k++)
            erased |= is_meant(str_of(items[i].names[k]), part);
    }
    return erased;
}

/* A word that names no part of the statement is refused. */
static ak_code check_parts(const wish *w, const state_statement *s, const entry_info *e, ak_err *err)
{
    const char *part;
    erase_item *items;
    size_t n;
    AK_TRY(erase_items(&items, &n, w->c->a, w->c, err));
    for (size_t i = 0; (part = args_get_nth(w->a, "part", i)); i++) {
        bool any = false;
        buf have = buf_new(w->c->a, 0);
        for (size_t k = 0; k < e->shown_n; k++) {
            any |= is_meant(e->shown[k].name, part);
            buf_printf(&have, "%s%.*s", k ? ", " : "", (int)e->shown[k].name.n, e->shown[k].name.p);
        }
        if (!any && !is_erased(items, n, s, e, part))
            return ak_fail(err, &REC_111, part, str_c(w->c->a, buf_str(&have)));
    }
    return AK_OK;
}

static void add_row(wish *w, const entry_info *e, const str *parts, size_t parts_n)
{
    int fam = family_find(STR("tombstone"));
    const family *f = &families[fam];
    char leaf[65];
    hex_write(leaf, e->leaf.b, sizeof e->leaf.b);
    plan_row *r = plan_add_row(w->p, fam, 3);
    r->by_program = true;
    plan_cell cell = {.field = field_find(f, STR("leaf")), .text = str_of(arena_text(w->c->a, leaf))};
    plan_add_cell(r, cell);
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("erase_ground")), .text = w->ground});
    /* a list is one cell; an earlier tombstone may name parts: one that names none says so, which is all */
    buf names = buf_new(w->c->a, 0);
    for (size_t i = 0; i < parts_n; i++)
        buf_printf(&names, "%s%.*s", i ? ";" : "", (int)parts[i].n, parts[i].p);
    cell = (plan_cell){.field = field_find(f, STR("disclosures")),
                       .text = w->whole ? STR("-") : str_copy(w->c->a, buf_str(&names))};
    if (w->whole || parts_n)
        plan_add_cell(r, cell);
}

/* Nothing is added where nothing of what is wished is left. */
static ak_code add_tombstone(wish *w, int64_t sid, ak_err *err)
{
    entry_info e = {0};
    AK_TRY(statement_shown(&e, w, sid, err));
    str *parts = ARENA_NEWS(w->c->a, str, e.shown_n);
    size_t n = 0;
    for (size_t i = 0; i < e.shown_n; i++)
        if (is_wished(w, e.shown[i].name))
            parts[n++] = e.shown[i].name;
    if (n > 0)
        add_row(w, &e, parts, w->whole ? 0 : n);
    return AK_OK;
}

typedef struct voice {
    record_said_by_voice_row *rows; /* all its words about the thing */
    size_t n;
} voice;

/* Does the other word hold one of the named parts with the same value?  Import carries values forward. */
static ak_code holds_the_same(bool *out, wish *w, const entry_info *e, int64_t other, ak_err *err)
{
    entry_info o = {0};
    *out = false;
    AK_TRY(statement_shown(&o, w, other, err));
    for (size_t k = 0; k < e->shown_n; k++) {
        const entry_shown *there = entry_part_get(&o, str_c(w->c->a, e->shown[k].name));
        *out |= is_wished(w, e->shown[k].name) && there && str_eq(there->value, e->shown[k].value);
    }
    return AK_OK;
}

/* Erasing one word of several must do what was meant: no older one comes to stand again, no copy stays. */
static ak_code alone(wish *w, const voice *v, const state_statement *s, const entry_info *e, ak_err *err)
{
    if (w->whole && v->n > 1)
        return ak_fail(err, &REC_112, ak_arg_int((int64_t)v->n - 1));
    int64_t copies = 0;
    for (size_t i = 0; !w->whole && i < v->n; i++) {
        bool same = false;
        if (v->rows[i].sid != s->sid)
            AK_TRY(holds_the_same(&same, w, e, v->rows[i].sid, err));
        copies += same;
    }
    return copies ? ak_fail(err, &REC_113, ak_arg_int(copies)) : AK_OK;
}

/* Some events of a batch: they, and what all salts of the batch come from. */
static ak_code add_events(wish *w, const state_statement *s, ak_err *err)
{
    entry_info e = {0};
    batch b;
    const char *word;
    size_t n = 0, most = 0;
    if (s->log > 0)
        return ak_fail(err, &REC_058);
    AK_TRY(statement_shown(&e, w, s->sid, err));
    AK_TRY(batch_at(&b, w->c->a, workspace_ledger(w->c->ws), s->index, err));
    while (args_get_nth(w->a, "event", most))
        most++;
    str *parts = ARENA_NEWS(w->c->a, str, most + 2);
    for (size_t i = 0; (word = args_get_nth(w->a, "event", i)); i++) {
        uint64_t at;
        if (!str_whole(&at, str_of(word), BATCH_EVENTS_MAX) || at >= b.n)
            return ak_fail(err, &REC_053, word, ak_arg_int((int64_t)b.n - 1));
        if (b.events[at].p)
            parts[n++] = str_of(arena_printf(w->c->a, "event/%llu", (unsigned long long)at));
    }
    if (n == 0)
        return AK_OK; /* gone already */
    if (entry_part_get(&e, "body/batch_events"))
        parts[n++] = STR("body/batch_events");
    if (entry_part_get(&e, "body/batch_key"))
        parts[n++] = STR("body/batch_key");
    w->whole = false;
    add_row(w, &e, parts, n);
    return AK_OK;
}

static ak_code add_versions(wish *w, const state_statement *s, ak_err *err)
{
    entry_info e = {0};
    record_statement_row_row row = {0};
    bool found = false, history = args_has(w->a, "history");
    AK_TRY(statement_shown(&e, w, s->sid, err));
    AK_TRY(check_parts(w, s, &e, err));
    AK_TRY(record_statement_row_one(&row, &found, w->c->a, w->c->db, &w->c->scope,
                                    &(record_statement_row_params){s->sid}, err));
    if (!found)
        return add_tombstone(w, s->sid, err);
    record_said_by_voice_params who = {
        .family = row.family, .subject = row.subject, .said_by = row.said_by, .signer = row.signer};
    voice v;
    AK_TRY(record_said_by_voice_all(&v.rows, &v.n, w->c->a, w->c->db, &who, err));
    if (!history)
        AK_TRY(alone(w, &v, s, &e, err));
    for (size_t i = 0; i < v.n; i++)
        if (history || v.rows[i].sid == s->sid)
            AK_TRY(add_tombstone(w, v.rows[i].sid, err));
    return AK_OK;
}

ak_code erase_plan(plan **out, ctx *c, const args *a, ak_err *err)
{
    const char *ground = args_get(a, "ground");
    wish w = {.c = c,
              .p = plan_new(c->a),
              .a = a,
              .ground = str_of(ground ? ground : "request"),
              .whole = !args_get(a, "part")};
    state_statement s = {0};
    AK_TRY(state_statement_find(&s, c, str_of(args_get(a, "id")), err));
    AK_TRY(args_get(a, "event") ? add_events(&w, &s, err) : add_versions(&w, &s, err));
    *out = w.p;
    return AK_OK;
}

/* ---- Doing it ---- */

/* The document that a statement of family document stands for goes with its words. */
static ak_code remove_document(erase_done *done, arena *a, ctx *c, uint64_t index, ak_err *err)
{
    said *s = NULL;
    json *values = NULL;
    AK_TRY(said_at(&s, a, c->ws, index, err));
    if (!s || s->family != family_find(STR("document")))
        return AK_OK;
    AK_TRY(said_values(&values, a, s, err));
    ledger_hash digest;
    if (!hex_read(digest.b, sizeof digest.b, json_str(values, "digest")) ||
        !ledger_doc_has(workspace_ledger(c->ws), &digest))
        return AK_OK;
    AK_TRY(erase_file(ledger_doc_path(a, workspace_ledger(c->ws), &digest), err));
    done->documents++;
    return AK_OK;
}

ak_code erase_items(erase_item **out, size_t *n_out, arena *a, ctx *c, ak_err *err)
{
    record_tombstones_row *rows;
    size_t n;
    *n_out = 0;
    AK_TRY(record_tombstones_all(&rows, &n, a, c->db, err));
    *out = ARENA_NEWS(a, erase_item, n);
    for (size_t i = 0; i < n; i++) {
        uint8_t leaf[32];
        record_index_of_leaf_row at = {0};
        record_tombstone_parts_row *parts;
        bool found = false;
        if (!hex_read(leaf, sizeof leaf, rows[i].leaf))
            continue;
        record_index_of_leaf_params p = {
            {(const char *)leaf, sizeof leaf}
        };
        AK_TRY(record_index_of_leaf_one(&at, &found, a, c->db, &p, err));
        erase_item *item = &(*out)[(*n_out)++];
        item->index = (uint64_t)at.idx;
        if (!found) { /* of another log */
            ledger_hash *other = ARENA_NEW(a, ledger_hash);
            memcpy(other->b, leaf, sizeof other->b);
            item->leaf = other;
        }
        AK_TRY(record_tombstone_parts_all(&parts, &item->names_n, a, c->db,
                                          &(record_tombstone_parts_params){rows[i].sid}, err));
        item->names = ARENA_NEWS(a, const char *, item->names_n);
        for (size_t k = 0; k < item->names_n; k++)
            item->names[k] = str_c(a, parts[k].value);
    }
    return AK_OK;
}

/* What was deleted from a store still lies in its free pages and its write-ahead file. */
static ak_code scrub_live(arena *a, ctx *c, ak_err *err)
{
    store *live = NULL;
    AK_TRY(workspace_live(&live, a, c->ws, err));
    AK_TRY(erase_ended_jobs_run(live, NULL, err));
    return store_scrub(live, err);
}

static ak_code take_out(erase_done *done, ctx *c, const erase_item *items, size_t n, ak_err *err)
{
    for (size_t i = 0; i < n; i++)
        if (items[i].names_n == 0 && !items[i].leaf)
            AK_TRY(remove_document(done, c->a, c, items[i].index, err));
    return ledger_erase(&done->disclosures, workspace_ledger(c->ws), items, n, err);
}

/* What said/ still holds tells a sweep after a crash that there is something to do, so it goes last; state.db
 * goes before it, so that at no moment it says what said/ does not. */
static ak_code sweep_locked(erase_done *done, ctx *c, const erase_item *items, size_t n, ak_err *err)
{
    size_t due = 0;
    ledger *l = workspace_ledger(c->ws);
    AK_TRY(ledger_publish(l, err));
    /* events first, while the batch's key is there, which the others' salts come from; they are no rows */
    for (size_t i = 0; i < n; i++)
        AK_TRY(batch_erase(&done->events, l, items[i].index, items[i].names, items[i].names_n, err));
    if (done->events)
        AK_TRY(scrub_live(c->a, c, err));
    AK_TRY(ledger_erase_due(&due, workspace_ledger(c->ws), items, n, err));
    if (due == 0)
        return AK_OK;
    AK_TRY(scrub_live(c->a, c, err));
    AK_TRY(workspace_state_drop(c->ws, err));
    ak_code code = take_out(done, c, items, n, err);
    /* also when that failed: whoever goes on with this workspace has a state */
    ak_code built = workspace_rebuild(c->ws, c->steps, code == AK_OK ? err : NULL);
    c->db = workspace_state(c->ws);
    return code == AK_OK ? built : code;
}

ak_code erase_sweep(erase_done *out, ctx *c, ak_err *err)
{
    *out = (erase_done){0};
    erase_item *items;
    size_t n;
    AK_TRY(erase_items(&items, &n, c->a, c, err));
    if (n == 0)
        return AK_OK;
    ledger *l = workspace_ledger(c->ws);
    AK_TRY(ledger_lock(l, LEDGER_WAIT_MS, err));
    ak_code code = sweep_locked(out, c, items, n, err);
    ledger_unlock(l);
    return code;
}
