/* request.c -- one request on its way through the server. */
#include "web/request.h"

#include <string.h>

#include "base/message.h"
#include "web/page.h"

const char *request_header(const request *r, const char *name)
{
    const char *value = MHD_lookup_connection_value(r->con, MHD_HEADER_KIND, name);
    return value ? value : "";
}

const char *request_field(const request *r, const char *name)
{
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->names[i], name) == 0)
            return r->values[i];
    return NULL;
}

void request_add_field(request *r, str name, str value)
{
    if (r->n == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16;
        const char **names = ARENA_NEWS(&r->a, const char *, cap);
        const char **values = ARENA_NEWS(&r->a, const char *, cap);
        for (size_t i = 0; i < r->n; i++) {
            names[i] = r->names[i];
            values[i] = r->values[i];
        }
        r->names = names;
        r->values = values;
        r->cap = cap;
    }
    r->names[r->n] = str_c(&r->a, name);
    r->values[r->n++] = str_c(&r->a, value);
}

void request_harden(struct MHD_Response *response)
{
    static const char *const headers[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
         "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
        {"X-Content-Type-Options",       "nosniff"                    },
        {"Referrer-Policy",              "same-origin"                },
        {"Cross-Origin-Opener-Policy",   "same-origin"                },
        {"Cross-Origin-Resource-Policy", "same-origin"                },
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        MHD_add_response_header(response, headers[i][0], headers[i][1]);
}

static enum MHD_Result send_bytes(request *r, unsigned status, const char *mime, const char *name, str body)
{
    /* MUST_COPY takes no const; it does not write */
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", mime);
    MHD_add_response_header(response, "Cache-Control", "no-store");
    if (name)
        MHD_add_response_header(response, "Content-Disposition",
                                arena_printf(&r->a, "attachment; filename=\"%s\"", name));
    request_harden(response);
    enum MHD_Result sent = MHD_queue_response(r->con, status, response);
    MHD_destroy_response(response);
    return sent;
}

enum MHD_Result request_send(request *r, unsigned status, const char *mime, str body)
{
    return send_bytes(r, status, mime, NULL, body);
}

enum MHD_Result request_send_file(request *r, const char *mime, const char *name, str body)
{
    return send_bytes(r, MHD_HTTP_OK, mime, name, body);
}

enum MHD_Result request_reload(request *r)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "HX-Refresh", "true");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    request_harden(response);
    enum MHD_Result sent = MHD_queue_response(r->con, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return sent;
}

enum MHD_Result request_redirect(request *r, const char *to)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Location", arena_printf(&r->a, "%s%s", r->root, to));
    MHD_add_response_header(response, "Cache-Control", "no-store");
    request_harden(response);
    enum MHD_Result sent = MHD_queue_response(r->con, MHD_HTTP_SEE_OTHER, response);
    MHD_destroy_response(response);
    return sent;
}

enum MHD_Result request_send_err(request *r, const ak_err *err)
{
    unsigned status = (unsigned)ak_http_status(err->rule->kind);
    if (r->route.form == ROUTE_JSON)
        return request_send(r, status, "application/json; charset=utf-8", message_err_json(&r->a, r->route.lang, err));
    str page;
    ak_err again = {0};
    if (page_error(&page, r, err, &again) != AK_OK) /* the page itself failed: say it plainly */
        return request_send(r, status, "text/plain; charset=utf-8",
                            str_of(message_err(&r->a, r->route.lang, err)));
    return request_send(r, status, "text/html; charset=utf-8", page);
}

enum MHD_Result request_refuse(request *r, const ak_rule *rule, const char *arg1, const char *arg2)
{
    ak_err err = {0};
    if (ak_fail(&err, rule, arg1 ? arg1 : "", arg2 ? arg2 : "") == AK_OK)
        return MHD_NO;
    return request_send_err(r, &err);
}
