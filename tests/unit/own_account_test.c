// One's own account: only one's own sessions are seen and ended, and only what can be chosen is stored.
#include "support.h"

#include <string.h>

#include "base/hex.h"
#include "domain/own_account.h"
#include "domain/session.h"
#include "vault/password.h"

static const struct sql *const *const LISTS[] = {SESSION_STATEMENTS, OWN_ACCOUNT_STATEMENTS, NULL};

static int set_up(void **state) {
    *state = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    fixture_free(*state);
    return 0;
}

// A session of `person` that was begun and used so long ago; its token. The id that a form would give is written to *id.
static const unsigned char *add_session(struct fixture *fixture, int person, int64_t begun, int64_t used, const char **id) {
    unsigned char *token = arena_alloc(fixture->arena, TOKEN_SIZE), hash[TOKEN_HASH_SIZE];
    random_fill(&fixture->random, token, TOKEN_SIZE);
    token_hash(token, hash);
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO session VALUES (x'%s', %d, %lld, %lld, '192.0.2.%d', 'agent');",
                                      hex_encode(fixture->arena, hash, sizeof hash), person, (long long)(fixture->now - begun),
                                      (long long)(fixture->now - used), person));
    *id = hex_encode(fixture->arena, hash, OWN_SESSION_ID);
    return token;
}

static void act_in(struct fixture *fixture, int person, const unsigned char *token) {
    fixture_act(fixture, person);
    fixture->actors[person].session = token;
}

static int64_t sessions_of(struct fixture *fixture, int person) {
    return fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM session WHERE person_id = %d", person));
}

