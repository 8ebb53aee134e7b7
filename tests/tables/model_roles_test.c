// The roles of a new installation, row by row, against ORG-2 and ORG-3.
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/permission.h"

#define BIT(permission) (1u << (permission))
#define CUSTOMER_BITS (BIT(PERM_CUSTOMER_READ) | BIT(PERM_CUSTOMER_CREATE) | BIT(PERM_CUSTOMER_EDIT) | BIT(PERM_CUSTOMER_REVEAL))

static const struct role *role_of(const char *key) {
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(ROLES[i].key, key) == 0)
            return &ROLES[i];
    }
    fail_msg("no role %s", key);
    return NULL;
}

static void test_org_2_every_role_is_there(void **state) {
    (void)state;
    static const char *const labels[] = {
        "总经理",
        "副总经理",
        "部门经理",
        "销售总监",
        "销售经理",
        "客户经理/销售员",
        "客户服务部经理",
        "客服人员",
        "档案管理员",
        "业务文员",
        "财务",
        "法务",
        "技术",
        "运营",
        "市场人员",
        "门卫",
        "审计员",
        "系统管理员",
    };
    assert_int_equal(ROLE_COUNT, sizeof(labels) / sizeof(labels[0]));
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        assert_string_equal(ROLES[i].label.zh, labels[i]);
}

static void test_rows_are_of_one_piece(void **state) {
    (void)state;
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        const struct role *role = &ROLES[i];
        assert_ptr_equal(role_of(role->key), role); // no key twice
        assert_int_equal(strspn(role->key, "abcdefghijklmnopqrstuvwxyz_"), strlen(role->key));
        assert_true(role->label.en[0] != '\0');
        for (unsigned permission = 0; permission < 32; permission++) { // only what has a name can be held
            if (role->permissions & BIT(permission))
                assert_non_null(permission_name((enum permission)permission));
        }
        // A scope is of customers or of the log.
        const unsigned scoped = duty_permissions(DUTY_BUSINESS) | duty_permissions(DUTY_AUDIT);
        assert_true(((role->permissions & scoped) == 0) == (role->scope == SCOPE_NONE));
        assert_true(permissions_go_together(role->permissions));
        const bool reads = role->permissions & BIT(PERM_CUSTOMER_READ);
        assert_true(reads || !(role->permissions & CUSTOMER_BITS)); // who edits or reveals can find
        assert_true((role->level >= LEVEL_SECRET) == ((role->permissions & BIT(PERM_CUSTOMER_REVEAL)) != 0));
    }
}

static void test_org_3_administrator_reads_nothing(void **state) {
    (void)state;
    const struct role *administrator = role_of("administrator");
    assert_int_equal(administrator->permissions & (CUSTOMER_BITS | BIT(PERM_LOG_READ)), 0);
    assert_int_equal(administrator->level, LEVEL_PUBLIC);
    assert_int_equal(administrator->scope, SCOPE_NONE);
}

static void test_org_3_auditor_reads_the_log_and_nothing_else(void **state) {
    (void)state;
    const struct role *auditor = role_of("auditor");
    assert_int_equal(auditor->permissions, BIT(PERM_LOG_READ) | BIT(PERM_RECORD_READ));
    assert_int_equal(auditor->level, LEVEL_PUBLIC);
    assert_int_equal(auditor->scope, SCOPE_ALL);
}

static void test_org_3_only_the_auditor_reads_the_log(void **state) {
    (void)state;
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        assert_int_equal((ROLES[i].permissions & BIT(PERM_LOG_READ)) != 0, strcmp(ROLES[i].key, "auditor") == 0);
}

static void test_scopes_and_levels(void **state) {
    (void)state;
    static const struct {
        const char *key;
        enum scope scope;
        enum level level;
        bool create, edit, reveal;
    } rows[] = {
        {"general_manager", SCOPE_ALL, LEVEL_TOP, false, false, true},
        {"archive_clerk", SCOPE_ALL, LEVEL_TOP, true, true, true},
        {"sales", SCOPE_OWN, LEVEL_TOP, true, true, true},
        {"sales_clerk", SCOPE_UNIT, LEVEL_INTERNAL, true, true, false},
        {"technical", SCOPE_ALL, LEVEL_INTERNAL, false, false, false},
        {"gate", SCOPE_NONE, LEVEL_PUBLIC, false, false, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct role *role = role_of(rows[i].key);
        assert_int_equal(role->scope, rows[i].scope);
        assert_int_equal(role->level, rows[i].level);
        assert_int_equal((role->permissions & BIT(PERM_CUSTOMER_CREATE)) != 0, rows[i].create);
        assert_int_equal((role->permissions & BIT(PERM_CUSTOMER_EDIT)) != 0, rows[i].edit);
        assert_int_equal((role->permissions & BIT(PERM_CUSTOMER_REVEAL)) != 0, rows[i].reveal);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_org_2_every_role_is_there),
        cmocka_unit_test(test_rows_are_of_one_piece),
        cmocka_unit_test(test_org_3_administrator_reads_nothing),
        cmocka_unit_test(test_org_3_auditor_reads_the_log_and_nothing_else),
        cmocka_unit_test(test_org_3_only_the_auditor_reads_the_log),
        cmocka_unit_test(test_scopes_and_levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
