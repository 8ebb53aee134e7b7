// Drafting a contract: the text by its field table, lines and instalments as rows below. Faults, conflicts and "add a row" show the same
// form again with what was typed.
#include <string.h>

#include "app/plain_form.h"
#include "approval/contract_rows.h"
#include "domain/directory.h"
#include "model/amount_words.h"

struct their_row {
    const char *words;
};
struct form_page_view {
    struct layout_view layout;
    struct form_view form;
    const char *customer_name, *number, *back;
    bool has_number, is_new, closed, may_save; // closed: submitted meanwhile, and so not to be changed any more
    struct view_rows lines, dues;              // of row_view
    const char *lines_message, *dues_message, *sum, *words;
    bool lines_invalid, dues_invalid, has_sum;
    bool rows_differ;            // a colleague saved other rows (OPS-2)
    struct view_rows their_rows; // of their_row
};
static const struct binding THEIR_ROW[] = {
    VIEW(struct their_row, WORDS, words),
    VIEW_END,
};
static const struct binding FORM_BINDINGS[] = {
    VIEW_PART(struct form_page_view, layout, LAYOUT),
    VIEW_PART(struct form_page_view, form, FORM),
    VIEW(struct form_page_view, CUSTOMER_NAME, customer_name),
    VIEW(struct form_page_view, CONTRACT_NUMBER, number),
    VIEW(struct form_page_view, HAS_NUMBER, has_number),
    VIEW(struct form_page_view, IS_NEW, is_new),
    VIEW(struct form_page_view, CLOSED, closed),
    VIEW(struct form_page_view, MAY_SAVE, may_save),
    VIEW(struct form_page_view, BACK, back),
    VIEW_ROWS(struct form_page_view, LINE, lines, LINE_ROW),
    VIEW_ROWS(struct form_page_view, DUE, dues, DUE_ROW),
    VIEW(struct form_page_view, LINES_MESSAGE, lines_message),
    VIEW(struct form_page_view, DUES_MESSAGE, dues_message),
    VIEW(struct form_page_view, LINES_INVALID, lines_invalid),
    VIEW(struct form_page_view, DUES_INVALID, dues_invalid),
    VIEW(struct form_page_view, SUM, sum),
    VIEW(struct form_page_view, SUM_WORDS, words),
    VIEW(struct form_page_view, HAS_SUM, has_sum),
    VIEW(struct form_page_view, ROWS_DIFFER, rows_differ),
    VIEW_ROWS(struct form_page_view, THEIR_ROW, their_rows, THEIR_ROW),
    VIEW_END,
};
const struct view CONTRACT_FORM_VIEW = {"approval/contract_form.tpl", FORM_BINDINGS};

// What a form is made of.
struct sheet {
    const struct contract *contract; // NULL: a new one
    int64_t customer_id;
    const char *customer_name, *action, *back;
    const struct record *stored;
    struct draft *draft; // NULL: nothing was typed yet
    struct typed_rows lines, dues;
    const struct contract *theirs; // after a conflict
    bool closed;                   // it was submitted meanwhile
    unsigned spare_lines, spare_dues;
};

#define SPARE 3 // empty rows that a form begins with, and that "add rows" adds

// --- Showing

static int64_t sum_of(const struct typed_rows *lines) {
    int64_t sum = AMOUNT_NONE;
    for (unsigned i = 0; i < lines->count; i++)
        if (!amount_add(&sum, lines->rows[i].amount))
            return AMOUNT_NONE;
    return sum;
}

static void show_rows(struct page *page, const struct sheet *sheet, struct form_page_view *view) {
    const int64_t sum = sum_of(&sheet->lines);
    view->lines = rows_show(page, &sheet->lines, sheet->spare_lines);
    view->dues = rows_show(page, &sheet->dues, sheet->spare_dues);
    view->lines_message = sheet->lines.message.zh != NULL ? say(page, sheet->lines.message) : "";
    view->dues_message = sheet->dues.message.zh != NULL ? say(page, sheet->dues.message) : "";
    view->lines_invalid = *view->lines_message != '\0';
    view->dues_invalid = *view->dues_message != '\0';
    view->sum = amount_shown(sum, page->ctx.arena);
    view->words = amount_words(sum, page->ctx.arena);
    view->has_sum = sum != AMOUNT_NONE;
}

// The faults of the rows behind those of the fields.
static void show_faults(struct page *page, const struct sheet *sheet, struct form_view *form) {
    const size_t own = form->faults.count, room = own + sheet->lines.faults + sheet->dues.faults;
    struct fault_view *faults = ARENA_ARRAY(page->ctx.arena, struct fault_view, room + 1);
    size_t count = own;
    if (own > 0)
        memcpy(faults, form->faults.rows, own * sizeof *faults);
    rows_faults(page, &sheet->lines, faults, &count);
    rows_faults(page, &sheet->dues, faults, &count);
    form->faults = VIEW_ARRAY(faults, count);
    form->fault_count = (int)count;
    form->has_faults = count > 0;
}

