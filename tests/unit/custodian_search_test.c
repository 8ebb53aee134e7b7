// Searching through the custodian: for a confidential value, and in the access log.
#include "custodian_sample.h"

#include "model/purpose.h"

#include "vault/exchange.h"

static unsigned find(struct custodian_home *home, const struct asker *asker, int64_t kind, const char *field, const char *value,
                     enum result expected, int64_t ids[5]) {
    unsigned found;
    enum result result;
    const int64_t before = records(home, "channel = 2");
    assert_int_equal(custody_find(home->client, asker, kind, field, value, ids, 5, &found, &result), STATUS_OK);
    assert_int_equal(result, expected);
    assert_int_equal(records(home, "channel = 2"), before + (found > 0 ? found : 1));
    return found;
}

static void test_conf_4_a_search_by_value_is_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 1);
    assert_int_equal(ids[0], OWN);
    assert_int_equal(records(home, "channel = 2 AND record_id = 101 AND customer_id = 101 AND field = 'phone' AND count = 1 AND"
                                   " length(value_hash) = 32 AND role = 'archive_clerk'"),
                     1);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "0755-11112222", RESULT_DISCLOSED, ids), 0);
    assert_int_equal(records(home, "channel = 2 AND record_id = 0 AND count = 0 AND result = 1"), 1);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT count(DISTINCT value_hash) FROM access WHERE channel = 2"), 2);
    assert_int_equal(find(home, &clerk, KIND_CONTACT, "mobile", "138 0013 8000", RESULT_DISCLOSED, ids), 1);
    assert_int_equal(ids[0], CONTACT);
    // What can't be a phone number is nobody's, but the try is on record.
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "中国", RESULT_NO_VALUE, ids), 0);
}

static void test_conf_4_a_search_finds_only_within_scope(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR)), nobody = home_asker(NULL);
    int64_t ids[5];
    home_store(home, KIND_CUSTOMER, FOREIGN, "phone", PHONE);
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 1);
    assert_int_equal(ids[0], OWN);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 2);
    assert_int_equal(find(home, &auditor, KIND_CUSTOMER, "phone", PHONE, RESULT_NO_PERMISSION, ids), 0);
    assert_int_equal(find(home, &nobody, KIND_CUSTOMER, "phone", PHONE, RESULT_NO_SESSION, ids), 0);
    assert_int_equal(records(home, "channel = 2 AND result <> 1 AND length(value_hash) = 32 AND count = 0"), 2);
}

// PHONE ends with 5678; OWN has it.
static void test_conf_4_a_search_by_the_last_digits_is_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK)), seller = home_asker(home_sign_in(home, PERSON_SELLER));
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    int64_t ids[5];
    home_store(home, KIND_CUSTOMER, FOREIGN, "phone", PHONE "-99");
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "5678", RESULT_DISCLOSED, ids), 2);
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "phone", "5678", RESULT_DISCLOSED, ids), 1);
    assert_int_equal(ids[0], OWN);
    assert_int_equal(records(home, "channel = 2 AND record_id = 101 AND field = 'phone' AND length(value_hash) = 32"), 2);
    assert_int_equal(find(home, &clerk, KIND_CONTACT, "mobile", "8000", RESULT_DISCLOSED, ids), 1);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "5679", RESULT_DISCLOSED, ids), 0);
    assert_int_equal(find(home, &auditor, KIND_CUSTOMER, "phone", "5678", RESULT_NO_PERMISSION, ids), 0);
    // Fewer or more digits are no search, and others than telephone numbers have no tail.
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "678", RESULT_NO_VALUE, ids), 0);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "45678", RESULT_NO_VALUE, ids), 0);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "*5678", RESULT_NO_VALUE, ids), 0);
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "bank_account", "0123", RESULT_NO_VALUE, ids), 0);
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99998888");
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "phone", "5678", RESULT_DISCLOSED, ids), 0); // yesterday's
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "phone", "8888", RESULT_DISCLOSED, ids), 1);
}

