// Counted tries: whatever proves who somebody is (password, code) is counted as failed before it is looked at, and taken back when it was
// right. So tries side by side are not free, and all ways of trying share one limit. From a device that the account knows (device.h)
// they are counted for that device alone; all others for the account and for the address, so that strangers can make each other
// wait, but not the owner's own machine. Limits: session.h. Not here: what is tried.
#ifndef DOMAIN_TRIES_H
#define DOMAIN_TRIES_H

#include "domain/credential.h"

extern const struct sql *const TRIES_STATEMENTS[];

// Who tries: a known account, or a name that is none.
struct account {
    int64_t person_id;        // 0: unknown
    const char *subject;      // what its failures are counted under
    const char *hash;         // NULL: unknown, closed or without a password
    bool by_offer;            // it is a one-time password's, which has to be replaced …
    int64_t offer_id;         // … under this number; 0: none was offered
    bool offer_is_over;       // it was replaced, and login ended before that could be noted
    struct credential chosen; // what login's file has
    const char *device;       // what failures are counted under when the device is known; NULL: it is not
    bool used_here;           // they have signed in with this browser before, whether it is known still or not
    bool has_second_factor;   // the password alone is not enough
};

// By a login as it was typed.
enum status account_find(struct ctx *ctx, const char *login, struct account *account) MUST_CHECK;

// What was proved by `account` was looked at outside of the present transaction: STATUS_UNAUTHENTICATED when the password was set anew
// meanwhile. Its has_second_factor is brought up to date.
enum status account_unchanged(struct ctx *ctx, struct account *account) MUST_CHECK;

// Counts a try. STATUS_LIMITED: it may not be made before *wait (ms) is over, and is not counted.
enum status try_count(struct ctx *ctx, const struct account *account, int64_t *wait) MUST_CHECK;
// The same within a transaction of the caller's.
enum status try_count_within(struct ctx *ctx, const struct account *account, int64_t *wait) MUST_CHECK;
// It was right: within the transaction of what it opens, the failures of the account (from a known device: of the device) are
// forgotten and the address's is taken back.
enum status try_forgive(struct ctx *ctx, const struct account *account) MUST_CHECK;
// It was right, but the account has another secret that may be being guessed: only this try is taken back.
enum status try_take_back(struct ctx *ctx, const struct account *account) MUST_CHECK;
// Nothing was found out, because a part of the system was away: a try that was counted is none. Outside of any transaction; what it
// can't write stays counted.
void try_withdraw(struct ctx *ctx, const struct account *account);

// The line in the log, whatever became of it.
void try_log(const struct ctx *ctx, const char *event, const struct account *account, const char *outcome);

#endif
