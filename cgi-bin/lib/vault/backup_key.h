// The pair of keys for backups. With the public half, which lies in the home, a backup is sealed; only the secret half, which is kept
// elsewhere, opens it. So whoever takes the machine or the backups reads none of them.
// Not here: the file that is sealed (sealed_file.h).
#ifndef VAULT_BACKUP_KEY_H
#define VAULT_BACKUP_KEY_H

#include "base/status.h"

#define BACKUP_KEY_SIZE 32

struct backup_public {
    unsigned char key[BACKUP_KEY_SIZE];
};
// In memory of its own between guard pages.
struct backup_secret {
    unsigned char key[BACKUP_KEY_SIZE];
    struct backup_public public;
};

// Makes a new pair: the secret half at `path` (0600), the public one at `public_path`. Neither may exist: STATUS_CONFLICT. None is
// left behind on anything but STATUS_OK; nothing is logged, errno says more.
enum status backup_key_create(const char *path, const char *public_path) MUST_CHECK;
// As key_file_read; STATUS_INVALID: it is no such key.
enum status backup_secret_load(struct backup_secret **secret, const char *path) MUST_CHECK;
void backup_secret_free(struct backup_secret *secret); // NULL is fine
enum status backup_public_read(struct backup_public *public, const char *path) MUST_CHECK;
enum status backup_public_write(const struct backup_public *public, const char *path) MUST_CHECK;

#endif
