// People as an administrator changes them: ORG-1 (one superior, no circle), ORG-3 (what nobody may do who administers), the record.
#include "admin_home.h"

static struct person_edit edit_of(const char *login, const char *name, int64_t unit, const char *superior, const char *role) {
    struct person_edit edit = {.login = login, .name = name, .unit_id = unit, .superior = superior};
    if (role != NULL)
        edit.roles[edit.role_count++] = role_id(role);
    return edit;
}

static enum status save(int64_t id, const struct person_edit *edit) {
    struct person person;
    faults = (struct faults){.count = 0};
    assert_int_equal(person_get(&fixture->ctx, id, &person), STATUS_OK);
    return admin_person_save(&fixture->ctx, id, person.version, edit, &faults);
}

static void test_org_1_a_person_is_added_below_the_head_of_the_unit(void **state) {
    (void)state;
    int64_t id = 0;
    fixture_sql(fixture, "UPDATE unit SET head_id = 5 WHERE id = 2; UPDATE unit SET head_id = 7 WHERE id = 1;");
    struct person_edit edit = edit_of("wei.lai", " 未来 ", UNIT_TEAM, "", "sales");
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$hash", &faults, &id), STATUS_OK);
    struct person person;
    assert_int_equal(person_get(&fixture->ctx, id, &person), STATUS_OK);
    assert_int_equal(person.superior_id, PERSON_DIRECTOR); // 一组 has no head, 销售一部 above it has
    assert_string_equal(person.name, "未来");
    assert_true(person.must_change && person.may_sign_in);
    assert_int_equal(recorded("add", ""), 1);
    assert_int_equal(recorded("add", "unit"), 1);
    assert_int_equal(recorded("add", "superior"), 1);
    assert_int_equal(recorded("add", "roles"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record WHERE before || after LIKE '%hash%'"), 0);
    // The head themselves answers to the next one up.
    edit = edit_of("", "温", 0, "", "sales_director");
    assert_int_equal(save(PERSON_DIRECTOR, &edit), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT superior_id FROM person WHERE id = 5"), PERSON_GENERAL);
}

static void test_what_is_typed_is_checked_field_by_field(void **state) {
    (void)state;
    int64_t id = 0;
    struct person_edit edit = edit_of("A!", " ", 99, "谁", NULL);
    edit.roles[edit.role_count++] = 999;
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_INVALID);
    assert_true(has_fault("login") && has_fault("name") && has_fault("unit") && has_fault("roles"));
    faults.count = 0;
    edit = edit_of("lina", "李娜", UNIT_TEAM, "没有这个人", "sales");
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_INVALID);
    assert_true(has_fault("login") && has_fault("superior"));
    faults.count = 0;
    edit = edit_of("x1", "\xFF", UNIT_TEAM, "\xFF", "sales");
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_INVALID);
    assert_true(has_fault("name") && has_fault("superior"));
    fixture_sql(fixture, "UPDATE unit SET state = 'closed' WHERE id = 3; UPDATE person SET name = '同名' WHERE id IN (1, 2);");
    faults.count = 0;
    edit = edit_of("x1", "甲", UNIT_SALES_2, "同名", "sales");
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_INVALID);
    assert_true(has_fault("unit"));
    edit.unit_id = UNIT_TEAM;
    faults.count = 0;
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_INVALID);
    assert_non_null(strstr(fault_of(&faults, "superior").zh, "lina"));
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record"), 0);
}

static void test_org_1_nobody_is_their_own_superior_through_any_chain(void **state) {
    (void)state;
    fixture_sql(fixture, "UPDATE person SET superior_id = 4 WHERE id = 1; UPDATE person SET superior_id = 5 WHERE id = 4;"
                         "UPDATE person SET superior_id = 7 WHERE id = 5;");
    static const char *const BELOW[] = {"lina", "sunqi", NULL};
    struct person person;
    for (int i = 0; BELOW[i] != NULL && person_find(&fixture->ctx, BELOW[i], &person) == STATUS_OK; i++) {
        struct person_edit edit = edit_of("", "导演", 0, BELOW[i], "sales_director");
        assert_int_equal(save(PERSON_DIRECTOR, &edit), STATUS_INVALID);
        assert_true(has_fault("superior"));
    }
    assert_int_equal(person_get(&fixture->ctx, PERSON_DIRECTOR, &person), STATUS_OK);
    struct person_edit self = edit_of("", "导演", 0, person.login, "sales_director");
    assert_int_equal(save(PERSON_DIRECTOR, &self), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT superior_id FROM person WHERE id = 5"), 7);
}

static void test_org_3_nobody_administers_their_own_account(void **state) {
    (void)state;
    struct handover done;
    struct person_edit edit = edit_of("", "管一", UNIT_GROUP, "", "sales");
    const struct leaving leaving = {"", ""};
    const struct moving moving = {.unit_id = UNIT_TEAM, .superior = "", .successor = "", .deputy = ""};
    assert_int_equal(save(PERSON_ADMIN, &edit), STATUS_INVALID);
    assert_true(has_fault(""));
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_ADMIN, "$", &faults), STATUS_INVALID);
    assert_int_equal(admin_person_end_factor(&fixture->ctx, PERSON_ADMIN, &faults), STATUS_INVALID);
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_ADMIN, &leaving, &faults, &done), STATUS_INVALID);
    assert_int_equal(handover_move(&fixture->ctx, PERSON_ADMIN, &moving, &faults, &done), STATUS_INVALID);
    assert_int_equal(admin_person_reopen(&fixture->ctx, PERSON_ADMIN, &edit, "$", &faults), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record"), 0);
}

