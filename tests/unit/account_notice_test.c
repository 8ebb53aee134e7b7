// What others do to an account is told: to the auditor, and to its owner until they have seen it.
#include "account_home.h"

static const struct sql *const *const LISTS[] = {ACCOUNT_LISTS, NULL};

#define ONE_TIME GOOD " once"
#define ADMIN PERSON_DIRECTOR // whoever acts

static char *one_time_hash; // of ONE_TIME

static int set_up(void **state) {
    *state = account_fixture(LISTS);
    return 0;
}

static int tear_down(void **state) {
    account_free(*state);
    return 0;
}

static int64_t number(struct fixture *fixture, const char *sql) {
    return fixture_number(fixture, sql);
}

static void tell(struct fixture *fixture, enum account_act act) {
    fixture_act(fixture, ADMIN);
    assert_int_equal(account_notice_tell(&fixture->ctx, PERSON_SELLER, act, ""), STATUS_OK);
    fixture_act(fixture, PERSON_SELLER);
}

static unsigned own(struct fixture *fixture, bool unread, struct account_notice **rows) {
    unsigned count = 0;
    assert_int_equal(account_notice_own(&fixture->ctx, unread, rows, &count), STATUS_OK);
    return count;
}

static void test_org_3_it_is_told_to_the_owner_until_they_have_seen_it(void **state) {
    struct fixture *fixture = *state;
    struct account_notice *rows;
    tell(fixture, ACCOUNT_PASSWORD);
    fixture->now += TIME_MINUTE;
    tell(fixture, ACCOUNT_FACTOR);
    assert_int_equal(own(fixture, true, &rows), 2);
    assert_int_equal(rows[0].act, ACCOUNT_FACTOR);
    assert_string_equal(rows[0].by, "周八");
    assert_string_equal(account_notice_words(&rows[1], true, LANG_ZH, fixture->arena), "2026-11-22 10:00 周八重置了您的密码（来自 192.0.2.7）。");
    assert_string_equal(account_notice_words(&rows[1], false, LANG_EN, fixture->arena), "2026-11-22 10:00: 周八 reset the password (from 192.0.2.7).");
    assert_int_equal(account_notice_read(&fixture->ctx, rows[1].id), STATUS_OK);
    assert_int_equal(own(fixture, true, &rows), 1);
    assert_int_equal(rows[0].act, ACCOUNT_FACTOR);
    assert_int_equal(own(fixture, false, &rows), 2); // under "my account" it stays
    assert_true(rows[1].read_at != 0 && rows[0].read_at == 0);
    fixture_act(fixture, PERSON_COLLEAGUE);
    assert_int_equal(own(fixture, false, &rows), 0);
}

static void test_org_3_nobody_says_for_another_that_they_have_seen_it(void **state) {
    struct fixture *fixture = *state;
    struct account_notice *rows;
    tell(fixture, ACCOUNT_PASSWORD);
    assert_int_equal(own(fixture, true, &rows), 1);
    fixture_act(fixture, ADMIN);
    assert_int_equal(account_notice_read(&fixture->ctx, rows[0].id), STATUS_OK);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(own(fixture, true, &rows), 1);
}

static void test_org_3_each_is_put_before_the_auditor(void **state) {
    struct fixture *fixture = *state;
    tell(fixture, ACCOUNT_PASSWORD);
    tell(fixture, ACCOUNT_PASSWORD); // twice on a day is twice
    tell(fixture, ACCOUNT_DUTY);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice WHERE person_id = 1 AND by_id = 5 AND kind = 'password'"), 2);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice n JOIN account_notice a ON a.id = CAST(n.day AS INTEGER) AND a.kind = n.kind"), 3);
    tell(fixture, ACCOUNT_ADDED); // that is no news to anybody
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice"), 3);
}

static bool refuses(struct fixture *fixture, const char *sql) {
    struct store *store = NULL;
    const struct sql change = {"test.change", sql};
    const struct sql *const list[] = {&change, NULL}, *const *const lists[] = {list, NULL};
    const struct store_options options = {.path = fixture->path, .lists = lists, .has_triggers = true};
    assert_int_equal(store_open(&store, &options), STATUS_OK);
    struct query query = query_start(store, &change);
    const enum status status = query_run(&query, NULL);
    store_close(store);
    return status != STATUS_OK;
}

