// Units, persons, roles and accounts as an administrator sets them up (ORG-1, ORG-2).
#include <stdio.h>
#include <string.h>

#include "support.h"

#include "domain/organisation.h"

static struct fixture *fixture;

static int set_up(void **state) {
    static const struct sql *const *const LISTS[] = {UNIT_STATEMENTS, ROLE_STATEMENTS, PERSON_STATEMENTS, SETTING_STATEMENTS,
                                                     REGION_LOAD_STATEMENTS, NULL};
    (void)state;
    fixture = fixture_new(LISTS);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static void test_org_1_units_form_a_tree(void **state) {
    (void)state;
    struct unit root, company, team;
    assert_int_equal(unit_find(&fixture->ctx, "", &root), STATUS_OK);
    assert_int_equal(root.id, UNIT_GROUP);
    assert_int_equal(unit_add(&fixture->ctx, &root, " 华南公司 ", &company), STATUS_OK);
    assert_int_equal(unit_add(&fixture->ctx, &company, "一组", &team), STATUS_OK);
    assert_string_equal(company.path, arena_format(fixture->arena, "/1/%lld/", (long long)company.id));
    assert_string_equal(team.path,
                        arena_format(fixture->arena, "/1/%lld/%lld/", (long long)company.id, (long long)team.id));
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM unit WHERE name = '华南公司' AND parent_id = 1"), 1);
    struct unit found;
    assert_int_equal(unit_find(&fixture->ctx, "集团/华南公司/一组", &found), STATUS_OK);
    assert_int_equal(found.id, team.id);
}

static void test_org_1_a_unit_is_found_by_name_or_by_place(void **state) {
    (void)state;
    struct unit other, unit;
    assert_int_equal(unit_find(&fixture->ctx, "一组", &unit), STATUS_OK);
    assert_int_equal(unit.id, UNIT_TEAM);
    assert_int_equal(unit_find(&fixture->ctx, "销售二部", &other), STATUS_OK);
    assert_int_equal(unit_add(&fixture->ctx, &other, "一组", &unit), STATUS_OK);
    assert_int_equal(unit_find(&fixture->ctx, "一组", &unit), STATUS_CONFLICT);
    assert_int_equal(unit_find(&fixture->ctx, "集团/销售一部/一组", &unit), STATUS_OK);
    assert_int_equal(unit.id, UNIT_TEAM);
    assert_int_equal(unit_find(&fixture->ctx, "销售一部/一组", &unit), STATUS_NOT_FOUND);
    assert_int_equal(unit_find(&fixture->ctx, "集团/", &unit), STATUS_NOT_FOUND);
    assert_int_equal(unit_find(&fixture->ctx, "没有", &unit), STATUS_NOT_FOUND);
}

static void test_org_1_bad_names_and_a_second_root_are_refused(void **state) {
    (void)state;
    struct unit root, unit;
    struct buffer lengthy = {.arena = fixture->arena};
    for (int i = 0; i <= UNIT_NAME_MAX; i++)
        buffer_text(&lengthy, "部");
    assert_int_equal(unit_find(&fixture->ctx, "", &root), STATUS_OK);
    assert_int_equal(unit_add(&fixture->ctx, NULL, "另一集团", &unit), STATUS_CONFLICT);
    assert_int_equal(unit_add(&fixture->ctx, &root, "销售一部", &unit), STATUS_CONFLICT);
    assert_int_equal(unit_add(&fixture->ctx, &root, " ", &unit), STATUS_INVALID);
    assert_int_equal(unit_add(&fixture->ctx, &root, "甲/乙", &unit), STATUS_INVALID);
    assert_int_equal(unit_add(&fixture->ctx, &root, lengthy.data, &unit), STATUS_INVALID);
    lengthy.data[UNIT_NAME_MAX * 3] = '\0';
    assert_int_equal(unit_add(&fixture->ctx, &root, lengthy.data, &unit), STATUS_OK);
    assert_int_equal(unit_rename(&fixture->ctx, &root, "甲/乙"), STATUS_INVALID);
    assert_int_equal(unit_rename(&fixture->ctx, &root, "新集团"), STATUS_OK);
    assert_int_equal(unit_find(&fixture->ctx, "新集团/销售一部", &unit), STATUS_OK);
}

static void test_org_2_roles_are_added_once_and_stay_as_they_are_set(void **state) {
    (void)state;
    fixture_sql(fixture,
                "DELETE FROM person_role; DELETE FROM role_permission; DELETE FROM role;"
                "INSERT INTO role (key, name_zh, name_en, scope, level) VALUES ('sales', '销售', 'Sales', 0, 0);");
    assert_int_equal(role_seed(&fixture->ctx), STATUS_OK);
    assert_int_equal(role_seed(&fixture->ctx), STATUS_OK);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM role"), ROLE_COUNT);
    assert_int_equal(fixture_number(fixture, "SELECT scope + level FROM role WHERE key = 'sales'"), 0);
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(ROLES[i].key, "sales") == 0)
            continue;
        assert_int_equal(
            fixture_number(fixture, arena_format(fixture->arena, "SELECT scope * 10 + level FROM role WHERE key = '%s'",
                                                 ROLES[i].key)),
            (int)ROLES[i].scope * 10 + (int)ROLES[i].level);
        unsigned bits = 0;
        for (int p = 0; p < PERM_COUNT; p++)
            if (permission_name((enum permission)p) != NULL &&
                fixture_number(fixture,
                               arena_format(fixture->arena,
                                            "SELECT count(*) FROM role_permission g JOIN role r ON r.id = g.role_id "
                                            "WHERE r.key = '%s' AND g.permission = '%s'",
                                            ROLES[i].key, permission_name((enum permission)p))) == 1)
                bits |= 1u << p;
        assert_int_equal(bits, ROLES[i].permissions);
    }
}