static void test_org_3_duties_stay_apart_over_several_roles(void **state) {
    (void)state;
    static const char *const PAIRS[][2] = {{"administrator", "sales"}, {"administrator", "auditor"}, {"auditor", "technical"}};
    for (size_t i = 0; i < 3; i++) {
        struct person_edit edit = edit_of("", "新人", 0, "", PAIRS[i][0]);
        edit.roles[edit.role_count++] = role_id(PAIRS[i][1]);
        assert_int_equal(save(PERSON_NEWCOMER, &edit), STATUS_INVALID);
        assert_true(has_fault("roles"));
    }
    struct person_edit several = edit_of("", "新人", 0, "", "sales");
    several.roles[several.role_count++] = role_id("technical");
    several.roles[several.role_count++] = role_id("gate");
    assert_int_equal(save(PERSON_NEWCOMER, &several), STATUS_OK);
    struct person_edit other = edit_of("", "新人", 0, "", "auditor"); // from one duty to another at once
    assert_int_equal(save(PERSON_NEWCOMER, &other), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person_role WHERE person_id = 22"), 1);
}

static void test_org_3_the_store_itself_keeps_duties_apart(void **state) {
    (void)state;
    struct query query = query_start(fixture->store, ADMIN_PERSON_STATEMENTS[3]);
    query_bind_int(&query, ":person", PERSON_ADMIN);
    query_bind_int(&query, ":role", role_id("sales"));
    assert_int_equal(query_run(&query, NULL), STATUS_FAULT);
    query = query_start(fixture->store, ADMIN_PERSON_STATEMENTS[3]);
    query_bind_int(&query, ":person", PERSON_AUDITOR);
    query_bind_int(&query, ":role", role_id("sales"));
    assert_int_equal(query_run(&query, NULL), STATUS_FAULT);
    assert_int_equal(role_permit(&fixture->ctx, role_id("administrator"), 1u << PERM_LOG_READ), STATUS_FAULT);
    assert_int_equal(role_permit(&fixture->ctx, role_id("sales"), 1u << PERM_ADMIN_ROLES), STATUS_FAULT);
    // Through a role that one of its holders has beside another.
    fixture_sql(fixture, "INSERT INTO person_role SELECT 20, id FROM role WHERE key = 'gate';");
    assert_int_equal(role_permit(&fixture->ctx, role_id("gate"), 1u << PERM_CUSTOMER_READ), STATUS_FAULT);
    assert_int_equal(role_permit(&fixture->ctx, role_id("gate"), 1u << PERM_RECORD_READ), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person_role WHERE person_id = 20"), 2);
}

static void test_org_3_whoever_does_not_administer_changes_nobody(void **state) {
    (void)state;
    static const int64_t OTHERS[] = {PERSON_AUDITOR, PERSON_GENERAL, PERSON_SELLER, PERSON_NEWCOMER};
    struct person_edit edit = edit_of("x1", "甲", UNIT_TEAM, "", "sales");
    const struct leaving leaving = {"", ""};
    struct handover done;
    struct text message;
    int64_t id = 0;
    for (size_t i = 0; i < 4; i++) {
        act_as(OTHERS[i]);
        assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_FORBIDDEN);
        assert_int_equal(save(PERSON_COLLEAGUE, &edit), STATUS_FORBIDDEN);
        assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_COLLEAGUE, "$", &faults), STATUS_FORBIDDEN);
        assert_int_equal(handover_leave(&fixture->ctx, PERSON_COLLEAGUE, &leaving, &faults, &done), STATUS_FORBIDDEN);
        assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_TEAM, &faults), STATUS_FORBIDDEN);
        assert_int_equal(admin_role_delete(&fixture->ctx, role_id("gate"), &faults), STATUS_FORBIDDEN);
        assert_int_equal(setting_save(&fixture->ctx, SETTING_SESSION_IDLE, "10", &message), STATUS_FORBIDDEN);
        assert_int_equal(setting_reset(&fixture->ctx, SETTING_SESSION_IDLE), STATUS_FORBIDDEN);
    }
    fixture->ctx.actor = &(struct actor){.login = "", .name = ""}; // nobody
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_FORBIDDEN);
}

