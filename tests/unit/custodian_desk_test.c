// The auditor's desk at the custodian: what is unusual becomes a case, once, in words that say why; a case is decided once; both are in
// the chain; nobody else asks, and nothing holds a value.
#include "custodian_sample.h"

#include "domain/audit_case.h"
#include "domain/watch.h"
#include "vault/desk.h"

// --- Asking

static struct desk_reply ask(struct custodian_home *home, const struct asker *asker, const struct desk_question *question, enum status expected) {
    struct desk_reply reply;
    struct desk_question whole = *question;
    whole.key = whole.key ? whole.key : "";
    whole.text = whole.text ? whole.text : "";
    assert_int_equal(custody_desk(home->client, asker, &whole, &reply, home->fixture->arena), expected);
    return reply;
}

static struct asker auditor_of(struct custodian_home *home) {
    struct asker asker = home_asker(home_sign_in(home, PERSON_AUDITOR));
    asker.channel = CHANNEL_LOG;
    asker.purpose = asker.purpose_text = "";
    return asker;
}

static struct desk_reply state_of(struct custodian_home *home, const struct asker *auditor) {
    const struct desk_question question = {.act = DESK_STATE, .limit = DESK_CASES_MAX};
    return ask(home, auditor, &question, STATUS_OK);
}

static void set_rule(struct custodian_home *home, const struct asker *auditor, const char *key, int64_t threshold, int64_t minutes, bool active) {
    const struct desk_question question = {.act = DESK_RULE, .key = key, .threshold = threshold, .minutes = minutes, .active = active};
    ask(home, auditor, &question, STATUS_OK);
}

// Only this rule, so that the hour at which a test runs means nothing.
static void only_rule(struct custodian_home *home, const struct asker *auditor, const char *key, int64_t threshold) {
    for (unsigned i = 0; i < WATCH_COUNT; i++)
        set_rule(home, auditor, WATCH_RULES[i].key, threshold, 60, strcmp(WATCH_RULES[i].key, key) == 0);
}

static void look(struct custodian_home *home, const struct asker *asker, int times) {
    enum result result;
    const char *value;
    for (int i = 0; i < times; i++)
        assert_int_equal(home_open(home, asker, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_OK);
}

static int64_t log_count(struct custodian_home *home, const char *where) {
    return home_sql(home, LOG_DB, arena_format(home->fixture->arena, "SELECT count(*) FROM access WHERE %s", where));
}

// --- Rules

static void test_conf_6_many_looks_become_one_case(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    only_rule(home, &auditor, "many", 5);
    look(home, &seller, 4);
    assert_int_equal(state_of(home, &auditor).case_count, 0);
    look(home, &seller, 1);
    struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    const struct audit_case first = reply.cases[0];
    assert_string_equal(first.rule, "many");
    assert_int_equal(first.person_id, PERSON_SELLER);
    assert_int_equal(first.count, 5);
    assert_int_equal(first.threshold, 5);
    assert_string_equal(first.decision, "");
    assert_non_null(strstr(watch_words(&first, LANG_ZH, home->fixture->arena), "1 小时"));
    assert_int_equal(reply.state.open, 1);
    // What goes on joins it.
    look(home, &seller, 3);
    reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    assert_int_equal(reply.cases[0].id, first.id);
    assert_int_equal(reply.cases[0].count, 8);
    // It lists its records, and its opening is in the log.
    struct access_page page;
    const struct access_filter filter = {.case_id = first.id, .limit = 200};
    assert_int_equal(custody_log(home->client, &auditor, &filter, &page, home->fixture->arena), STATUS_OK);
    assert_int_equal(page.count, 8);
    for (unsigned i = 0; i < page.count; i++)
        assert_true(page.rows[i].person_id == PERSON_SELLER && page.rows[i].result == RESULT_DISCLOSED);
    assert_int_equal(log_count(home, arena_format(home->fixture->arena, "seq = %lld AND channel = 9 AND result = 15 AND person_id = %d AND field = 'case=%lld rule=many'",
                                                  (long long)first.opened_seq, PERSON_SELLER, (long long)first.id)),
                     1);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

static void test_conf_6_refusals_searches_and_texts_have_their_rules(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    enum result result;
    const char *value;
    int64_t ids[4];
    unsigned found;
    only_rule(home, &auditor, "refused", 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, FOREIGN, "phone", &result, &value), STATUS_OK);
    assert_string_equal(state_of(home, &auditor).cases[0].rule, "refused");
    only_rule(home, &auditor, "search", 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "phone", i ? PHONE : "0755-00000000", ids, 4, &found, &result), STATUS_OK);
    only_rule(home, &auditor, "text", 3);
    look(home, &seller, 3);
    struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 2); // the search's rule was switched off before it was held against these
    only_rule(home, &auditor, "search", 2);
    for (int i = 0; i < 2; i++) {
        struct asker again = seller;
        again.request = i ? "0000000000000001" : "0000000000000002"; // each request is one search, however many it found
        assert_int_equal(custody_find(home->client, &again, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result), STATUS_OK);
    }
    reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 3);
    assert_string_equal(reply.cases[0].rule, "refused"); // gravest first
    assert_string_equal(reply.cases[1].rule, "search");
    assert_string_equal(reply.cases[2].rule, "text");
    assert_string_equal(reply.cases[2].detail, seller.purpose_text);
}

