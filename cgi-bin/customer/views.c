// Keeping lists of customers as views: one's own to rename, share and delete, those of colleagues to open.
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "customer/filters.h"
#include "domain/list_choice.h"

struct kept_view {
    int64_t id;
    const char *name, *owner, *summary;
    bool orphaned, own, shared_no, shared_unit, shared_all;
    bool leaves; // can be exported
};
struct views_view {
    struct layout_view layout;
    struct view_rows own, shared; // of kept_view
    bool more;                    // there are further ones
    int most;
    bool has_own, has_shared, none, has_fault, deleted;
    const char *fault, *query, *name;
    bool creating; // a view that could not be kept: again
    int64_t deleted_id;
};

static const struct binding KEPT[] = {
    VIEW(struct kept_view, ID, id),
    VIEW(struct kept_view, NAME, name),
    VIEW(struct kept_view, SUMMARY, summary),
    VIEW(struct kept_view, SHARED_NO, shared_no),
    VIEW(struct kept_view, SHARED_UNIT, shared_unit),
    VIEW(struct kept_view, SHARED_ALL, shared_all),
    VIEW(struct kept_view, LEAVES, leaves),
    VIEW_END,
};
static const struct binding SHARED[] = {
    VIEW(struct kept_view, ID, id),
    VIEW(struct kept_view, NAME, name),
    VIEW(struct kept_view, SUMMARY, summary),
    VIEW(struct kept_view, OWNER, owner),
    VIEW(struct kept_view, ORPHANED, orphaned),
    VIEW(struct kept_view, LEAVES, leaves),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct views_view, layout, LAYOUT),
    VIEW_ROWS(struct views_view, OWN, own, KEPT),
    VIEW_ROWS(struct views_view, SHARED, shared, SHARED),
    VIEW(struct views_view, HAS_MORE, more),
    VIEW(struct views_view, MOST, most),
    VIEW(struct views_view, HAS_OWN, has_own),
    VIEW(struct views_view, HAS_SHARED, has_shared),
    VIEW(struct views_view, NONE, none),
    VIEW(struct views_view, HAS_FAULT, has_fault),
    VIEW(struct views_view, FAULT, fault),
    VIEW(struct views_view, CREATING, creating),
    VIEW(struct views_view, QUERY, query),
    VIEW(struct views_view, KEPT_NAME, name),
    VIEW(struct views_view, DELETED, deleted),
    VIEW(struct views_view, DELETED_ID, deleted_id),
    VIEW_END,
};
const struct view VIEWS_VIEW = {"customer/views.tpl", BINDINGS};

static enum status summary_of(struct page *page, const char *query, const char **summary) {
    struct asked asked;
    TRY(asked_parse(page, query, &asked));
    *summary = asked_words(page, &asked);
    return STATUS_OK;
}

static enum status kept_rows(struct page *page, struct views_view *view) {
    struct saved_view *views;
    unsigned count;
    size_t own = 0, shared = 0;
    TRY(saved_view_list(&page->ctx, &views, &count, &view->more));
    struct kept_view *rows = ARENA_ARRAY(page->ctx.arena, struct kept_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++) {
        rows[i] = (struct kept_view){
            .id = views[i].id,
            .name = views[i].name,
            .owner = views[i].owner_name,
            .orphaned = views[i].orphaned,
            .own = views[i].own,
            .leaves = actor_may(page->ctx.actor, PERM_CUSTOMER_EXPORT),
            .shared_no = views[i].shared == SHARED_NO,
            .shared_unit = views[i].shared == SHARED_UNIT,
            .shared_all = views[i].shared == SHARED_ALL,
        };
        TRY(summary_of(page, views[i].query, &rows[i].summary));
        *(views[i].own ? &own : &shared) += 1;
    }
    view->own = VIEW_ARRAY(rows, own);
    view->shared = VIEW_ARRAY(rows + own, shared);
    view->has_own = own > 0;
    view->has_shared = shared > 0;
    view->none = count == 0;
    view->most = VIEWS_LISTED;
    return STATUS_OK;
}

static enum status show(struct page *page, int code, struct views_view *view) {
    view->layout = page_layout(page);
    TRY(kept_rows(page, view));
    return page_render(page, code, &VIEWS_VIEW, view);
}

enum status views_page(struct page *page) {
    struct views_view view = {.deleted_id = strtoll(page_query(page, "deleted"), NULL, 10)};
    view.deleted = view.deleted_id > 0;
    return show(page, 200, &view);
}

