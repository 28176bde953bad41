/* fs.c -- files and folders. */
#include "base/fs.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_BYTES 256

/* What could not be opened: a missing file is the caller's business, all else the system's. */
static ak_code fail_open(const char *path, ak_err *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return ak_fail(err, &FIL_001, path);
    return ak_fail_errno(err, "open", path);
}

static ssize_t read_some(int fd, void *p, size_t n)
{
    ssize_t got;
    do
        got = read(fd, p, n);
    while (got < 0 && errno == EINTR);
    return got;
}

static ak_code read_open_file(str *out, arena *a, int fd, const char *path, size_t bytes_max, ak_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return ak_fail_errno(err, "stat", path);
    if (S_ISDIR(st.st_mode))
        return ak_fail(err, &FIL_004, path);
    if (S_ISREG(st.st_mode) && (uint64_t)st.st_size > bytes_max)
        return ak_fail(err, &FIL_002, path, ak_arg_int((int64_t)bytes_max));
    size_t cap = S_ISREG(st.st_mode) ? (size_t)st.st_size + 1 : 65536; /* one more: sees the end at once */
    char *p = arena_alloc(a, cap + 1);
    size_t n = 0;
    for (;;) {
        ssize_t got = read_some(fd, p + n, cap - n);
        if (got < 0)
            return ak_fail_errno(err, "read", path);
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > bytes_max)
            return ak_fail(err, &FIL_002, path, ak_arg_int((int64_t)bytes_max));
        if (n == cap) {
            char *grown = arena_alloc(a, 2 * cap + 1);
            memcpy(grown, p, n);
            p = grown;
            cap *= 2;
        }
    }
    p[n] = '\0';
    *out = (str){p, n};
    return AK_OK;
}

ak_code fs_read(str *out, arena *a, const char *path, size_t bytes_max, ak_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_open(path, err);
    ak_code code = read_open_file(out, a, fd, path, bytes_max, err);
    close(fd);
    return code;
}

/* Splits "a/b/c" into folder "a/b" and name "c"; the folder of a bare name is ".". */
static bool split_path(char folder[static 4096], const char **name, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 1;
    if (n >= 4096)
        return false;
    if (slash == path)
        snprintf(folder, 4096, "/");
    else
        snprintf(folder, 4096, "%.*s", (int)n, slash ? path : ".");
    *name = slash ? slash + 1 : path;
    return **name != '\0' && strlen(*name) < NAME_BYTES - 32;
}

static bool write_all(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t put = write(fd, bytes.p, bytes.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.p += put;
        bytes.n -= (size_t)put;
    }
    return true;
}

/* Writes and syncs the temporary file, then puts it in its place.  The name of the failed step stands in
 * *doing. */
static bool write_beside(int dir, const char *temp, const char *name, str bytes, mode_t mode, bool fresh,
                         const char **doing)
{
    *doing = "create";
    int fd = openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd < 0)
        return false;
    *doing = "write";
    bool ok = write_all(fd, bytes) && fsync(fd) == 0;
    int saved = errno;
    if (close(fd) != 0 && ok) {
        saved = errno;
        ok = false;
    }
    if (ok) {
        *doing = fresh ? "link" : "rename";
        ok = fresh ? linkat(dir, temp, dir, name, 0) == 0 : renameat(dir, temp, dir, name) == 0;
        saved = errno;
    }
    if (!ok || fresh)
        unlinkat(dir, temp, 0);
    if (ok) {
        *doing = "sync the folder of";
        ok = fsync(dir) == 0;
        saved = errno;
    }
    errno = saved;
    return ok;
}

