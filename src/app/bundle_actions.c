/* bundle_actions.c -- bundles: what a party would see, giving, looking, taking in. */
#include "app/bundle_actions.h"

#include <string.h>
#include <unistd.h>

#include "app/rules.h"
#include "app/serve_action.h"
#include "app_sql.h"
#include "base/decimal.h"
#include "base/fs.h"
#include "base/message.h"
#include "record/bundle_give.h"
#include "record/bundle_take.h"
#include "record/plan_view.h"
#include "record/workspace.h"

#define BUNDLES_SHOWN 500

static const char *hex_of(arena *a, const ledger_hash *h)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, h->b, sizeof h->b);
    return arena_text(a, hex);
}

/* All values of an option; each may hold several, parted by commas. */
static const char **words_of(size_t *n, ctx *c, const args *g, const char *name)
{
    const char *value;
    *n = 0;
    size_t most = 1;
    for (size_t i = 0; (value = args_get_nth(g, name, i)); i++)
        most += strlen(value) + 1;
    const char **out = ARENA_NEWS(c->a, const char *, most);
    for (size_t i = 0; (value = args_get_nth(g, name, i)); i++) {
        str rest = str_of(value);
        while (rest.n) {
            str word = str_trim(str_cut(&rest, ','));
            if (word.n)
                out[(*n)++] = str_c(c->a, word);
        }
    }
    return out;
}

/* ---- giving ---- */

static ak_code ask_of(bundle_ask *out, ctx *c, const args *g, ak_err *err)
{
    size_t sizes_n;
    const char **sizes = words_of(&sizes_n, c, g, "from");
    *out = (bundle_ask){.about = args_get(g, "id"),
                        .to = args_get(g, "to"),
                        .documents = args_has(g, "with-documents"),
                        .gossip = args_has(g, "gossip")};
    out->show = words_of(&out->show_n, c, g, "show");
    for (size_t i = 0; i < out->show_n; i++)
        if (strcmp(out->show[i], "all") == 0)
            out->all = true;
    out->hide = words_of(&out->hide_n, c, g, "hide");
    uint64_t *from = ARENA_NEWS(c->a, uint64_t, sizes_n + 1);
    for (size_t i = 0; i < sizes_n; i++) {
        if (!str_whole(&from[i], str_of(sizes[i]), INT64_MAX))
            return ak_fail(err, &APP_014, sizes[i]);
        if (from[i] == 0 || from[i] > c->size)
            return ak_fail(err, &APP_069, sizes[i], ak_arg_int((int64_t)c->size));
    }
    out->from = from;
    out->from_n = sizes_n;
    return AK_OK;
}

static const view_column part_columns[] = {
    {"statement", N_("Statement"),          VIEW_REF,  ""},
    {"kind",      N_("Kind"),               VIEW_WORD, ""},
    {"about",     N_("About"),              VIEW_REF,  ""},
    {"by",        N_("By"),                 VIEW_REF,  ""},
    {"upstream",  N_("Made from"),          VIEW_BOOL, ""},
    {"part",      N_("Part"),               VIEW_TEXT, ""},
    {"state",     N_("What they will see"), VIEW_WORD, ""},
};

static view *state_word(arena *a, part_state s)
{
    static const char *const codes[PART_STATES] = {"shown", "closed", "apart", "hidden"};
    static const char *const words[PART_STATES] = {N_("shown"), N_("withheld: not open to them"),
                                                   N_("withheld: stands apart, shown only where it is named"),
                                                   N_("withheld: by your wish")};
    return view_word(a, codes[s], words[s]);
}

static const char *part_label(ctx *c, const offer_row *r, const char *name)
{
    if (strcmp(name, "head") == 0)
        return tr(c->lang, N_("head: who says it, about what, when"));
    if (strcmp(name, "body") == 0)
        return tr(c->lang, N_("body: what is said"));
    str rest = str_of(name);
    str_cut(&rest, '/');
    str key = str_cut(&rest, '/');
    if (str_is(key, "batch_key") || str_is(key, "batch_events")) /* no fields of the family */
        return tr(c->lang, str_is(key, "batch_key") ? N_("key of the events") : N_("the events"));
    int at = r->s.family >= 0 ? field_find(&families[r->s.family], key) : -1;
    return at >= 0 ? field_label(c, &families[r->s.family].fields[at]) : str_c(c->a, key);
}

