/* page.h -- a value as a page: head with menu and languages, the action's template, foot with the log line. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "web/request.h"

AK_MUST_USE ak_code page_render(str *out, request *r, const ctx *c, const view *v, ak_err *err);
/* A page of the server itself, of no day and size of the log. */
AK_MUST_USE ak_code page_render_named(str *out, request *r, const char *name, const view *v, ak_err *err);
AK_MUST_USE ak_code page_error(str *out, request *r, const ak_err *what, ak_err *err);

#endif
