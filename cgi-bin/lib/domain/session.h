// Signing in and staying signed in: accounts, sessions, slow-down and lock (ASVS 5.0, chapters 6 and 7).
// Also used by the custodian, which checks sessions itself. Not here: cookies and pages.
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include "domain/ctx.h"
#include "model/setting.h"

// What holds until an administrator sets it otherwise (model/setting).
#define SESSION_IDLE (SETTING_SESSION_IDLE_USUAL * TIME_MINUTE)       // without a request
#define SESSION_ABSOLUTE (SETTING_SESSION_ABSOLUTE_USUAL * TIME_HOUR) // since signing in
// The same within a statement, as it is set now, in ms.
#define SESSION_IDLE_SQL SETTING_SQL(SETTING_SESSION_IDLE_KEY, SETTING_SESSION_IDLE_USUAL) " * 60000"
#define SESSION_ABSOLUTE_SQL                                                  \
    SETTING_SQL(SETTING_SESSION_ABSOLUTE_KEY, SETTING_SESSION_ABSOLUTE_USUAL) \
    " * 3600000"
#define SESSION_TOUCH (1 * TIME_MINUTE)                      // how often being used is written down
#define SIGN_IN_FREE 3                                       // failures of an account without a wait; then 1 s, 2 s, 4 s …
#define SIGN_IN_LOCK_ACCOUNT SETTING_LOCK_ACCOUNT_USUAL      // failures until an account rests, unless set otherwise
#define SIGN_IN_FREE_ADDRESS 20                              // the same for an address, behind which an office may sit
#define SIGN_IN_LOCK_ADDRESS SETTING_LOCK_ADDRESS_USUAL      // failures until an address rests, unless set otherwise
#define SIGN_IN_STEP (10 * TIME_MINUTE)                      // from the password to the code
#define SIGN_IN_LOCK (SETTING_LOCK_REST_USUAL * TIME_MINUTE) // how long it rests, unless set otherwise; then failures are forgotten

extern const struct sql *const SESSION_FIND_STATEMENTS[]; // for the custodian: find, and the field catalogue
extern const struct sql *const SESSION_STATEMENTS[];      // for every program: find, touch, and the field catalogue
extern const struct sql *const SIGN_IN_STATEMENTS[];      // for login only, with those of tries.h and second_factor.h

// Loads the actor whose session has this token. STATUS_UNAUTHENTICATED when there is none, it ended, or the account is closed.
// One statement.
enum status session_find(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                         struct actor *actor) MUST_CHECK;
// As session_find, and writes down the use when the last one is SESSION_TOUCH ago. That it can't be written is logged and
// nothing more: pages are shown while the disk is full.
enum status session_use(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                        struct actor *actor) MUST_CHECK;

// Checks login and password. STATUS_OK: a session exists and `token` holds its token; the session this request came with, if
// any, ended; ctx->device is what this browser is to be known by from now on (device.h). With *needs_code there is no session yet:
// `token` is good for session_sign_in_by_code and for nothing else, for SIGN_IN_STEP. STATUS_UNAUTHENTICATED: wrong, the same for
// every reason. STATUS_LIMITED: *wait is how long (ms) until the next try. Equal work for unknown accounts. A try is counted
// before the password is looked at, so that tries side by side are not free.
enum status session_sign_in(struct ctx *ctx, const char *login, const char *password, const char *user_agent,
                            unsigned char token[32], bool *needs_code, int64_t *wait) MUST_CHECK;
// Whether `step`, the token between password and code, still holds. STATUS_EXPIRED: it does not.
enum status session_step_find(struct ctx *ctx, const unsigned char *step) MUST_CHECK;
// The second step, with a code of the app or a recovery code. STATUS_OK as above. STATUS_INVALID: wrong, or used before;
// STATUS_BAD_REQUEST: no code by its form, and not counted; STATUS_LIMITED as above, by the same counters; STATUS_EXPIRED: the password
// is asked for again.
enum status session_sign_in_by_code(struct ctx *ctx, const unsigned char *step, const char *typed, const char *user_agent,
                                    unsigned char token[32], int64_t *wait) MUST_CHECK;
enum status session_sign_out(struct ctx *ctx) MUST_CHECK;
// Sets a new password for the actor after checking the present one; ends the person's other sessions. STATUS_INVALID: the
// present one is wrong; STATUS_LIMITED: too many wrong ones, counted together with those of signing in.
// Not here: whether the new one is good enough (password_check).
enum status session_change_password(struct ctx *ctx, const char *present, const char *fresh) MUST_CHECK;
// For somebody who is asked for a new password: *settled when they had chosen one already, and login was ended before it could be noted.
// Now it is.
enum status session_settle_password(struct ctx *ctx, bool *settled) MUST_CHECK;

#endif
