// What was done to somebody's account by others (ORG-3): a one-time password, a second factor taken off, a role of another duty. Each would
// let whoever did it act as that person, so it is told to the auditor, as a case, and to the person, on the home page until they say that
// they have seen it and under 我的账号 from then on. In the transaction that does it; nothing takes it away again.
//
// Also every signing in with a one-time password is noted here, with whether the person has used that browser before. One that nobody is on
// record for having given (somebody wrote into the store by other means) is told like the others.
//
// Not here: the record of what administrators did (admin_record.h), the auditor's cases (watch.h).
#ifndef DOMAIN_ACCOUNT_NOTICE_H
#define DOMAIN_ACCOUNT_NOTICE_H

#include "domain/ctx.h"

extern const struct sql *const ACCOUNT_NOTICE_STATEMENTS[];      // telling; with AUDIT_CASE_STATEMENTS
extern const struct sql *const ACCOUNT_NOTICE_USE_STATEMENTS[];  // for login, with those of telling
extern const struct sql *const ACCOUNT_NOTICE_OWN_STATEMENTS[];  // what was told to oneself
extern const struct sql *const ACCOUNT_NOTICE_CASE_STATEMENTS[]; // for the auditor

// Stored by key, never renamed; told to the auditor under the same key (watch.h).
enum account_act {
    ACCOUNT_ADDED,       // with a one-time password: told to nobody, but on record
    ACCOUNT_PASSWORD,    // a new one-time password
    ACCOUNT_FACTOR,      // the second factor was taken off
    ACCOUNT_DUTY,        // a role of a duty that the person did not have
    ACCOUNT_UNEXPLAINED, // a sign-in with a one-time password that nobody is on record for
    ACCOUNT_ACT_COUNT
};

// Within the transaction of what is done to `person_id` by ctx->actor. `detail`: see struct account_notice.
enum status account_notice_tell(struct ctx *ctx, int64_t person_id, enum account_act act, const char *detail) MUST_CHECK;
// The same for roles, if they gave the person a duty of ORG-3 beside those of before; by permissions (bits 1u << PERM_X).
enum status account_notice_tell_duties(struct ctx *ctx, int64_t person_id, unsigned before, unsigned after) MUST_CHECK;
// Within the transaction of a sign-in with the one-time password of this number. `known`: the person has used this browser before.
enum status account_notice_use(struct ctx *ctx, int64_t person_id, int64_t offer_id, const char *agent, bool known) MUST_CHECK;

struct account_use {
    int64_t at;
    const char *address, *agent;
    bool known;
};
#define ACCOUNT_USES_SHOWN 10

struct account_notice {
    int64_t id, person_id, at, read_at; // read_at 0: not yet
    enum account_act act;
    bool by_command;
    const char *by, *address;
    const char *detail;                          // ACCOUNT_DUTY: the duties that were added, by comma
    struct account_use uses[ACCOUNT_USES_SHOWN]; // the newest first; filled by account_notice_of_case alone
    unsigned use_count;
    bool more_uses; // there are earlier ones
};
#define ACCOUNT_NOTICES_SHOWN 20

// What was told to the actor, newest first: `unread`: and is not said to have been seen. One statement.
enum status account_notice_own(struct ctx *ctx, bool unread, struct account_notice **rows, unsigned *count) MUST_CHECK;
// The actor has seen it. That there is none such (any more) is no fault.
enum status account_notice_read(struct ctx *ctx, int64_t id) MUST_CHECK;

// The notice that a case of these kinds is about (struct audit_case: rule and detail), with what it led to. *found: it is about one.
enum status account_notice_of_case(struct ctx *ctx, const char *rule, const char *detail, bool *found,
                                   struct account_notice *notice) MUST_CHECK;

// One sentence: what was done, by whom, from where; to its owner ("您的密码…") or about them.
const char *account_notice_words(const struct account_notice *notice, bool to_owner, enum lang lang, struct arena *arena);

#endif
