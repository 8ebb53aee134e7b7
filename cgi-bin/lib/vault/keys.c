// Making, loading and using the custodian's keys.
#include "vault/keys.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log.h"
#include "vault/key_file.h"

static const char HEADING[] = "kedang-key 1\n";
static const char *const NAMES[] = {"data", "token", "sign", "log"};
#define NAME_COUNT (sizeof NAMES / sizeof *NAMES)

static enum status failed(const char *event, const char *path, enum status status) {
    LOG_EVENT(LOG_ERROR, event, LOG_TEXT("path", path), LOG_TEXT("error", errno ? strerror(errno) : status_name(status)));
    return status;
}

// Writes a key file, and logs why it could not be.
static enum status write_new(const char *path, const char *text, size_t length, mode_t mode) {
    const enum status status = key_file_write(path, text, length, mode);
    return status == STATUS_OK ? STATUS_OK : failed("keys.create", path, status);
}

// The key's place in `keys` by the number of its name; the signing key is filled by its seed.
static unsigned char *place(struct keys *keys, unsigned char seed[KEYS_SIZE], size_t name) {
    unsigned char *const places[NAME_COUNT] = {keys->data, keys->token, seed, keys->public.log_id};
    return places[name];
}

static struct keys *keys_alloc(void) {
    struct keys *keys = sodium_init() < 0 ? NULL : sodium_malloc(sizeof *keys);
    if (!keys)
        log_die("keys.memory", "locked memory could not be had");
    memset(keys, 0, sizeof *keys);
    return keys;
}

static void derive_sign(struct keys *keys, const unsigned char seed[KEYS_SIZE]) {
    keys->public.count = 1;
    crypto_sign_seed_keypair(keys->public.spans[0].key, keys->sign, seed);
}

const unsigned char *keys_public_of(const unsigned char sign[KEYS_SIGN_SIZE]) {
    return sign + (KEYS_SIGN_SIZE - ACCESS_PUBLIC_SIZE); // as libsodium lays it out
}

enum status keys_create(const char *path, const char *public_path) {
    struct keys *keys = keys_alloc();
    unsigned char seed[KEYS_SIZE];
    struct arena *arena = arena_new();
    struct buffer text = {.arena = arena};
    buffer_text(&text, HEADING);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        unsigned char *key = place(keys, seed, i);
        randombytes_buf(key, KEYS_SIZE);
        buffer_text(&text, NAMES[i]);
        buffer_text(&text, " ");
        buffer_text(&text, hex_encode(arena, key, KEYS_SIZE));
        buffer_text(&text, "\n");
    }
    derive_sign(keys, seed);
    enum status status = write_new(path, text.data, text.length, 0600);
    if (status == STATUS_OK) {
        const char *public = access_public_text(&keys->public, arena);
        status = write_new(public_path, public, strlen(public), 0644);
        if (status != STATUS_OK)
            unlink(path); // a key whose log nobody could verify is none
    }
    sodium_memzero(seed, sizeof seed);
    arena_free(arena);
    keys_free(keys);
    return status;
}

// Reads a file that is ours alone, and logs why it is not to be had.
static enum status read_private(const char *path, char text[KEY_FILE_MAX + 1]) {
    const enum status status = key_file_read(path, text);
    if (status == STATUS_FORBIDDEN)
        LOG_EVENT(LOG_ERROR, "keys.mode", LOG_TEXT("path", path),
                  LOG_TEXT("advice", "the key file must belong to the custodian's user with mode 0600"));
    else if (status != STATUS_OK)
        (void)failed("keys.load", path, status);
    return status;
}

// One line of the file; what is behind it, or NULL when it is not that.
static const char *parse_key(const char *at, const char *name, unsigned char key[KEYS_SIZE]) {
    const size_t length = strlen(name);
    char hex[2 * KEYS_SIZE + 1];
    if (strncmp(at, name, length) != 0 || at[length] != ' ' || strnlen(at + length + 1, sizeof hex) < sizeof hex)
        return NULL;
    at += length + 1;
    memcpy(hex, at, sizeof hex - 1);
    hex[sizeof hex - 1] = '\0';
    const bool good = at[sizeof hex - 1] == '\n' && hex_decode(hex, key, KEYS_SIZE);
    sodium_memzero(hex, sizeof hex);
    return good ? at + sizeof hex : NULL;
}

static const char *parse_since(const char *at, int64_t *since) {
    char *end = NULL;
    if (strncmp(at, "since ", 6) != 0)
        return NULL;
    errno = 0;
    const long long time = strtoll(at + 6, &end, 10);
    *since = time;
    return errno == 0 && time > 0 && *end == '\n' ? end + 1 : NULL;
}

// What stands behind the keys while one is rotated.
static bool parse_rotation(const char *at, struct keys *keys) {
    unsigned char seed[KEYS_SIZE] = {0};
    if (at && strncmp(at, "old ", 4) == 0) {
        at = parse_key(at, "old", keys->old);
        at = at ? parse_since(at, &keys->rotating_since) : NULL;
    }
    if (at && strncmp(at, "next ", 5) == 0) {
        unsigned char public[ACCESS_PUBLIC_SIZE];
        at = parse_key(at, "next", seed);
        crypto_sign_seed_keypair(public, keys->next, seed);
        keys->has_next = true;
        sodium_memzero(seed, sizeof seed);
    }
    if (at && strncmp(at, "index ", 6) == 0) {
        at = parse_key(at, "index", keys->token_old);
        keys->has_token_old = true;
    }
    return at && *at == '\0';
}

