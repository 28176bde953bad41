/* pool.c -- map over chunks on several processors. */
#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define THREADS_MAX 64

typedef struct job {
    size_t n;
    pool_fn fn;
    void *payload;
    arena *arenas; /* [n] */
    atomic_size_t next;
    atomic_size_t failed; /* lowest chunk known to have failed; n = none */
} job;

/* One thread's first error, which is its lowest: it takes chunks in rising order and stops there. */
typedef struct worker {
    job *job;
    ak_code code;
    size_t chunk;
    ak_err err;
} worker;

static void note_failure(job *j, size_t i)
{
    size_t lowest = atomic_load(&j->failed);
    while (i < lowest && !atomic_compare_exchange_weak(&j->failed, &lowest, i))
        continue;
}

static void *work(void *payload)
{
    worker *w = payload;
    job *j = w->job;
    for (;;) {
        size_t i = atomic_fetch_add(&j->next, 1);
        if (i >= j->n || i > atomic_load(&j->failed))
            return NULL;
        w->code = j->fn(j->payload, i, &j->arenas[i], &w->err);
        if (w->code != AK_OK) {
            w->chunk = i;
            note_failure(j, i);
            return NULL;
        }
    }
}

typedef struct arenas {
    arena *rows;
    size_t n;
} arenas;

static void free_arenas(void *handle)
{
    arenas *all = handle;
    for (size_t i = all->n; i > 0; i--)
        arena_free(&all->rows[i - 1]);
}

unsigned pool_threads(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n < 1 ? 1 : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

ak_code pool_map(arena *a, size_t n, pool_fn fn, void *payload, ak_err *err)
{
    if (n == 0)
        return AK_OK;
    arenas *all = ARENA_NEW(a, arenas);
    *all = (arenas){ARENA_NEWS(a, arena, n), n};
    arena_own(a, free_arenas, all);
    job j = {.n = n, .fn = fn, .payload = payload, .arenas = all->rows};
    atomic_init(&j.next, 0);
    atomic_init(&j.failed, n);

    worker workers[THREADS_MAX] = {{0}};
    pthread_t threads[THREADS_MAX];
    size_t want = n < pool_threads() ? n : pool_threads();
    for (size_t t = 0; t < want; t++)
        workers[t].job = &j;
    size_t started = 1; /* the caller's thread is worker 0 */
    while (started < want && pthread_create(&threads[started], NULL, work, &workers[started]) == 0)
        started++; /* a thread that cannot be had is done without */
    work(&workers[0]);
    for (size_t t = 1; t < started; t++)
        pthread_join(threads[t], NULL);

    for (size_t t = 0; t < started; t++) {
        if (workers[t].code != AK_OK && workers[t].chunk == atomic_load(&j.failed)) {
            if (err)
                *err = workers[t].err;
            return workers[t].code;
        }
    }
    return AK_OK;
}
