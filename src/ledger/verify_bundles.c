/* verify_bundles.c -- what others handed over: each bundle by its name, and each log in it in itself. */
#include <string.h>

#include "base/fs.h"
#include "base/pool.h"
#include "ledger/bundle.h"
#include "ledger/rules.h"
#include "ledger/verify_inside.h"

#define FILES_MAX ((size_t)1000000)

typedef struct bundle_job {
    const char *dir;
    const fs_list *files;
    ak_err *wrong; /* [files->n] */
} bundle_job;

static bool is_bundle(const fs_entry *f)
{
    return f->kind == FS_FILE && strstr(f->path, "/bundles/") != NULL;
}

static ak_code look(const char *path, str name, arena *own, ak_err *err)
{
    ledger_hash want;
    bundle b;
    bundle_twice twice;
    str bytes;
    name.n = str_ends(name, ".bundle") ? name.n - strlen(".bundle") : 0;
    if (!hex_read(want.b, sizeof want.b, name))
        return ak_fail(err, &LED_061);
    AK_TRY(fs_read(&bytes, own, path, BUNDLE_FILE_BYTES_MAX, err));
    AK_TRY(bundle_read(&b, own, bytes, true, err));
    if (!ledger_hash_eq(&b.digest, &want))
        return ak_fail(err, &LED_070);
    for (size_t i = 0; i < b.logs_n; i++)
        AK_TRY(bundle_check_log(&b.logs[i], own, &twice, err));
    return AK_OK;
}

static ak_code check(void *payload, size_t i, arena *own, ak_err *err)
{
    (void)err;
    const bundle_job *job = payload;
    const fs_entry *f = &job->files->rows[i];
    if (!is_bundle(f))
        return AK_OK;
    const char *path = arena_printf(own, "%s/%s", job->dir, f->path);
    (void)!look(path, str_of(strrchr(path, '/') + 1), own,
                &job->wrong[i]); /* a fault, told with the others */
    return AK_OK;
}

ak_code verify_bundles(verifier *v, ak_err *err)
{
    fs_list files = {0};
    const char *dir = arena_printf(v->a, "%s/peers", v->dir);
    if (!fs_is_dir(dir))
        return AK_OK;
    AK_TRY(fs_walk(&files, v->a, dir, FILES_MAX, err));
    arena tmp = {0};
    bundle_job job = {dir, &files, ARENA_NEWS(&tmp, ak_err, files.n + 1)};
    ak_code code = files.n ? pool_map(&tmp, files.n, check, &job, err) : AK_OK;
    for (size_t i = 0; code == AK_OK && i < files.n; i++) {
        v->r->bundles += is_bundle(&files.rows[i]);
        fault place = {.file = arena_printf(v->a, "peers/%s", files.rows[i].path)};
        if (job.wrong[i].rule)
            fault_add_err(&v->r->faults, &job.wrong[i], &place);
    }
    arena_free(&tmp);
    return code;
}
