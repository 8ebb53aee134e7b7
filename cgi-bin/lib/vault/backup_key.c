// Making and reading the keys for backups. Each is a file of two lines: a heading and the key in hexadecimal.
#include "vault/backup_key.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log.h"
#include "vault/key_file.h"

static const char SECRET_HEADING[] = "kedang-backup-secret 1\n";
static const char PUBLIC_HEADING[] = "kedang-backup-public 1\n";

static struct backup_secret *secret_alloc(void) {
    struct backup_secret *secret = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *secret);
    if (!secret)
        log_die("backup_key.memory", "locked memory could not be had");
    return secret;
}

static enum status write_key(const char *path, const char *heading, const unsigned char key[BACKUP_KEY_SIZE], mode_t mode) {
    char text[128], hex[2 * BACKUP_KEY_SIZE + 1];
    sodium_bin2hex(hex, sizeof hex, key, BACKUP_KEY_SIZE);
    const int length = snprintf(text, sizeof text, "%s%s\n", heading, hex);
    const enum status status = key_file_write(path, text, (size_t)length, mode);
    sodium_memzero(text, sizeof text);
    sodium_memzero(hex, sizeof hex);
    return status;
}

static bool parse_key(char text[KEY_FILE_MAX + 1], const char *heading, unsigned char key[BACKUP_KEY_SIZE]) {
    const size_t start = strlen(heading);
    if (strncmp(text, heading, start) != 0 || strlen(text) != start + 2 * BACKUP_KEY_SIZE + 1 ||
        text[start + 2 * BACKUP_KEY_SIZE] != '\n')
        return false;
    text[start + 2 * BACKUP_KEY_SIZE] = '\0';
    return hex_decode(text + start, key, BACKUP_KEY_SIZE);
}

// It is no secret, but with another's key in its place the backups would be another's: so it is this user's alone, too.
enum status backup_public_write(const struct backup_public *public, const char *path) {
    return write_key(path, PUBLIC_HEADING, public->key, 0600);
}

enum status backup_key_create(const char *path, const char *public_path) {
    struct backup_secret *secret = secret_alloc();
    crypto_box_keypair(secret->public.key, secret->key);
    enum status status = write_key(path, SECRET_HEADING, secret->key, 0600);
    if (status == STATUS_OK) {
        status = backup_public_write(&secret->public, public_path);
        if (status != STATUS_OK)
            unlink(path); // nothing was or will be sealed for it
    }
    backup_secret_free(secret);
    return status;
}

enum status backup_secret_load(struct backup_secret **secret, const char *path) {
    char text[KEY_FILE_MAX + 1];
    TRY(key_file_read(path, text));
    struct backup_secret *loaded = secret_alloc();
    const bool good = parse_key(text, SECRET_HEADING, loaded->key);
    sodium_memzero(text, sizeof text);
    if (!good || crypto_scalarmult_base(loaded->public.key, loaded->key) != 0) {
        backup_secret_free(loaded);
        return STATUS_INVALID;
    }
    *secret = loaded;
    return STATUS_OK;
}

void backup_secret_free(struct backup_secret *secret) {
    sodium_free(secret);
}

enum status backup_public_read(struct backup_public *public, const char *path) {
    char text[KEY_FILE_MAX + 1];
    TRY(key_file_read(path, text));
    return parse_key(text, PUBLIC_HEADING, public->key) ? STATUS_OK : STATUS_INVALID;
}
