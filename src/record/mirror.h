/* mirror.h -- one folder made the same as another, writing only what differs. */
#ifndef RECORD_MIRROR_H
#define RECORD_MIRROR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

typedef struct mirror_report {
    size_t files;  /* in the copy */
    int64_t bytes; /* of these */
    size_t copied, removed;
} mirror_report;

/* Files of from whose path (below from) is wanted come to stand in to with the same bytes and mode, each by
 * rename; wanted files of to that from lacks are overwritten and removed (erase_file), others are left alone.
 * Links and devices are passed over.  Both are read to compare: O(bytes of both), memory for a list of names.
 * The copy is durable when this returns. */
AK_MUST_USE ak_code mirror(mirror_report *out, const char *from, const char *to,
                           bool (*wanted)(const char *path), ak_err *err);

/* Makes all that was written to the file system of to durable. */
AK_MUST_USE ak_code mirror_sync(const char *to, ak_err *err);

#endif
