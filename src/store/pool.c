/* pool.c -- readers for threads: taken for one request, given back by its arena. */
#include "store/store_private.h"

#include <pthread.h>
#include <sys/stat.h>

/* A reader lives in an arena of its own, since the pool's is not for several threads. */
typedef struct reader {
    store_pool *pool;
    arena a;
    store *db; /* NULL = not open */
    bool taken;
    dev_t device; /* of the file that it has open */
    ino_t inode;
} reader;

struct store_pool {
    pthread_mutex_t lock;
    const char *path;
    size_t most;
    reader *readers;
};

static void pool_close(void *handle)
{
    store_pool *pool = handle;
    for (size_t i = 0; i < pool->most; i++)
        arena_free(&pool->readers[i].a);
    pthread_mutex_destroy(&pool->lock);
}

ak_code store_pool_open(store_pool **out, arena *a, const char *path, size_t most, ak_err *err)
{
    struct stat there;
    if (stat(path, &there) != 0)
        return ak_fail_errno(err, "open", path);
    store_pool *pool = ARENA_NEW(a, store_pool);
    *pool = (store_pool){.path = arena_text(a, path), .most = most, .readers = ARENA_NEWS(a, reader, most)};
    pthread_mutex_init(&pool->lock, NULL);
    for (size_t i = 0; i < most; i++)
        pool->readers[i].pool = pool;
    arena_own(a, pool_close, pool);
    *out = pool;
    return AK_OK;
}

/* Prefers a reader that is open. */
static reader *take_free(store_pool *pool)
{
    reader *found = NULL;
    pthread_mutex_lock(&pool->lock);
    for (size_t i = 0; i < pool->most; i++) {
        reader *r = &pool->readers[i];
        if (!r->taken && (!found || (r->db && !found->db)))
            found = r;
    }
    if (found)
        found->taken = true;
    pthread_mutex_unlock(&pool->lock);
    return found;
}

static void give_back(void *handle)
{
    reader *r = handle;
    if (r->db)
        store_rollback(r->db);
    pthread_mutex_lock(&r->pool->lock);
    r->taken = false;
    pthread_mutex_unlock(&r->pool->lock);
}

static ak_code open_reader(reader *r, ak_err *err)
{
    struct stat there;
    if (stat(r->pool->path, &there) != 0)
        return ak_fail_errno(err, "open", r->pool->path);
    if (r->db && (r->device != there.st_dev || r->inode != there.st_ino)) {
        arena_free(&r->a); /* a rebuild put another file in its place */
        r->db = NULL;
    }
    if (!r->db) {
        ak_code code = store_open(&r->db, &r->a, r->pool->path, STORE_READ, err);
        if (code != AK_OK) {
            arena_free(&r->a);
            return code;
        }
        r->device = there.st_dev;
        r->inode = there.st_ino;
    }
    return AK_OK;
}

ak_code store_pool_take(store **out, arena *a, store_pool *pool, ak_err *err)
{
    reader *r = take_free(pool);
    if (!r)
        return ak_fail(err, &STO_010, ak_arg_int((int64_t)pool->most));
    arena_own(a, give_back, r);
    AK_TRY(open_reader(r, err));
    AK_TRY(store_begin(r->db, a, err));
    /* SQLite's picture begins with the first read, ours here */
    AK_TRY(store_script(r->db, "SELECT count(*) FROM sqlite_schema;", err));
    *out = r->db;
    return AK_OK;
}
