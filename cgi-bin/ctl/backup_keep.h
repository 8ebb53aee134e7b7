// Which files of a folder are backups of this installation, and removing those that are no longer wanted. A file is known by its
// header alone; what is named .part is never taken for a backup.
#ifndef CTL_BACKUP_KEEP_H
#define CTL_BACKUP_KEEP_H

#include "vault/sealed_file.h"

#define BACKUP_PART_SUFFIX ".part"

// Whether the file begins as a backup of that installation does.
bool backup_is_ours(const char *path, const struct access_public *installation, struct sealed_header *header);
// Leaves the `keep` newest, `fresh` (a path in the folder) always among them; gives the number of those removed.
unsigned backup_keep(const char *folder, const char *fresh, unsigned keep, const struct access_public *installation);
// Removes what interrupted backups of this installation left; while the lock on backups is held, there is no other.
void backup_clear(const char *folder, const struct access_public *installation);

#endif
