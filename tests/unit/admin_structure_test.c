// Units, roles and settings as an administrator changes them: ORG-1, ORG-2, ORG-3.
#include "admin_home.h"

static int64_t number(const char *sql) {
    return fixture_number(fixture, sql);
}

static enum status save_unit(int64_t id, const char *name, int64_t parent, const char *head) {
    const struct unit_edit edit = {name, parent, head};
    faults = (struct faults){.count = 0};
    int64_t version = number(arena_format(fixture->arena, "SELECT version FROM unit WHERE id = %lld", (long long)id));
    return admin_unit_save(&fixture->ctx, id, version, &edit, &faults);
}

static void test_org_1_a_unit_is_added_renamed_and_headed(void **state) {
    (void)state;
    int64_t id = 0;
    const struct unit_edit edit = {" 华南公司 ", UNIT_GROUP, "zhouba"};
    assert_int_equal(admin_unit_add(&fixture->ctx, &edit, &faults, &id), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM unit WHERE name = '华南公司' AND head_id = 5 AND parent_id = 1"), 1);
    assert_int_equal(admin_unit_add(&fixture->ctx, &edit, &faults, &id), STATUS_INVALID);
    assert_true(has_fault("name"));
    assert_int_equal(save_unit(id, "华南", UNIT_GROUP, ""), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM unit WHERE name = '华南' AND head_id IS NULL"), 1);
    assert_int_equal(save_unit(id, "甲/乙", 99, "谁"), STATUS_INVALID);
    assert_true(has_fault("name") && has_fault("parent") && has_fault("head"));
    assert_int_equal(save_unit(UNIT_GROUP, "新集团", 0, "zhengshi"), STATUS_OK);
    assert_int_equal(recorded("edit", "name"), 2);
    assert_int_equal(recorded("edit", "head"), 2);
    const struct unit_edit stale = {"华南", UNIT_GROUP, ""};
    assert_int_equal(admin_unit_save(&fixture->ctx, id, 1, &stale, &faults), STATUS_CONFLICT);
    assert_int_equal(admin_unit_save(&fixture->ctx, 99, 1, &stale, &faults), STATUS_NOT_FOUND);
}

static void test_org_1_moving_a_unit_keeps_every_path_right(void **state) {
    (void)state;
    fixture_sql(fixture, "INSERT INTO unit (id, parent_id, name, path) VALUES (5, 4, '甲', '/1/2/4/5/'), (40, 2, '二组', '/1/2/40/'), (41, 1, '四一', '/1/41/');");
    assert_int_equal(save_unit(UNIT_TEAM, "一组", UNIT_SALES_2, ""), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM unit WHERE (id, path) IN (VALUES (4, '/1/3/4/'), (5, '/1/3/4/5/'), (40, '/1/2/40/'), (41, '/1/41/'))"), 4);
    assert_int_equal(save_unit(UNIT_SALES_2, "销售二部", UNIT_TEAM, ""), STATUS_INVALID); // below itself
    assert_true(has_fault("parent"));
    assert_int_equal(save_unit(UNIT_SALES_2, "销售二部", UNIT_SALES_2, ""), STATUS_INVALID);
    assert_int_equal(save_unit(UNIT_SALES_2, "销售二部", UNIT_SALES_1, ""), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM unit u JOIN unit p ON p.id = u.parent_id WHERE u.path <> p.path || u.id || '/'"), 0);
    assert_int_equal(recorded("edit", "parent"), 2);
}

static void test_org_1_only_an_empty_unit_is_closed_and_none_vanishes(void **state) {
    (void)state;
    assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_GROUP, &faults), STATUS_INVALID);
    faults.count = 0;
    assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_SALES_2, &faults), STATUS_INVALID); // 赵六 is there
    fixture_sql(fixture, "UPDATE person SET unit_id = 2 WHERE unit_id = 3;"
                         "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, created_by, updated_at, updated_by)"
                         " VALUES (1, 'A', 'C', '客', '客', '客', 3, 3, 0, 1, 0, 1);"
                         "INSERT INTO unit (id, parent_id, name, path) VALUES (9, 3, '空组', '/1/3/9/');");
    faults.count = 0;
    assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_SALES_2, &faults), STATUS_INVALID); // a customer
    fixture_sql(fixture, "UPDATE customer SET unit_id = 2");
    faults.count = 0;
    assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_SALES_2, &faults), STATUS_INVALID); // a unit below
    faults.count = 0;
    assert_int_equal(admin_unit_close(&fixture->ctx, 9, &faults), STATUS_OK);
    assert_int_equal(admin_unit_close(&fixture->ctx, UNIT_SALES_2, &faults), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM unit WHERE state = 'closed'"), 2);
    assert_int_equal(admin_unit_reopen(&fixture->ctx, 9, &faults), STATUS_INVALID); // the one above is closed
    faults.count = 0;
    assert_int_equal(admin_unit_reopen(&fixture->ctx, UNIT_SALES_2, &faults), STATUS_OK);
    assert_int_equal(recorded("close", ""), 2);
    assert_int_equal(recorded("reopen", ""), 1);
}

