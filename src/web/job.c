/* job.c -- work that takes longer than a page may. */
#include "web/job.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/fs.h"
#include "base/message.h"
#include "base/render.h"
#include "record/commit.h"
#include "record/plan_view.h"
#include "record/rules.h"
#include "web/rules.h"
#include "web/upload.h"
#include "web_sql.h"

#define JOB_STACK_BYTES ((size_t)8 << 20) /* as the command line has */

typedef struct job job;
struct job {
    job *next;
    server *s;
    served *w;
    int64_t number;
    arena a; /* of all that follows, and of the work */
    const action *act;
    args args;
    language lang;
    const char *now;
    const char *dir;    /* the files as they were sent; removed at the end */
    const char *marked; /* where the marked workbook goes */
    store *live;        /* a connection of its own */
    int64_t told_s;     /* second of the last progress that was written */
    atomic_bool stop;
};

ak_code job_write(view **out, ctx *c, const action *act, const args *g, const progress *steps, ak_err *err)
{
    plan *p;
    commit_result done = {0};
    if (!act->plan)
        return act->view(out, c, g, err);
    AK_TRY(act->plan(&p, c, g, err));
    AK_TRY(plan_check(p, c, steps, err));
    bool write = p->faults.total == 0 && !args_has(g, "dry-run");
    if (write)
        AK_TRY(plan_commit(&done, c, p, &(commit_options){.steps = steps}, err));
    if (act->after)
        AK_TRY(act->after(c, g, p, write, err));
    return plan_view(out, c, p, write ? &done : NULL, err);
}

/* ---- The work ---- */

static bool job_step(void *payload, const char *stage, uint64_t done, uint64_t total)
{
    job *j = payload;
    int64_t now_s = j->s->o->clock();
    if (now_s != j->told_s) {
        web_job_step_params p = {
            .number = j->number, .stage = str_of(stage), .done = (int64_t)done, .total = (int64_t)total};
        ak_err ignored; /* progress that could not be told stops no work */
        ak_code code = web_job_step_run(j->live, &p, NULL, &ignored);
        (void)code;
        j->told_s = now_s;
    }
    return !atomic_load(&j->stop);
}

static ak_code work(str *result, job *j, ak_err *err)
{
    workspace *ws;
    ctx c;
    view *v = NULL;
    progress steps = {job_step, j};
    AK_TRY(workspace_live(&j->live, &j->a, j->w->ws, err));
    AK_TRY(workspace_open(&ws, &j->a, workspace_dir(j->w->ws), WORKSPACE_WRITE, &steps, err));
    ledger_key_share(workspace_ledger(ws), workspace_ledger(j->w->ws));
    ctx_wish wish = {.lang = j->lang, .now = j->now, .reach = AUDIENCE_CASE};
    AK_TRY(workspace_ctx(&c, &j->a, ws, &wish, err));
    c.steps = &steps;
    c.upload = j->dir;
    AK_TRY(job_write(&v, &c, j->act, &j->args, &steps, err));
    render_sink sink = render_sink_buf(&j->a);
    AK_TRY(render_json(&sink, v, j->lang, err));
    *result = buf_str(&sink.out);
    return AK_OK;
}

/* What came of it, in live.db. */
static void tell(job *j, ak_code code, str result, const ak_err *why)
{
    char now[MOMENT_TEXT_BYTES];
    moment_text(now, j->s->o->clock());
    web_job_end_params p = {.number = j->number,
                            .ended_at = str_of(now),
                            .outcome = code == AK_OK           ? STR("done")
                                       : atomic_load(&j->stop) ? STR("stopped")
                                                               : STR("failed"),
                            .result = code == AK_OK ? result : message_err_json(&j->a, j->lang, why)};
    ak_err err;
    if (fs_is_file(j->marked) && fs_read(&p.marked, &j->a, j->marked, JOB_MARKED_MOST, &err) != AK_OK)
        p.marked = (str){0};
    unlink(j->marked);
    if (!j->live && workspace_live(&j->live, &j->a, j->w->ws, &err) != AK_OK)
        return; /* the next start finds it without an end, and says that it was lost */
    code = web_job_end_run(j->live, &p, NULL, &err);
    (void)code;
}

static void leave(job *j)
{
    server *s = j->s;
    ak_err ignored;
    ak_code code = fs_remove_tree(j->dir, &ignored);
    (void)code;
    arena_free(&j->a);
    pthread_mutex_lock(&s->door);
    for (job **at = &j->w->jobs; *at; at = &(*at)->next) {
        if (*at == j) {
            *at = j->next;
            break;
        }
    }
    free(j);
    pthread_cond_broadcast(&s->job_done);
    pthread_mutex_unlock(&s->door);
}

static void *run(void *payload)
{
    job *j = payload;
    ak_err err = {0};
    str result = {0};
    ak_code code = work(&result, j, &err);
    tell(j, code, result, &err);
    leave(j);
    return NULL;
}

