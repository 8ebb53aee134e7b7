// A new password: at the first sign-in, or whenever one likes.
#include <string.h>

#include "base/paths.h"
#include "domain/session.h"
#include "login/pages.h"
#include "vault/password.h"

// What is wrong with the three inputs of the password form; .zh NULL = nothing.
struct password_faults {
    struct text present, fresh, again;
};

struct password_view {
    struct layout_view layout;
    const char *next; // where to go on
    bool forced, chosen;
    bool has_faults;
    const char *present_message, *fresh_message, *again_message;
    bool present_invalid, fresh_invalid, again_invalid;
    int min, max;
};

static const struct binding PASSWORD_BINDINGS[] = {
    VIEW_PART(struct password_view, layout, LAYOUT),
    VIEW(struct password_view, NEXT, next),
    VIEW(struct password_view, FORCED, forced),
    VIEW(struct password_view, CHOSEN, chosen),
    VIEW(struct password_view, HAS_FAULTS, has_faults),
    VIEW(struct password_view, PRESENT_MESSAGE, present_message),
    VIEW(struct password_view, FRESH_MESSAGE, fresh_message),
    VIEW(struct password_view, AGAIN_MESSAGE, again_message),
    VIEW(struct password_view, PRESENT_INVALID, present_invalid),
    VIEW(struct password_view, FRESH_INVALID, fresh_invalid),
    VIEW(struct password_view, AGAIN_INVALID, again_invalid),
    VIEW(struct password_view, MIN, min),
    VIEW(struct password_view, MAX, max),
    VIEW_END,
};
const struct view PASSWORD_VIEW = {"login/password.tpl", PASSWORD_BINDINGS};

// Set once by password_start before the workers are forked, read only afterwards.
static const struct password_list *common_passwords;

enum status password_start(void) {
    struct arena *arena = arena_new(); // lives as long as the process
    struct password_list *list = NULL;
    const char *path = arena_format(arena, "%s/reference/common-passwords.txt", paths_share(arena));
    TRY(password_common_load(&list, path, arena));
    common_passwords = list;
    return STATUS_OK;
}

static const char *message_in(const struct page *page, struct text message) {
    return message.zh != NULL ? text_in(page->ctx.lang, message) : "";
}

static enum status show_password(struct page *page, int code, const struct password_faults *faults) {
    struct password_view view = {
        .layout = page_layout(page),
        .next = own_path(code == 200 ? page_query(page, "next") : page_form(page, "next")),
        .forced = page->ctx.actor->must_change_password,
        .chosen = !page->ctx.actor->must_change_password,
        .has_faults = code != 200,
        .present_message = message_in(page, faults->present),
        .fresh_message = message_in(page, faults->fresh),
        .again_message = message_in(page, faults->again),
        .present_invalid = faults->present.zh != NULL,
        .fresh_invalid = faults->fresh.zh != NULL,
        .again_invalid = faults->again.zh != NULL,
        .min = PASSWORD_MIN,
        .max = PASSWORD_MAX,
    };
    return page_render(page, code, &PASSWORD_VIEW, &view);
}

// To what was asked for before the password had to be changed.
static enum status go_on(struct page *page, const char *next) {
    const char *to = own_path(next);
    return page_redirect(page, "%s%cnotice=password-changed", to, strchr(to, '?') != NULL ? '&' : '?');
}

enum status password_page(struct page *page) {
    bool settled = false;
    if (page->ctx.actor->must_change_password)
        TRY(session_settle_password(&page->ctx, &settled));
    if (settled)
        return go_on(page, page_query(page, "next"));
    return show_password(page, 200, &(struct password_faults){0});
}

static struct text fault_in_words(enum password_fault fault) {
    switch (fault) {
    case PASSWORD_SHORT:
        return (struct text){"新密码至少 12 个字符。", "The new password needs at least 12 characters."};
    case PASSWORD_LONG:
        return (struct text){"新密码最多 128 个字符。", "The new password may have at most 128 characters."};
    case PASSWORD_COMMON:
        return (struct text){"这个密码太常见，容易被猜到，请换一个。",
                             "This password is a common one and easily guessed; please choose another."};
    case PASSWORD_PERSONAL:
        return (struct text){"密码不能主要由您的账号、姓名或本系统的名称组成。",
                             "The password may not consist mainly of your login, your name or the name of this system."};
    case PASSWORD_GOOD:
        break;
    }
    return (struct text){0};
}

enum status password_do(struct page *page) {
    const struct actor *actor = page->ctx.actor;
    const char *present = page_form(page, "present");
    const char *fresh = page_form(page, "fresh");
    struct password_faults faults = {
        .fresh = fault_in_words(password_check(fresh, actor->login, actor->name, common_passwords)),
    };
    if (strcmp(fresh, page_form(page, "again")) != 0)
        faults.again = (struct text){"两次输入的新密码不一致。", "The two new passwords differ."};
    if (strcmp(fresh, present) == 0)
        faults.fresh = (struct text){"新密码不能与现在的密码相同。", "The new password must differ from the present one."};
    if (faults.fresh.zh != NULL || faults.again.zh != NULL)
        return show_password(page, 422, &faults);
    enum status status = session_change_password(&page->ctx, present, fresh);
    if (status == STATUS_INVALID) {
        faults.present = (struct text){"现在的密码不对。", "The present password is wrong."};
        return show_password(page, 422, &faults);
    }
    TRY(status);
    return go_on(page, page_form(page, "next"));
}