static struct role_edit role_of(const char *zh, const char *en, unsigned permissions, enum scope scope, enum level level) {
    return (struct role_edit){.name_zh = zh, .name_en = en, .permissions = permissions, .scope = scope, .level = level};
}

#define READ (1u << PERM_CUSTOMER_READ)
#define REVEAL (1u << PERM_CUSTOMER_REVEAL)

static enum status save_role(int64_t id, const struct role_edit *edit) {
    faults = (struct faults){.count = 0};
    int64_t version = number(arena_format(fixture->arena, "SELECT version FROM role WHERE id = %lld", (long long)id));
    return admin_role_save(&fixture->ctx, id, version, edit, &faults);
}

static void test_org_3_who_holds_a_role_that_gets_another_duty_is_told_of(void **state) {
    (void)state;
    int64_t id = 0;
    const unsigned record = 1u << PERM_RECORD_READ; // goes with every duty
    struct role_edit edit = role_of("见习", "Trainee", record, SCOPE_UNIT, LEVEL_INTERNAL);
    assert_int_equal(admin_role_add(&fixture->ctx, &edit, &faults, &id), STATUS_OK);
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO person_role VALUES (%d, %lld), (%d, %lld);", PERSON_NEWCOMER, (long long)id,
                                      PERSON_AUDITOR, (long long)id));
    struct role_edit more = role_of("见习", "Trainee", record | 1u << PERM_LOG_READ, SCOPE_UNIT, LEVEL_INTERNAL);
    assert_int_equal(save_role(id, &more), STATUS_OK);
    // The auditor had that duty by another role.
    assert_int_equal(number("SELECT group_concat(person_id) FROM account_notice WHERE kind = 'duty' AND detail = 'audit'"), PERSON_NEWCOMER);
    assert_int_equal(number("SELECT count(*) FROM audit_notice WHERE kind = 'duty'"), 1);
    assert_int_equal(save_role(id, &more), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM account_notice"), 1);
}

