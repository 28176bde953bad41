/* log_health.c -- the state of the log in a few lines. */
#include "app/log_health.h"

#include <sys/stat.h>

#include "base/date.h"
#include "base/fs.h"
#include "ledger/cosign.h"
#include "record/backup.h"
#include "record/state.h"
#include "record/workspace.h"

#define BACKUP_DAYS 7 /* advised at most */
#define DAY_S       86400

int64_t log_entry_time(arena *a, const ledger *l, uint64_t index)
{
    arena_mark mark = arena_save(a);
    ledger_item item;
    entry_info e;
    int64_t s = 0;
    if (ledger_entry(&item, a, l, index, NULL) == AK_OK &&
        entry_read(&e, a, item.entry, NULL, 0, NULL, NULL) == AK_OK)
        s = e.iat_s;
    arena_rewind(a, mark);
    return s;
}

/* The check leaves the head that it saw; the file's time is that of the check. */
static void verified_of(log_health *out, arena *a, const workspace *ws)
{
    const char *path = workspace_path(a, ws, "private/verified");
    struct stat st;
    str text;
    note n;
    checkpoint head;
    if (stat(path, &st) != 0 || fs_read(&text, a, path, NOTE_BYTES_MAX, NULL) != AK_OK ||
        checkpoint_note_read(&n, &head, a, text, NULL) != AK_OK)
        return;
    out->verified = head.size;
    out->verified_s = (int64_t)st.st_mtime;
}

ak_code log_health_of(log_health *out, ctx *c, ak_err *err)
{
    arena *a = c->a;
    const ledger *l = workspace_ledger(c->ws);
    cosign_setting s;
    policy_verdict verdict = {0};
    note n;
    checkpoint head;
    str text;
    AK_TRY(cosign_setting_read(&s, a, workspace_dir(c->ws), err));
    AK_TRY(ledger_checkpoint(&text, a, l, err));
    AK_TRY(checkpoint_note_read(&n, &head, a, text, err));
    if (s.there)
        policy_judge(&verdict, a, &s.policy, &n, head.origin);
    *out = (log_health){.size = ledger_size(l),
                        .published = head.size,
                        .logged_s = head.size ? log_entry_time(a, l, head.size - 1) : 0,
                        .witnesses = verdict.good_n,
                        .known = s.there ? s.policy.witnesses_n : 0,
                        .witnessed_s = (int64_t)verdict.time_s,
                        .origin = head.origin,
                        .root = head.root};
    verified_of(out, a, c->ws);
    return backup_newest(&out->backup, c, err);
}

static view *moment(arena *a, int64_t s)
{
    char text[MOMENT_TEXT_BYTES];
    return s > 0 ? view_date(a, moment_text(text, s)) : NULL;
}

static view *count(arena *a, uint64_t n)
{
    return view_int(a, (int64_t)n);
}

void log_health_put(view *v, ctx *c, const log_health *h)
{
    arena *a = c->a;
    view_put(v, "pending", count(a, h->size - h->published));
    view_put(v, "logged", moment(a, h->logged_s));
    view_put(v, "witnesses", count(a, h->witnesses));
    view_put_label(v, "witnesses_known", N_("Witnesses that are known"), count(a, h->known));
    view_put(v, "witnessed", moment(a, h->witnessed_s));
    view_put_label(v, "verified", N_("Last checked whole"), moment(a, h->verified_s));
    if (h->verified_s) {
        char text[MOMENT_TEXT_BYTES];
        const char *day = date_as_known(a, zone_of(c), str_of(moment_text(text, h->verified_s)), 10);
        view_put_data(v, "verified_day", view_date(a, day));
    }
    view_put_label(v, "verified_size", N_("Entries that were checked then"), count(a, h->verified));
    view_put_label(v, "backup", N_("Newest backup"), h->backup ? view_date(a, h->backup) : NULL);
}

/* ---- For people ---- */

static const view_column columns[] = {
    {"ok",   N_("In order"), VIEW_BOOL, ""},
    {"what", N_("What"),     VIEW_SAY,  ""},
    {"how",  N_("How"),      VIEW_SAY,  ""},
};

static void line(view *table, arena *a, bool ok, view *what, const char *href, view *how)
{
    view_row(table);
    view_cell(table, view_bool(a, ok));
    view_cell(table, view_link(what, href));
    view_cell(table, how);
}

