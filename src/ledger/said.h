/* said.h -- the disclosures of 256 entries in one file (D12). */
#ifndef LEDGER_SAID_H
#define LEDGER_SAID_H

#include "base/arena.h"
#include "base/str.h"
#include "ledger/merkle.h"

#define SAID_BYTES_MAX ((size_t)1 << 30) /* 256 times ENTRY_SAID_BYTES_MAX */

typedef struct said_entry {
    str *said; /* disclosures as JSON text */
    size_t n;
} said_entry;

void said_put(buf *out, const str *said, size_t n); /* appends the record of one entry */

/* Passes over the disclosures of one entry; false as in said_take. */
bool said_skip(str *rest);
/* One record from the front of *rest; false when it is cut or past the limits. */
bool said_take(said_entry *out, arena *a, str *rest);

/* All records of a file that holds width entries; false unless they fill it exactly. */
bool said_split(said_entry *out, unsigned width, arena *a, str file);

#endif
