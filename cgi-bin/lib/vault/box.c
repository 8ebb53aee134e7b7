// Sealing and opening with libsodium.
#include "vault/box.h"

#include <sodium.h>
#include <string.h>

#include "vault/message.h"

#define BOX_VERSION 2
#define NONCE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG crypto_aead_xchacha20poly1305_ietf_ABYTES
_Static_assert(BOX_OVERHEAD == 1 + NONCE + TAG, "what a box adds to its value");
_Static_assert(KEYS_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the data key's size");

static struct buffer place_bytes(const struct box_place *place, struct arena *arena) {
    struct writer writer = {.bytes = {.arena = arena}};
    write_byte(&writer, BOX_VERSION);
    write_int(&writer, place->kind);
    write_int(&writer, place->record_id);
    write_text(&writer, place->field);
    return writer.bytes;
}

// The value with its filling; *length is that of both.
static unsigned char *fill(const char *value, struct arena *arena, size_t *length) {
    const size_t bare = strlen(value);
    unsigned char *filled = arena_alloc(arena, bare + BOX_STEP);
    memcpy(filled, value, bare + 1);
    sodium_pad(length, filled, bare, BOX_STEP, bare + BOX_STEP);
    return filled;
}

size_t box_seal(const struct keys *keys, const struct box_place *place, const char *value, struct arena *arena,
                const unsigned char **box) {
    const struct buffer bound = place_bytes(place, arena);
    size_t length;
    unsigned char *filled = fill(value, arena, &length);
    unsigned char *bytes = arena_alloc(arena, length + BOX_OVERHEAD);
    bytes[0] = BOX_VERSION;
    randombytes_buf(bytes + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + 1 + NONCE, NULL, filled, length, (const unsigned char *)bound.data, bound.length,
                                               NULL, bytes + 1, keys->data);
    sodium_memzero(filled, length);
    *box = bytes;
    return length + BOX_OVERHEAD;
}

// Checks the tag and, unless `filled` is NULL, decrypts, with this data key.
static bool decrypt_with(const unsigned char *key, const struct box_place *place, const unsigned char *box, size_t size,
                         struct arena *arena, unsigned char *filled) {
    if (size < BOX_OVERHEAD + BOX_STEP || box[0] != BOX_VERSION)
        return false;
    const struct buffer bound = place_bytes(place, arena);
    const size_t length = size - BOX_OVERHEAD;
    const unsigned char *cipher = box + 1 + NONCE;
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(filled, NULL, cipher, length, cipher + length,
                                                               (const unsigned char *)bound.data, bound.length, box + 1,
                                                               key) == 0;
}

// The same with whatever key it is under.
static bool decrypt(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, struct arena *arena,
                    unsigned char *filled) {
    return decrypt_with(keys->data, place, box, size, arena, filled) ||
           (keys->rotating_since != 0 && decrypt_with(keys->old, place, box, size, arena, filled));
}

bool box_is_present(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, struct arena *arena) {
    return decrypt_with(keys->data, place, box, size, arena, NULL);
}

bool box_genuine(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                 struct arena *arena) {
    return decrypt(keys, place, box, size, arena, NULL);
}

const char *box_open(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                     struct arena *arena) {
    if (size < BOX_OVERHEAD + BOX_STEP)
        return NULL;
    const size_t filled = size - BOX_OVERHEAD;
    size_t length;
    unsigned char *value = arena_alloc(arena, filled + 1);
    if (!decrypt(keys, place, box, size, arena, value) || sodium_unpad(&length, value, filled, BOX_STEP) != 0)
        return NULL;
    value[length] = '\0';
    return (const char *)value;
}

bool box_holds(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, const char *value,
               struct arena *arena) {
    if (size != BOX_SIZE(strlen(value)))
        return false;
    size_t length;
    unsigned char *wanted = fill(value, arena, &length), *opened = arena_alloc(arena, length);
    const bool same = decrypt(keys, place, box, size, arena, opened) && sodium_memcmp(opened, wanted, length) == 0;
    sodium_memzero(opened, length);
    sodium_memzero(wanted, length);
    return same;
}
