/* document.c -- documents and batches: by digest, staged before the commit that speaks of them. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/handle.h"
#include "ledger/ledger.h"
#include "ledger/rules.h"

#define COPY_BYTES ((size_t)1 << 18)

static const char *doc_rel_path(arena *a, const ledger_hash *digest)
{
    char hex[2 * SHA256_BYTES + 1];
    hex_write(hex, digest->b, sizeof digest->b);
    return arena_printf(a, "doc/%.2s/%s", hex, hex);
}

static const char *batch_rel_path(arena *a, const ledger_hash *root)
{
    char hex[2 * SHA256_BYTES + 1];
    hex_write(hex, root->b, sizeof root->b);
    return arena_printf(a, "batch/%s", hex);
}

const char *ledger_doc_path(arena *a, const ledger *l, const ledger_hash *digest)
{
    return arena_printf(a, "%s/%s", l->dir, doc_rel_path(a, digest));
}

const char *ledger_batch_path(arena *a, const ledger *l, const ledger_hash *root)
{
    return arena_printf(a, "%s/%s", l->dir, batch_rel_path(a, root));
}

bool ledger_doc_has(const ledger *l, const ledger_hash *digest)
{
    arena tmp = {0};
    bool has = fs_is_file(ledger_doc_path(&tmp, l, digest));
    arena_free(&tmp);
    return has;
}

/* Is it in its place, or staged by this handle? */
static bool known(const ledger *l, const char *rel_path)
{
    for (const ledger_staged *s = l->staged; s; s = s->next)
        if (strcmp(s->path, rel_path) == 0)
            return true;
    arena tmp = {0};
    bool there = fs_is_file(arena_printf(&tmp, "%s/%s", l->dir, rel_path));
    arena_free(&tmp);
    return there;
}

static void remember(ledger *l, const char *name, const char *rel_path)
{
    ledger_staged *s = ARENA_NEW(&l->stage_a, ledger_staged);
    *s = (ledger_staged){.next = l->staged, .name = name, .path = rel_path};
    l->staged = s;
}

static ak_code stage_bytes(ledger *l, const char *rel_path, str bytes, ak_err *err)
{
    if (l->mode != LEDGER_WRITE)
        return ak_fail(err, &LED_030);
    if (known(l, rel_path))
        return AK_OK;
    const char *name;
    AK_TRY(disk_stage_name(&name, &l->disk, &l->stage_a, err));
    const char *path = arena_printf(&l->stage_a, "private/stage/%s", name);
    AK_TRY(disk_put(&l->disk, path, bytes, DISK_KEEP, DISK_PRIVATE, err));
    remember(l, name, rel_path);
    return AK_OK;
}

ak_code ledger_stage_doc(ledger_hash *digest_out, ledger *l, str bytes, ak_err *err)
{
    if (bytes.n > LEDGER_DOC_BYTES_MAX)
        return ak_fail(err, &LED_046, N_("the document"), ak_arg_int((int64_t)(LEDGER_DOC_BYTES_MAX >> 20)));
    sha256_of(digest_out->b, bytes.p, bytes.n);
    return stage_bytes(l, doc_rel_path(&l->stage_a, digest_out), bytes, err);
}

ak_code ledger_stage_batch(ledger *l, const ledger_hash *root, str bytes, ak_err *err)
{
    return stage_bytes(l, batch_rel_path(&l->stage_a, root), bytes, err);
}

ak_code ledger_stage_file(ledger *l, const char *path, str bytes, ak_err *err)
{
    return stage_bytes(l, arena_text(&l->stage_a, path), bytes, err);
}

/* Copies and sums in one pass, so that the digest is of the bytes that are kept. */
static ak_code copy(ledger_hash *digest_out, int64_t *bytes_out, ledger *l, int from, int to,
                    const char *path, ak_err *err)
{
    arena tmp = {0};
    sha256 *sum = sha256_new(&tmp);
    char *block = arena_alloc(&tmp, COPY_BYTES);
    sha256_start(sum);
    ak_code code = AK_OK;
    *bytes_out = 0;
    for (;;) {
        ssize_t got = read(from, block, COPY_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            code = ak_fail_errno(err, "read", path);
        if (got <= 0)
            break;
        sha256_add(sum, block, (size_t)got);
        if (!disk_write_all(to, block, (size_t)got, *bytes_out))
            code = ak_fail_errno(err, "write", "private/stage");
        *bytes_out += got;
        if (code == AK_OK && (uint64_t)*bytes_out > LEDGER_DOC_BYTES_MAX)
            code = ak_fail(err, &LED_046, path, ak_arg_int((int64_t)(LEDGER_DOC_BYTES_MAX >> 20)));
        if (code != AK_OK)
            break;
    }
    sha256_end(sum, digest_out->b);
    if (code == AK_OK)
        disk_sync_file(&l->disk, to, path);
    arena_free(&tmp);
    return code;
}

ak_code ledger_stage_doc_file(ledger_hash *digest_out, int64_t *bytes_out, ledger *l, const char *path,
                              ak_err *err)
{
    if (l->mode != LEDGER_WRITE)
        return ak_fail(err, &LED_030);
    const char *name;
    AK_TRY(disk_stage_name(&name, &l->disk, &l->stage_a, err));
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return ak_fail_errno(err, "open", path);
    const char *temp = arena_printf(&l->stage_a, "%s/%s", l->disk.stage, name);
    int to = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ak_code code =
        to < 0 ? ak_fail_errno(err, "create", temp) : copy(digest_out, bytes_out, l, from, to, path, err);
    close(from);
    if (to >= 0)
        close(to);
    const char *rel_path = doc_rel_path(&l->stage_a, digest_out);
    if (code != AK_OK || known(l, rel_path))
        unlink(temp);
    else
        remember(l, name, rel_path);
    return code;
}

void ledger_stage_drop(ledger *l)
{
    for (; l->staged; l->staged = l->staged->next)
        unlink(arena_printf(&l->stage_a, "%s/%s", l->disk.stage, l->staged->name));
    arena_free(&l->stage_a);
}

ak_code ledger_doc_read(str *out, arena *a, const ledger *l, const ledger_hash *digest, ak_err *err)
{
    char hex[2 * SHA256_BYTES + 1];
    hex_write(hex, digest->b, sizeof digest->b);
    ak_code code = fs_read(out, a, ledger_doc_path(a, l, digest), LEDGER_DOC_BYTES_MAX, err);
    if (code == AK_E_NOTFOUND)
        return ak_fail(err, &LED_044, hex);
    AK_TRY(code);
    ledger_hash have = {0};
    sha256_of(have.b, out->p, out->n);
    return ledger_hash_eq(&have, digest) ? AK_OK : ak_fail(err, &LED_045, hex);
}
