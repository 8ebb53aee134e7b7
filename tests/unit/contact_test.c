// The contacts of a customer.
#include <string.h>

#include "domain/customer.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

static struct fixture *fixture;
static struct custody *custody;
static int64_t customer_id;

static int64_t create_customer(const char *name) {
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", name, NULL);
    int64_t id = 0;
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    return id;
}

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    custody = fixture->ctx.custody = fake_custody_new();
    customer_id = create_customer("甲公司");
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(custody);
    fixture_free(fixture);
    return 0;
}

static enum status try_create(const char *name, int64_t *id) {
    struct draft draft =
        draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", name, "mobile", "13812345678", "title", "经理", NULL);
    return contact_create(&fixture->ctx, customer_id, &draft, id);
}

static int64_t create(const char *name) {
    int64_t id = 0;
    assert_int_equal(try_create(name, &id), STATUS_OK);
    return id;
}

static struct contact find(int64_t id) {
    struct contact contact;
    assert_int_equal(contact_find(&fixture->ctx, customer_id, id, PERM_CUSTOMER_READ, &contact), STATUS_OK);
    return contact;
}

static const char *value_of(const struct contact *contact, const char *key) {
    return contact->record.values[field_index(&CONTACT_FIELDS, key)];
}

static unsigned count_contacts(void) {
    struct contact *contacts = NULL;
    unsigned count = 0;
    assert_int_equal(contact_list(&fixture->ctx, customer_id, &contacts, &count), STATUS_OK);
    return count;
}

static int64_t number(const char *sql) {
    return fixture_number(fixture, sql);
}

static void test_arc_2_contacts_come_back_in_order(void **state) {
    (void)state;
    struct contact *contacts = NULL;
    unsigned count = 9;
    assert_int_equal(contact_list(&fixture->ctx, customer_id, &contacts, &count), STATUS_OK);
    assert_int_equal(count, 0);
    create("王𠮷");
    create("李四");
    assert_int_equal(contact_list(&fixture->ctx, customer_id, &contacts, &count), STATUS_OK);
    assert_int_equal(count, 2);
    assert_string_equal(value_of(&contacts[0], "name"), "王𠮷");
    assert_string_equal(value_of(&contacts[1], "name"), "李四");
    for (unsigned i = 0; i < 2; i++) {
        assert_string_equal(value_of(&contacts[i], "title"), "经理");
        assert_string_equal(value_of(&contacts[i], "mobile"), "138****5678"); // CONF-1
        assert_string_equal(value_of(&contacts[i], "email"), "");
        assert_int_equal(contacts[i].customer_id, customer_id);
        assert_int_equal(contacts[i].record.version, 1);
    }
}

static void test_arc_2_a_contact_of_another_customer_is_not_found(void **state) {
    (void)state;
    struct contact contact;
    int64_t id = create("张三");
    int64_t other = create_customer("乙公司");
    assert_int_equal(contact_find(&fixture->ctx, other, id, PERM_CUSTOMER_READ, &contact), STATUS_NOT_FOUND);
    assert_int_equal(contact_delete(&fixture->ctx, other, id, 1), STATUS_NOT_FOUND);
    assert_int_equal(contact_find(&fixture->ctx, customer_id, id + 1, PERM_CUSTOMER_READ, &contact), STATUS_NOT_FOUND);
}

static void test_arc_2_at_most_a_hundred_contacts(void **state) {
    (void)state;
    int64_t id = 0;
    int64_t last = 0;
    for (int i = 0; i < CONTACTS_MAX; i++)
        last = create("张三");
    assert_int_equal(count_contacts(), CONTACTS_MAX);
    assert_int_equal(try_create("李四", &id), STATUS_TOO_LARGE);
    assert_int_equal(count_contacts(), CONTACTS_MAX);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, last, 1), STATUS_OK);
    assert_int_equal(try_create("李四", &id), STATUS_OK); // a deleted one leaves its place
    assert_int_equal(try_create("王五", &id), STATUS_TOO_LARGE);
}

