/* sha256.h -- SHA-256 (FIPS 180-4) by OpenSSL with everything fetched beforehand.
 *
 * EVP with a fetched method and a kept context does 8 million digests of 65 bytes a second and core, a
 * third of which is left when the method is looked up each time; so a loop keeps one sha256 and starts it
 * again for each digest.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>

#include "base/arena.h"

#define SHA256_BYTES 32
#define SHA256_HEX 64

typedef struct sha256 sha256;

/* A context that lives as long as the arena.  Out of memory aborts; SHA-256 is always there. */
sha256 *sha256_new(arena *a);
void sha256_start(sha256 *h); /* begins a digest; may be called again at any time */
void sha256_add(sha256 *h, const void *p, size_t n);
void sha256_end(sha256 *h, unsigned char out[static SHA256_BYTES]);

/* One digest in one call, with a context kept for each thread. */
void sha256_of(unsigned char out[static SHA256_BYTES], const void *p, size_t n);
/* The same as 64 lower-case hex digits and a NUL. */
void sha256_hex(char out[static SHA256_HEX + 1], const void *p, size_t n);

#endif
