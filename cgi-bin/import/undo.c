// Taking an import back (ARC-13): what would go and what would stay, and doing it.
#include <stdlib.h>

#include "domain/import_undo.h"
#include "import/pages.h"

// --- What the page of an import says of it

const struct binding UNDONE[] = {
    VIEW(struct undone_view, STANDS, stands),
    VIEW(struct undone_view, MAY_UNDO, may_undo),
    VIEW(struct undone_view, TOO_LATE, too_late),
    VIEW(struct undone_view, UNDO_UNTIL, until),
    VIEW(struct undone_view, IS_UNDONE, is_undone),
    VIEW(struct undone_view, UNDONE_AT, time),
    VIEW(struct undone_view, UNDONE_BY, who),
    VIEW(struct undone_view, REMOVED, removed),
    VIEW(struct undone_view, REMOVED_CONTACTS, removed_contacts),
    VIEW(struct undone_view, STAYED, stayed),
    VIEW(struct undone_view, SOME_STAYED, some_stayed),
    VIEW_END,
};

struct undone_view undone_view(const struct page *page, const struct import_batch *batch) {
    const int64_t until = undo_until(batch);
    const bool open = undo_is_open(&page->ctx, batch);
    return (struct undone_view){
        .stands = batch->undone_at == 0,
        .may_undo = open,
        .too_late = until != 0 && batch->undone_at == 0 && !open,
        .until = until != 0 ? time_minute(page->ctx.arena, until) : "",
        .is_undone = batch->undone_at != 0,
        .time = time_minute(page->ctx.arena, batch->undone_at),
        .who = batch->undone_by,
        .removed = (int)batch->removed,
        .removed_contacts = (int)batch->removed_contacts,
        .stayed = (int)batch->stayed,
        .some_stayed = batch->stayed > 0,
    };
}

// --- The question

struct customer_view {
    int64_t id;
    const char *archive_no, *name;
};
struct undo_view {
    struct layout_view layout;
    int64_t id, seen;
    const char *file_name, *until, *fault;
    int same, same_contacts, changed, changed_contacts, outside, listed;
    bool has_fault, may_act, has_changed, has_more, has_outside, too;
    struct view_rows rows; // of customer_view
};

static const struct binding ROW[] = {
    VIEW(struct customer_view, CUSTOMER_ID, id),
    VIEW(struct customer_view, ARCHIVE_NO, archive_no),
    VIEW(struct customer_view, NAME, name),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct undo_view, layout, LAYOUT),
    VIEW(struct undo_view, ID, id),
    VIEW(struct undo_view, SEEN, seen),
    VIEW(struct undo_view, FILE_NAME, file_name),
    VIEW(struct undo_view, UNDO_UNTIL, until),
    VIEW(struct undo_view, FAULT, fault),
    VIEW(struct undo_view, HAS_FAULT, has_fault),
    VIEW(struct undo_view, SAME, same),
    VIEW(struct undo_view, SAME_CONTACTS, same_contacts),
    VIEW(struct undo_view, CHANGED, changed),
    VIEW(struct undo_view, CHANGED_CONTACTS, changed_contacts),
    VIEW(struct undo_view, HAS_CHANGED, has_changed),
    VIEW(struct undo_view, HAS_MORE, has_more),
    VIEW(struct undo_view, LISTED, listed),
    VIEW(struct undo_view, OUTSIDE, outside),
    VIEW(struct undo_view, HAS_OUTSIDE, has_outside),
    VIEW(struct undo_view, MAY_ACT, may_act),
    VIEW(struct undo_view, TOO, too),
    VIEW_ROWS(struct undo_view, CHANGED_ROW, rows, ROW),
    VIEW_END,
};
const struct view UNDO_VIEW = {"import/undo.tpl", BINDINGS};

static struct view_rows customer_rows(struct arena *arena, const struct undo_outlook *outlook) {
    struct customer_view *rows = ARENA_ARRAY(arena, struct customer_view, outlook->count);
    for (unsigned i = 0; i < outlook->count; i++)
        rows[i] = (struct customer_view){outlook->rows[i].id, outlook->rows[i].archive_no, outlook->rows[i].name};
    return VIEW_ARRAY(rows, outlook->count);
}

// `fault` NULL: asked for the first time.
static enum status ask(struct page *page, int code, const struct import_batch *batch, const char *fault) {
    struct undo_outlook outlook;
    TRY(undo_look(&page->ctx, batch, &outlook));
    const struct undo_view view = {
        .layout = page_layout(page),
        .id = batch->id,
        .seen = outlook.changed,
        .file_name = batch->file_name,
        .until = time_minute(page->ctx.arena, undo_until(batch)),
        .fault = fault != NULL ? fault : "",
        .has_fault = fault != NULL,
        .same = (int)outlook.same,
        .same_contacts = (int)outlook.same_contacts,
        .changed = (int)outlook.changed,
        .changed_contacts = (int)outlook.changed_contacts,
        .has_changed = outlook.changed > 0,
        .listed = (int)outlook.count,
        .has_more = outlook.changed > outlook.count,
        .outside = (int)outlook.outside,
        .has_outside = outlook.outside > 0,
        .may_act = outlook.same + outlook.changed > 0,
        .too = *page_form(page, "too") != '\0',
        .rows = customer_rows(page->ctx.arena, &outlook),
    };
    return page_render(page, code, &UNDO_VIEW, &view);
}

// The batch; *open false: it can't be undone (any more), as its own page says.
static enum status find_open(struct page *page, struct import_batch *batch, bool *open) {
    TRY(batch_find(&page->ctx, page_number(page, "batch"), batch));
    *open = undo_is_open(&page->ctx, batch);
    return STATUS_OK;
}

static enum status to_batch(struct page *page, const struct import_batch *batch) {
    return page_redirect(page, UPLOAD_PATH "/%lld", (long long)batch->id);
}

enum status undo_page(struct page *page) {
    struct import_batch batch;
    bool open;
    TRY(find_open(page, &batch, &open));
    return open ? ask(page, 200, &batch, NULL) : to_batch(page, &batch);
}

enum status undo_do(struct page *page) {
    static const struct text MORE = {"您查看期间又有客户被修改：请核对下面的名单，再决定是否一并撤销",
                                     "More customers were changed meanwhile: look at the list again before you remove those, too."};
    static const struct text NONE = {"没有撤销任何客户：都在导入后修改过。要撤销它们，请勾选下面的选项",
                                     "Nothing was undone: all of them were changed since. Tick the box below to remove those."};
    struct import_batch batch;
    bool open;
    TRY(find_open(page, &batch, &open));
    const struct undo_wish wish = {.changed_too = *page_form(page, "too") != '\0',
                                   .seen = strtoll(page_form(page, "seen"), NULL, 10)};
    const enum status status = open ? undo_run(&page->ctx, &batch, &wish) : STATUS_NOT_FOUND;
    if (status == STATUS_CONFLICT)
        return ask(page, status_http(status), &batch, say(page, MORE));
    if (status == STATUS_INVALID)
        return ask(page, status_http(status), &batch, say(page, NONE));
    return status == STATUS_OK || status == STATUS_NOT_FOUND ? to_batch(page, &batch) : status;
}