static void test_org_3_the_last_administrator_stays(void **state) {
    (void)state;
    // 管一 keeps people alone, 管二 keeps the rest.
    fixture_sql(fixture, "INSERT INTO role (id, key, name_zh, name_en, scope, level) VALUES (90, 'people', '人事', 'People', 0, 0);"
                         "INSERT INTO role_permission (role_id, permission) VALUES (90, 'admin.people');"
                         "DELETE FROM person_role WHERE person_id = 20; INSERT INTO person_role VALUES (20, 90);");
    struct handover done;
    const struct leaving leaving = {"", ""};
    act_as(PERSON_ADMIN);
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_ADMIN_2, &leaving, &faults, &done), STATUS_INVALID);
    assert_non_null(strstr(fault_of(&faults, "").zh, "接任"));
    struct person_edit edit = edit_of("", "管二", 0, "", "gate");
    assert_int_equal(save(PERSON_ADMIN_2, &edit), STATUS_INVALID);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM person_role WHERE person_id = 21"), 1);
    struct person_edit successor = edit_of("", "新人", 0, "", "administrator");
    assert_int_equal(save(PERSON_NEWCOMER, &successor), STATUS_OK);
    faults.count = 0;
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_ADMIN_2, &leaving, &faults, &done), STATUS_OK);
}

static void test_a_version_that_moved_on_is_a_conflict(void **state) {
    (void)state;
    struct person_edit edit = edit_of("", "新名字", 0, "", "gate");
    assert_int_equal(admin_person_save(&fixture->ctx, PERSON_NEWCOMER, 1, &edit, &faults), STATUS_OK);
    assert_int_equal(admin_person_save(&fixture->ctx, PERSON_NEWCOMER, 1, &edit, &faults), STATUS_CONFLICT);
    assert_int_equal(admin_person_save(&fixture->ctx, 999, 1, &edit, &faults), STATUS_NOT_FOUND);
    assert_int_equal(recorded("edit", "name"), 1);
    assert_int_equal(recorded("edit", "roles"), 1);
}

static void test_passwords_and_lost_phones_end_sessions_and_are_recorded(void **state) {
    (void)state;
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 22, 0, 0, '', ''); INSERT INTO second_factor (person_id, box, confirmed_at) VALUES (22, x'00', 1);");
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_NEWCOMER, "$fresh", &faults), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM session"), 0);
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 22, 0, 0, '', '');");
    assert_int_equal(admin_person_end_factor(&fixture->ctx, PERSON_NEWCOMER, &faults), STATUS_OK);
    assert_int_equal(admin_person_end_factor(&fixture->ctx, PERSON_NEWCOMER, &faults), STATUS_CONFLICT);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM session"), 0);
    assert_int_equal(recorded("password", ""), 1);
    assert_int_equal(recorded("second_factor", ""), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM admin_record WHERE before || after || subject LIKE '%fresh%'"), 0);
}

static void test_the_record_stays_as_it_is_written(void **state) {
    (void)state;
    struct admin_event_page page;
    struct person_edit edit = edit_of("", "新名字", 0, "", "gate");
    assert_int_equal(save(PERSON_NEWCOMER, &edit), STATUS_OK);
    fixture->now += TIME_DAY;
    act_as(PERSON_ADMIN_2);
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_NEWCOMER, "$", &faults), STATUS_OK);
    struct admin_filter all = {.kind = ""}, second = {.kind = "", .person_id = PERSON_ADMIN_2}, units = {.kind = "unit"},
                        today = {.kind = "", .from = FIXTURE_TIME + TIME_HOUR}, before = {.kind = "", .until = FIXTURE_TIME + TIME_HOUR},
                        of_person = {.kind = "person", .subject_id = PERSON_NEWCOMER};
    const struct {
        const struct admin_filter *filter;
        unsigned count;
    } rows[] = {{&all, 3}, {&second, 1}, {&units, 0}, {&today, 1}, {&before, 2}, {&of_person, 3}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(admin_record_page(&fixture->ctx, rows[i].filter, &page), STATUS_OK);
        assert_int_equal(page.count, rows[i].count);
    }
    assert_int_equal(admin_record_page(&fixture->ctx, &all, &page), STATUS_OK);
    assert_string_equal(page.rows[0].action, "password");
    assert_string_equal(page.rows[0].by, "管二");
    assert_string_equal(page.rows[2].before, "新人");
    assert_string_equal(page.rows[2].after, "新名字");
}