static void test_conf_6_other_peoples_customers_are_counted_once_each(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    enum result result;
    const char *value;
    only_rule(home, &auditor, "others", 2);
    look(home, &clerk, 4); // one customer
    assert_int_equal(state_of(home, &auditor).case_count, 0);
    assert_int_equal(home_open(home, &clerk, KIND_CUSTOMER, FOREIGN, "phone", &result, &value), STATUS_OK);
    const struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    assert_int_equal(reply.cases[0].count, 5);
    look(home, &(struct asker){.session = home_sign_in(home, PERSON_SELLER), .address = "", .request = "", .channel = CHANNEL_PAGE, .purpose = "contact", .purpose_text = ""}, 3);
    assert_int_equal(state_of(home, &auditor).case_count, 1); // their own
}

static void test_conf_6_nothing_is_missed_or_raised_twice_when_killed(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    only_rule(home, &auditor, "many", 5);
    look(home, &seller, 6);
    home_stop(home, SIGKILL);
    home_start(home);
    assert_int_equal(state_of(home, &auditor).case_count, 1);
    for (int i = 0; i < 3; i++) {
        home_stop(home, SIGKILL);
        home_start(home);
        assert_int_equal(state_of(home, &auditor).case_count, 1);
    }
    // The same log gives the same cases to whoever goes through it from the beginning.
    home_stop(home, SIGTERM);
    home_sql(home, LOG_DB, "UPDATE watched SET until = 0");
    home_start(home);
    const struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    assert_int_equal(reply.cases[0].count, 6);
    assert_int_equal(log_count(home, "result = 15"), 1);
}

// --- Decisions

static struct desk_question decision(int64_t id, const char *verdict, const char *text) {
    return (struct desk_question){.act = DESK_DECIDE, .id = id, .key = verdict, .text = text};
}

static void test_conf_6_a_case_is_decided_once_and_in_the_chain(void **state) {
    struct custodian_home *home = *state;
    struct arena *arena = home->fixture->arena;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    only_rule(home, &auditor, "many", 3);
    look(home, &seller, 3);
    const int64_t id = state_of(home, &auditor).cases[0].id;
    struct desk_question question = decision(id, "nonsense", "说明");
    ask(home, &auditor, &question, STATUS_INVALID);
    question = decision(id, "talk", "");
    ask(home, &auditor, &question, STATUS_INVALID);
    char *text = arena_alloc(arena, DESK_TEXT_MAX + 2);
    memset(text, 'a', DESK_TEXT_MAX + 1);
    text[DESK_TEXT_MAX + 1] = '\0';
    question = decision(id, "talk", text);
    ask(home, &auditor, &question, STATUS_INVALID);
    question = decision(id + 1, "talk", "没有这个案件");
    ask(home, &auditor, &question, STATUS_NOT_FOUND);
    text[DESK_TEXT_MAX] = '\0';
    question = decision(id, "talk", text);
    ask(home, &auditor, &question, STATUS_OK);
    ask(home, &auditor, &question, STATUS_CONFLICT);
    question = (struct desk_question){.act = DESK_CASE, .id = id};
    const struct audit_case decided = ask(home, &auditor, &question, STATUS_OK).cases[0];
    assert_string_equal(decided.decision, "talk");
    assert_string_equal(decided.decision_text, text);
    assert_int_equal(decided.decided_by, PERSON_AUDITOR);
    assert_int_equal(log_count(home, arena_format(arena, "seq = %lld AND channel = 9 AND result = 16 AND field = 'case=%lld decision=talk' AND length(purpose_text) = %d",
                                                  (long long)decided.decided_seq, (long long)id, DESK_TEXT_MAX)),
                     1);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    // What was decided does not come again; what is new and too much by itself does.
    look(home, &seller, 2);
    assert_int_equal(state_of(home, &auditor).case_count, 0);
    look(home, &seller, 1);
    const struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    assert_int_equal(reply.cases[0].count, 3);
    assert_int_not_equal(reply.cases[0].id, id);
}

