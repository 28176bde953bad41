/* disk.c -- making things durable, in the one order that survives a crash. */
#include "ledger/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "ledger/rules.h"

static _Noreturn void cannot_last(const char *path, int why)
{
    char text[96] = "";
    fprintf(stderr, "aktsom: %s: the disk does not keep what was written: %s; stopped\n", path,
            strerror_r(why, text, sizeof text));
    _exit(ak_exit_status(AK_E_SYSTEM));
}

void disk_step(disk *d)
{
    if (!d->hooks)
        return;
    d->hooks->steps++;
    if (d->hooks->die_at && d->hooks->steps >= d->hooks->die_at)
        _exit(137);
}

void disk_tell(disk *d, ledger_told what, const char *path, uint64_t at)
{
    if (d->hooks && d->hooks->tell)
        d->hooks->tell(d->hooks->payload, what, path, at);
}

static bool syncs(disk *d, int fd, int (*sync_fn)(int))
{
    disk_step(d);
    bool broken = d->hooks && d->hooks->fail_sync_at && d->hooks->steps >= d->hooks->fail_sync_at;
    if (broken)
        errno = EIO;
    return !broken && sync_fn(fd) == 0;
}

static void sync_or_end(disk *d, int fd, const char *path, int (*sync_fn)(int))
{
    if (!syncs(d, fd, sync_fn))
        cannot_last(path, errno);
}

void disk_sync_file(disk *d, int fd, const char *path)
{
    sync_or_end(d, fd, path, fsync);
}

void disk_sync_data(disk *d, int fd, const char *path)
{
    sync_or_end(d, fd, path, fdatasync);
}

void disk_sync_frame(disk *d, int fd, const char *path, uint64_t begin)
{
    if (syncs(d, fd, fdatasync))
        return;
    int why = errno;
    if (ftruncate(fd, (off_t)begin) != 0)
        why = errno;
    cannot_last(path, why);
}

