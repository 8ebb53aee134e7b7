// A company that is administered: the fixture's people, two administrators, somebody without a role; whoever acts has the roles that
// the store says at that moment. Included by the tests of administration.
#ifndef TESTS_ADMIN_HOME_H
#define TESTS_ADMIN_HOME_H

#include <stdio.h>
#include <string.h>

#include "support.h"

#include "domain/account_notice.h"
#include "domain/admin_person.h"
#include "domain/admin_record.h"
#include "domain/admin_role.h"
#include "domain/admin_rules.h"
#include "domain/admin_unit.h"
#include "domain/approval_upkeep.h"
#include "domain/audit_case.h"
#include "domain/directory.h"
#include "domain/handover.h"
#include "domain/setting.h"
#include "domain/workday.h"

enum {
    PERSON_ADMIN = 20,
    PERSON_ADMIN_2,
    PERSON_NEWCOMER
};

static const struct sql *const *const ADMIN_LISTS[] = {
    UNIT_STATEMENTS, ROLE_STATEMENTS, PERSON_STATEMENTS, SETTING_STATEMENTS, ADMIN_RECORD_STATEMENTS, ADMIN_RECORD_READ_STATEMENTS,
    ADMIN_RULES_STATEMENTS, DIRECTORY_PERSON_STATEMENTS, ADMIN_PERSON_STATEMENTS, ADMIN_UNIT_STATEMENTS, ADMIN_ROLE_STATEMENTS, HANDOVER_STATEMENTS, APPROVAL_PATH_STATEMENTS, APPROVAL_LOAD_STATEMENTS, APPROVAL_WRITE_STATEMENTS, APPROVAL_HANDOVER_STATEMENTS, WORKDAY_READ_STATEMENTS, AUDIT_CASE_STATEMENTS, ACCOUNT_NOTICE_STATEMENTS, NULL};

static struct fixture *fixture;
static struct actor acting;
static struct faults faults;

// Makes `person_id` the one who acts, as a session would find them now.
static inline void act_as(int64_t person_id) {
    struct roles roles;
    struct person person;
    int64_t ids[ACTOR_ROLES_MAX];
    unsigned count = 0;
    assert_int_equal(person_get(&fixture->ctx, person_id, &person), STATUS_OK);
    assert_int_equal(roles_read(&fixture->ctx, &roles), STATUS_OK);
    assert_int_equal(person_roles(&fixture->ctx, person_id, ids, &count), STATUS_OK);
    acting = (struct actor){.person_id = person_id, .login = person.login, .name = person.name, .unit_id = person.unit_id, .unit_path = "", .language = ""};
    for (unsigned i = 0; i < count; i++) {
        const struct role_row *role = role_by_id(&roles, ids[i]);
        acting.grants[acting.grant_count++] =
            (struct grant){role->id, role->key, role->name_zh, role->name_en, role->scope, role->level, role->permissions};
    }
    fixture->ctx.actor = &acting;
    faults = (struct faults){.count = 0};
}

static inline int64_t role_id(const char *key) {
    int64_t id = 0;
    assert_int_equal(role_find(&fixture->ctx, key, &id), STATUS_OK);
    return id;
}

static inline int admin_set_up(void **state) {
    (void)state;
    fixture = fixture_new(ADMIN_LISTS);
    fixture_sql(fixture,
                "INSERT INTO person (id, login, name, unit_id, created_at) VALUES (20, 'guan', '管一', 1, 0), (21, 'guan2', '管二', 1, 0), "
                "(22, 'xin', '新人', 4, 0);"
                "INSERT INTO person_role SELECT p.id, r.id FROM person p, role r WHERE p.id IN (20, 21) AND r.key = 'administrator';"
                "UPDATE person SET password_at = 1;");
    act_as(PERSON_ADMIN);
    return 0;
}

static inline int admin_tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static inline bool has_fault(const char *field) {
    return fault_of(&faults, field).zh != NULL;
}

// How many rows of the record are about this field of this action.
static inline int64_t recorded(const char *action, const char *field) {
    return fixture_number(fixture, arena_format(fixture->arena, "SELECT count(*) FROM admin_record WHERE action = '%s' AND field = '%s'", action, field));
}

#define ADMIN_TEST(name) cmocka_unit_test_setup_teardown(name, admin_set_up, admin_tear_down)

#endif
