// Small whole files.
#ifndef CTL_FILE_H
#define CTL_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

// The text of a file of at most 16 MB; NULL: errno says why.
const char *file_read(const char *path, struct arena *arena);
// Replaces the file as a whole (0600), durable on return. False: errno says why, and the old one is still there.
bool file_write(const char *path, const char *bytes, size_t length);
// The same for a file that everybody may read (0644): documents.
bool file_write_public(const char *path, const char *bytes, size_t length);

// What was made, renamed or removed in the folder stays so when the machine fails. False: errno says why.
bool file_sync_folder(const char *path);

#endif
