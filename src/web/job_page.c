/* job_page.c -- a job as a page: how far it is, or what came of it. */
#include <string.h>

#include "base/json.h"
#include "web/answer.h"
#include "web/job.h"
#include "web/page.h"
#include "web/rules.h"
#include "base/render.h"
#include "web_sql.h"

#define JOBS_SHOWN 50

static const struct {
    const char *code;
    const char *word;
} outcomes[] = {
    {"running", N_("under way")                                      },
    {"done",    N_("done")                                           },
    {"failed",  N_("failed")                                         },
    {"stopped", N_("stopped; nothing was written")                   },
    {"lost",    N_("ended with the server; nothing was half written")},
};

static view *outcome_word(arena *a, str code)
{
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (str_is(code, outcomes[i].code))
            return view_word(a, outcomes[i].code, outcomes[i].word);
    return view_text(a, code);
}

/* What a command gave as JSON, as a value again: the same pages read both. */
static view *value_of(arena *a, const json *j)
{
    int64_t n;
    view *v;
    switch (j->kind) {
    case JSON_OBJECT:
        v = view_map(a);
        for (const json *m = j->first; m; m = m->next)
            view_put_data(v, str_c(a, m->name), value_of(a, m));
        return v;
    case JSON_ARRAY:
        v = view_list(a);
        for (const json *m = j->first; m; m = m->next)
            view_add(v, value_of(a, m));
        return v;
    case JSON_NUMBER:
        return json_i64(&n, j) ? view_int(a, n) : view_text(a, j->text);
    case JSON_BOOL:
        return view_bool(a, j->truth);
    case JSON_STRING:
        return view_text(a, j->text);
    case JSON_NULL:
        break;
    }
    return view_null(a);
}

static ak_code result_put(view *v, arena *a, str text, ak_err *err)
{
    json *result = NULL;
    if (!text.p)
        return AK_OK;
    AK_TRY(json_read(&result, a, text, NULL, err));
    const json *error = json_get(result, "error");
    view_put_data(v, error ? "error" : "result", value_of(a, error ? error : result));
    return AK_OK;
}

static ak_code job_view(view **out, request *r, int64_t number, ak_err *err)
{
    arena *a = &r->a;
    web_job_of_row row = {0};
    bool found = false;
    pthread_mutex_lock(&r->s->door);
    ak_code code = web_job_of_one(&row, &found, a, r->w->live, &(web_job_of_params){number}, err);
    pthread_mutex_unlock(&r->s->door);
    AK_TRY(code);
    if (!found)
        return ak_fail(err, &WEB_014, ak_arg_int(number));
    view *v = view_map(a);
    view_put_data(v, "job", view_int(a, number));
    view_put_data(v, "is_bundle", view_bool(a, str_is(row.what, "bundle import")));
    view_put_data(v, "outcome", outcome_word(a, row.outcome));
    view_put_data(v, "made", view_date(a, str_c(a, row.made_at)));
    if (row.ended_at.p) {
        view_put_data(v, "ended", view_date(a, str_c(a, row.ended_at)));
    } else {
        view_put_data(v, "stage",
                      view_word(a, str_c(a, row.stage), row.stage.n ? str_c(a, row.stage) : N_("Waiting")));
        view_put_data(v, "done", view_int(a, row.done));
        view_put_data(v, "total", view_int(a, row.total));
        if (row.total > 0)
            view_put_data(v, "percent", view_int(a, row.done * 100 / row.total));
    }
    view_put_data(v, "marked", view_bool(a, row.is_marked != 0));
    *out = v;
    return result_put(v, a, row.result, err);
}

static const view_column columns[] = {
    {"number",  N_("Number"),  VIEW_INT,  ""},
    {"made",    N_("Begun"),   VIEW_DATE, ""},
    {"ended",   N_("Ended"),   VIEW_DATE, ""},
    {"outcome", N_("Outcome"), VIEW_WORD, ""},
};

static ak_code jobs_view(view **out, request *r, ak_err *err)
{
    arena *a = &r->a;
    web_job_each_row *rows = NULL;
    size_t n = 0;
    pthread_mutex_lock(&r->s->door);
    ak_code code = web_job_each_all(&rows, &n, a, r->w->live, &(web_job_each_params){JOBS_SHOWN}, err);
    pthread_mutex_unlock(&r->s->door);
    AK_TRY(code);
    view *table = view_table(a, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        view_row(table);
        view_cell(table, view_link(view_int(a, rows[i].number),
                                   arena_printf(a, "job?number=%lld", (long long)rows[i].number)));
        view_cell(table, view_date(a, str_c(a, rows[i].made_at)));
        view_cell(table, rows[i].ended_at.p ? view_date(a, str_c(a, rows[i].ended_at)) : NULL);
        view_cell(table, outcome_word(a, rows[i].outcome));
    }
    *out = view_map(a);
    view_put_label(*out, "jobs", N_("Files that were read in here"), table);
    return AK_OK;
}

static enum MHD_Result send_marked(request *r, int64_t number)
{
    ak_err err = {0};
    web_job_marked_row row = {0};
    bool found = false;
    pthread_mutex_lock(&r->s->door);
    ak_code code =
        web_job_marked_one(&row, &found, &r->a, r->w->live, &(web_job_marked_params){number}, &err);
    pthread_mutex_unlock(&r->s->door);
    if (code == AK_OK && !found)
        code = ak_fail(&err, &WEB_014, ak_arg_int(number));
    if (code != AK_OK)
        return request_send_err(r, &err);
    return request_send_file(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                             arena_printf(&r->a, "aktsom-%lld.xlsx", (long long)number), row.marked);
}

/* 0 = none was named. */
static int64_t number_of(const request *r)
{
    uint64_t n = 0;
    (void)str_whole(&n, str_of(request_field(r, "number")), INT64_MAX);
    return (int64_t)n;
}

enum MHD_Result job_answer(request *r)
{
    int64_t number = number_of(r);
    if (r->post) {
        job_stop(r->w, r->s, number);
        return request_redirect(
            r, arena_printf(&r->a, "/%s/job?number=%lld", language_code(r->route.lang), (long long)number));
    }
    if (number && r->route.form == ROUTE_XLSX)
        return send_marked(r, number);
    ak_err err = {0};
    view *v = NULL;
    str page;
    ak_code code = number ? job_view(&v, r, number, &err) : jobs_view(&v, r, &err);
    if (code == AK_OK && r->route.form != ROUTE_HTML) {
        return answer_value(r, v);
    } else if (code == AK_OK && number && !view_get(v, "stage") && *request_header(r, "HX-Request")) {
        return request_reload(r); /* the page that asked shows a job under way */
    } else if (code == AK_OK) {
        code = page_render_named(&page, r, number ? "job.html" : "jobs.html", v, &err);
        if (code == AK_OK)
            return request_send(r, MHD_HTTP_OK, "text/html; charset=utf-8", page);
    }
    return request_send_err(r, &err);
}