static void test_org_3_nobody_decides_about_themselves(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR)), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    only_rule(home, &auditor, "many", 3);
    look(home, &seller, 3);
    assert_int_equal(state_of(home, &auditor).cases[0].person_id, PERSON_SELLER);
    // One who sold becomes an auditor: not of what they did before.
    fixture_sql(home->fixture, arena_format(home->fixture->arena, "DELETE FROM person_role WHERE person_id = %d; INSERT INTO person_role"
                                                                  " SELECT %d, id FROM role WHERE key = 'auditor'",
                                            PERSON_SELLER, PERSON_SELLER));
    const struct desk_question question = decision(state_of(home, &seller).cases[0].id, "unobjectionable", "没事");
    ask(home, &seller, &question, STATUS_FORBIDDEN);
}

static void test_conf_6_an_altered_case_or_decision_is_found(void **state) {
    static const struct {
        const char *sql, *undo;
    } TAMPERING[] = {
        {"UPDATE audit_case SET person_id = 2", "UPDATE audit_case SET person_id = 1"},
        {"UPDATE audit_case SET rule = 'text'", "UPDATE audit_case SET rule = 'many'"},
        {"UPDATE audit_case SET decision = 'unobjectionable'", "UPDATE audit_case SET decision = 'report'"},
        {"UPDATE audit_case SET decision_text = ''", "UPDATE audit_case SET decision_text = '上报总经理'"},
        {"INSERT INTO audit_case (id, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id, opened_at, opened_seq)"
         " SELECT 99, rule, person_id, login, detail, weight, threshold, minutes, since, until, count, by_id, opened_at, 1 FROM audit_case",
         "DELETE FROM audit_case WHERE id = 99"},
        {"DELETE FROM case_record; DELETE FROM audit_case", NULL},
    };
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    only_rule(home, &auditor, "many", 3);
    look(home, &seller, 3);
    const struct desk_question question = decision(state_of(home, &auditor).cases[0].id, "report", "上报总经理");
    ask(home, &auditor, &question, STATUS_OK);
    home_stop(home, SIGTERM);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
    static const char DROP[] = "DROP TRIGGER case_stays; DROP TRIGGER case_decided; ";
    static const char BACK[] = "; CREATE TRIGGER case_stays BEFORE DELETE ON audit_case BEGIN SELECT RAISE (ABORT, 'a case is not removed'); END;"
                               "CREATE TRIGGER case_decided BEFORE UPDATE ON audit_case WHEN old.decision <> ''\n"
                               "BEGIN SELECT RAISE (ABORT, 'a decided case is not changed'); END;";
    for (size_t i = 0; i < sizeof TAMPERING / sizeof *TAMPERING; i++) {
        home_sql(home, LOG_DB, arena_format(home->fixture->arena, "%s%s%s", DROP, TAMPERING[i].sql, BACK));
        const struct verify_result found = home_verify(home);
        assert_int_equal(found.fault, VERIFY_CASES);
        assert_true(found.first >= 1);
        if (TAMPERING[i].undo)
            home_sql(home, LOG_DB, arena_format(home->fixture->arena, "%s%s%s", DROP, TAMPERING[i].undo, BACK));
    }
}

// --- Those who leave

static void test_org_5_who_leaves_is_put_before_the_auditor(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    look(home, &seller, 4);
    fixture_sql(home->fixture, arena_format(home->fixture->arena,
                                            "INSERT INTO audit_notice (kind, person_id, since, until, day, by_id) VALUES ('leaving', %d, %lld, %lld, '2026-11-22', %d)",
                                            PERSON_SELLER, (long long)0, (long long)INT64_C(9000000000000), PERSON_GENERAL));
    struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.case_count, 1);
    assert_string_equal(reply.cases[0].rule, "leaving");
    assert_int_equal(reply.cases[0].count, 4);
    assert_int_equal(reply.cases[0].by_id, PERSON_GENERAL);
    assert_int_equal(state_of(home, &auditor).case_count, 1);
    const struct desk_question question = decision(reply.cases[0].id, "unobjectionable", "正常离职");
    ask(home, &auditor, &question, STATUS_OK);
    assert_int_equal(state_of(home, &auditor).case_count, 0); // not again
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

