// ARC-8 through the custodian: whether numbers that are being entered stand at other customers already. That is a search by value: recorded
// before it answers, whoever asks; named are customers whose numbers the asker might search for, the others counted.
#include "custodian_sample.h"

#include "domain/watch.h"
#include "model/purpose.h"
#include "vault/desk.h"

#define ENTRY "channel = 2 AND purpose = 'entry'"

static struct custody_twins ask(struct custodian_home *home, const struct asker *asker, int64_t customer_id, const char *field, const char *value,
                                enum status expected) {
    struct custody_twins twins = {.customer_id = customer_id};
    struct custody_item item = {.kind = strcmp(field, "mobile") == 0 ? KIND_CONTACT : KIND_CUSTOMER, .field = field, .value = value};
    assert_int_equal(custody_twins(home->client, asker, &item, 1, &twins), expected);
    return twins;
}

static struct custody_twins twins_of(struct custodian_home *home, const struct asker *asker, int64_t customer_id, const char *value) {
    return ask(home, asker, customer_id, "phone", value, STATUS_OK);
}

static void test_arc_8_a_number_that_others_have_is_told_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    struct custody_twins twins = twins_of(home, &clerk, 0, PHONE);
    assert_int_equal(twins.found, 1);
    assert_int_equal(twins.ids[0], OWN);
    assert_int_equal(twins.outside, 0);
    assert_int_equal(records(home, ENTRY " AND customer_id = 101 AND record_id = 101 AND field = 'phone' AND count = 1 AND result = 1 AND length(value_hash) = 32"), 1);
    // A contact's mobile entered as the customer's telephone, and the other way round.
    twins = twins_of(home, &clerk, 0, "13800138000");
    assert_int_equal(twins.found, 1);
    assert_int_equal(twins.ids[0], OWN);
    assert_int_equal(records(home, ENTRY " AND kind = 2 AND record_id = 201 AND customer_id = 101 AND field = 'mobile'"), 1);
    twins = ask(home, &clerk, FOREIGN, "mobile", PHONE, STATUS_OK);
    assert_int_equal(twins.found, 1);
    // Nobody has it: recorded as well.
    twins = twins_of(home, &clerk, 0, "0755-11112222");
    assert_true(twins.found == 0 && twins.outside == 0 && !twins.more && twins.result == RESULT_DISCLOSED);
    assert_int_equal(records(home, ENTRY " AND customer_id = 0 AND count = 0 AND length(value_hash) = 32"), 1);
    assert_int_equal(records(home, "channel = 2"), 4);
}

// Each number that a customer has is on record there, though the customer is told once.
static void test_arc_8_every_number_of_one_customer_is_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    struct custody_twins twins = {.customer_id = 0};
    struct custody_item items[] = {
        {.kind = KIND_CUSTOMER, .field = "phone", .value = PHONE},
        {.kind = KIND_CONTACT, .field = "mobile", .value = "13800138000"},
    };
    assert_int_equal(custody_twins(home->client, &clerk, items, 2, &twins), STATUS_OK);
    assert_int_equal(twins.found, 1);
    assert_int_equal(twins.ids[0], OWN);
    assert_int_equal(records(home, ENTRY " AND customer_id = 101 AND count = 1"), 2);
    assert_int_equal(records(home, ENTRY), 2);
}

static void test_arc_8_nobody_is_a_twin_of_themselves(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    assert_int_equal(twins_of(home, &clerk, OWN, PHONE).found, 0);
    assert_int_equal(twins_of(home, &clerk, OWN, "13800138000").found, 0);
    home_store(home, KIND_CUSTOMER, FOREIGN, "phone", PHONE);
    const struct custody_twins twins = twins_of(home, &clerk, OWN, PHONE);
    assert_int_equal(twins.found, 1);
    assert_int_equal(twins.ids[0], FOREIGN);
    home_store(home, KIND_CUSTOMER, FOREIGN, "phone", "0755-99998888"); // what is there now counts
    assert_int_equal(twins_of(home, &clerk, OWN, PHONE).found, 0);
}

static void test_arc_8_what_is_out_of_reach_is_counted_and_recorded_under_the_customer(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    const struct custody_twins twins = twins_of(home, &seller, 0, "0755-87654321");
    assert_int_equal(twins.found, 0);
    assert_int_equal(twins.outside, 1);
    assert_int_equal(records(home, ENTRY " AND customer_id = 102 AND count = 0 AND result = 1"), 1);
}

static void test_conf_4_who_enters_nothing_is_told_nothing_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR)), nobody = home_asker(NULL);
    struct custody_twins twins = twins_of(home, &auditor, 0, PHONE);
    assert_int_equal(twins.result, RESULT_NO_PERMISSION);
    assert_true(twins.found == 0 && twins.outside == 0);
    twins = twins_of(home, &nobody, 0, PHONE);
    assert_int_equal(twins.result, RESULT_NO_SESSION);
    assert_int_equal(records(home, ENTRY " AND result <> 1 AND customer_id = 0 AND count = 0"), 2);
}

