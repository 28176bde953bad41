/* session.c -- who is logged in. */
#include "web/session.h"

#include "web_sql.h"

ak_code session_begin(const char **cookie, request *r, ak_err *err)
{
    char *value = arena_alloc(&r->a, GUARD_TOKEN_TEXT);
    char *digest = arena_alloc(&r->a, 65);
    guard_new_token(value);
    guard_cookie_digest(digest, str_of(value));
    AK_TRY(web_session_expire_run(r->w->live, &(web_session_expire_params){r->now_s}, NULL, err));
    web_session_put_params p = {
        .cookie_digest = str_of(digest), .made_s = r->now_s, .until_s = r->now_s + GUARD_SESSION_SECONDS};
    AK_TRY(web_session_put_run(r->w->live, &p, NULL, err));
    *cookie = value;
    return AK_OK;
}

ak_code session_find(request *r, ak_err *err)
{
    str cookie = guard_cookie(str_of(request_header(r, "Cookie")));
    r->session = NULL;
    if (!cookie.n)
        return AK_OK;
    char digest[65];
    guard_cookie_digest(digest, cookie);
    web_session_of_row row = {0};
    web_session_of_params p = {.cookie_digest = str_of(digest), .now_s = r->now_s};
    bool found = false;
    AK_TRY(web_session_of_one(&row, &found, &r->a, r->w->live, &p, err));
    if (found) {
        session *s = ARENA_NEW(&r->a, session);
        guard_form_token(s->form, cookie);
        r->session = s;
    }
    return AK_OK;
}

ak_code session_end(request *r, ak_err *err)
{
    char digest[65];
    guard_cookie_digest(digest, guard_cookie(str_of(request_header(r, "Cookie"))));
    return web_session_forget_run(r->w->live, &(web_session_forget_params){str_of(digest)}, NULL, err);
}
