// An empty list to fill in (ARC-13): a workbook with a column for every field that an import takes, and a sheet that says how each is
// filled in. It holds nothing of any customer, so nobody records it.
#include "import/pages.h"
#include "sheet/write.h"

#define COLUMNS_OF_REMARKS 4

struct list {
    struct page *page;
    struct sheet_column columns[SHEET_COLUMNS_MAX];
    unsigned count;
    struct sheet_out *out;
};

static enum status take(void *data, const void *bytes, size_t length) {
    struct list *list = data;
    response_add(list->page->response, bytes, length);
    return STATUS_OK;
}

// The heading by which the import knows the column again.
static const char *heading_of(const struct list *list, const struct field *field, bool contact) {
    static const struct text CONTACT = {"联系人", "Contact "};
    struct page *page = list->page;
    return arena_format(page->ctx.arena, "%s%s", contact ? say(page, CONTACT) : "", say(page, field->label));
}

// Of contacts 机密 ones have no column: they are for few, and whoever needs one adds it.
static bool is_in(const struct field *field, bool contact) {
    return (field->flags & FIELD_FIXED) == 0 && !(contact && field->level == LEVEL_TOP);
}

static void add_columns(struct list *list, const struct field_table *table, bool contact) {
    for (size_t i = 0; i < table->count && list->count < SHEET_COLUMNS_MAX; i++)
        if (is_in(&table->fields[i], contact)) // digits that are typed stay as they are
            list->columns[list->count++] = (struct sheet_column){heading_of(list, &table->fields[i], contact), CELL_TEXT, 0};
}

static const char *choices_of(const struct list *list, const struct field *field) {
    struct buffer text = {.arena = list->page->ctx.arena};
    const struct text comma = {"、", ", "};
    buffer_text(&text, "");
    for (const struct choice *choice = field->type == FIELD_CHOICE ? field->choices : NULL; choice != NULL && choice->key != NULL; choice++)
        if (!choice->retired)
            buffer_format(&text, "%s%s", text.length > 0 ? say(list->page, comma) : "", say(list->page, choice->label));
    return text.data;
}

static enum status add_remarks(const struct list *list, const struct field_table *table, bool contact) {
    static const struct text NEEDED = {"必填", "required"}, OPTIONAL = {"", ""};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        const bool needed = !contact && ((field->flags & FIELD_REQUIRED) != 0 || field->type == FIELD_PERSON);
        const char *const cells[COLUMNS_OF_REMARKS] = {heading_of(list, field, contact), say(list->page, needed ? NEEDED : OPTIONAL),
                                                       field->hint.zh != NULL ? say(list->page, field->hint) : "", choices_of(list, field)};
        if (is_in(field, contact))
            TRY(sheet_out_row(list->out, cells));
    }
    return STATUS_OK;
}

static enum status write_list(struct list *list) {
    static const struct text CUSTOMERS = {"客户", "Customers"}, REMARKS = {"填写说明", "How to fill it in"};
    static const struct text COLUMN = {"列名", "Column"}, NEEDED = {"要求", "Demanded"}, HINT = {"怎样填写", "How"}, CHOICES = {"可填的选项", "Choices"};
    const struct page *page = list->page;
    const struct sheet_column about[COLUMNS_OF_REMARKS] = {
        {say(page, COLUMN), CELL_TEXT, 24},
        {say(page, NEEDED), CELL_TEXT, 10},
        {say(page, HINT), CELL_TEXT, 44},
        {say(page, CHOICES), CELL_TEXT, 80},
    };
    const struct sheet_plan sheets[] = {{.name = say(page, CUSTOMERS), .columns = list->columns, .count = list->count},
                                        {.name = say(page, REMARKS), .columns = about, .count = COLUMNS_OF_REMARKS}};
    const struct sheet_receiver receiver = {.take = take, .data = list};
    TRY(sheet_out_new(&list->out, OUTPUT_XLSX, sheets, 2, &receiver));
    TRY(sheet_out_next(list->out));
    TRY(add_remarks(list, page->ctx.fields->customer, false));
    TRY(add_remarks(list, page->ctx.fields->contact, true));
    return sheet_out_end(list->out);
}

enum status template_do(struct page *page) {
    static const struct text NAME = {"客户导入模板", "Customers to import"};
    struct list list = {.page = page};
    add_columns(&list, page->ctx.fields->customer, false);
    add_columns(&list, page->ctx.fields->contact, true);
    const enum status status = write_list(&list);
    sheet_out_free(list.out);
    if (status != STATUS_OK) {
        response_drop(page->response);
        return status;
    }
    response_attachment(page->response, "customers-to-import.xlsx", arena_format(page->ctx.arena, "%s.xlsx", say(page, NAME)));
    page->response->content_type = sheet_output_type(OUTPUT_XLSX);
    return STATUS_OK;
}
