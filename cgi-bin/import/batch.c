// One import: what its columns are, what the dry run found, how far it is, how it ended.
#include <stdlib.h>
#include <string.h>

#include "domain/customer_owner.h"
#include "domain/import_columns.h"
#include "import/board.h"
#include "import/pages.h"
#include "sheet/sheet.h"

#define RELOAD_SECONDS "2"
#define MANY_ROWS 5000 // from here on its person notices that it takes a while

struct option_view {
    const char *value, *label;
    bool chosen;
};
struct group_view {
    const char *label;
    struct view_rows options; // of option_view
};
struct column_view {
    const char *name, *place, *heading, *sample, *fault;
    bool has_fault, left_out;
    struct view_rows groups; // of group_view
};
struct fault_view {
    const char *place, *heading, *message;
};
struct batch_view {
    struct layout_view layout;
    int64_t id;
    const char *file_name, *phase, *owner, *heading_line, *message, *fault;
    int percent, rows, created, contacts, existing, faults, faulty_rows, kept, hints, hints_kept;
    bool working, has_percent, mapping, checked, done, refused, stopped, lost;
    struct undone_view undone;
    bool rejected_too_large;
    const char *forgets_at;
    bool good, many, has_faults, has_hints, more_hints, rows_faulty, no_row_faulty, more_faults, nothing_new, may_name_owner, skip_existing;
    bool has_sheets, has_fault, has_columns, no_columns;
    struct view_rows column_rows, fault_rows, hint_rows, sheets; // of column_view, fault_view, option_view
};

static const struct binding OPTION[] = {
    VIEW(struct option_view, VALUE, value),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, CHOSEN, chosen),
    VIEW_END,
};
static const struct binding GROUP[] = {
    VIEW(struct group_view, GROUP_LABEL, label),
    VIEW_ROWS(struct group_view, OPTION, options, OPTION),
    VIEW_END,
};
static const struct binding COLUMN[] = {
    VIEW(struct column_view, NAME, name),
    VIEW(struct column_view, PLACE, place),
    VIEW(struct column_view, HEADING, heading),
    VIEW(struct column_view, SAMPLE, sample),
    VIEW(struct column_view, COLUMN_FAULT, fault),
    VIEW(struct column_view, HAS_COLUMN_FAULT, has_fault),
    VIEW(struct column_view, LEFT_OUT, left_out),
    VIEW_ROWS(struct column_view, GROUP, groups, GROUP),
    VIEW_END,
};
static const struct binding FAULT_ROW[] = {
    VIEW(struct fault_view, PLACE, place),
    VIEW(struct fault_view, HEADING, heading),
    VIEW(struct fault_view, MESSAGE, message),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct batch_view, layout, LAYOUT),
    VIEW(struct batch_view, ID, id),
    VIEW(struct batch_view, FILE_NAME, file_name),
    VIEW(struct batch_view, PHASE, phase),
    VIEW(struct batch_view, OWNER, owner),
    VIEW(struct batch_view, HEADING_LINE, heading_line),
    VIEW(struct batch_view, REASON, message),
    VIEW(struct batch_view, FAULT, fault),
    VIEW(struct batch_view, PERCENT, percent),
    VIEW(struct batch_view, ROWS, rows),
    VIEW(struct batch_view, CREATED, created),
    VIEW(struct batch_view, CONTACTS, contacts),
    VIEW(struct batch_view, EXISTING, existing),
    VIEW(struct batch_view, FAULTS, faults),
    VIEW(struct batch_view, FAULTY_ROWS, faulty_rows),
    VIEW(struct batch_view, KEPT, kept),
    VIEW(struct batch_view, WORKING, working),
    VIEW(struct batch_view, HAS_PERCENT, has_percent),
    VIEW(struct batch_view, MAPPING, mapping),
    VIEW(struct batch_view, CHECKED, checked),
    VIEW(struct batch_view, DONE, done),
    VIEW_PART(struct batch_view, undone, UNDONE),
    VIEW(struct batch_view, REJECTED_TOO_LARGE, rejected_too_large),
    VIEW(struct batch_view, FORGETS_AT, forgets_at),
    VIEW(struct batch_view, REFUSED, refused),
    VIEW(struct batch_view, STOPPED, stopped),
    VIEW(struct batch_view, LOST, lost),
    VIEW(struct batch_view, GOOD, good),
    VIEW(struct batch_view, MANY, many),
    VIEW(struct batch_view, HAS_FAULTS, has_faults),
    VIEW_ROWS(struct batch_view, HINT_ROW, hint_rows, FAULT_ROW),
    VIEW(struct batch_view, HAS_HINTS, has_hints),
    VIEW(struct batch_view, MORE_HINTS, more_hints),
    VIEW(struct batch_view, HINTS, hints),
    VIEW(struct batch_view, HINTS_KEPT, hints_kept),
    VIEW(struct batch_view, ROWS_FAULTY, rows_faulty),
    VIEW(struct batch_view, NO_ROW_FAULTY, no_row_faulty),
    VIEW(struct batch_view, MORE_FAULTS, more_faults),
    VIEW(struct batch_view, NOTHING_NEW, nothing_new),
    VIEW(struct batch_view, MAY_NAME_OWNER, may_name_owner),
    VIEW(struct batch_view, SKIP_EXISTING, skip_existing),
    VIEW(struct batch_view, HAS_SHEETS, has_sheets),
    VIEW(struct batch_view, HAS_FAULT, has_fault),
    VIEW(struct batch_view, HAS_COLUMNS, has_columns),
    VIEW(struct batch_view, NO_COLUMNS, no_columns),
    VIEW_ROWS(struct batch_view, COLUMN, column_rows, COLUMN),
    VIEW_ROWS(struct batch_view, FAULT_ROW, fault_rows, FAULT_ROW),
    VIEW_ROWS(struct batch_view, SHEET, sheets, OPTION),
    VIEW_END,
};
const struct view BATCH_VIEW = {"import/batch.tpl", BINDINGS};