// --- Rules can be changed, within limits and on the record

static void test_conf_6_a_rule_is_changed_within_limits_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home);
    static const struct {
        const char *key;
        int64_t threshold, minutes, active;
        enum status expected;
    } TRIES[] = {
        {"many", 1, 1, 1, STATUS_OK},
        {"many", WATCH_THRESHOLD_MAX, WATCH_MINUTES_MAX, 0, STATUS_OK},
        {"many", 0, 1, 1, STATUS_INVALID},
        {"many", 1, 0, 1, STATUS_INVALID},
        {"many", WATCH_THRESHOLD_MAX + 1, 1, 1, STATUS_INVALID},
        {"many", 1, WATCH_MINUTES_MAX + 1, 1, STATUS_INVALID},
        {"many", 1, 1, 2, STATUS_INVALID},
        {"leaving", 1, 1, 1, STATUS_NOT_FOUND},
    };
    for (size_t i = 0; i < sizeof TRIES / sizeof *TRIES; i++) {
        const struct desk_question question = {.act = DESK_RULE, .key = TRIES[i].key, .threshold = TRIES[i].threshold, .minutes = TRIES[i].minutes, .active = TRIES[i].active};
        ask(home, &auditor, &question, TRIES[i].expected);
    }
    assert_int_equal(log_count(home, "result = 17"), 2);
    assert_int_equal(log_count(home, "result = 17 AND field = 'rule=many 60/30/on -> 1/1/on'"), 1);
    const struct desk_reply reply = state_of(home, &auditor);
    assert_int_equal(reply.rule_count, WATCH_COUNT);
    assert_true(reply.rules[WATCH_MANY].threshold == WATCH_THRESHOLD_MAX && !reply.rules[WATCH_MANY].active);
}

// --- Summaries

static const struct desk_group *group_of(const struct desk_reply *reply, enum desk_by by, int64_t id, const char *field) {
    for (unsigned i = 0; i < reply->group_count; i++)
        if (reply->groups[i].by == (int64_t)by && reply->groups[i].id == id && strcmp(reply->groups[i].field, field) == 0)
            return &reply->groups[i];
    fail_msg("no such group");
    return NULL;
}

static void test_conf_6_who_saw_a_customer_and_what_somebody_looked_up(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER)),
                       clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    enum result result;
    const char *value;
    int64_t ids[4];
    unsigned found;
    look(home, &seller, 3);
    look(home, &clerk, 1);
    assert_int_equal(home_open(home, &seller, KIND_CONTACT, CONTACT, "mobile", &result, &value), STATUS_OK);
    assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, FOREIGN, "phone", &result, &value), STATUS_OK); // refused
    assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "phone", PHONE, ids, 4, &found, &result), STATUS_OK);
    struct desk_question question = {.act = DESK_SUMMARY, .customer_id = OWN};
    struct desk_reply reply = ask(home, &auditor, &question, STATUS_OK);
    assert_int_equal(group_of(&reply, DESK_BY_ALL, 0, "")->looks, 5);
    assert_int_equal(group_of(&reply, DESK_BY_PERSON, PERSON_SELLER, "")->looks, 4);
    assert_int_equal(group_of(&reply, DESK_BY_PERSON, PERSON_SELLER, "")->searches, 1);
    assert_int_equal(group_of(&reply, DESK_BY_PERSON, PERSON_CLERK, "")->looks, 1);
    assert_int_equal(group_of(&reply, DESK_BY_FIELD, 0, "phone")->looks, 4);
    assert_int_equal(group_of(&reply, DESK_BY_FIELD, 0, "mobile")->looks, 1);
    question = (struct desk_question){.act = DESK_SUMMARY, .person_id = PERSON_SELLER};
    reply = ask(home, &auditor, &question, STATUS_OK);
    assert_int_equal(group_of(&reply, DESK_BY_CUSTOMER, FOREIGN, "")->refused, 1);
    assert_int_equal(group_of(&reply, DESK_BY_ALL, 0, "")->searches, 1);
    assert_int_equal(reply.more, 0);
    question.until = 1; // nothing is that old
    assert_int_equal(ask(home, &auditor, &question, STATUS_OK).group_count, 0);
    question = (struct desk_question){.act = DESK_SUMMARY};
    ask(home, &auditor, &question, STATUS_BAD_REQUEST);
}

