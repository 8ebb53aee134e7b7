// Searching as a clerk does, and by a confidential value.
#include "search_support.h" // with fake_custody.h
// --- ARC-9: names ---

static void test_arc_9_any_part_of_the_name(void **state) {
    (void)state;
    create("中国银行股份有限公司");
    create("中国石油天然气集团有限公司");
    create("深圳市王𠮷物流有限公司");
    assert_finds("中国", "中国石油天然气集团有限公司 中国银行股份有限公司");
    assert_finds("国银", "中国银行股份有限公司");
    assert_finds("行", "中国银行股份有限公司");
    assert_finds("气集团有", "中国石油天然气集团有限公司");
    assert_finds("国中", "");
    assert_finds("王𠮷", "深圳市王𠮷物流有限公司");
    assert_finds("𠮷", "深圳市王𠮷物流有限公司");
    assert_finds("中国银行股份有限公司", "中国银行股份有限公司");
}

static void test_arc_9_width_case_and_punctuation_do_not_matter(void **state) {
    (void)state;
    create("ＩＢＭ（中国）有限公司");
    assert_finds("ibm", "ＩＢＭ（中国）有限公司");
    assert_finds("Ibm中国", "ＩＢＭ（中国）有限公司");
    assert_finds("IBM(中国)", "ＩＢＭ（中国）有限公司");
    assert_finds("　中国　", "ＩＢＭ（中国）有限公司");
    assert_finds("ｉｂｍ", "ＩＢＭ（中国）有限公司");
}

static void test_arc_9_all_words_must_match(void **state) {
    (void)state;
    create("中国物流集团");
    create("中国银行");
    create("广州物流");
    assert_finds("中国 物流", "中国物流集团");
    assert_finds("物流　中国", "中国物流集团");
    assert_finds("中国 物流 银行", "");
    assert_finds("中国 wl", "中国物流集团");
    assert_finds("中 国 物 流 集 团", "中国物流集团");
}

static void test_arc_9_pinyin_initials(void **state) {
    (void)state;
    create("中国银行");
    create("重庆长安汽车");
    create("3M中国有限公司");
    assert_finds("zgyh", "中国银行");
    assert_finds("ZGYH", "中国银行");
    assert_finds("gyh", "中国银行");
    assert_finds("zgyx", "3M中国有限公司 中国银行"); // 有限, and 银行 read as xing
    assert_finds("cqca", "重庆长安汽车");
    assert_finds("3mzg", "3M中国有限公司");
    assert_finds("zgyz", "");
}

// Names with heteronyms, digits, letters, and characters that have no reading, by every word of one to three letters.
static void test_arc_9_both_plans_find_the_same_by_initials(void **state) {
    (void)state;
    static const char *const NAMES[] = {"重庆长安汽车", "3M中国", "乐山А银行", "行行出状元", "王𠮷和乐", "IBM长乐", "会计重地"};
    static const char LETTERS[] = "3bcghikmlqxyz";
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        create(NAMES[i]);
    unsigned found = 0;
    for (const char *a = LETTERS; *a; a++)
        for (const char *b = LETTERS; *b; b++)
            for (const char *c = LETTERS; *c; c++) {
                char word[] = {*a, b == c ? '\0' : *b, *c, '\0'};
                fixture_act(fixture, PERSON_CLERK);
                struct customer_page page = search_page(word, false, "", false);
                found += page.count;
                assert_finds(word, names_of(&page));
            }
    assert_true(found > 50);
}

static void test_arc_9_a_renamed_customer_is_found_by_its_new_name_only(void **state) {
    (void)state;
    int64_t id = create("旧名公司");
    struct customer stored;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_EDIT, &stored), STATUS_OK);
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "name", "新名公司", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, 1, &draft), STATUS_OK);
    assert_finds("旧名", "");
    assert_finds("jmgs", "");
    assert_finds("新名", "新名公司");
    assert_finds("xmgs", "新名公司");
}