static void test_org_2_a_role_is_added_edited_and_deleted(void **state) {
    (void)state;
    int64_t id = 0;
    struct role_edit edit = role_of("督导", "Field Coach", READ | REVEAL, SCOPE_SUBTREE, LEVEL_SECRET);
    assert_int_equal(admin_role_add(&fixture->ctx, &edit, &faults, &id), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM role WHERE key = 'field_coach' AND scope = 3 AND level = 2"), 1);
    assert_int_equal(number("SELECT count(*) FROM role_permission p JOIN role r ON r.id = p.role_id WHERE r.key = 'field_coach'"), 2);
    struct role_edit less = role_of("督导", "Field Coach", READ, SCOPE_UNIT, LEVEL_INTERNAL);
    assert_int_equal(save_role(id, &less), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM role_permission p JOIN role r ON r.id = p.role_id WHERE r.key = 'field_coach'"), 1);
    assert_int_equal(recorded("edit", "permissions"), 1);
    assert_int_equal(recorded("edit", "scope"), 1);
    assert_int_equal(recorded("edit", "level"), 1);
    assert_int_equal(recorded("edit", "name_zh"), 0);
    assert_int_equal(admin_role_delete(&fixture->ctx, role_id("sales"), &faults), STATUS_INVALID);
    faults.count = 0;
    assert_int_equal(admin_role_delete(&fixture->ctx, id, &faults), STATUS_OK);
    assert_int_equal(admin_role_delete(&fixture->ctx, id, &faults), STATUS_NOT_FOUND);
    assert_int_equal(number("SELECT count(*) FROM role WHERE key = 'field_coach'"), 0);
    assert_int_equal(recorded("delete", "permissions"), 1);
}

static void test_org_2_what_makes_no_sense_is_refused_at_its_field(void **state) {
    (void)state;
    const struct {
        struct role_edit edit;
        const char *field;
    } rows[] = {
        {role_of("", "X", 0, SCOPE_NONE, LEVEL_PUBLIC), "name_zh"},
        {role_of("督导", " ", 0, SCOPE_NONE, LEVEL_PUBLIC), "name_en"},
        {role_of("总经理", "X", 0, SCOPE_NONE, LEVEL_PUBLIC), "name_zh"},
        {role_of("督导", "X", REVEAL, SCOPE_ALL, LEVEL_SECRET), "permissions"},
        {role_of("督导", "X", READ, SCOPE_NONE, LEVEL_PUBLIC), "scope"},
        {role_of("督导", "X", READ, (enum scope)9, LEVEL_PUBLIC), "scope"},
        {role_of("督导", "X", READ, SCOPE_ALL, LEVEL_TOP), "level"},
        {role_of("督导", "X", READ | REVEAL, SCOPE_ALL, LEVEL_INTERNAL), "level"},
        {role_of("督导", "X", READ | 1u << PERM_LOG_READ, SCOPE_ALL, LEVEL_PUBLIC), "permissions"},
        {role_of("督导", "X", 1u << PERM_LOG_READ | 1u << PERM_ADMIN_PEOPLE, SCOPE_ALL, LEVEL_PUBLIC), "permissions"},
        {role_of("督导", "X", READ | 1u << PERM_ADMIN_SETTINGS, SCOPE_ALL, LEVEL_PUBLIC), "permissions"},
    };
    int64_t id = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        faults.count = 0;
        assert_int_equal(admin_role_add(&fixture->ctx, &rows[i].edit, &faults, &id), STATUS_INVALID);
        assert_int_equal(faults.count, 1);
        assert_true(has_fault(rows[i].field));
    }
}

static void test_org_3_nobody_edits_a_role_they_hold_or_joins_duties_in_its_holders(void **state) {
    (void)state;
    struct role_edit own = role_of("系统管理员", "System administrator", 1u << PERM_ADMIN_PEOPLE, SCOPE_NONE, LEVEL_PUBLIC);
    assert_int_equal(save_role(role_id("administrator"), &own), STATUS_INVALID);
    assert_true(has_fault(""));
    fixture_sql(fixture, "INSERT INTO person_role SELECT p.id, r.id FROM person p, role r WHERE p.id IN (1, 21) AND r.key = 'gate';");
    struct role_edit gate = role_of("门卫", "Gate", READ, SCOPE_ALL, LEVEL_PUBLIC);
    assert_int_equal(save_role(role_id("gate"), &gate), STATUS_INVALID); // 管二 is a gatekeeper, too
    assert_non_null(strstr(fault_of(&faults, "permissions").zh, "管二"));
    fixture_sql(fixture, "DELETE FROM person_role WHERE person_id = 21 AND role_id IN (SELECT id FROM role WHERE key = 'gate');");
    assert_int_equal(save_role(role_id("gate"), &gate), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM admin_record WHERE before LIKE '%admin%' OR after LIKE '%admin%'"), 0);
}

static void test_demanding_a_second_factor_ends_sessions_without_one(void **state) {
    (void)state;
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 1, 0, 0, '', ''), (x'02', 2, 0, 0, '', ''), (x'03', 4, 0, 0, '', '');"
                         "INSERT INTO second_factor (person_id, box, confirmed_at) VALUES (2, x'00', 1);");
    struct role_edit sales = role_of("客户经理/销售员", "Account manager / sales", READ | REVEAL, SCOPE_OWN, LEVEL_TOP);
    sales.second_factor = true;
    assert_int_equal(save_role(role_id("sales"), &sales), STATUS_OK);
    assert_int_equal(number("SELECT count(*) FROM session WHERE person_id = 1"), 0);
    assert_int_equal(number("SELECT count(*) FROM session"), 2);
    assert_int_equal(recorded("edit", "second_factor"), 1);
}