static view *parts_view(ctx *c, const bundle_offer *o)
{
    view *table = view_table(c->a, part_columns, sizeof part_columns / sizeof *part_columns);
    for (size_t i = 0; i < o->n; i++) {
        const offer_row *r = &o->rows[i];
        for (size_t k = 0; k < r->parts_n; k++) {
            view_row(table);
            view_cell(table, view_ref(c->a, "statement", r->s.leaf, arena_printf(c->a, "%.8s", r->s.leaf)));
            view_cell(table, view_word(c->a, families[r->s.family].name, family_label(c, r->s.family)));
            view_cell(table, state_ref(c, r->s.subject));
            view_cell(table, state_ref(c, r->s.by));
            view_cell(table, view_bool(c->a, r->upstream));
            view_cell(table, view_text_c(c->a, part_label(c, r, r->parts[k].name)));
            view_cell(table, state_word(c->a, r->parts[k].state));
        }
    }
    return table;
}

static view *offer_say(ctx *c, const bundle_offer *o)
{
    return o->shown_n
               ? view_say_n(c->a, (int64_t)o->shown_n, N_("{to} would see {n} statement about {about}."),
                            N_("{to} would see {n} statements about {about} and what it is made from."), "to",
                            state_ref(c, o->to), "about", state_ref(c, o->about), NULL)
               : view_say(c->a, N_("{to} would see nothing about {about}."), "to", state_ref(c, o->to),
                          "about", state_ref(c, o->about), NULL);
}

/* Statements of batches that are shown without their events. */
static int64_t without_events(const bundle_offer *o)
{
    int batches = family_find(STR("event_batch"));
    int64_t n = 0;
    for (size_t i = 0; i < o->n; i++) {
        const offer_row *r = &o->rows[i];
        bool events = r->file;
        for (size_t k = 0; k < r->names_n; k++)
            events |= strcmp(r->names[k], "body/batch_events") == 0;
        n += r->s.family == batches && r->names_n > 0 && !events;
    }
    return n;
}

static void put_offer(view *v, ctx *c, const bundle_offer *o)
{
    view_put_label(v, "to", N_("For"), state_ref(c, o->to));
    view_put_label(v, "about", N_("About"), state_ref(c, o->about));
    view_put_label(v, "statements", N_("Statements in it"), view_int(c->a, (int64_t)o->given_n));
    view_put_label(v, "with_words", N_("Of these with words"), view_int(c->a, (int64_t)o->shown_n));
    view_put_label(v, "left_out", N_("Left out"), view_int(c->a, (int64_t)(o->n - o->given_n)));
    int64_t bare = without_events(o);
    if (bare) {
        view_put_label(v, "without_events", N_("Batches whose events are not in it"), view_int(c->a, bare));
        view_put_label(
            v, "events_how", N_("Their events"),
            view_say(
                c->a,
                N_("All of them go along with --show batch_key, those of a small batch with --show "
                   "batch_events,batch_key; one goes by itself, with its proof: aktsom prove ID --event N."),
                NULL));
    }
    view_put_label(v, "parts", N_("Part by part"), parts_view(c, o));
    view_put_data(v, "parts_n", view_int(c->a, (int64_t)o->n));
}

/* ---- what can be chosen: each part that stands in the statements, by its word ---- */

typedef struct choice {
    str word; /* as --show and --hide take it */
    const char *label;
    size_t there, shown;
} choice;

/* "body/quantity/2" -> "quantity"; head and body are their own words. */
static str word_of(const char *part)
{
    str rest = str_of(part), first = str_cut(&rest, '/');
    return rest.n ? str_cut(&rest, '/') : first;
}