static void line_verified(view *table, arena *a, const log_health *h)
{
    uint64_t since = h->size > h->verified ? h->size - h->verified : 0;
    if (!h->verified_s)
        line(table, a, false, view_say(a, N_("Never checked whole"), NULL), "verify",
             view_say(a, N_("Check all of it now: it takes seconds."), NULL));
    else if (since)
        line(table, a, false,
             view_say_n(a, (int64_t)since, N_("{n} entry came after the last check"),
                        N_("{n} entries came after the last check"), "n", count(a, since), NULL),
             "verify",
             view_say(a, N_("The first {entries} were right on {moment}."), "entries", count(a, h->verified),
                      "moment", moment(a, h->verified_s), NULL));
    else
        line(table, a, true, view_say(a, N_("Checked whole, and right"), NULL), "unchanged",
             view_say(a, N_("{moment}: signatures, order and files of all {entries}."), "moment",
                      moment(a, h->verified_s), "entries", count(a, h->verified), NULL));
}

static void line_published(view *table, arena *a, const log_health *h)
{
    uint64_t pending = h->size - h->published;
    view *newest = h->logged_s ? view_say(a, N_("{entries} in all, the newest of {moment}."), "entries",
                                          count(a, h->published), "moment", moment(a, h->logged_s), NULL)
                               : view_say(a, N_("Nothing has been said yet."), NULL);
    if (pending)
        line(table, a, false,
             view_say_n(a, (int64_t)pending, N_("{n} entry not yet under a signed head"),
                        N_("{n} entries not yet under a signed head"), "n", count(a, pending), NULL),
             "log", view_say(a, N_("Kept and signed one by one; the next head holds them."), NULL));
    else
        line(table, a, true, view_say(a, N_("All entries stand under a signed head"), NULL), "log", newest);
}

static void line_witnesses(view *table, arena *a, const log_health *h)
{
    if (h->witnesses)
        line(table, a, true,
             view_say_n(a, h->witnesses, N_("{n} witness has signed the newest head"),
                        N_("{n} witnesses have signed the newest head"), "n", count(a, h->witnesses), NULL),
             "witness",
             view_say(a, N_("{n} of {known}; seen no later than {moment}."), "n", count(a, h->witnesses),
                      "known", count(a, h->known), "moment", moment(a, h->witnessed_s), NULL));
    else if (h->known)
        line(table, a, false, view_say(a, N_("No witness has signed the newest head"), NULL), "witness",
             view_say_n(a, h->known, N_("{n} is known and asked at each head."),
                        N_("{n} are known and asked at each head."), "n", count(a, h->known), NULL));
    else
        line(table, a, false, view_say(a, N_("No witness is known"), NULL), "witness",
             view_say(a, N_("Until one is, only who kept an older head would find a rewritten log."), NULL));
}

static void line_backup(view *table, ctx *c, const log_health *h)
{
    arena *a = c->a;
    int64_t made_s = 0, now_s = 0;
    bool told = h->backup && moment_read(&made_s, str_of(h->backup), NULL) == AK_OK &&
                moment_read(&now_s, str_of(c->now), NULL) == AK_OK;
    int64_t days = told ? (now_s - made_s) / DAY_S : 0;
    if (!told)
        line(table, a, false, view_say(a, N_("No backup is known"), NULL), "unchanged",
             view_say(a, N_("Make one on another disk: aktsom backup FOLDER"), NULL));
    else
        line(table, a, days <= BACKUP_DAYS,
             days ? view_say_n(a, days, N_("The backup is {n} day old"), N_("The backup is {n} days old"),
                               "n", view_int(a, days), NULL)
                  : view_say(a, N_("The backup is of today"), NULL),
             "unchanged",
             view_say(a, N_("Advised is one every {n} days: aktsom backup FOLDER"), "n",
                      view_int(a, BACKUP_DAYS), NULL));
}

view *log_health_table(ctx *c, const log_health *h)
{
    view *table = view_table(c->a, columns, sizeof columns / sizeof *columns);
    line_verified(table, c->a, h);
    line_published(table, c->a, h);
    line_witnesses(table, c->a, h);
    line_backup(table, c, h);
    return table;
}
