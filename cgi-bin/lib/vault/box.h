// A sealed value: XChaCha20-Poly1305 under the data key, bound to the kind, the record and the field it was sealed for, so
// that a box put elsewhere in the store does not open. Only the custodian can do anything with one (CONF-8).
//
//     box = version u8 (1) ‖ nonce 24 ‖ ciphertext ‖ tag 16
#ifndef VAULT_BOX_H
#define VAULT_BOX_H

#include <stdbool.h>
#include <stddef.h>

#include "vault/keys.h"

#define BOX_OVERHEAD 41

// Where a value belongs.
struct box_place {
    int64_t kind, record_id;
    const char *field;
};

// `box` gets strlen(value) + BOX_OVERHEAD bytes in the arena; the size is returned.
size_t box_seal(const struct keys *keys, const struct box_place *place, const char *value, struct arena *arena,
                const unsigned char **box);
// Whether it would open, without making the value.
bool box_genuine(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, struct arena *arena);
// The value; NULL: altered, of another key or of another place.
const char *box_open(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size,
                     struct arena *arena);
// Whether the box holds `value`, compared in constant time.
bool box_holds(const struct keys *keys, const struct box_place *place, const unsigned char *box, size_t size, const char *value,
               struct arena *arena);

#endif