static bool is_word(const char **words, size_t n, str word)
{
    for (size_t i = 0; i < n; i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

static choice *choice_of(choice *all, size_t *n, str word)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(all[i].word, word))
            return &all[i];
    all[*n] = (choice){.word = word};
    return &all[(*n)++];
}

static choice *choices_of(size_t *n, ctx *c, const bundle_offer *o)
{
    size_t most = 0;
    *n = 0;
    for (size_t i = 0; i < o->n; i++)
        most += o->rows[i].parts_n;
    choice *all = ARENA_NEWS(c->a, choice, most + 1);
    for (size_t i = 0; i < o->n; i++)
        for (size_t k = 0; k < o->rows[i].parts_n; k++) {
            const offer_part *part = &o->rows[i].parts[k];
            choice *at = choice_of(all, n, word_of(part->name));
            at->label = at->label ? at->label : part_label(c, &o->rows[i], part->name);
            at->there++;
            at->shown += part->state == PART_SHOWN;
        }
    return all;
}

static void put_words(view *v, ctx *c, const char *key, const char **words, size_t n)
{
    view *list = view_list(c->a);
    for (size_t i = 0; i < n; i++) {
        view *one = view_map(c->a);
        view_put_data(one, "word", view_text_c(c->a, words[i]));
        view_add(list, one);
    }
    view_put_data(v, key, list);
}

static void put_choices(view *v, ctx *c, const bundle_offer *o, const bundle_ask *ask)
{
    size_t n;
    const choice *all = choices_of(&n, c, o);
    view *list = view_list(c->a);
    for (size_t i = 0; i < n; i++) {
        view *one = view_map(c->a);
        view_put_data(one, "word", view_text(c->a, all[i].word));
        view_put_data(one, "part", view_text_c(c->a, all[i].label));
        view_put_data(one, "there", view_int(c->a, (int64_t)all[i].there));
        view_put_data(one, "shown", view_int(c->a, (int64_t)all[i].shown));
        view_put_data(one, "show", view_bool(c->a, is_word(ask->show, ask->show_n, all[i].word)));
        view_put_data(one, "hide", view_bool(c->a, is_word(ask->hide, ask->hide_n, all[i].word)));
        view_add(list, one);
    }
    view_put_data(v, "choices", list);
    view_put_data(v, "all", view_bool(c->a, ask->all));
    put_words(v, c, "asked_show", ask->show, ask->show_n);
    put_words(v, c, "asked_hide", ask->hide, ask->hide_n);
}

ak_code bundle_preview_view(view **out, ctx *c, const args *g, ak_err *err)
{
    bundle_ask ask;
    bundle_offer offer;
    view *v = view_map(c->a);
    *out = v;
    AK_TRY(ask_of(&ask, c, g, err));
    AK_TRY(bundle_look(&offer, c, &ask, err));
    view_put(v, "answer", offer_say(c, &offer));
    put_offer(v, c, &offer);
    put_choices(v, c, &offer, &ask);
    return AK_OK;
}

static ak_code record_sent(ctx *c, const bundle *b, const bundle_offer *o, ak_err *err)
{
    const family *f = &families[family_find(STR("sent"))];
    plan *p = plan_new(c->a);
    plan_row *r = plan_add_row(p, family_find(STR("sent")), 4 + o->n);
    commit_result done;
    size_t entries = 0;
    for (size_t i = 0; i < b->logs_n; i++)
        entries += b->logs[i].entries_n;
    r->by_program = true;
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("bundle_digest")),
                                 .text = str_of(hex_of(c->a, &b->digest))});
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("recipient")), .text = str_of(o->to)});
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("tree_size")),
                                 .text = str_of(
                                     arena_printf(c->a, "%llu", (unsigned long long)b->logs[0].check.size))});
    plan_add_cell(r, (plan_cell){.field = field_find(f, STR("entries_count")),
                                 .text = str_of(arena_printf(c->a, "%zu", entries))});
    plan_cell cell = {.field = field_find(f, STR("shown"))};
    for (size_t i = 0; i < o->n; i++) {
        if (o->rows[i].names_n == 0)
            continue;
        cell.text = str_of(arena_text(c->a, o->rows[i].s.leaf));
        plan_add_cell(r, cell);
        cell.line++;
    }
    AK_TRY(plan_check(p, c, c->steps, err));
    if (p->faults.total)
        return ak_fail(err, p->faults.rows[0].rule, p->faults.rows[0].arg[0], p->faults.rows[0].arg[1]);
    return plan_commit(&done, c, p, NULL, err);
}