static void test_conf_4_level_3_needs_a_purpose_and_ones_own(void **state) {
    struct custodian_home *home = *state;
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "bank_account", ACCOUNT, RESULT_DISCLOSED, ids), 0);
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "bank_account", ACCOUNT, RESULT_DISCLOSED, ids), 1);
    seller.purpose_text = "";
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "bank_account", ACCOUNT, RESULT_PURPOSE_TEXT, ids), 0);
    seller.purpose = "";
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "bank_account", ACCOUNT, RESULT_NO_PURPOSE, ids), 0);
    assert_int_equal(find(home, &seller, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 1);
}

// The index still knows the old value; what the store holds counts.
static void test_conf_4_a_value_of_yesterday_is_not_found(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99998888");
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 0);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", "0755-99998888", RESULT_DISCLOSED, ids), 1);
}

#define TOKENS(home) home_sql(home, "custody/index.db", "SELECT count(*) FROM token")

// Whoever may seal could else try values: what is in the index already would be told by what is written, and how long it takes.
static void test_conf_4_sealing_leaves_nothing_behind(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 1);
    const int64_t before = TOKENS(home);
    static const char *const GUESSES[] = {PHONE, "0755-12345679", "0755-12345670"};
    for (size_t i = 0; i < sizeof GUESSES / sizeof *GUESSES; i++) {
        struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone", .value = GUESSES[i]};
        assert_int_equal(custody_seal(home->client, &item, 1, home->fixture->arena), STATUS_OK);
    }
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", GUESSES[1], RESULT_DISCLOSED, ids), 0);
    assert_int_equal(TOKENS(home), before);
}

static enum status try_find(struct custodian_home *home, const struct asker *asker, const char *value, unsigned *found) {
    int64_t ids[5];
    enum result result;
    return custody_find(home->client, asker, KIND_CUSTOMER, "phone", value, ids, 5, found, &result);
}

static void many_changes(struct custodian_home *home, int count) {
    fixture_sql(home->fixture,
                arena_format(home->fixture->arena,
                             "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO history"
                             " (customer_id, kind, record_id, version, field, before, after, person_id, at)"
                             " SELECT 101, 1, 101, 3, 'remarks', '', i, 1, 1 FROM n",
                             count));
}

// A change that lies behind many others is found at once; behind very many, as soon as the custodian has come so far by itself.
static void test_conf_4_the_index_catches_up(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    unsigned found = 0;
    many_changes(home, 1700);
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99998888");
    assert_int_equal(try_find(home, &clerk, "0755-99998888", &found), STATUS_OK);
    assert_int_equal(found, 1);
    many_changes(home, 60000);
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99997777");
    assert_int_equal(try_find(home, &clerk, "0755-99997777", &found), STATUS_UNAVAILABLE);
    enum status status = STATUS_UNAVAILABLE;
    for (int tries = 0; tries < 30000 && status == STATUS_UNAVAILABLE; tries++) {
        status = try_find(home, &clerk, "0755-99997777", &found);
        home_pause();
    }
    assert_int_equal(status, STATUS_OK);
    assert_int_equal(found, 1);
}

// Restored from a backup, the store goes on from an earlier row: what is written now has numbers that the index believes to know.
static void test_ops_1_the_index_is_made_anew_for_a_restored_store(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    unsigned found = 0;
    many_changes(home, 30);
    assert_int_equal(try_find(home, &clerk, PHONE, &found), STATUS_OK); // the index is at the 34th row
    assert_int_equal(home_stop(home, SIGTERM), 0);
    fixture_sql(home->fixture, "DELETE FROM history WHERE id > 4");
    many_changes(home, 10);
    home_start(home);
    home_store(home, KIND_CUSTOMER, OWN, "phone", "0755-99998888"); // the 15th row
    many_changes(home, 30);
    assert_int_equal(try_find(home, &clerk, "0755-99998888", &found), STATUS_OK);
    assert_int_equal(found, 1);
}

