// What the desk's first page says of the log, and what was looked at, summed up.
// Not here: who may ask (decide_desk.c).
#ifndef CUSTODIAN_DESK_STATE_H
#define CUSTODIAN_DESK_STATE_H

#include "custodian/ledger.h"
#include "vault/desk.h"

extern const struct sql DESK_VERIFICATION_READ, DESK_WEEK, DESK_NEWEST_TIME;

struct custodian;

// Fills in everything of `state`.
enum status desk_read_state(struct custodian *custodian, struct desk_state *state) MUST_CHECK;
// The groups of a summary, most first.
enum status desk_summary(struct ledger *ledger, const struct desk_question *question, struct desk_reply *reply,
                         struct arena *arena) MUST_CHECK;

#endif