static ak_code write_file(const char *path, str bytes, mode_t mode, bool fresh, ak_err *err)
{
    char folder[4096];
    const char *name;
    if (!*path)
        return ak_fail(err, &FIL_007);
    if (!split_path(folder, &name, path)) {
        errno = ENAMETOOLONG;
        return ak_fail_errno(err, "write", path);
    }
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return fail_open(folder, err);
    unsigned char random[8];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        close(dir);
        return ak_fail_errno(err, "name a temporary file for", path);
    }
    char hex[17];
    hex_write(hex, random, sizeof random);
    char temp[NAME_BYTES];
    snprintf(temp, sizeof temp, ".%s.%s", name, hex);
    const char *doing = "";
    bool ok = write_beside(dir, temp, name, bytes, mode, fresh, &doing);
    int saved = errno;
    close(dir);
    errno = saved;
    if (ok)
        return AK_OK;
    if (fresh && saved == EEXIST)
        return ak_fail(err, &FIL_003, path);
    if (saved == EISDIR)
        return ak_fail(err, &FIL_004, path);
    return ak_fail_errno(err, doing, path);
}

ak_code fs_write(const char *path, str bytes, mode_t mode, ak_err *err)
{
    return write_file(path, bytes, mode, false, err);
}

ak_code fs_write_new(const char *path, str bytes, mode_t mode, ak_err *err)
{
    return write_file(path, bytes, mode, true, err);
}

ak_code fs_sync_dir(const char *path, ak_err *err)
{
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0)
        return fail_open(path, err);
    bool ok = fsync(dir) == 0;
    int saved = errno;
    close(dir);
    errno = saved;
    return ok ? AK_OK : ak_fail_errno(err, "sync", path);
}

/* One folder, and its name in the one above: a name that nobody synced is gone after a power cut, and with it
 * whatever was synced below. */
static ak_code make_folder(const char *path, mode_t mode, ak_err *err)
{
    char above[4096];
    const char *name;
    if (mkdir(path, mode) == 0)
        return split_path(above, &name, path) ? fs_sync_dir(above, err) : AK_OK;
    return errno == EEXIST && fs_is_dir(path) ? AK_OK : ak_fail_errno(err, "make", path);
}

ak_code fs_mkdirs(const char *path, mode_t mode, ak_err *err)
{
    char part[4096];
    size_t n = strlen(path);
    if (n >= sizeof part) {
        errno = ENAMETOOLONG;
        return ak_fail_errno(err, "make", path);
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        AK_TRY(make_folder(part, mode, err));
    }
    return AK_OK;
}

bool fs_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

bool fs_is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

bool fs_is_dir(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* NULL with errno 0: that was all. */
static struct dirent *next_entry(DIR *d)
{
    errno = 0;
    return readdir(d);
}

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static ak_code remove_at(int dir, const char *name, const char *shown, unsigned depth, ak_err *err);

/* fd is taken over: closed in any case. */
static ak_code remove_content(int fd, const char *shown, unsigned depth, ak_err *err)
{
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return ak_fail_errno(err, "open", shown);
    }
    ak_code code = AK_OK;
    for (struct dirent *e = readdir(d); e && code == AK_OK; e = readdir(d)) {
        if (!is_dot(e->d_name))
            code = remove_at(dirfd(d), e->d_name, shown, depth, err);
    }
    closedir(d);
    return code;
}

static ak_code remove_at(int dir, const char *name, const char *shown, unsigned depth, ak_err *err)
{
    if (depth > FS_DEPTH_MAX)
        return ak_fail(err, &FIL_005, shown, ak_arg_int(FS_DEPTH_MAX));
    if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
        return AK_OK;
    if (errno != EISDIR && errno != EPERM)
        return ak_fail_errno(err, "remove", shown);
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", shown);
    AK_TRY(remove_content(fd, shown, depth + 1, err));
    if (unlinkat(dir, name, AT_REMOVEDIR) != 0)
        return ak_fail_errno(err, "remove", shown);
    return AK_OK;
}

ak_code fs_remove_tree(const char *path, ak_err *err)
{
    return remove_at(AT_FDCWD, path, path, 0, err);
}

typedef struct walker {
    arena *a;
    fs_entry *rows;
    size_t n;
    size_t cap;
    size_t entries_max;
    const char *root;
    bool shallow; /* what lies right below the root alone */
} walker;

