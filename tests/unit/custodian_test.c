// The custodian as programs know it: the real program, the real client, a store, and what it writes into its log.
#include "custodian_sample.h"

static void test_conf_3_an_opened_value_has_its_record(void **state) {
    struct custodian_home *home = *state;
    const struct asker asker = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    assert_int_equal(custody_open(home->client, &asker, &item, 1, home->fixture->arena), STATUS_OK);
    assert_string_equal(item.disclosed.value, PHONE);
    assert_int_equal(item.disclosed.access_seq, 2); // behind that of the start
    assert_int_equal(records(home, "seq = 2 AND person_id = 1 AND login = 'lina' AND behalf_id = 0 AND role = 'sales' AND"
                                   " length(session) = 16 AND address = '192.0.2.7' AND request = '0123456789abcdef' AND kind = 1"
                                   " AND record_id = 101 AND customer_id = 101 AND field = 'phone' AND level = 2 AND"
                                   " purpose = 'contact' AND purpose_text = '核对三月货款账号' AND channel = 1 AND result = 1"
                                   " AND approval_id = 0 AND value_hash = '' AND count = 1"),
                     1);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT abs(time - 1000 * unixepoch()) < 60000 FROM access"), 1);
}

// A contact's fields are recorded under its customer.
static void test_conf_3_a_contact_belongs_to_its_customer(void **state) {
    struct custodian_home *home = *state;
    const struct asker asker = home_asker(home_sign_in(home, PERSON_SELLER));
    expect(home, &asker, KIND_CONTACT, CONTACT, "mobile", RESULT_DISCLOSED, "13800138000");
    assert_int_equal(records(home, "kind = 2 AND record_id = 201 AND customer_id = 101"), 1);
    home_sql(home, "kedang.db", "UPDATE contact SET deleted_at = 5 WHERE id = 201;");
    expect(home, &asker, KIND_CONTACT, CONTACT, "mobile", RESULT_OUT_OF_SCOPE, NULL);
}

// Whose scope has no end could else look at them under no customer's name, so that who saw this customer would not tell of it.
static void test_conf_6_what_is_no_customer_s_any_more_is_opened_by_nobody(void **state) {
    struct custodian_home *home = *state;
    const struct asker general = home_asker(home_sign_in(home, PERSON_GENERAL));
    expect(home, &general, KIND_CONTACT, CONTACT, "mobile", RESULT_DISCLOSED, "13800138000");
    home_sql(home, "kedang.db", "UPDATE contact SET deleted_at = 5 WHERE id = 201;");
    expect(home, &general, KIND_CONTACT, CONTACT, "mobile", RESULT_NO_VALUE, NULL);
    static const char *const STATES[] = {"arriving", "failed", "undone"};
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++) {
        expect(home, &general, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
        home_sql(home, "kedang.db", arena_format(home->fixture->arena, "UPDATE customer SET batch_id = 9 WHERE id = 101;"
                                                                       "INSERT INTO withheld_batch VALUES (9, '%s', 1);",
                                                 STATES[i]));
        expect(home, &general, KIND_CUSTOMER, OWN, "phone", RESULT_NO_VALUE, NULL);
        home_sql(home, "kedang.db", "DELETE FROM withheld_batch;");
    }
    assert_int_equal(records(home, "result = 1 AND customer_id = 0"), 0);
}

