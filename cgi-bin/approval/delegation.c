// Letting a colleague act in one's place, for a time (ORG-4).
#include <string.h>

#include "app/plain_form.h"
#include "approval/pages.h"
#include "domain/delegation.h"

struct delegated_view {
    const char *name, *kind, *from, *to, *reason, *state;
};
struct given_view {
    struct delegated_view what;
    int64_t id;
    bool may_end;
};
struct delegation_view {
    struct layout_view layout;
    struct view_rows given, received, kinds; // of given_view, delegated_view, option_view
    bool has_given, has_received;
    const char *colleague, *from, *to, *reason;
    const char *colleague_message, *kind_message, *from_message, *to_message, *reason_message;
    bool colleague_invalid, kind_invalid, from_invalid, to_invalid, reason_invalid;
};
static const struct binding DELEGATED_ROW[] = {
    VIEW(struct delegated_view, NAME, name),
    VIEW(struct delegated_view, KIND, kind),
    VIEW(struct delegated_view, FROM, from),
    VIEW(struct delegated_view, TO, to),
    VIEW(struct delegated_view, REASON, reason),
    VIEW(struct delegated_view, STATE, state),
    VIEW_END,
};
static const struct binding GIVEN[] = {
    VIEW_PART(struct given_view, what, DELEGATED_ROW),
    VIEW(struct given_view, DELEGATION_ID, id),
    VIEW(struct given_view, MAY_END, may_end),
    VIEW_END,
};
static const struct binding OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct delegation_view, layout, LAYOUT),
    VIEW(struct delegation_view, HAS_GIVEN, has_given),
    VIEW_ROWS(struct delegation_view, GIVEN, given, GIVEN),
    VIEW(struct delegation_view, HAS_RECEIVED, has_received),
    VIEW_ROWS(struct delegation_view, RECEIVED, received, DELEGATED_ROW),
    VIEW_ROWS(struct delegation_view, OPTION, kinds, OPTION),
    VIEW(struct delegation_view, COLLEAGUE, colleague),
    VIEW(struct delegation_view, COLLEAGUE_INVALID, colleague_invalid),
    VIEW(struct delegation_view, COLLEAGUE_MESSAGE, colleague_message),
    VIEW(struct delegation_view, KIND_INVALID, kind_invalid),
    VIEW(struct delegation_view, KIND_MESSAGE, kind_message),
    VIEW(struct delegation_view, FROM_DATE, from),
    VIEW(struct delegation_view, FROM_INVALID, from_invalid),
    VIEW(struct delegation_view, FROM_MESSAGE, from_message),
    VIEW(struct delegation_view, TO_DATE, to),
    VIEW(struct delegation_view, TO_INVALID, to_invalid),
    VIEW(struct delegation_view, TO_MESSAGE, to_message),
    VIEW(struct delegation_view, REASON_TYPED, reason),
    VIEW(struct delegation_view, REASON_INVALID, reason_invalid),
    VIEW(struct delegation_view, REASON_MESSAGE, reason_message),
    VIEW_END,
};
const struct view DELEGATION_VIEW = {"approval/delegation.tpl", BINDINGS};

static const char *state_words(struct page *page, const struct delegation *row) {
    if (row->ended_at != 0)
        return say(page, (struct text){"已收回", "Taken back"});
    if (row->holds)
        return say(page, (struct text){"生效中", "Holds now"});
    const bool over = strcmp(row->to_date, delegation_today(&page->ctx)) < 0;
    return say(page, over ? (struct text){"已到期", "Over"} : (struct text){"未开始", "Not yet"});
}

static const char *kind_words(const struct page *page, const char *key) {
    const struct approval_kind *kind = approval_kind_find(key);
    return kind != NULL ? say(page, kind->label) : say(page, (struct text){"全部事项", "Everything"});
}

static struct delegated_view in_words(struct page *page, const struct delegation *row, const char *name) {
    return (struct delegated_view){name, kind_words(page, row->kind), row->from_date, row->to_date, row->reason, state_words(page, row)};
}