static void test_arc_9_text_without_words_finds_nothing(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"、 、", "。", "*", "\"", "' OR 1=1 --",
                                        "NEAR(中国)", "中国*", "name:中国", "\xff\xfe", "中\xe5"};
    create("中国银行");
    for (size_t i = 0; i < 5; i++)
        assert_finds(TEXTS[i], "");
    assert_finds(" 　", "中国银行");    // nothing typed: the list
    assert_finds(TEXTS[6], "中国银行"); // punctuation is dropped, not read as an operator
    assert_finds(TEXTS[8], "");
    assert_finds(TEXTS[9], "");
}

static void test_arc_9_long_text_is_searched_for_without_harm(void **state) {
    (void)state;
    struct buffer text = {.arena = fixture->arena};
    for (int i = 0; i < 10000; i++)
        buffer_text(&text, "中");
    create("中国银行");
    assert_finds(text.data, "");
    struct buffer words = {.arena = fixture->arena};
    for (int i = 0; i < 1000; i++)
        buffer_text(&words, "中 ");
    assert_finds(words.data, "中国银行");
}

// --- ARC-9: numbers ---

static void test_arc_9_the_beginning_of_any_number(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "region", "440305");
    create_as(PERSON_SELLER, "乙公司", "credit_code", "91110000802100433B");
    assert_finds("440300-2026-000001", "甲公司");
    assert_finds("4403", "甲公司");
    assert_finds("C0000000", "乙公司 甲公司");
    assert_finds("c00000002", "乙公司");
    assert_finds("９１１１００００８０２１００４３３ｂ", "乙公司");
    assert_finds("9111", "乙公司");
    assert_finds("0043", "");
    assert_finds("-", "");
}

static void test_arc_9_words_and_numbers_left_out_are_told(void **state) {
    (void)state;
    create("中国银行");
    assert_false(search_page("中国 银行 中 国 银 行 中国银 国银行", false, "", false).words_cut);
    assert_true(search_page("中国 银行 中 国 银 行 中国银 国银行 中国银行", false, "", false).words_cut);
    fixture_sql(fixture, "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 999) INSERT INTO customer "
                         "(id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, "
                         "updated_by) SELECT i, 'Z' || i, 'Y' || i, '公司', '公司', '', 1, 4, 1, 1, 1, 1 FROM n");
    assert_false(search_page("C", false, "", false).numbers_cut);
    fixture_sql(fixture, "UPDATE customer SET archive_no = 'Z1000' WHERE name = '中国银行'");
    assert_false(search_page("Z", false, "", false).numbers_cut); // exactly as many as are listed
    fixture_sql(fixture, "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, "
                         "created_by, updated_at, updated_by) VALUES (1000, 'Z1001', 'Y1001', '公司', '公司', '', 1, 4, 1, 1, 1, 1)");
    assert_true(search_page("Z", false, "", false).numbers_cut);
}

// --- pages and scopes ---

static void test_arc_9_hits_come_in_pages_newest_first(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++)
        create_as(PERSON_SELLER, arena_format(fixture->arena, "物流%d公司", i), "region", "440305");
    static const char *const TEXTS[] = {"物流", "wl", "4403"};
    for (int person = PERSON_SELLER; person <= PERSON_CLERK; person += PERSON_CLERK - PERSON_SELLER)
        for (size_t t = 0; t < 3; t++) {
            fixture_act(fixture, person);
            struct customer_page first = search_page(TEXTS[t], false, "", false);
            assert_int_equal(first.count, CUSTOMER_PAGE);
            assert_null(first.previous);
            assert_string_equal(first.rows[0].name, "物流119公司");
            struct customer_page second = search_page(TEXTS[t], false, first.next, false);
            assert_string_equal(second.rows[0].name, "物流69公司");
            struct customer_page third = search_page(TEXTS[t], false, second.next, false);
            assert_int_equal(third.count, 20);
            assert_null(third.next);
            struct customer_page back = search_page(TEXTS[t], false, third.previous, true);
            assert_string_equal(names_of(&back), names_of(&second));
            back = search_page(TEXTS[t], false, back.previous, true);
            assert_string_equal(names_of(&back), names_of(&first));
            assert_null(back.previous);
        }
}

