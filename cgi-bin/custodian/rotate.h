// The custodian's part of rotating the data key (CONF-8): begins and ends it on the record, and seals boxes anew.
// Not here: the key file (vault/keys_rotate.h), going through the store (lib/domain/reseal.h, by the command kedang rotate-key).
#ifndef CUSTODIAN_ROTATE_H
#define CUSTODIAN_ROTATE_H

#include "custodian/batch.h"

// Begins or ends a rotation, or says how it stands.
enum status rotate_keys(struct custodian *custodian, enum upkeep_act act, struct key_report *report) MUST_CHECK;
// Fills in the results of each item.
void reseal_items(const struct keys *keys, struct reseal_item *items, unsigned count, struct arena *arena);

#endif
