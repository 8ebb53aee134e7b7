// 目前跟进销售员 of customers: who may be named, by whom, and what follows from it.
#include <stdio.h>
#include <string.h>

#include "domain/customer.h"
#include "domain/customer_owner.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, NULL};

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

static const char *message_of(const struct draft *draft) {
    return draft->messages[field_index(draft->table, "owner")].zh;
}

static enum status try_create(int person, const char *owner, struct draft *draft, int64_t *id) {
    *draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", "owner", owner, NULL);
    fixture_act(fixture, person);
    return customer_create(&fixture->ctx, draft, id);
}

static int64_t create(int person, const char *owner) {
    struct draft draft;
    int64_t id = 0;
    assert_int_equal(try_create(person, owner, &draft, &id), STATUS_OK);
    return id;
}

static void assert_refused(int person, const char *owner, const char *part) {
    struct draft draft;
    int64_t id = 0;
    assert_int_equal(try_create(person, owner, &draft, &id), STATUS_INVALID);
    assert_int_equal(draft.faults, 1);
    if (strstr(message_of(&draft), part) == NULL)
        fail_msg("%s: %s", owner, message_of(&draft));
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer"), 0);
}

static struct customer find(int64_t id) {
    struct customer customer;
    fixture_act(fixture, PERSON_CLERK);
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_OK);
    return customer;
}

static enum status try_save(int person, int64_t id, const char *owner, struct draft *draft) {
    struct customer stored = find(id);
    *draft = draft_checked(fixture, &CUSTOMER_FIELDS, &stored.record, "owner", owner, NULL);
    fixture_act(fixture, person);
    return customer_save(&fixture->ctx, id, stored.record.version, draft);
}

static void save(int person, int64_t id, const char *owner) {
    struct draft draft;
    assert_int_equal(try_save(person, id, owner, &draft), STATUS_OK);
}

static void assert_not_saved(int person, int64_t id, const char *owner, const char *part) {
    struct draft draft;
    int64_t before = find(id).owner_id;
    assert_int_equal(try_save(person, id, owner, &draft), STATUS_INVALID);
    if (strstr(message_of(&draft), part) == NULL)
        fail_msg("%s: %s", owner, message_of(&draft));
    assert_int_equal(find(id).owner_id, before);
    assert_int_equal(find(id).record.version, 1);
}

static void test_arc_2_who_enters_a_customer_for_a_colleague_is_not_its_owner(void **state) {
    (void)state;
    int64_t id = create(PERSON_CLERK, "李娜");
    struct customer customer = find(id);
    assert_int_equal(customer.owner_id, PERSON_SELLER);
    assert_int_equal(customer.unit_id, UNIT_TEAM); // follows the owner
    assert_int_equal(customer.record.created_by, PERSON_CLERK);
    assert_int_equal(find(create(PERSON_CLERK, " LiNa ")).owner_id, PERSON_SELLER);
    assert_int_equal(find(create(PERSON_CLERK, "wujiu")).owner_id, PERSON_CLERK);
}

static void test_org_2_who_reaches_only_their_own_owns_what_they_enter(void **state) {
    (void)state;
    assert_int_equal(find(create(PERSON_SELLER, NULL)).owner_id, PERSON_SELLER);
    assert_int_equal(find(create(PERSON_SELLER, "王五")).owner_id, PERSON_SELLER);
}

static void test_arc_2_a_wider_scope_must_say_whose_customer_it_is(void **state) {
    (void)state;
    assert_refused(PERSON_CLERK, NULL, "由谁跟进");
    assert_refused(PERSON_MANAGER, " ", "由谁跟进");
}

static void test_org_2_only_colleagues_within_the_scope_can_be_named(void **state) {
    (void)state;
    assert_refused(PERSON_MANAGER, "zhaoliu", "没有可以跟进客户的同事");
    assert_refused(PERSON_DIRECTOR, "赵六", "没有可以跟进客户的同事");
    assert_int_equal(find(create(PERSON_DIRECTOR, "李娜")).owner_id, PERSON_SELLER);
    assert_int_equal(find(create(PERSON_MANAGER, "王五")).owner_id, PERSON_COLLEAGUE);
}

static void test_arc_2_owners_are_active_and_may_have_customers(void **state) {
    (void)state;
    assert_refused(PERSON_CLERK, "钱一", "没有可以跟进客户的同事");     // the auditor
    assert_refused(PERSON_CLERK, "zhengshi", "没有可以跟进客户的同事"); // reads everything, edits nothing
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE login = 'lina'");
    assert_refused(PERSON_CLERK, "lina", "没有可以跟进客户的同事");
    assert_refused(PERSON_CLERK, "没有的人", "没有可以跟进客户的同事“没有的人”");
}