void disk_sync_all(disk *d)
{
    int fd = open(d->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        cannot_last(d->root, errno);
    sync_or_end(d, fd, d->root, syncfs);
    disk_tell(d, LEDGER_ALL_DURABLE, d->root, 0);
    close(fd);
}

bool disk_write_all(int fd, const void *p, size_t n, off_t at)
{
    const char *from = p;
    while (n) {
        ssize_t put = pwrite(fd, from, n, at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        from += put;
        at += put;
        n -= (size_t)put;
    }
    return true;
}

/* Opens the folder of path before what happens in it, so that its sync sees an error of that time. */
static int open_folder(arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = arena_copy(a, path, (size_t)(slash - path));
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* One level; the folder above it is there. */
static ak_code make_folder(disk *d, arena *a, const char *path, disk_mode mode, ak_err *err)
{
    if (fs_is_dir(path))
        return AK_OK;
    int above = open_folder(a, path);
    if (above < 0)
        return ak_fail_errno(err, "open the folder of", path);
    disk_step(d);
    bool made = mkdir(path, mode.folder) == 0 || errno == EEXIST;
    made = made && chmod(path, mode.folder) == 0; /* the umask closes more than log/ should be closed */
    if (made && mode.now)
        disk_sync_file(d, above, path);
    int saved = errno;
    close(above);
    errno = saved;
    return made ? AK_OK : ak_fail_errno(err, "make", path);
}

ak_code disk_mkdirs(disk *d, const char *path, disk_mode mode, ak_err *err)
{
    arena tmp = {0};
    char *whole = arena_printf(&tmp, "%s/%s", d->root, path);
    ak_code code = AK_OK;
    if (!fs_is_dir(whole)) {
        for (char *p = whole + strlen(d->root) + 1; code == AK_OK && (p = strchr(p, '/')); p++) {
            *p = '\0';
            code = make_folder(d, &tmp, whole, mode, err);
            *p = '/';
        }
        if (code == AK_OK)
            code = make_folder(d, &tmp, whole, mode, err);
    }
    arena_free(&tmp);
    return code;
}

/* The token's lock file is held for as long as the process lives; the kernel lets go of it when that dies,
 * however it dies.  A sweep may come between making and locking it: then another token. */
static ak_code token_take(disk *d, ak_err *err)
{
    for (;;) {
        arena tmp = {0};
        uint8_t random[8];
        struct stat st;
        randombytes_buf(random, sizeof random);
        hex_write(d->token, random, sizeof random);
        const char *path = arena_printf(&tmp, "%s/%s.lock", d->stage, d->token);
        d->token_fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        ak_code code = d->token_fd < 0 ? ak_fail_errno(err, "create", path) : AK_OK;
        bool held = code == AK_OK && flock(d->token_fd, LOCK_EX | LOCK_NB) == 0 &&
                    fstat(d->token_fd, &st) == 0 && st.st_nlink > 0;
        arena_free(&tmp);
        if (held)
            return AK_OK;
        if (d->token_fd >= 0)
            close(d->token_fd);
        d->token[0] = '\0';
        AK_TRY(code);
    }
}

ak_code disk_stage_name(const char **out, disk *d, arena *a, ak_err *err)
{
    if (!d->token[0])
        AK_TRY(token_take(d, err));
    *out = arena_printf(a, "%s-%u", d->token, atomic_fetch_add(&d->temp_n, 1));
    return AK_OK;
}

void disk_close(disk *d)
{
    if (!d->token[0])
        return;
    arena tmp = {0};
    unlink(arena_printf(&tmp, "%s/%s.lock", d->stage, d->token));
    close(d->token_fd);
    d->token[0] = '\0';
    arena_free(&tmp);
}

static bool same_bytes(const char *path, str bytes)
{
    arena tmp = {0};
    str there;
    bool same = fs_read(&there, &tmp, path, bytes.n + 1, NULL) == AK_OK && str_eq(there, bytes);
    arena_free(&tmp);
    return same;
}

/* Moves a written file to its place; true also when it is there with the same bytes. */
static bool move_into(const char *temp, const char *path, disk_how how, const str *bytes)
{
    if (how == DISK_REPLACE)
        return rename(temp, path) == 0;
    if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    bool there = errno == EEXIST;
    if (!there && link(temp, path) != 0) { /* a file system that cannot do it in one step */
        there = errno == EEXIST;
        if (!there)
            return false;
    }
    if (there && bytes && !same_bytes(path, *bytes)) {
        errno = EEXIST;
        return false;
    }
    return unlink(temp) == 0;
}

/* folder < 0: nothing is synced. */
static ak_code put_at(disk *d, arena *a, int folder, const char *whole, str bytes, disk_how how,
                      disk_mode mode, ak_err *err)
{
    const char *name;
    AK_TRY(disk_stage_name(&name, d, a, err));
    const char *temp = arena_printf(a, "%s/%s", d->stage, name);
    disk_step(d);
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return ak_fail_errno(err, "create", temp);
    bool ok = disk_write_all(fd, bytes.p, bytes.n, 0) && fchmod(fd, mode.file) == 0;
    int saved = errno;
    if (ok && mode.now)
        disk_sync_file(d, fd, whole);
    if (close(fd) != 0 && ok)
        cannot_last(whole, errno);
    if (ok) {
        disk_step(d);
        disk_tell(d, mode.now ? LEDGER_MOVING : LEDGER_PUT_UNSYNCED, whole, 0);
        ok = move_into(temp, whole, how, &bytes);
        saved = errno;
    }
    if (!ok) {
        unlink(temp);
        errno = saved;
        return ak_fail_errno(err, "write", whole);
    }
    if (mode.now) {
        disk_sync_file(d, folder, whole);
        disk_tell(d, LEDGER_MOVED, whole, 0);
    }
    return AK_OK;
}

ak_code disk_put(disk *d, const char *path, str bytes, disk_how how, disk_mode mode, ak_err *err)
{
    arena tmp = {0};
    char *whole = arena_printf(&tmp, "%s/%s", d->root, path);
    char *parent = arena_text(&tmp, path);
    char *slash = strrchr(parent, '/');
    if (slash)
        *slash = '\0';
    ak_code code = slash ? disk_mkdirs(d, parent, mode, err) : AK_OK;
    int folder = code == AK_OK && mode.now ? open_folder(&tmp, whole) : -1;
    if (code == AK_OK && mode.now && folder < 0)
        code = ak_fail_errno(err, "open the folder of", whole);
    if (code == AK_OK)
        code = put_at(d, &tmp, folder, whole, bytes, how, mode, err);
    if (folder >= 0)
        close(folder);
    arena_free(&tmp);
    return code;
}

ak_code disk_write_over(disk *d, const char *path, str bytes, ak_err *err)
{
    arena tmp = {0};
    struct stat st = {0};
    const char *whole = arena_printf(&tmp, "%s/%s", d->root, path);
    int fd = open(whole, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    ak_code code = fd < 0 || fstat(fd, &st) != 0 ? ak_fail_errno(err, "open", whole) : AK_OK;
    if (code == AK_OK) {
        disk_step(d);
        disk_tell(d, LEDGER_WRITING, whole, 0);
        if (!disk_write_all(fd, bytes.p, bytes.n, 0) ||
            (st.st_size != (off_t)bytes.n && ftruncate(fd, (off_t)bytes.n) != 0))
            code = ak_fail_errno(err, "write", whole);
    }
    if (code == AK_OK) {
        disk_sync_data(d, fd, whole);
        disk_tell(d, LEDGER_WRITTEN, whole, bytes.n);
    }
    if (fd >= 0 && close(fd) != 0 && code == AK_OK)
        cannot_last(whole, errno);
    arena_free(&tmp);
    return code;
}

ak_code disk_link_staged(disk *d, const char *staged, const char *path, disk_mode mode, ak_err *err)
{
    arena tmp = {0};
    char *whole = arena_printf(&tmp, "%s/%s", d->root, path);
    char *temp = arena_printf(&tmp, "%s/%s", d->stage, staged);
    char *parent = arena_text(&tmp, path);
    *strrchr(parent, '/') = '\0';
    ak_code code = disk_mkdirs(d, parent, mode, err);
    int folder = code == AK_OK ? open_folder(&tmp, whole) : -1;
    if (code == AK_OK && folder < 0)
        code = ak_fail_errno(err, "open the folder of", whole);
    if (code == AK_OK) {
        disk_step(d);
        disk_tell(d, LEDGER_MOVING, whole, 0);
        if (!move_into(temp, whole, DISK_KEEP, NULL))
            code = ak_fail_errno(err, "write", whole);
        else
            disk_sync_file(d, folder, whole);
        disk_tell(d, LEDGER_MOVED, whole, 0);
    }
    if (folder >= 0)
        close(folder);
    arena_free(&tmp);
    return code;
}

ak_code disk_rename_staged(disk *d, const char *staged, const char *path, ak_err *err)
{
    arena tmp = {0};
    char *whole = arena_printf(&tmp, "%s/%s", d->root, path);
    int folder = open_folder(&tmp, whole);
    ak_code code = folder < 0 ? ak_fail_errno(err, "open the folder of", whole) : AK_OK;
    if (code == AK_OK) {
        disk_step(d);
        disk_tell(d, LEDGER_MOVING, whole, 0);
        if (rename(arena_printf(&tmp, "%s/%s", d->stage, staged), whole) != 0)
            code = ak_fail_errno(err, "write", whole);
        else
            disk_sync_file(d, folder, whole);
        disk_tell(d, LEDGER_MOVED, whole, 0);
    }
    if (folder >= 0)
        close(folder);
    arena_free(&tmp);
    return code;
}

static bool is_token(const char *name)
{
    size_t n = strspn(name, "0123456789abcdef");
    return n == 16 && (name[16] == '-' || strcmp(name + 16, ".lock") == 0);
}

/* Nobody holds the lock file of the token that the name begins with, or there is none any more. */
static bool owner_gone(int dir, const char *name)
{
    char lock[32];
    snprintf(lock, sizeof lock, "%.16s.lock", name);
    int fd = openat(dir, lock, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return errno == ENOENT;
    bool gone = flock(fd, LOCK_EX | LOCK_NB) == 0;
    close(fd);
    return gone;
}

void disk_stage_sweep(disk *d)
{
    DIR *dir = opendir(d->stage);
    if (!dir)
        return;
    for (struct dirent *e; (e = readdir(dir));)
        if (is_token(e->d_name) && owner_gone(dirfd(dir), e->d_name))
            unlinkat(dirfd(dir), e->d_name, 0);
    closedir(dir);
}
