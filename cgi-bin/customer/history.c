// Per field what was, what is, who and when (ARC-4), one block a change; of confidential fields only the masks.
#include "customer/pages.h"

#include <stdlib.h>

#include "customer/shown.h"
#include "domain/entitlement.h"

struct item_view {
    const char *label, *before, *after;
    bool is_sealed;
};
struct change_view {
    const char *time, *person, *what;
    int64_t version;
    bool created, deleted, has_items, restorable;
    const char *restore;    // where to take the deletion back
    struct view_rows items; // of item_view
};
struct history_view {
    struct layout_view layout;
    int64_t id;
    const char *name, *archive_no;
    struct view_rows changes; // of change_view
    bool has_rows, no_rows;
    struct pager_view pager;
};

static const struct binding ITEM[] = {
    VIEW(struct item_view, LABEL, label),
    VIEW(struct item_view, BEFORE, before),
    VIEW(struct item_view, AFTER, after),
    VIEW(struct item_view, IS_SEALED, is_sealed),
    VIEW_END,
};
static const struct binding CHANGE[] = {
    VIEW(struct change_view, TIME, time),
    VIEW(struct change_view, PERSON, person),
    VIEW(struct change_view, WHAT, what),
    VIEW(struct change_view, VERSION, version),
    VIEW(struct change_view, CREATED, created),
    VIEW(struct change_view, DELETED, deleted),
    VIEW(struct change_view, HAS_ITEMS, has_items),
    VIEW(struct change_view, RESTORABLE, restorable),
    VIEW(struct change_view, RESTORE, restore),
    VIEW_ROWS(struct change_view, ITEM, items, ITEM),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct history_view, layout, LAYOUT),
    VIEW(struct history_view, ID, id),
    VIEW(struct history_view, NAME, name),
    VIEW(struct history_view, ARCHIVE_NO, archive_no),
    VIEW_ROWS(struct history_view, CHANGE, changes, CHANGE),
    VIEW(struct history_view, HAS_ROWS, has_rows),
    VIEW(struct history_view, NO_ROWS, no_rows),
    VIEW_PART(struct history_view, pager, PAGER),
    VIEW_END,
};
const struct view HISTORY_VIEW = {"customer/history.tpl", BINDINGS};

static bool same_change(const struct change *a, const struct change *b) {
    return a->at == b->at && a->kind == b->kind && a->record_id == b->record_id && a->version == b->version;
}

static const char *in_words(struct page *page, const struct field *field, const char *value) {
    if (field == NULL || field_is_sealed(field))
        return field != NULL ? field_shown(field, value) : value;
    return field_display(field, value, page->ctx.lang, page->ctx.arena);
}

static struct item_view item_view(struct page *page, const struct change *change) {
    const struct field_table *table = catalogue_table(page->ctx.fields, (enum kind)change->kind);
    const struct field *field = table != NULL ? field_known(table, change->field) : NULL;
    return (struct item_view){
        .label = field != NULL ? text_in(page->ctx.lang, field->label) : change->field,
        .before = in_words(page, field, change->before),
        .after = in_words(page, field, change->after),
        .is_sealed = field != NULL && field_is_sealed(field),
    };
}

// "客户", "联系人 李四": what was changed.
static const char *record_in_words(struct page *page, const struct change *change) {
    const struct field_table *table = catalogue_table(page->ctx.fields, (enum kind)change->kind);
    const char *label = table != NULL ? text_in(page->ctx.lang, table->label) : "";
    return *change->contact_name != '\0' ? arena_format(page->ctx.arena, "%s %s", label, change->contact_name) : label;
}

// Builds the view of the change whose rows are rows[0 … count-1], the last written first; its items stand in the order of the
// form. The row without a field is the record itself.
static struct change_view change_view(struct page *page, const struct change *rows, unsigned count, bool may_edit) {
    struct item_view *items = ARENA_ARRAY(page->ctx.arena, struct item_view, count);
    struct change_view view = {
        .time = time_second(page->ctx.arena, rows->at),
        .person = rows->person_name,
        .what = record_in_words(page, rows),
        .version = rows->version,
        .restore = arena_format(page->ctx.arena, "/customer/%lld/contact/%lld/restore", (long long)page_number(page, "id"),
                                (long long)rows->record_id),
    };
    size_t item_count = 0;
    for (unsigned i = count; i-- > 0;) {
        bool whole = *rows[i].field == '\0';
        view.created |= whole && *rows[i].after != '\0';
        view.deleted |= whole && *rows[i].after == '\0';
        view.restorable |= may_edit && rows[i].restorable;
        if (!whole)
            items[item_count++] = item_view(page, &rows[i]);
    }
    view.items = VIEW_ARRAY(items, item_count);
    view.has_items = item_count > 0;
    return view;
}

static struct view_rows change_rows(struct page *page, const struct change_page *found, bool may_edit) {
    struct change_view *views = ARENA_ARRAY(page->ctx.arena, struct change_view, found->count);
    size_t count = 0;
    for (unsigned first = 0, end; first < found->count; first = end) {
        end = first + 1;
        while (end < found->count && same_change(&found->rows[first], &found->rows[end]))
            end++;
        views[count++] = change_view(page, &found->rows[first], end - first, may_edit);
    }
    return VIEW_ARRAY(views, count);
}

enum status history_page(struct page *page) {
    struct customer customer;
    struct change_page found;
    int64_t id = page_number(page, "id");
    TRY(customer_find(&page->ctx, id, PERM_CUSTOMER_READ, &customer));
    TRY(customer_history(&page->ctx, id, strtoll(page_query(page, "before"), NULL, 10), &found));
    const struct subject subject = shown_subject(&customer);
    const char *next = arena_format(page->ctx.arena, "/customer/%lld/history?before=%lld", (long long)id,
                                    (long long)found.next);
    struct history_view view = {
        .layout = page_layout(page),
        .id = id,
        .name = customer.name,
        .archive_no = customer.archive_no,
        .changes = change_rows(page, &found, subject_in_scope(page->ctx.actor, &subject, PERM_CUSTOMER_EDIT)),
        .has_rows = found.count > 0,
        .no_rows = found.count == 0,
        .pager = page_pager(NULL, found.next != 0 ? next : NULL),
    };
    return page_render(page, 200, &HISTORY_VIEW, &view);
}