static struct view_rows given_rows(struct page *page, const struct delegation *rows, unsigned count) {
    const char *today = delegation_today(&page->ctx);
    struct given_view *views = ARENA_ARRAY(page->ctx.arena, struct given_view, count);
    for (unsigned i = 0; i < count; i++)
        views[i] = (struct given_view){
            .what = in_words(page, &rows[i], rows[i].to_name),
            .id = rows[i].id,
            .may_end = rows[i].ended_at == 0 && strcmp(rows[i].to_date, today) >= 0,
        };
    return VIEW_ARRAY(views, count);
}

static struct view_rows received_rows(struct page *page, const struct delegation *rows, unsigned count) {
    struct delegated_view *views = ARENA_ARRAY(page->ctx.arena, struct delegated_view, count);
    for (unsigned i = 0; i < count; i++)
        views[i] = in_words(page, &rows[i], rows[i].from_name);
    return VIEW_ARRAY(views, count);
}

static struct view_rows kind_options(const struct page *page, const char *chosen) {
    struct option_view *rows = ARENA_ARRAY(page->ctx.arena, struct option_view, APPROVAL_KIND_COUNT + 1);
    rows[0] = (struct option_view){"", kind_words(page, ""), *chosen == '\0'};
    for (unsigned i = 0; i < APPROVAL_KIND_COUNT; i++) {
        const struct approval_kind *kind = &APPROVAL_KINDS[i];
        rows[i + 1] = (struct option_view){kind->key, say(page, kind->label), strcmp(chosen, kind->key) == 0};
    }
    return VIEW_ARRAY(rows, APPROVAL_KIND_COUNT + 1);
}

static void put_fault(const struct page *page, const struct faults *faults, const char *field, bool *invalid, const char **message) {
    const struct text text = fault_of(faults, field);
    *invalid = text.zh != NULL;
    *message = *invalid ? say(page, text) : "";
}

static void show_faults(const struct page *page, const struct faults *faults, struct delegation_view *view) {
    put_fault(page, faults, "to", &view->colleague_invalid, &view->colleague_message);
    put_fault(page, faults, "kind", &view->kind_invalid, &view->kind_message);
    put_fault(page, faults, "from_date", &view->from_invalid, &view->from_message);
    put_fault(page, faults, "to_date", &view->to_invalid, &view->to_message);
    put_fault(page, faults, "reason", &view->reason_invalid, &view->reason_message);
}

static enum status show(struct page *page, const struct delegation_typed *typed, const struct faults *faults, int code) {
    struct delegation *given, *received;
    unsigned given_count, received_count;
    TRY(delegation_given(&page->ctx, &given, &given_count));
    TRY(delegation_received(&page->ctx, &received, &received_count));
    struct delegation_view view = {
        .layout = page_layout(page),
        .given = given_rows(page, given, given_count),
        .received = received_rows(page, received, received_count),
        .has_given = given_count > 0,
        .has_received = received_count > 0,
        .kinds = kind_options(page, typed->kind),
        .colleague = typed->to,
        .from = typed->from_date,
        .to = typed->to_date,
        .reason = typed->reason,
    };
    show_faults(page, faults, &view);
    return page_render(page, code, &DELEGATION_VIEW, &view);
}

enum status delegation_page(struct page *page) {
    const struct delegation_typed empty = {.to = "", .kind = "", .from_date = delegation_today(&page->ctx), .to_date = "", .reason = ""};
    return show(page, &empty, &(struct faults){.count = 0}, 200);
}

enum status delegation_do(struct page *page) {
    struct faults faults = {.count = 0};
    const struct delegation_typed typed = {
        .to = page_form(page, "to"),
        .kind = page_form(page, "kind"),
        .from_date = page_form(page, "from_date"),
        .to_date = page_form(page, "to_date"),
        .reason = page_form(page, "reason"),
    };
    const enum status status = delegation_add(&page->ctx, &typed, &faults);
    if (status == STATUS_INVALID)
        return show(page, &typed, &faults, 422);
    TRY(status);
    return page_redirect(page, "/approval/delegation?notice=delegation-given");
}

enum status delegation_end_do(struct page *page) {
    TRY(delegation_end(&page->ctx, page_number(page, "delegation")));
    return page_redirect(page, "/approval/delegation?notice=delegation-ended");
}
