// The passwords that people chose: hashes in a file of login's own (ctx->credentials), which no other program can open, by its sandbox
// and where it has a user of its own by the rights of files. So whoever takes over another program finds no hash to guess at.
//
// Administrators and the command don't write that file. They offer a one-time password in the store (person.h: credential_offer),
// which makes the one before void. Once its owner has signed in with it and chosen an own one, login writes that into its file, with
// the number of the offer that it replaces, and takes the offer away. An offer whose number is in the file is over: so whatever ends login
// between the two writes, the password that was chosen counts. Numbers, not times: a clock may be set back.
//
// Not here: signing in (session.h), what makes a hash (vault/password.h).
#ifndef DOMAIN_CREDENTIAL_H
#define DOMAIN_CREDENTIAL_H

#include "domain/ctx.h"

#define CREDENTIAL_FOLDER "login" // of the home
#define CREDENTIAL_FILE CREDENTIAL_FOLDER "/credential.db"
#define CREDENTIAL_SCHEMA "schema/credential" // below the share

extern const struct sql *const CREDENTIAL_STATEMENTS[];       // of login's file
extern const struct sql *const CREDENTIAL_OFFER_STATEMENTS[]; // of the store, for whoever has that file open

// The password of one person, as the file has it.
struct credential {
    const char *hash; // NULL: there is none
    int64_t changed_at;
    int64_t offer_id; // the offer it took the place of, 0: none
};
enum status credential_get(struct ctx *ctx, int64_t person_id, struct credential *credential) MUST_CHECK;
// Durable on STATUS_OK, whatever becomes of a transaction of the store. Without a hash: it goes.
enum status credential_put(struct ctx *ctx, int64_t person_id, const struct credential *credential) MUST_CHECK;
// All go: in a home without people, what an interrupted demo left.
enum status credential_clear(struct ctx *ctx) MUST_CHECK;
// The same password under other costs: `better` instead of `hash`, if that is still there.
enum status credential_refresh(struct ctx *ctx, int64_t person_id, const char *hash, const char *better) MUST_CHECK;

// Within a transaction of the store: the person has had a password of their own since `at`, and no offer is open.
enum status credential_settle(struct ctx *ctx, int64_t person_id, int64_t at) MUST_CHECK;
// Within a transaction of the store: hashes of accounts that were closed go, some at a time.
enum status credential_sweep(struct ctx *ctx) MUST_CHECK;

// Moves the passwords that people chose out of a store of `version`, in which they still stood beside everything else, into the file,
// which is there and empty or half filled; leaves nothing of them in the store's file. May be interrupted and called again at any point.
// Paths are relative to the home.
#define CREDENTIAL_MOVED 12 // the version of a store from which on they are there
enum status credential_move(const char *store_path, int version) MUST_CHECK;

#endif