static enum status show_fault(struct page *page, struct text message, const char *query) {
    struct views_view view = {
        .has_fault = true,
        .fault = text_in(page->ctx.lang, message),
        .creating = query != NULL,
        .query = query != NULL ? query : "",
        .name = page_form(page, "name"),
    };
    return show(page, status_http(STATUS_INVALID), &view);
}

static const struct text TOO_MANY = {"视图太多，最多 100 个：请先删除不用的", "Too many views: 100 at most. Delete some that are not used."};

static const struct text TOO_LONG = {"条件太长，不能保存为视图：请减少筛选条件", "There is too much in it to be kept as a view: use fewer filters."};

// The name as it is kept, with no number in it either: everybody it is shared with reads it (CONF-4).
static enum status read_name(struct page *page, const char **name, struct text *message) {
    TRY(saved_view_check(&page->ctx, page_form(page, "name"), name, message));
    if (!text_may_hold_value(utf8_narrow(page->ctx.arena, *name)))
        return STATUS_OK;
    *message = (struct text){"名称中不能有电话、邮箱或账号", "No telephone number, e-mail address or account can be in a name."};
    return STATUS_INVALID;
}

enum status view_new_do(struct page *page) {
    static const struct text REFUSED = {"这个列表不能保存：查找的是保密内容，或有不能用的筛选条件",
                                        "This list can't be kept: a confidential value is searched for, or a filter can't be."};
    struct asked asked;
    struct text message;
    const char *name;
    int64_t id;
    const enum sharing shared = sharing_of(page_form(page, "shared"));
    TRY(asked_parse(page, page_form(page, "query"), &asked));
    const char *address = asked_address(page, "", &asked, -1);
    const char *query = *address == '?' ? address + 1 : "";
    if (shared == SHARING_COUNT || *query == '\0' || !asked_is_open(page, &asked))
        return show_fault(page, REFUSED, NULL);
    if (strlen(query) > VIEW_QUERY_MAX)
        return show_fault(page, TOO_LONG, NULL);
    if (read_name(page, &name, &message) != STATUS_OK)
        return show_fault(page, message, query);
    const enum status status = saved_view_create(&page->ctx, name, query, shared, &id);
    if (status == STATUS_TOO_LARGE)
        return show_fault(page, TOO_MANY, query);
    TRY(status);
    return page_redirect(page, "/customer?view=%lld&notice=view-kept", (long long)id);
}

enum status view_change_do(struct page *page) {
    struct text message;
    const char *name;
    const enum sharing shared = sharing_of(page_form(page, "shared"));
    if (shared == SHARING_COUNT)
        return show_fault(page, (struct text){"请选择谁可以用", "Choose who can use it."}, NULL);
    if (read_name(page, &name, &message) != STATUS_OK)
        return show_fault(page, message, NULL);
    TRY(saved_view_change(&page->ctx, page_number(page, "view"), name, shared));
    return page_redirect(page, "/customer/views?notice=saved");
}

enum status view_default_do(struct page *page) {
    struct saved_view view;
    const int64_t id = page_number(page, "view");
    if (strcmp(page_form(page, "on"), "1") != 0) {
        TRY(list_choice_view(&page->ctx, 0));
        return page_redirect(page, "/customer?sort=newest&notice=view-not-default");
    }
    TRY(saved_view_find(&page->ctx, id, &view));
    TRY(list_choice_view(&page->ctx, id));
    return page_redirect(page, "/customer?view=%lld&notice=view-default", (long long)id);
}

enum status view_take_do(struct page *page) {
    const enum status status = saved_view_take(&page->ctx, page_number(page, "view"));
    if (status == STATUS_TOO_LARGE)
        return show_fault(page, TOO_MANY, NULL);
    TRY(status);
    return page_redirect(page, "/customer/views?notice=view-taken");
}

enum status view_delete_do(struct page *page) {
    const int64_t id = page_number(page, "view");
    TRY(saved_view_delete(&page->ctx, id));
    return page_redirect(page, "/customer/views?deleted=%lld", (long long)id);
}

enum status view_restore_do(struct page *page) {
    const enum status status = saved_view_restore(&page->ctx, page_number(page, "view"));
    if (status == STATUS_TOO_LARGE)
        return show_fault(page, TOO_MANY, NULL);
    TRY(status);
    return page_redirect(page, "/customer/views?notice=view-restored");
}
