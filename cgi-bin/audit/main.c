// The program audit: who saw which confidential field of whom, when and why. It never sees a value; the custodian hands out
// the records, and reading them is a record itself.
#include "audit/pages.h"
#include "domain/account_notice.h"
#include "domain/directory.h"
#include "domain/session.h"

static const struct route ROUTES[] = {
    {METHOD_GET, "/audit", PERM_LOG_READ, log_page, {"访问记录", "Access log"}, 0},
    {METHOD_GET, "/audit/{seq}", PERM_LOG_READ, entry_page, {"访问记录", "Access record"}, 0},
    {METHOD_GET, "/audit/desk", PERM_LOG_READ, desk_page, {"审计台", "Auditor's desk"}, 0},
    {METHOD_POST, "/audit/desk/verify", PERM_LOG_READ, verify_do, {"验证日志", "Verify the log"}, 0},
    {METHOD_GET, "/audit/desk/cases", PERM_LOG_READ, cases_page, {"案件", "Cases"}, 0},
    {METHOD_GET, "/audit/desk/case/{case}", PERM_LOG_READ, case_page, {"案件", "Case"}, 0},
    {METHOD_POST, "/audit/desk/case/{case}/decide", PERM_LOG_READ, case_decide_do, {"处理案件", "Decide a case"}, 0},
    {METHOD_GET, "/audit/customer/{id}", PERM_LOG_READ, customer_page, {"谁查看了这家客户", "Who saw this customer"}, 0},
    {METHOD_GET, "/audit/person/{person}", PERM_LOG_READ, person_page, {"此人查阅了什么", "What they looked up"}, 0},
    {METHOD_GET, "/audit/desk/rules", PERM_LOG_READ, rules_page, {"异常使用规则", "Rules of unusual use"}, 0},
    {METHOD_POST, "/audit/desk/rules/{rule}", PERM_LOG_READ, rule_do, {"修改规则", "Change a rule"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&LOG_VIEW, &ENTRY_VIEW, &DESK_VIEW, &CASES_VIEW, &CASE_VIEW,
                                           &CUSTOMER_VIEW, &PERSON_VIEW, &RULES_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {SESSION_STATEMENTS, DIRECTORY_STATEMENTS, ACCOUNT_NOTICE_CASE_STATEMENTS, NULL};

static const struct program AUDIT = {
    .name = "audit",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 2,
};

int main(int argc, char **argv) {
    return program_main(&AUDIT, argc, argv);
}
