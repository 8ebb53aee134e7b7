// One's own account: who I am here, where I am signed in, how pages look, my language; the ways to password and second factor.
#include <stdlib.h>
#include <string.h>

#include "app/cookie.h"
#include "domain/account_notice.h"
#include "domain/own_account.h"
#include "login/pages.h"
#include "model/agent.h"

struct role_view {
    const char *name;
};
struct session_view {
    const char *id, *browser, *address, *since, *used;
    bool current, other;
};
struct told_view {
    const char *words;
    bool unread;
};
struct account_view {
    struct layout_view layout;
    const char *login;
    struct view_rows roles;    // of role_view
    struct view_rows sessions; // of session_view
    struct view_rows told;     // of told_view
    bool has_others, has_told, sessions_cut;
    int64_t session_count;
    bool compact, comfortable;
    bool system, light, dark;
    bool has_factor, no_factor;
};

static const struct binding ROLE[] = {VIEW(struct role_view, NAME, name), VIEW_END};
static const struct binding SESSION[] = {
    VIEW(struct session_view, SESSION_ID, id),
    VIEW(struct session_view, BROWSER, browser),
    VIEW(struct session_view, ADDRESS, address),
    VIEW(struct session_view, SINCE, since),
    VIEW(struct session_view, USED, used),
    VIEW(struct session_view, CURRENT, current),
    VIEW(struct session_view, OTHER, other),
    VIEW_END,
};
static const struct binding TOLD[] = {VIEW(struct told_view, WORDS, words), VIEW(struct told_view, UNREAD, unread), VIEW_END};
static const struct binding ACCOUNT_BINDINGS[] = {
    VIEW_PART(struct account_view, layout, LAYOUT),
    VIEW(struct account_view, LOGIN, login),
    VIEW_ROWS(struct account_view, ROLES, roles, ROLE),
    VIEW_ROWS(struct account_view, SESSION, sessions, SESSION),
    VIEW(struct account_view, HAS_OTHERS, has_others),
    VIEW(struct account_view, SESSIONS_CUT, sessions_cut),
    VIEW(struct account_view, SESSION_COUNT, session_count),
    VIEW_ROWS(struct account_view, TOLD, told, TOLD),
    VIEW(struct account_view, HAS_TOLD, has_told),
    VIEW(struct account_view, COMPACT, compact),
    VIEW(struct account_view, COMFORTABLE, comfortable),
    VIEW(struct account_view, SYSTEM, system),
    VIEW(struct account_view, LIGHT, light),
    VIEW(struct account_view, DARK, dark),
    VIEW(struct account_view, HAS_FACTOR, has_factor),
    VIEW(struct account_view, NO_FACTOR, no_factor),
    VIEW_END,
};
const struct view ACCOUNT_VIEW = {"login/account.tpl", ACCOUNT_BINDINGS};

static struct view_rows role_rows(const struct page *page) {
    const struct actor *actor = page->ctx.actor;
    struct role_view *roles = ARENA_ARRAY(page->ctx.arena, struct role_view, actor->grant_count);
    for (unsigned i = 0; i < actor->grant_count; i++)
        roles[i].name = page->ctx.lang == LANG_EN ? actor->grants[i].name_en : actor->grants[i].name_zh;
    return VIEW_ARRAY(roles, actor->grant_count);
}

static enum status session_rows(struct page *page, struct view_rows *rows, int64_t *of) {
    struct arena *arena = page->ctx.arena;
    struct own_session *sessions;
    unsigned count;
    TRY(own_sessions(&page->ctx, &sessions, &count, of));
    struct session_view *views = ARENA_ARRAY(arena, struct session_view, count);
    for (unsigned i = 0; i < count; i++)
        views[i] = (struct session_view){
            .id = sessions[i].id,
            .browser = agent_words(arena, sessions[i].agent, page->ctx.lang),
            .address = sessions[i].address,
            .since = time_minute(arena, sessions[i].created_at),
            .used = time_minute(arena, sessions[i].seen_at),
            .current = sessions[i].current,
            .other = !sessions[i].current,
        };
    *rows = VIEW_ARRAY(views, count);
    return STATUS_OK;
}

// The newest of what others did to the account, seen or not.
static enum status told_rows(struct page *page, struct view_rows *rows) {
    struct account_notice *notices;
    unsigned count;
    TRY(account_notice_own(&page->ctx, false, &notices, &count));
    struct told_view *told = ARENA_ARRAY(page->ctx.arena, struct told_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++)
        told[i] = (struct told_view){account_notice_words(&notices[i], true, page->ctx.lang, page->ctx.arena),
                                     notices[i].read_at == 0 && notices[i].act != ACCOUNT_ADDED};
    *rows = VIEW_ARRAY(told, count);
    return STATUS_OK;
}

enum status account_page(struct page *page) {
    const struct actor *actor = page->ctx.actor;
    struct account_view view = {
        .layout = page_layout(page),
        .login = actor->login,
        .roles = role_rows(page),
        .compact = strcmp(actor->density, "compact") == 0,
        .comfortable = strcmp(actor->density, "comfortable") == 0,
        .system = strcmp(actor->appearance, "system") == 0,
        .light = strcmp(actor->appearance, "light") == 0,
        .dark = strcmp(actor->appearance, "dark") == 0,
        .has_factor = actor->has_second_factor,
        .no_factor = !actor->has_second_factor,
    };
    TRY(session_rows(page, &view.sessions, &view.session_count));
    view.sessions_cut = view.session_count > (int64_t)view.sessions.count;
    TRY(told_rows(page, &view.told));
    view.has_told = view.told.count > 0;
    view.has_others = view.sessions.count > 1;
    return page_render(page, 200, &ACCOUNT_VIEW, &view);
}

enum status session_end_do(struct page *page) {
    TRY(own_session_end(&page->ctx, page_form(page, "session")));
    return page_redirect(page, "/account?notice=session-ended");
}

enum status sessions_end_do(struct page *page) {
    TRY(own_sessions_end_others(&page->ctx));
    return page_redirect(page, "/account?notice=sessions-ended");
}

enum status notice_do(struct page *page) {
    TRY(account_notice_read(&page->ctx, strtoll(page_form(page, "notice"), NULL, 10)));
    return page_redirect(page, "/?notice=account-notice-seen");
}

enum status looks_do(struct page *page) {
    TRY(own_set_looks(&page->ctx, page_form(page, "density"), page_form(page, "appearance")));
    return page_redirect(page, "/account?notice=looks-saved");
}

enum status language_do(struct page *page) {
    enum lang lang = strcmp(page_form(page, "lang"), "en") == 0 ? LANG_EN : LANG_ZH;
    if (page->ctx.actor->person_id != 0)
        TRY(own_set_language(&page->ctx, lang));
    cookie_set_language(page, lang);
    return page_redirect(page, "%s", own_path(page_form(page, "next")));
}