typedef struct made {
    bundle_offer offer;
    bundle b;
    str file;
    const char *digest;
} made;

/* First it is on record, then it leaves. */
static ak_code make(made *out, ctx *c, const args *g, ak_err *err)
{
    bundle_ask ask;
    AK_TRY(ask_of(&ask, c, g, err));
    AK_TRY(bundle_look(&out->offer, c, &ask, err));
    AK_TRY(bundle_pack(&out->b, &out->file, c, &out->offer, &ask, err));
    out->digest = hex_of(c->a, &out->b.digest);
    return record_sent(c, &out->b, &out->offer, err);
}

static const char *made_name(ctx *c, const made *m)
{
    return arena_printf(c->a, "%.8s.bundle", m->digest);
}

ak_code bundle_export_file(str *bytes, const char **name, ctx *c, const args *g, ak_err *err)
{
    made m;
    AK_TRY(make(&m, c, g, err));
    *bytes = m.file;
    *name = made_name(c, &m);
    return AK_OK;
}

/* Nothing is recorded as sent for a place that cannot be written.  *empty: a file was made there. */
static ak_code place_take(bool *empty, const char *path, ak_err *err)
{
    *empty = !fs_exists(path);
    if (*empty)
        return fs_write_new(path, STR(""), 0644, err);
    return fs_is_dir(path) ? ak_fail(err, &FIL_004, path) : AK_OK;
}

ak_code bundle_export_view(view **out, ctx *c, const args *g, ak_err *err)
{
    made m;
    bool empty = false;
    const char *path = args_get(g, "out");
    view *v = view_map(c->a);
    *out = v;
    if (path)
        AK_TRY(place_take(&empty, path, err));
    ak_code code = make(&m, c, g, err);
    if (code != AK_OK && empty)
        unlink(path);
    AK_TRY(code);
    path = path ? path : made_name(c, &m);
    AK_TRY(fs_write(path, m.file, 0644, err));
    view_put(v, "answer",
             view_say(c->a, N_("Written: {file}, for {to}. What is shown and what is withheld stands below."),
                      "file", view_text_c(c->a, path), "to", state_ref(c, m.offer.to), NULL));
    put_offer(v, c, &m.offer);
    view_put(v, "file", view_text_c(c->a, path));
    view_put(v, "digest", view_text_c(c->a, m.digest));
    view_put(v, "size", view_int(c->a, (int64_t)m.b.logs[0].check.size));
    view_put(v, "bytes", view_int(c->a, (int64_t)m.file.n));
    view_put_label(v, "documents", N_("Documents named"), view_int(c->a, (int64_t)m.b.documents_n));
    view_put(v, "vkey", view_text(c->a, m.b.logs[0].vkey));
    view_put(v, "next",
             view_say(c->a, N_("They take it in: aktsom bundle import {file} --vkey KEY, with the key above"),
                      "file", view_text_c(c->a, path), NULL));
    return AK_OK;
}

/* ---- looking and taking in ---- */

static const view_column log_columns[] = {
    {"origin",   N_("Log"),                 VIEW_TEXT, ""},
    {"party",    N_("Party"),               VIEW_TEXT, ""},
    {"size",     N_("Size"),                VIEW_INT,  ""},
    {"entries",  N_("Statements here"),     VIEW_INT,  ""},
    {"gaps",     N_("Statements not here"), VIEW_INT,  ""},
    {"withheld", N_("Parts withheld"),      VIEW_INT,  ""},
    {"vkey",     N_("The log's key"),       VIEW_TEXT, ""},
};

