// A list as a file (CONF-7): all its rows in its order with its columns, confidential fields as their masks. It is put together whole,
// then recorded, and leaves only when the record is durable. Searching for a confidential value has no such file: what was found is known
// by the search, and a file would say it again without its record (asked_is_open).
#include "customer/export.h"

#include <string.h>

#include "base/utf8.h"
#include "customer/filters.h"
#include "domain/customer_export.h"
#include "sheet/write.h"

#define AT_ONCE 2                            // exports of all workers, so that most of these go on answering pages
#define BYTES_MAX ((size_t)64 * 1024 * 1024) // of a file; nginx.conf has room for as many

// --- what is told when there is no file

static const struct {
    const char *key;
    struct text text;
} REFUSALS[] = {
    {"rows", {"没有导出：列表超过 100,000 行。请先筛选，再分几次导出。", "Nothing was exported: the list has more than 100,000 rows. Filter it and export it in parts."}},
    {"size", {"没有导出：文件超过 64 MB。请先筛选，或少选几列。", "Nothing was exported: the file would be larger than 64 MB. Filter the list or choose fewer columns."}},
    {"slow", {"没有导出：现在太忙，40 秒内没有完成。请稍后再试，或先筛选。", "Nothing was exported: it is too busy now to be done within 40 seconds. Try again later, or filter the list."}},
    {"busy", {"现在有其他人在导出，请一分钟后再试。", "Others are exporting at the moment: please try again in a minute."}},
    {"own", {"您的另一次导出还没有完成，请等它完成后再试。", "Another export of yours is not finished: wait for it, then try again."}},
    {"value", {"没有导出：按电话、邮箱或账号查找的列表不能导出。", "Nothing was exported: a list found by a telephone number, e-mail or account can't be."}},
};

const char *export_refusal(const struct page *page) {
    for (size_t i = 0; i < sizeof REFUSALS / sizeof *REFUSALS; i++)
        if (strcmp(page_query(page, "export"), REFUSALS[i].key) == 0)
            return text_in(page->ctx.lang, REFUSALS[i].text);
    return NULL;
}

static enum status refuse(struct page *page, const struct asked *asked, const char *key) {
    response_drop(page->response);
    const char *address = asked_address(page, "/customer", asked, -1);
    return page_redirect(page, "%s%cexport=%s", address, strchr(address, '?') != NULL ? '&' : '?', key);
}

// --- the file

struct file {
    struct page *page;
    const struct asked *asked;
    enum sheet_output output;
    struct columns columns; // that leave
    const char *title, *withheld;
    struct sheet_plan sheets[2];
    struct sheet_out *out;
};

static enum status take(void *data, const void *bytes, size_t length) {
    struct file *file = data;
    struct response *response = file->page->response;
    if (response_length(response) + length > BYTES_MAX)
        return STATUS_TOO_LARGE;
    response_add(response, bytes, length);
    return STATUS_OK;
}

static enum cell_type type_of(const struct field *field) {
    if (field_is_sealed(field))
        return CELL_TEXT;
    if (column_is_time(field))
        return CELL_TIME;
    return field->type == FIELD_DATE ? CELL_DATE : field->type == FIELD_AMOUNT ? CELL_AMOUNT
                                               : field->type == FIELD_DECIMAL  ? CELL_NUMBER
                                                                               : CELL_TEXT;
}

static unsigned width_of(const struct field *field) {
    static const struct {
        const char *key;
        unsigned width;
    } WIDTHS[] = {{"name", 36}, {"archive_no", 21}, {"code", 12}, {"region", 28}, {"owner", 12}, {"kind", 14}, {"phone", 18}};
    for (size_t i = 0; i < sizeof WIDTHS / sizeof *WIDTHS; i++)
        if (strcmp(field->key, WIDTHS[i].key) == 0)
            return WIDTHS[i].width;
    return 0;
}

static const struct sheet_column *sheet_columns(const struct file *file) {
    struct sheet_column *columns = ARENA_ARRAY(file->page->ctx.arena, struct sheet_column, file->columns.count);
    for (unsigned i = 0; i < file->columns.count; i++) {
        const struct field *field = file->columns.fields[i];
        columns[i] = (struct sheet_column){text_in(file->page->ctx.lang, field->label), type_of(field), width_of(field)};
    }
    return columns;
}

