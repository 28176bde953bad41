/* perform.c -- one action from the command line. */
#include "app/perform.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/passphrase.h"
#include "app/rules.h"
#include "base/render.h"
#include "ledger/keys.h"
#include "record/commit.h"
#include "record/plan_view.h"
#include "record/workspace.h"
#include "report/document.h"

/* Ctrl-C asks long work to stop between two steps: nothing is half-applied. */
static volatile sig_atomic_t stop_asked;

static void ask_stop(int sig)
{
    (void)sig;
    stop_asked = 1;
}

typedef struct meter {
    language lang;
    bool shown;
    bool tty;
    int64_t last_percent;
    const char *last_stage;
} meter;

static bool meter_step(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    meter *m = payload;
    int64_t percent = total ? (int64_t)(done * 100 / total) : 100;
    if (m->tty && (percent != m->last_percent || stage != m->last_stage)) {
        fprintf(stderr, "\r\033[K%s %d %%", tr(m->lang, stage), (int)percent);
        m->shown = true;
        m->last_percent = percent;
        m->last_stage = stage;
    }
    return !stop_asked;
}

static void meter_end(meter *m)
{
    if (m->shown)
        fputs("\r\033[K", stderr);
    m->shown = false;
}

static ak_code write_stdout(void *payload, const void *p, size_t n, ak_err *err)
{
    (void)payload;
    if (fwrite(p, 1, n, stdout) != n)
        return ak_fail_errno(err, "write", "standard output");
    return AK_OK;
}

/* The formats that are documents: all of them where the action has one of its own. */
static bool as_document(doc_format *f, const cli *line)
{
    static const doc_format of[] = {[CLI_TEXT] = DOC_TEXT,
                                    [CLI_XLSX] = DOC_XLSX,
                                    [CLI_HTML] = DOC_HTML,
                                    [CLI_PDF] = DOC_PDF,
                                    [CLI_DOCX] = DOC_DOCX};
    if (line->form == CLI_JSON || line->form == CLI_CSV)
        return false;
    *f = of[line->form];
    return line->act->document || line->form == CLI_PDF || line->form == CLI_DOCX || line->form == CLI_HTML;
}

static ak_code show_document(ctx *c, const cli *line, const view *v, doc_format f, ak_err *err)
{
    doc *d;
    str bytes;
    if ((f == DOC_PDF || f == DOC_DOCX || f == DOC_XLSX) && isatty(STDOUT_FILENO))
        return ak_fail(err, &APP_021, doc_format_name(f));
    AK_TRY(document_of(&d, c, line->act, v, err));
    AK_TRY(doc_write(&bytes, d, f, err));
    return write_stdout(NULL, bytes.p, bytes.n, err);
}

static ak_code show(ctx *c, const cli *line, const view *v, ak_err *err)
{
    arena *a = c->a;
    doc_format format;
    if (as_document(&format, line))
        return show_document(c, line, v, format, err);
    render_sink sink = render_sink_to(a, write_stdout, NULL);
    switch (line->form) {
    case CLI_JSON:
        AK_TRY(render_json(&sink, v, line->lang, err));
        break;
    case CLI_CSV:
        AK_TRY(render_csv(&sink, v, line->table ? line->table : "", line->lang, err));
        break;
    case CLI_XLSX:
        AK_TRY(render_xlsx(&sink, v, line->lang, err));
        break;
    default:
        AK_TRY(render_text(&sink, v, line->lang, err));
        break;
    }
    return render_end(&sink, err);
}

static bool is_true(const view *map, const char *key)
{
    const view *v = view_get(map, key);
    return v && view_kind_of(v) == VIEW_BOOL && view_as_int(v);
}

/* A writing action: what would be said is checked, told, and written unless --dry-run or faulty. */
static ak_code perform_plan(int *status_out, ctx *c, const cli *line, const progress *steps, view **out,
                            ak_err *err)
{
    plan *p;
    AK_TRY(line->act->plan(&p, c, &line->args, err));
    AK_TRY(plan_check(p, c, steps, err));
    commit_result done = {0};
    bool applied = p->faults.total == 0 && !args_has(&line->args, "dry-run");
    if (applied)
        AK_TRY(plan_commit(&done, c, p, &(commit_options){.steps = steps}, err));
    if (line->act->after)
        AK_TRY(line->act->after(c, &line->args, p, applied, err));
    if (p->faults.total)
        *status_out = ak_exit_status(AK_E_INPUT);
    return plan_view(out, c, p, applied ? &done : NULL, err);
}

static ak_code open_workspace(workspace **out, arena *a, const cli *line, const progress *steps, ak_err *err)
{
    *out = NULL;
    if (line->act->need == NEED_NOTHING)
        return AK_OK;
    const char *dir;
    AK_TRY(workspace_find(&dir, a, line->dir ? line->dir : ".", err));
    bool writes = line->act->plan || line->act->right == RIGHT_KEYS || line->act->right == RIGHT_WRITE;
    AK_TRY(workspace_open(out, a, dir, writes ? WORKSPACE_WRITE : WORKSPACE_READ, steps, err));
    ledger_asker_set(workspace_ledger(*out), passphrase_ask, (void *)(uintptr_t)&line->lang);
    return writes && line->sign_as ? ledger_sign_as(workspace_ledger(*out), line->sign_as, err) : AK_OK;
}

ak_code perform(int *status_out, arena *a, const cli *line, const char *now, ak_err *err)
{
    meter m = {.lang = line->lang, .tty = !line->quiet && isatty(STDERR_FILENO), .last_percent = -1};
    progress steps = {meter_step, &m};
    struct sigaction stop = {.sa_handler = ask_stop, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);

    workspace *ws;
    AK_TRY(open_workspace(&ws, a, line, &steps, err));
    ctx c;
    AK_TRY(
        workspace_ctx(&c, a, ws,
                      &(ctx_wish){
                          .lang = line->lang,
                          .now = now,
                          .as_of = line->as_of,
                          .at_size = line->at_size > 0 ? (uint64_t)line->at_size : 0,
                          .year = line->year,
                          .tables = line->tables,
                          .reach = AUDIENCE_CASE, /* whoever reads private/keys is the organisation (D25) */
                      },
                      err));
    c.steps = &steps;
    c.dir = line->dir;
    c.json = line->form == CLI_JSON;

    if (line->act->run)
        return line->act->run(status_out, &c, &line->args, err);
    if (line->act->right == RIGHT_READ && !line->act->plan && c.db && !store_in_transaction(c.db))
        AK_TRY(store_begin_read(c.db, a, err)); /* one picture of the state, and no lock for each question */
    view *v = NULL;
    ak_code code = line->act->plan ? perform_plan(status_out, &c, line, &steps, &v, err)
                                   : line->act->view(&v, &c, &line->args, err);
    meter_end(&m);
    AK_TRY(code);
    if (*status_out == 0 && is_true(v, "wanting"))
        *status_out = AK_EXIT_WANTING;
    return show(&c, line, v, err);
}
