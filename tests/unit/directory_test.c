// What the auditor may write for a person or a customer.
#include "domain/directory.h"

#include <string.h>

#include "domain/customer.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, DIRECTORY_STATEMENTS, NULL};

static struct fixture *fixture;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

static int64_t create(const char *name) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, "region", "440305", NULL);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static struct directory_match person(const char *text) {
    struct directory_match match;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(directory_person(&fixture->ctx, text, &match), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 1);
    return match;
}

static struct directory_match customer(const char *text) {
    struct directory_match match;
    uint64_t before = store_statements(fixture->store);
    assert_int_equal(directory_customer(&fixture->ctx, text, &match), STATUS_OK);
    assert_int_equal(store_statements(fixture->store) - before, 1);
    return match;
}

static void test_conf_6_a_person_by_login_or_full_name(void **state) {
    (void)state;
    assert_int_equal(person("lina").id, PERSON_SELLER);
    assert_int_equal(person("LiNa").id, PERSON_SELLER);
    assert_int_equal(person("李娜").id, PERSON_SELLER);
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE login = 'lina'");
    assert_int_equal(person("李娜").id, PERSON_SELLER); // what they looked up stays in the log
    assert_int_equal(person("李").count, 0);
    assert_int_equal(person("李").id, 0);
}

static void test_conf_6_several_people_of_a_name_are_listed_by_login(void **state) {
    (void)state;
    fixture_sql(fixture, "UPDATE person SET name = '李娜' WHERE login = 'wangwu'");
    struct directory_match match = person("李娜");
    assert_int_equal(match.id, 0);
    assert_int_equal(match.count, 2);
    assert_string_equal(match.numbers, "lina、wangwu");
    fixture_sql(fixture, "UPDATE person SET name = 'lina' WHERE login = 'zhaoliu'");
    assert_int_equal(person("lina").id, PERSON_SELLER); // a login goes before a name
    fixture_sql(fixture, "UPDATE person SET name = '李娜'");
    assert_int_equal(person("李娜").count, DIRECTORY_NUMBERS_MAX + 1);
    assert_string_equal(person("李娜").numbers, "lina、qian、sunqi、wangwu、wujiu");
}

static void test_conf_6_a_customer_by_number_code_or_company_name(void **state) {
    (void)state;
    int64_t id = create("深圳甲有限公司");
    create("深圳甲有限公司分部");
    assert_int_equal(customer("440300-2026-000001").id, id);
    assert_int_equal(customer("c00000001").id, id);
    assert_int_equal(customer("深圳甲有限公司").id, id);
    assert_int_equal(customer("深圳甲").count, 0);
    assert_int_equal(customer("440300-2026-000009").id, 0);
}

static void test_conf_6_several_customers_of_a_name_are_listed_by_number(void **state) {
    (void)state;
    create("甲公司");
    create("甲公司");
    int64_t id = create("C00000001");
    struct directory_match match = customer("甲公司");
    assert_int_equal(match.id, 0);
    assert_int_equal(match.count, 2);
    assert_string_equal(match.numbers, "440300-2026-000001、440300-2026-000002");
    assert_int_not_equal(customer("C00000001").id, id); // a number goes before a name
    assert_int_equal(customer("C00000001").count, 1);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_conf_6_a_person_by_login_or_full_name),
        TEST(test_conf_6_several_people_of_a_name_are_listed_by_login),
        TEST(test_conf_6_a_customer_by_number_code_or_company_name),
        TEST(test_conf_6_several_customers_of_a_name_are_listed_by_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