static void test_conf_3_several_fields_have_a_record_each(void **state) {
    struct custodian_home *home = *state;
    const struct asker asker = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item items[] = {{.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"},
                                   {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "email"},
                                   {.kind = KIND_CUSTOMER, .record_id = FOREIGN, .field = "phone"},
                                   {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "bank_account"}};
    assert_int_equal(custody_open(home->client, &asker, items, 4, home->fixture->arena), STATUS_OK);
    assert_string_equal(items[0].disclosed.value, PHONE);
    assert_int_equal(items[1].result, RESULT_NO_VALUE);
    assert_int_equal(items[2].result, RESULT_OUT_OF_SCOPE);
    assert_null(items[2].disclosed.value);
    assert_string_equal(items[3].disclosed.value, ACCOUNT);
    for (int i = 0; i < 4; i++)
        assert_int_equal(items[i].disclosed.access_seq, i + 2);
    assert_int_equal(records(home, "1"), 4);
}

// More items than a packet holds are asked for in several.
static void test_conf_3_more_items_than_a_packet_holds(void **state) {
    struct custodian_home *home = *state;
    const struct asker asker = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item items[CUSTODY_ITEMS_MAX];
    for (int i = 0; i < CUSTODY_ITEMS_MAX; i++)
        items[i] = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = OWN, .field = i % 2 ? "email" : "phone"};
    assert_int_equal(custody_open(home->client, &asker, items, CUSTODY_ITEMS_MAX, home->fixture->arena), STATUS_OK);
    for (int i = 0; i < CUSTODY_ITEMS_MAX; i++)
        assert_int_equal(items[i].result, i % 2 ? RESULT_NO_VALUE : RESULT_DISCLOSED);
    assert_int_equal(records(home, "1"), CUSTODY_ITEMS_MAX);
    assert_int_equal(custody_open(home->client, &asker, items, CUSTODY_ITEMS_MAX + 1, home->fixture->arena), STATUS_TOO_LARGE);
    assert_int_equal(custody_open(home->client, &asker, items, 0, home->fixture->arena), STATUS_TOO_LARGE);
}

