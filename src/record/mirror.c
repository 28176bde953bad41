/* mirror.c -- one folder made the same as another, writing only what differs. */
#include "record/mirror.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/erase.h"

#define FILES_MAX 10000000 /* a log of two thousand million entries */
#define CHUNK     (1 << 14)

/* Fills the buffer as far as the file goes; -1: errno. */
static ssize_t read_full(int fd, char *into, size_t n)
{
    size_t got = 0;
    while (got < n) {
        ssize_t k = read(fd, into + got, n - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return -1;
        if (k == 0)
            break;
        got += (size_t)k;
    }
    return (ssize_t)got;
}

static bool write_full(int fd, const char *from, size_t n)
{
    while (n) {
        ssize_t k = write(fd, from, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k < 0)
            return false;
        from += k;
        n -= (size_t)k;
    }
    return true;
}

/* Same size, mode and bytes? */
static bool same(int from, const struct stat *st, const char *to)
{
    char a[CHUNK], b[CHUNK];
    struct stat there;
    int fd = open(to, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool equal = fstat(fd, &there) == 0 && there.st_size == st->st_size && there.st_mode == st->st_mode;
    while (equal) {
        ssize_t n = read_full(from, a, CHUNK), m = read_full(fd, b, CHUNK);
        equal = n >= 0 && n == m && memcmp(a, b, (size_t)n) == 0;
        if (n < CHUNK)
            break;
    }
    close(fd);
    return equal;
}

static ak_code copy_bytes(int from, int to, const char *path, ak_err *err)
{
    char bytes[CHUNK];
    for (ssize_t n = CHUNK; n == CHUNK;) {
        n = read_full(from, bytes, CHUNK);
        if (n < 0)
            return ak_fail_errno(err, "read", path);
        if (!write_full(to, bytes, (size_t)n))
            return ak_fail_errno(err, "write", path);
    }
    return fsync(to) == 0 ? AK_OK : ak_fail_errno(err, "sync", path);
}

/* Written beside its place first, so that what stands there is whole at every moment; then the old bytes are
 * overwritten, for they may be what was erased. */
static ak_code replace(int from, const struct stat *st, const char *to, ak_err *err)
{
    arena tmp = {0};
    const char *fresh = arena_printf(&tmp, "%s.new", to), *old = arena_printf(&tmp, "%s.old", to);
    ak_code code = erase_file(old, err); /* of a copy that did not come to its end */
    unlink(fresh);
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (code == AK_OK && fd < 0)
        code = ak_fail_errno(err, "create", fresh);
    if (code == AK_OK)
        code = copy_bytes(from, fd, fresh, err);
    if (fd >= 0 && code == AK_OK && fchmod(fd, st->st_mode & 07777) != 0)
        code = ak_fail_errno(err, "set the mode of", fresh);
    if (fd >= 0 && close(fd) != 0 && code == AK_OK)
        code = ak_fail_errno(err, "write", fresh);
    bool had = code == AK_OK && link(to, old) == 0;
    if (code == AK_OK && rename(fresh, to) != 0)
        code = ak_fail_errno(err, "rename", fresh);
    if (had && code == AK_OK)
        code = erase_file(old, err);
    if (code != AK_OK)
        unlink(fresh);
    arena_free(&tmp);
    return code;
}

static ak_code mirror_file(mirror_report *out, const char *from, const char *to, ak_err *err)
{
    struct stat st;
    int fd = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            close(fd);
        return ak_fail_errno(err, "open", from);
    }
    ak_code code = AK_OK;
    out->files++;
    out->bytes += st.st_size;
    if (!same(fd, &st, to)) {
        out->copied++;
        if (lseek(fd, 0, SEEK_SET) != 0)
            code = ak_fail_errno(err, "read", from);
        else
            code = replace(fd, &st, to, err);
    }
    close(fd);
    return code;
}

static ak_code mirror_folder(const char *from, const char *to, ak_err *err)
{
    struct stat st;
    if (stat(from, &st) != 0)
        return ak_fail_errno(err, "look at", from);
    AK_TRY(fs_mkdirs(to, 0700, err));
    return chmod(to, st.st_mode & 07777) == 0 ? AK_OK : ak_fail_errno(err, "set the mode of", to);
}

static bool has(const fs_list *list, const char *path)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t at = low + (high - low) / 2;
        int order = strcmp(list->rows[at].path, path);
        if (order == 0)
            return true;
        if (order < 0)
            low = at + 1;
        else
            high = at;
    }
    return false;
}

static ak_code copy_all(mirror_report *out, arena *a, const fs_list *list, const char *from, const char *to,
                        bool (*wanted)(const char *), ak_err *err)
{
    for (size_t i = 0; i < list->n; i++) {
        const fs_entry *e = &list->rows[i];
        arena_mark mark = arena_save(a);
        const char *here = arena_printf(a, "%s/%s", from, e->path),
                   *there = arena_printf(a, "%s/%s", to, e->path);
        ak_code code = AK_OK;
        if (wanted(e->path) && e->kind == FS_DIR)
            code = mirror_folder(here, there, err);
        else if (wanted(e->path) && e->kind == FS_FILE)
            code = mirror_file(out, here, there, err);
        arena_rewind(a, mark);
        AK_TRY(code);
    }
    return AK_OK;
}

static ak_code remove_rest(mirror_report *out, arena *a, const fs_list *list, const char *to,
                           bool (*wanted)(const char *), ak_err *err)
{
    fs_list there;
    AK_TRY(fs_walk(&there, a, to, FILES_MAX, err));
    for (size_t i = there.n; i-- > 0;) { /* what lies in a folder before the folder */
        const fs_entry *e = &there.rows[i];
        if (!wanted(e->path) || has(list, e->path))
            continue;
        const char *path = arena_printf(a, "%s/%s", to, e->path);
        out->removed++;
        if (e->kind == FS_DIR)
            rmdir(path);
        else
            AK_TRY(erase_file(path, err));
    }
    return AK_OK;
}

ak_code mirror_sync(const char *to, ak_err *err)
{
    int fd = open(to, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", to);
    ak_code code = syncfs(fd) == 0 ? AK_OK : ak_fail_errno(err, "sync", to);
    close(fd);
    return code;
}

ak_code mirror(mirror_report *out, const char *from, const char *to, bool (*wanted)(const char *path),
               ak_err *err)
{
    arena tmp = {0};
    fs_list list;
    *out = (mirror_report){0};
    ak_code code = fs_walk(&list, &tmp, from, FILES_MAX, err);
    if (code == AK_OK)
        code = fs_mkdirs(to, 0700, err);
    if (code == AK_OK)
        code = copy_all(out, &tmp, &list, from, to, wanted, err);
    if (code == AK_OK)
        code = remove_rest(out, &tmp, &list, to, wanted, err);
    if (code == AK_OK)
        code = mirror_sync(to, err); /* names and folders too: each file alone was synced */
    arena_free(&tmp);
    return code;
}
