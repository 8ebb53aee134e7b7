// Opening a backup into a folder and looking at what it held: for `kedang restore` and `kedang backup --check`.
#ifndef CTL_BACKUP_OPEN_H
#define CTL_BACKUP_OPEN_H

#include "domain/backup.h"
#include "vault/sealed_file.h"

struct backup_opened {
    struct sealed_header header;
    struct backup_findings findings;
    uint64_t size;
};

// NULL: it was said why.
struct backup_secret *backup_secret_read(const char *path);
// Unpacks the file into the empty folder and checks all of it. False: it was said why, in one line; the folder is the caller's
// to remove either way.
bool backup_open(const char *file, const struct backup_secret *secret, const char *folder, struct backup_opened *opened);
// What it held, what the log's proof says, and what it can't say.
void backup_say(const struct backup_opened *opened, const char *first, struct arena *arena);
// A folder with all that is in it.
void backup_remove_folder(const char *path);

#endif
