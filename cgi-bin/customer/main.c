// The program customer: customer archives, their contacts, and the one way to a confidential value.
#include "customer/pages.h"
#include "domain/customer_column.h"
#include "domain/customer_twin.h"
#include "domain/directory.h"
#include "domain/entitlement.h"
#include "domain/field_seal.h"
#include "domain/list_choice.h"
#include "domain/saved_view.h"
#include "domain/session.h"

#define CUSTOMER "/customer/{id}"
#define CONTACT "/customer/{id}/contact/{contact}"

// Reveals are open to everyone signed in as far as this table goes: the custodian decides, and so records every refusal too.
static const struct route ROUTES[] = {
    {METHOD_GET, "/customer", PERM_CUSTOMER_READ, list_page, {"客户档案", "Customers"}, 0},
    {METHOD_POST, "/customer/search", PERM_CUSTOMER_READ, search_do, {"查找客户", "Find customers"}, 0},
    {METHOD_GET, "/customer/columns", PERM_CUSTOMER_READ, columns_page, {"选择列", "Choose columns"}, 0},
    {METHOD_POST, "/customer/columns", PERM_CUSTOMER_READ, columns_do, {"选择列", "Choose columns"}, 0},
    {METHOD_POST, "/customer/export", PERM_CUSTOMER_EXPORT, export_do, {"导出客户列表", "Export a list"}, 0},
    {METHOD_GET, "/customer/filter", PERM_CUSTOMER_READ, filter_page, {"筛选客户", "Filter customers"}, 0},
    {METHOD_GET, "/customer/views", PERM_CUSTOMER_READ, views_page, {"客户视图", "Views of customers"}, 0},
    {METHOD_POST, "/customer/views", PERM_CUSTOMER_READ, view_new_do, {"保存视图", "Keep a view"}, 0},
    {METHOD_POST, "/customer/views/{view}", PERM_CUSTOMER_READ, view_change_do, {"修改视图", "Change a view"}, 0},
    {METHOD_POST, "/customer/views/{view}/default", PERM_CUSTOMER_READ, view_default_do, {"默认视图", "Default view"}, 0},
    {METHOD_POST, "/customer/views/{view}/take", PERM_CUSTOMER_READ, view_take_do, {"接手视图", "Take a view over"}, 0},
    {METHOD_POST, "/customer/views/{view}/delete", PERM_CUSTOMER_READ, view_delete_do, {"删除视图", "Delete a view"}, 0},
    {METHOD_POST, "/customer/views/{view}/restore", PERM_CUSTOMER_READ, view_restore_do, {"恢复视图", "Restore a view"}, 0},
    {METHOD_GET, "/customer/new", PERM_CUSTOMER_CREATE, customer_new_page, {"新建客户", "New customer"}, 0},
    {METHOD_POST, "/customer/new", PERM_CUSTOMER_CREATE, customer_new_do, {"新建客户", "New customer"}, 0},
    {METHOD_GET, CUSTOMER, PERM_CUSTOMER_READ, record_page, {"客户", "Customer"}, 0},
    {METHOD_GET, CUSTOMER "/edit", PERM_CUSTOMER_EDIT, customer_edit_page, {"修改客户", "Edit customer"}, 0},
    {METHOD_POST, CUSTOMER "/edit", PERM_CUSTOMER_EDIT, customer_edit_do, {"修改客户", "Edit customer"}, 0},
    {METHOD_GET, CUSTOMER "/history", PERM_CUSTOMER_READ, history_page, {"修改历史", "History"}, 0},
    {METHOD_GET, CUSTOMER "/reveal", PERM_SIGNED_IN, reveal_page, {"查看保密内容", "Reveal"}, 0},
    {METHOD_POST, CUSTOMER "/reveal", PERM_SIGNED_IN, reveal_do, {"查看保密内容", "Reveal"}, ROUTE_DISCLOSES},
    {METHOD_GET, CUSTOMER "/contact/new", PERM_CUSTOMER_EDIT, contact_new_page, {"新建联系人", "New contact"}, 0},
    {METHOD_POST, CUSTOMER "/contact/new", PERM_CUSTOMER_EDIT, contact_new_do, {"新建联系人", "New contact"}, 0},
    {METHOD_GET, CONTACT "/edit", PERM_CUSTOMER_EDIT, contact_edit_page, {"修改联系人", "Edit contact"}, 0},
    {METHOD_POST, CONTACT "/edit", PERM_CUSTOMER_EDIT, contact_edit_do, {"修改联系人", "Edit contact"}, 0},
    {METHOD_GET, CONTACT "/delete", PERM_CUSTOMER_EDIT, contact_delete_page, {"删除联系人", "Delete contact"}, 0},
    {METHOD_POST, CONTACT "/delete", PERM_CUSTOMER_EDIT, contact_delete_do, {"删除联系人", "Delete contact"}, 0},
    {METHOD_POST, CONTACT "/restore", PERM_CUSTOMER_EDIT, contact_restore_do, {"恢复联系人", "Restore contact"}, 0},
    {METHOD_GET, CONTACT "/reveal", PERM_SIGNED_IN, reveal_page, {"查看保密内容", "Reveal"}, 0},
    {METHOD_POST, CONTACT "/reveal", PERM_SIGNED_IN, reveal_do, {"查看保密内容", "Reveal"}, ROUTE_DISCLOSES},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&LIST_VIEW, &COLUMNS_VIEW, &FILTER_VIEW, &VIEWS_VIEW, &RECORD_VIEW, &FORM_VIEW, &CONFIRM_VIEW,
                                           &HISTORY_VIEW, &REVEAL_VIEW, &REVEALED_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {
    SESSION_STATEMENTS,
    CUSTOMER_STATEMENTS,
    DIRECTORY_PERSON_STATEMENTS,
    FILTER_STATEMENTS,
    SAVED_VIEW_STATEMENTS,
    COLUMN_STATEMENTS,
    LIST_CHOICE_STATEMENTS,
    TWIN_STATEMENTS,
    FIELD_SEAL_STATEMENTS,
    ENTITLEMENT_STATEMENTS,
    NULL,
};

static const struct program CUSTOMER_PROGRAM = {
    .name = "customer",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .idle = field_seal_step,
    .workers = 8,
};

int main(int argc, char **argv) {
    return program_main(&CUSTOMER_PROGRAM, argc, argv);
}
