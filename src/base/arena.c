/* arena.c -- memory and handles that live and die together. */
#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* With AK_TRUE_MALLOC every allocation is a block of its own, so that AddressSanitizer sees a use after
 * rewind and a step past the end; without it blocks grow from 4 KiB to 1 MiB. */
#ifdef AK_TRUE_MALLOC
#define BLOCK_BYTES_FIRST 1
#define BLOCK_BYTES_MOST  1
#else
#define BLOCK_BYTES_FIRST ((size_t)4096)
#define BLOCK_BYTES_MOST  ((size_t)1 << 20)
#define ROOM_FIRST        8
#endif

#define ROOM_FIRST 8 /* items */

struct arena_block {
    arena_block *older;
    size_t size_bytes;
    size_t used_bytes;
    max_align_t data[];
};

struct arena_handle {
    arena_handle *older;
    void (*close_fn)(void *);
    void *handle;
};

static _Noreturn void out_of_memory(size_t bytes)
{
    fprintf(stderr, "aktsom: out of memory (%zu bytes wanted)\n", bytes);
    abort();
}

static arena_block *block_new(arena *a, size_t at_least)
{
    size_t size = a->block ? a->block->size_bytes * 2 : BLOCK_BYTES_FIRST;
    if (size > BLOCK_BYTES_MOST)
        size = BLOCK_BYTES_MOST;
    if (size < at_least)
        size = at_least;
    arena_block *block = malloc(sizeof *block + size);
    if (!block)
        out_of_memory(size);
    *block = (arena_block){.older = a->block, .size_bytes = size};
    a->block = block;
    return block;
}

/* Bytes from a multiple of align on. */
static void *take(arena *a, size_t bytes, size_t align)
{
    if (bytes > SIZE_MAX / 2)
        out_of_memory(bytes);
    size_t size = bytes ? bytes : align;
    if (a->limit_bytes && a->used_bytes + size > 4 * a->limit_bytes)
        out_of_memory(bytes);
    arena_block *block = a->block;
    size_t from = block ? (block->used_bytes + align - 1) / align * align : 0;
    if (!block || from > block->size_bytes || block->size_bytes - from < size) {
        block = block_new(a, size);
        from = 0;
    }
    block->used_bytes = from + size;
    a->used_bytes += size;
    return (char *)block->data + from;
}

void *arena_alloc(arena *a, size_t bytes)
{
    void *p = take(a, bytes, 16);
    memset(p, 0, bytes);
    return p;
}

void *arena_array(arena *a, size_t n, size_t item_bytes)
{
    if (item_bytes && n > SIZE_MAX / 2 / item_bytes)
        out_of_memory(SIZE_MAX);
    return arena_alloc(a, n * item_bytes);
}

void *arena_room(arena *a, void *list, size_t n, size_t *cap, size_t item_bytes)
{
    if (n < *cap)
        return list;
    size_t had = *cap;
    while (*cap <= n)
        *cap = *cap ? *cap * 2 : ROOM_FIRST;
    void *more = arena_array(a, *cap, item_bytes);
    if (had)
        memcpy(more, list, had * item_bytes);
    return more;
}

char *arena_copy(arena *a, const void *p, size_t n)
{
    char *out = take(a, n + 1, 1);
    if (n)
        memcpy(out, p, n);
    out[n] = '\0';
    return out;
}

char *arena_text(arena *a, const char *s)
{
    return arena_copy(a, s, strlen(s));
}

char *arena_vprintf(arena *a, const char *format, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, format, ap);
    assert(n >= 0);
    char *out = arena_alloc(a, (size_t)n + 1);
    vsnprintf(out, (size_t)n + 1, format, again);
    va_end(again);
    return out;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    char *out = arena_vprintf(a, format, ap);
    va_end(ap);
    return out;
}

arena_mark arena_save(const arena *a)
{
    return (arena_mark){a->block, a->block ? a->block->used_bytes : 0, a->owned, a->used_bytes};
}

void arena_rewind(arena *a, arena_mark mark)
{
    while (a->owned != mark.owned) {
        assert(a->owned);
        arena_handle *newest = a->owned;
        a->owned = newest->older;
        newest->close_fn(newest->handle);
    }
    while (a->block != mark.block) {
        assert(a->block);
        arena_block *newest = a->block;
        a->block = newest->older;
        free(newest);
    }
    if (a->block)
        a->block->used_bytes = mark.block_used;
    a->used_bytes = mark.used_bytes;
}

void arena_free(arena *a)
{
    arena_rewind(a, (arena_mark){0});
}

void arena_own(arena *a, void (*close_fn)(void *), void *handle)
{
    arena_handle *h = ARENA_NEW(a, arena_handle);
    *h = (arena_handle){a->owned, close_fn, handle};
    a->owned = h;
}

ak_code arena_check(const arena *a, ak_err *err)
{
    if (!a->limit_bytes || a->used_bytes <= a->limit_bytes)
        return AK_OK;
    return ak_fail(err, &SYS_002, ak_arg_int((int64_t)(a->limit_bytes >> 20)));
}