static void test_conf_4_the_index_is_made_anew_when_it_is_missing(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    int64_t ids[5];
    assert_int_equal(home_stop(home, SIGTERM), 0);
    unlink(home_file(home, "custody/index.db"));
    home_start(home);
    assert_int_equal(find(home, &clerk, KIND_CONTACT, "mobile", "13800138000", RESULT_DISCLOSED, ids), 1);
    assert_int_equal(find(home, &clerk, KIND_CUSTOMER, "phone", PHONE, RESULT_DISCLOSED, ids), 1);
}

// --- Lists that leave

static enum result leave(struct custodian_home *home, const struct asker *asker, const char *words, const char *columns) {
    enum result result;
    const struct custody_deed deed = {.deed = DEED_EXPORT, .words = words, .columns = columns, .rows = 1200};
    assert_int_equal(custody_note(home->client, asker, &deed, &result), STATUS_OK);
    return result;
}

static void test_conf_7_a_list_leaves_with_its_record(void **state) {
    struct custodian_home *home = *state;
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    struct asker nobody = home_asker(NULL);
    seller.channel = auditor.channel = nobody.channel = CHANNEL_EXPORT;
    assert_int_equal(leave(home, &seller, "xlsx · 客户列表", "name,phone*"), RESULT_DISCLOSED);
    assert_int_equal(records(home, "channel = 3 AND result = 1 AND count = 1200 AND field = 'name,phone*' AND role = 'sales' AND "
                                   "purpose_text = 'xlsx · 客户列表' AND person_id <> 0 AND customer_id = 0"),
                     1);
    assert_int_equal(leave(home, &auditor, "", "name"), RESULT_NO_PERMISSION);
    assert_int_equal(leave(home, &nobody, "", "name"), RESULT_NO_SESSION);
    assert_int_equal(records(home, "channel = 3"), 3);
}

static void test_arc_13_an_import_is_undone_with_its_record(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK)), auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    const struct custody_deed deed = {.deed = DEED_UNDO, .words = "客户.xlsx", .columns = "import", .rows = 40};
    enum result result;
    assert_int_equal(custody_note(home->client, &clerk, &deed, &result), STATUS_OK);
    assert_int_equal(result, RESULT_DISCLOSED);
    assert_int_equal(records(home, "channel = 1 AND result = 22 AND count = 40 AND field = 'import' AND purpose_text = '客户.xlsx' AND kind = 0"), 1);
    assert_int_equal(custody_note(home->client, &auditor, &deed, &result), STATUS_OK);
    assert_int_equal(result, RESULT_NO_PERMISSION);
    assert_int_equal(records(home, "channel = 1 AND result = 3 AND field = 'import'"), 1);
}

static void test_arc_13_faulty_rows_go_back_with_their_record(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    struct custody_deed deed = {.deed = DEED_RETURN, .words = "客户.xlsx", .columns = "customer.phone,customer.bank_account,contact.mobile", .rows = 3};
    enum result result;
    assert_int_equal(custody_note(home->client, &clerk, &deed, &result), STATUS_OK);
    assert_int_equal(records(home, "channel = 6 AND result = 1 AND level = 3 AND count = 3 AND field = 'customer.phone,customer.bank_account,contact.mobile'"), 1);
    deed.columns = "";
    assert_int_equal(custody_note(home->client, &clerk, &deed, &result), STATUS_OK);
    assert_int_equal(records(home, "channel = 6 AND result = 1 AND level = 1 AND field = ''"), 1);
}

// Nothing of what it says is left out of the log, however long it is.
static void test_conf_7_a_long_record_goes_on_in_the_next(void **state) {
    struct custodian_home *home = *state;
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct buffer words = {.arena = home->fixture->arena}, columns = {.arena = home->fixture->arena};
    seller.channel = CHANNEL_EXPORT;
    for (int i = 0; i < 260; i++)
        buffer_text(&words, "条");
    for (int i = 0; i < 20; i++)
        buffer_format(&columns, "%scolumn_of_a_long_name_%02d", i > 0 ? "," : "", i);
    assert_int_equal(leave(home, &seller, words.data, columns.data), RESULT_DISCLOSED);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT sum(count) FROM access WHERE channel = 3"), 1200);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT sum(length(purpose_text)) FROM access WHERE channel = 3"), 260);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT sum(length(field)) + count(*) - 1 FROM access WHERE channel = 3"), (int)columns.length);
    assert_int_equal(records(home, "channel = 3 AND field LIKE '%column_of_a_long_name_19'"), 1);
}

