/* request.h -- one request on its way through the server. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <microhttpd.h>
#include <pthread.h>

#include "record/workspace.h"
#include "web/guard.h"
#include "web/route.h"
#include "web/web.h"

/* One workspace that is served. */
typedef struct served {
    const char *name; /* first part of its addresses; "" = the only one */
    workspace *ws;
    store_pool *readers;
    store *live; /* sessions and jobs; used behind the door */
    guard guard;
    pthread_rwlock_t record; /* readers share the workspace's handle, a writer has it alone */
    int64_t caught_up_s;     /* last look for what other processes wrote */
    struct job *jobs;        /* under way, newest first; behind the door (web/job.h) */
} served;

typedef struct server {
    const web_options *o;
    served *all;
    size_t n;
    int port;
    pthread_mutex_t door;    /* sessions, jobs, live.db */
    pthread_cond_t job_done; /* told with the door held */
} server;

/* Who is logged in. */
typedef struct session {
    char form[65]; /* token of its forms */
} session;

typedef struct upload upload; /* web/upload.h */

typedef struct request {
    server *s;
    served *w; /* NULL: no such workspace */
    struct MHD_Connection *con;
    arena a;
    bool post;
    str path;         /* behind the workspace's name */
    const char *root; /* "/NAME" before every address of ours; "" = the only workspace */
    route route;
    int64_t now_s;
    const session *session; /* NULL = not logged in */
    upload *upload;         /* body of a POST */
    const char **names;     /* query and form fields, in order */
    const char **values;
    size_t n, cap;
} request;

const char *request_header(const request *r, const char *name); /* "" = not sent */
const char *request_field(const request *r, const char *name);  /* NULL = not sent */
void request_add_field(request *r, str name, str value);

/* Answers: the bytes are copied by the server library. */
enum MHD_Result request_send(request *r, unsigned status, const char *mime, str body);
/* To keep, never to show: the name is plain ASCII of ours. */
enum MHD_Result request_send_file(request *r, const char *mime, const char *name, str body);
/* to: an address as written in pages, without r->root. */
enum MHD_Result request_redirect(request *r, const char *to);
/* Asks the script of the page to load it anew. */
enum MHD_Result request_reload(request *r);
/* An error as a page or as JSON, by what was asked for. */
enum MHD_Result request_send_err(request *r, const ak_err *err);
enum MHD_Result request_refuse(request *r, const ak_rule *rule, const char *arg1, const char *arg2);
/* The headers of every answer. */
void request_harden(struct MHD_Response *response);

#endif
