// The program login: who you are. It alone reads password hashes; every other program only knows sessions.
#include "domain/account_notice.h"
#include "domain/approval.h"
#include "domain/audit_case.h"
#include "domain/credential.h"
#include "domain/customer.h"
#include "domain/device.h"
#include "domain/own_account.h"
#include "domain/saved_view.h"
#include "domain/second_factor.h"
#include "domain/session.h"
#include "domain/tries.h"
#include "login/pages.h"

#define FACTOR "/account/second-factor"
#define FACTOR_TITLE \
    { "二次验证", "Second factor" }

static const struct route ROUTES[] = {
    {METHOD_GET, "/", PERM_SIGNED_IN, home_page, {"首页", "Home"}, 0},
    {METHOD_GET, "/login", PERM_ANYONE, login_page, {"登录", "Sign in"}, 0},
    {METHOD_POST, "/login", PERM_ANYONE, login_do, {"登录", "Sign in"}, 0},
    {METHOD_GET, "/login/code", PERM_ANYONE, code_page, {"验证码", "Code"}, 0},
    {METHOD_POST, "/login/code", PERM_ANYONE, code_do, {"验证码", "Code"}, 0},
    {METHOD_POST, "/logout", PERM_SIGNED_IN, logout_do, {"退出", "Sign out"}, 0},
    {METHOD_GET, "/account", PERM_SIGNED_IN, account_page, {"我的账号", "My account"}, 0},
    {METHOD_GET, "/account/password", PERM_SIGNED_IN, password_page, {"修改密码", "Change password"}, 0},
    {METHOD_POST, "/account/password", PERM_SIGNED_IN, password_do, {"修改密码", "Change password"}, 0},
    {METHOD_GET, FACTOR, PERM_SIGNED_IN, factor_page, FACTOR_TITLE, 0},
    {METHOD_POST, FACTOR "/begin", PERM_SIGNED_IN, factor_begin_do, FACTOR_TITLE, ROUTE_DISCLOSES},
    {METHOD_POST, FACTOR "/confirm", PERM_SIGNED_IN, factor_confirm_do, FACTOR_TITLE, 0},
    {METHOD_POST, FACTOR "/codes", PERM_SIGNED_IN, factor_codes_do, {"恢复码", "Recovery codes"}, 0},
    {METHOD_POST, FACTOR "/off", PERM_SIGNED_IN, factor_off_do, FACTOR_TITLE, 0},
    {METHOD_POST, "/account/language", PERM_ANYONE, language_do, {"语言", "Language"}, 0},
    {METHOD_POST, "/account/notice", PERM_SIGNED_IN, notice_do, {"账号通知", "Account notice"}, 0},
    {METHOD_POST, "/account/looks", PERM_SIGNED_IN, looks_do, {"显示", "Display"}, 0},
    {METHOD_POST, "/account/session/end", PERM_SIGNED_IN, session_end_do, {"结束登录", "End a session"}, 0},
    {METHOD_POST, "/account/session/others", PERM_SIGNED_IN, sessions_end_do, {"结束其他全部登录", "End all other sessions"}, 0},
    {.handler = NULL},
};

static const struct view *const VIEWS[] = {&LOGIN_VIEW, &CONTINUE_VIEW, &HOME_VIEW, &ACCOUNT_VIEW,
                                           &PASSWORD_VIEW, &CODE_VIEW, &FACTOR_VIEW, &SETUP_VIEW, &CODES_VIEW, NULL};
static const struct sql *const *const STATEMENTS[] = {
    SESSION_STATEMENTS,
    SIGN_IN_STATEMENTS,
    TRIES_STATEMENTS,
    CREDENTIAL_OFFER_STATEMENTS,
    ACCOUNT_NOTICE_STATEMENTS,
    ACCOUNT_NOTICE_USE_STATEMENTS,
    ACCOUNT_NOTICE_OWN_STATEMENTS,
    APPROVAL_COUNT_STATEMENTS,
    AUDIT_CASE_STATEMENTS,
    DEVICE_STATEMENTS,
    SECOND_FACTOR_STATEMENTS,
    OWN_ACCOUNT_STATEMENTS,
    CUSTOMER_LIST_STATEMENTS,
    SAVED_VIEW_LIST_STATEMENTS,
    NULL,
};

static const struct sql *const *const CREDENTIALS[] = {CREDENTIAL_STATEMENTS, NULL};

static const struct program LOGIN = {
    .name = "login",
    .routes = ROUTES,
    .views = VIEWS,
    .statements = STATEMENTS,
    .credentials = CREDENTIALS,
    .workers = 2, // each hashing password takes 32 MiB
    .start = password_start,
};

int main(int argc, char **argv) {
    return program_main(&LOGIN, argc, argv);
}
