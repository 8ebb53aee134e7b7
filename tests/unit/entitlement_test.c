// Where a record hangs, and what lies in somebody's scope. Who may be shown what: tests/tables/entitlement_test.c.
#include "support.h"

#include "domain/entitlement.h"

static const struct sql *const *const LISTS[] = {ENTITLEMENT_STATEMENTS, NULL};

static int set_up(void **state) {
    struct fixture *fixture = fixture_new(LISTS);
    fixture_sql(fixture, "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by,"
                         " updated_at, updated_by) VALUES (10, 'A', 'C', 'x', 'x', '', 1, 4, 1, 1, 1, 1);"
                         "INSERT INTO contact (id, customer_id, name, created_at, created_by, updated_at, updated_by)"
                         " VALUES (20, 10, 'y', 1, 1, 1, 1), (21, 10, 'z', 1, 1, 1, 1);"
                         "UPDATE contact SET deleted_at = 5 WHERE id = 21;");
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    fixture_free(*state);
    return 0;
}

static void test_a_contact_hangs_on_its_customer(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        int64_t kind, id;
    } BOTH[] = {{KIND_CUSTOMER, 10}, {KIND_CONTACT, 20}};
    for (int i = 0; i < 2; i++) {
        struct subject subject;
        const uint64_t before = store_statements(fixture->store);
        assert_int_equal(subject_find(fixture->store, BOTH[i].kind, BOTH[i].id, fixture->arena, &subject), STATUS_OK);
        assert_int_equal(store_statements(fixture->store) - before, 1);
        assert_int_equal(subject.kind, BOTH[i].kind);
        assert_int_equal(subject.record_id, BOTH[i].id);
        assert_int_equal(subject.customer_id, 10);
        assert_int_equal(subject.owner_id, 1);
        assert_int_equal(subject.unit_id, 4);
        assert_string_equal(subject.unit_path, "/1/2/4/");
    }
}

static void test_what_is_not_there_is_in_nobodys_scope_but_all(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        int64_t kind, id;
    } NONE[] = {{KIND_CUSTOMER, 11}, {KIND_CUSTOMER, 20}, {KIND_CONTACT, 10}, {KIND_CONTACT, 21}, {0, 10}, {3, 10}, {-1, 10}};
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++) {
        struct subject subject;
        assert_int_equal(subject_find(fixture->store, NONE[i].kind, NONE[i].id, fixture->arena, &subject), STATUS_NOT_FOUND);
        assert_int_equal(subject.customer_id, 0);
        for (int person = 1; person <= PERSON_COUNT; person++) {
            const struct actor *actor = &fixture->actors[person];
            assert_int_equal(subject_in_scope(actor, &subject, PERM_CUSTOMER_READ),
                             actor_scope(actor, PERM_CUSTOMER_READ) == SCOPE_ALL);
        }
    }
}

static void test_org_2_who_has_the_customer_in_scope(void **state) {
    struct fixture *fixture = *state;
    static const bool EXPECTED[PERSON_COUNT + 1] = {
        [PERSON_SELLER] = true, [PERSON_MANAGER] = true, [PERSON_DIRECTOR] = true, [PERSON_CLERK] = true, [PERSON_GENERAL] = true};
    struct subject subject;
    assert_int_equal(subject_find(fixture->store, KIND_CUSTOMER, 10, fixture->arena, &subject), STATUS_OK);
    for (int person = 1; person <= PERSON_COUNT; person++)
        assert_int_equal(subject_in_scope(&fixture->actors[person], &subject, PERM_CUSTOMER_READ), EXPECTED[person]);
    // The general manager reads everywhere and edits nowhere.
    assert_false(subject_in_scope(&fixture->actors[PERSON_GENERAL], &subject, PERM_CUSTOMER_EDIT));
    // A path that only begins alike is another unit.
    subject.unit_path = "/1/2/40/";
    subject.unit_id = 40;
    subject.owner_id = 99;
    struct actor team = fixture->actors[PERSON_DIRECTOR];
    team.unit_path = "/1/2/4/";
    assert_false(subject_in_scope(&team, &subject, PERM_CUSTOMER_READ));
    team.unit_path = "";
    assert_false(subject_in_scope(&team, &subject, PERM_CUSTOMER_READ));
}

static void test_nobody_owns_nothing(void **state) {
    (void)state;
    const struct subject unowned = {KIND_CUSTOMER, 1, 1, 0, 0, ""};
    struct actor nobody = {.login = "", .unit_path = ""};
    nobody.grants[nobody.grant_count++] = (struct grant){1, "x", "", "", SCOPE_ALL, LEVEL_TOP, ~0u};
    assert_false(subject_in_scope(&nobody, &unowned, PERM_CUSTOMER_READ));
    nobody.grants[0].scope = SCOPE_UNIT;
    nobody.person_id = 5;
    assert_false(subject_in_scope(&nobody, &unowned, PERM_CUSTOMER_READ));
}

static void test_what_an_actor_may(void **state) {
    (void)state;
    struct actor actor = {.person_id = 1};
    actor.grants[0] = (struct grant){1, "a", "", "", SCOPE_OWN, LEVEL_TOP, 1u << PERM_CUSTOMER_READ};
    actor.grants[1] = (struct grant){2, "b", "", "", SCOPE_UNIT, LEVEL_PUBLIC, 1u << PERM_CUSTOMER_READ | 1u << PERM_LOG_READ};
    actor.grant_count = 2;
    assert_int_equal(actor_scope(&actor, PERM_CUSTOMER_READ), SCOPE_UNIT);
    assert_int_equal(actor_scope(&actor, PERM_CUSTOMER_EDIT), SCOPE_NONE);
    assert_true(actor_may(&actor, PERM_LOG_READ) && actor_may(&actor, PERM_ANYONE) && actor_may(&actor, PERM_SIGNED_IN));
    assert_false(actor_may(&actor, PERM_NOBODY) || actor_may(&actor, PERM_COUNT) || actor_may(&actor, PERM_CUSTOMER_EDIT));
    actor.person_id = 0;
    assert_true(actor_may(&actor, PERM_ANYONE));
    assert_false(actor_may(&actor, PERM_SIGNED_IN) || actor_may(&actor, PERM_LOG_READ));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_a_contact_hangs_on_its_customer),
        TEST(test_what_is_not_there_is_in_nobodys_scope_but_all),
        TEST(test_org_2_who_has_the_customer_in_scope),
        cmocka_unit_test(test_nobody_owns_nothing),
        cmocka_unit_test(test_what_an_actor_may),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
