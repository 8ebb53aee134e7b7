// One row of a list: its cells put into drafts and checked by the same rules as a form.
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_owner.h"
#include "domain/import_check.h"
#include "domain/region.h"

const char *import_heading(const struct importer *importer, enum column_use use, unsigned field) {
    for (unsigned i = 0; i < importer->columns.count; i++)
        if (importer->columns.rows[i].use == use && importer->columns.rows[i].field == field)
            return importer->columns.rows[i].heading;
    const struct field_table *table = use == COLUMN_CONTACT ? importer->ctx.fields->contact : importer->ctx.fields->customer;
    return text_in(importer->ctx.lang, table->fields[field].label);
}

static bool is_blank(const char *cell, struct arena *arena) {
    return *utf8_trim(arena, cell) == '\0';
}

// A bare number under 注册资本（万元） is in 万元.
static const char *with_unit(struct importer *importer, const struct import_column *column, const char *cell) {
    const struct field_table *table = column->use == COLUMN_CONTACT ? importer->ctx.fields->contact : importer->ctx.fields->customer;
    if ((column->use != COLUMN_FIELD && column->use != COLUMN_CONTACT) || table->fields[column->field].type != FIELD_AMOUNT)
        return cell;
    const char *unit = import_column_unit(column->heading, importer->ctx.arena);
    const char *sum = utf8_trim(importer->ctx.arena, utf8_narrow(importer->ctx.arena, cell));
    const char last = *sum == '\0' ? '\0' : sum[strlen(sum) - 1];
    return *unit != '\0' && last >= '0' && last <= '9' ? arena_format(importer->ctx.arena, "%s%s", sum, unit) : cell;
}

static void read_cell(struct candidate *candidate, const struct import_column *column, const char *cell) {
    switch (column->use) {
    case COLUMN_FIELD:
        candidate->typed.typed[column->field] = cell;
        break;
    case COLUMN_CONTACT:
        candidate->typed.contacts[0][column->field] = cell;
        candidate->typed.contact_count = 1;
        break;
    case COLUMN_MATCH:
        candidate->numbers[column->field] = cell;
        break;
    case COLUMN_OWNER:
    case COLUMN_IGNORED:
        break;
    }
}

void candidate_read(struct importer *importer, const struct sheet_row *row, struct candidate *candidate) {
    *candidate = (struct candidate){.row = row, .owner = importer->owner, .region = ""};
    candidate->typed.tag = row->line;
    for (unsigned i = 0; i < row->count && i < importer->columns.count; i++)
        if (!is_blank(row->cells[i], importer->ctx.arena))
            read_cell(candidate, &importer->columns.rows[i], with_unit(importer, &importer->columns.rows[i], row->cells[i]));
}

// Lists of offices end with a row of sums, which is no customer.
static bool is_total(struct importer *importer, struct candidate *candidate) {
    static const char *const WORDS[] = {"合计", "总计", "小计", "共计"};
    for (unsigned i = 0; i < candidate->row->count; i++) {
        const char *cell = utf8_fold(importer->ctx.arena, candidate->row->cells[i]);
        for (size_t word = 0; word < sizeof WORDS / sizeof WORDS[0]; word++) {
            if (strcmp(cell, WORDS[word]) != 0)
                continue;
            import_refuse_cell(importer, candidate, i,
                               (struct text){"这一行是合计，不是客户：请从文件中删去", "this row holds a total, not a customer: take it out of the file"});
            return true;
        }
    }
    return false;
}

// A value that no heading says the meaning of must not get lost without a word.
static void check_stray_cells(struct importer *importer, struct candidate *candidate) {
    const struct sheet_row *row = candidate->row;
    for (unsigned i = 0; i < row->count; i++) {
        bool headless = i >= importer->columns.count || *importer->columns.rows[i].heading == '\0';
        if (!headless || is_blank(row->cells[i], importer->ctx.arena))
            continue;
        import_refuse_cell(importer, candidate, i,
                           (struct text){"这一列没有列名，却有内容", "this column has no heading, but something in it"});
    }
}

static const struct text DAMAGED = {
    "Excel 已把这个长号码存成近似值，后几位丢失：请把这一列设为“文本”格式后重新填写",
    "Excel kept only an approximation of this long number, its last digits are lost: format the column as text and enter it again"};
static const struct text NO_RESULT = {"这个公式没有保存结果：请在 Excel 中打开文件，保存后再导入",
                                      "this formula has no stored result: open the file in Excel, save it and import it again"};
static const struct text ERROR_VALUE = {"这一格是 Excel 的错误值", "this cell holds an error of Excel"};