// What a posted form asks for, shown again after a fault; NULL: nothing was posted.
struct answer {
    const char *const *fields; // by the number of the column, from 0
    const char *const *faults;
    const char *fault; // of the form as a whole
};

static const char *cell_name(struct arena *arena, unsigned line, unsigned column) {
    char name[8];
    sheet_column_name(column, name);
    return line > 0 ? arena_format(arena, "%s%u", name, line) : arena_string(arena, name);
}

// --- Columns

// A chosen field is shown without its group: 联系人 · 电话, so that it is told from the customer's.
static struct group_view group_of(struct page *page, const struct field_table *table, const char *prefix,
                                  struct text label, const char *chosen) {
    struct arena *arena = page->ctx.arena;
    const bool contact = table == page->ctx.fields->contact;
    struct option_view *options = ARENA_ARRAY(arena, struct option_view, table->count);
    for (size_t i = 0; i < table->count; i++) {
        const char *value = arena_format(arena, "%s.%s", prefix, table->fields[i].key);
        options[i] = (struct option_view){.value = value,
                                          .label = arena_format(arena, "%s%s%s", contact ? text_in(page->ctx.lang, label) : "", contact ? " · " : "",
                                                                text_in(page->ctx.lang, table->fields[i].label)),
                                          .chosen = strcmp(value, chosen) == 0};
    }
    return (struct group_view){.label = text_in(page->ctx.lang, label), .options = VIEW_ARRAY(options, table->count)};
}

static struct column_view column_view(struct page *page, const struct batch_column *column, const char *field, const char *fault) {
    struct arena *arena = page->ctx.arena;
    struct group_view *groups = ARENA_ARRAY(arena, struct group_view, 2);
    groups[0] = group_of(page, page->ctx.fields->customer, "customer", (struct text){"客户", "Customer"}, field);
    groups[1] = group_of(page, page->ctx.fields->contact, "contact", (struct text){"联系人", "Contact"}, field);
    return (struct column_view){.name = arena_format(arena, "c%u", column->number),
                                .place = cell_name(arena, 0, column->number),
                                .heading = column->heading,
                                .sample = column->sample,
                                .fault = fault != NULL ? fault : "",
                                .has_fault = fault != NULL,
                                .left_out = *field == '\0',
                                .groups = VIEW_ARRAY(groups, 2)};
}

