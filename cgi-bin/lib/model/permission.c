// The permissions by name, and the roles of ORG-2 as a new installation gets them.
#include "model/permission.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    struct text label;
    enum duty duty;
} PERMISSIONS[] = {
    [PERM_NOBODY] = {NULL, {"无人", "Nobody"}, DUTY_NONE},
    [PERM_ANYONE] = {NULL, {"任何人", "Anyone"}, DUTY_NONE},
    [PERM_SIGNED_IN] = {NULL, {"已登录用户", "Anyone signed in"}, DUTY_NONE},
    [PERM_CUSTOMER_READ] = {"customer.read", {"查阅客户档案", "Read customer archives"}, DUTY_BUSINESS},
    [PERM_CUSTOMER_CREATE] = {"customer.create", {"新建客户档案", "Create customer archives"}, DUTY_BUSINESS},
    [PERM_CUSTOMER_EDIT] = {"customer.edit", {"修改客户档案", "Edit customer archives"}, DUTY_BUSINESS},
    [PERM_CUSTOMER_REVEAL] = {"customer.reveal", {"查看保密字段", "Reveal confidential fields"}, DUTY_BUSINESS},
    [PERM_CUSTOMER_IMPORT] = {"customer.import", {"导入客户档案", "Import customer archives"}, DUTY_BUSINESS},
    [PERM_CUSTOMER_EXPORT] = {"customer.export", {"导出客户列表", "Export lists of customers"}, DUTY_BUSINESS},
    [PERM_CONTRACT_READ] = {"contract.read", {"查阅合同", "Read contracts"}, DUTY_BUSINESS},
    [PERM_CONTRACT_WRITE] = {"contract.write", {"起草合同", "Draft contracts"}, DUTY_BUSINESS},
    [PERM_APPROVAL] = {"approval.take", {"参与审批", "Take part in approvals"}, DUTY_BUSINESS},
    [PERM_LOG_READ] = {"log.read", {"查阅访问日志", "Read the access log"}, DUTY_AUDIT},
    [PERM_ADMIN_PEOPLE] = {"admin.people", {"管理单位和人员", "Manage units and people"}, DUTY_ADMINISTRATION},
    [PERM_ADMIN_ROLES] = {"admin.roles", {"管理角色权限", "Manage roles"}, DUTY_ADMINISTRATION},
    [PERM_ADMIN_SETTINGS] = {"admin.settings", {"管理系统设置", "Manage settings"}, DUTY_ADMINISTRATION},
    [PERM_ADMIN_FIELDS] = {"admin.fields", {"设置字段", "Set up fields"}, DUTY_ADMINISTRATION},
    [PERM_RECORD_READ] = {"record.read", {"查阅管理记录", "Read the record of administration"}, DUTY_ANY},
};
_Static_assert(sizeof(PERMISSIONS) / sizeof(PERMISSIONS[0]) == PERM_COUNT, "every permission has its row");

const char *permission_name(enum permission permission) {
    return (unsigned)permission < PERM_COUNT ? PERMISSIONS[permission].name : NULL;
}

enum permission permission_find(const char *name) {
    for (unsigned i = 0; i < PERM_COUNT; i++) {
        if (PERMISSIONS[i].name != NULL && strcmp(PERMISSIONS[i].name, name) == 0)
            return (enum permission)i;
    }
    return PERM_NOBODY;
}

struct text permission_label(enum permission permission) {
    return PERMISSIONS[(unsigned)permission < PERM_COUNT ? permission : PERM_NOBODY].label;
}

enum duty permission_duty(enum permission permission) {
    return (unsigned)permission < PERM_COUNT ? PERMISSIONS[permission].duty : DUTY_NONE;
}

unsigned duty_permissions(enum duty duty) {
    unsigned bits = 0;
    for (unsigned permission = 0; permission < PERM_COUNT; permission++)
        bits |= PERMISSIONS[permission].duty == duty ? 1u << permission : 0;
    return bits;
}

bool permissions_go_together(unsigned permissions) {
    unsigned duties = 0;
    for (enum duty duty = DUTY_BUSINESS; duty < DUTY_COUNT; duty++)
        duties += (permissions & duty_permissions(duty)) != 0;
    return duties <= 1;
}