static void test_org_2_a_person_gets_a_role_and_an_account(void **state) {
    (void)state;
    int64_t id;
    struct person person;
    struct person_new fresh = {.login = "zhang.san",
                               .name = " 张三 ",
                               .unit_id = UNIT_TEAM,
                               .superior_id = PERSON_MANAGER,
                               .role = "sales",
                               .offer = "$hash"};
    assert_int_equal(person_add(&fixture->ctx, &fresh, &id), STATUS_OK);
    assert_int_equal(person_find(&fixture->ctx, "zhang.san", &person), STATUS_OK);
    assert_int_equal(person.id, id);
    assert_string_equal(person.name, "张三");
    assert_string_equal(person.unit_name, "一组");
    assert_string_equal(person.roles, "sales");
    assert_true(person.may_sign_in && person.must_change);
    assert_int_equal(fixture_number(fixture, "SELECT superior_id FROM person WHERE login = 'zhang.san'"),
                     PERSON_MANAGER);
    assert_int_equal(person_add(&fixture->ctx, &fresh, &id), STATUS_CONFLICT);
    assert_int_equal(person_grant(&fixture->ctx, id, "emperor"), STATUS_NOT_FOUND);
    assert_int_equal(person_grant(&fixture->ctx, person.id, "sales_clerk"), STATUS_OK);
    assert_int_equal(person_grant(&fixture->ctx, person.id, "sales_clerk"), STATUS_OK);
    assert_int_equal(person_find(&fixture->ctx, "zhang.san", &person), STATUS_OK);
    assert_string_equal(person.roles, "sales,sales_clerk");
    fresh.login = "nobody";
    fresh.offer = NULL;
    assert_int_equal(person_add(&fixture->ctx, &fresh, &id), STATUS_OK);
    assert_int_equal(person_find(&fixture->ctx, "nobody", &person), STATUS_OK);
    assert_false(person.may_sign_in);
    struct person *everybody;
    unsigned count;
    assert_int_equal(person_list(&fixture->ctx, &everybody, &count), STATUS_OK);
    assert_int_equal(count, PERSON_COUNT + 2);
    for (unsigned i = 1; i < count; i++)
        assert_true(strcmp(everybody[i - 1].login, everybody[i].login) < 0);
}

static void test_logins_have_a_form(void **state) {
    (void)state;
    static const char *const GOOD[] = {"ab", "a1", "1a", "zhang.san", "a_b-c.d", "abcdefghijklmnopqrstuvwxyz012345"};
    static const char *const BAD[] = {"", "a", "Ab", ".ab", "-ab",
                                      "a b", "张三", "a@b", "a'b", "abcdefghijklmnopqrstuvwxyz0123456"};
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++)
        assert_true(login_valid(GOOD[i]));
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(login_valid(BAD[i]));
}

