/* backup_private.h -- what making a backup and restoring one share. */
#ifndef RECORD_BACKUP_PRIVATE_H
#define RECORD_BACKUP_PRIVATE_H

#include "record/backup.h"

#define BACKUP_MARK "BACKUP"

/* Not there, or empty. */
bool backup_is_free(arena *a, const char *dir);

#endif