static void test_arc_4_saving_writes_what_differs(void **state) {
    (void)state;
    int64_t id = create("张三");
    struct contact stored = find(id);
    struct draft draft =
        draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "name", "张三", "title", "总经理", "mobile", "", NULL);
    assert_int_equal(contact_save(&fixture->ctx, customer_id, id, 1, &draft), STATUS_OK);
    stored = find(id);
    assert_string_equal(value_of(&stored, "title"), "总经理");
    assert_string_equal(value_of(&stored, "mobile"), "138****5678");
    assert_int_equal(stored.record.version, 2);
    assert_int_equal(number("SELECT count(*) FROM history WHERE kind = 2 AND field <> ''"), 1);
    draft = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "title", "总经理", NULL);
    assert_int_equal(contact_save(&fixture->ctx, customer_id, id, 2, &draft), STATUS_OK); // nothing differs
    assert_int_equal(find(id).record.version, 2);
}

static void test_ops_2_a_stale_version_is_a_conflict(void **state) {
    (void)state;
    int64_t id = create("张三");
    struct contact stored = find(id);
    struct draft first = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "name", "张三丰", NULL);
    struct draft second = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "name", "张无忌", NULL);
    assert_int_equal(contact_save(&fixture->ctx, customer_id, id, 1, &first), STATUS_OK);
    assert_int_equal(contact_save(&fixture->ctx, customer_id, id, 1, &second), STATUS_CONFLICT);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 1), STATUS_CONFLICT);
    stored = find(id);
    assert_string_equal(value_of(&stored, "name"), "张三丰");
}

static void delete_meanwhile(void *data) {
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, *(int64_t *)data, 1), STATUS_OK);
}

static void test_ops_2_a_contact_deleted_while_saving_stays_deleted(void **state) {
    (void)state;
    int64_t id = create("张三");
    struct contact stored = find(id);
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, &stored.record, "mobile", "13912345678", NULL);
    custody->on_seal = delete_meanwhile;
    custody->on_seal_data = &id;
    assert_int_equal(contact_save(&fixture->ctx, customer_id, id, 1, &draft), STATUS_CONFLICT);
    assert_int_equal(number("SELECT count(*) FROM field_value WHERE kind = 2"), 0);
}

static void test_arc_4_a_deleted_contact_lives_on_in_history_only(void **state) {
    (void)state;
    struct contact contact;
    int64_t id = create("张三");
    create("李四");
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 1), STATUS_OK);
    assert_int_equal(contact_find(&fixture->ctx, customer_id, id, PERM_CUSTOMER_READ, &contact), STATUS_NOT_FOUND);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 2), STATUS_NOT_FOUND);
    assert_int_equal(count_contacts(), 1);
    assert_int_equal(
        number("SELECT count(*) FROM field_value WHERE kind = 2 AND record_id = (SELECT min(id) FROM contact)"), 0);
    assert_int_equal(
        number("SELECT count(*) FROM history WHERE field = 'mobile' AND before = '138****5678' AND after = '' "
               "AND before_box IS NOT NULL AND version = 2"),
        1);
    assert_int_equal(number("SELECT count(*) FROM history WHERE field = '' AND before = '张三' AND after = ''"), 1);
}

static void test_arc_4_a_deleted_contact_comes_back_with_its_values(void **state) {
    (void)state;
    int64_t id = create("张三");
    int64_t values = number("SELECT count(*) FROM field_value WHERE kind = 2");
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_CONFLICT); // it is not deleted
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 1), STATUS_OK);
    assert_int_equal(contact_restore(&fixture->ctx, customer_id + 1, id), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_OTHER);
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_OK);
    struct contact contact = find(id);
    assert_string_equal(value_of(&contact, "title"), "经理");
    assert_string_equal(value_of(&contact, "mobile"), "138****5678");
    assert_int_equal(contact.record.version, 3);
    assert_int_equal(number("SELECT count(*) FROM field_value WHERE kind = 2"), values);
    assert_int_equal(number("SELECT count(*) FROM field_value v JOIN history h USING (kind, record_id, field) "
                            "WHERE v.field = 'mobile' AND h.version = 3 AND h.after_box = v.box"),
                     1);
    assert_int_equal(number("SELECT count(*) FROM history WHERE version = 3 AND field = '' AND after = '张三'"), 1);
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_CONFLICT);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 3), STATUS_OK); // and again
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM field_value WHERE kind = 2"), values);
}