static void test_a_new_password_ends_sessions_and_forgets_failures(void **state) {
    (void)state;
    struct person person;
    fixture_sql(fixture, "INSERT INTO session VALUES (x'01', 1, 0, 0, '', ''), (x'02', 2, 0, 0, '', '');"
                         "INSERT INTO sign_in_failure VALUES ('account', 'lina', 10, 0), ('account', 'wangwu', 10, 0), "
                         "('address', 'lina', 1, 0);"
                         "INSERT INTO device VALUES (x'01', 1, 0, 1), (x'01', 2, 0, 1);");
    assert_int_equal(person_find(&fixture->ctx, "lina", &person), STATUS_OK);
    assert_int_equal(person_offer_password(&fixture->ctx, &person, "$new"), STATUS_OK);
    assert_int_equal(
        fixture_number(fixture,
                       "SELECT count(*) FROM credential_offer WHERE person_id = 1 AND hash = '$new' AND void = 0"),
        1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM session"), 1);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM sign_in_failure"), 2);
    assert_int_equal(fixture_number(fixture, "SELECT person_id FROM device WHERE trusted = 1"), 2); // a lost machine is as strange as any
}

static void test_random_passwords_can_be_read_and_typed(void **state) {
    (void)state;
    const char *first = password_random(&fixture->ctx, 4), *second = password_random(&fixture->ctx, 4);
    assert_int_equal(strlen(first), 19);
    assert_string_not_equal(first, second);
    assert_int_equal(strspn(first, "abcdefghjkmnpqrstuvwxyz23456789-"), 19);
    assert_true(first[4] == '-' && first[9] == '-' && first[14] == '-');
}

static void test_settings_are_kept(void **state) {
    (void)state;
    const char *value = NULL;
    assert_int_equal(setting_get(&fixture->ctx, "zone", &value), STATUS_OK);
    assert_string_equal(value, "");
    assert_int_equal(setting_set(&fixture->ctx, "zone", "CST-8"), STATUS_OK);
    assert_int_equal(setting_set(&fixture->ctx, "zone", "UTC0"), STATUS_OK);
    assert_int_equal(setting_get(&fixture->ctx, "zone", &value), STATUS_OK);
    assert_string_equal(value, "UTC0");
}

static enum status load_regions(const char *text, unsigned *count, unsigned *line) {
    const char *path = arena_format(fixture->arena, "%s/regions.tsv", fixture->folder);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    return region_load(&fixture->ctx, path, count, line);
}

static void test_regions_are_read_from_a_table(void **state) {
    (void)state;
    unsigned count, line;
    fixture_sql(fixture, "DELETE FROM region;");
    assert_int_equal(
        load_regions("# note\n110000\t\t北京市\t北京市\n110105\t110000\t朝阳区\t北京市朝阳区\n", &count, &line),
        STATUS_OK);
    assert_int_equal(count, 2);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM region WHERE code = '110000' AND parent IS NULL"),
                     1);
    assert_int_equal(load_regions("110105\t110000\t新名区\t北京市新名区\r\n", &count, &line), STATUS_OK);
    assert_int_equal(
        fixture_number(fixture, "SELECT count(*) FROM region WHERE name = '新名区' AND full_name = '北京市新名区'"), 1);
    static const char *const BAD[] = {"11010\t\t短码\t短码\n", "110105\t110000\t三列\n", "110105\t\t五\t列\t多\n",
                                      "110105\t\t\t无名\n", "110105\t\t\xFF\t坏\n"};
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        assert_int_equal(load_regions(arena_format(fixture->arena, "# note\n%s", BAD[i]), &count, &line),
                         STATUS_INVALID);
        assert_int_equal(line, 2);
    }
    assert_int_equal(region_load(&fixture->ctx, "/nowhere/regions.tsv", &count, &line), STATUS_UNAVAILABLE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_org_1_units_form_a_tree),
        TEST(test_org_1_a_unit_is_found_by_name_or_by_place),
        TEST(test_org_1_bad_names_and_a_second_root_are_refused),
        TEST(test_org_2_roles_are_added_once_and_stay_as_they_are_set),
        TEST(test_org_2_a_person_gets_a_role_and_an_account),
        TEST(test_logins_have_a_form),
        TEST(test_a_new_password_ends_sessions_and_forgets_failures),
        TEST(test_random_passwords_can_be_read_and_typed),
        TEST(test_settings_are_kept),
        TEST(test_regions_are_read_from_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