static void test_own_sessions_are_listed_and_no_others(void **state) {
    struct fixture *fixture = *state;
    const char *mine, *older, *foreign, *ended;
    const unsigned char *token = add_session(fixture, PERSON_SELLER, TIME_HOUR, 10 * TIME_MINUTE, &mine);
    add_session(fixture, PERSON_SELLER, 2 * TIME_HOUR, TIME_MINUTE, &older);
    add_session(fixture, PERSON_COLLEAGUE, TIME_HOUR, 0, &foreign);
    add_session(fixture, PERSON_SELLER, TIME_HOUR, SESSION_IDLE, &ended);
    add_session(fixture, PERSON_SELLER, SESSION_ABSOLUTE, 0, &ended);
    struct own_session *rows;
    unsigned count;
    int64_t of;
    act_in(fixture, PERSON_SELLER, token);
    assert_int_equal(own_sessions(&fixture->ctx, &rows, &count, &of), STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(of, 2);
    assert_string_equal(rows[0].id, mine); // first, although another was used later
    assert_true(rows[0].current);
    assert_string_equal(rows[0].address, "192.0.2.1");
    assert_string_equal(rows[0].agent, "agent");
    assert_true(rows[0].created_at == fixture->now - TIME_HOUR && rows[0].seen_at == fixture->now - 10 * TIME_MINUTE);
    assert_string_equal(rows[1].id, older);
    assert_false(rows[1].current);
}

static void test_of_many_the_current_one_is_listed(void **state) {
    struct fixture *fixture = *state;
    const char *id;
    const unsigned char *token = add_session(fixture, PERSON_SELLER, TIME_HOUR, 20 * TIME_MINUTE, &id);
    for (int i = 0; i < OWN_SESSIONS_MAX; i++)
        add_session(fixture, PERSON_SELLER, TIME_HOUR, TIME_MINUTE, &id);
    struct own_session *rows;
    unsigned count;
    int64_t of;
    act_in(fixture, PERSON_SELLER, token);
    assert_int_equal(own_sessions(&fixture->ctx, &rows, &count, &of), STATUS_OK);
    assert_int_equal(count, OWN_SESSIONS_MAX);
    assert_int_equal(of, OWN_SESSIONS_MAX + 1); // and it is said that one is not
    assert_true(rows[0].current);
}

static void test_only_an_own_session_can_be_ended(void **state) {
    struct fixture *fixture = *state;
    const char *mine, *other, *foreign;
    act_in(fixture, PERSON_SELLER, add_session(fixture, PERSON_SELLER, 0, 0, &mine));
    add_session(fixture, PERSON_SELLER, 0, 0, &other);
    add_session(fixture, PERSON_COLLEAGUE, 0, 0, &foreign);
    const char *const nothing[] = {foreign, "", "00", "zz", "0000000000000000", "'; DELETE FROM session; --"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_int_equal(own_session_end(&fixture->ctx, nothing[i]), STATUS_OK);
    assert_int_equal(sessions_of(fixture, PERSON_SELLER), 2);
    assert_int_equal(sessions_of(fixture, PERSON_COLLEAGUE), 1);
    assert_int_equal(own_session_end(&fixture->ctx, other), STATUS_OK);
    assert_int_equal(own_session_end(&fixture->ctx, other), STATUS_OK); // it is ended, whoever did it
    assert_int_equal(sessions_of(fixture, PERSON_SELLER), 1);
}

static void test_all_others_end_and_the_current_one_stays(void **state) {
    struct fixture *fixture = *state;
    const char *id;
    const unsigned char *token = add_session(fixture, PERSON_SELLER, 0, 0, &id);
    struct actor actor;
    act_in(fixture, PERSON_SELLER, token);
    add_session(fixture, PERSON_SELLER, 0, 0, &id);
    add_session(fixture, PERSON_SELLER, 0, 0, &id);
    add_session(fixture, PERSON_COLLEAGUE, 0, 0, &id);
    assert_int_equal(own_sessions_end_others(&fixture->ctx), STATUS_OK);
    assert_int_equal(sessions_of(fixture, PERSON_SELLER), 1);
    assert_int_equal(sessions_of(fixture, PERSON_COLLEAGUE), 1);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
}

static void test_looks_come_with_the_session(void **state) {
    struct fixture *fixture = *state;
    const char *id;
    const unsigned char *token = add_session(fixture, PERSON_SELLER, 0, 0, &id);
    struct actor actor;
    act_in(fixture, PERSON_SELLER, token);
    const uint64_t before = store_statements(fixture->store);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 1);
    assert_string_equal(actor.density, "compact");
    assert_string_equal(actor.appearance, "system");
    assert_int_equal(own_set_looks(&fixture->ctx, "comfortable", "dark"), STATUS_OK);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_string_equal(actor.density, "comfortable");
    assert_string_equal(actor.appearance, "dark");
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person WHERE appearance = 'dark'"), 1);
    static const char *const WRONG[][2] = {{"", "dark"}, {"compact", ""}, {"dark", "compact"}, {"compact", "Dark"}, {"comfortable ", "dark"}};
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(own_set_looks(&fixture->ctx, WRONG[i][0], WRONG[i][1]), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person WHERE density = 'comfortable' AND appearance = 'dark'"), 1);
}

static void test_the_language_is_kept(void **state) {
    struct fixture *fixture = *state;
    const char *id;
    const unsigned char *token = add_session(fixture, PERSON_SELLER, 0, 0, &id);
    struct actor actor;
    act_in(fixture, PERSON_SELLER, token);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_string_equal(actor.language, "");
    assert_int_equal(own_set_language(&fixture->ctx, LANG_EN), STATUS_OK);
    assert_int_equal(session_find(fixture->store, &fixture->clock, token, fixture->arena, &actor), STATUS_OK);
    assert_string_equal(actor.language, "en");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_own_sessions_are_listed_and_no_others),
        TEST(test_of_many_the_current_one_is_listed),
        TEST(test_only_an_own_session_can_be_ended),
        TEST(test_all_others_end_and_the_current_one_stays),
        TEST(test_looks_come_with_the_session),
        TEST(test_the_language_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
