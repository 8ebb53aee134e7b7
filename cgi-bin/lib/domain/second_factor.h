// The second factor of an account: codes of an authenticator app, whose secret only the custodian knows, and recovery codes for a
// lost phone. A code counts once: the period of the last one, and the recovery code itself, are spent in the same transaction as what
// the code opens.
// Not here: the secret and its arithmetic (custodian/, vault/totp.h), the two steps of signing in (session.h), what administrators
// set (person.h, role.h).
#ifndef DOMAIN_SECOND_FACTOR_H
#define DOMAIN_SECOND_FACTOR_H

#include "domain/ctx.h"

#define RECOVERY_CODES 10               // at a time
#define FACTOR_SETUP (10 * TIME_MINUTE) // from the secret to the code that confirms it
#define FACTOR_SETUP_CODES 10           // that may be tried in that time

extern const struct sql *const SECOND_FACTOR_STATEMENTS[];

struct second_factor {
    int64_t since; // 0: there is none
    int64_t codes_left;
};
// Of the actor.
enum status factor_find(struct ctx *ctx, struct second_factor *factor) MUST_CHECK;

// What was wrong with what somebody gave to prove who they are.
enum factor_fault {
    FACTOR_GOOD,
    FACTOR_PASSWORD,
    FACTOR_CODE_FORM, // neither six digits nor a recovery code: not tried at all
    FACTOR_CODE       // wrong, or used already
};

// Setting it up begins with the password and a new secret, and has no effect before a code has confirmed it. STATUS_INVALID: the
// password is wrong; STATUS_LIMITED; STATUS_CONFLICT: there is one already.
enum status factor_begin(struct ctx *ctx, const char *password, struct custody_secret *secret) MUST_CHECK;
// From now on it is demanded; *codes are the recovery codes, as they are shown this once. STATUS_INVALID: not a code of the secret;
// STATUS_NOT_FOUND: nothing was begun, or not within FACTOR_SETUP, or FACTOR_SETUP_CODES were tried: it is begun anew.
enum status factor_confirm(struct ctx *ctx, const char *typed, const char *codes[RECOVERY_CODES]) MUST_CHECK;
// New recovery codes instead of those that are left. STATUS_INVALID: *fault says why; STATUS_LIMITED.
enum status factor_renew_codes(struct ctx *ctx, const char *password, const char *typed, enum factor_fault *fault,
                               const char *codes[RECOVERY_CODES]) MUST_CHECK;
enum status factor_switch_off(struct ctx *ctx, const char *password, const char *typed, enum factor_fault *fault) MUST_CHECK;

// --- For signing in (sign_in.c): a code on its way.
struct code {
    const char *digits;   // of the app; NULL: it is a recovery code
    const char *recovery; // canonical; NULL: it is one of the app
    int64_t step;         // of the digits, once they were checked
};
// False: it is neither.
bool code_read(struct arena *arena, const char *typed, struct code *code);
// Looks whether it is good, for whoever has the token: a session's, or that between password and code. STATUS_INVALID: it is not.
enum status code_check(struct ctx *ctx, const unsigned char *token, bool fresh, struct code *code) MUST_CHECK;
// Spends it, within the transaction of what it opens. STATUS_INVALID: it was spent before.
enum status code_spend(struct ctx *ctx, int64_t person_id, const struct code *code) MUST_CHECK;

#endif
