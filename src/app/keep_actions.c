/* keep_actions.c -- erase, backup, restore, check: what keeps a workspace whole. */
#include "app/keep_actions.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app_sql.h"
#include "record/backup.h"
#include "record/erase.h"
#include "record/rules.h"
#include "record/state.h"

static const view_column finding_columns[] = {
    {"place",  N_("Place"),        VIEW_TEXT, ""},
    {"text",   N_("What is open"), VIEW_TEXT, ""},
    {"remedy", N_("What to do"),   VIEW_TEXT, ""},
};

static void finding(view *table, ctx *c, const char *place, const char *text, const char *remedy)
{
    view_row(table);
    view_cell(table, view_text_c(c->a, place));
    view_cell(table, view_say(c->a, text, NULL));
    view_cell(table, view_say(c->a, remedy, NULL));
}

/* A backup that still holds what was erased is told, with what to do. */
static void find_unerased(view *open, ctx *c, const backup_known *b)
{
    if (!b->reached)
        finding(open, c, b->path, N_("The backup cannot be reached: what was erased may still lie there."),
                N_("Connect its disk and check again; if it was destroyed: aktsom backup --forget DIR"));
    else if (!b->erased)
        finding(open, c, b->path, N_("What was erased still lies in the backup."),
                N_("See that this user may write there, and check again."));
}

/* GDPR Art. 19: whoever was shown what is now erased is told. */
static ak_code find_shown(view *open, ctx *c, ak_err *err)
{
    app_shown_to_row *rows;
    size_t n;
    AK_TRY(app_shown_to_all(&rows, &n, c->a, c->db, err));
    for (size_t i = 0; i < n; i++)
        finding(open, c, arena_printf(c->a, "%s, %.8s", str_c(c->a, rows[i].id), str_c(c->a, rows[i].leaf)),
                N_("This party was shown the statement in a bundle and may still hold it."),
                N_("Tell them that it was erased, and ask them to do the same."));
    return AK_OK;
}

ak_code erase_after(ctx *c, const args *a, plan *p, bool applied, ak_err *err)
{
    (void)a;
    erase_done done;
    backup_known *all;
    size_t n;
    if (!applied)
        return AK_OK;
    AK_TRY(erase_sweep(&done, c, err));
    AK_TRY(backup_refresh(&all, &n, c, err));
    view *open = view_table(c->a, finding_columns, sizeof finding_columns / sizeof *finding_columns);
    for (size_t i = 0; i < n; i++)
        find_unerased(open, c, &all[i]);
    AK_TRY(find_shown(open, c, err));
    if (view_count(open))
        p->open = open;
    return AK_OK;
}

ak_code backup_view(view **out, ctx *c, const args *g, ak_err *err)
{
    const char *dir = args_get(g, "dir");
    view *v = view_map(c->a);
    *out = v;
    if (args_has(g, "forget")) {
        AK_TRY(backup_forget(c, dir, err));
        view_put(v, "answer",
                 view_say(c->a, N_("{dir} is no longer counted as a backup."), "dir", view_text_c(c->a, dir),
                          NULL));
        return AK_OK;
    }
    backup_report r;
    AK_TRY(backup_make(&r, c, dir, err));
    view_put(v, "answer",
             view_say(c->a, N_("The backup in {dir} is complete."), "dir", view_text_c(c->a, dir), NULL));
    view_put(v, "size", view_int(c->a, (int64_t)r.size));
    view_put(v, "root", view_text_c(c->a, r.root));
    view_put(v, "files_n", view_int(c->a, (int64_t)r.files));
    view_put(v, "bytes", view_int(c->a, r.bytes));
    view_put(v, "copied", view_int(c->a, (int64_t)r.copied));
    view_put(v, "removed", view_int(c->a, (int64_t)r.removed));
    view_put(v, "next",
             view_say(c->a, N_("See that it is whole:  aktsom verify {dir}"), "dir", view_text_c(c->a, dir),
                      NULL));
    return AK_OK;
}

