// The custodian's part of rotating keys (CONF-8): begins and ends it on the record, seals boxes anew under the data key, and has the index
// of values made anew under the token key.
// Not here: the signing key (signing.h), the key file (vault/keys_rotate.h), going through the store (lib/domain/reseal.h, by the command
// kedang rotate-key).
#ifndef CUSTODIAN_ROTATE_H
#define CUSTODIAN_ROTATE_H

#include "custodian/batch.h"

extern const struct sql *const ROTATE_STATEMENTS[]; // for the store

// Begins or ends a rotation, or says how it stands.
enum status rotate_keys(struct custodian *custodian, enum upkeep_act act, struct key_report *report) MUST_CHECK;
// Lets both indexes of values use their keys: after each change of these.
void rotate_take_token_keys(struct custodian *custodian);
// The index under the new token key has everything: the old key goes.
enum status rotate_token_end(struct custodian *custodian) MUST_CHECK;
// Fills in the results of each item.
void reseal_items(const struct keys *keys, struct reseal_item *items, unsigned count, struct arena *arena);

#endif