static void test_org_2_a_search_stays_within_the_scope(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"物流", "wl", "C0000", "物流 gs"};
    create_as(PERSON_SELLER, "我的物流公司", NULL, NULL);
    create_as(PERSON_COLLEAGUE, "同组物流公司", NULL, NULL);
    create_as(PERSON_OTHER, "别组物流公司", NULL, NULL);
    for (size_t i = 0; i < 4; i++) {
        fixture_act(fixture, PERSON_SELLER);
        struct customer_page page = search_page(TEXTS[i], false, "", false);
        assert_string_equal(names_of(&page), "我的物流公司");
        fixture_act(fixture, PERSON_MANAGER);
        page = search_page(TEXTS[i], false, "", false);
        assert_string_equal(names_of(&page), "同组物流公司 我的物流公司");
        fixture_act(fixture, PERSON_DIRECTOR);
        page = search_page(TEXTS[i], false, "", false);
        assert_int_equal(page.count, 2);
        fixture_act(fixture, PERSON_GENERAL);
        page = search_page(TEXTS[i], false, "", false);
        assert_int_equal(page.count, 3);
    }
}

// Within a small scope the names themselves are compared: also one that the index does not know.
static void test_org_2_a_small_scope_is_searched_by_its_names(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", NULL, NULL);
    fixture_sql(fixture, "UPDATE customer SET found_by = '未入索引物流公司'");
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(search_page("物流", false, "", false).count, 1);
    fixture_act(fixture, PERSON_CLERK);
    assert_int_equal(search_page("物流", false, "", false).count, 0);
}

// A scope beyond SMALL_SCOPE is searched through the index; the customers that fill it are not in there.
static void test_org_2_a_large_scope_is_searched_by_the_other_plan(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"物流", "wl", "物流 gs"};
    create_as(PERSON_SELLER, "我的物流公司", NULL, NULL);
    create_as(PERSON_OTHER, "别组物流公司", NULL, NULL);
    fixture_sql(fixture,
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                "INSERT INTO customer (id, archive_no, code, name, name_fold, found_by, name_key, owner_id, unit_id, created_at, "
                "created_by, updated_at, updated_by) SELECT i, 'x' || i, 'x' || i, '', '物流公司', '物流公司', '', 1, 4, 0, 1, 0, "
                "1 FROM n");
    for (int person = PERSON_SELLER; person <= PERSON_DIRECTOR; person++) {
        if (person == PERSON_COLLEAGUE || person == PERSON_OTHER)
            continue;
        for (size_t i = 0; i < 3; i++) {
            fixture_act(fixture, person);
            struct customer_page page = search_page(TEXTS[i], false, "", false);
            assert_string_equal(names_of(&page), "我的物流公司");
        }
    }
}

// --- CONF-4: by a confidential value ---

static struct customer_page search_value(const char *text) {
    return search_page(text, true, "", false);
}

static void test_conf_4_what_is_a_confidential_value(void **state) {
    (void)state;
    static const char *const VALUES[] = {"13812345678", "138 1234 5678", "１３８１２３４５６７８",
                                         "0755-12345678", "a@example.com", "6222021234567890123",
                                         "11010519491231002X"};
    static const char *const OTHERS[] = {"",
                                         "中国",
                                         "zgyh",
                                         "1381234567",
                                         "C00000001",
                                         "440300-2026-000001",
                                         "91110000802100433B",
                                         "91350100m000100y43",
                                         "4403002026",
                                         "2026-000001",
                                         "\xff"};
    for (size_t i = 0; i < sizeof VALUES / sizeof *VALUES; i++)
        if (!customer_text_is_value(&fixture->ctx, VALUES[i]))
            fail_msg("%s is one", VALUES[i]);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (customer_text_is_value(&fixture->ctx, OTHERS[i]))
            fail_msg("%s is none", OTHERS[i]);
}

