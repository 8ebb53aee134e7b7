// Small text files that hold a key: written once and durable, read only when nobody else can read them.
// Not here: what they say (keys.h, backup_key.h). Nothing is logged; errno says more where the system refused.
#ifndef VAULT_KEY_FILE_H
#define VAULT_KEY_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/status.h"

#define KEY_FILE_MAX 1024

// Writes a file that must not exist yet (else STATUS_CONFLICT), durable on STATUS_OK, gone on anything else.
enum status key_file_write(const char *path, const char *text, size_t length, mode_t mode) MUST_CHECK;
// Puts one in the place of what is at `path`, so that whoever is killed meanwhile finds it as before or as after.
enum status key_file_replace(const char *path, const char *text, size_t length, mode_t mode) MUST_CHECK;
// STATUS_FORBIDDEN: it is not ours, or others may read it. STATUS_NOT_FOUND: there is none. STATUS_INVALID: it is empty. The
// text is the caller's to wipe.
enum status key_file_read(const char *path, char text[KEY_FILE_MAX + 1]) MUST_CHECK;
// Makes what was written, renamed or removed at `path` durable in its folder.
enum status key_file_sync_folder(const char *path) MUST_CHECK;

#endif
