// The program approval: contracts, and requests for approval of every kind (CON-1 … CON-11).
#include "app/plain_form.h"
#include "approval/contract_pages.h"
#include "approval/pages.h"
#include "domain/approval_upkeep.h"
#include "domain/contract_submit.h"
#include "domain/delegation.h"
#include "domain/directory.h"
#include "domain/session.h"
#include "domain/setting.h"
#include "domain/workday.h"

#define CONTRACT "/contract/{contract}"
#define DELEGATION "/approval/delegation"

static const struct route ROUTES[] = {
    {METHOD_GET, "/approval", PERM_APPROVAL, inbox_page, {"待我审批", "Waiting for me"}, 0},
    {METHOD_GET, "/approval/mine", PERM_APPROVAL, mine_page, {"我发起的", "My requests"}, 0},
    {METHOD_GET, "/approval/done", PERM_APPROVAL, done_page, {"已办", "Dealt with"}, 0},
    {METHOD_GET, DELEGATION, PERM_APPROVAL, delegation_page, {"委托代办", "Delegation"}, 0},
    {METHOD_POST, DELEGATION, PERM_APPROVAL, delegation_do, {"委托代办", "Delegation"}, 0},
    {METHOD_POST, DELEGATION "/{delegation}/end", PERM_APPROVAL, delegation_end_do, {"收回委托", "Take a delegation back"}, 0},
    {METHOD_GET, "/approval/{request}", PERM_APPROVAL, request_page, {"审批", "Approval"}, 0},
    {METHOD_POST, "/approval/{request}", PERM_APPROVAL, request_do, {"审批", "Approval"}, 0},
    {METHOD_GET, "/contract", PERM_CONTRACT_READ, contract_list_page, {"合同台账", "Contracts"}, 0},
    {METHOD_GET, "/contract/new/{id}", PERM_CONTRACT_WRITE, contract_new_page, {"起草合同", "Draft a contract"}, 0},
    {METHOD_POST, "/contract/new/{id}", PERM_CONTRACT_WRITE, contract_new_do, {"起草合同", "Draft a contract"}, 0},
    {METHOD_GET, CONTRACT, PERM_CONTRACT_READ, contract_page, {"合同", "Contract"}, 0},
    {METHOD_GET, CONTRACT "/revision/{revision}", PERM_CONTRACT_READ, contract_revision_page, {"合同", "Contract"}, 0},
    {METHOD_GET, CONTRACT "/compare", PERM_CONTRACT_READ, contract_compare_page, {"对比两稿", "Two revisions"}, 0},
    {METHOD_GET, CONTRACT "/edit", PERM_CONTRACT_WRITE, contract_edit_page, {"修改合同", "Edit a contract"}, 0},
    {METHOD_POST, CONTRACT "/edit", PERM_CONTRACT_WRITE, contract_edit_do, {"修改合同", "Edit a contract"}, 0},
    {METHOD_POST, CONTRACT "/revise", PERM_CONTRACT_WRITE, contract_revise_do, {"另起一稿", "A new revision"}, 0},
    {METHOD_GET, CONTRACT "/submit/{version}", PERM_CONTRACT_WRITE, contract_submit_page, {"提交审批", "Submit for approval"}, 0},
    {METHOD_POST, CONTRACT "/submit/{version}", PERM_CONTRACT_WRITE, contract_submit_do, {"提交审批", "Submit for approval"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&INBOX_VIEW, &REQUEST_VIEW, &DELEGATION_VIEW,
                                           &CONTRACT_LIST_VIEW, &CONTRACT_VIEW, &CONTRACT_FORM_VIEW, &CONTRACT_COMPARE_VIEW,
                                           &CONFIRMATION_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {
    SESSION_STATEMENTS,
    APPROVAL_PATH_STATEMENTS,
    APPROVAL_LOAD_STATEMENTS,
    APPROVAL_READ_STATEMENTS,
    APPROVAL_WRITE_STATEMENTS,
    APPROVAL_LIST_STATEMENTS,
    APPROVAL_UPKEEP_STATEMENTS,
    CONTRACT_STATEMENTS,
    CONTRACT_SUBMIT_STATEMENTS,
    DELEGATION_STATEMENTS,
    DIRECTORY_PERSON_STATEMENTS,
    SETTING_READ_STATEMENTS,
    WORKDAY_READ_STATEMENTS,
    NULL,
};

static enum status upkeep(struct ctx *ctx, bool *more) {
    TRY(approval_fill(ctx));
    return approval_escalate(ctx, more);
}

static const struct program APPROVAL_PROGRAM = {
    .name = "approval",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .workers = 4,
    .idle = upkeep,
};

int main(int argc, char **argv) {
    return program_main(&APPROVAL_PROGRAM, argc, argv);
}