static void test_org_3_nothing_takes_it_away_again(void **state) {
    struct fixture *fixture = *state;
    struct account_notice *rows;
    tell(fixture, ACCOUNT_PASSWORD);
    assert_int_equal(own(fixture, true, &rows), 1);
    assert_int_equal(account_notice_read(&fixture->ctx, rows[0].id), STATUS_OK);
    fixture_sql(fixture, "INSERT INTO account_notice_use (notice_id, at, address, agent, known) SELECT id, 0, '', '', 0 FROM account_notice");
    static const char *const TABLES[] = {"account_notice", "account_notice_seen", "account_notice_use"};
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        assert_true(refuses(fixture, arena_format(fixture->arena, "DELETE FROM %s", TABLES[i])));
        assert_true(refuses(fixture, arena_format(fixture->arena, "UPDATE %s SET at = 1", TABLES[i])));
    }
}

static void find_case(struct fixture *fixture, const char *kind, struct account_notice *notice) {
    bool found = false;
    const int64_t id = number(fixture, arena_format(fixture->arena, "SELECT CAST(day AS INTEGER) FROM audit_notice WHERE kind = '%s'", kind));
    assert_int_equal(account_notice_of_case(&fixture->ctx, kind, arena_format(fixture->arena, "%lld", (long long)id), &found, notice), STATUS_OK);
    assert_true(found);
}

static void test_org_3_signing_in_with_a_reset_password_is_noted_with_the_browser(void **state) {
    struct fixture *fixture = *state;
    struct account_notice notice;
    account_signed_in(fixture, GOOD);
    const unsigned char *device = fixture->ctx.device;
    account_offer(fixture, one_time_hash);
    fixture->ctx.device = NULL;
    fixture->ctx.asker.address = "192.0.2.99";
    account_signed_in(fixture, ONE_TIME);
    fixture->now += TIME_MINUTE;
    fixture->ctx.device = device;
    account_signed_in(fixture, ONE_TIME);
    find_case(fixture, "password", &notice);
    assert_int_equal(notice.use_count, 2);
    assert_true(notice.uses[0].known);
    assert_false(notice.uses[1].known);
    assert_string_equal(notice.uses[1].address, "192.0.2.99");
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice"), 1);
}

static void test_ten_uses_are_shown_and_it_is_said_when_there_are_more(void **state) {
    struct fixture *fixture = *state;
    struct account_notice notice;
    account_offer(fixture, one_time_hash);
    const char *use = "INSERT INTO account_notice_use (notice_id, at, address, agent, known) SELECT id, 0, '', '', 0 FROM account_notice";
    for (unsigned i = 0; i < ACCOUNT_USES_SHOWN; i++)
        fixture_sql(fixture, use);
    find_case(fixture, "password", &notice);
    assert_int_equal(notice.use_count, ACCOUNT_USES_SHOWN);
    assert_false(notice.more_uses);
    fixture_sql(fixture, use);
    find_case(fixture, "password", &notice);
    assert_int_equal(notice.use_count, ACCOUNT_USES_SHOWN);
    assert_true(notice.more_uses);
}

static void test_the_newest_notices_are_shown_and_older_ones_when_those_were_seen(void **state) {
    struct fixture *fixture = *state;
    struct account_notice *rows;
    for (unsigned i = 0; i <= ACCOUNT_NOTICES_SHOWN; i++) {
        fixture->now++;
        tell(fixture, i == 0 ? ACCOUNT_FACTOR : ACCOUNT_PASSWORD);
    }
    assert_int_equal(own(fixture, true, &rows), ACCOUNT_NOTICES_SHOWN);
    assert_int_equal(rows[ACCOUNT_NOTICES_SHOWN - 1].act, ACCOUNT_PASSWORD);
    assert_int_equal(account_notice_read(&fixture->ctx, rows[0].id), STATUS_OK);
    assert_int_equal(own(fixture, true, &rows), ACCOUNT_NOTICES_SHOWN);
    assert_int_equal(rows[ACCOUNT_NOTICES_SHOWN - 1].act, ACCOUNT_FACTOR);
}

