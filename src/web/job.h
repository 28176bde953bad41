/* job.h -- work that takes longer than a page may: a thread of its own, with progress, and a way to stop it.
 *
 * What is sent with files becomes a job.  Its row in private/live.db says how far it is and what came of it;
 * so pages need nothing but live.db, and a new start of the server still shows what was done.  A job opens
 * the workspace for itself, as another process would: pages and forms do not wait for it.
 */
#ifndef WEB_JOB_H
#define WEB_JOB_H

#include "web/request.h"

#define JOBS_MOST       4 /* at once, a workspace */
#define JOB_PATIENCE_MS 1000
#define JOB_KEPT_DAYS   30
#define JOB_MARKED_MOST ((size_t)32 << 20) /* bytes of a marked workbook that is kept for download */

/* What would be said is checked, and written unless it is faulty or only to be checked.  The view is what
 * the command gives.  steps may be NULL. */
AK_MUST_USE ak_code job_write(view **out, ctx *c, const action *act, const args *g, const progress *steps,
                              ak_err *err);

/* Starts the request's action with these arguments and the files that came with it, and waits a second for
 * its end.  *ended says whether it came.  LIMIT (WEB-013) where too many are under way. */
AK_MUST_USE ak_code job_start(int64_t *number, bool *ended, request *r, const args *g, ak_err *err);
/* Asks it to stop: it does so at its next step, unless it is being written. */
void job_stop(served *w, server *s, int64_t number);
/* Stops all of a workspace, and waits until they have. */
void job_stop_all(served *w, server *s);

/* /nb/job?number=N: how far it is, or what came of it; .json; .xlsx = the marked workbook.  A form that is
 * sent there stops it.  Without a number: the newest jobs. */
enum MHD_Result job_answer(request *r);

#endif