static ak_code walker_add(walker *w, fs_entry row, ak_err *err)
{
    if (w->n == w->entries_max)
        return ak_fail(err, &FIL_006, w->root, ak_arg_int((int64_t)w->entries_max));
    if (w->n == w->cap) {
        size_t cap = w->cap ? 2 * w->cap : 64;
        fs_entry *grown = ARENA_NEWS(w->a, fs_entry, cap);
        if (w->n)
            memcpy(grown, w->rows, w->n * sizeof *grown);
        w->rows = grown;
        w->cap = cap;
    }
    w->rows[w->n++] = row;
    return AK_OK;
}

static ak_code walk_dir(walker *w, int fd, const char *prefix, unsigned depth, ak_err *err);

static ak_code walk_entry(walker *w, int dir, const char *name, const char *prefix, unsigned depth,
                          ak_err *err)
{
    const char *path = *prefix ? arena_printf(w->a, "%s/%s", prefix, name) : arena_text(w->a, name);
    struct stat st;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return ak_fail_errno(err, "stat", path);
    fs_kind kind = S_ISREG(st.st_mode) ? FS_FILE : S_ISDIR(st.st_mode) ? FS_DIR : FS_OTHER;
    AK_TRY(walker_add(w, (fs_entry){path, kind, kind == FS_FILE ? st.st_size : 0}, err));
    if (kind != FS_DIR || w->shallow)
        return AK_OK;
    if (depth == FS_DEPTH_MAX)
        return ak_fail(err, &FIL_005, path, ak_arg_int(FS_DEPTH_MAX));
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return ak_fail_errno(err, "open", path);
    return walk_dir(w, fd, path, depth + 1, err);
}

/* fd is taken over: closed in any case. */
static ak_code walk_dir(walker *w, int fd, const char *prefix, unsigned depth, ak_err *err)
{
    DIR *d = fdopendir(fd);
    if (!d) {
        close(fd);
        return ak_fail_errno(err, "open", prefix);
    }
    ak_code code = AK_OK;
    for (struct dirent *e; code == AK_OK && (e = next_entry(d));) {
        if (!is_dot(e->d_name))
            code = walk_entry(w, dirfd(d), e->d_name, prefix, depth, err);
    }
    if (code == AK_OK && errno != 0) /* a list that was cut short is not the folder */
        code = ak_fail_errno(err, "read", prefix);
    closedir(d);
    return code;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const fs_entry *)a)->path, ((const fs_entry *)b)->path);
}

static ak_code walk_from(fs_list *out, walker *w, ak_err *err)
{
    int fd = open(w->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return fail_open(w->root, err);
    AK_TRY(walk_dir(w, fd, "", 0, err));
    if (w->n)
        qsort(w->rows, w->n, sizeof *w->rows, by_path);
    *out = (fs_list){w->rows, w->n};
    return AK_OK;
}

ak_code fs_walk(fs_list *out, arena *a, const char *root, size_t entries_max, ak_err *err)
{
    walker w = {.a = a, .entries_max = entries_max, .root = root};
    return walk_from(out, &w, err);
}

ak_code fs_children(fs_list *out, arena *a, const char *root, size_t entries_max, ak_err *err)
{
    walker w = {.a = a, .entries_max = entries_max, .root = root, .shallow = true};
    return walk_from(out, &w, err);
}

static ak_code digest_open_file(unsigned char *out, int64_t *size_out, int fd, const char *path, ak_err *err)
{
    arena a = {0};
    sha256 *h = sha256_new(&a);
    sha256_start(h);
    const size_t chunk_bytes = (size_t)1 << 18;
    char *chunk = arena_alloc(&a, chunk_bytes);
    int64_t size = 0;
    ssize_t got;
    while ((got = read_some(fd, chunk, chunk_bytes)) > 0) {
        sha256_add(h, chunk, (size_t)got);
        size += got;
    }
    ak_code code = got < 0 ? ak_fail_errno(err, "read", path) : AK_OK;
    if (code == AK_OK) {
        sha256_end(h, out);
        if (size_out)
            *size_out = size;
    }
    arena_free(&a);
    return code;
}

ak_code fs_sha256(unsigned char out[static SHA256_BYTES], int64_t *size_out, const char *path, ak_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_open(path, err);
    ak_code code = digest_open_file(out, size_out, fd, path, err);
    close(fd);
    return code;
}
