// The second step of signing in: a code of the authenticator app, or a recovery code. Whoever is here is nobody yet.
#include <string.h>

#include "app/cookie.h"
#include "app/resume.h"
#include "domain/session.h"
#include "login/pages.h"
#include "vault/password.h"

struct code_view {
    struct layout_view layout;
    const char *next;
    bool wrong, malformed, limited;
    const char *wait;
    bool recovery;            // a recovery code was tried: its input stays in sight
    struct view_rows carried; // of carried_view: a form that was open when the session ended
};

static const struct binding BINDINGS[] = {
    VIEW_PART(struct code_view, layout, LAYOUT),
    VIEW(struct code_view, NEXT, next),
    VIEW(struct code_view, WRONG, wrong),
    VIEW(struct code_view, MALFORMED, malformed),
    VIEW(struct code_view, LIMITED, limited),
    VIEW(struct code_view, WAIT, wait),
    VIEW(struct code_view, RECOVERY, recovery),
    VIEW_ROWS(struct code_view, CARRIED, carried, CARRIED),
    VIEW_END,
};
const struct view CODE_VIEW = {"login/code.tpl", BINDINGS};

static enum status show(struct page *page, int code, struct code_view *view) {
    view->layout = page_layout(page);
    view->carried = resume_carried(page);
    return page_render(page, code, &CODE_VIEW, view);
}

static bool has_root_ahead(const char *next) {
    return strcmp(next, "/") == 0;
}

// What was carried along can't stand in an address, so then the page answers the password itself.
enum status code_ask(struct page *page, const unsigned char *step) {
    const char *next = own_path(page_form(page, "next"));
    struct code_view view = {.next = next, .wait = ""};
    cookie_set_step(page, step);
    if (resume_carried(page).count > 0) {
        view.layout = page_layout(page);
        return show(page, 200, &view);
    }
    if (has_root_ahead(next))
        return page_redirect(page, "/login/code");
    return page_redirect(page, "/login/code?next=%s", url_encode(page->ctx.arena, next));
}

enum status code_page(struct page *page) {
    const char *next = own_path(page_query(page, "next"));
    unsigned char step[TOKEN_SIZE];
    if (page->ctx.actor->person_id != 0)
        return page_redirect(page, "%s", next);
    enum status status = cookie_step(page->request, step) ? session_step_find(&page->ctx, step) : STATUS_EXPIRED;
    if (status == STATUS_EXPIRED)
        return has_root_ahead(next) ? page_redirect(page, "/login")
                                    : page_redirect(page, "/login?next=%s", url_encode(page->ctx.arena, next));
    TRY(status);
    struct code_view view = {.next = next, .wait = ""};
    return show(page, 200, &view);
}

static enum status show_refusal(struct page *page, enum status status, int64_t wait) {
    struct code_view view = {
        .next = own_path(page_form(page, "next")),
        .wrong = status == STATUS_INVALID,
        .malformed = status == STATUS_BAD_REQUEST,
        .limited = status == STATUS_LIMITED,
        .wait = wait_in_words(&page->ctx, wait),
        .recovery = *page_form(page, "recovery") != '\0',
    };
    return show(page, status == STATUS_LIMITED ? 429 : 422, &view);
}

enum status code_do(struct page *page) {
    unsigned char step[TOKEN_SIZE], token[TOKEN_SIZE];
    int64_t wait = 0;
    const char *recovery = page_form(page, "recovery");
    if (!cookie_step(page->request, step))
        return login_refuse(page, STATUS_EXPIRED, 0);
    enum status status = session_sign_in_by_code(&page->ctx, step, *recovery != '\0' ? recovery : page_form(page, "code"),
                                                 page->request->user_agent, token, &wait);
    switch (status) {
    case STATUS_INVALID:
    case STATUS_BAD_REQUEST:
    case STATUS_LIMITED:
        return show_refusal(page, status, wait);
    case STATUS_EXPIRED:
    case STATUS_UNAUTHENTICATED: // the custodian finds the step over or the secret gone
    case STATUS_NOT_FOUND:
        cookie_clear_step(page);
        return login_refuse(page, STATUS_EXPIRED, 0);
    default:
        break;
    }
    TRY(status);
    cookie_clear_step(page);
    return login_enter(page, token);
}