static enum status add_columns(struct page *page, const struct import_batch *batch, const struct answer *answer,
                               struct batch_view *view) {
    struct batch_column *columns;
    struct batch_sheet *sheets;
    unsigned count, sheet_count;
    TRY(batch_columns(&page->ctx, batch->id, &columns, &count));
    TRY(batch_sheets(&page->ctx, batch->id, &sheets, &sheet_count));
    struct column_view *rows = ARENA_ARRAY(page->ctx.arena, struct column_view, count);
    for (unsigned i = 0; i < count; i++)
        rows[i] = column_view(page, &columns[i], answer != NULL ? answer->fields[i] : columns[i].field,
                              answer != NULL ? answer->faults[i] : NULL);
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, sheet_count);
    for (unsigned i = 0; i < sheet_count; i++)
        options[i] = (struct option_view){.value = sheets[i].name,
                                          .label = sheets[i].name,
                                          .chosen = strcmp(sheets[i].name, batch->sheet) == 0};
    view->column_rows = VIEW_ARRAY(rows, count);
    view->sheets = VIEW_ARRAY(options, sheet_count);
    view->has_sheets = sheet_count > 1;
    view->has_columns = count > 0;
    view->no_columns = count == 0;
    return STATUS_OK;
}

// --- Faults

static enum status add_faults(struct page *page, const struct import_batch *batch, struct batch_view *view) {
    struct batch_fault *faults;
    unsigned count;
    TRY(batch_faults(&page->ctx, batch->id, &faults, &count));
    struct fault_view *rows = ARENA_ARRAY(page->ctx.arena, struct fault_view, count + (size_t)1);
    unsigned hints = 0;
    for (unsigned i = 0; i < count; i++) {
        hints += faults[i].hint; // which come last
        rows[i] = (struct fault_view){
            .place = faults[i].place > 0  ? cell_name(page->ctx.arena, faults[i].line, faults[i].place)
                     : faults[i].line > 0 ? arena_format(page->ctx.arena, "%u", faults[i].line)
                                          : "",
            .heading = faults[i].heading,
            .message = text_in(page->ctx.lang, faults[i].message)};
    }
    count -= hints;
    view->fault_rows = VIEW_ARRAY(rows, count);
    view->hint_rows = VIEW_ARRAY(rows + count, hints);
    view->has_hints = hints > 0;
    view->more_hints = batch->result.hints > hints;
    view->hints = (int)batch->result.hints;
    view->hints_kept = (int)hints;
    view->has_faults = count > 0;
    view->rows_faulty = batch->result.faulty_rows > 0;
    view->no_row_faulty = !view->rows_faulty;
    view->rejected_too_large = strcmp(page_query(page, "rejected"), "size") == 0;
    const struct clock steady = clock_monotonic();
    const struct board_place *place = board_find(batch->id, clock_now(&steady));
    view->forgets_at = place != NULL ? time_minute(page->ctx.arena, atomic_load(&place->forgets_at)) : "";
    view->more_faults = batch->result.faults > count;
    view->kept = (int)count;
    return STATUS_OK;
}

// --- The page

static const char *phase_label(const struct page *page, enum batch_state state) {
    static const struct text LABELS[] = {[BATCH_READING] = {"正在读取文件", "Reading the file"},
                                         [BATCH_CHECKING] = {"正在检查", "Checking"},
                                         [BATCH_WRITING] = {"正在导入", "Importing"}};
    return state == BATCH_CHECKING || state == BATCH_WRITING ? text_in(page->ctx.lang, LABELS[state])
                                                             : text_in(page->ctx.lang, LABELS[BATCH_READING]);
}

static void add_progress(const struct import_batch *batch, struct batch_view *view) {
    const struct clock steady = clock_monotonic();
    struct board_place *place = board_find(batch->id, clock_now(&steady));
    const uint64_t total = place != NULL ? atomic_load(&place->total) : 0;
    view->has_percent = total > 0;
    view->percent = total > 0 ? (int)(atomic_load(&place->done) * 100 / total) : 0;
}

