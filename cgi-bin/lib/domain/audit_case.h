// Putting somebody before the auditor (ORG-5): when they leave or move, what they looked up in the last 30 days becomes a case.
// The notice is a row of the store, written in the transaction that closes or moves the person, so neither comes without the other.
// Not here: the case itself, which the custodian keeps beside its log (custodian/cases.h), and its pages (audit/).
#ifndef DOMAIN_AUDIT_CASE_H
#define DOMAIN_AUDIT_CASE_H

#include "domain/ctx.h"

#define AUDIT_CASE_LOOK_BACK (30 * TIME_DAY)

// Why somebody is put before the auditor.
enum departure {
    DEPARTURE_LEAVING, // 离职: the account is closed
    DEPARTURE_MOVING   // 调动: another unit
};

extern const struct sql *const AUDIT_CASE_STATEMENTS[];

// Puts what `person_id` looked up since AUDIT_CASE_LOOK_BACK before now in front of the auditor; whoever acts in `ctx` gave the
// notice (nobody: the command). To be called inside the caller's transaction. A second notice of the same departure on the same
// local day changes nothing and is STATUS_OK, too.
enum status audit_case_open(struct ctx *ctx, int64_t person_id, enum departure departure) MUST_CHECK;

#endif
