// Making a backup of the home one is in: for `kedang backup`, and for `kedang migrate`, which makes one first.
#ifndef CTL_BACKUP_MAKE_H
#define CTL_BACKUP_MAKE_H

#include <stdbool.h>

struct backup_order {
    const char *to; // a folder that exists, or the name of the new file
    bool with_key;
    unsigned keep; // of the backups in that folder; 0: all
};

// Says what was made, or in one line why none was, and then nothing of it is left. Returns the exit code.
int backup_make(const struct backup_order *order);

#endif
