// What was looked at of a customer, by whom; and what somebody looked at, when and of whom: summed up, then record by record.
#include "audit/pages.h"
#include "domain/directory.h"

struct sum_view {
    const char *label, *note, *href; // href "": it leads nowhere
    int64_t looks, searches, refused, exports;
    const char *first, *last;
    bool has_link, no_link, has_refused;
};
#define FIGURES                                    \
    VIEW(struct sum_view, LOOKS, looks),           \
        VIEW(struct sum_view, SEARCHES, searches), \
        VIEW(struct sum_view, REFUSALS, refused),  \
        VIEW(struct sum_view, EXPORTS, exports),   \
        VIEW(struct sum_view, FIRST, first),       \
        VIEW(struct sum_view, LAST, last)
static const struct binding TOTAL[] = {FIGURES, VIEW_END};
static const struct binding SUM[] = {
    FIGURES,
    VIEW(struct sum_view, LABEL, label),
    VIEW(struct sum_view, NOTE, note),
    VIEW(struct sum_view, HREF, href),
    VIEW(struct sum_view, HAS_LINK, has_link),
    VIEW(struct sum_view, NO_LINK, no_link),
    VIEW(struct sum_view, HAS_REFUSED, has_refused),
    VIEW_END,
};

// What both pages show.
struct summary_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *number;
    struct days_view days;
    bool filtered, cut, has_sums, groups_cut;               // groups_cut: more people, customers or days than are listed
    const char *groups;                                     // … of which how many
    struct view_rows all, people, customers, fields, dates; // of sum_view; all: one or none
    struct records_view records;
};
// Their common part; a binding stands in one scope once.
#define COMMON                                                 \
    VIEW_PART(struct summary_view, layout, LAYOUT),            \
        VIEW(struct summary_view, SUBJECT_ID, id),             \
        VIEW(struct summary_view, NAME, name),                 \
        VIEW(struct summary_view, SUBJECT_NO, number),         \
        VIEW_PART(struct summary_view, days, DAYS),            \
        VIEW(struct summary_view, FILTERED, filtered),         \
        VIEW(struct summary_view, CUT, cut),                   \
        VIEW(struct summary_view, HAS_SUMS, has_sums),         \
        VIEW(struct summary_view, GROUPS_CUT, groups_cut),     \
        VIEW(struct summary_view, GROUPS, groups),             \
        VIEW_ROWS(struct summary_view, ALL, all, TOTAL),       \
        VIEW_ROWS(struct summary_view, BY_FIELD, fields, SUM), \
        VIEW_PART(struct summary_view, records, RECORDS)
static const struct binding CUSTOMER_BINDINGS[] = {
    COMMON,
    VIEW_ROWS(struct summary_view, BY_PERSON, people, SUM),
    VIEW_END,
};
static const struct binding PERSON_BINDINGS[] = {
    COMMON,
    VIEW_ROWS(struct summary_view, BY_CUSTOMER, customers, SUM),
    VIEW_ROWS(struct summary_view, BY_DAY, dates, SUM),
    VIEW_END,
};
const struct view CUSTOMER_VIEW = {"audit/customer.tpl", CUSTOMER_BINDINGS};
const struct view PERSON_VIEW = {"audit/person.tpl", PERSON_BINDINGS};

static struct sum_view in_words(const struct page *page, const struct desk_group *group) {
    struct arena *arena = page->ctx.arena;
    return (struct sum_view){
        .label = "",
        .note = "",
        .href = "",
        .looks = group->looks,
        .searches = group->searches,
        .refused = group->refused,
        .exports = group->exports,
        .first = time_minute(arena, group->first),
        .last = time_minute(arena, group->last),
        .no_link = true,
        .has_refused = group->refused > 0,
    };
}

static void lead_to(struct sum_view *row, const char *href) {
    row->href = href;
    row->has_link = true;
    row->no_link = false;
}

// A customer and a contact have fields of the same name.
static void name_field(const struct page *page, const struct desk_group *group, struct sum_view *row) {
    row->label = field_label(page, group->kind, group->field);
    if (group->kind == KIND_CONTACT)
        row->note = say(page, (struct text){"联系人", "contact"});
}

// Says of each table that was cut how much of it is shown.
static void note_cut(const struct page *page, enum desk_by by, int64_t of, struct summary_view *view) {
    static const struct text KINDS[] = {[DESK_BY_PERSON] = {"人员：次数最多的 %d 人，共 %lld 人", "people: the %d with most of %lld"},
                                        [DESK_BY_CUSTOMER] = {"客户：次数最多的 %d 家，共 %lld 家", "customers: the %d with most of %lld"},
                                        [DESK_BY_FIELD] = {"项目：次数最多的 %d 项，共 %lld 项", "fields: the %d with most of %lld"},
                                        [DESK_BY_DAY] = {"日期：最近的 %d 天，共 %lld 天", "days: the newest %d of %lld"}};
    if (by == DESK_BY_ALL || of <= DESK_GROUPS_MAX)
        return;
    const char *words = arena_format(page->ctx.arena, say(page, KINDS[by]), DESK_GROUPS_MAX, (long long)of);
    view->groups = view->groups_cut ? arena_format(page->ctx.arena, "%s%s%s", view->groups, page->ctx.lang == LANG_EN ? "; " : "；", words) : words;
    view->groups_cut = true;
}

