// What the programs put before the auditor becomes a case (ORG-3, ORG-5), and the custodian finds it without going through all that was
// ever put there.
#include "custodian_sample.h"

#include "custodian/watch.h"
#include "vault/desk.h"

// Of the desk as the auditor finds it: asking for it is a step of the watch.
static int64_t cases(struct custodian_home *home, const unsigned char *session) {
    struct asker auditor = home_asker(session);
    const struct desk_question question = {.act = DESK_STATE, .limit = DESK_CASES_MAX, .key = "", .text = ""};
    struct desk_reply reply;
    auditor.channel = CHANNEL_LOG;
    auditor.purpose = auditor.purpose_text = "";
    assert_int_equal(custody_desk(home->client, &auditor, &question, &reply, home->fixture->arena), STATUS_OK);
    return reply.case_count;
}

static void notice(struct custodian_home *home, const char *kind, int64_t until) {
    fixture_sql(home->fixture,
                arena_format(home->fixture->arena, "INSERT INTO audit_notice (kind, person_id, since, until, day) VALUES ('%s', %d, 0, %lld, '1')",
                             kind, PERSON_SELLER, (long long)until));
}

// However many there are by now, a look costs what the new ones cost.
static void test_org_5_notices_of_long_ago_are_gone_through_at_the_start_only(void **state) {
    struct custodian_home *home = *state;
    const unsigned char *auditor = home_sign_in(home, PERSON_AUDITOR);
    const struct clock clock = clock_system();
    const int64_t edge = clock_now(&clock) - WATCH_NOTICES_BACK;
    assert_int_equal(cases(home, auditor), 0);
    notice(home, "moving", edge + TIME_HOUR);
    assert_int_equal(cases(home, auditor), 1);
    notice(home, "leaving", edge - TIME_HOUR);
    assert_int_equal(cases(home, auditor), 1);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    home_start(home);
    assert_int_equal(cases(home, auditor), 2);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(test_org_5_notices_of_long_ago_are_gone_through_at_the_start_only)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