static void test_conf_4_a_full_value_is_found_through_the_custodian(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "phone", "13812345678");
    create_as(PERSON_SELLER, "乙公司", "email", "a@example.com");
    fixture->ctx.asker.channel = CHANNEL_PAGE;
    struct customer_page page = search_value("138 1234 5678");
    assert_string_equal(names_of(&page), "甲公司");
    assert_string_equal(page.rows[0].phone_mask, "138****5678");
    assert_int_equal(page.refusal, RESULT_DISCLOSED);
    assert_int_equal(custody->asker.channel, CHANNEL_SEARCH);
    assert_null(page.next);
    page = search_value("A@Example.com");
    assert_string_equal(names_of(&page), "乙公司");
    page = search_value("13912345678");
    assert_int_equal(page.count, 0);
    assert_int_equal(page.refusal, RESULT_DISCLOSED); // nobody has it
}

static void test_conf_4_a_contact_s_number_leads_to_the_customer(void **state) {
    (void)state;
    int64_t id = create("甲公司");
    int64_t contact_id = 0;
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", "张三", "mobile", "13812345678", NULL);
    assert_int_equal(contact_create(&fixture->ctx, id, &draft, &contact_id), STATUS_OK);
    struct customer_page page = search_value("13812345678");
    assert_string_equal(names_of(&page), "甲公司");
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_OK);
    page = search_value("13812345678");
    assert_int_equal(page.count, 0);
}

static void add_mobile(int64_t id, const char *name, const char *mobile) {
    int64_t contact_id;
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", name, "mobile", mobile, NULL);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_create(&fixture->ctx, id, &draft, &contact_id), STATUS_OK);
}

static void test_conf_4_the_last_four_digits_of_a_telephone(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "phone", "13812344403");
    add_mobile(create("乙公司"), "张三", "13900004403");
    create_as(PERSON_SELLER, "丙公司", "region", "440305"); // its number begins with 4403
    struct customer_page page = search_page("4403", false, "", false);
    assert_string_equal(names_of(&page), "丙公司");
    assert_int_equal(custody->searches, 0);
    page = search_value(" ４４０３ ");
    assert_string_equal(names_of(&page), "丙公司 乙公司 甲公司"); // by number first
    assert_int_equal(page.by_tail, 1);
    assert_string_equal(page.rows[1].contact, "张三");
    assert_null(page.rows[2].contact);
    assert_int_equal(page.refusal, RESULT_DISCLOSED);
    assert_true(custody->searches >= 3);
    assert_false(page.values_cut);
    page = search_value("9999");
    assert_int_equal(page.count, 0);
}

static void test_conf_4_what_is_the_end_of_a_telephone(void **state) {
    (void)state;
    static const char *const OTHERS[] = {"", "440", "44030", "44 03", "440a", "中国", "-4403", "\xff\xfe\xfd\xfc"};
    assert_string_equal(customer_text_tail(&fixture->ctx, " 4403"), "4403");
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_null(customer_text_tail(&fixture->ctx, OTHERS[i]));
    fixture_act(fixture, PERSON_AUDITOR); // may not search for telephones at all: nothing to ask, and nothing to refuse
    assert_null(customer_text_tail(&fixture->ctx, "4403"));
}

static void test_conf_4_too_many_numbers_end_so(void **state) {
    (void)state;
    for (int i = 0; i < CUSTOMER_PAGE; i++)
        create_as(PERSON_SELLER, arena_format(fixture->arena, "第%d公司", i), "phone", arena_format(fixture->arena, "138%04d7777", i));
    struct customer_page page = search_value("7777");
    assert_int_equal(page.count, CUSTOMER_PAGE);
    assert_false(page.values_cut);
    create_as(PERSON_SELLER, "又一公司", "phone", "13999997777");
    page = search_value("7777");
    assert_int_equal(page.count, CUSTOMER_PAGE);
    assert_true(page.values_cut);
}

