// The signing key of the log and its successors (CONF-8): the new key is named by a record and certified, by itself and by the one before
// it, in the commit of that record; from then on it signs. What the key files say follows the log: whoever is killed between the two
// finishes it at the next opening.
// Not here: the keys themselves (lib/vault/keys_rotate.h), what a verification makes of it (lib/domain/verify_keys.c).
#ifndef CUSTODIAN_SIGNING_H
#define CUSTODIAN_SIGNING_H

#include "custodian/ledger.h"

extern const struct sql *const SIGNING_STATEMENTS[];

// The keys that the log was written under, from the public file and what the log certifies. The log was verified.
enum status signing_load(struct ledger *ledger, struct arena *arena) MUST_CHECK;
// Brings the key files up to what the log says. STATUS_CONFLICT: our key is none that may sign this log.
enum status signing_settle(struct ledger *ledger) MUST_CHECK;
// A new key; called again after a failure it goes on. The ledger is open. STATUS_LIMITED: there were ACCESS_SPANS_MAX of them.
enum status signing_rotate(struct ledger *ledger) MUST_CHECK;

#endif