static struct batch_view start_view(struct page *page, const struct import_batch *batch) {
    const enum standing standing = batch_standing(batch);
    const struct import_result *result = &batch->result;
    struct batch_view view = {
        .layout = page_layout(page),
        .id = batch->id,
        .file_name = batch->file_name,
        .phase = phase_label(page, batch->state),
        .owner = batch->owner,
        .heading_line = arena_format(page->ctx.arena, "%u", batch->heading),
        .message = text_in(page->ctx.lang, batch->message),
        .forgets_at = "",
        .fault = standing == STANDING_COLUMNS ? text_in(page->ctx.lang, batch->message) : "",
        .rows = (int)result->rows,
        .created = (int)result->created,
        .contacts = (int)result->contacts,
        .existing = (int)result->existing,
        .faults = (int)result->faults,
        .faulty_rows = (int)result->faulty_rows,
        .working = standing == STANDING_WORKING,
        .mapping = standing == STANDING_COLUMNS || standing == STANDING_CHECKED,
        .checked = standing == STANDING_CHECKED,
        .done = standing == STANDING_DONE || standing == STANDING_UNDONE,
        .undone = undone_view(page, batch),
        .refused = standing == STANDING_REFUSED,
        .stopped = standing == STANDING_STOPPED,
        .lost = standing == STANDING_LOST,
        .many = result->created >= MANY_ROWS,
        .good = result->faults == 0 && result->created > 0,
        .nothing_new = result->faults == 0 && result->created == 0,
        .may_name_owner = owner_may_be_named(page->ctx.actor, true),
        .skip_existing = batch->skip_existing,
    };
    view.layout.title = batch->file_name;
    view.has_fault = *view.fault != '\0';
    return view;
}

static enum status show(struct page *page, int code, const struct import_batch *batch, const struct answer *answer) {
    struct batch_view view = start_view(page, batch);
    if (view.working) {
        add_progress(batch, &view);
        response_header(page->response, "Refresh", RELOAD_SECONDS);
    }
    if (view.mapping)
        TRY(add_columns(page, batch, answer, &view));
    if (view.checked)
        TRY(add_faults(page, batch, &view));
    if (answer != NULL && answer->fault != NULL) {
        view.fault = answer->fault;
        view.has_fault = true;
        view.owner = page_form(page, "owner");
    }
    return page_render(page, code, &BATCH_VIEW, &view);
}

enum status batch_page(struct page *page) {
    struct import_batch batch;
    TRY(batch_find(&page->ctx, page_number(page, "batch"), &batch));
    return show(page, 200, &batch, NULL);
}

// --- What its person wants

// Passes the wish on, and leads back to the page, which tells whatever came of it.
static enum status wish(struct page *page, int64_t id, enum wish wanted) {
    const struct clock steady = clock_monotonic();
    struct board_place *place = board_find(id, clock_now(&steady));
    if (place != NULL)
        (void)board_wish(place, id, wanted);
    return page_redirect(page, UPLOAD_PATH "/%lld", (long long)id);
}

// The same with the state that goes with the wish; of an import that came to its end meanwhile the page tells that.
static enum status enter(struct page *page, int64_t id, enum batch_state state, enum wish wanted) {
    const enum status status = batch_enter(&page->ctx, id, state);
    return status == STATUS_OK || status == STATUS_NOT_FOUND ? wish(page, id, wanted) : status;
}

// The batch, if it waits for its person; else *answered: the page was shown that says what it does.
static enum status find_waiting(struct page *page, struct import_batch *batch, bool *answered) {
    TRY(batch_find(&page->ctx, page_number(page, "batch"), batch));
    const enum standing standing = batch_standing(batch);
    *answered = standing != STANDING_COLUMNS && standing != STANDING_CHECKED;
    return *answered ? page_redirect(page, UPLOAD_PATH "/%lld", (long long)batch->id) : STATUS_OK;
}

enum status place_do(struct page *page) {
    struct import_batch batch;
    bool answered;
    TRY(find_waiting(page, &batch, &answered));
    if (answered)
        return STATUS_OK;
    const char *line = page_form(page, "heading");
    const unsigned heading = strspn(line, "0123456789") == strlen(line) && strlen(line) <= 7 ? (unsigned)strtoul(line, NULL, 10) : 0;
    const char *sheet = page_form(page, "sheet");
    // Another sheet has its headings elsewhere.
    TRY(batch_set_place(&page->ctx, batch.id, sheet, strcmp(sheet, batch.sheet) == 0 ? heading : 0));
    return enter(page, batch.id, BATCH_READING, WISH_LOOK_AGAIN);
}