// The groups of one kind, with the names that stand for their numbers.
static enum status show_groups(struct page *page, const struct desk_reply *reply, enum desk_by by, struct summary_view *view,
                               struct view_rows *rows) {
    struct arena *arena = page->ctx.arena;
    struct sum_view *views = ARENA_ARRAY(arena, struct sum_view, reply->group_count);
    struct directory_entry *entries = ARENA_ARRAY(arena, struct directory_entry, reply->group_count);
    unsigned count = 0;
    for (unsigned i = 0; i < reply->group_count; i++) {
        const struct desk_group *group = &reply->groups[i];
        if (group->by != (int64_t)by)
            continue;
        if (count == 0)
            note_cut(page, by, group->of, view);
        entries[count].id = group->id;
        views[count] = in_words(page, group);
        if (by == DESK_BY_FIELD)
            name_field(page, group, &views[count]);
        if (by == DESK_BY_DAY)
            views[count].label = arena_copy(arena, time_minute(arena, group->id), sizeof "2026-11-22" - 1);
        count++;
    }
    const char *path = by == DESK_BY_PERSON ? "person" : "customer";
    if (by == DESK_BY_PERSON)
        TRY(directory_people(&page->ctx, entries, count));
    else if (by == DESK_BY_CUSTOMER)
        TRY(directory_customers(&page->ctx, entries, count));
    for (unsigned i = 0; (by == DESK_BY_PERSON || by == DESK_BY_CUSTOMER) && i < count; i++) {
        views[i].label = *entries[i].name != '\0' ? entries[i].name : "—";
        views[i].note = entries[i].number;
        if (*entries[i].name != '\0')
            lead_to(&views[i], arena_format(arena, "/audit/%s/%lld", path, (long long)entries[i].id));
    }
    *rows = VIEW_ARRAY(views, count);
    return STATUS_OK;
}

static enum status show_sums(struct page *page, const struct desk_question *question, struct summary_view *view) {
    struct desk_reply reply;
    TRY(desk_ask(page, question, &reply));
    view->cut = reply.more != 0;
    view->has_sums = reply.group_count > 0;
    TRY(show_groups(page, &reply, DESK_BY_ALL, view, &view->all));
    TRY(show_groups(page, &reply, DESK_BY_FIELD, view, &view->fields));
    if (question->customer_id != 0)
        return show_groups(page, &reply, DESK_BY_PERSON, view, &view->people);
    TRY(show_groups(page, &reply, DESK_BY_CUSTOMER, view, &view->customers));
    return show_groups(page, &reply, DESK_BY_DAY, view, &view->dates);
}

// Both pages: `path` is "customer" or "person".
static enum status show(struct page *page, const char *path, const struct view *template, const struct directory_entry *subject,
                        struct desk_question question) {
    struct arena *arena = page->ctx.arena;
    struct summary_view view = {.layout = page_layout(page),
                                .id = subject->id,
                                .name = subject->name,
                                .number = subject->number,
                                .groups = "",
                                .records = {.pager = page_pager(NULL, NULL)}};
    view.days = days_read(page, &question.from, &question.until);
    view.filtered = *view.days.from != '\0' || *view.days.to != '\0';
    if (!view.days.invalid) {
        const struct access_filter filter = {.customer_id = question.customer_id,
                                             .person_id = question.person_id,
                                             .from = question.from,
                                             .until = question.until,
                                             .before_seq = records_before(page),
                                             .limit = PAGE_ROWS};
        TRY(show_sums(page, &question, &view));
        if (*subject->number == '\0' && !view.has_sums && !view.filtered)
            return STATUS_NOT_FOUND; // neither is it there nor was it
        const char *from = url_encode(arena, view.days.from), *to = url_encode(arena, view.days.to);
        TRY(records_read(page, &filter, arena_format(arena, "/audit/%s/%lld?from=%s&to=%s&", path, (long long)subject->id, from, to),
                         &view.records));
    }
    return page_render(page, view.days.invalid ? 422 : 200, template, &view);
}

enum status customer_page(struct page *page) {
    struct directory_entry subject = {.id = page_number(page, "id")};
    TRY(directory_customers(&page->ctx, &subject, 1));
    const struct desk_question question = {.act = DESK_SUMMARY, .customer_id = subject.id};
    return show(page, "customer", &CUSTOMER_VIEW, &subject, question);
}

enum status person_page(struct page *page) {
    struct directory_entry subject = {.id = page_number(page, "person")};
    TRY(directory_people(&page->ctx, &subject, 1));
    if (*subject.number == '\0')
        return STATUS_NOT_FOUND;
    const struct desk_question question = {.act = DESK_SUMMARY, .person_id = subject.id};
    return show(page, "person", &PERSON_VIEW, &subject, question);
}