ak_code restore_view(view **out, ctx *c, const args *g, ak_err *err)
{
    restore_report r;
    const char *dir = args_get(g, "dir");
    AK_TRY(backup_restore(&r, c->a, args_get(g, "backup"), dir, args_get(g, "newest"), err));
    view *v = view_map(c->a);
    *out = v;
    view_put(v, "answer",
             view_say(c->a, N_("The workspace in {dir} holds {n} entries again."), "dir",
                      view_text_c(c->a, dir), "n", view_int(c->a, (int64_t)r.size), NULL));
    view_put(v, "size", view_int(c->a, (int64_t)r.size));
    view_put(v, "newest_size", view_int(c->a, (int64_t)r.newest));
    view_put(v, "erased_n", view_int(c->a, (int64_t)r.erased));
    if (r.unfinished)
        view_put(v, "note",
                 view_say(c->a,
                          N_("The backup never came to its end: documents and what was in preparation may "
                             "be missing."),
                          NULL));
    if (r.newest > r.size)
        view_put(
            v, "next",
            view_say(c->a,
                     N_("Others may have seen {n} entries: this workspace can be read, but it signs nothing "
                        "more. Go on in a new log that names this one:  aktsom init NEW --before {dir}"),
                     "n", view_int(c->a, (int64_t)r.newest), "dir", view_text_c(c->a, dir), NULL));
    return AK_OK;
}

static const view_column backup_columns[] = {
    {"place",   N_("Place"),                VIEW_TEXT, ""},
    {"made_at", N_("Made"),                 VIEW_DATE, ""},
    {"reached", N_("Can be reached"),       VIEW_BOOL, ""},
    {"erased",  N_("Erased there as here"), VIEW_BOOL, ""},
};

static ak_code check_backups(view *v, view *open, ctx *c, ak_err *err)
{
    backup_known *all;
    size_t n;
    AK_TRY(backup_refresh(&all, &n, c, err));
    view *table = view_table(c->a, backup_columns, sizeof backup_columns / sizeof *backup_columns);
    for (size_t i = 0; i < n; i++) {
        view_row(table);
        view_cell(table, view_text_c(c->a, all[i].path));
        view_cell(table, state_day(c, all[i].made_at));
        view_cell(table, view_bool(c->a, all[i].reached));
        view_cell(table, view_bool(c->a, all[i].erased));
        find_unerased(open, c, &all[i]);
    }
    view_put(v, "backups", table);
    return AK_OK;
}

/* Private is private: nobody else of this machine reads keys or disclosures (umask 077, D3). */
static void check_modes(view *open, ctx *c)
{
    static const char *const closed[] = {"private", "private/keys", "said", "doc", "batch"};
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        struct stat st;
        const char *path = workspace_path(c->a, c->ws, closed[i]);
        if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
            finding(open, c, path, N_("Others on this machine can look into the folder."),
                    N_("Close it: chmod 700 on the folder."));
    }
}

ak_code keep_check_view(view **out, ctx *c, const args *g, ak_err *err)
{
    (void)g;
    view *v = view_map(c->a);
    view *open = view_table(c->a, finding_columns, sizeof finding_columns / sizeof *finding_columns);
    erase_done done;
    AK_TRY(erase_sweep(&done, c, err)); /* an erasing that a crash cut short is done to its end */
    AK_TRY(check_backups(v, open, c, err));
    check_modes(open, c);
    size_t n = view_count(open);
    view_put(v, "answer",
             n ? view_say_n(c->a, (int64_t)n, N_("{n} thing is open: see below."),
                            N_("{n} things are open: see below."), "n", view_int(c->a, (int64_t)n), NULL)
               : view_say(c->a, N_("Nothing is open."), NULL));
    view_put(v, "open", open);
    view_put_data(v, "wanting", view_bool(c->a, n > 0));
    *out = v;
    return AK_OK;
}
