// Searching by pinyin, and by the people at a customer (ARC-9).
#include "search_support.h" // with fake_custody.h

static void test_arc_9_full_pinyin(void **state) {
    (void)state;
    create("中国银行");
    create("重庆长安汽车");
    create("长沙铜官窑");
    create("厦门国贸");
    create("西安先锋");
    assert_finds("zhongguo yinhang", "中国银行");
    assert_finds("zhongguoyinhang", "中国银行");
    assert_finds("ZhongguoYH", "中国银行");
    assert_finds("中国yinh", "中国银行");
    assert_finds("guo", "厦门国贸 中国银行");
    assert_finds("chongqing", "重庆长安汽车");
    assert_finds("zhongqing", "重庆长安汽车");
    assert_finds("changsha", "长沙铜官窑");
    assert_finds("zhangsha", "长沙铜官窑");
    assert_finds("xiamen", "厦门国贸");
    assert_finds("shamen", "厦门国贸");
    assert_finds("chang", "长沙铜官窑 重庆长安汽车");
    assert_finds("xian", "西安先锋");
    assert_finds("xianxianf", "西安先锋");
    assert_finds("zhongguoxian", "");
}

// Pieces of these, with heteronyms, ü, initials and half syllables, find the same by both plans.
static void test_arc_9_both_plans_find_the_same_by_pinyin(void **state) {
    (void)state;
    static const char *const NAMES[] = {"重庆长安汽车", "绿女乐园", "西安先锋安溪", "3M中国", "啊哦鹅", "嗯呣"};
    static const char *const TYPED[] = {"chongqingchanganqiche", "lvnvleyuan", "lunuyueyuan", "xianxianfenganxi", "3mzhongguo", "aoe",
                                        "zhqzhanganqc", "chongqca", "anx", "angang", "xianan"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        create(NAMES[i]);
    unsigned found = 0;
    for (size_t t = 0; t < sizeof TYPED / sizeof *TYPED; t++)
        for (size_t i = 0; i < 2 * strlen(TYPED[t]); i++) {
            const size_t from = i / 2, length = i % 2 ? 5 : strlen(TYPED[t]) - from;
            const char *word = arena_copy(fixture->arena, TYPED[t] + from, strnlen(TYPED[t] + from, length));
            fixture_act(fixture, PERSON_CLERK);
            struct customer_page page = search_page(word, false, "", false);
            found += page.count;
            assert_finds(word, names_of(&page));
        }
    assert_true(found > 100);
}

static int64_t add_contact(int64_t customer_id, const char *name) {
    int64_t id = 0;
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", name, NULL);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_create(&fixture->ctx, customer_id, &draft, &id), STATUS_OK);
    return id;
}

static void assert_contact(const char *text, const char *contact) {
    static const int PEOPLE[] = {PERSON_SELLER, PERSON_CLERK};
    for (size_t i = 0; i < 2; i++) {
        fixture_act(fixture, PEOPLE[i]);
        struct customer_page page = search_page(text, false, "", false);
        assert_int_equal(page.count, 1);
        if (contact == NULL)
            assert_null(page.rows[0].contact);
        else
            assert_string_equal(page.rows[0].contact, contact);
    }
}

static void test_arc_9_a_contact_leads_to_its_customer(void **state) {
    (void)state;
    int64_t id = create("恒远物流");
    add_contact(id, "李明");
    add_contact(id, "欧阳重庆");
    create("欧阳物流");
    static const char *const TEXTS[] = {"李明", "liming", "lm", "恒远 李", "hengyuan lim"};
    for (size_t i = 0; i < 5; i++)
        assert_contact(TEXTS[i], "李明");
    assert_contact("chongqing", "欧阳重庆");
    assert_contact("zhongqing", "欧阳重庆");
    assert_contact("恒远", NULL);
    assert_finds("欧阳", "欧阳物流 恒远物流");
    assert_finds("物流李明", ""); // no phrase reaches from the name into a contact's
    assert_finds("wlliming", "");
    assert_finds("明欧", "");
}

static void test_arc_9_contacts_come_go_and_come_back(void **state) {
    (void)state;
    int64_t id = create("恒远物流"), contact_id = add_contact(id, "李明");
    assert_finds("李明", "恒远物流");
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_OK);
    assert_finds("李明", "");
    assert_finds("恒远", "恒远物流");
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_restore(&fixture->ctx, id, contact_id), STATUS_OK);
    assert_finds("liming", "恒远物流");
    struct contact stored;
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_find(&fixture->ctx, id, contact_id, PERM_CUSTOMER_EDIT, &stored), STATUS_OK);
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "name", "王伟", NULL);
    assert_int_equal(contact_save(&fixture->ctx, id, contact_id, stored.record.version, &draft), STATUS_OK);
    assert_finds("李明", "");
    assert_finds("ww", "恒远物流");
    struct customer customer;
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_EDIT, &customer), STATUS_OK);
    struct draft renamed = draft_checked(fixture, &CUSTOMER_FIELDS, &customer.record, "name", "通达物流", NULL);
    assert_int_equal(customer_save(&fixture->ctx, id, customer.record.version, &renamed), STATUS_OK);
    assert_finds("通达 王伟", "通达物流");
    assert_finds("恒远", "");
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer WHERE found_by = '通达物流/王伟'"), 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_9_full_pinyin),
        TEST(test_arc_9_both_plans_find_the_same_by_pinyin),
        TEST(test_arc_9_a_contact_leads_to_its_customer),
        TEST(test_arc_9_contacts_come_go_and_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
