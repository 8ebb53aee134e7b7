// The program admin: what an administrator sets up. It reads no value of any customer (ORG-3): no statement of it names one.
#include "admin/fields.h"
#include "domain/field_catalogue.h"
#include "domain/field_record.h"
#include "domain/field_seal.h"
#include "domain/session.h"

static const struct route ROUTES[] = {
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
    {METHOD_GET, "/admin/fields/changes", PERM_ADMIN_FIELDS, field_changes_page, {"字段变更记录", "Changes of fields"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&FIELDS_VIEW, &FIELD_VIEW, &FIELD_TRY_VIEW, &FIELD_LEVEL_VIEW,
                                           &FIELD_CHOICES_VIEW, &DOSSIER_VIEW, &FIELD_CHANGES_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {SESSION_STATEMENTS, FIELD_CATALOGUE_STATEMENTS, FIELD_ADMIN_STATEMENTS,
                                                      FIELD_RECORD_STATEMENTS, FIELD_SEAL_PROGRESS_STATEMENTS, NULL};

static const struct program ADMIN = {
    .name = "admin",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 2,
};

int main(int argc, char **argv) {
    return program_main(&ADMIN, argc, argv);
}