static void test_arc_2_an_unclear_owner_names_up_to_five_candidates(void **state) {
    (void)state;
    assert_refused(PERSON_CLERK, "娜", "李娜（lina，一组）");
    fixture_sql(fixture, "UPDATE person SET name = '李娜' WHERE login = 'wangwu'");
    assert_refused(PERSON_CLERK, "李娜", "李娜（lina，一组）、李娜（wangwu，一组），请写账号");
    assert_int_equal(find(create(PERSON_CLERK, "wangwu")).owner_id, PERSON_COLLEAGUE);
    fixture_sql(fixture, "DELETE FROM history; DELETE FROM customer");
    for (int i = 0; i < 4; i++) {
        char sql[300];
        snprintf(sql, sizeof sql,
                 "INSERT INTO person (id, login, name, unit_id, created_at) VALUES (%d, 'x%d', '李娜', 4, 0);"
                 "INSERT INTO person_role SELECT %d, id FROM role WHERE key = 'sales'",
                 100 + i, i, 100 + i);
        fixture_sql(fixture, sql);
    }
    assert_refused(PERSON_CLERK, "李娜", "（x2，一组） 等，请写账号");
}

static void test_arc_4_a_change_of_owner_is_history_and_moves_the_unit(void **state) {
    (void)state;
    struct change_page page;
    int64_t id = create(PERSON_CLERK, "lina");
    save(PERSON_CLERK, id, "赵六");
    struct customer customer = find(id);
    assert_int_equal(customer.owner_id, PERSON_OTHER);
    assert_int_equal(customer.unit_id, UNIT_SALES_2);
    assert_int_equal(customer.record.version, 2);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM history WHERE field = 'owner' AND before = '1' AND "
                                             "after = '3' AND person_id = 6"),
                     1);
    assert_int_equal(customer_history(&fixture->ctx, id, 0, &page), STATUS_OK);
    assert_string_equal(page.rows[0].field, "owner");
    assert_string_equal(page.rows[0].before, "李娜");
    assert_string_equal(page.rows[0].after, "赵六");
    struct record then;
    assert_int_equal(record_at(&fixture->ctx, &customer.record, 1, &then), STATUS_OK);
    assert_string_equal(then.values[field_index(&CUSTOMER_FIELDS, "owner")], "李娜");
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(customer_find(&fixture->ctx, id, PERM_CUSTOMER_READ, &customer), STATUS_NOT_FOUND);
}

static void test_org_2_who_reaches_only_their_own_gives_none_away(void **state) {
    (void)state;
    int64_t id = create(PERSON_SELLER, NULL);
    save(PERSON_SELLER, id, "王五");
    assert_int_equal(find(id).owner_id, PERSON_SELLER);
    assert_int_equal(find(id).record.version, 1);
    assert_not_saved(PERSON_MANAGER, id, "赵六", "没有可以跟进客户的同事");
    assert_not_saved(PERSON_MANAGER, id, "", "由谁跟进");
    save(PERSON_MANAGER, id, "王五");
    assert_int_equal(find(id).owner_id, PERSON_COLLEAGUE);
}

static void test_org_3_nobody_takes_over_a_customer_by_themselves(void **state) {
    (void)state;
    int64_t id = create(PERSON_SELLER, NULL);
    assert_not_saved(PERSON_MANAGER, id, "sunqi", "不能把别人的客户改为由自己跟进");
    assert_not_saved(PERSON_CLERK, id, "吴九", "不能把别人的客户改为由自己跟进");
    save(PERSON_DIRECTOR, id, "sunqi");
    assert_int_equal(find(id).owner_id, PERSON_MANAGER);
    save(PERSON_MANAGER, id, "孙七"); // it is theirs
}

static void test_ops_2_the_stored_owner_stays_whoever_it_is(void **state) {
    (void)state;
    int64_t id = create(PERSON_SELLER, NULL);
    fixture_sql(fixture, "UPDATE person SET name = '李娜' WHERE login = 'wangwu'");
    save(PERSON_CLERK, id, "李娜"); // as the form was filled
    fixture_sql(fixture, "UPDATE person SET state = 'closed' WHERE login = 'lina'");
    save(PERSON_CLERK, id, "李娜");
    save(PERSON_CLERK, id, NULL); // the form had no such field
    assert_int_equal(find(id).owner_id, PERSON_SELLER);
    assert_int_equal(find(id).record.version, 1);
}