static enum status write_row(void *data, const char *const *cells) {
    const struct file *file = data;
    const char *shown[COLUMNS_MAX];
    for (unsigned i = 0; i < file->columns.count; i++) {
        const struct field *field = file->columns.fields[i];
        const bool choice = field->type == FIELD_CHOICE && !field_is_sealed(field);
        shown[i] = choice && *cells[i] != '\0' ? choice_label(field, cells[i], file->page->ctx.lang) : cells[i];
    }
    return sheet_out_row(file->out, shown);
}

// What may leave of the columns the list shows; the labels of the others, for the remarks.
static enum status choose_columns(struct file *file) {
    struct page *page = file->page;
    struct columns shown;
    TRY(asked_columns(page, file->asked, &shown));
    struct buffer withheld = {.arena = page->ctx.arena};
    buffer_text(&withheld, "");
    for (unsigned i = 0; i < shown.count; i++) {
        const struct field *field = shown.fields[i];
        if ((field->flags & FIELD_PRIVATE) == 0)
            file->columns.fields[file->columns.count++] = field;
        else
            buffer_format(&withheld, "%s%s", withheld.length > 0 ? "、" : "", text_in(page->ctx.lang, field->label));
    }
    file->withheld = withheld.data;
    return STATUS_OK;
}

// --- the remarks: who, when, what

static enum status remark(const struct file *file, struct text label, const char *value) {
    return *value != '\0' ? sheet_out_row(file->out, (const char *const[]){text_in(file->page->ctx.lang, label), value}) : STATUS_OK;
}

static const char *sort_words(const struct file *file) {
    static const struct text WORDS[] = {
        [SORT_NEWEST] = {"最新建档在前", "newest first"},
        [SORT_NAME] = {"按名称", "by name"},
        [SORT_ARCHIVE_NO] = {"按档案编号", "by archive number"},
    };
    const enum customer_sort sort = *file->asked->text != '\0' ? SORT_NEWEST : asked_sort(file->asked);
    return text_in(file->page->ctx.lang, WORDS[sort]);
}

static const char *cut_words(const struct file *file, const struct customer_export *export) {
    static const struct text NUMBERS = {"以此开头的编号太多，只含编号最大的 1,000 户", "Only the 1,000 highest of the numbers that begin so"};
    static const struct text WORDS = {"只按前 8 个词查找", "Found by the first 8 words alone"};
    const enum lang lang = file->page->ctx.lang;
    return export->numbers_cut ? text_in(lang, NUMBERS) : export->words_cut ? text_in(lang, WORDS)
                                                                            : "";
}

static enum status write_remarks(const struct file *file, const struct customer_export *export) {
    static const struct text MASKS = {"保密项目只有掩码（如 138****1234）；本次导出已写入访问记录。",
                                      "Confidential fields are masked (138****1234). This export is in the access log."};
    const struct ctx *ctx = &file->page->ctx;
    const char *filters = asked_words(file->page, file->asked);
    TRY(sheet_out_next(file->out));
    TRY(remark(file, (struct text){"导出人", "Exported by"}, arena_format(ctx->arena, "%s (%s)", ctx->actor->name, ctx->actor->login)));
    TRY(remark(file, (struct text){"导出时间", "Exported at"}, time_minute(ctx->arena, clock_now(ctx->clock))));
    TRY(remark(file, (struct text){"列表", "List"}, file->title));
    TRY(remark(file, (struct text){"条件", "Conditions"}, *filters != '\0' ? filters : text_in(ctx->lang, (struct text){"全部", "all"})));
    TRY(remark(file, (struct text){"排序", "Order"}, sort_words(file)));
    TRY(remark(file, (struct text){"户数", "Customers"}, arena_format(ctx->arena, "%u", export->rows)));
    TRY(remark(file, (struct text){"注意", "Note"}, cut_words(file, export)));
    TRY(remark(file, (struct text){"不能导出的列", "Columns that never leave"}, file->withheld));
    TRY(remark(file, (struct text){"保密内容", "Confidential"}, text_in(ctx->lang, MASKS)));
    return remark(file, (struct text){"请求编号", "Request"}, file->page->request->number);
}

// --- the record