// Only whole numbers of fields that can be found, and a search is not passed off as an entry.
static void test_conf_4_it_is_no_other_way_to_search(void **state) {
    struct custodian_home *home = *state;
    struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    static const char *const VALUES[] = {"5678", "*5678", "0755 12345678", "中国", ""};
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        ask(home, &clerk, 0, "phone", VALUES[i], STATUS_BAD_REQUEST);
    static const char *const FIELDS[] = {"bank_account", "email", "fax", "name", "no_such"};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        ask(home, &clerk, 0, FIELDS[i], PHONE, STATUS_BAD_REQUEST);
    int64_t ids[5];
    unsigned found;
    enum result result;
    clerk.purpose = PURPOSE_ENTRY;
    assert_int_equal(custody_find(home->client, &clerk, KIND_CUSTOMER, "phone", PHONE, ids, 5, &found, &result), STATUS_BAD_REQUEST);
    const char *value;
    assert_int_equal(home_open(home, &clerk, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_OK);
    assert_int_equal(result, RESULT_NO_PURPOSE);
    assert_null(value);
    assert_int_equal(records(home, "channel = 2"), 0);
}

static void test_arc_8_twenty_are_told_and_that_there_are_more(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    for (int i = 0; i < CUSTODY_TWINS_MAX; i++) {
        home_customer(home, 1000 + i, PERSON_SELLER);
        home_store(home, KIND_CUSTOMER, 1000 + i, "phone", "400-800-1234");
    }
    struct custody_twins twins = twins_of(home, &clerk, 0, "400-800-1234");
    assert_int_equal(twins.found, CUSTODY_TWINS_MAX);
    assert_false(twins.more);
    home_customer(home, 2000, PERSON_SELLER);
    home_store(home, KIND_CUSTOMER, 2000, "phone", "400-800-1234");
    twins = twins_of(home, &clerk, 0, "400-800-1234");
    assert_int_equal(twins.found, CUSTODY_TWINS_MAX);
    assert_true(twins.more);
}

// --- CONF-6: who enters is no case, who tries numbers is

static int64_t cases_about(struct custodian_home *home, const char *rule) {
    struct desk_reply reply;
    struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    auditor.channel = CHANNEL_LOG;
    auditor.purpose = auditor.purpose_text = "";
    const struct desk_question question = {.act = DESK_STATE, .limit = DESK_CASES_MAX, .key = "", .text = ""};
    assert_int_equal(custody_desk(home->client, &auditor, &question, &reply, home->fixture->arena), STATUS_OK);
    int64_t count = 0;
    for (unsigned i = 0; i < reply.case_count; i++)
        count += strcmp(reply.cases[i].rule, rule) == 0;
    return count;
}

// So many entries, each a request of its own, of a number that somebody has or nobody.
static void enter(struct custodian_home *home, const struct asker *asker, int from, int count, bool known) {
    for (int i = from; i < from + count; i++) {
        struct asker one = *asker;
        one.request = arena_format(home->fixture->arena, "%016d", i);
        twins_of(home, &one, 0, known ? PHONE : arena_format(home->fixture->arena, "0755-3%07d", i));
    }
}

static void test_conf_6_a_day_s_entries_are_no_case_and_trying_numbers_is(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    const int most = (int)WATCH_RULES[WATCH_ENTRY].threshold;
    enter(home, &clerk, 0, most - 1, false);
    assert_int_equal(cases_about(home, "entry"), 0);
    assert_int_equal(cases_about(home, "search"), 0);
    enter(home, &clerk, most, 1, false);
    assert_int_equal(cases_about(home, "entry"), 1);
    assert_int_equal(cases_about(home, "twins"), 0);
    assert_int_equal(cases_about(home, "search"), 0);
}

static void test_conf_6_asking_whose_numbers_they_are_is_a_case(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    const int most = (int)WATCH_RULES[WATCH_TWINS].threshold;
    enter(home, &clerk, 0, most - 1, true);
    assert_int_equal(cases_about(home, "twins"), 0);
    enter(home, &clerk, most, 1, true);
    assert_int_equal(cases_about(home, "twins"), 1);
    assert_int_equal(cases_about(home, "search"), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_arc_8_a_number_that_others_have_is_told_and_recorded),
        TEST(test_arc_8_every_number_of_one_customer_is_recorded),
        TEST(test_arc_8_nobody_is_a_twin_of_themselves),
        TEST(test_arc_8_what_is_out_of_reach_is_counted_and_recorded_under_the_customer),
        TEST(test_conf_4_who_enters_nothing_is_told_nothing_and_recorded),
        TEST(test_conf_4_it_is_no_other_way_to_search),
        TEST(test_arc_8_twenty_are_told_and_that_there_are_more),
        TEST(test_conf_6_a_day_s_entries_are_no_case_and_trying_numbers_is),
        TEST(test_conf_6_asking_whose_numbers_they_are_is_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
