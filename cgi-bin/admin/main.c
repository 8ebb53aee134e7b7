// The program admin: the organisation, its accounts and roles, the fields, the figures of the rules, and the record of all changes in
// them. It reads neither customers' data nor the access log (ORG-3); of customers it changes who is responsible, when somebody leaves
// or moves.
#include "admin/fields.h"
#include "admin/pages.h"
#include "domain/account_notice.h"
#include "domain/admin_record.h"
#include "domain/admin_rules.h"
#include "domain/approval_upkeep.h"
#include "domain/audit_case.h"
#include "domain/contract_price.h"
#include "domain/directory.h"
#include "domain/field_catalogue.h"
#include "domain/field_record.h"
#include "domain/field_seal.h"
#include "domain/session.h"
#include "domain/setting.h"
#include "domain/workday.h"

#define PERSON "/admin/person/{person}"
#define UNIT "/admin/unit/{unit}"
#define ROLE "/admin/role/{role}"

static const struct route ROUTES[] = {
    {METHOD_GET, "/admin/person", PERM_ADMIN_PEOPLE, people_page, {"人员", "People"}, 0},
    {METHOD_GET, "/admin/person/new", PERM_ADMIN_PEOPLE, person_new_page, {"新增人员", "New person"}, 0},
    {METHOD_POST, "/admin/person/new", PERM_ADMIN_PEOPLE, person_new_do, {"新增人员", "New person"}, 0},
    {METHOD_GET, PERSON, PERM_ADMIN_PEOPLE, person_page, {"人员资料", "Person"}, 0},
    {METHOD_GET, PERSON "/edit", PERM_ADMIN_PEOPLE, person_edit_page, {"修改人员", "Change person"}, 0},
    {METHOD_POST, PERSON "/edit", PERM_ADMIN_PEOPLE, person_edit_do, {"修改人员", "Change person"}, 0},
    {METHOD_GET, PERSON "/password", PERM_ADMIN_PEOPLE, person_password_page, {"重置密码", "New password"}, 0},
    {METHOD_POST, PERSON "/password", PERM_ADMIN_PEOPLE, person_password_do, {"一次性密码", "One-time password"}, 0},
    {METHOD_GET, PERSON "/second-factor", PERM_ADMIN_PEOPLE, person_factor_page, {"取消二次验证", "Take second factor off"}, 0},
    {METHOD_POST, PERSON "/second-factor", PERM_ADMIN_PEOPLE, person_factor_do, {"取消二次验证", "Take second factor off"}, 0},
    {METHOD_GET, PERSON "/leave", PERM_ADMIN_PEOPLE, person_leave_page, {"离职移交", "Leaving"}, 0},
    {METHOD_POST, PERSON "/leave", PERM_ADMIN_PEOPLE, person_leave_do, {"离职移交", "Leaving"}, 0},
    {METHOD_GET, PERSON "/move", PERM_ADMIN_PEOPLE, person_move_page, {"调动", "Moving"}, 0},
    {METHOD_POST, PERSON "/move", PERM_ADMIN_PEOPLE, person_move_do, {"调动", "Moving"}, 0},
    {METHOD_GET, PERSON "/reopen", PERM_ADMIN_PEOPLE, person_reopen_page, {"恢复账号", "Reopen account"}, 0},
    {METHOD_POST, PERSON "/reopen", PERM_ADMIN_PEOPLE, person_reopen_do, {"恢复账号", "Reopen account"}, 0},
    {METHOD_GET, "/admin/unit", PERM_ADMIN_PEOPLE, units_page, {"单位", "Units"}, 0},
    {METHOD_GET, "/admin/unit/new", PERM_ADMIN_PEOPLE, unit_new_page, {"新增单位", "New unit"}, 0},
    {METHOD_POST, "/admin/unit/new", PERM_ADMIN_PEOPLE, unit_new_do, {"新增单位", "New unit"}, 0},
    {METHOD_GET, UNIT "/edit", PERM_ADMIN_PEOPLE, unit_edit_page, {"修改单位", "Change unit"}, 0},
    {METHOD_POST, UNIT "/edit", PERM_ADMIN_PEOPLE, unit_edit_do, {"修改单位", "Change unit"}, 0},
    {METHOD_GET, UNIT "/close", PERM_ADMIN_PEOPLE, unit_close_page, {"撤销单位", "Close unit"}, 0},
    {METHOD_POST, UNIT "/close", PERM_ADMIN_PEOPLE, unit_close_do, {"撤销单位", "Close unit"}, 0},
    {METHOD_POST, UNIT "/reopen", PERM_ADMIN_PEOPLE, unit_reopen_do, {"恢复单位", "Reopen unit"}, 0},
    {METHOD_GET, "/admin/role", PERM_ADMIN_ROLES, roles_page, {"角色", "Roles"}, 0},
    {METHOD_GET, "/admin/role/new", PERM_ADMIN_ROLES, role_new_page, {"新增角色", "New role"}, 0},
    {METHOD_POST, "/admin/role/new", PERM_ADMIN_ROLES, role_new_do, {"新增角色", "New role"}, 0},
    {METHOD_GET, ROLE, PERM_ADMIN_ROLES, role_page, {"角色权限", "Role"}, 0},
    {METHOD_GET, ROLE "/edit", PERM_ADMIN_ROLES, role_edit_page, {"修改角色", "Change role"}, 0},
    {METHOD_POST, ROLE "/edit", PERM_ADMIN_ROLES, role_edit_do, {"修改角色", "Change role"}, 0},
    {METHOD_GET, ROLE "/delete", PERM_ADMIN_ROLES, role_delete_page, {"删除角色", "Delete role"}, 0},
    {METHOD_POST, ROLE "/delete", PERM_ADMIN_ROLES, role_delete_do, {"删除角色", "Delete role"}, 0},
    {METHOD_GET, "/admin/setting", PERM_ADMIN_SETTINGS, settings_page, {"系统设置", "Settings"}, 0},
    {METHOD_POST, "/admin/setting", PERM_ADMIN_SETTINGS, settings_do, {"系统设置", "Settings"}, 0},
    {METHOD_POST, "/admin/setting/reset", PERM_ADMIN_SETTINGS, setting_reset_do, {"系统设置", "Settings"}, 0},
    {METHOD_GET, "/admin/workday", PERM_ADMIN_SETTINGS, workday_page, {"工作日历", "Working calendar"}, 0},
    {METHOD_POST, "/admin/workday", PERM_ADMIN_SETTINGS, workday_do, {"工作日历", "Working calendar"}, 0},
    {METHOD_GET, "/admin/price", PERM_ADMIN_SETTINGS, price_page, {"价目表", "Price list"}, 0},
    {METHOD_POST, "/admin/price", PERM_ADMIN_SETTINGS, price_do, {"价目表", "Price list"}, 0},
    {METHOD_GET, "/admin/fields", PERM_ADMIN_FIELDS, fields_page, {"字段", "Fields"}, 0},
    {METHOD_GET, "/admin/fields/new", PERM_ADMIN_FIELDS, field_new_page, {"新增字段", "New field"}, 0},
    {METHOD_POST, "/admin/fields/new", PERM_ADMIN_FIELDS, field_new_do, {"新增字段", "New field"}, 0},
    {METHOD_GET, "/admin/fields/field", PERM_ADMIN_FIELDS, field_page, {"字段", "Field"}, 0},
    {METHOD_POST, "/admin/fields/field", PERM_ADMIN_FIELDS, field_do, {"字段", "Field"}, 0},
    {METHOD_GET, "/admin/fields/try", PERM_ADMIN_FIELDS, field_try_page, {"预览和试填", "Preview and try"}, 0},
    {METHOD_POST, "/admin/fields/try", PERM_ADMIN_FIELDS, field_try_do, {"预览和试填", "Preview and try"}, 0},
    {METHOD_POST, "/admin/fields/move", PERM_ADMIN_FIELDS, field_move_do, {"移动字段", "Move a field"}, 0},
    {METHOD_POST, "/admin/fields/retire", PERM_ADMIN_FIELDS, field_retire_do, {"停用字段", "Retire a field"}, 0},
    {METHOD_POST, "/admin/fields/return", PERM_ADMIN_FIELDS, field_return_do, {"恢复字段", "Bring a field back"}, 0},
    {METHOD_GET, "/admin/fields/level", PERM_ADMIN_FIELDS, field_level_page, {"字段的密级", "Level of a field"}, 0},
    {METHOD_POST, "/admin/fields/level", PERM_ADMIN_FIELDS, field_level_do, {"字段的密级", "Level of a field"}, 0},
    {METHOD_GET, "/admin/fields/choices", PERM_ADMIN_FIELDS, field_choices_page, {"字段的选项", "Choices of a field"}, 0},
    {METHOD_POST, "/admin/fields/choices", PERM_ADMIN_FIELDS, field_choices_do, {"字段的选项", "Choices of a field"}, 0},
    {METHOD_GET, "/admin/fields/dossier", PERM_ADMIN_FIELDS, dossier_page, {"客户信息档案模版", "Personal dossier"}, 0},
    {METHOD_POST, "/admin/fields/dossier", PERM_ADMIN_FIELDS, dossier_do, {"客户信息档案模版", "Personal dossier"}, 0},
    {METHOD_POST, "/admin/fields/dossier/retire", PERM_ADMIN_FIELDS, dossier_retire_do, {"停用客户信息档案", "Retire the dossier"}, 0},
    {METHOD_GET, "/admin/fields/changes", PERM_RECORD_READ, field_changes_page, {"字段变更记录", "Changes of fields"}, 0},
    {METHOD_GET, "/admin/record", PERM_RECORD_READ, record_page, {"管理记录", "Record of administration"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&PEOPLE_VIEW, &PERSON_VIEW, &ONE_TIME_VIEW, &PLAIN_FORM_VIEW, &CONFIRMATION_VIEW, &UNITS_VIEW,
                                           &ROLES_VIEW, &ROLE_VIEW, &ROLE_PREVIEW_VIEW, &SETTINGS_VIEW, &WORKDAY_VIEW, &PRICE_VIEW,
                                           &RECORD_VIEW, &FIELDS_VIEW, &FIELD_VIEW, &FIELD_TRY_VIEW, &FIELD_LEVEL_VIEW, &FIELD_CHOICES_VIEW,
                                           &DOSSIER_VIEW, &FIELD_CHANGES_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {
    SESSION_STATEMENTS,
    UNIT_STATEMENTS,
    ROLE_STATEMENTS,
    PERSON_STATEMENTS,
    SETTING_STATEMENTS,
    ADMIN_RECORD_STATEMENTS,
    ADMIN_RECORD_READ_STATEMENTS,
    ADMIN_RULES_STATEMENTS,
    ADMIN_PERSON_STATEMENTS,
    ADMIN_UNIT_STATEMENTS,
    ADMIN_ROLE_STATEMENTS,
    HANDOVER_STATEMENTS,
    APPROVAL_PATH_STATEMENTS,
    APPROVAL_LOAD_STATEMENTS,
    APPROVAL_WRITE_STATEMENTS,
    APPROVAL_HANDOVER_STATEMENTS,
    ACCOUNT_NOTICE_STATEMENTS,
    AUDIT_CASE_STATEMENTS,
    DIRECTORY_PERSON_STATEMENTS,
    FIELD_CATALOGUE_STATEMENTS,
    FIELD_ADMIN_STATEMENTS,
    FIELD_RECORD_STATEMENTS,
    FIELD_SEAL_PROGRESS_STATEMENTS,
    WORKDAY_STATEMENTS,
    PRICE_STATEMENTS,
    NULL,
};

static const struct program ADMIN = {
    .name = "admin",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 2, // each hashing a one-time password takes 32 MiB
};

int main(int argc, char **argv) {
    return program_main(&ADMIN, argc, argv);
}