static const view_column entry_columns[] = {
    {"origin",   N_("Log"),               VIEW_TEXT, ""},
    {"index",    N_("Number in the log"), VIEW_INT,  ""},
    {"kind",     N_("Kind"),              VIEW_WORD, ""},
    {"about",    N_("About"),             VIEW_TEXT, ""},
    {"by",       N_("By"),                VIEW_TEXT, ""},
    {"on",       N_("Date"),              VIEW_DATE, ""},
    {"shown",    N_("Shown"),             VIEW_TEXT, ""},
    {"withheld", N_("Parts withheld"),    VIEW_INT,  ""},
};

static view *kind_of(ctx *c, const entry_info *e, const said *s)
{
    if (s && s->family >= 0)
        return view_word(c->a, families[s->family].name, family_label(c, s->family));
    if (e->type.n)
        return view_text(c->a, e->type);
    return view_word(c->a, "withheld", N_("withheld"));
}

static const char *shown_names(ctx *c, const entry_info *e)
{
    buf b = buf_new(c->a, 0);
    for (size_t i = 0; i < e->shown_n; i++)
        buf_printf(&b, "%s%.*s", i ? ", " : "", (int)e->shown[i].name.n, e->shown[i].name.p);
    return b.n ? b.p : "";
}

static void put_bundle(view *v, ctx *c, const bundle_verdict *k)
{
    arena *a = c->a;
    view *logs = view_table(a, log_columns, sizeof log_columns / sizeof *log_columns);
    view *entries = view_table(a, entry_columns, sizeof entry_columns / sizeof *entry_columns);
    size_t n = 0;
    for (size_t i = 0; i < k->b.logs_n; i++) {
        const bundle_log *log = &k->b.logs[i];
        view_row(logs);
        view_cell(logs, view_text(a, log->check.origin));
        view_cell(logs, view_text(a, log->party));
        view_cell(logs, view_int(a, (int64_t)log->check.size));
        view_cell(logs, view_int(a, (int64_t)log->entries_n));
        view_cell(logs, view_int(a, (int64_t)log->gaps));
        view_cell(logs, view_int(a, (int64_t)log->withheld));
        view_cell(logs, view_text(a, log->vkey));
        for (size_t e = 0; k->words && e < log->entries_n; e++, n++) {
            const said *s = k->words[n];
            const entry_info *info = &log->entries[e].info;
            view_row(entries);
            view_cell(entries, view_text(a, log->check.origin));
            view_cell(entries, view_int(a, (int64_t)log->entries[e].index));
            view_cell(entries, kind_of(c, info, s));
            view_cell(entries, s && !info->type.n ? view_text_c(a, s->id)
                                                  : NULL); /* a key's id tells nobody anything */
            view_cell(entries, s ? view_text_c(a, s->by) : NULL);
            view_cell(entries, s ? view_date(a, s->on) : NULL);
            view_cell(entries, view_text_c(a, shown_names(c, info)));
            view_cell(entries, view_int(a, (int64_t)info->withheld_n));
        }
    }
    view_put_label(v, "to", N_("For"), view_text(a, k->b.to));
    view_put_label(v, "about", N_("About"), view_text(a, k->b.about));
    view_put(v, "digest", view_text_c(a, hex_of(a, &k->b.digest)));
    view_put(v, "bytes", view_int(a, (int64_t)k->bytes));
    view_put_label(v, "logs", N_("Logs in it"), logs);
    if (k->words) {
        view_put_label(v, "gaps", N_("Statements not here"), view_int(a, (int64_t)k->gaps));
        view_put_label(v, "withheld", N_("Parts withheld"), view_int(a, (int64_t)k->withheld));
        view_put_label(v, "inputs_missing", N_("Inputs of which nothing is shown"),
                       view_int(a, (int64_t)k->inputs_missing));
        view_put_label(v, "entries", N_("Statements in it"), entries);
        view_put_data(v, "entries_n", view_int(a, (int64_t)n));
    }
    view_put_label(v, "documents", N_("Documents named"), view_int(a, (int64_t)k->b.documents_n));
    view_put_label(v, "documents_here", N_("Documents in it"), view_bool(a, k->b.document_bytes != NULL));
}

