// Rotating the token key while people search: nobody who is there is ever said not to be (CONF-4, CONF-8).
#include "rotation.h"

static unsigned found_by_phone(struct custodian_home *home, const char *phone) {
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    int64_t ids[4];
    unsigned found;
    enum result result;
    assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "phone", phone, ids, 4, &found, &result), STATUS_OK);
    assert_int_equal(result, RESULT_DISCLOSED);
    return found;
}

// So many records that the new index takes many slices.
static void fill_history(struct custodian_home *home, int rows) {
    fixture_sql(home->fixture, arena_format(home->fixture->arena,
                                            "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                                            " INSERT INTO history (customer_id, kind, record_id, version, field, before, after, person_id, at)"
                                            " SELECT 101, 1, 101, 3, 'phone', '', '***', 1, i FROM n;",
                                            rows));
}

static void wait_for_index(struct custodian_home *home) {
    for (int tries = 0; tries < 20000 && rotate(home, UPKEEP_KEY_STATE, STATUS_OK).token != 0; tries++)
        home_pause();
    assert_int_equal(rotate(home, UPKEEP_KEY_STATE, STATUS_OK).token, 0);
}

static bool file_exists(struct custodian_home *home, const char *name) {
    return access(home_file(home, name), F_OK) == 0;
}

static void test_conf_8_searches_go_on_while_the_token_key_is_rotated(void **state) {
    struct custodian_home *home = *state;
    struct key_report report;
    assert_int_equal(found_by_phone(home, PHONE), 1);
    fill_history(home, 20000);
    struct keys *before = key_now(home);
    assert_int_equal(rotate(home, UPKEEP_KEY_TOKEN, STATUS_OK).token, 1);
    assert_int_equal(custody_rotate(home->client, UPKEEP_KEY_TOKEN, &report), STATUS_CONFLICT);
    struct keys *during = key_now(home);
    assert_true(during->has_token_old);
    assert_memory_equal(during->token_old, before->token, KEYS_SIZE);
    // At every moment, also what was stored meanwhile.
    unsigned searches = 0;
    for (report.token = 1; report.token != 0; searches++) {
        const char *phone = arena_format(home->fixture->arena, "0755-2%07u", searches);
        assert_int_equal(found_by_phone(home, PHONE), searches == 0);
        home_store(home, KIND_CUSTOMER, OWN, "phone", phone);
        assert_int_equal(found_by_phone(home, phone), 1);
        assert_int_equal(found_by_phone(home, "0755-99999999"), 0);
        report = rotate(home, UPKEEP_KEY_STATE, STATUS_OK);
    }
    assert_true(searches > 1);
    struct keys *after = key_now(home);
    assert_false(after->has_token_old);
    assert_memory_equal(after->token, during->token, KEYS_SIZE);
    home_store(home, KIND_CUSTOMER, OWN, "phone", PHONE);
    assert_int_equal(found_by_phone(home, PHONE), 1);
    assert_false(file_exists(home, "custody/index-new.db"));
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(*) FROM access WHERE channel = 8 AND result = 20 AND field IN ('key=token begun', 'key=token ended')"), 2);
    // The index that answers is under the new key.
    home_stop(home, SIGTERM);
    unsigned char token[KEYS_TOKEN_SIZE];
    struct buffer hex = {.arena = home->fixture->arena};
    keys_token(after->token, KIND_CUSTOMER, "phone", PHONE, token);
    for (size_t i = 0; i < sizeof token; i++)
        buffer_format(&hex, "%02x", token[i]);
    assert_int_equal(home_sql(home, "custody/index.db", arena_format(home->fixture->arena, "SELECT count(*) FROM token WHERE token = x'%s'", hex.data)), 1);
    hex.length = 0;
    keys_token(before->token, KIND_CUSTOMER, "phone", PHONE, token);
    for (size_t i = 0; i < sizeof token; i++)
        buffer_format(&hex, "%02x", token[i]);
    assert_int_equal(home_sql(home, "custody/index.db", arena_format(home->fixture->arena, "SELECT count(*) FROM token WHERE token = x'%s'", hex.data)), 0);
    home_start(home);
    assert_int_equal(found_by_phone(home, PHONE), 1);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    keys_free(before);
    keys_free(during);
    keys_free(after);
}

static void test_conf_8_a_rotation_of_the_token_key_that_was_killed_goes_on(void **state) {
    struct custodian_home *home = *state;
    fill_history(home, 15000);
    assert_int_equal(found_by_phone(home, PHONE), 1);
    rotate(home, UPKEEP_KEY_TOKEN, STATUS_OK);
    for (int i = 0; i < 4; i++) {
        home_stop(home, SIGKILL);
        home_start(home);
        assert_int_equal(found_by_phone(home, PHONE), 1);
    }
    wait_for_index(home);
    assert_int_equal(found_by_phone(home, PHONE), 1);
    home_stop(home, SIGKILL);
    home_start(home);
    assert_int_equal(found_by_phone(home, PHONE), 1);
}

// Killed after the old key went and before the new index took its place, with and without pages beside either.
static void test_conf_8_the_new_index_takes_its_place_at_the_next_start(void **state) {
    struct custodian_home *home = *state;
    assert_int_equal(found_by_phone(home, PHONE), 1);
    home_stop(home, SIGTERM);
    static const char *const LEFT[] = {"", "custody/index.db-wal", "custody/index-new.db-wal"};
    for (size_t i = 0; i < sizeof LEFT / sizeof *LEFT; i++) {
        const char *now = home_file(home, "custody/index.db"), *heir = home_file(home, "custody/index-new.db");
        assert_int_equal(rename(now, heir), 0);
        home_sql(home, "custody/index.db", "CREATE TABLE filled (id INTEGER PRIMARY KEY, fields TEXT, until INTEGER, mark TEXT, key TEXT); INSERT INTO filled VALUES (1, '', 1, '', 'another');"
                                           "CREATE TABLE token (kind INTEGER, field TEXT, token BLOB, record_id INTEGER); PRAGMA user_version = 3");
        if (*LEFT[i] != '\0')
            fclose(fopen(home_file(home, LEFT[i]), "we"));
        home_start(home);
        int64_t ids[4];
        unsigned found = 0;
        enum result result;
        const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
        // Not available, said plainly, for the two seconds of a second try; never nobody.
        for (int tries = 0; tries < 5000 && custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result) != STATUS_OK; tries++)
            home_pause();
        assert_int_equal(found, 1);
        assert_false(file_exists(home, "custody/index-new.db"));
        home_stop(home, SIGTERM);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_8_searches_go_on_while_the_token_key_is_rotated),
        TEST(test_conf_8_a_rotation_of_the_token_key_that_was_killed_goes_on),
        TEST(test_conf_8_the_new_index_takes_its_place_at_the_next_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
