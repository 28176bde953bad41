/* fs.h -- files and folders: read with a limit, write so that a crash leaves the old or the new.
 *
 * Modes are before the caller's umask.  Paths are C strings in UTF-8 or whatever the file system holds.
 * Errors: AK_E_NOTFOUND (FIL-001) where the thing named is not there, AK_E_LIMIT past a limit, else
 * AK_E_SYSTEM with the system's message.
 */
#ifndef BASE_FS_H
#define BASE_FS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "base/str.h"

#define FS_DEPTH_MAX 32 /* folders in folders, for walking and removing */

/* The whole file, a NUL behind it.  AK_E_LIMIT when it is larger than bytes_max; a file that grows while
 * it is read is cut nowhere: what was read is what it held up to some moment. */
AK_MUST_USE ak_code fs_read(str *out, arena *a, const char *path, size_t bytes_max, ak_err *err);

/* Writes beside the target under a name of its own (O_EXCL), fsync, rename, fsync of the folder through a
 * descriptor opened before the rename.  So path holds the old bytes or the new ones at any moment, and the
 * new ones after AK_OK.  On error the target is as it was and nothing is left beside it. */
AK_MUST_USE ak_code fs_write(const char *path, str bytes, mode_t mode, ak_err *err);
/* Refuses a path that exists (AK_E_CONFLICT): link instead of rename. */
AK_MUST_USE ak_code fs_write_new(const char *path, str bytes, mode_t mode, ak_err *err);

AK_MUST_USE ak_code fs_sync_dir(const char *path, ak_err *err);
/* Makes the folder and those above it that are missing, durably; fine when it exists. */
AK_MUST_USE ak_code fs_mkdirs(const char *path, mode_t mode, ak_err *err);

bool fs_exists(const char *path); /* anything at all, a dangling link too */
bool fs_is_file(const char *path);
bool fs_is_dir(const char *path);

/* Removes the folder and all in it; links are removed, not followed.  Fine when it is not there. */
AK_MUST_USE ak_code fs_remove_tree(const char *path, ak_err *err);

typedef enum fs_kind { FS_FILE, FS_DIR, FS_OTHER /* link, socket, device: never followed */ } fs_kind;

typedef struct fs_entry {
    const char *path; /* below the root, '/' between, no '/' at the end */
    fs_kind kind;
    int64_t size_bytes; /* FS_FILE */
} fs_entry;

typedef struct fs_list {
    fs_entry *rows; /* sorted by the bytes of path */
    size_t n;
} fs_list;

/* All below root (not root itself).  AK_E_LIMIT past entries_max or FS_DEPTH_MAX. */
AK_MUST_USE ak_code fs_walk(fs_list *out, arena *a, const char *root, size_t entries_max, ak_err *err);
/* What lies right below root. */
AK_MUST_USE ak_code fs_children(fs_list *out, arena *a, const char *root, size_t entries_max, ak_err *err);

/* Digest of a file of any size, and its size (size_out may be NULL). */
AK_MUST_USE ak_code fs_sha256(unsigned char out[static SHA256_BYTES], int64_t *size_out, const char *path,
                              ak_err *err);

#endif