static void test_conf_6_a_summary_says_how_much_it_leaves_out(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item item = {.kind = KIND_CUSTOMER, .field = "phone"};
    const struct desk_question question = {.act = DESK_SUMMARY, .person_id = PERSON_SELLER};
    for (int i = 0; i <= DESK_GROUPS_MAX; i++) {
        struct desk_reply reply;
        item.record_id = 5000 + i;
        home_customer(home, item.record_id, PERSON_SELLER);
        assert_int_equal(custody_record(home->client, &seller, &item, 1, RESULT_NO_VALUE), STATUS_OK);
        if (i < DESK_GROUPS_MAX - 1)
            continue;
        reply = ask(home, &auditor, &question, STATUS_OK);
        unsigned listed = 0;
        for (unsigned g = 0; g < reply.group_count; g++)
            if (reply.groups[g].by == DESK_BY_CUSTOMER) {
                listed++;
                assert_int_equal(reply.groups[g].of, i + 1);
            }
        assert_int_equal(listed, DESK_GROUPS_MAX);
    }
}

// --- Verification

static void test_conf_5_a_verification_is_run_beside_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = auditor_of(home);
    write_some(home, 20);
    const struct desk_question question = {.act = DESK_VERIFY};
    assert_int_equal(state_of(home, &auditor).state.checked_at, 0);
    ask(home, &auditor, &question, STATUS_OK);
    struct desk_reply reply = state_of(home, &auditor);
    for (int tries = 0; tries < 2000 && reply.state.verifying; tries++, home_pause())
        reply = state_of(home, &auditor);
    assert_false(reply.state.verifying);
    assert_int_not_equal(reply.state.checked_at, 0);
    assert_int_equal(reply.state.fault, VERIFY_GOOD);
    assert_true(reply.state.records >= 20);
    assert_int_equal(log_count(home, "result = 18 AND channel = 9 AND field LIKE 'fault=good%'"), 1);
    // What happens to the file afterwards is found the next time.
    home_sql(home, LOG_DB, "DELETE FROM access_of_person WHERE seq = 5");
    ask(home, &auditor, &question, STATUS_OK);
    for (reply = state_of(home, &auditor); reply.state.verifying; home_pause())
        reply = state_of(home, &auditor);
    assert_int_equal(reply.state.fault, VERIFY_FILTERS);
    assert_int_equal(reply.state.first, 5);
}

// --- Who may ask

static void test_org_3_nobody_but_the_auditor_asks_and_it_is_recorded(void **state) {
    struct custodian_home *home = *state;
    for (int act = DESK_STATE; act < DESK_ACT_COUNT; act++) {
        const struct desk_question question = {.act = act, .id = 1, .customer_id = OWN, .key = "many", .text = "x", .threshold = 1, .minutes = 1};
        for (int person = PERSON_SELLER; person <= PERSON_GENERAL; person++) {
            const struct asker asker = home_asker(home_sign_in(home, person));
            const int64_t before = log_count(home, "result = 3");
            const struct desk_reply reply = ask(home, &asker, &question, STATUS_OK);
            assert_int_equal(reply.result, RESULT_NO_PERMISSION);
            assert_true(reply.case_count == 0 && reply.group_count == 0 && reply.rule_count == 0 && reply.state.newest == 0);
            assert_int_equal(log_count(home, "result = 3"), before + 1);
            fixture_sql(home->fixture, "DELETE FROM session");
        }
        const struct asker nobody = home_asker(NULL);
        assert_int_equal(ask(home, &nobody, &question, STATUS_OK).result, RESULT_NO_SESSION);
    }
    assert_int_equal(log_count(home, "channel = 9"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_6_many_looks_become_one_case),
        TEST(test_conf_6_refusals_searches_and_texts_have_their_rules),
        TEST(test_conf_6_other_peoples_customers_are_counted_once_each),
        TEST(test_conf_6_nothing_is_missed_or_raised_twice_when_killed),
        TEST(test_conf_6_a_case_is_decided_once_and_in_the_chain),
        TEST(test_org_3_nobody_decides_about_themselves),
        TEST(test_conf_6_an_altered_case_or_decision_is_found),
        TEST(test_org_5_who_leaves_is_put_before_the_auditor),
        TEST(test_conf_6_a_rule_is_changed_within_limits_and_recorded),
        TEST(test_conf_6_who_saw_a_customer_and_what_somebody_looked_up),
        TEST(test_conf_6_a_summary_says_how_much_it_leaves_out),
        TEST(test_conf_5_a_verification_is_run_beside_and_recorded),
        TEST(test_org_3_nobody_but_the_auditor_asks_and_it_is_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