static void test_conf_4_more_hits_of_a_whole_number_than_a_page_holds_are_told(void **state) {
    (void)state;
    for (int i = 0; i < CUSTOMER_PAGE; i++)
        create_as(PERSON_SELLER, arena_format(fixture->arena, "第%d公司", i), "phone", "0755-23456785");
    struct customer_page page = search_value("0755-23456785");
    assert_int_equal(page.count, CUSTOMER_PAGE);
    assert_false(page.values_cut);
    create_as(PERSON_SELLER, "又一公司", "phone", "0755-23456785");
    page = search_value("0755-23456785");
    assert_int_equal(page.count, CUSTOMER_PAGE);
    assert_true(page.values_cut);
}

static void test_conf_4_without_by_value_the_custodian_is_not_asked(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "phone", "13812345678");
    struct customer_page page = search_page("13812345678", false, "", false);
    assert_int_equal(page.count, 0);
    assert_int_equal(custody->searches, 0);
}

static void test_conf_4_a_refusal_is_said_and_numbers_are_found_all_the_same(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "phone", "13812345678");
    custody->answer = RESULT_NO_PERMISSION;
    struct customer_page page = search_value("13812345678");
    assert_int_equal(page.count, 0);
    assert_int_equal(page.refusal, RESULT_NO_PERMISSION);
    fixture_sql(fixture, "UPDATE customer SET credit_code = '138123456781234567'");
    page = search_value("13812345678");
    assert_string_equal(names_of(&page), "甲公司"); // by the beginning of its code
}

static void test_conf_4_a_search_that_cannot_be_recorded_finds_nothing(void **state) {
    (void)state;
    create_as(PERSON_SELLER, "甲公司", "phone", "13812345678");
    struct customer_query query = {.text = "13812345678", .by_value = true};
    struct customer_page page;
    custody->down = true;
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_UNAVAILABLE);
    assert_int_equal(page.count, 0);
}

static void test_conf_4_hits_out_of_scope_are_left_out(void **state) {
    (void)state;
    create_as(PERSON_OTHER, "别组公司", "phone", "13812345678");
    fixture_act(fixture, PERSON_SELLER);
    struct customer_page page = search_value("13812345678");
    assert_int_equal(page.count, 0);
    fixture_act(fixture, PERSON_CLERK);
    page = search_value("13812345678");
    assert_int_equal(page.count, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_9_any_part_of_the_name),
        TEST(test_arc_9_width_case_and_punctuation_do_not_matter),
        TEST(test_arc_9_all_words_must_match),
        TEST(test_arc_9_pinyin_initials),
        TEST(test_arc_9_both_plans_find_the_same_by_initials),
        TEST(test_arc_9_a_renamed_customer_is_found_by_its_new_name_only),
        TEST(test_arc_9_text_without_words_finds_nothing),
        TEST(test_arc_9_long_text_is_searched_for_without_harm),
        TEST(test_arc_9_the_beginning_of_any_number),
        TEST(test_arc_9_words_and_numbers_left_out_are_told),
        TEST(test_arc_9_hits_come_in_pages_newest_first),
        TEST(test_org_2_a_search_stays_within_the_scope),
        TEST(test_org_2_a_small_scope_is_searched_by_its_names),
        TEST(test_org_2_a_large_scope_is_searched_by_the_other_plan),
        TEST(test_conf_4_what_is_a_confidential_value),
        TEST(test_conf_4_a_full_value_is_found_through_the_custodian),
        TEST(test_conf_4_a_contact_s_number_leads_to_the_customer),
        TEST(test_conf_4_the_last_four_digits_of_a_telephone),
        TEST(test_conf_4_what_is_the_end_of_a_telephone),
        TEST(test_conf_4_too_many_numbers_end_so),
        TEST(test_conf_4_more_hits_of_a_whole_number_than_a_page_holds_are_told),
        TEST(test_conf_4_without_by_value_the_custodian_is_not_asked),
        TEST(test_conf_4_a_refusal_is_said_and_numbers_are_found_all_the_same),
        TEST(test_conf_4_a_search_that_cannot_be_recorded_finds_nothing),
        TEST(test_conf_4_hits_out_of_scope_are_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
