#include "app/page.h"

#include <stdio.h>
#include <string.h>

#include "app/menu.h"
#include "app/notice.h"
#include "app/route.h"
#include "base/log.h"

int64_t page_number(const struct page *page, const char *name) {
    size_t length = strlen(name);
    for (unsigned i = 0; i < page->number_count; i++)
        if (strncmp(page->numbers[i].name, name, length) == 0 && page->numbers[i].name[length] == '}')
            return page->numbers[i].value;
    return 0;
}

const char *page_query(const struct page *page, const char *name) {
    const char *value = params_get(&page->request->query, name);
    return value != NULL ? value : "";
}

const char *page_form(const struct page *page, const char *name) {
    const char *value = params_get(&page->request->form, name);
    return value != NULL ? value : "";
}

#define PAGE_USUAL 16384 // bytes; longer pages grow

const char *say(const struct page *page, struct text text) {
    return text_in(page->ctx.lang, text);
}

enum status page_render(struct page *page, int code, const struct view *view, const void *data) {
    bool discloses = false;
    struct buffer body = {.arena = page->ctx.arena};
    buffer_reserve(&body, PAGE_USUAL);
    TRY(view_render(view, page->ctx.lang, data, &body, &discloses));
    if (discloses && (page->route == NULL || !(page->route->flags & ROUTE_DISCLOSES))) {
        LOG_EVENT(LOG_ERROR, "undeclared_disclosure", LOG_TEXT("view", view->file));
        return STATUS_FAULT;
    }
    page->response->code = code;
    page->response->body = body;
    return STATUS_OK;
}

enum status page_redirect(struct page *page, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const char *path = arena_vformat(page->ctx.arena, format, args);
    va_end(args);
    response_redirect(page->response, path);
    return STATUS_OK;
}

static const struct binding NAV[] = {
    VIEW(struct nav_view, HREF, href),
    VIEW(struct nav_view, LABEL, label),
    VIEW(struct nav_view, ICON, icon),
    VIEW(struct nav_view, CURRENT, current),
    VIEW_END,
};

const struct binding LAYOUT[] = {
    VIEW(struct layout_view, TITLE, title),
    VIEW(struct layout_view, HTML_LANG, html_lang),
    VIEW(struct layout_view, ZH, zh),
    VIEW(struct layout_view, EN, en),
    VIEW(struct layout_view, DENSITY, density),
    VIEW(struct layout_view, APPEARANCE, appearance),
    VIEW(struct layout_view, SIGNED_IN, signed_in),
    VIEW(struct layout_view, PERSON_NAME, person_name),
    VIEW(struct layout_view, ROLE_NAME, role_name),
    VIEW(struct layout_view, CSRF, csrf),
    VIEW(struct layout_view, HERE, here),
    VIEW_ROWS(struct layout_view, NAV, nav, NAV),
    VIEW(struct layout_view, MAY_SEARCH, may_search),
    VIEW(struct layout_view, SEARCH_TEXT, search_text),
    VIEW(struct layout_view, HAS_NOTICE, has_notice),
    VIEW(struct layout_view, NOTICE, notice),
    VIEW(struct layout_view, REQUEST_NUMBER, request_number),
    VIEW(struct layout_view, PAGE_TIME, time),
    VIEW_END,
};

const struct binding PAGER[] = {
    VIEW(struct pager_view, HAS_PREVIOUS, has_previous),
    VIEW(struct pager_view, PREVIOUS_HREF, previous),
    VIEW(struct pager_view, HAS_NEXT, has_next),
    VIEW(struct pager_view, NEXT_HREF, next),
    VIEW_END,
};

struct pager_view page_pager(const char *previous, const char *next) {
    return (struct pager_view){
        .has_previous = previous != NULL,
        .previous = previous != NULL ? previous : "",
        .has_next = next != NULL,
        .next = next != NULL ? next : "",
    };
}

// How much of the page's path the menu entry stands for: all of it, or what a page below it begins with; 0: nothing.
static size_t entry_fits(const char *entry, const char *path) {
    const size_t length = strlen(entry);
    if (length == 1)
        return strcmp(path, entry) == 0;
    return strncmp(path, entry, length) == 0 && (path[length] == '\0' || path[length] == '/') ? length : 0;
}

static struct view_rows nav_rows(const struct page *page) {
    struct nav_view *rows = ARENA_ARRAY(page->ctx.arena, struct nav_view, MENU_COUNT);
    size_t count = 0, best = 0;
    for (unsigned i = 0; i < MENU_COUNT; i++) {
        const size_t fits = entry_fits(MENU[i].path, page->request->path);
        best = MENU[i].in_bar && fits > best ? fits : best;
    }
    for (unsigned i = 0; i < MENU_COUNT; i++) {
        if (!MENU[i].in_bar || !actor_may(page->ctx.actor, MENU[i].permission))
            continue;
        rows[count++] = (struct nav_view){
            .href = MENU[i].path,
            .label = text_in(page->ctx.lang, MENU[i].label),
            .icon = MENU[i].icon,
            .current = best > 0 && entry_fits(MENU[i].path, page->request->path) == best,
        };
    }
    return VIEW_ARRAY(rows, count);
}

// Where this page is, for coming back after a change of language; a page that answers a POST has no address of its own.
static const char *page_here(const struct page *page) {
    if (page->request->method != METHOD_GET)
        return "/";
    struct buffer here = {.arena = page->ctx.arena};
    buffer_text(&here, page->request->path);
    const char *separator = "?";
    for (size_t i = 0; i < page->request->query.count; i++) {
        const struct param *param = &page->request->query.items[i];
        if (strcmp(param->name, "notice") == 0)
            continue;
        buffer_format(&here, "%s%s=%s", separator, url_encode(here.arena, param->name),
                      url_encode(here.arena, param->value));
        separator = "&";
    }
    return here.data;
}

static const char *role_name(const struct page *page) {
    const struct actor *actor = page->ctx.actor;
    if (actor->grant_count == 0)
        return "";
    return page->ctx.lang == LANG_EN ? actor->grants[0].name_en : actor->grants[0].name_zh;
}

struct layout_view page_layout(const struct page *page) {
    const struct ctx *ctx = &page->ctx;
    bool signed_in = ctx->actor->person_id != 0;
    const char *notice = notice_text(page_query(page, "notice"), ctx->lang);
    return (struct layout_view){
        .title = page->route != NULL ? text_in(ctx->lang, page->route->title) : "",
        .html_lang = ctx->lang == LANG_EN ? "en" : "zh-CN",
        .zh = ctx->lang == LANG_ZH,
        .en = ctx->lang == LANG_EN,
        .density = ctx->actor->density,
        .appearance = ctx->actor->appearance,
        .signed_in = signed_in,
        .person_name = signed_in ? ctx->actor->name : "",
        .role_name = signed_in ? role_name(page) : "",
        .csrf = page->csrf,
        .here = page_here(page),
        .nav = signed_in && !actor_is_held(ctx->actor) ? nav_rows(page) : (struct view_rows){0},
        .may_search = actor_may(ctx->actor, PERM_CUSTOMER_READ) && !actor_is_held(ctx->actor),
        .search_text = "",
        .has_notice = notice != NULL,
        .notice = notice != NULL ? notice : "",
        .request_number = page->request->number,
        .time = time_minute(ctx->arena, clock_now(ctx->clock)),
    };
}