static void test_org_3_a_one_time_password_that_nobody_gave_is_told(void **state) {
    struct fixture *fixture = *state;
    struct account_notice notice, *rows;
    account_offer_by(fixture, one_time_hash, 0); // as a program that was taken over could
    account_signed_in(fixture, ONE_TIME);
    account_signed_in(fixture, ONE_TIME); // once
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice WHERE kind = 'unexplained' AND by_id IS NULL"), 1);
    find_case(fixture, "unexplained", &notice);
    assert_int_equal(notice.use_count, 2);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(own(fixture, true, &rows), 1);
    assert_non_null(strstr(account_notice_words(&rows[0], true, LANG_ZH, fixture->arena), "来历不明"));
}

static void test_org_3_changing_ones_own_password_bothers_nobody(void **state) {
    struct fixture *fixture = *state;
    struct actor actor;
    assert_int_equal(account_of_session(fixture, account_signed_in(fixture, GOOD), &actor), STATUS_OK);
    fixture->ctx.actor = &actor;
    assert_int_equal(session_change_password(&fixture->ctx, GOOD, "another horse battery"), STATUS_OK);
    assert_int_equal(number(fixture, "SELECT count(*) FROM account_notice"), 0);
    assert_int_equal(number(fixture, "SELECT count(*) FROM audit_notice"), 0);
}

// Trust in a browser ends with a new password, the knowledge that it was used does not.
static void test_a_browser_of_before_is_no_longer_trusted_but_remembered(void **state) {
    struct fixture *fixture = *state;
    struct account account;
    account_signed_in(fixture, GOOD);
    assert_int_equal(account_find(&fixture->ctx, "lina", &account), STATUS_OK);
    assert_true(account.device && account.used_here);
    account_offer(fixture, one_time_hash);
    assert_int_equal(account_find(&fixture->ctx, "lina", &account), STATUS_OK);
    assert_true(!account.device && account.used_here);
    account_signed_in(fixture, ONE_TIME);
    assert_int_equal(account_find(&fixture->ctx, "lina", &account), STATUS_OK);
    assert_true(account.device && account.used_here);
}

static void test_org_3_a_role_of_another_duty_is_told_and_of_the_same_is_not(void **state) {
    struct fixture *fixture = *state;
    const unsigned work = duty_permissions(DUTY_BUSINESS), audit = duty_permissions(DUTY_AUDIT);
    const struct {
        unsigned before, after;
        int64_t told;
    } CASES[] = {{work, work, 0}, {0, work, 0}, {0, audit, 1}, {work, audit, 2}, {audit, work, 3}, {audit, audit, 3}, {work, 0, 3}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal(account_notice_tell_duties(&fixture->ctx, PERSON_COLLEAGUE, CASES[i].before, CASES[i].after), STATUS_OK);
        assert_int_equal(number(fixture, "SELECT count(*) FROM account_notice WHERE kind = 'duty'"), CASES[i].told);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    struct arena *arena = arena_new();
    one_time_hash = arena_string(arena, password_hash(ONE_TIME, arena));
    setenv("TZ", "CST-8", 1);
    const struct CMUnitTest tests[] = {
        TEST(test_org_3_it_is_told_to_the_owner_until_they_have_seen_it),
        TEST(test_org_3_nobody_says_for_another_that_they_have_seen_it),
        TEST(test_org_3_each_is_put_before_the_auditor),
        TEST(test_org_3_nothing_takes_it_away_again),
        TEST(test_org_3_signing_in_with_a_reset_password_is_noted_with_the_browser),
        TEST(test_ten_uses_are_shown_and_it_is_said_when_there_are_more),
        TEST(test_the_newest_notices_are_shown_and_older_ones_when_those_were_seen),
        TEST(test_org_3_a_one_time_password_that_nobody_gave_is_told),
        TEST(test_org_3_changing_ones_own_password_bothers_nobody),
        TEST(test_a_browser_of_before_is_no_longer_trusted_but_remembered),
        TEST(test_org_3_a_role_of_another_duty_is_told_and_of_the_same_is_not),
    };
    const int code = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return code;
}