// --- Reading the log

static struct access_page read_log(struct custodian_home *home, const struct asker *asker, struct access_filter filter) {
    struct access_page page;
    const int64_t before = records(home, "channel = 7");
    assert_int_equal(custody_log(home->client, asker, &filter, &page, home->fixture->arena), STATUS_OK);
    assert_int_equal(records(home, "channel = 7"), before + 1);
    return page;
}

// Going through everything takes a while, in which nothing is found.
static void test_conf_4_a_start_goes_on_with_the_index_that_is_there(void **state) {
    struct custodian_home *home = *state;
    const struct asker clerk = home_asker(home_sign_in(home, PERSON_CLERK));
    unsigned found = 0;
    assert_int_equal(try_find(home, &clerk, PHONE, &found), STATUS_OK);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    home_sql(home, "custody/index.db", "DELETE FROM token");
    home_start(home);
    assert_int_equal(try_find(home, &clerk, PHONE, &found), STATUS_OK);
    assert_int_equal(found, 0); // one made anew would have it again
}

static void test_conf_6_the_auditor_reads_and_is_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    expect(home, &seller, KIND_CUSTOMER, FOREIGN, "phone", RESULT_OUT_OF_SCOPE, NULL);
    struct access_page page = read_log(home, &auditor, (struct access_filter){.limit = 50});
    assert_int_equal(page.result, RESULT_DISCLOSED);
    assert_int_equal(page.count, 3); // the first one is of the start
    assert_false(page.more);
    assert_int_equal(page.rows[0].seq, 3);
    assert_int_equal(page.rows[1].seq, 2);
    assert_string_equal(page.rows[1].login, "lina");
    assert_string_equal(page.rows[1].field, "phone");
    assert_int_equal(records(home, "channel = 7 AND person_id = 8 AND role = 'auditor' AND field = 'limit=50' AND count = 3"), 1);
    page = read_log(home, &auditor, (struct access_filter){.customer_id = OWN, .limit = 50});
    assert_int_equal(page.count, 1);
    assert_int_equal(page.rows[0].customer_id, OWN);
    assert_int_equal(records(home, "channel = 7 AND field = 'customer=101 limit=50' AND customer_id = 0 AND count = 1"), 1);
}

static void test_org_3_nobody_else_reads_the_log(void **state) {
    struct custodian_home *home = *state;
    const struct asker general = home_asker(home_sign_in(home, PERSON_GENERAL)), nobody = home_asker(NULL);
    struct access_page page = read_log(home, &general, (struct access_filter){.limit = 50});
    assert_int_equal(page.result, RESULT_NO_PERMISSION);
    assert_int_equal(page.count, 0);
    page = read_log(home, &nobody, (struct access_filter){.limit = 50});
    assert_int_equal(page.result, RESULT_NO_SESSION);
    assert_int_equal(page.count, 0);
    assert_int_equal(records(home, "channel = 7 AND result = 3 AND person_id = 7 AND count = 0"), 1);
}

