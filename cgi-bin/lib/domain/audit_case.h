// Putting something before the auditor: when somebody leaves or moves (ORG-5), what they looked up in the last 30 days becomes a
// case; and so does what others did to their account (account_notice.h), and what takes looks out of a rule. The notice is a row of the
// store, written in the transaction that does what it is about, so neither comes without the other. Their kinds and how they are told
// in words: domain/watch.h.
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

// Puts what was done to the account of `person_id` by `by` (0: nobody known, or the command) before the auditor. `kind` is a key of
// domain/watch.h; each number of a notice is a case of its own, without look-ups.
enum status audit_case_of_account(struct ctx *ctx, const char *kind, int64_t person_id, int64_t by, int64_t notice_id) MUST_CHECK;

// Puts before the auditor that whoever acts made working days of days off: looks on these are outside working hours no more.
enum status audit_case_of_calendar(struct ctx *ctx) MUST_CHECK;

#endif