static void put_frauds(view *v, ctx *c, const bundle_verdict *k)
{
    view *list = view_list(c->a);
    for (size_t i = 0; i < k->frauds_n; i++)
        view_add(list, k->frauds[i][0] ? view_text_c(c->a, k->frauds[i])
                                       : view_say(c->a, N_("found, not written"), NULL));
    if (k->twice)
        view_add(list,
                 k->twice[0] ? view_text_c(c->a, k->twice) : view_say(c->a, N_("found, not written"), NULL));
    if (view_count(list))
        view_put_label(v, "frauds", N_("Files that show two histories"), list);
}

static const view_column overused_columns[] = {
    {"lot",  N_("Lot"),           VIEW_REF,  ""},
    {"held", N_("There was, kg"), VIEW_TEXT, ""},
    {"used", N_("Went on, kg"),   VIEW_TEXT, ""},
    {"lots", N_("Into lots"),     VIEW_INT,  ""},
    {"logs", N_("Said in logs"),  VIEW_INT,  ""},
};

/* Milligrams as kilograms, exact. */
static const char *kilograms(arena *a, int64_t mg)
{
    char text[DECIMAL_TEXT_BYTES];
    return arena_text(a, decimal_text(text, decimal_trim((decimal){.n = mg, .scale = 6})));
}

/* One input used twice, by the words of all logs together. */
typedef struct overused {
    app_overused_row *rows;
    size_t n;
} overused;

static ak_code overused_of(overused *out, ctx *c, const char *digest, ak_err *err)
{
    app_overused_params p = {str_of(digest)};
    return app_overused_all(&out->rows, &out->n, c->a, c->db, &c->scope, &p, err);
}

static void put_overused(view *v, ctx *c, const overused *o)
{
    view_put_data(v, "overused_n", view_int(c->a, (int64_t)o->n));
    if (o->n == 0)
        return;
    view *table = view_table(c->a, overused_columns, sizeof overused_columns / sizeof *overused_columns);
    for (size_t i = 0; i < o->n; i++) {
        view_row(table);
        view_cell(table, state_ref(c, str_c(c->a, o->rows[i].id)));
        view_cell(table, view_text_c(c->a, kilograms(c->a, o->rows[i].held_mg)));
        view_cell(table, view_text_c(c->a, kilograms(c->a, o->rows[i].used_mg)));
        view_cell(table, view_int(c->a, o->rows[i].lots));
        view_cell(table, view_int(c->a, o->rows[i].logs));
    }
    view_put_label(v, "overused", N_("More went on than there was"), table);
}

/* Was it so before? */
static bool stood(const overused *before, const app_overused_row *row)
{
    for (size_t i = 0; i < before->n; i++) {
        const app_overused_row *was = &before->rows[i];
        if (str_eq(was->id, row->id) && was->held_mg == row->held_mg && was->used_mg == row->used_mg)
            return true;
    }
    return false;
}

/* What a bundle has to do with: it brings it, or holds something of it.  What stood before stays on the page
 * of bundles, and is no fault of this one. */
static void keep_concerned(overused *o, const overused *before)
{
    size_t n = 0;
    for (size_t i = 0; i < o->n; i++)
        if (o->rows[i].here || !stood(before, &o->rows[i]))
            o->rows[n++] = o->rows[i];
    o->n = n;
}

static bundle_trust trust_of(ctx *c, const args *g, bool write)
{
    bundle_trust t = {.require_in = args_has(g, "require-in"), .write = write};
    t.vkeys = words_of(&t.vkeys_n, c, g, "vkey");
    return t;
}

/* The file: as it is named, or the one that was sent to the page, which lies in a folder of its own. */
static ak_code file_of(const char **path, const char **name, ctx *c, const args *g, ak_err *err)
{
    fs_list files = {0};
    *path = *name = args_get(g, "file");
    if (!fs_is_dir(*path))
        return AK_OK;
    AK_TRY(fs_walk(&files, c->a, *path, 1000, err));
    if (files.n != 1 || files.rows[0].kind != FS_FILE)
        return ak_fail(err, &APP_070, *name);
    *name = arena_text(c->a, files.rows[0].path);
    *path = arena_printf(c->a, "%s/%s", *path, *name);
    return AK_OK;
}

