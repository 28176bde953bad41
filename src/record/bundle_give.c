/* bundle_give.c -- what a party may see of a thing. */
#include "record/bundle_give.h"

#include <string.h>

#include "ledger/rules.h"
#include "record/batch.h"
#include "record/find.h"
#include "record/value.h"
#include "record/workspace.h"
#include "record_sql.h"

#define ROWS_MOST    5000
#define HISTORY_MOST 2000
#define STEPS_MOST   500 /* from a thing back to what it is made of, and on */

typedef struct looking {
    ctx *c;
    const bundle_ask *ask;
    bundle_offer *out;
    size_t steps;
    int64_t to_canon; /* 0 = a party that is not known here */
    bool *used;       /* [show_n + hide_n] words that named a part */
} looking;

static bool named(const char *word, const char *part)
{
    str rest = str_of(part);
    if (strcmp(word, part) == 0)
        return true;
    if (!str_is(str_cut(&rest, '/'), "body") || rest.n == 0)
        return false;
    size_t n = strlen(word);
    return str_starts(rest, word) && (rest.n == n || rest.p[n] == '/' || rest.p[n] == '.');
}

static bool in_words(looking *k, const char **words, size_t n, const char *part, bool *used)
{
    bool any = false;
    (void)k;
    for (size_t i = 0; i < n; i++)
        if (named(words[i], part)) {
            used[i] = true;
            any = true;
        }
    return any;
}

static bool in_show(looking *k, const char *part)
{
    return in_words(k, k->ask->show, k->ask->show_n, part, k->used);
}

static bool in_hide(looking *k, const char *part)
{
    return in_words(k, k->ask->hide, k->ask->hide_n, part, k->used + k->ask->show_n);
}

static bool is_party(looking *k, const char *id)
{
    record_subject_by_id_row row = {0};
    bool found = false;
    if (strcmp(id, k->out->to) == 0)
        return true;
    return k->to_canon &&
           record_subject_by_id_one(&row, &found, k->c->a, k->c->db,
                                    &(record_subject_by_id_params){str_of(id)}, NULL) == AK_OK &&
           found && row.canon == k->to_canon;
}

static bool is_open(looking *k, const said *s)
{
    if (s->audience == AUDIENCE_PUBLIC || s->audience == AUDIENCE_PARTNERS)
        return true;
    for (size_t i = 0; s->audience == AUDIENCE_NAMED && i < s->names_n; i++)
        if (is_party(k, s->names[i]))
            return true;
    return false;
}

/* Of another's statement a wish shows nothing that he has not opened. */
static part_state part_of(looking *k, const char *part, bool open, bool own)
{
    bool whole = strcmp(part, "head") == 0 || strcmp(part, "body") == 0;
    bool wished = in_show(k, part) || k->ask->all;
    if (in_hide(k, part))
        return PART_HIDDEN;
    if (open)
        return whole || wished ? PART_SHOWN : PART_APART;
    return own && wished ? PART_SHOWN : PART_CLOSED;
}

/* The parts that are here, in their order, and what becomes of each. */
static void decide(looking *k, offer_row *r, const entry_info *e)
{
    arena *a = k->c->a;
    bool open = r->words && is_open(k, r->words), own = r->s.log == 0;
    r->parts = ARENA_NEWS(a, offer_part, e->shown_n + 1);
    r->names = ARENA_NEWS(a, const char *, e->shown_n + 1);
    part_state head = PART_CLOSED;
    for (size_t i = 0; i < e->shown_n; i++) {
        offer_part *p = &r->parts[r->parts_n++];
        p->name = str_c(a, e->shown[i].name);
        p->state = part_of(k, p->name, open, own);
        if (strcmp(p->name, "head") == 0)
            head = p->state;
    }
    for (size_t i = 0; i < r->parts_n; i++) {
        if (head != PART_SHOWN && r->parts[i].state == PART_SHOWN)
            r->parts[i].state = head; /* words without what they are about tell nobody anything */
        if (r->parts[i].state == PART_SHOWN)
            r->names[r->names_n++] = r->parts[i].name;
    }
}

static ak_code add(looking *k, int64_t sid, bool upstream, ak_err *err);

/* What it was made from, where that is here; behind it, so that a reader meets the thing first. */
static ak_code add_inputs(looking *k, int64_t sid, ak_err *err)
{
    record_inputs_of_row *rows;
    size_t n;
    AK_TRY(record_inputs_of_all(&rows, &n, k->c->a, k->c->db, &k->c->scope, &(record_inputs_of_params){sid},
                                err));
    for (size_t i = 0; i < n; i++) {
        record_leaves_row *at;
        size_t found;
        record_leaves_params p = {rows[i].leaf, rows[i].leaf};
        AK_TRY(record_leaves_all(&at, &found, k->c->a, k->c->db, &p, err));
        if (found == 1)
            AK_TRY(add(k, at[0].sid, true, err));
    }
    return AK_OK;
}