static const char *recorded_columns(const struct file *file) {
    struct buffer keys = {.arena = file->page->ctx.arena};
    for (unsigned i = 0; i < file->columns.count; i++)
        buffer_format(&keys, "%s%s%s", i > 0 ? "," : "", file->columns.fields[i]->key, field_is_sealed(file->columns.fields[i]) ? "*" : "");
    return keys.data;
}

static enum status record(const struct file *file, unsigned rows) {
    struct page *page = file->page;
    enum result result;
    const char *filters = asked_words(page, file->asked);
    const struct custody_deed deed = {
        .deed = DEED_EXPORT,
        .words = arena_format(page->ctx.arena, "%s · %s%s%s", sheet_output_suffix(file->output), file->title,
                              *filters != '\0' ? " · " : "", filters),
        .columns = recorded_columns(file),
        .rows = rows,
    };
    page->ctx.asker.channel = CHANNEL_EXPORT;
    TRY(custody_note(page->ctx.custody, &page->ctx.asker, &deed, &result));
    return result == RESULT_DISCLOSED ? STATUS_OK : STATUS_FORBIDDEN;
}

// --- the answer

static void add_headers(const struct file *file) {
    const struct page *page = file->page;
    struct arena *arena = page->ctx.arena;
    const char *suffix = sheet_output_suffix(file->output);
    const char *day = arena_copy(arena, time_minute(arena, clock_now(page->ctx.clock)), strlen("2026-01-05"));
    response_attachment(page->response, arena_format(arena, "customers-%s.%s", day, suffix),
                        arena_format(arena, "%s %s.%s", file->title, day, suffix));
    page->response->content_type = sheet_output_type(file->output);
}

static enum status write_file(struct file *file, struct customer_export *export) {
    static const struct sheet_column REMARKS[] = {{"", CELL_TEXT, 18}, {"", CELL_TEXT, 80}};
    static const struct text ABOUT = {"导出说明", "About"};
    const struct sheet_receiver receiver = {.take = take, .data = file};
    file->sheets[0] = (struct sheet_plan){.name = file->title, .columns = sheet_columns(file), .count = file->columns.count};
    file->sheets[1] = (struct sheet_plan){.name = text_in(file->page->ctx.lang, ABOUT), .columns = REMARKS, .count = 2, .plain = true};
    TRY(sheet_out_new(&file->out, file->output, file->sheets, 2, &receiver));
    TRY(customer_export(&file->page->ctx, export));
    TRY(write_remarks(file, export));
    return sheet_out_end(file->out);
}

// The place is held until the file is recorded.
static enum status export_list(struct file *file) {
    const struct asked *asked = file->asked;
    struct customer_query query = {.text = asked->text, .sort = asked_sort(asked), .after = "", .filters = &asked->filters};
    struct customer_export export = {.query = &query, .columns = &file->columns, .row = write_row, .data = file};
    const enum status status = write_file(file, &export);
    sheet_out_free(file->out);
    if (status == STATUS_TOO_LARGE)
        return refuse(file->page, asked, export.rows == EXPORT_ROWS_MAX ? "rows" : "size");
    if (status == STATUS_LIMITED)
        return refuse(file->page, asked, "slow");
    const enum status recorded = status == STATUS_OK ? record(file, export.rows) : status;
    if (recorded == STATUS_OK)
        add_headers(file);
    else
        response_drop(file->page->response);
    return recorded;
}

enum status export_do(struct page *page) {
    static const struct text CUSTOMERS = {"客户列表", "Customers"};
    struct asked asked;
    struct file file = {.page = page, .asked = &asked, .output = strcmp(page_form(page, "format"), "csv") == 0 ? OUTPUT_CSV : OUTPUT_XLSX};
    TRY(asked_of(page, page_form(page, "query"), &asked));
    if (asked.faults.count > 0)
        return page_redirect(page, "/customer?%s", page_form(page, "query"));
    if (!asked_is_open(page, &asked))
        return refuse(page, &asked, "value");
    file.title = asked.view.id != 0 ? asked.view.name : text_in(page->ctx.lang, CUSTOMERS);
    TRY(choose_columns(&file));
    const enum store_place place = store_place_take(page->ctx.store, AT_ONCE, page->ctx.actor->person_id);
    if (place != PLACE_TAKEN)
        return refuse(page, &asked, place == PLACE_OF_SAME ? "own" : "busy");
    const enum status status = export_list(&file);
    store_place_leave(page->ctx.store);
    return status;
}