ak_code bundle_show_view(view **out, ctx *c, const args *g, ak_err *err)
{
    bundle_verdict k;
    ak_err why = {0};
    const char *path, *name;
    view *v = view_map(c->a);
    *out = v;
    AK_TRY(file_of(&path, &name, c, g, err));
    AK_TRY(ak_at(err, bundle_open(&k, c, path, err), name, 0, NULL, NULL));
    bundle_trust t = trust_of(c, g, false);
    ak_code code = bundle_judge(&k, c, &t, &why);
    if (!k.words)
        bundle_look_inside(&k, c);
    view *sender = view_text(c->a, k.b.logs[0].party.n ? k.b.logs[0].party : k.b.logs[0].check.origin);
    if (code != AK_OK)
        view_put(v, "answer",
                 view_say(c->a, N_("It would be refused: {code} {why}"), "code",
                          view_text_c(c->a, why.rule->code), "why",
                          view_text_c(c->a, message_err_text(c->a, c->lang, &why)), NULL));
    else if (k.known)
        view_put(v, "answer", view_say(c->a, N_("It was taken in before."), NULL));
    else
        view_put(v, "answer",
                 view_say(c->a, N_("From {sender}: whole, signed and proved. Nothing was written."), "sender",
                          sender, NULL));
    view_put(v, "ok", view_bool(c->a, code == AK_OK));
    if (code != AK_OK)
        view_put_label(v, "remedy", N_("What to do"),
                       view_text_c(c->a, message_err_remedy(c->a, c->lang, &why)));
    put_bundle(v, c, &k);
    put_frauds(v, c, &k);
    view_put_data(v, "asked_vkey", t.vkeys_n ? view_text_c(c->a, t.vkeys[0]) : NULL);
    view_put_data(v, "wanting", view_bool(c->a, code != AK_OK || k.frauds_n > 0));
    return AK_OK;
}

ak_code bundle_import_view(view **out, ctx *c, const args *g, ak_err *err)
{
    bundle_verdict k;
    commit_result done = {.act = ""};
    bool dry = args_has(g, "dry-run");
    const char *path, *name;
    view *v = view_map(c->a);
    *out = v;
    AK_TRY(file_of(&path, &name, c, g, err));
    AK_TRY(ak_at(err, bundle_open(&k, c, path, err), name, 0, NULL, NULL));
    bundle_trust t = trust_of(c, g, !dry);
    overused before, now;
    AK_TRY(overused_of(&before, c, "", err));
    AK_TRY(ak_at(err, bundle_judge(&k, c, &t, err), name, 0, NULL, NULL));
    if (!dry)
        AK_TRY(bundle_take(&done, c, &k, err));
    view *n = view_int(c->a, (int64_t)k.entries), *sender = view_text(c->a, k.b.logs[0].party);
    view_put(v, "answer",
             k.known ? view_say(c->a, N_("Unchanged: this bundle was taken in before."), NULL)
             : dry   ? view_say_n(c->a, view_as_int(n),
                                  N_("{n} statement from {sender} would be taken in. Nothing was written."),
                                  N_("{n} statements from {sender} would be taken in. Nothing was written."),
                                  "n", n, "sender", sender, NULL)
                     : view_say_n(c->a, view_as_int(n),
                                  N_("{n} statement from {sender} was taken in, with its own voice."),
                                  N_("{n} statements from {sender} were taken in, each with its own voice."),
                                  "n", n, "sender", sender, NULL));
    view_put(v, "applied", view_bool(c->a, !dry && !k.known));
    view_put(v, "known", view_bool(c->a, k.known));
    if (done.count) {
        view_put(v, "act", view_text_c(c->a, done.act));
        view_put(v, "size", view_int(c->a, (int64_t)done.size));
    }
    put_bundle(v, c, &k);
    put_frauds(v, c, &k);
    AK_TRY(overused_of(&now, c, hex_of(c->a, &k.b.digest), err));
    keep_concerned(&now, &before);
    put_overused(v, c, &now);
    view_put_data(v, "wanting", view_bool(c->a, k.frauds_n > 0 || now.n > 0));
    return AK_OK;
}

