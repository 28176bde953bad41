/* passphrase.h -- asking for passphrases: on the terminal, or out of a file that the environment names.
 *
 * Never on the command line, where every other user of the machine can read it.
 */
#ifndef APP_PASSPHRASE_H
#define APP_PASSPHRASE_H

#include "base/i18n.h"
#include "ledger/ledger.h"

/* A ledger_asker; payload = const language *.  The first line of the file that AKTSOM_PASSPHRASE_FILE names
 * (/dev/fd/3 is one too); else asked on the terminal, which shows nothing of it.  LED-180: there is neither. */
AK_MUST_USE ak_code passphrase_ask(str *out, arena *a, void *payload, str origin, ak_err *err);
/* A new one: of AKTSOM_NEW_PASSPHRASE_FILE, or asked twice (APP-060: the two differ).  APP-061: it is empty. */
AK_MUST_USE ak_code passphrase_new(str *out, arena *a, language lang, str origin, ak_err *err);

#endif