static void test_conf_2_every_refusal_has_its_reason_and_record(void **state) {
    struct custodian_home *home = *state;
    const struct asker nobody = home_asker(NULL), stranger = home_asker((const unsigned char *)"0123456789abcdef0123456789abcdef");
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    const struct asker general = home_asker(home_sign_in(home, PERSON_GENERAL));
    struct asker no_purpose = seller, unknown_purpose = seller, no_text = seller, filler = seller;
    no_purpose.purpose = "";
    unknown_purpose.purpose = "curiosity";
    no_text.purpose_text = "";
    filler.purpose_text = "测试测试";
    expect(home, &nobody, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
    expect(home, &stranger, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
    expect(home, &auditor, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PERMISSION, NULL);
    expect(home, &seller, KIND_CUSTOMER, FOREIGN, "phone", RESULT_OUT_OF_SCOPE, NULL);
    expect(home, &no_purpose, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PURPOSE, NULL);
    expect(home, &unknown_purpose, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PURPOSE, NULL);
    expect(home, &no_text, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    expect(home, &no_text, KIND_CUSTOMER, OWN, "bank_account", RESULT_PURPOSE_TEXT, NULL);
    expect(home, &filler, KIND_CUSTOMER, OWN, "bank_account", RESULT_PURPOSE_TEXT, NULL);
    expect(home, &seller, KIND_CUSTOMER, OWN, "bank_account", RESULT_DISCLOSED, ACCOUNT);
    expect(home, &general, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    expect(home, &general, KIND_CUSTOMER, OWN, "bank_account", RESULT_NEEDS_APPROVAL, NULL);
    expect(home, &seller, KIND_CUSTOMER, OWN, "email", RESULT_NO_VALUE, NULL);
    expect(home, &general, KIND_CUSTOMER, 999, "phone", RESULT_NO_VALUE, NULL);
    home_sql(home, "kedang.db", "UPDATE role SET level = 1 WHERE key = 'sales';");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_LEVEL, NULL);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

// An approval that nobody gave opens nothing, and is not in the record either.
static void test_conf_2_an_invented_approval_counts_for_nothing(void **state) {
    struct custodian_home *home = *state;
    struct asker general = home_asker(home_sign_in(home, PERSON_GENERAL));
    general.approval_id = 1;
    expect(home, &general, KIND_CUSTOMER, OWN, "bank_account", RESULT_NEEDS_APPROVAL, NULL);
    assert_int_equal(records(home, "approval_id <> 0"), 0);
}

static void test_org_5_a_session_that_ended_ends_at_once(void **state) {
    struct custodian_home *home = *state;
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    home_sql(home, "kedang.db", "DELETE FROM session;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
    seller.session = home_sign_in(home, PERSON_SELLER);
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    home_sql(home, "kedang.db", "UPDATE session SET seen_at = seen_at - 30 * 60000;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
    seller.session = home_sign_in(home, PERSON_SELLER);
    home_sql(home, "kedang.db", "UPDATE person SET state = 'closed' WHERE id = 1;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_NO_SESSION, NULL);
}

// Nothing changes in the store, only time goes by.
static void test_a_session_ends_by_time_alone(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    home_sql(home, "kedang.db", "UPDATE session SET seen_at = seen_at - 30 * 60000 + 1500;");
    enum result result = RESULT_DISCLOSED;
    const char *value;
    unsigned opened = 0;
    for (; opened < 5000 && result == RESULT_DISCLOSED; opened++) {
        assert_int_equal(home_open(home, &seller, KIND_CUSTOMER, OWN, "phone", &result, &value), STATUS_OK);
        home_pause();
    }
    assert_true(opened > 1);
    assert_int_equal(result, RESULT_NO_SESSION);
    assert_null(value);
}

static void test_org_5_rights_taken_away_are_gone_at_once(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    home_sql(home, "kedang.db", "UPDATE customer SET owner_id = 3, unit_id = 3 WHERE id = 101;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_OUT_OF_SCOPE, NULL);
    home_sql(home, "kedang.db", "UPDATE customer SET owner_id = 1 WHERE id = 101; DELETE FROM person_role WHERE person_id = 1;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PERMISSION, NULL);
}

// A one-time password is known to somebody else, so it opens nothing until it is changed.
static void test_a_one_time_password_opens_nothing(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    home_sql(home, "kedang.db", "INSERT INTO credential_offer VALUES (1, 1, 'x', 0, 1);");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PERMISSION, NULL);
    home_sql(home, "kedang.db", "DELETE FROM credential_offer;");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
}

// A box moved to another field or record, or altered, is not opened for anybody.
static void test_conf_8_a_box_opens_only_in_its_place(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    home_sql(home, "kedang.db", "UPDATE field_value SET box = (SELECT box FROM field_value WHERE record_id = 101 AND field = 'phone')"
                                " WHERE record_id = 102;");
    home_sql(home, "kedang.db", "UPDATE customer SET owner_id = 1 WHERE id = 102;");
    expect(home, &seller, KIND_CUSTOMER, FOREIGN, "phone", RESULT_BROKEN, NULL);
    home_sql(home, "kedang.db", "INSERT INTO field_value (kind, record_id, field, value, box) SELECT 1, 101, 'fax', '*', box FROM field_value WHERE record_id = 101"
                                " AND field = 'phone';");
    expect(home, &seller, KIND_CUSTOMER, OWN, "fax", RESULT_BROKEN, NULL);
    home_sql(home, "kedang.db", "UPDATE field_value SET box = x'00' WHERE record_id = 101 AND field = 'phone';");
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_BROKEN, NULL);
}

// A field that is out of use may have its level raised: what it holds must be sealed.
static void test_arc_10_what_a_retired_field_holds_is_sealed(void **state) {
    struct custodian_home *home = *state;
    home_sql(home, "kedang.db", "INSERT INTO field_definition (kind, key, own, type, label_zh, label_en, level, retired_at) VALUES"
                                " (1, 'own_1', 1, 'text', '旧', 'Old', 2, 1); UPDATE field_version SET version = version + 1;");
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE); // sees the new version
    struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "own_1", .value = "七"};
    assert_int_equal(custody_seal(home->client, &item, 1, home->fixture->arena), STATUS_OK);
}

static bool file_holds(struct custodian_home *home, const char *name, const char *text) {
    if (access(home_file(home, name), F_OK) != 0)
        return false;
    size_t length;
    const char *bytes = file_read(home_file(home, name), &length, home->fixture->arena);
    return memmem(bytes, length, text, strlen(text)) != NULL;
}

static void test_conf_8_no_file_holds_a_value(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    int64_t ids[5];
    unsigned found;
    enum result result;
    expect(home, &seller, KIND_CUSTOMER, OWN, "phone", RESULT_DISCLOSED, PHONE);
    expect(home, &seller, KIND_CUSTOMER, OWN, "bank_account", RESULT_DISCLOSED, ACCOUNT);
    assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "bank_account", ACCOUNT, ids, 5, &found, &result), STATUS_OK);
    assert_int_equal(found, 1);
    static const char *const FILES[] = {"kedang.db", "kedang.db-wal", "custody/access.db", "custody/access.db-wal",
                                        "custody/index.db", "custody/index.db-wal", "log/custodian.log", "heads/heads"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        assert_false(file_holds(home, FILES[i], PHONE));
        assert_false(file_holds(home, FILES[i], ACCOUNT));
    }
}

static void test_conf_3_what_is_no_confidential_field_is_refused(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    static const struct {
        int64_t kind, id;
        const char *field, *value;
    } BAD[] = {{KIND_CUSTOMER, OWN, "name", "公司"}, {KIND_CUSTOMER, OWN, "nonsense", "x"}, {7, OWN, "phone", PHONE}, {KIND_CUSTOMER, 0, "phone", PHONE}, {KIND_CUSTOMER, OWN, "phone", ""}};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct custody_item item = {.kind = BAD[i].kind, .record_id = BAD[i].id, .field = BAD[i].field, .value = BAD[i].value};
        assert_int_equal(custody_seal(home->client, &item, 1, home->fixture->arena), STATUS_BAD_REQUEST);
        if (i < 3)
            assert_int_equal(custody_open(home->client, &seller, &item, 1, home->fixture->arena), STATUS_BAD_REQUEST);
    }
    int64_t id;
    unsigned found;
    enum result result;
    assert_int_equal(custody_find(home->client, &seller, KIND_CUSTOMER, "fax", PHONE, &id, 1, &found, &result), STATUS_BAD_REQUEST);
    assert_int_equal(records(home, "1"), 0);
}

// A program is not believed that it exports or reads the log: by those ways nothing is opened.
static void test_conf_7_values_are_opened_for_pages_only(void **state) {
    struct custodian_home *home = *state;
    struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    for (int channel = CHANNEL_SEARCH; channel < CHANNEL_CUSTODIAN; channel++) {
        struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
        seller.channel = (enum channel)channel;
        assert_int_equal(custody_open(home->client, &seller, &item, 1, home->fixture->arena), STATUS_BAD_REQUEST);
        assert_null(item.disclosed.value);
    }
    assert_int_equal(records(home, "1"), 0);
}

static void test_conf_3_a_program_can_record_its_own_refusal(void **state) {
    struct custodian_home *home = *state;
    const struct asker auditor = home_asker(home_sign_in(home, PERSON_AUDITOR));
    const struct custody_item items[] = {{.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"},
                                         {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "*"}};
    assert_int_equal(custody_record(home->client, &auditor, items, 2, RESULT_NO_PERMISSION), STATUS_OK);
    assert_int_equal(records(home, "person_id = 8 AND customer_id = 101 AND field = 'phone' AND level = 2 AND result = 3"), 1);
    assert_int_equal(records(home, "person_id = 8 AND customer_id = 101 AND field = '*' AND level = 0 AND result = 3"), 1);
}

// Only the custodian tells of itself.
static void test_conf_3_a_program_can_not_record_what_is_the_custodians(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    const struct custody_item item = {.kind = KIND_CUSTOMER, .record_id = OWN, .field = "phone"};
    assert_int_equal(custody_record(home->client, &seller, &item, 1, RESULT_DISCLOSED), STATUS_BAD_REQUEST);
    for (int result = RESULT_OUTAGE; result < RESULT_COUNT; result++)
        assert_int_equal(custody_record(home->client, &seller, &item, 1, (enum result)result), STATUS_BAD_REQUEST);
    assert_int_equal(records(home, "1"), 0);
}

static void test_conf_2_a_reason_that_is_none_is_refused_and_recorded(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct asker asker = seller;
    char *text = arena_alloc(home->fixture->arena, 3001);
    memset(text, 'k', 3000);
    asker.purpose = text;
    expect(home, &asker, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PURPOSE, NULL);
    assert_int_equal(records(home, "purpose = 'kkkkkkkkkkkkkkkk'"), 1);
    asker = seller;
    asker.purpose = "search";
    expect(home, &asker, KIND_CUSTOMER, OWN, "phone", RESULT_NO_PURPOSE, NULL);
    asker = seller;
    for (int i = 0; i < 1000; i++)
        memcpy(text + 3 * i, &"账款核"[3 * (i % 3)], 3);
    asker.purpose_text = text;
    expect(home, &asker, KIND_CUSTOMER, OWN, "bank_account", RESULT_PURPOSE_TEXT, NULL);
    assert_int_equal(records(home, "length(purpose_text) = 200"), 1);
    // NOLINTNEXTLINE(misc-misleading-bidirectional): that is what is tested
    asker.purpose_text = "核对三月\u202e货款\u200b账号\a";
    expect(home, &asker, KIND_CUSTOMER, OWN, "bank_account", RESULT_PURPOSE_TEXT, NULL);
    assert_int_equal(records(home, "result = 7 AND purpose_text = '核对三月货款账号'"), 1);
    asker.purpose_text = "核对三月\n货款账号";
    expect(home, &asker, KIND_CUSTOMER, OWN, "bank_account", RESULT_DISCLOSED, ACCOUNT);
}

// Asking for what one may not see again and again fills a minute's worth of the log, and one more record.
static void test_conf_3_refusals_cannot_flood_the_log(void **state) {
    struct custodian_home *home = *state;
    const struct asker seller = home_asker(home_sign_in(home, PERSON_SELLER));
    struct custody_item items[10];
    int limited = 0;
    for (int i = 0; i < 10; i++)
        items[i] = (struct custody_item){.kind = KIND_CUSTOMER, .record_id = FOREIGN, .field = "phone"};
    for (int i = 0; i < 200; i++) {
        const enum status status = custody_open(home->client, &seller, items, 10, home->fixture->arena);
        assert_true(status == STATUS_OK || status == STATUS_LIMITED);
        limited += status == STATUS_LIMITED;
    }
    assert_true(limited > 0); // the clock is the real one: the minute may turn meanwhile
    assert_true(records(home, "result = 4") <= 2000 - 10 * limited);
    const struct asker other = home_asker(home_sign_in(home, PERSON_OTHER));
    expect(home, &other, KIND_CUSTOMER, OWN, "phone", RESULT_OUT_OF_SCOPE, NULL);
    assert_int_equal(home_stop(home, SIGTERM), 0);
    assert_int_equal(home_sql(home, LOG_DB, "SELECT sum(count) FROM access WHERE result = 14 AND person_id = 1 AND login = 'lina'"), limited);
    assert_true(records(home, "result = 14") <= 2);
    assert_int_equal(home_verify(home).fault, VERIFY_GOOD);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_conf_3_an_opened_value_has_its_record),
        TEST(test_conf_3_a_contact_belongs_to_its_customer),
        TEST(test_conf_6_what_is_no_customer_s_any_more_is_opened_by_nobody),
        TEST(test_conf_3_a_program_can_not_record_what_is_the_custodians),
        TEST(test_conf_2_a_reason_that_is_none_is_refused_and_recorded),
        TEST(test_conf_3_refusals_cannot_flood_the_log),
        TEST(test_conf_3_several_fields_have_a_record_each),
        TEST(test_conf_3_more_items_than_a_packet_holds),
        TEST(test_conf_2_every_refusal_has_its_reason_and_record),
        TEST(test_conf_2_an_invented_approval_counts_for_nothing),
        TEST(test_org_5_a_session_that_ended_ends_at_once),
        TEST(test_a_session_ends_by_time_alone),
        TEST(test_org_5_rights_taken_away_are_gone_at_once),
        TEST(test_a_one_time_password_opens_nothing),
        TEST(test_conf_8_a_box_opens_only_in_its_place),
        TEST(test_arc_10_what_a_retired_field_holds_is_sealed),
        TEST(test_conf_8_no_file_holds_a_value),
        TEST(test_conf_3_what_is_no_confidential_field_is_refused),
        TEST(test_conf_7_values_are_opened_for_pages_only),
        TEST(test_conf_3_a_program_can_record_its_own_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