// What a spreadsheet has spoilt must not become a customer's number.
static void check_spoilt_cells(struct importer *importer, struct candidate *candidate) {
    const struct sheet_row *row = candidate->row;
    for (unsigned i = 0; i < row->count && i < importer->columns.count; i++) {
        if (importer->columns.rows[i].use == COLUMN_IGNORED)
            continue;
        if (sheet_is_damaged_number(row->cells[i]))
            import_refuse_cell(importer, candidate, i, DAMAGED);
        else if (sheet_is_error(row->cells[i]))
            import_refuse_cell(importer, candidate, i, strcmp(row->cells[i], SHEET_NO_RESULT) == 0 ? NO_RESULT : ERROR_VALUE);
        else
            continue;
        read_cell(candidate, &importer->columns.rows[i], NULL); // one message is enough
    }
}

// Who has none but their own customers imports no others: NULL.
static const struct actor *own_customer(const struct actor *author, const char *name, struct text *message) {
    *message = (struct text){"您只能导入自己跟进的客户", "you can import your own customers only"};
    return strcmp(name, author->login) == 0 || strcmp(name, author->name) == 0 ? author : NULL;
}

enum status candidate_owner(struct importer *importer, struct candidate *candidate, struct text *message) {
    const struct sheet_row *row = candidate->row;
    *message = importer->plan->author != NULL
                   ? (struct text){"没有写目前跟进销售员（也可以在导入页上统一指定）", "names no account manager (the page of the import gives one for all rows)"}
                   : (struct text){"没有写目前跟进销售员（也可以用 --owner 统一指定）", "names no account manager (--owner gives one for all rows)"};
    for (unsigned i = 0; i < row->count && i < importer->columns.count; i++) {
        const char *name = utf8_trim(importer->ctx.arena, row->cells[i]);
        if (importer->columns.rows[i].use != COLUMN_OWNER || *name == '\0')
            continue;
        if (importer->plan->author != NULL && !owner_may_be_named(importer->plan->author, true))
            candidate->owner = own_customer(importer->plan->author, name, message);
        else
            TRY(import_owner_find(&importer->ctx, &importer->owners, name, &candidate->owner, message));
    }
    return STATUS_OK;
}

static enum status check_owner(struct importer *importer, struct candidate *candidate) {
    struct text message;
    unsigned field = (unsigned)field_index(importer->ctx.fields->customer, "owner");
    TRY(candidate_owner(importer, candidate, &message));
    if (candidate->owner == NULL)
        import_refuse(importer, candidate, import_heading(importer, COLUMN_OWNER, field), message);
    return STATUS_OK;
}

static void check_draft(struct importer *importer, struct candidate *candidate, struct draft *draft,
                        enum column_use use) {
    const bool good = draft_check(draft, NULL, importer->ctx.arena) == STATUS_OK;
    if (draft_check_dates(&importer->ctx, draft) == STATUS_OK && good)
        return;
    for (unsigned i = 0; i < draft->table->count; i++)
        if (draft->messages[i].zh != NULL)
            import_refuse(importer, candidate, import_heading(importer, use, i), draft->messages[i]);
}

static void check_fields(struct importer *importer, struct candidate *candidate) {
    candidate->customer = (struct draft){.table = importer->ctx.fields->customer};
    memcpy(candidate->customer.typed, candidate->typed.typed, sizeof candidate->customer.typed);
    check_draft(importer, candidate, &candidate->customer, COLUMN_FIELD);
    if (candidate->typed.contact_count == 0)
        return;
    candidate->contact = (struct draft){.table = importer->ctx.fields->contact};
    memcpy(candidate->contact.typed, candidate->typed.contacts[0], sizeof candidate->contact.typed);
    check_draft(importer, candidate, &candidate->contact, COLUMN_CONTACT);
}

static enum status check_region(struct importer *importer, struct candidate *candidate) {
    unsigned field = (unsigned)field_index(importer->ctx.fields->customer, "region");
    const char *typed = candidate->customer.values[field];
    if (typed == NULL || *typed == '\0')
        return STATUS_OK;
    struct region region;
    struct text message;
    enum status status = region_resolve(&importer->ctx, typed, &region, &message);
    if (status == STATUS_OK)
        candidate->region = region.full_name;
    else if (status == STATUS_INVALID)
        import_refuse(importer, candidate, import_heading(importer, COLUMN_FIELD, field), message);
    return status == STATUS_INVALID ? STATUS_OK : status;
}

enum status candidate_check(struct importer *importer, const struct sheet_row *row, struct candidate *candidate,
                            enum row_verdict *verdict) {
    bool existing = false;
    candidate_read(importer, row, candidate);
    if (is_total(importer, candidate)) {
        *verdict = ROW_FAULTY;
        return STATUS_OK;
    }
    check_stray_cells(importer, candidate);
    check_spoilt_cells(importer, candidate);
    TRY(check_owner(importer, candidate));
    check_fields(importer, candidate);
    TRY(check_region(importer, candidate));
    TRY(import_match(importer, candidate, &existing));
    *verdict = candidate->faulty ? ROW_FAULTY : existing ? ROW_EXISTING
                                                         : ROW_NEW;
    return STATUS_OK;
}
