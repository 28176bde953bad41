/* log_health.h -- the state of the log in a few lines: when it was checked, what stands under a signed head, who
 * has seen it, whether there is a copy. */
#ifndef APP_LOG_HEALTH_H
#define APP_LOG_HEALTH_H

#include "ledger/ledger.h"
#include "record/action.h"

typedef struct log_health {
    uint64_t size, published;  /* entries; those under the newest signed head */
    int64_t logged_s;          /* of the newest entry under it; 0 = none */
    unsigned witnesses, known; /* that signed that head; that are trusted to */
    int64_t witnessed_s;       /* 0 = nobody */
    uint64_t verified;         /* entries when all was last checked and right */
    int64_t verified_s;        /* 0 = never */
    const char *backup;        /* moment of the newest copy that was made; NULL = none is known */
    str origin;
    ledger_hash root;
} log_health;

/* When an entry was signed, by the log's own clock; 0 = it does not say. */
int64_t log_entry_time(arena *a, const ledger *l, uint64_t index);
AK_MUST_USE ak_code log_health_of(log_health *out, ctx *c, ak_err *err);
/* "pending","logged","witnesses","witnesses_known","witnessed","verified","verified_size","backup" into a map. */
void log_health_put(view *v, ctx *c, const log_health *h);
/* "health": [{"ok","what","how"}], for people and machines. */
view *log_health_table(ctx *c, const log_health *h);

#endif
