/* backup_private.h -- what making a backup and restoring one share. */
#ifndef RECORD_BACKUP_PRIVATE_H
#define RECORD_BACKUP_PRIVATE_H

#include "record/backup.h"

#define BACKUP_MARK "BACKUP"

/* It came to its end; else it may lack documents and drafts, though all that is there is whole. */
bool backup_is_finished(arena *a, const char *dir);
/* Not there, or empty. */
bool backup_is_free(arena *a, const char *dir);

#endif