static void test_settings_have_limits_on_both_sides_and_a_way_back(void **state) {
    (void)state;
    struct text message = {NULL, NULL};
    int64_t values[SETTING_COUNT];
    bool is_set[SETTING_COUNT];
    for (unsigned i = 0; i < SETTING_COUNT; i++) {
        const struct setting_rule *rule = &SETTINGS[i];
        const int64_t good[] = {rule->least, rule->most}, bad[] = {rule->least - 1, rule->most + 1};
        assert_true(rule->usual >= rule->least && rule->usual <= rule->most);
        assert_int_equal(setting_find(rule->key), i);
        for (unsigned k = 0; k < 2; k++) {
            assert_int_equal(setting_save(&fixture->ctx, (enum setting)i, arena_format(fixture->arena, "%lld", (long long)bad[k]), &message), STATUS_INVALID);
            assert_int_equal(setting_save(&fixture->ctx, (enum setting)i, arena_format(fixture->arena, " %lld ", (long long)good[k]), &message), STATUS_OK);
            assert_int_equal(setting_figures(&fixture->ctx, values, is_set), STATUS_OK);
            assert_true(values[i] == good[k] && is_set[i]);
        }
        assert_int_equal(setting_reset(&fixture->ctx, (enum setting)i), STATUS_OK);
        assert_int_equal(setting_reset(&fixture->ctx, (enum setting)i), STATUS_OK);
        assert_int_equal(setting_figures(&fixture->ctx, values, is_set), STATUS_OK);
        assert_true(values[i] == rule->usual && !is_set[i]);
    }
    static const char *const BAD[] = {"", "十", "1.5", "-1", "1e3", "9999999999999999999", "\xFF"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        assert_int_equal(setting_save(&fixture->ctx, SETTING_SESSION_IDLE, BAD[i], &message), STATUS_INVALID);
    assert_int_equal(setting_find("no.such"), SETTING_COUNT);
    assert_int_equal(recorded("edit", "value"), 2 * SETTING_COUNT);
    assert_int_equal(recorded("reset", "value"), SETTING_COUNT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        ADMIN_TEST(test_org_1_a_unit_is_added_renamed_and_headed),
        ADMIN_TEST(test_org_1_moving_a_unit_keeps_every_path_right),
        ADMIN_TEST(test_org_1_only_an_empty_unit_is_closed_and_none_vanishes),
        ADMIN_TEST(test_org_3_who_holds_a_role_that_gets_another_duty_is_told_of),
        ADMIN_TEST(test_org_2_a_role_is_added_edited_and_deleted),
        ADMIN_TEST(test_org_2_what_makes_no_sense_is_refused_at_its_field),
        ADMIN_TEST(test_org_3_nobody_edits_a_role_they_hold_or_joins_duties_in_its_holders),
        ADMIN_TEST(test_demanding_a_second_factor_ends_sessions_without_one),
        ADMIN_TEST(test_settings_have_limits_on_both_sides_and_a_way_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
