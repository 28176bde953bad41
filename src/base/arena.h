/* arena.h -- memory and handles that live and die together.
 *
 * An arena hands out memory and owns handles (files, SQLite statements, zip, curl, cairo).  All of it goes
 * at once: arena_free, or arena_rewind back to a mark.  Handles close in the reverse order of arena_own,
 * before the memory they stand in goes.  So a function may return from anywhere, AK_TRY included.
 *
 * Three life spans by convention: app (whole run) > req (one command or web request) > tmp (one function,
 * between arena_save and arena_rewind).  A function that returns memory takes the arena it goes into; a
 * pointer parameter without an arena is borrowed until return.
 *
 * Memory is zeroed and aligned to 16; texts (arena_copy) stand one behind the other.  Allocation never returns
 * NULL: out of memory aborts.
 * A limit is soft: past it arena_check() fails, which every loop over outside input calls; at four times
 * the limit the process aborts (a loop forgot).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define ARENA_LIMIT_REQUEST ((size_t)64 << 20) /* bytes, one web request or form */

typedef struct arena_block arena_block;
typedef struct arena_handle arena_handle;

/* Start with = {0}: empty, without a limit. */
typedef struct arena {
    arena_block *block;  /* newest block */
    arena_handle *owned; /* newest handle */
    size_t used_bytes;
    size_t limit_bytes; /* 0 = none */
} arena;

typedef struct arena_mark {
    arena_block *block;
    size_t block_used;
    arena_handle *owned;
    size_t used_bytes;
} arena_mark;

void *arena_alloc(arena *a, size_t bytes);
/* Room for n items of the size; a product that overflows aborts. */
void *arena_array(arena *a, size_t n, size_t item_bytes);
/* The list with room for item n: the list itself while n < *cap, else one of twice the room, or as often as it
 * takes, with a copy of the items; the old one stays with the arena.  list is NULL and *cap 0 at first. */
void *arena_room(arena *a, void *list, size_t n, size_t *cap, size_t item_bytes);
char *arena_copy(arena *a, const void *p, size_t n); /* n bytes and a NUL after them */
char *arena_text(arena *a, const char *s);           /* copy of a C string */
char *arena_printf(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(arena *a, const char *format, va_list ap) __attribute__((format(printf, 2, 0)));

arena_mark arena_save(const arena *a);
void arena_rewind(arena *a, arena_mark mark);
void arena_free(arena *a); /* = rewind to empty; the arena may be used again */

/* The arena closes the handle when it is rewound past this point. */
void arena_own(arena *a, void (*close_fn)(void *), void *handle);

/* AK_E_LIMIT when more than the limit is in use. */
AK_MUST_USE ak_code arena_check(const arena *a, ak_err *err);

#define ARENA_NEW(a, type)     ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_NEWS(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

#endif