#define READ (1u << PERM_CUSTOMER_READ)
#define CREATE (1u << PERM_CUSTOMER_CREATE | 1u << PERM_CUSTOMER_IMPORT)
#define EDIT (1u << PERM_CUSTOMER_EDIT)
#define REVEAL (1u << PERM_CUSTOMER_REVEAL)
#define EXPORT (1u << PERM_CUSTOMER_EXPORT)
#define APPROVE (1u << PERM_APPROVAL)
#define CONTRACT (1u << PERM_CONTRACT_READ | APPROVE)
#define DRAFT (1u << PERM_CONTRACT_WRITE | CONTRACT)
#define LOG (1u << PERM_LOG_READ)
#define RECORD (1u << PERM_RECORD_READ)
#define ADMIN (1u << PERM_ADMIN_PEOPLE | 1u << PERM_ADMIN_ROLES | 1u << PERM_ADMIN_SETTINGS | 1u << PERM_ADMIN_FIELDS)

const struct role ROLES[] = {
    {"general_manager", {"总经理", "General manager"}, SCOPE_ALL, LEVEL_TOP, READ | EXPORT | REVEAL | CONTRACT},
    {"deputy_general_manager", {"副总经理", "Deputy general manager"}, SCOPE_ALL, LEVEL_SECRET, READ | EXPORT | REVEAL | CONTRACT},
    {"department_manager", {"部门经理", "Department manager"}, SCOPE_SUBTREE, LEVEL_SECRET, READ | EXPORT | REVEAL | CONTRACT},
    {"sales_director", {"销售总监", "Sales director"}, SCOPE_SUBTREE, LEVEL_TOP, READ | EXPORT | CREATE | EDIT | REVEAL | DRAFT},
    {"sales_manager", {"销售经理", "Sales manager"}, SCOPE_UNIT, LEVEL_TOP, READ | EXPORT | CREATE | EDIT | REVEAL | DRAFT},
    {"sales", {"客户经理/销售员", "Account manager / sales"}, SCOPE_OWN, LEVEL_TOP, READ | EXPORT | CREATE | EDIT | REVEAL | DRAFT},
    {"service_manager", {"客户服务部经理", "Customer service manager"}, SCOPE_ALL, LEVEL_SECRET, READ | EXPORT | EDIT | REVEAL | CONTRACT},
    {"service", {"客服人员", "Customer service"}, SCOPE_ALL, LEVEL_SECRET, READ | REVEAL | APPROVE},
    {"archive_clerk", {"档案管理员", "Archive clerk"}, SCOPE_ALL, LEVEL_TOP, READ | EXPORT | CREATE | EDIT | REVEAL | APPROVE},
    // Checks drafts for completeness (ARC-4): that something is stored shows in its mask.
    {"sales_clerk", {"业务文员", "Sales clerk"}, SCOPE_UNIT, LEVEL_INTERNAL, READ | EXPORT | CREATE | EDIT | DRAFT},
    {"finance", {"财务", "Finance"}, SCOPE_ALL, LEVEL_TOP, READ | EXPORT | REVEAL | CONTRACT},
    {"legal", {"法务", "Legal"}, SCOPE_ALL, LEVEL_SECRET, READ | EXPORT | REVEAL | CONTRACT},
    {"technical", {"技术", "Technical"}, SCOPE_ALL, LEVEL_INTERNAL, READ | CONTRACT},
    {"operations_manager", {"运营", "Operations manager"}, SCOPE_ALL, LEVEL_SECRET, READ | EXPORT | REVEAL | CONTRACT},
    {"marketing", {"市场人员", "Marketing"}, SCOPE_ALL, LEVEL_INTERNAL, READ | APPROVE},
    {"gate", {"门卫", "Gate"}, SCOPE_NONE, LEVEL_PUBLIC, 0},
    // ORG-3: reads the log and no customer.
    {"auditor", {"审计员", "Auditor"}, SCOPE_ALL, LEVEL_PUBLIC, LOG | RECORD},
    // ORG-3: manages accounts, and reads neither customers nor the log.
    {"administrator", {"系统管理员", "System administrator"}, SCOPE_NONE, LEVEL_PUBLIC, ADMIN | RECORD},
};
const unsigned ROLE_COUNT = sizeof(ROLES) / sizeof(ROLES[0]);
