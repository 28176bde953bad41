/* cose.h -- the one shape of COSE_Sign1 that entries have. */
#ifndef LEDGER_COSE_H
#define LEDGER_COSE_H

#include "ledger/entry.h"

typedef struct cose_sign1 {
    str protected_bytes; /* the encoded header map */
    str payload;
    ledger_hash kid;
    str iss;
    int64_t iat_s;
    const uint8_t *sig; /* [LEDGER_SIG_BYTES] */
} cose_sign1;

/* The encoded protected header. */
str cose_protected(arena *a, const ledger_hash *kid, str iss, int64_t iat_s);
/* What the signature is over: Sig_structure of RFC 9052 section 4.4. */
str cose_signed_bytes(arena *a, str protected_bytes, str payload);
str cose_write(arena *a, str protected_bytes, str payload, const uint8_t sig[static LEDGER_SIG_BYTES]);

/* Strict: shortest lengths, exactly the members above in their order, nothing behind.  Strings point into bytes.  LED-010. */
AK_MUST_USE ak_code cose_read(cose_sign1 *out, arena *a, str bytes, ak_err *err);

#endif
