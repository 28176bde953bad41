/* compose.h -- what a page shows beside its action's own value: other actions' values of the same thing. */
#ifndef WEB_COMPOSE_H
#define WEB_COMPOSE_H

#include "record/ctx.h"
#include "web/request.h"

/* A lot's page shows what happened to it, where it came from, went to, its balance and what is at stake; a
 * material's what is at stake.  The
 * parts are put under names of their own ("up", "risk"), so their tables have addresses below the page
 * (/nb/subject/up.things.csv); the page's own .json stays what the action gives.  A part that cannot be made
 * for this thing is left out. */
AK_MUST_USE ak_code compose(view *v, ctx *c, request *r, ak_err *err);

#endif