static void test_conf_6_the_log_goes_by_pages_and_filters(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER)), other = home_asker(home_sign_in(home, PERSON_OTHER));
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    const struct clock clock = clock_system();
    for (int i = 0; i < 6; i++)
        expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    home_pause();
    const int64_t middle = clock_now(&clock);
    for (int i = 0; i < 4; i++)
        expect(home, &other, KIND_CUSTOMER, i % 2 ? OWN : FOREIGN, "phone", i % 2 ? RESULT_OUT_OF_SCOPE : RESULT_DISCLOSED,
               i % 2 ? NULL : "0755-87654321");
    struct access_page page = read_log(home, &auditor, (struct access_filter){.limit = 4});
    assert_true(page.more && page.count == 4 && page.rows[3].seq == 8);
    page = read_log(home, &auditor, (struct access_filter){.limit = 4, .before_seq = 8});
    assert_true(page.more && page.count == 4 && page.rows[0].seq == 7 && page.rows[3].seq == 4);
    page = read_log(home, &auditor, (struct access_filter){.limit = 4, .before_seq = 4});
    assert_true(!page.more && page.count == 3 && page.rows[2].seq == 1 && page.rows[2].result == RESULT_STARTED);
    page = read_log(home, &auditor, (struct access_filter){.limit = 50, .person_id = PERSON_OTHER});
    assert_true(page.count == 4 && page.rows[3].seq == 8);
    page = read_log(home, &auditor, (struct access_filter){.limit = 50, .person_id = PERSON_OTHER, .customer_id = OWN});
    assert_true(page.count == 2 && page.rows[0].seq == 11 && page.rows[1].seq == 9);
    page = read_log(home, &auditor, (struct access_filter){.limit = 50, .until = middle});
    assert_true(page.count == 7 && page.rows[0].seq == 7);
    page = read_log(home, &auditor, (struct access_filter){.limit = 50, .from = middle, .customer_id = FOREIGN});
    assert_true(page.count == 2 && page.rows[0].seq == 10);
    page = read_log(home, &auditor, (struct access_filter){.limit = 50, .from = middle + TIME_HOUR});
    assert_true(page.count == 0 && !page.more && page.result == RESULT_DISCLOSED);
}

// Two hundred rows with the longest texts are more than a packet: fewer come, and the rest on the next page.
static void test_conf_6_the_log_gives_fewer_rows_than_would_not_fit(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct buffer text = {.arena = home->fixture->arena};
    for (int i = 0; i < PURPOSE_TEXT_MAX; i++)
        buffer_text(&text, "𠮷");
    seller.purpose_text = text.data;
    struct custody_item items[CUSTODY_ITEMS_MAX];
    for (int i = 0; i < CUSTODY_ITEMS_MAX; i++)
        items[i] = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    for (int i = 0; i < 6; i++)
        assert_int_equal(custody_record(home->client, &seller, items, CUSTODY_ITEMS_MAX, RESULT_NO_VALUE), STATUS_OK);
    int64_t before = 0;
    unsigned total = 0, pages = 0;
    struct access_page page;
    do {
        page = read_log(home, &auditor, (struct access_filter){.limit = 200, .before_seq = before, .person_id = PERSON_SELLER});
        assert_true(page.count > 0);
        before = page.rows[page.count - 1].seq;
        total += page.count;
        pages++;
    } while (page.more);
    assert_int_equal(total, 6 * CUSTODY_ITEMS_MAX);
    assert_true(pages > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_4_a_search_by_value_is_recorded),
        TEST(test_conf_4_a_search_finds_only_within_scope),
        TEST(test_conf_4_a_search_by_the_last_digits_is_recorded),
        TEST(test_conf_4_level_3_needs_a_purpose_and_ones_own),
        TEST(test_conf_4_a_value_of_yesterday_is_not_found),
        TEST(test_conf_4_sealing_leaves_nothing_behind),
        TEST(test_conf_4_the_index_catches_up),
        TEST(test_ops_1_the_index_is_made_anew_for_a_restored_store),
        TEST(test_conf_4_the_index_is_made_anew_when_it_is_missing),
        TEST(test_conf_4_a_start_goes_on_with_the_index_that_is_there),
        TEST(test_conf_7_a_list_leaves_with_its_record),
        TEST(test_arc_13_an_import_is_undone_with_its_record),
        TEST(test_arc_13_faulty_rows_go_back_with_their_record),
        TEST(test_conf_7_a_long_record_goes_on_in_the_next),
        TEST(test_conf_6_the_auditor_reads_and_is_recorded),
        TEST(test_org_3_nobody_else_reads_the_log),
        TEST(test_conf_6_the_log_goes_by_pages_and_filters),
        TEST(test_conf_6_the_log_gives_fewer_rows_than_would_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
