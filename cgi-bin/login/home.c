// The home page: what this account can do here, how far it reaches, and its newest customers.
#include "app/menu.h"
#include "domain/account_notice.h"
#include "domain/approval.h"
#include "domain/customer.h"
#include "domain/saved_view.h"
#include "login/pages.h"
#include "model/field.h"

#define RECENT_MAX 8

struct task_view {
    const char *href, *icon, *label, *note;
};
struct grant_view {
    const char *role, *scope, *level;
};
struct recent_view {
    int64_t id;
    const char *archive_no, *name, *kind, *region, *updated;
};
struct kept_view {
    int64_t id;
    const char *name, *owner;
    bool of_colleague;
};
struct told_view {
    int64_t id;
    const char *words;
};
struct home_view {
    struct layout_view layout;
    struct view_rows told; // of told_view
    struct view_rows tasks, grants, recent, views;
    bool has_views, has_recent, no_recent, may_create, has_waiting;
    const char *waiting; // how many requests wait for this person: "3", "99+"
};

static const struct binding TASK[] = {
    VIEW(struct task_view, HREF, href),
    VIEW(struct task_view, ICON, icon),
    VIEW(struct task_view, LABEL, label),
    VIEW(struct task_view, NOTE, note),
    VIEW_END,
};
static const struct binding GRANT[] = {
    VIEW(struct grant_view, ROLE, role),
    VIEW(struct grant_view, SCOPE, scope),
    VIEW(struct grant_view, LEVEL, level),
    VIEW_END,
};
static const struct binding RECENT[] = {
    VIEW(struct recent_view, ID, id),
    VIEW(struct recent_view, ARCHIVE_NO, archive_no),
    VIEW(struct recent_view, NAME, name),
    VIEW(struct recent_view, KIND, kind),
    VIEW(struct recent_view, REGION, region),
    VIEW(struct recent_view, UPDATED, updated),
    VIEW_END,
};
static const struct binding KEPT[] = {
    VIEW(struct kept_view, ID, id),
    VIEW(struct kept_view, NAME, name),
    VIEW(struct kept_view, OF_COLLEAGUE, of_colleague),
    VIEW(struct kept_view, OWNER, owner),
    VIEW_END,
};
static const struct binding TOLD[] = {VIEW(struct told_view, NOTICE_ID, id), VIEW(struct told_view, WORDS, words), VIEW_END};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct home_view, layout, LAYOUT),
    VIEW_ROWS(struct home_view, TOLD, told, TOLD),
    VIEW_ROWS(struct home_view, TASK, tasks, TASK),
    VIEW_ROWS(struct home_view, GRANT, grants, GRANT),
    VIEW_ROWS(struct home_view, RECENT, recent, RECENT),
    VIEW_ROWS(struct home_view, KEPT, views, KEPT),
    VIEW(struct home_view, HAS_VIEWS, has_views),
    VIEW(struct home_view, HAS_RECENT, has_recent),
    VIEW(struct home_view, NO_RECENT, no_recent),
    VIEW(struct home_view, MAY_CREATE, may_create),
    VIEW(struct home_view, HAS_WAITING, has_waiting),
    VIEW(struct home_view, WAITING, waiting),
    VIEW_END,
};
const struct view HOME_VIEW = {"login/home.tpl", BINDINGS};

static struct view_rows task_rows(const struct page *page) {
    struct task_view *rows = ARENA_ARRAY(page->ctx.arena, struct task_view, MENU_COUNT);
    size_t count = 0;
    for (unsigned i = 0; i < MENU_COUNT; i++)
        if (MENU[i].note.zh != NULL && actor_may(page->ctx.actor, MENU[i].permission))
            rows[count++] = (struct task_view){MENU[i].path, MENU[i].icon, text_in(page->ctx.lang, MENU[i].label),
                                               text_in(page->ctx.lang, MENU[i].note)};
    return VIEW_ARRAY(rows, count);
}

static const char *scope_words(const struct page *page, enum scope scope) {
    static const struct text WORDS[] = {
        [SCOPE_NONE] = {"无", "none"},
        [SCOPE_OWN] = {"本人负责的客户", "own customers"},
        [SCOPE_UNIT] = {"本部门", "own unit"},
        [SCOPE_SUBTREE] = {"本部门及下级", "own unit and below"},
        [SCOPE_ALL] = {"全部客户", "all customers"},
    };
    return text_in(page->ctx.lang, WORDS[scope]);
}

