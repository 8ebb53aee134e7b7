#include "app/menu.h"

const struct menu_entry MENU[] = {
    {"/", "home", PERM_SIGNED_IN, true, {"首页", "Home"}, {NULL, NULL}},
    {"/customer", "archive", PERM_CUSTOMER_READ, true, {"客户档案", "Customers"}, {"按名称、编号、拼音首字母查找", "Find by name, number or initials"}},
    {"/customer/new", "plus", PERM_CUSTOMER_CREATE, false, {"新建客户", "New customer"}, {"登记客户和联系人", "Enter a customer and its contacts"}},
    {"/approval", "checkbox", PERM_APPROVAL, true, {"审批", "Approvals"}, {"待您审批和您发起的申请", "What waits for you, and what you asked for"}},
    {"/contract", "file-certificate", PERM_CONTRACT_READ, true, {"合同", "Contracts"}, {"起草、提交，合同台账", "Draft, submit; the ledger"}},
    {"/import", "upload", PERM_CUSTOMER_IMPORT, false, {"导入客户", "Import customers"}, {"从 Excel 成批登记", "Many at once, from Excel"}},
    {"/audit/desk", "scale", PERM_LOG_READ, true, {"审计台", "Desk"}, {"待处理的案件、日志验证、本周情况", "Cases to decide, the log's proof, this week"}},
    {"/audit", "eye-check", PERM_LOG_READ, true, {"访问记录", "Access log"}, {"谁在何时为何查看了什么", "Who looked at what, when and why"}},
    {"/admin/person", "users", PERM_ADMIN_PEOPLE, true, {"人员", "People"}, {"账号、角色、调动和离职移交", "Accounts, roles, moving and leaving"}},
    {"/admin/unit", "sitemap", PERM_ADMIN_PEOPLE, true, {"单位", "Units"}, {"公司的各级单位和负责人", "The company's units and their heads"}},
    {"/admin/role", "shield-lock", PERM_ADMIN_ROLES, true, {"角色", "Roles"}, {"每个角色能做什么", "What each role may do"}},
    {"/admin/setting", "settings", PERM_ADMIN_SETTINGS, true, {"系统设置", "Settings"}, {"登录时限、日志保存期等", "Session limits, retention and more"}},
    {"/admin/record", "history", PERM_RECORD_READ, true, {"管理记录", "Changes"}, {"谁在何时改了人员、角色和设置", "Who changed people, roles and settings"}},
    {"/admin/fields", "forms", PERM_ADMIN_FIELDS, true, {"字段", "Fields"}, {"增加、改名、分组、密级", "Add, relabel, group, level"}},
    {"/account", "user", PERM_SIGNED_IN, false, {"我的账号", "My account"}, {"密码、登录位置、显示和语言", "Password, sessions, display and language"}},
};
const unsigned MENU_COUNT = sizeof MENU / sizeof *MENU;
