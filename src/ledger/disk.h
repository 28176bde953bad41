/* disk.h -- making things durable, in the one order that survives a crash.
 *
 * Temporary files lie in private/stage, so that nothing unfinished is ever under log/, said/ or doc/.
 * A sync that fails ends the process with status 7: the kernel may have dropped the pages and would say
 * yes the second time.
 */
#ifndef LEDGER_DISK_H
#define LEDGER_DISK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/str.h"
#include "ledger/hooks.h"

typedef struct disk {
    const char *root;    /* the workspace */
    const char *stage;   /* root/private/stage */
    char token[17];      /* 16 random hex digits: whose temporary files these are; "" = none yet */
    int token_fd;        /* of stage/<token>.lock, held while the process lives */
    atomic_uint temp_n;  /* for names of temporary files; several threads publish */
    ledger_hooks *hooks; /* NULL outside tests */
} disk;

void disk_step(disk *d); /* before anything that must last */
/* For tests that cut the power. */
void disk_tell(disk *d, ledger_told what, const char *path, uint64_t at);
void disk_sync_file(disk *d, int fd, const char *path); /* fsync, or the end */
void disk_sync_data(disk *d, int fd, const char *path); /* fdatasync, or the end */
/* The same of a file whose last part begins there: where it cannot be made durable it is cut off again before the
 * end, for what a failed fdatasync leaves in memory would read as whole. */
void disk_sync_frame(disk *d, int fd, const char *path, uint64_t begin);
void disk_sync_all(disk *d);                            /* the file system of root, or the end */

bool disk_write_all(int fd, const void *p, size_t n, off_t at); /* false: errno */

typedef enum disk_how {
    DISK_REPLACE, /* rename over what is there */
    DISK_KEEP     /* link; what is there already must have the same bytes */
} disk_how;

typedef struct disk_mode {
    mode_t file, folder;
    bool now; /* sync file and folders at once; else disk_sync_all does, some time later */
} disk_mode;

#define DISK_PRIVATE ((disk_mode){0600, 0700, true})
#define DISK_PUBLIC  ((disk_mode){0644, 0755, true})

/* Writes root/path ("log/tile/0/000"); makes the folders that are missing. */
AK_MUST_USE ak_code disk_put(disk *d, const char *path, str bytes, disk_how how, disk_mode mode, ak_err *err);
/* Overwrites a file that is there and nobody needs, in its place: one sync, and no file is made. */
AK_MUST_USE ak_code disk_write_over(disk *d, const char *path, str bytes, ak_err *err);
/* Makes root/path and the folders above it. */
AK_MUST_USE ak_code disk_mkdirs(disk *d, const char *path, disk_mode mode, ak_err *err);
/* Links a file of private/stage to root/path and removes it from there. */
AK_MUST_USE ak_code disk_link_staged(disk *d, const char *staged, const char *path, disk_mode mode,
                                     ak_err *err);
/* Renames a synced file of private/stage over root/path, whose folder is there, and syncs that folder. */
AK_MUST_USE ak_code disk_rename_staged(disk *d, const char *staged, const char *path, ak_err *err);
/* Name of a fresh file in private/stage: "<token>-<n>". */
AK_MUST_USE ak_code disk_stage_name(const char **out, disk *d, arena *a, ak_err *err);
/* Removes files of private/stage whose owner is gone: nobody holds its lock file. */
void disk_stage_sweep(disk *d);
void disk_close(disk *d); /* gives up the token */

#endif
