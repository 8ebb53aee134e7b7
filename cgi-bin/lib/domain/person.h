// People and their accounts (ORG-1). Nothing here opens a transaction or records: that is for what an administrator does
// (admin_person.h, handover.h).
// Not here: signing in and the actor of a session (session.h), the passwords that people chose (credential.h).
#ifndef DOMAIN_PERSON_H
#define DOMAIN_PERSON_H

#include "domain/ctx.h"

extern const struct sql *const PERSON_STATEMENTS[];

#define PERSON_NAME_MAX 40 // characters

struct person {
    int64_t id;
    const char *login, *name;
    int64_t unit_id;
    const char *unit_name;
    const char *state; // active, closed
    const char *roles; // keys, separated by commas
    bool may_sign_in;  // has a password, their own or a one-time one
    bool must_change;  // a one-time one
    bool closed;
    int64_t superior_id; // 0: none
    const char *superior_login, *superior_name;
    int64_t version;
    bool has_second_factor;
};

struct person_new {
    const char *login; // 2 … 32 of a-z 0-9 . _ -, beginning with a letter or digit
    const char *name;
    int64_t unit_id, superior_id; // superior_id 0: nobody
    const char *role;             // key; NULL: none
    const char *offer;            // hash (password_hash) of a one-time password; NULL: can't sign in
};

bool login_valid(const char *login);
bool person_name_valid(const char *name); // trimmed
// STATUS_INVALID for a bad login or name, STATUS_CONFLICT for a login that is taken, STATUS_NOT_FOUND for an unknown
// role.
enum status person_add(struct ctx *ctx, const struct person_new *person, int64_t *id) MUST_CHECK;
enum status person_grant(struct ctx *ctx, int64_t person_id, const char *role) MUST_CHECK;
enum status person_find(struct ctx *ctx, const char *login, struct person *person) MUST_CHECK;
enum status person_get(struct ctx *ctx, int64_t id, struct person *person) MUST_CHECK;
// Everybody, by login.
enum status person_list(struct ctx *ctx, struct person **persons, unsigned *count) MUST_CHECK;
// Offers a one-time password, by its hash: the one before is void, the next sign-in demands a new one. Ends every session of the person and
// forgets the account's failed sign-ins.
enum status person_offer_password(struct ctx *ctx, const struct person *person, const char *hash) MUST_CHECK;
// There is no password any more. What login keeps of it goes with one of the next sign-ins (credential.h).
enum status person_void_password(struct ctx *ctx, int64_t person_id) MUST_CHECK;

// Ends every session of the person, and signing in that has begun. `ended` may be NULL.
enum status person_end_sessions(struct ctx *ctx, int64_t person_id, int64_t *ended) MUST_CHECK;

// For a lost phone: takes the second factor and its recovery codes away and ends every session of the person. STATUS_CONFLICT: there
// is none.
enum status person_end_second_factor(struct ctx *ctx, const struct person *person) MUST_CHECK;

// A random password that can be read out and typed: `groups` groups of four letters and digits without look-alikes
// (20 bits each), "k7mq-x3fp-…".
const char *password_random(struct ctx *ctx, unsigned groups);

#endif
