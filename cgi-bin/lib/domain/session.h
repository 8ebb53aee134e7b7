// Signing in and staying signed in: accounts, sessions, slow-down and lock (ASVS 5.0, chapters 6 and 7).
// Also used by the custodian, which checks sessions itself. Not here: cookies and pages.
#ifndef DOMAIN_SESSION_H
#define DOMAIN_SESSION_H

#include "domain/ctx.h"

#define SESSION_IDLE (30 * TIME_MINUTE)   // without a request
#define SESSION_ABSOLUTE (12 * TIME_HOUR) // since signing in
#define SESSION_TOUCH (1 * TIME_MINUTE)   // how often being used is written down
#define SIGN_IN_FREE 3                    // failures of an account without a wait; then 1 s, 2 s, 4 s …
#define SIGN_IN_LOCK_ACCOUNT 10           // failures until an account rests
#define SIGN_IN_FREE_ADDRESS 20           // the same for an address, behind which an office may sit
#define SIGN_IN_LOCK_ADDRESS 50           // failures until an address rests
#define SIGN_IN_STEP (10 * TIME_MINUTE)   // from the password to the code
#define SIGN_IN_LOCK (15 * TIME_MINUTE)   // how long it rests; failures are forgotten after as long

extern const struct sql *const SESSION_FIND_STATEMENTS[]; // for the custodian: find
extern const struct sql *const SESSION_STATEMENTS[];      // for every program: find, touch
extern const struct sql *const SIGN_IN_STATEMENTS[];      // for login only: reads password hashes

// Loads the actor whose session has this token. STATUS_UNAUTHENTICATED when there is none, it ended, or the account is closed.
// One statement.
enum status session_find(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                         struct actor *actor) MUST_CHECK;
// As session_find, and writes down the use when the last one is SESSION_TOUCH ago. That it can't be written is logged and
// nothing more: pages are shown while the disk is full.
enum status session_use(struct store *store, const struct clock *clock, const unsigned char *token, struct arena *arena,
                        struct actor *actor) MUST_CHECK;

// Checks login and password. STATUS_OK: a session exists and `token` holds its token; the session this request came with, if
// any, ended. STATUS_UNAUTHENTICATED: wrong, the same for every reason. STATUS_LIMITED: *wait is how long (ms) until the
// next try. Equal work for unknown accounts. A try is counted before the password is looked at, so that tries side by side
// are not free.
enum status session_sign_in(struct ctx *ctx, const char *login, const char *password, const char *user_agent,
                            unsigned char token[32], int64_t *wait) MUST_CHECK;
enum status session_sign_out(struct ctx *ctx) MUST_CHECK;
// Sets a new password for the actor after checking the present one; ends the person's other sessions. STATUS_INVALID: the
// present one is wrong; STATUS_LIMITED: too many wrong ones, counted together with those of signing in.
// Not here: whether the new one is good enough (password_check).
enum status session_change_password(struct ctx *ctx, const char *present, const char *fresh) MUST_CHECK;

#endif