static void test_arc_2_a_hundred_contacts_leave_no_room_for_a_deleted_one(void **state) {
    (void)state;
    int64_t id = create("张三");
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 1), STATUS_OK);
    for (int i = 0; i < CONTACTS_MAX - 1; i++)
        create("李四");
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_OK);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 3), STATUS_OK);
    create("王五");
    assert_int_equal(contact_restore(&fixture->ctx, customer_id, id), STATUS_TOO_LARGE);
    assert_int_equal(number("SELECT count(*) FROM field_value v JOIN contact k ON k.id = v.record_id WHERE v.kind = 2 AND k.deleted_at IS NOT NULL"), 0);
}

static void test_org_2_contacts_are_reached_through_their_customer(void **state) {
    (void)state;
    struct contact contact;
    struct contact *contacts;
    unsigned count;
    int64_t id = create("张三");
    fixture_act(fixture, PERSON_OTHER);
    assert_int_equal(contact_list(&fixture->ctx, customer_id, &contacts, &count), STATUS_NOT_FOUND);
    assert_int_equal(contact_find(&fixture->ctx, customer_id, id, PERM_CUSTOMER_READ, &contact), STATUS_NOT_FOUND);
    assert_int_equal(try_create("李四", &id), STATUS_NOT_FOUND);
    fixture_act(fixture, PERSON_GENERAL); // reads all, edits none
    assert_int_equal(count_contacts(), 1);
    assert_int_equal(contact_find(&fixture->ctx, customer_id, id, PERM_CUSTOMER_EDIT, &contact), STATUS_NOT_FOUND);
    assert_int_equal(try_create("李四", &id), STATUS_NOT_FOUND);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, id, 1), STATUS_NOT_FOUND);
}

static void test_conf_8_nothing_is_stored_that_could_not_be_sealed(void **state) {
    (void)state;
    int64_t id = 0;
    custody->down = true;
    assert_int_equal(try_create("张三", &id), STATUS_UNAVAILABLE);
    assert_int_equal(count_contacts(), 0);
}

static void test_arc_1_the_same_id_of_two_processes_is_made_anew(void **state) {
    (void)state;
    fixture->seed = 7;
    fixture->ids = (struct id_source){.clock = &fixture->clock, .random = &fixture->random};
    int64_t first = create("张三");
    fixture->seed = 7;
    fixture->ids = (struct id_source){.clock = &fixture->clock, .random = &fixture->random};
    assert_true(create("李四") != first);
    assert_int_equal(count_contacts(), 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_2_contacts_come_back_in_order),
        TEST(test_arc_2_a_contact_of_another_customer_is_not_found),
        TEST(test_arc_2_at_most_a_hundred_contacts),
        TEST(test_arc_4_saving_writes_what_differs),
        TEST(test_ops_2_a_stale_version_is_a_conflict),
        TEST(test_ops_2_a_contact_deleted_while_saving_stays_deleted),
        TEST(test_arc_4_a_deleted_contact_lives_on_in_history_only),
        TEST(test_arc_4_a_deleted_contact_comes_back_with_its_values),
        TEST(test_arc_2_a_hundred_contacts_leave_no_room_for_a_deleted_one),
        TEST(test_org_2_contacts_are_reached_through_their_customer),
        TEST(test_conf_8_nothing_is_stored_that_could_not_be_sealed),
        TEST(test_arc_1_the_same_id_of_two_processes_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