/* ---- Start and stop ---- */

static bool under_way(const served *w, int64_t number)
{
    for (const job *j = w->jobs; j; j = j->next)
        if (j->number == number)
            return true;
    return false;
}

static ak_code number_take(job *j, request *r, ak_err *err)
{
    store *live = r->w->live;
    web_job_last_row last = {0};
    bool found = false;
    size_t n = 0;
    for (const job *other = r->w->jobs; other; other = other->next)
        n++;
    if (n >= JOBS_MOST)
        return ak_fail(err, &WEB_013, ak_arg_int(JOBS_MOST));
    char old[MOMENT_TEXT_BYTES];
    moment_text(old, r->now_s - (int64_t)JOB_KEPT_DAYS * 86400);
    arena_mark mark = arena_save(&r->a);
    AK_TRY(store_begin(live, &r->a, err));
    AK_TRY(web_job_expire_run(live, &(web_job_expire_params){str_of(old)}, NULL, err));
    AK_TRY(web_job_last_one(&last, &found, &r->a, live, err));
    j->number = last.number + 1;
    web_job_put_params p = {.number = j->number,
                            .what = str_of(j->act->name),
                            .lang = str_of(language_code(j->lang)),
                            .made_at = str_of(j->now)};
    AK_TRY(web_job_put_run(live, &p, NULL, err));
    AK_TRY(store_commit(live, err));
    arena_rewind(&r->a, mark);
    return AK_OK;
}

static void copy_args(job *j, const args *g)
{
    const char **names = ARENA_NEWS(&j->a, const char *, g->n + 1);
    const char **values = ARENA_NEWS(&j->a, const char *, g->n + 1);
    for (size_t i = 0; i < g->n; i++) {
        names[i] = arena_text(&j->a, g->names[i]);
        values[i] = arena_text(&j->a, g->values[i]);
    }
    names[g->n] = "marked";
    values[g->n] = j->marked;
    j->args = (args){names, values, g->n + 1};
}

static job *job_new(request *r, const args *g)
{
    job *j = calloc(1, sizeof *j);
    if (!j)
        abort();
    j->s = r->s;
    j->w = r->w;
    j->act = r->route.act;
    j->lang = r->route.lang;
    char now[MOMENT_TEXT_BYTES];
    j->now = arena_text(&j->a, moment_text(now, r->now_s));
    j->dir = arena_text(&j->a, upload_dir(r));
    j->marked = arena_printf(&j->a, "%s.xlsx", j->dir);
    copy_args(j, g);
    atomic_init(&j->stop, false);
    return j;
}

static ak_code thread_start(job *j, ak_err *err)
{
    pthread_t thread;
    pthread_attr_t how;
    pthread_attr_init(&how);
    pthread_attr_setstacksize(&how, JOB_STACK_BYTES);
    pthread_attr_setdetachstate(&how, PTHREAD_CREATE_DETACHED);
    int failed = pthread_create(&thread, &how, run, j);
    pthread_attr_destroy(&how);
    return failed ? ak_fail_errno(err, "start", "a job") : AK_OK;
}

/* With the door held, which others get while this waits. */
static bool wait_for(server *s, const served *w, int64_t number)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += JOB_PATIENCE_MS / 1000;
    while (under_way(w, number))
        if (pthread_cond_timedwait(&s->job_done, &s->door, &until) != 0)
            return !under_way(w, number);
    return true;
}

ak_code job_start(int64_t *number, bool *ended, request *r, const args *g, ak_err *err)
{
    job *j = job_new(r, g);
    pthread_mutex_lock(&r->s->door);
    ak_code code = number_take(j, r, err);
    if (code == AK_OK) {
        j->next = r->w->jobs;
        r->w->jobs = j;
        *number = j->number;
        code = thread_start(j, err);
        if (code != AK_OK)
            r->w->jobs = j->next;
    }
    if (code == AK_OK) {
        upload_release(r); /* the job removes them */
        *ended = wait_for(r->s, r->w, *number);
    } else {
        arena_free(&j->a);
        free(j);
    }
    pthread_mutex_unlock(&r->s->door);
    return code;
}

void job_stop(served *w, server *s, int64_t number)
{
    pthread_mutex_lock(&s->door);
    for (job *j = w->jobs; j; j = j->next)
        if (j->number == number)
            atomic_store(&j->stop, true);
    pthread_mutex_unlock(&s->door);
}

void job_stop_all(served *w, server *s)
{
    pthread_mutex_lock(&s->door);
    for (job *j = w->jobs; j; j = j->next)
        atomic_store(&j->stop, true);
    while (w->jobs)
        pthread_cond_wait(&s->job_done, &s->door);
    pthread_mutex_unlock(&s->door);
}