static const char *level_words(const struct page *page, const struct grant *grant) {
    if (!(grant->permissions & (1u << PERM_CUSTOMER_REVEAL)))
        return page->ctx.lang == LANG_EN ? "masks only" : "仅掩码";
    const char *level = text_in(page->ctx.lang, level_label(grant->level));
    if (grant->level < LEVEL_TOP)
        return level;
    return arena_format(page->ctx.arena, page->ctx.lang == LANG_EN ? "%s (own customers only)" : "%s（限本人负责的客户）",
                        level);
}

static struct view_rows grant_rows(const struct page *page) {
    const struct actor *actor = page->ctx.actor;
    struct grant_view *rows = ARENA_ARRAY(page->ctx.arena, struct grant_view, actor->grant_count);
    for (unsigned i = 0; i < actor->grant_count; i++) {
        const struct grant *grant = &actor->grants[i];
        rows[i] = (struct grant_view){
            .role = page->ctx.lang == LANG_EN ? grant->name_en : grant->name_zh,
            .scope = scope_words(page, grant->scope),
            .level = level_words(page, grant),
        };
    }
    return VIEW_ARRAY(rows, actor->grant_count);
}

static enum status recent_rows(struct page *page, struct view_rows *rows) {
    struct customer_query query = {.text = "", .sort = SORT_NEWEST, .after = "", .own = true};
    struct customer_page found;
    TRY(customer_list(&page->ctx, &query, &found));
    unsigned count = found.count < RECENT_MAX ? found.count : RECENT_MAX;
    const struct field *kind = field_find(page->ctx.fields->customer, "kind");
    struct recent_view *recent = ARENA_ARRAY(page->ctx.arena, struct recent_view, count);
    for (unsigned i = 0; i < count; i++) {
        const struct customer_row *row = &found.rows[i];
        recent[i] = (struct recent_view){
            .id = row->id,
            .archive_no = row->archive_no,
            .name = row->name,
            .kind = *row->kind != '\0' ? choice_label(kind, row->kind, page->ctx.lang) : "",
            .region = row->region,
            .updated = time_minute(page->ctx.arena, row->updated_at),
        };
    }
    *rows = VIEW_ARRAY(recent, count);
    return STATUS_OK;
}

#define VIEWS_SHOWN 8

static enum status view_rows(struct page *page, struct view_rows *rows) {
    struct saved_view *views;
    unsigned count;
    bool more; // the home page shows a few of them anyway
    TRY(saved_view_list(&page->ctx, &views, &count, &more));
    count = count < VIEWS_SHOWN ? count : VIEWS_SHOWN;
    struct kept_view *kept = ARENA_ARRAY(page->ctx.arena, struct kept_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++)
        kept[i] = (struct kept_view){views[i].id, views[i].name, views[i].owner_name, !views[i].own};
    *rows = VIEW_ARRAY(kept, count);
    return STATUS_OK;
}

// What others did to the account, until its owner has seen it.
static enum status told_rows(struct page *page, struct view_rows *rows) {
    struct account_notice *notices;
    unsigned count;
    TRY(account_notice_own(&page->ctx, true, &notices, &count));
    struct told_view *told = ARENA_ARRAY(page->ctx.arena, struct told_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++)
        told[i] = (struct told_view){notices[i].id, account_notice_words(&notices[i], true, page->ctx.lang, page->ctx.arena)};
    *rows = VIEW_ARRAY(told, count);
    return STATUS_OK;
}

#define WAITING_COUNTED 99

static enum status count_waiting(struct page *page, struct home_view *view) {
    unsigned count = 0;
    view->waiting = "";
    if (!actor_may(page->ctx.actor, PERM_APPROVAL))
        return STATUS_OK;
    TRY(approval_waiting(&page->ctx, WAITING_COUNTED + 1, &count));
    view->has_waiting = count > 0;
    view->waiting = count > WAITING_COUNTED ? "99+" : arena_format(page->ctx.arena, "%u", count);
    return STATUS_OK;
}

enum status home_page(struct page *page) {
    const struct actor *actor = page->ctx.actor;
    bool reads = actor_may(actor, PERM_CUSTOMER_READ);
    struct home_view view = {
        .layout = page_layout(page),
        .tasks = task_rows(page),
        .grants = grant_rows(page),
        .may_create = actor_may(actor, PERM_CUSTOMER_CREATE),
    };
    TRY(told_rows(page, &view.told));
    TRY(count_waiting(page, &view));
    if (reads)
        TRY(recent_rows(page, &view.recent));
    if (reads)
        TRY(view_rows(page, &view.views));
    view.has_views = view.views.count > 0;
    view.has_recent = view.recent.count > 0;
    view.no_recent = reads && !view.has_recent;
    return page_render(page, 200, &HOME_VIEW, &view);
}
