// A sealed value: XChaCha20-Poly1305 under the data key, bound to the kind, the record and the field it was sealed for, so
// that a box put elsewhere in the store does not open. Before it is encrypted it is filled up to the next step of 32 bytes, so that
// the length of a box says little about the value's. Only the custodian can do anything with one (CONF-8).
//
//     box = version u8 (2) ‖ nonce 24 ‖ ciphertext of (value ‖ 0x80 ‖ 0x00 …) ‖ tag 16
#ifndef VAULT_BOX_H
#define VAULT_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/keys.h"

// The secret of a second factor: a kind that no field table has.
#define BOX_SECOND_FACTOR 1000
#define BOX_OVERHEAD 41 // without the filling
#define BOX_STEP 32
// The size of the box of a value of so many bytes.
#define BOX_SIZE(length) (BOX_OVERHEAD + ((length) / BOX_STEP + 1) * BOX_STEP)

// Where a value belongs.
struct box_place {
    int64_t kind, record_id;
    const char *field;
};

// `box` gets BOX_SIZE(strlen(value)) bytes in the arena; the size is returned.
size_t box_seal(const struct keys *keys, const struct box_place *place, const char *value, struct arena *arena,
                const unsigned char **box);
// Whether it is under the present key, and not under the one before.
bool box_is_present(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, struct arena *arena);
// Whether it would open, without making the value.
// While the data key is rotated, the one before it opens, too.
bool box_genuine(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, struct arena *arena);
// The value; NULL: altered, of another key or of another place.
const char *box_open(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                     struct arena *arena);
// Whether the box holds `value`, compared in constant time.
bool box_holds(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, const char *value,
               struct arena *arena);

#endif
