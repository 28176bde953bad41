/* session.h -- who is logged in: kept in private/live.db, so that a new start of the server logs nobody out. */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "web/request.h"

/* Makes a session and gives its cookie's value.  Ended ones are dropped.  The door must be held. */
AK_MUST_USE ak_code session_begin(const char **cookie, request *r, ak_err *err);
/* Finds the session of the request's cookie: r->session, or NULL.  The door must be held. */
AK_MUST_USE ak_code session_find(request *r, ak_err *err);
/* The door must be held. */
AK_MUST_USE ak_code session_end(request *r, ak_err *err);

#endif
