/* str.h -- pieces of text and growing buffers.
 *
 * A str is a borrowed piece of bytes (UTF-8 where it is text), not ended by NUL.  A buf grows in an arena
 * and has a limit from birth; when it would pass the limit it stops growing and buf.over is set, which
 * buf_done() turns into an error.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct str {
    const char *p;
    size_t n;
} str;

#define STR(literal) ((str){(literal), sizeof(literal) - 1})

str str_of(const char *c_string); /* NULL gives an empty str */
bool str_eq(str a, str b);
bool str_is(str a, const char *c_string);
int str_cmp(str a, str b); /* bytes, shorter first */
bool str_starts(str s, const char *prefix);
bool str_ends(str s, const char *suffix);
str str_trim(str s);                    /* ASCII space and tab, CR, LF */
str str_cut(str *rest, char separator); /* piece before the separator; *rest moves behind it */
str str_copy(arena *a, str s);          /* copy with a NUL behind */
const char *str_c(arena *a, str s);     /* copy as C string */
bool str_utf8_ok(str s);                /* strict UTF-8: no surrogates, no overlong forms */
/* Decimal digits and nothing else, up to 19 of them; *out is written only where it is true.  str_digits reads
 * fields of a fixed width, zeros in front and all; str_whole a number as it is written: no zero in front,
 * and no more than `most`. */
bool str_digits(uint64_t *out, str s);
bool str_whole(uint64_t *out, str s, uint64_t most);
/* Case-folded, NFKC-normalised, inner spaces single: for looking up names and header words. */
str str_fold(arena *a, str s);

typedef struct buf {
    arena *a;
    char *p; /* NUL after the last byte; NULL while nothing was put */
    size_t n;
    size_t cap;
    size_t limit_bytes;
    bool over;
} buf;

#define BUF_LIMIT_DEFAULT ((size_t)256 << 20)

buf buf_new(arena *a, size_t limit_bytes); /* 0 = BUF_LIMIT_DEFAULT */
void buf_add(buf *b, const void *p, size_t n);
void buf_add_str(buf *b, str s);
void buf_add_c(buf *b, const char *c_string);
void buf_add_char(buf *b, char c);
void buf_printf(buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
str buf_str(const buf *b);
/* AK_E_LIMIT if something did not fit. */
AK_MUST_USE ak_code buf_done(const buf *b, ak_err *err);

/* Lower-case hex; hex_read accepts either case and fails on odd length or another sign. */
void hex_write(char *out /* [2n + 1] */, const void *p, size_t n);
bool hex_read(void *out, size_t n, str hex); /* exactly 2n digits */
/* RFC 4648 section 4 base64 with padding, and section 5 base64url without; reading is strict: no white
 * space, padding exact, unused bits zero. */
str base64_write(arena *a, const void *p, size_t n);
bool base64_read(arena *a, str *out, str text);
str base64url_write(arena *a, const void *p, size_t n);
bool base64url_read(arena *a, str *out, str text);

#endif