static int64_t told(int64_t person_id, const char *kind) {
    return fixture_number(fixture, arena_format(fixture->arena,
                                                "SELECT count(*) FROM account_notice a JOIN audit_notice n ON n.kind = a.kind AND CAST(n.day AS INTEGER) = a.id "
                                                "WHERE a.person_id = %lld AND a.kind = '%s' AND a.by_id IS n.by_id",
                                                (long long)person_id, kind));
}

static void test_org_3_takeovers_are_told(void **state) {
    (void)state;
    fixture_sql(fixture, "INSERT INTO second_factor (person_id, box, confirmed_at) VALUES (1, x'00', 1);");
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_SELLER, "$", &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "password"), 1);
    assert_int_equal(admin_person_end_factor(&fixture->ctx, PERSON_SELLER, &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "factor"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM account_notice WHERE by_id = 20 AND by_name = '管一' AND address = '192.0.2.7'"), 2);
}

static void test_org_3_the_command_line_is_told_of_as_well(void **state) {
    (void)state;
    acting = (struct actor){.is_command = true, .login = "", .name = "root uid 0", .unit_path = "", .language = ""};
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_SELLER, "$", &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "password"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM account_notice WHERE by_id IS NULL AND by_name = 'root uid 0'"), 1);
}

static void test_org_3_another_duty_is_told_and_another_role_of_the_same_is_not(void **state) {
    (void)state;
    struct person person;
    struct person_edit edit = {.name = "李娜", .superior = "", .roles = {role_id("finance")}, .role_count = 1};
    assert_int_equal(person_get(&fixture->ctx, PERSON_SELLER, &person), STATUS_OK);
    assert_int_equal(admin_person_save(&fixture->ctx, PERSON_SELLER, person.version, &edit, &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "duty"), 0);
    edit.roles[0] = role_id("auditor");
    assert_int_equal(admin_person_save(&fixture->ctx, PERSON_SELLER, person.version + 1, &edit, &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "duty"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT detail = 'audit' FROM account_notice"), 1);
}

static void test_org_3_what_was_told_survives_closing_and_reopening(void **state) {
    (void)state;
    struct handover done;
    const struct leaving leaving = {"wangwu", ""};
    const struct person_edit edit = {.name = "李娜", .unit_id = UNIT_TEAM, .superior = "", .roles = {role_id("sales")}, .role_count = 1};
    assert_int_equal(admin_person_reset(&fixture->ctx, PERSON_SELLER, "$", &faults), STATUS_OK);
    assert_int_equal(handover_leave(&fixture->ctx, PERSON_SELLER, &leaving, &faults, &done), STATUS_OK);
    assert_int_equal(admin_person_reopen(&fixture->ctx, PERSON_SELLER, &edit, "$", &faults), STATUS_OK);
    assert_int_equal(told(PERSON_SELLER, "password"), 2); // reopening gives a password, too
}

static void test_a_new_account_is_no_takeover(void **state) {
    (void)state;
    const struct person_edit edit = {.login = "neu", .name = "新来", .unit_id = UNIT_TEAM, .superior = "", .roles = {role_id("auditor")}, .role_count = 1};
    int64_t id;
    assert_int_equal(admin_person_add(&fixture->ctx, &edit, "$", &faults, &id), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM audit_notice"), 0);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM account_notice a JOIN credential_offer o ON o.id = a.offer_id WHERE a.kind = 'added'"), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ADMIN_TEST(test_org_3_takeovers_are_told),
        ADMIN_TEST(test_org_3_the_command_line_is_told_of_as_well),
        ADMIN_TEST(test_org_3_another_duty_is_told_and_another_role_of_the_same_is_not),
        ADMIN_TEST(test_org_3_what_was_told_survives_closing_and_reopening),
        ADMIN_TEST(test_a_new_account_is_no_takeover),
        ADMIN_TEST(test_org_1_a_person_is_added_below_the_head_of_the_unit),
        ADMIN_TEST(test_what_is_typed_is_checked_field_by_field),
        ADMIN_TEST(test_org_1_nobody_is_their_own_superior_through_any_chain),
        ADMIN_TEST(test_org_3_nobody_administers_their_own_account),
        ADMIN_TEST(test_org_3_duties_stay_apart_over_several_roles),
        ADMIN_TEST(test_org_3_the_store_itself_keeps_duties_apart),
        ADMIN_TEST(test_org_3_whoever_does_not_administer_changes_nobody),
        ADMIN_TEST(test_org_3_the_last_administrator_stays),
        ADMIN_TEST(test_a_version_that_moved_on_is_a_conflict),
        ADMIN_TEST(test_passwords_and_lost_phones_end_sessions_and_are_recorded),
        ADMIN_TEST(test_the_record_stays_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
