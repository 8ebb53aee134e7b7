// Signing in and out.
#include <string.h>

#include "app/cookie.h"
#include "app/resume.h"
#include "base/utf8.h"
#include "domain/session.h"
#include "login/pages.h"
#include "vault/password.h"

struct login_view {
    struct layout_view layout;
    const char *login;
    const char *next;
    bool has_login, no_login; // whether the account is filled in: the cursor stands in what is not
    bool failed;
    bool limited;
    bool over;                // the time between password and code
    const char *wait;         // "3 分钟"
    struct view_rows carried; // of carried_view: a form that was open when the session ended
};

static const struct binding BINDINGS[] = {
    VIEW_PART(struct login_view, layout, LAYOUT),
    VIEW(struct login_view, LOGIN, login),
    VIEW(struct login_view, NEXT, next),
    VIEW(struct login_view, HAS_LOGIN, has_login),
    VIEW(struct login_view, NO_LOGIN, no_login),
    VIEW(struct login_view, FAILED, failed),
    VIEW(struct login_view, LIMITED, limited),
    VIEW(struct login_view, OVER, over),
    VIEW(struct login_view, WAIT, wait),
    VIEW_ROWS(struct login_view, CARRIED, carried, CARRIED),
    VIEW_END,
};
const struct view LOGIN_VIEW = {"login/login.tpl", BINDINGS};

struct continue_view {
    struct layout_view layout;
    const char *next;
    struct view_rows carried; // of carried_view
};

static const struct binding CONTINUE_BINDINGS[] = {
    VIEW_PART(struct continue_view, layout, LAYOUT),
    VIEW(struct continue_view, NEXT, next),
    VIEW_ROWS(struct continue_view, CARRIED, carried, CARRIED),
    VIEW_END,
};
const struct view CONTINUE_VIEW = {"login/continue.tpl", CONTINUE_BINDINGS};

const char *own_path(const char *path) {
    if (strlen(path) > OWN_PATH_MAX || path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return "/";
    for (const char *c = path; *c != '\0'; c++)
        if ((unsigned char)*c <= ' ' || *c == '\\' || *c == 0x7f)
            return "/";
    return path;
}

const char *wait_in_words(const struct ctx *ctx, int64_t wait) {
    int64_t seconds = (wait + TIME_SECOND - 1) / TIME_SECOND;
    int64_t minutes = (wait + TIME_MINUTE - 1) / TIME_MINUTE;
    if (seconds < 60)
        return arena_format(ctx->arena, ctx->lang == LANG_EN ? "%lld s" : "%lld 秒", (long long)seconds);
    return arena_format(ctx->arena, ctx->lang == LANG_EN ? "%lld min" : "%lld 分钟", (long long)minutes);
}

enum status login_page(struct page *page) {
    const char *next = own_path(page_query(page, "next"));
    if (page->ctx.actor->person_id != 0)
        return page_redirect(page, "%s", next);
    struct login_view view = {.layout = page_layout(page), .login = "", .no_login = true, .next = next, .wait = ""};
    return page_render(page, 200, &LOGIN_VIEW, &view);
}

#define LOGIN_ECHO_MAX 64 // characters; nobody's login is longer, and the page is for anybody

enum status login_refuse(struct page *page, enum status status, int64_t wait) {
    const char *typed = page_form(page, "login");
    const char *login = utf8_length(typed) <= LOGIN_ECHO_MAX ? typed : "";
    struct login_view view = {
        .layout = page_layout(page),
        .login = login,
        .has_login = *login != '\0',
        .no_login = *login == '\0',
        .next = own_path(page_form(page, "next")),
        .failed = status == STATUS_UNAUTHENTICATED,
        .limited = status == STATUS_LIMITED,
        .over = status == STATUS_EXPIRED,
        .wait = wait_in_words(&page->ctx, wait),
        .carried = resume_carried(page),
    };
    return page_render(page, status == STATUS_LIMITED ? 429 : 422, &LOGIN_VIEW, &view);
}

// Signed in again with a form carried along: one click submits it, with the token of the new session; what has to be done before is
// said at once.
static enum status show_continue(struct page *page, const unsigned char *token, struct view_rows carried) {
    const char *next = own_path(page_form(page, "next"));
    struct actor *actor = ARENA_NEW(page->ctx.arena, struct actor);
    TRY(session_find(page->ctx.store, page->ctx.clock, token, page->ctx.arena, actor));
    page->ctx.actor = actor;
    page->csrf = token_csrf(token, page->ctx.arena);
    if (resume_duty(actor) != NULL)
        return resume_hold(page, next, carried);
    struct continue_view view = {.layout = page_layout(page), .next = next, .carried = carried};
    return page_render(page, 200, &CONTINUE_VIEW, &view);
}

enum status login_enter(struct page *page, const unsigned char *token) {
    cookie_set_session(page, token);
    cookie_set_device(page, page->ctx.device);
    struct view_rows carried = resume_carried(page);
    if (carried.count > 0)
        return show_continue(page, token, carried);
    return page_redirect(page, "%s", own_path(page_form(page, "next")));
}

enum status login_do(struct page *page) {
    unsigned char token[TOKEN_SIZE];
    int64_t wait = 0;
    bool needs_code = false;
    enum status status = session_sign_in(&page->ctx, page_form(page, "login"), page_form(page, "password"),
                                         page->request->user_agent, token, &needs_code, &wait);
    if (status == STATUS_UNAUTHENTICATED || status == STATUS_LIMITED)
        return login_refuse(page, status, wait);
    TRY(status);
    return needs_code ? code_ask(page, token) : login_enter(page, token);
}

enum status logout_do(struct page *page) {
    TRY(session_sign_out(&page->ctx));
    cookie_clear_session(page);
    response_header(page->response, "Clear-Site-Data", "\"cache\", \"storage\""); // not cookies: the browser stays a known one
    return page_redirect(page, "/login?notice=signed-out");
}