static bool parse(const char *text, struct keys *keys) {
    if (strncmp(text, HEADING, sizeof HEADING - 1) != 0)
        return false;
    const char *at = text + sizeof HEADING - 1;
    unsigned char seed[KEYS_SIZE] = {0};
    for (size_t i = 0; i < NAME_COUNT && at; i++)
        at = parse_key(at, NAMES[i], place(keys, seed, i));
    derive_sign(keys, seed);
    sodium_memzero(seed, sizeof seed);
    return parse_rotation(at, keys);
}

enum status keys_load(struct keys **keys, const char *path) {
    char text[KEY_FILE_MAX + 1];
    TRY(read_private(path, text));
    struct keys *loaded = keys_alloc();
    const bool good = parse(text, loaded);
    sodium_memzero(text, sizeof text);
    if (!good) {
        keys_free(loaded);
        errno = 0;
        return failed("keys.load", path, STATUS_INVALID);
    }
    // sodium_malloc tries to lock silently; a key that may be swapped out is worth a line.
    if (sodium_mlock(loaded, sizeof *loaded) != 0)
        LOG_EVENT(LOG_WARN, "keys.unlocked", LOG_TEXT("advice", "raise RLIMIT_MEMLOCK or switch swap off"));
    sodium_mprotect_readonly(loaded);
    *keys = loaded;
    return STATUS_OK;
}

bool keys_belong(const struct keys *keys, const struct access_public *public) {
    const unsigned char *newest = access_newest_key(public)->key;
    return sodium_memcmp(keys->public.log_id, public->log_id, sizeof public->log_id) == 0 &&
           (sodium_memcmp(keys_public_of(keys->sign), newest, ACCESS_PUBLIC_SIZE) == 0 ||
            (keys->has_next && sodium_memcmp(keys_public_of(keys->next), newest, ACCESS_PUBLIC_SIZE) == 0));
}

enum status keys_match(const char *path, const struct access_public *public) {
    char text[KEY_FILE_MAX + 1];
    TRY(key_file_read(path, text));
    struct keys *loaded = keys_alloc();
    enum status status = parse(text, loaded) ? STATUS_OK : STATUS_INVALID;
    if (status == STATUS_OK && !keys_belong(loaded, public))
        status = STATUS_CONFLICT;
    sodium_memzero(text, sizeof text);
    keys_free(loaded);
    return status;
}

void keys_free(struct keys *keys) {
    sodium_free(keys);
}

static void sign_with(const struct keys *keys, const unsigned char key[KEYS_SIGN_SIZE], enum head_use use, struct access_head *head) {
    unsigned char bytes[ACCESS_HEAD_BYTES];
    access_head_bytes(&keys->public, use, head, bytes);
    crypto_sign_detached(head->signature, NULL, bytes, sizeof bytes, key);
}

static void sign(const struct keys *keys, enum head_use use, struct access_head *head) {
    sign_with(keys, keys->sign, use, head);
}

void keys_sign(const struct keys *keys, struct access_head *head) {
    sign(keys, HEAD_KEPT, head);
}

void keys_sign_tip(const struct keys *keys, struct access_head *tip) {
    sign(keys, HEAD_TIP, tip);
}

void keys_sign_pruned(const struct keys *keys, struct access_head *statement) {
    sign(keys, HEAD_PRUNED, statement);
}

void keys_sign_next(const struct keys *keys, enum head_use use, struct access_head *head) {
    sign_with(keys, keys->next, use, head);
}

void keys_certify(const struct keys *keys, struct access_succession *succession) {
    unsigned char bytes[ACCESS_SUCCESSION_BYTES];
    memcpy(succession->key, keys_public_of(keys->next), sizeof succession->key);
    access_succession_bytes(&keys->public, succession, bytes);
    crypto_sign_detached(succession->by_old, NULL, bytes, sizeof bytes, keys->sign);
    crypto_sign_detached(succession->by_new, NULL, bytes, sizeof bytes, keys->next);
}

// Keyed hash of a value in its field; `use` keeps different uses apart. No text holds a NUL, so each ends with its own.
static void hash_value(const unsigned char key[KEYS_SIZE], const char *use, int64_t kind, const char *field, const char *value,
                       unsigned char *hash, size_t size) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, KEYS_SIZE, size);
    crypto_generichash_update(&state, (const unsigned char *)use, strlen(use) + 1);
    crypto_generichash_update(&state, (const unsigned char *)&kind, sizeof kind);
    crypto_generichash_update(&state, (const unsigned char *)field, strlen(field) + 1);
    crypto_generichash_update(&state, (const unsigned char *)value, strlen(value));
    crypto_generichash_final(&state, hash, size);
    sodium_memzero(&state, sizeof state);
}

void keys_token(const unsigned char key[KEYS_SIZE], int64_t kind, const char *field, const char *value,
                unsigned char token[KEYS_TOKEN_SIZE]) {
    hash_value(key, "token", kind, field, value, token, KEYS_TOKEN_SIZE);
}

const char *keys_token_mark(const unsigned char key[KEYS_SIZE], struct arena *arena) {
    unsigned char hash[16];
    hash_value(key, "mark", 0, "", "", hash, sizeof hash);
    return hex_encode(arena, hash, sizeof hash);
}

const char *keys_value_hash(const struct keys *keys, int64_t kind, const char *field, const char *value, struct arena *arena) {
    unsigned char hash[16];
    hash_value(keys->token, "searched", kind, field, value, hash, sizeof hash);
    return hex_encode(arena, hash, sizeof hash);
}
