/* key_table.h -- many signatures of one key, checked in a quarter of the time that one alone takes.
 *
 * The answer is that of key_check, always: what the table's own arithmetic does not find good is asked of
 * libsodium, so a refusal is libsodium's.  And it finds good what the strict rule does: the key lies in the
 * group of prime order (libsodium says so when the table is made), so s B - h A does too, where the only
 * encodings are canonical and the only point of low order is the neutral one; S is below the order.
 */
#ifndef LEDGER_KEY_TABLE_H
#define LEDGER_KEY_TABLE_H

#include "ledger/key.h"

#define KEY_TABLE_WORTH 250 /* signatures from which on making it is paid back */

typedef struct key_table key_table;

/* A MiB, and as long as 30 checks.  NULL: a key that no table is made of; ask key_check. */
key_table *key_table_new(arena *a, const ledger_public *pub);
const ledger_public *key_table_of(const key_table *t);
/* (many threads) */
bool key_table_check(const key_table *t, const uint8_t sig[static LEDGER_SIG_BYTES], const void *p, size_t n);

#endif
