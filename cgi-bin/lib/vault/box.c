// Sealing and opening with libsodium.
#include "vault/box.h"

#include <sodium.h>
#include <string.h>

#include "vault/message.h"

#define BOX_VERSION 1
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

size_t box_seal(const struct keys *keys, const struct box_place *place, const char *value, struct arena *arena,
                const unsigned char **box) {
    const struct buffer bound = place_bytes(place, arena);
    const size_t length = strlen(value);
    unsigned char *bytes = arena_alloc(arena, length + BOX_OVERHEAD);
    bytes[0] = BOX_VERSION;
    randombytes_buf(bytes + 1, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + 1 + NONCE, NULL, (const unsigned char *)value, length,
                                               (const unsigned char *)bound.data, bound.length, NULL, bytes + 1, keys->data);
    *box = bytes;
    return length + BOX_OVERHEAD;
}

// Checks the tag and, unless `value` is NULL, decrypts.
static bool decrypt(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                    struct arena *arena, unsigned char *value) {
    if (size < BOX_OVERHEAD || box[0] != BOX_VERSION)
        return false;
    const struct buffer bound = place_bytes(place, arena);
    const size_t length = size - BOX_OVERHEAD;
    const unsigned char *cipher = box + 1 + NONCE;
    return crypto_aead_xchacha20poly1305_ietf_decrypt_detached(value, NULL, cipher, length, cipher + length,
                                                               (const unsigned char *)bound.data, bound.length, box + 1,
                                                               keys->data) == 0;
}

bool box_genuine(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                 struct arena *arena) {
    return decrypt(keys, place, box, size, arena, NULL);
}

const char *box_open(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                     struct arena *arena) {
    if (size < BOX_OVERHEAD)
        return NULL;
    char *value = arena_alloc(arena, size - BOX_OVERHEAD + 1);
    return decrypt(keys, place, box, size, arena, (unsigned char *)value) ? value : NULL;
}

bool box_holds(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, const char *value,
               struct arena *arena) {
    const size_t length = strlen(value);
    if (size != length + BOX_OVERHEAD)
        return false;
    unsigned char *opened = arena_alloc(arena, length + 1);
    const bool same = decrypt(keys, place, box, size, arena, opened) && sodium_memcmp(opened, value, length) == 0;
    sodium_memzero(opened, length);
    return same;
}
