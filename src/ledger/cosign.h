/* cosign.h -- asking the witnesses of the own log to sign its head.
 *
 * private/cosign says which policy the own heads are to meet, and whether publishing waits for it:
 *
 *     aktsom-cosign-1
 *     wait yes|no
 *     allow <host:port>             0 or more: witnesses in the own house (base/fetch.h)
 *     policy <base64 of the policy file>
 *
 * wait yes: a head is signed, kept in private/signed, and becomes log/checkpoint only when enough witnesses
 * have signed; until then what was said is durable but not published, and the next publish tries again.
 * wait no: heads go out at once; `witness ask` adds the witnesses' lines to the one that is out.
 */
#ifndef LEDGER_COSIGN_H
#define LEDGER_COSIGN_H

#include "ledger/ledger.h"
#include "ledger/policy.h"

typedef struct cosign_setting {
    bool there; /* false: no witnesses are set */
    bool wait;
    policy policy;
    str text; /* of the policy file */
    const char **allow;
    size_t allow_n;
} cosign_setting;

AK_MUST_USE ak_code cosign_setting_read(cosign_setting *out, arena *a, const char *dir, ak_err *err);
/* Refuses a policy that does not read (LED-100) or does not list the own log's key (LED-109). */
AK_MUST_USE ak_code cosign_setting_write(arena *a, const ledger *l, str policy_text, bool wait,
                                         const char *const *allow, size_t allow_n, ak_err *err);

typedef enum cosign_state {
    COSIGN_HAD,       /* its line was there already */
    COSIGN_GIVEN,     /* it signed now */
    COSIGN_NO_URL,    /* the policy says no address */
    COSIGN_UNREACHED, /* see why */
    COSIGN_REFUSED,   /* it answered with another status */
    COSIGN_AHEAD      /* it has signed a larger head of this log than there is here */
} cosign_state;

typedef struct cosign_outcome {
    const policy_witness *witness;
    cosign_state state;
    long status;   /* HTTP of the last answer; 0 = none */
    uint64_t size; /* COSIGN_AHEAD: what it has seen */
    ak_err why;    /* COSIGN_UNREACHED */
    str line;      /* COSIGN_GIVEN */
} cosign_outcome;

/* Asks all witnesses of the policy that have an address, side by side, over the head of the log folder's tree
 * of that size; *head_out = the note with what they signed.  outcomes [witnesses_n], in their order.
 * last = the head before, whose signers need no proof from the beginning; may be empty. */
AK_MUST_USE ak_code cosign_ask(str *head_out, cosign_outcome **outcomes, arena *a, const cosign_setting *s,
                               const char *log_dir, str head, str last, ak_err *err);

/* The request for a witness that has signed the head of that size (0: none), for one who cannot be reached. */
AK_MUST_USE ak_code cosign_request(str *out, arena *a, const char *log_dir, str head, uint64_t old_size,
                                   ak_err *err);
/* A witness's answer, line by line: those that fit are added to the head.  LED-110: none fits. */
AK_MUST_USE ak_code cosign_take(str *head_out, arena *a, const policy *p, str head, str lines, ak_err *err);

/* With wait yes: publishing of this handle waits for the quorum from now on.  Without: nothing. */
AK_MUST_USE ak_code cosign_attach(ledger *l, arena *a, ak_err *err);

#endif