static struct view_rows their_rows(struct page *page, const struct contract_rows *theirs) {
    struct their_row *rows = ARENA_ARRAY(page->ctx.arena, struct their_row, theirs->line_count + theirs->due_count);
    size_t count = 0;
    for (unsigned i = 0; i < theirs->line_count; i++)
        rows[count++].words = contract_line_words(&theirs->lines[i], page->ctx.arena);
    for (unsigned i = 0; i < theirs->due_count; i++)
        rows[count++].words = contract_due_words(&theirs->dues[i], page->ctx.lang, page->ctx.arena);
    return VIEW_ARRAY(rows, count);
}

static enum status show_theirs(struct page *page, const struct sheet *sheet, struct form_page_view *view) {
    struct directory_entry person = {.id = sheet->theirs->updated_by};
    const struct contract_rows *theirs = &sheet->theirs->text.rows;
    struct contract_rows mine;
    struct typed_rows my_lines = sheet->lines, my_dues = sheet->dues;
    TRY(directory_people(&page->ctx, &person, 1));
    view->form.saved_by = person.name;
    view->form.saved_at = time_minute(page->ctx.arena, sheet->theirs->updated_at);
    view->form.has_saved_by = *person.name != '\0';
    view->rows_differ = rows_check(page, &my_lines, &my_dues, &mine) != STATUS_OK || !contract_rows_equal(&mine, theirs);
    view->their_rows = their_rows(page, theirs);
    return STATUS_OK;
}

static enum status show_sheet(struct page *page, int code, const struct sheet *sheet) {
    const struct record *theirs = sheet->theirs != NULL ? &sheet->theirs->text.record : NULL;
    struct form_page_view view = {
        .layout = page_layout(page),
        .form = form_build(page, &CONTRACT_FIELDS, theirs != NULL ? NULL : sheet->stored, sheet->draft, theirs, sheet->action,
                           sheet->back),
        .customer_name = sheet->customer_name,
        .number = sheet->contract != NULL ? sheet->contract->number : "",
        .has_number = sheet->contract != NULL,
        .is_new = sheet->contract == NULL,
        .closed = sheet->closed,
        .may_save = !sheet->closed,
        .back = sheet->back,
    };
    show_rows(page, sheet, &view);
    show_faults(page, sheet, &view.form);
    if (theirs != NULL)
        TRY(show_theirs(page, sheet, &view));
    return page_render(page, code, &CONTRACT_FORM_VIEW, &view);
}

// --- Reading

static bool wants_more(const struct page *page, const char *rows) {
    return form_has(page, "more", rows);
}

// The form again with what was typed and more rows; nothing is checked yet but what the lines come to.
static enum status show_more(struct page *page, struct sheet *sheet) {
    struct draft *draft = sheet->draft;
    *draft = (struct draft){.table = &CONTRACT_FIELDS};
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        draft->typed[i] = page_form(page, CONTRACT_FIELDS.fields[i].key);
    rows_count(page, &sheet->lines);
    sheet->spare_lines = wants_more(page, "line") ? SPARE : 0;
    sheet->spare_dues = wants_more(page, "due") ? SPARE : 0;
    return show_sheet(page, 200, sheet);
}

static enum status read_sheet(struct page *page, struct sheet *sheet, struct contract_rows *rows) {
    const enum status fields = form_read(page, &CONTRACT_FIELDS, sheet->stored, sheet->draft);
    if (fields != STATUS_OK && fields != STATUS_INVALID)
        return fields;
    const enum status cells = rows_check(page, &sheet->lines, &sheet->dues, rows);
    return fields == STATUS_OK ? cells : fields;
}

static void take_typed(struct page *page, struct sheet *sheet) {
    sheet->draft = ARENA_NEW(page->ctx.arena, struct draft);
    sheet->lines = rows_typed(page, &LINE_FIELDS);
    sheet->dues = rows_typed(page, &DUE_FIELDS);
}

// --- A new contract

static enum status start_new(struct page *page, int64_t customer_id, struct sheet *sheet) {
    struct contract_customer customer;
    TRY(contract_customer(&page->ctx, customer_id, &customer));
    *sheet = (struct sheet){
        .customer_id = customer_id,
        .customer_name = customer.name,
        .action = arena_format(page->ctx.arena, "/contract/new/%lld", (long long)customer_id),
        .back = arena_format(page->ctx.arena, "/customer/%lld", (long long)customer_id),
        .spare_lines = SPARE,
        .spare_dues = SPARE,
    };
    return STATUS_OK;
}

