/* page.c -- a value as a page. */
#include "web/page.h"

#include <string.h>

#include "base/asset.h"
#include "base/html.h"
#include "base/message.h"
#include "base/template.h"
#include "ledger/ledger.h"
#include "web/menu.h"
#include "web/upload.h"

static ak_code load_page(void *payload, arena *a, str *text, const char *name, ak_err *err)
{
    (void)payload;
    asset file;
    AK_TRY(asset_load(&file, a, NULL, arena_printf(a, "web/pages/%s", name), err));
    *text = asset_text(&file);
    return AK_OK;
}

/* The query as it was asked for, with its "?": for the language links and the tables' addresses. */
static const char *query_of(request *r)
{
    buf b = buf_new(&r->a, WEB_FORM_BYTES_MAX);
    bool says = r->post && (!r->route.act || r->route.act->plan);
    for (size_t i = 0; !says && i < r->n; i++) {
        if (strcmp(r->names[i], "form_token") == 0)
            continue;
        buf_add_char(&b, b.n ? '&' : '?');
        html_query(&b, str_of(r->names[i]));
        buf_add_char(&b, '=');
        html_query(&b, str_of(r->values[i]));
    }
    return b.n ? b.p : "";
}

static view *languages_view(request *r)
{
    static const char *const names[LANGUAGES] = {"Norsk", "Dansk", "English"};
    arena *a = &r->a;
    view *list = view_list(a);
    str rest = r->path;
    if (r->route.act)
        rest = (str){rest.p + 3, rest.n - 3};
    const char *query = query_of(r);
    for (int i = 0; i < LANGUAGES; i++) {
        const char *code = language_code((language)i);
        view *item = view_map(a);
        const char *path = r->route.act ? str_c(a, rest) : "/overview";
        view_put(item, "href", view_text_c(a, arena_printf(a, "/%s%s%s", code, path, query)));
        view_put(item, "code", view_text_c(a, code));
        view_put(item, "name", view_text_c(a, names[i]));
        view_put(item, "current", view_bool(a, (language)i == r->route.lang));
        view_add(list, item);
    }
    return list;
}

/* Of the window: the thing's own name where the page is about a thing, else what the page does. */
static const view *title_of(request *r, const view *v)
{
    const view *subject = view_get(v, "subject");
    const view *name = view_get(v, "name");
    if (subject && view_kind_of(subject) == VIEW_REF)
        return subject;
    if (name)
        return name;
    if (!r->route.act)
        return view_get(v, "text");
    return view_word(&r->a, r->route.act->name, r->route.act->help);
}

/* What every page knows beside its value. */
static view *variables(request *r, const ctx *c, const view *value)
{
    arena *a = &r->a;
    view *v = view_map(a);
    view_put(v, "lang", view_text_c(a, language_code(r->route.lang)));
    view_put(v, "title", (view *)(uintptr_t)title_of(r, value));
    view_put(v, "menu", menu_parts(r));
    view *places = menu_places(r);
    view_put(v, "places", places);
    view_put(v, "places_n", view_int(a, (int64_t)view_count(places)));
    view_put(v, "languages", languages_view(r));
    view_put(v, "logged_in", view_bool(a, r->session != NULL));
    view_put(v, "form_token", view_text_c(a, r->session ? r->session->form : ""));
    view_put(v, "organisation", view_text_c(a, r->session ? workspace_name(r->w->ws) : "aktsom"));
    view_put(v, "posted", view_bool(a, r->post));
    if (c) {
        view_put(v, "log_size", view_int(a, (int64_t)c->size));
        view_put(v, "log_root", view_text_c(a, c->root ? c->root : ""));
        view_put(v, "as_of", view_date(a, c->as_of));
        view_put(v, "table_year", view_int(a, c->year));
        view_put(v, "action", view_text_c(a, r->route.act->name));
        view_put(v, "help", view_word(a, r->route.act->name, r->route.act->help));
    }
    return v;
}

/* Pages are written as if their workspace were the only one.  Where it stands below a name, each of our
 * addresses gets that before it: all stand behind =" and nobody's text does, since its quotes are escaped. */
static str with_root(request *r, str page)
{
    static const char begins[] = "=\"/";
    if (!*r->root)
        return page;
    buf out = buf_new(&r->a, 0);
    for (const char *at; (at = memmem(page.p, page.n, begins, strlen(begins)));) {
        size_t n = (size_t)(at - page.p) + 2;
        buf_add(&out, page.p, n);
        buf_add_c(&out, r->root);
        page = (str){page.p + n, page.n - n};
    }
    buf_add_str(&out, page);
    return buf_str(&out);
}

static ak_code render(str *out, request *r, const char *name, const view *v, const view *vars, ak_err *err)
{
    const template *t;
    AK_TRY(template_compile(&t, &r->a, &(template_files){load_page, NULL}, name, err));
    const char *query = query_of(r);
    bool job = r->route.kind == ROUTE_JOB; /* a page of its own below the import's place in the menu */
    char *name_path = arena_text(&r->a, job ? "job" : r->route.act ? r->route.act->name : "");
    for (char *at = name_path; *at; at++)
        if (*at == ' ')
            *at = '/';
    if (upload_dir(r))
        *name_path = '\0'; /* what a sent file gives stands under no address */
    render_page page = {r->route.lang, name_path, *query ? query + 1 : ""};
    render_sink sink = render_sink_buf(&r->a);
    AK_TRY(template_render(&sink, t, v, vars, &page, err));
    *out = with_root(r, buf_str(&sink.out));
    return AK_OK;
}

ak_code page_render_named(str *out, request *r, const char *name, const view *v, ak_err *err)
{
    return render(out, r, name, v, variables(r, NULL, v), err);
}

ak_code page_render(str *out, request *r, const ctx *c, const view *v, ak_err *err)
{
    const char *name = r->route.act->page ? r->route.act->page : "generic.html";
    return render(out, r, name, v, variables(r, c, v), err);
}

ak_code page_error(str *out, request *r, const ak_err *what, ak_err *err)
{
    arena *a = &r->a;
    view *v = view_map(a);
    view_put(v, "text", view_text_c(a, message_err_text(a, r->route.lang, what)));
    view_put(v, "remedy", view_text_c(a, message_err_remedy(a, r->route.lang, what)));
    view_put(v, "code", view_text_c(a, what->rule->code));
    return render(out, r, "error.html", v, variables(r, NULL, v), err);
}
