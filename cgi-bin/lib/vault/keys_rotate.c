// Replacing the key file.
#include "vault/keys_rotate.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "vault/key_file.h"

static size_t add_line(char *text, size_t at, const char *name, const unsigned char key[KEYS_SIZE]) {
    char hex[2 * KEYS_SIZE + 1];
    sodium_bin2hex(hex, sizeof hex, key, KEYS_SIZE);
    const int length = snprintf(text + at, KEY_FILE_MAX + 1 - at, "%s %s\n", name, hex);
    sodium_memzero(hex, sizeof hex);
    return at + (size_t)length;
}

// The file's text as keys.h describes it. A secret key of libsodium begins with its seed.
static size_t write_text_of(const struct keys *keys, char text[KEY_FILE_MAX + 1]) {
    size_t length = (size_t)snprintf(text, KEY_FILE_MAX + 1, "kedang-key 1\n");
    length = add_line(text, length, "data", keys->data);
    length = add_line(text, length, "token", keys->token);
    length = add_line(text, length, "sign", keys->sign);
    length = add_line(text, length, "log", keys->public.log_id);
    if (keys->rotating_since != 0) {
        length = add_line(text, length, "old", keys->old);
        length += (size_t)snprintf(text + length, KEY_FILE_MAX + 1 - length, "since %" PRId64 "\n", keys->rotating_since);
    }
    if (keys->has_next)
        length = add_line(text, length, "next", keys->next);
    if (keys->has_token_old)
        length = add_line(text, length, "index", keys->token_old);
    return length;
}

// What the file held that has no name any more. A journal or a solid-state disk may know better: that is why the key file lies on a
// disk that nobody else gets.
static void wipe_file(int fd) {
    static const char ZEROS[KEY_FILE_MAX];
    if (fd < 0 || pwrite(fd, ZEROS, sizeof ZEROS, 0) != (ssize_t)sizeof ZEROS || fsync(fd) != 0)
        LOG_EVENT(LOG_WARN, "keys.wipe", LOG_TEXT("error", strerror(errno)));
}

// Puts a file with these keys in the place of the one at `path`, durable on STATUS_OK.
static enum status replace_file(const struct keys *keys, const char *path) {
    char text[KEY_FILE_MAX + 1];
    const int before = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    const enum status status = key_file_replace(path, text, write_text_of(keys, text), 0600);
    sodium_memzero(text, sizeof text);
    if (status == STATUS_OK)
        wipe_file(before);
    else
        LOG_EVENT(LOG_ERROR, "keys.replace", LOG_TEXT("path", path), LOG_TEXT("error", strerror(errno)));
    if (before >= 0)
        close(before);
    return status;
}

// `next` becomes what `keys` are, once that is on the disk.
static enum status become(struct keys *keys, struct keys *next, const char *path) {
    const enum status status = replace_file(next, path);
    if (status == STATUS_OK) {
        sodium_mprotect_readwrite(keys);
        *keys = *next;
        sodium_mprotect_readonly(keys);
    }
    sodium_free(next);
    return status;
}

static struct keys *copy_of(const struct keys *keys) {
    struct keys *copy = sodium_malloc(sizeof *copy);
    if (!copy)
        log_die("keys.memory", "locked memory could not be had");
    *copy = *keys;
    return copy;
}

enum status keys_rotate_begin(struct keys *keys, const char *path, int64_t now) {
    if (keys->rotating_since != 0)
        return STATUS_CONFLICT;
    struct keys *next = copy_of(keys);
    memcpy(next->old, keys->data, KEYS_SIZE);
    randombytes_buf(next->data, KEYS_SIZE);
    next->rotating_since = now;
    return become(keys, next, path);
}

enum status keys_rotate_end(struct keys *keys, const char *path) {
    if (keys->rotating_since == 0)
        return STATUS_NOT_FOUND;
    struct keys *next = copy_of(keys);
    sodium_memzero(next->old, KEYS_SIZE);
    next->rotating_since = 0;
    return become(keys, next, path);
}

enum status keys_rotate_token_begin(struct keys *keys, const char *path) {
    if (keys->has_token_old)
        return STATUS_CONFLICT;
    struct keys *next = copy_of(keys);
    memcpy(next->token_old, keys->token, KEYS_SIZE);
    randombytes_buf(next->token, KEYS_SIZE);
    next->has_token_old = true;
    return become(keys, next, path);
}

enum status keys_rotate_token_end(struct keys *keys, const char *path) {
    if (!keys->has_token_old)
        return STATUS_NOT_FOUND;
    struct keys *next = copy_of(keys);
    sodium_memzero(next->token_old, KEYS_SIZE);
    next->has_token_old = false;
    return become(keys, next, path);
}

enum status keys_rotate_sign_begin(struct keys *keys, const char *path) {
    unsigned char public[ACCESS_PUBLIC_SIZE];
    if (keys->has_next)
        return STATUS_OK; // of a rotation that could not go on
    struct keys *next = copy_of(keys);
    crypto_sign_keypair(public, next->next);
    next->has_next = true;
    return become(keys, next, path);
}

// In memory first and whatever becomes of the file: the log says already that the new key signs.
void keys_rotate_sign_adopt(struct keys *keys) {
    sodium_mprotect_readwrite(keys);
    memcpy(keys->sign, keys->next, KEYS_SIGN_SIZE);
    memcpy(keys->public.spans[0].key, keys_public_of(keys->next), ACCESS_PUBLIC_SIZE);
    sodium_memzero(keys->next, KEYS_SIGN_SIZE);
    keys->has_next = false;
    sodium_mprotect_readonly(keys);
}

enum status keys_rotate_sign_end(const struct keys *keys, const char *path) {
    return replace_file(keys, path);
}
