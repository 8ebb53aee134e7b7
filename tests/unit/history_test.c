// The history of a customer, and records as they were.
#include <string.h>

#include "domain/customer.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;
static int64_t id;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", "phone", "13812345678", NULL);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

static struct customer find(void) {
    struct customer customer;
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    return customer;
}

static void save(const char *key, const char *value) {
    struct customer stored = find();
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, key, value, NULL);
    fixture->now += TIME_MINUTE;
    assert_int_equal(customer_save(&fixture->ctx, id, stored.record.version, &draft), STATUS_OK);
}

static struct change_page page_before(int64_t before) {
    struct change_page page;
    assert_int_equal(customer_history(&fixture->ctx, id, before, &page), STATUS_OK);
    return page;
}

static void assert_change(const struct change *change, const char *field, const char *before, const char *after,
                          int64_t version) {
    assert_string_equal(change->field, field);
    assert_string_equal(change->before, before);
    assert_string_equal(change->after, after);
    assert_int_equal(change->version, version);
}

static void test_arc_4_what_was_what_is_who_and_when(void **state) {
    (void)state;
    save("remarks", "好");
    fixture_act(fixture, PERSON_MANAGER);
    save("phone", "13912345678");
    struct change_page page = page_before(0);
    assert_int_equal(page.count, 3);
    assert_int_equal(page.next, 0);
    assert_change(&page.rows[0], "phone", "138****5678", "139****5678", 3); // CONF-1: masks
    assert_int_equal(page.rows[0].person_id, PERSON_MANAGER);
    assert_string_equal(page.rows[0].person_name, "孙七");
    assert_int_equal(page.rows[0].at, FIXTURE_TIME + 2 * TIME_MINUTE);
    assert_change(&page.rows[1], "remarks", "", "好", 2);
    assert_change(&page.rows[2], "", "", "甲公司", 1); // created
    assert_string_equal(page.rows[2].contact_name, "");
}

static void test_arc_4_contacts_stand_in_their_customer_s_history(void **state) {
    (void)state;
    int64_t contact_id = 0;
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", "张三", NULL);
    assert_int_equal(contact_create(&fixture->ctx, id, &draft, &contact_id), STATUS_OK);
    assert_int_equal(contact_delete(&fixture->ctx, id, contact_id, 1), STATUS_OK);
    struct change_page page = page_before(0);
    assert_int_equal(page.count, 3);
    assert_change(&page.rows[0], "", "张三", "", 2); // deleted
    assert_change(&page.rows[1], "", "", "张三", 1);
    for (unsigned i = 0; i < 2; i++) {
        assert_int_equal(page.rows[i].kind, KIND_CONTACT);
        assert_int_equal(page.rows[i].record_id, contact_id);
        assert_string_equal(page.rows[i].contact_name, "张三");
    }
}

static void test_arc_4_pages_go_on_where_the_last_one_ended(void **state) {
    (void)state;
    for (int i = 0; i < 120; i++)
        save("remarks", arena_format(fixture->arena, "%d", i));
    struct change_page page = page_before(0);
    int expected = 119;
    for (unsigned pages = 1; expected >= 0; pages++) {
        assert_true(pages <= 3);
        for (unsigned i = 0; i < page.count && expected >= 0; i++, expected--)
            assert_string_equal(page.rows[i].after, arena_format(fixture->arena, "%d", expected));
        if (expected >= 0) {
            assert_int_equal(page.count, 50);
            page = page_before(page.next);
        }
    }
    assert_int_equal(page.count, 21);
    assert_int_equal(page.next, 0);
}

static void test_org_2_history_out_of_scope_is_not_there(void **state) {
    (void)state;
    struct change_page page;
    fixture_act(fixture, PERSON_OTHER);
    assert_int_equal(customer_history(&fixture->ctx, id, 0, &page), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_AUDITOR);
    assert_int_equal(customer_history(&fixture->ctx, id, 0, &page), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_CLERK);
    assert_int_equal(customer_history(&fixture->ctx, id + 1, 0, &page), STATUS_NOT_FOUND);
    assert_int_equal(customer_history(&fixture->ctx, id, 1, &page), STATUS_OK); // before the first row
    assert_int_equal(page.count, 0);
}

static const char *value_at(int64_t version, const char *key) {
    struct customer now = find();
    struct record then;
    assert_int_equal(record_at(&fixture->ctx, &now.record, version, &then), STATUS_OK);
    return then.values[field_index(&CUSTOMER_FIELDS, key)];
}

static void test_ops_2_a_record_as_it_was_at_any_version(void **state) {
    (void)state;
    save("remarks", "二");
    save("remarks", "三");
    save("name", "乙公司");
    save("phone", "13912345678");
    static const char *const REMARKS[] = {"", "二", "三", "三", "三"};
    static const char *const NAMES[] = {"甲公司", "甲公司", "甲公司", "乙公司", "乙公司"};
    for (int64_t version = 1; version <= 5; version++) {
        assert_string_equal(value_at(version, "remarks"), REMARKS[version - 1]);
        assert_string_equal(value_at(version, "name"), NAMES[version - 1]);
        assert_string_equal(value_at(version, "phone"), version < 5 ? "138****5678" : "139****5678");
    }
    assert_string_equal(value_at(0, "name"), "乙公司"); // unknown versions are the present one
    assert_string_equal(value_at(6, "name"), "乙公司");
}

static void test_ops_2_a_contact_as_it_was(void **state) {
    (void)state;
    int64_t contact_id = 0;
    struct contact contact;
    struct record then;
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", "张三", NULL);
    assert_int_equal(contact_create(&fixture->ctx, id, &draft, &contact_id), STATUS_OK);
    save("name", "乙公司"); // of the customer: must not be taken for the contact's
    assert_int_equal(contact_find(&fixture->ctx, id, contact_id, PERM_CUSTOMER_READ, &contact), STATUS_OK);
    draft = draft_checked(fixture, &CONTACT_FIELDS, &contact.record, "name", "李四", NULL);
    assert_int_equal(contact_save(&fixture->ctx, id, contact_id, 1, &draft), STATUS_OK);
    assert_int_equal(contact_find(&fixture->ctx, id, contact_id, PERM_CUSTOMER_READ, &contact), STATUS_OK);
    assert_int_equal(record_at(&fixture->ctx, &contact.record, 1, &then), STATUS_OK);
    assert_string_equal(then.values[field_index(&CONTACT_FIELDS, "name")], "张三");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_4_what_was_what_is_who_and_when),
        TEST(test_arc_4_contacts_stand_in_their_customer_s_history),
        TEST(test_arc_4_pages_go_on_where_the_last_one_ended),
        TEST(test_org_2_history_out_of_scope_is_not_there),
        TEST(test_ops_2_a_record_as_it_was_at_any_version),
        TEST(test_ops_2_a_contact_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