/* ---- inbox and outbox ---- */

static const view_column received_columns[] = {
    {"statement", N_("Statement"),           VIEW_REF,  ""},
    {"on",        N_("Date"),                VIEW_DATE, ""},
    {"sender",    N_("From"),                VIEW_REF,  ""},
    {"origin",    N_("Log"),                 VIEW_TEXT, ""},
    {"size",      N_("Size"),                VIEW_INT,  ""},
    {"entries",   N_("Statements"),          VIEW_INT,  ""},
    {"gaps",      N_("Statements not here"), VIEW_INT,  ""},
    {"digest",    N_("Digest"),              VIEW_TEXT, ""},
};

static const view_column sent_columns[] = {
    {"statement", N_("Statement"),  VIEW_REF,  ""},
    {"on",        N_("Date"),       VIEW_DATE, ""},
    {"recipient", N_("To"),         VIEW_REF,  ""},
    {"size",      N_("Size"),       VIEW_INT,  ""},
    {"entries",   N_("Statements"), VIEW_INT,  ""},
    {"digest",    N_("Digest"),     VIEW_TEXT, ""},
};

static view *leaf_ref(ctx *c, str leaf)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, leaf.p, leaf.n);
    return view_ref(c->a, "statement", arena_text(c->a, hex), arena_printf(c->a, "%.8s", hex));
}

ak_code bundle_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    app_received_row *in;
    app_sent_row *sent;
    size_t in_n, sent_n;
    AK_TRY(app_received_all(&in, &in_n, c->a, c->db, &c->scope, &(app_received_params){BUNDLES_SHOWN}, err));
    AK_TRY(app_sent_all(&sent, &sent_n, c->a, c->db, &c->scope, &(app_sent_params){BUNDLES_SHOWN}, err));
    view *inbox = view_table(c->a, received_columns, sizeof received_columns / sizeof *received_columns);
    view *outbox = view_table(c->a, sent_columns, sizeof sent_columns / sizeof *sent_columns);
    for (size_t i = 0; i < in_n; i++) {
        view_row(inbox);
        view_cell(inbox, leaf_ref(c, in[i].leaf));
        view_cell(inbox, state_day(c, str_c(c->a, in[i].said_on)));
        view_cell(inbox, state_ref(c, str_c(c->a, in[i].sender_id)));
        view_cell(inbox, view_text(c->a, in[i].origin_name));
        view_cell(inbox, view_int(c->a, in[i].tree_size));
        view_cell(inbox, view_int(c->a, in[i].entries_count));
        view_cell(inbox, view_int(c->a, in[i].withheld_count));
        view_cell(inbox, view_text_c(c->a, arena_printf(c->a, "%.16s", str_c(c->a, in[i].bundle_digest))));
    }
    for (size_t i = 0; i < sent_n; i++) {
        view_row(outbox);
        view_cell(outbox, leaf_ref(c, sent[i].leaf));
        view_cell(outbox, state_day(c, str_c(c->a, sent[i].said_on)));
        view_cell(outbox, state_ref(c, str_c(c->a, sent[i].recipient_id)));
        view_cell(outbox, view_int(c->a, sent[i].tree_size));
        view_cell(outbox, view_int(c->a, sent[i].entries_count));
        view_cell(outbox, view_text_c(c->a, arena_printf(c->a, "%.16s", str_c(c->a, sent[i].bundle_digest))));
    }
    view *v = view_map(c->a);
    view_put_label(v, "received", N_("Received"), inbox);
    view_put_data(v, "received_n", view_int(c->a, (int64_t)in_n));
    view_put_label(v, "sent", N_("Sent"), outbox);
    view_put_data(v, "sent_n", view_int(c->a, (int64_t)sent_n));
    overused all;
    AK_TRY(overused_of(&all, c, "", err));
    put_overused(v, c, &all);
    *out = v;
    return AK_OK;
}