// What a new one begins with: the parties by name.
static enum status fill_parties(struct page *page, const struct sheet *sheet, struct record *record) {
    const char *company = "";
    TRY(contract_our_party(&page->ctx, &company));
    *record = (struct record){.table = &CONTRACT_FIELDS};
    for (size_t i = 0; i < CONTRACT_FIELDS.count; i++)
        record->values[i] = "";
    record->values[field_index(&CONTRACT_FIELDS, "our_party")] = company;
    record->values[field_index(&CONTRACT_FIELDS, "other_party")] = sheet->customer_name;
    return STATUS_OK;
}

enum status contract_new_page(struct page *page) {
    struct sheet sheet;
    struct record parties;
    TRY(start_new(page, page_number(page, "id"), &sheet));
    TRY(fill_parties(page, &sheet, &parties));
    sheet.stored = &parties;
    sheet.lines.table = &LINE_FIELDS;
    sheet.dues.table = &DUE_FIELDS;
    return show_sheet(page, 200, &sheet);
}

enum status contract_new_do(struct page *page) {
    struct sheet sheet;
    struct contract_rows rows;
    int64_t id = 0;
    TRY(start_new(page, page_number(page, "id"), &sheet));
    take_typed(page, &sheet);
    if (*page_form(page, "more") != '\0')
        return show_more(page, &sheet);
    sheet.spare_lines = sheet.spare_dues = 0;
    enum status status = read_sheet(page, &sheet, &rows);
    if (status == STATUS_OK)
        status = contract_create(&page->ctx, sheet.customer_id, sheet.draft, &rows, &id);
    if (status == STATUS_INVALID)
        return show_sheet(page, 422, &sheet);
    TRY(status);
    return page_redirect(page, "/contract/%lld?notice=contract-created", (long long)id);
}

// --- A draft that is there

static enum status start_edit(struct page *page, const struct contract *contract, struct sheet *sheet) {
    const long long id = (long long)contract->id;
    *sheet = (struct sheet){
        .contract = contract,
        .customer_id = contract->customer_id,
        .customer_name = contract->customer_name,
        .stored = &contract->text.record,
        .action = arena_format(page->ctx.arena, "/contract/%lld/edit", id),
        .back = arena_format(page->ctx.arena, "/contract/%lld", id),
    };
    return contract->text.frozen_at == 0 && contract_next(contract->state, CONTRACT_SAVE) != CONTRACT_STATES ? STATUS_OK
                                                                                                             : STATUS_CONFLICT;
}

enum status contract_edit_page(struct page *page) {
    struct contract contract;
    struct sheet sheet;
    TRY(contract_find(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_WRITE, &contract));
    if (start_edit(page, &contract, &sheet) != STATUS_OK)
        return page_redirect(page, "%s?notice=contract-fixed", sheet.back);
    sheet.lines = rows_of_lines(page, &contract.text.rows);
    sheet.dues = rows_of_dues(page, &contract.text.rows);
    sheet.spare_lines = contract.text.rows.line_count == 0 ? SPARE : 1;
    sheet.spare_dues = contract.text.rows.due_count == 0 ? SPARE : 1;
    return show_sheet(page, 200, &sheet);
}

enum status contract_edit_do(struct page *page) {
    struct contract contract;
    struct sheet sheet;
    struct contract_rows rows;
    TRY(contract_find(&page->ctx, page_number(page, "contract"), PERM_CONTRACT_WRITE, &contract));
    const enum status open = start_edit(page, &contract, &sheet);
    take_typed(page, &sheet);
    if (*page_form(page, "theirs_rows") != '\0') {
        sheet.lines = rows_of_lines(page, &contract.text.rows);
        sheet.dues = rows_of_dues(page, &contract.text.rows);
    }
    if (*page_form(page, "more") != '\0')
        return show_more(page, &sheet);
    enum status status = read_sheet(page, &sheet, &rows);
    if (status == STATUS_OK)
        status =
            open == STATUS_OK ? contract_save(&page->ctx, contract.id, form_version(page), sheet.draft, &rows) : STATUS_CONFLICT;
    if (status == STATUS_INVALID)
        return show_sheet(page, 422, &sheet);
    if (status == STATUS_CONFLICT) {
        sheet.closed = open != STATUS_OK;
        TRY(contract_find(&page->ctx, contract.id, PERM_CONTRACT_WRITE, &contract));
        sheet.theirs = &contract;
        return show_sheet(page, 409, &sheet);
    }
    TRY(status);
    return page_redirect(page, "/contract/%lld?notice=saved", (long long)contract.id);
}
