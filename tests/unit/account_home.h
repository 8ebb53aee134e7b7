// Accounts with passwords: the fixture's store and login's file beside it, in which lina (1) and wangwu (2) have chosen GOOD. Nobody
// is signed in. Included by the tests of signing in and of what an account can do with itself.
#ifndef TESTS_ACCOUNT_HOME_H
#define TESTS_ACCOUNT_HOME_H

#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "domain/account_notice.h"
#include "domain/audit_case.h"
#include "domain/credential.h"
#include "domain/device.h"
#include "domain/person.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/tries.h"
#include "vault/password.h"

#define GOOD "correct horse battery"
#define WRONG "wrong horse battery"
// GOOD, hashed with today's costs: hashing it anew for every test would be most of their time.
#define GOOD_HASH "$argon2id$v=19$m=32768,t=3,p=1$cUhta1YgWO20u/0A5YfjwA$ZBFN0O90aZ1NzOpmaNrNl+iTZQ6dRT+PkxvG7w/RVtU"
// GOOD with 8 MiB and one pass.
#define OLD_HASH "$argon2id$v=19$m=8192,t=1,p=1$7eWabbrou1x5nzDWo9GIaQ$WN9tycm+bwTVXdGQ3RAbRz8i1xiE0KMPF+GzId+ctyw"

#define ACCOUNT_LISTS                                                                                                         \
    SESSION_STATEMENTS, SIGN_IN_STATEMENTS, TRIES_STATEMENTS, DEVICE_STATEMENTS, SECOND_FACTOR_STATEMENTS, PERSON_STATEMENTS, \
        CREDENTIAL_OFFER_STATEMENTS, ACCOUNT_NOTICE_STATEMENTS, ACCOUNT_NOTICE_USE_STATEMENTS, ACCOUNT_NOTICE_OWN_STATEMENTS, \
        ACCOUNT_NOTICE_CASE_STATEMENTS, AUDIT_CASE_STATEMENTS

static const struct actor NOBODY = {.login = ""};

static inline const char *credential_path(struct fixture *fixture) {
    return arena_format(fixture->arena, "%s/credential.db", fixture->folder);
}
// SQL of the test's own in login's file, and the one number that it gives.
static inline void credential_sql(struct fixture *fixture, const char *sql) {
    struct fixture file = {.path = credential_path(fixture)};
    fixture_sql(&file, sql);
}
static inline int64_t credential_number(struct fixture *fixture, const char *sql) {
    struct fixture file = {.path = credential_path(fixture)};
    return fixture_number(&file, sql);
}

// An empty file of passwords for the fixture, opened.
static inline void account_open_credentials(struct fixture *fixture) {
    static const struct sql *const *const LISTS[] = {CREDENTIAL_STATEMENTS, NULL};
    const struct store_options options = {
        .path = credential_path(fixture), .lists = LISTS, .version = STORE_CREDENTIAL_VERSION, .erases = true};
    unsigned applied;
    assert_int_equal(store_migrate(options.path, "db/schema/credential", &applied), STATUS_OK);
    assert_int_equal(store_open(&fixture->ctx.credentials, &options), STATUS_OK);
}

static inline struct fixture *account_fixture(const struct sql *const *const *lists) {
    struct fixture *fixture = fixture_new(lists);
    account_open_credentials(fixture);
    credential_sql(fixture, "INSERT INTO credential VALUES (1, '" GOOD_HASH "', 1, 0), (2, '" GOOD_HASH "', 1, 0);");
    fixture_sql(fixture, "UPDATE person SET password_at = 1 WHERE id IN (1, 2);");
    fixture->ctx.actor = &NOBODY;
    return fixture;
}

static inline void account_free(struct fixture *fixture) {
    const bool idle = store_is_idle(fixture->ctx.credentials);
    store_close(fixture->ctx.credentials);
    fixture_free(fixture);
    assert_true(idle);
}

// Somebody offers lina a one-time password, with this hash; by 0: somebody who writes into the store by other means.
static inline void account_offer_by(struct fixture *fixture, const char *hash, int by) {
    struct person person;
    struct ctx ctx = fixture->ctx;
    ctx.actor = &fixture->actors[by];
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    assert_int_equal(person_find(&fixture->ctx, "lina", &person), STATUS_OK);
    assert_int_equal(person_offer_password(&fixture->ctx, &person, hash), STATUS_OK);
    if (by != 0)
        assert_int_equal(account_notice_tell(&ctx, person.id, ACCOUNT_PASSWORD, ""), STATUS_OK);
    assert_int_equal(store_commit(fixture->store), STATUS_OK);
}

static inline void account_offer(struct fixture *fixture, const char *hash) {
    account_offer_by(fixture, hash, PERSON_DIRECTOR);
}

// In tests of an account without a second factor.
static inline enum status account_sign_in(struct fixture *fixture, const char *login, const char *password, unsigned char token[TOKEN_SIZE],
                                          int64_t *wait) {
    bool needs_code = true;
    const enum status status = session_sign_in(&fixture->ctx, login, password, "Mozilla/5.0", token, &needs_code, wait);
    assert_false(needs_code);
    return status;
}

// As lina, who must succeed; the token.
static inline unsigned char *account_signed_in(struct fixture *fixture, const char *password) {
    unsigned char *token = arena_alloc(fixture->arena, TOKEN_SIZE);
    int64_t wait;
    assert_int_equal(account_sign_in(fixture, "lina", password, token, &wait), STATUS_OK);
    return token;
}

static inline enum status account_of_session(struct fixture *fixture, const unsigned char *token, struct actor *actor) {
    return session_find(fixture->store, &fixture->clock, token, fixture->arena, actor);
}

#endif