static enum status keep_columns(struct page *page, const struct import_batch *batch, struct batch_column *columns, unsigned count,
                                const char *const *fields) {
    for (unsigned i = 0; i < count; i++) {
        columns[i].field = fields[i];
        TRY(batch_column_take(&page->ctx, batch->id, &columns[i]));
    }
    TRY(batch_choose(&page->ctx, batch->id, page_form(page, "owner"), *page_form(page, "skip") != '\0'));
    return batch_enter(&page->ctx, batch->id, BATCH_CHECKING);
}

// What is wrong with the field that one column is to be; NULL: nothing.
static const char *judge_column(const struct page *page, const char *const *fields, unsigned i) {
    struct import_column column;
    if (*fields[i] == '\0')
        return NULL;
    for (unsigned j = 0; j < i; j++)
        if (strcmp(fields[i], fields[j]) == 0)
            return page->ctx.lang == LANG_EN ? "Another column is this field already." : "另一列已是这个字段";
    if (!import_column_of(page->ctx.fields, fields[i], &column))
        return page->ctx.lang == LANG_EN ? "There is no such field." : "没有这个字段";
    return NULL;
}

// Every column is a field that there is, and no two are the same; without a name there is no customer.
static bool judge(struct page *page, unsigned count, const char *const *fields, const char **faults, const char **fault) {
    bool named = false, good = true;
    for (unsigned i = 0; i < count; i++) {
        faults[i] = judge_column(page, fields, i);
        named = named || strcmp(fields[i], "customer.name") == 0;
        good = good && faults[i] == NULL;
    }
    if (!named)
        *fault = page->ctx.lang == LANG_EN ? "Say which column is the company name." : "请指定哪一列是公司名称";
    else if (!good)
        *fault = page->ctx.lang == LANG_EN ? "Some columns need to be corrected." : "有的列需要改正";
    return named && good;
}

enum status check_do(struct page *page) {
    struct import_batch batch;
    struct batch_column *columns;
    unsigned count;
    bool answered;
    struct answer answer = {0};
    TRY(find_waiting(page, &batch, &answered));
    if (answered)
        return STATUS_OK;
    TRY(batch_columns(&page->ctx, batch.id, &columns, &count));
    const char **fields = ARENA_ARRAY(page->ctx.arena, const char *, SHEET_COLUMNS_MAX);
    const char **faults = ARENA_ARRAY(page->ctx.arena, const char *, SHEET_COLUMNS_MAX);
    for (unsigned i = 0; i < count; i++)
        fields[i] = page_form(page, arena_format(page->ctx.arena, "c%u", columns[i].number));
    if (!judge(page, count, fields, faults, &answer.fault)) {
        answer.fields = fields;
        answer.faults = faults;
        return show(page, 422, &batch, &answer);
    }
    TRY(store_begin(page->ctx.store));
    enum status status = keep_columns(page, &batch, columns, count, fields);
    if (status == STATUS_OK)
        status = store_commit(page->ctx.store);
    store_rollback(page->ctx.store);
    return status == STATUS_OK || status == STATUS_NOT_FOUND ? wish(page, batch.id, WISH_CHECK) : status;
}

enum status write_do(struct page *page) {
    struct import_batch batch;
    bool answered;
    TRY(find_waiting(page, &batch, &answered));
    if (answered)
        return STATUS_OK;
    if (batch.state != BATCH_CHECKED || batch.result.faults > 0)
        return page_redirect(page, UPLOAD_PATH "/%lld", (long long)batch.id);
    return enter(page, batch.id, BATCH_WRITING, WISH_WRITE);
}

enum status stop_do(struct page *page) {
    struct import_batch batch;
    bool answered;
    TRY(find_waiting(page, &batch, &answered));
    if (answered)
        return STATUS_OK;
    return enter(page, batch.id, BATCH_STOPPED, WISH_STOP);
}
