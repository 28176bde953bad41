/* log_actions.c -- log and unchanged: the log's heads over time, and what they mean for people. */
#include "app/log_actions.h"

#include "app/log_health.h"
#include "app/serve_action.h"
#include "base/date.h"
#include "ledger/cosign.h"
#include "ledger/ledger.h"
#include "record/workspace.h"

#define HEADS_SHOWN   200
#define ENTRIES_SHOWN 50

static view *hash_view(arena *a, const ledger_hash *h)
{
    char hex[SHA256_HEX + 1];
    hex_write(hex, h->b, sizeof h->b);
    return view_text_c(a, hex);
}

static view *moment_view(arena *a, int64_t s)
{
    char text[MOMENT_TEXT_BYTES];
    return s > 0 ? view_date(a, moment_text(text, s)) : NULL;
}

/* ---- heads ---- */

static const view_column head_columns[] = {
    {"size",      N_("Size"),                VIEW_INT,  ""},
    {"logged",    N_("Newest entry"),        VIEW_DATE, ""},
    {"witnesses", N_("Signed by"),           VIEW_TEXT, ""},
    {"witnessed", N_("Seen no later than"),  VIEW_DATE, ""},
    {"root",      N_("Root, its beginning"), VIEW_TEXT, ""},
};

/* Names of all that signed the head, and the latest time of a known witness. */
static const char *signers(arena *a, const note *n, const policy *p, uint64_t *time_s)
{
    buf b = buf_new(a, 0);
    *time_s = 0;
    for (size_t i = 0; i < n->n; i++) {
        if (b.n)
            buf_add_c(&b, ", ");
        buf_add_str(&b, n->sigs[i].name);
    }
    for (unsigned i = 0; p && i < p->witnesses_n; i++) {
        uint64_t t;
        if (note_verify(n, &p->witnesses[i].key, &t) == NOTE_GOOD && t > *time_s)
            *time_s = t;
    }
    return b.n ? b.p : "";
}

static ak_code heads_view(view *v, ctx *c, ak_err *err)
{
    arena *a = c->a;
    const ledger *l = workspace_ledger(c->ws);
    cosign_setting s;
    str *notes;
    size_t n;
    AK_TRY(cosign_setting_read(&s, a, workspace_dir(c->ws), err));
    AK_TRY(ledger_heads(&notes, &n, a, workspace_dir(c->ws), HEADS_SHOWN, err));
    view *table = view_table(a, head_columns, sizeof head_columns / sizeof *head_columns);
    view *texts = view_list(a);
    for (size_t i = n; i-- > 0;) {
        note read;
        checkpoint head;
        uint64_t time_s;
        if (checkpoint_note_read(&read, &head, a, notes[i], NULL) != AK_OK)
            continue;
        const char *names = signers(a, &read, s.there ? &s.policy : NULL, &time_s);
        view_row(table);
        view_cell(table, view_int(a, (int64_t)head.size));
        view_cell(table, head.size ? moment_view(a, log_entry_time(a, l, head.size - 1)) : NULL);
        view_cell(table, view_text_c(a, names));
        view_cell(table, moment_view(a, (int64_t)time_s));
        char hex[17];
        hex_write(hex, head.root.b, 8);
        view_cell(table, view_text_c(a, hex));
        view_add(texts, view_text(a, notes[i]));
    }
    view_put_label(v, "heads", N_("Heads, the newest first"), table);
    view_put_data(v, "heads_n", view_int(a, (int64_t)n));
    view_put_data(v, "notes", texts); /* as they were signed: to keep, and to compare */
    return AK_OK;
}

/* ---- entries ---- */

static const view_column entry_columns[] = {
    {"index",  N_("Number in the log"), VIEW_INT,  ""},
    {"logged", N_("Recorded"),          VIEW_DATE, ""},
    {"bytes",  N_("Bytes"),             VIEW_INT,  ""},
    {"proof",  N_("Proof"),             VIEW_TEXT, ""},
};

static ak_code entries_view(view *v, ctx *c, uint64_t first, ak_err *err)
{
    arena *a = c->a;
    const ledger *l = workspace_ledger(c->ws);
    uint64_t size = ledger_published_size(l);
    view *table = view_table(a, entry_columns, sizeof entry_columns / sizeof *entry_columns);
    uint64_t end = size - first > ENTRIES_SHOWN ? first + ENTRIES_SHOWN : size;
    for (uint64_t i = first; i < end; i++) {
        ledger_item item;
        char hex[SHA256_HEX + 1];
        AK_TRY(ledger_entry(&item, a, l, i, err));
        hex_write(hex, item.leaf.b, sizeof item.leaf.b);
        view_row(table);
        view_cell(table, view_link(view_int(a, (int64_t)i), arena_printf(a, "statement?id=%s", hex)));
        view_cell(table, moment_view(a, log_entry_time(a, l, i)));
        view_cell(table, view_int(a, (int64_t)item.entry.n));
        view_cell(table, view_link(view_text_c(a, arena_printf(a, "%.8s.tlog-proof", hex)),
                                   arena_printf(a, "statement.tlog-proof?id=%s", hex)));
    }
    view_put_label(v, "entries", N_("Entries"), table);
    view_put_data(v, "first", view_int(a, (int64_t)first));
    if (first)
        view_put_data(v, "earlier",
                      view_int(a, (int64_t)(first > ENTRIES_SHOWN ? first - ENTRIES_SHOWN : 0)));
    view_put_data(v, "has_earlier", view_bool(a, first > 0));
    view_put_data(v, "has_later", view_bool(a, end < size));
    view_put_data(v, "later", view_int(a, (int64_t)end));
    return AK_OK;
}

ak_code log_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const ledger *l = workspace_ledger(c->ws);
    uint64_t size = ledger_published_size(l);
    int64_t first;
    AK_TRY(serve_number(&first, g, "from", 0, INT64_MAX, err));
    if (!args_get(g, "from"))
        first = size > ENTRIES_SHOWN ? (int64_t)(size - ENTRIES_SHOWN) : 0;
    if ((uint64_t)first >= size)
        first = (int64_t)size - 1;
    view *v = view_map(c->a);
    view_put(v, "origin", view_text(c->a, ledger_origin(l)));
    view_put(v, "size", view_int(c->a, (int64_t)size));
    view_put(v, "pending", view_int(c->a, (int64_t)(ledger_size(l) - size)));
    view_put(v, "vkey", view_text(c->a, ledger_vkey(c->a, l)));
    AK_TRY(heads_view(v, c, err));
    AK_TRY(entries_view(v, c, (uint64_t)first, err));
    *out = v;
    return AK_OK;
}

/* ---- for everybody ---- */

ak_code unchanged_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    arena *a = c->a;
    log_health h = {0};
    view *v = view_map(a);
    AK_TRY(log_health_of(&h, c, err));
    view_put(v, "answer",
             h.witnesses
                 ? view_say_n(a, h.witnesses,
                              N_("Not without being seen: somebody else has signed what stands here."),
                              N_("Not without being seen: {n} others have signed what stands here."), "n",
                              view_int(a, h.witnesses), NULL)
                 : view_say(a,
                            N_("Not by others. We ourselves could, unless somebody has kept an older "
                               "head of the log: no witness has signed it."),
                            NULL));
    view_put(v, "origin", view_text(a, h.origin));
    view_put(v, "size", view_int(a, (int64_t)h.published));
    view_put(v, "root", hash_view(a, &h.root));
    log_health_put(v, c, &h);
    view_put(v, "vkey", view_text(a, ledger_vkey(a, workspace_ledger(c->ws))));
    *out = v;
    return AK_OK;
}