/* With the key of a batch goes the file of its events, where they are no part of the statement. */
static bool with_file(looking *k, const offer_row *r)
{
    bool key = false, inside = false;
    for (size_t i = 0; i < r->names_n; i++)
        key |= strcmp(r->names[i], "body/batch_key") == 0;
    for (size_t i = 0; i < r->parts_n; i++)
        inside |= strcmp(r->parts[i].name, "body/batch_events") == 0;
    if (!key || inside)
        return false;
    return r->s.log > 0 ? r->found.file.p != NULL
                        : batch_file_path(k->c->a, workspace_ledger(k->c->ws), r->words) != NULL;
}

static ak_code read_row(looking *k, offer_row *r, ak_err *err)
{
    ctx *c = k->c;
    ledger_item item;
    entry_info *info = ARENA_NEW(c->a, entry_info);
    said *words = NULL;
    if (r->s.log > 0) {
        AK_TRY(bundle_said(&words, &r->found, c, r->s.leaf, err));
        if (!r->found.entry)
            return AK_OK;
        AK_TRY(entry_read(info, c->a, r->found.entry->entry, r->found.said, r->found.said_n, NULL, err));
    } else {
        AK_TRY(ledger_entry(&item, c->a, workspace_ledger(c->ws), r->s.index, err));
        AK_TRY(entry_read(info, c->a, item.entry, item.said, item.said_n, NULL, err));
        AK_TRY(said_read(&words, c->a, info, workspace_party(c->ws), err));
    }
    r->words = words;
    decide(k, r, info);
    r->file = with_file(k, r);
    return AK_OK;
}

static ak_code add(looking *k, int64_t sid, bool upstream, ak_err *err)
{
    bundle_offer *o = k->out;
    for (size_t i = 0; i < o->n; i++)
        if (o->rows[i].s.sid == sid)
            return AK_OK;
    if (o->n == ROWS_MOST)
        return ak_fail(err, &LED_141, N_("statements"));
    offer_row *r = &o->rows[o->n++];
    *r = (offer_row){.upstream = upstream};
    ak_code code = state_statement_by_sid(&r->s, k->c, sid, err);
    if (code != AK_OK)
        return code;
    AK_TRY(read_row(k, r, err));
    bool shown = r->names_n > 0;
    r->given = shown || upstream;
    o->given_n += r->given;
    o->shown_n += shown;
    if (!shown && upstream)
        return AK_OK;
    if (++k->steps > STEPS_MOST)
        return ak_fail(err, &LED_141, N_("steps"));
    AK_TRY(add_inputs(k, sid, err));
    k->steps--;
    return AK_OK;
}

static ak_code who(looking *k, ak_err *err)
{
    state_subject s;
    const ak_rule *why = NULL;
    ak_err none = {0};
    ak_code code = find_subject(&s, k->c, str_of(k->ask->to), "party", &none);
    if (code == AK_OK) {
        k->to_canon = s.canon;
        k->out->to = s.canon_id;
        return AK_OK;
    }
    k->out->to = value_subject_id(k->c->a, str_of(k->ask->to), &why);
    if (k->out->to)
        return AK_OK;
    return find_subject(&s, k->c, str_of(k->ask->to), "party", err);
}

/* A word that names no part of any statement is a slip: told, not passed over. */
static ak_code check_words(looking *k, ak_err *err)
{
    size_t n = k->ask->show_n + k->ask->hide_n;
    for (size_t i = 0; i < n; i++) {
        const char *word = i < k->ask->show_n ? k->ask->show[i] : k->ask->hide[i - k->ask->show_n];
        if (!k->used[i] && strcmp(word, "all") != 0 && strcmp(word, "head") != 0 && strcmp(word, "body") != 0)
            return ak_fail(err, &LED_157, word);
    }
    return AK_OK;
}

ak_code bundle_look(bundle_offer *out, ctx *c, const bundle_ask *ask, ak_err *err)
{
    looking k = {
        .c = c, .ask = ask, .out = out, .used = ARENA_NEWS(c->a, bool, ask->show_n + ask->hide_n + 1)};
    state_subject about;
    record_history_of_row *rows;
    size_t n;
    *out = (bundle_offer){.rows = ARENA_NEWS(c->a, offer_row, ROWS_MOST)};
    AK_TRY(find_subject(&about, c, str_of(ask->about), NULL, err));
    out->about = about.canon_id;
    AK_TRY(who(&k, err));
    record_history_of_params p = {.canon = about.canon, .most = HISTORY_MOST};
    AK_TRY(record_history_of_all(&rows, &n, c->a, c->db, &c->scope, &p, err));
    for (size_t i = 0; i < n; i++) {
        state_statement s;
        AK_TRY(state_statement_by_sid(&s, c, rows[i].sid, err));
        if (state_stands(c, &s))
            AK_TRY(add(&k, rows[i].sid, false, err));
    }
    return check_words(&k, err);
}