// --- While a form is saved, its account manager leaves or moves: sealing comes before the transaction.

static void do_meanwhile(void *data) {
    fixture_sql(fixture, data);
}

static enum status save_while(int person, int64_t id, const char *owner, const char *sql, struct draft *draft) {
    struct customer stored = {.record = {0}};
    if (id != 0)
        stored = find(id);
    *draft = draft_checked(fixture, &CUSTOMER_FIELDS, id != 0 ? &stored.record : NULL, "name", "乙公司", "phone", "0571-87654321", "owner", owner, NULL);
    fixture_act(fixture, person);
    fixture->ctx.custody->on_seal = do_meanwhile;
    fixture->ctx.custody->on_seal_data = (void *)sql;
    return id != 0 ? customer_save(&fixture->ctx, id, stored.record.version, draft) : customer_create(&fixture->ctx, draft, &(int64_t){0});
}

#define LINA_LEAVES "UPDATE person SET state = 'closed' WHERE login = 'lina'"
#define LINA_MOVES "UPDATE person SET unit_id = 3 WHERE login = 'lina'; UPDATE customer SET unit_id = 3 WHERE owner_id = 1"

static void test_org_5_nobody_who_left_meanwhile_gets_a_customer(void **state) {
    (void)state;
    struct draft draft;
    int64_t id = create(PERSON_CLERK, "wangwu");
    assert_int_equal(save_while(PERSON_CLERK, 0, "lina", LINA_LEAVES, &draft), STATUS_INVALID);
    assert_non_null(strstr(message_of(&draft), "刚刚停用"));
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer"), 1);
    fixture_sql(fixture, "UPDATE person SET state = 'active'");
    assert_int_equal(save_while(PERSON_CLERK, id, "lina", LINA_LEAVES, &draft), STATUS_INVALID);
    assert_non_null(strstr(message_of(&draft), "刚刚停用"));
    assert_int_equal(find(id).owner_id, PERSON_COLLEAGUE);
    fixture_sql(fixture, "UPDATE person SET state = 'active'");
    assert_int_equal(save_while(PERSON_SELLER, 0, NULL, LINA_LEAVES, &draft), STATUS_UNAUTHENTICATED);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer WHERE owner_id = 1"), 0);
}

static void test_org_5_a_customer_of_who_left_can_still_be_mended(void **state) {
    (void)state;
    struct draft draft;
    int64_t id = create(PERSON_CLERK, "lina");
    assert_int_equal(save_while(PERSON_CLERK, id, "lina", LINA_LEAVES, &draft), STATUS_OK);
    assert_int_equal(find(id).owner_id, PERSON_SELLER);
}

static void test_org_5_a_customer_is_in_the_unit_to_which_its_owner_moved_meanwhile(void **state) {
    (void)state;
    struct draft draft;
    int64_t id = create(PERSON_CLERK, "lina");
    assert_int_equal(save_while(PERSON_CLERK, id, "lina", LINA_MOVES, &draft), STATUS_OK);
    assert_int_equal(find(id).unit_id, 3);
    fixture_sql(fixture, "UPDATE person SET unit_id = 4 WHERE login = 'lina'");
    assert_int_equal(save_while(PERSON_CLERK, 0, "lina", LINA_MOVES, &draft), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM customer WHERE owner_id = 1 AND unit_id = 3"), 2);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_arc_2_who_enters_a_customer_for_a_colleague_is_not_its_owner),
        TEST(test_org_2_who_reaches_only_their_own_owns_what_they_enter),
        TEST(test_arc_2_a_wider_scope_must_say_whose_customer_it_is),
        TEST(test_org_2_only_colleagues_within_the_scope_can_be_named),
        TEST(test_arc_2_owners_are_active_and_may_have_customers),
        TEST(test_arc_2_an_unclear_owner_names_up_to_five_candidates),
        TEST(test_arc_4_a_change_of_owner_is_history_and_moves_the_unit),
        TEST(test_org_2_who_reaches_only_their_own_gives_none_away),
        TEST(test_org_3_nobody_takes_over_a_customer_by_themselves),
        TEST(test_ops_2_the_stored_owner_stays_whoever_it_is),
        TEST(test_org_5_nobody_who_left_meanwhile_gets_a_customer),
        TEST(test_org_5_a_customer_of_who_left_can_still_be_mended),
        TEST(test_org_5_a_customer_is_in_the_unit_to_which_its_owner_moved_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
