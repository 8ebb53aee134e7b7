// What contracts are: kinds (CON-1), states and what leads from one to the other, the fields of their text.
// Not here: what is stored and when it may be submitted (domain/contract.h).
#ifndef MODEL_CONTRACT_H
#define MODEL_CONTRACT_H

#include "model/field.h"

// The laxest first: a person may choose one behind the proposed one, never one before it.
enum contract_kind {
    CONTRACT_ORAL,
    CONTRACT_USUAL,
    CONTRACT_SPECIAL,
    CONTRACT_KINDS
};
extern const struct choice CONTRACT_KIND_CHOICES[];     // by kind; ends with key NULL
const char *contract_kind_key(enum contract_kind kind); // stored, and the flag of its approval: "oral"
enum contract_kind contract_kind_find(const char *key); // CONTRACT_KINDS for none
struct text contract_kind_label(enum contract_kind kind);

enum contract_state {
    CONTRACT_DRAFT,
    CONTRACT_SUBMITTED,
    CONTRACT_APPROVED,
    CONTRACT_STATES
};
const char *contract_state_key(enum contract_state state);
enum contract_state contract_state_find(const char *key); // CONTRACT_STATES for none
struct text contract_state_label(enum contract_state state);

// What happens to a contract.
enum contract_event {
    CONTRACT_SAVE,
    CONTRACT_REVISE, // a new revision is begun (CON-5)
    CONTRACT_SUBMIT,
    CONTRACT_APPROVE,
    CONTRACT_RETURN, // it comes back: declined or withdrawn
    CONTRACT_EVENTS
};
// The state that follows; CONTRACT_STATES: that can't happen in this one.
enum contract_state contract_next(enum contract_state state, enum contract_event event);

// The text of a contract, in its chapters, and a row of its lines and of its instalments.
extern const struct field_table CONTRACT_FIELDS, LINE_FIELDS, DUE_FIELDS;
#define CONTRACT_TITLE_MAX 60

#endif
