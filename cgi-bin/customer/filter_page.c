// The form of all filters. It is sent by GET, so that what it asks for has an address; what was left blank drops out of that (list.c).
#include <string.h>

#include "customer/filters.h"

struct filter_view {
    const char *key, *label, *value, *from, *to, *input_mode;
    struct view_rows options; // of option_view
    bool is_choice, is_region, is_person, is_ordered, is_text, may_be_empty, empty, filled, first;
};
struct filter_group_view {
    const char *label;
    struct view_rows filters; // of filter_view
};
struct filter_page_view {
    struct layout_view layout;
    const char *text, *sort, *columns, *cancel;
    struct view_rows groups; // of filter_group_view
    bool has_sort, has_text, has_columns;
};

static const struct binding OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};
static const struct binding FILTER[] = {
    VIEW(struct filter_view, KEY, key),
    VIEW(struct filter_view, LABEL, label),
    VIEW(struct filter_view, VALUE, value),
    VIEW(struct filter_view, FROM, from),
    VIEW(struct filter_view, TO, to),
    VIEW(struct filter_view, INPUT_MODE, input_mode),
    VIEW_ROWS(struct filter_view, OPTION, options, OPTION),
    VIEW(struct filter_view, IS_CHOICE, is_choice),
    VIEW(struct filter_view, IS_REGION, is_region),
    VIEW(struct filter_view, IS_PERSON, is_person),
    VIEW(struct filter_view, IS_ORDERED, is_ordered),
    VIEW(struct filter_view, IS_TEXT, is_text),
    VIEW(struct filter_view, MAY_BE_EMPTY, may_be_empty),
    VIEW(struct filter_view, EMPTY, empty),
    VIEW(struct filter_view, FILLED, filled),
    VIEW(struct filter_view, FIRST, first),
    VIEW_END,
};
static const struct binding GROUP_OF_FILTERS[] = {
    VIEW(struct filter_group_view, LABEL, label),
    VIEW_ROWS(struct filter_group_view, FILTER, filters, FILTER),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct filter_page_view, layout, LAYOUT),
    VIEW(struct filter_page_view, TEXT, text),
    VIEW(struct filter_page_view, SORT, sort),
    VIEW(struct filter_page_view, COLUMNS, columns),
    VIEW(struct filter_page_view, HAS_COLUMNS, has_columns),
    VIEW(struct filter_page_view, HAS_SORT, has_sort),
    VIEW(struct filter_page_view, HAS_TEXT, has_text),
    VIEW(struct filter_page_view, CANCEL, cancel),
    VIEW_ROWS(struct filter_page_view, GROUP, groups, GROUP_OF_FILTERS),
    VIEW_END,
};
const struct view FILTER_VIEW = {"customer/filter.tpl", BINDINGS};

static const struct filter *find(const struct asked *asked, const struct field *field, enum filter_op op) {
    for (unsigned i = 0; i < asked->filters.count; i++)
        if (strcmp(asked->filters.rows[i].field->key, field->key) == 0 && asked->filters.rows[i].op == op)
            return &asked->filters.rows[i];
    return NULL;
}

static const char *value_of(const struct asked *asked, const struct field *field, enum filter_op op) {
    const struct filter *filter = find(asked, field, op);
    return filter == NULL ? "" : filter->field->type == FIELD_REGION ? filter->shown
                                                                     : filter->value;
}

static struct view_rows choice_rows(struct page *page, const struct field *field, const char *value) {
    size_t count = 0;
    while (field->choices[count].key != NULL)
        count++;
    struct option_view *rows = ARENA_ARRAY(page->ctx.arena, struct option_view, count);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct option_view){field->choices[i].key, text_in(page->ctx.lang, field->choices[i].label),
                                       strcmp(field->choices[i].key, value) == 0};
    return VIEW_ARRAY(rows, count);
}

// Units below others stand further to the right.
static enum status unit_rows(struct page *page, const char *value, struct view_rows *rows) {
    struct filter_unit *units;
    unsigned count;
    TRY(filter_units(&page->ctx, &units, &count));
    struct option_view *options = ARENA_ARRAY(page->ctx.arena, struct option_view, count + (size_t)1);
    for (unsigned i = 0; i < count; i++) {
        struct buffer label = {.arena = page->ctx.arena};
        for (unsigned depth = 0; depth < units[i].depth; depth++)
            buffer_text(&label, "　");
        buffer_text(&label, units[i].name);
        const char *key = arena_format(page->ctx.arena, "%lld", (long long)units[i].id);
        options[i] = (struct option_view){key, label.data, strcmp(key, value) == 0};
    }
    *rows = VIEW_ARRAY(options, count);
    return STATUS_OK;
}

static enum status filter_view(struct page *page, const struct asked *asked, const struct field *field, struct filter_view *view) {
    const char *value = value_of(asked, field, filter_takes(field, FILTER_HAS) ? FILTER_HAS : FILTER_IS);
    const bool unit = strcmp(field->key, "unit") == 0;
    *view = (struct filter_view){
        .key = field->key,
        .label = text_in(page->ctx.lang, field->label),
        .value = value,
        .from = value_of(asked, field, FILTER_FROM),
        .to = value_of(asked, field, FILTER_TO),
        .input_mode = field->type == FIELD_AMOUNT ? "decimal" : "text",
        .is_choice = field->type == FIELD_CHOICE || unit,
        .is_region = field->type == FIELD_REGION,
        .is_person = field->type == FIELD_PERSON,
        .is_ordered = filter_takes(field, FILTER_FROM),
        .is_text = filter_takes(field, FILTER_HAS),
        .may_be_empty = filter_takes(field, FILTER_EMPTY),
        .empty = find(asked, field, FILTER_EMPTY) != NULL,
        .filled = find(asked, field, FILTER_FILLED) != NULL,
    };
    if (unit)
        return unit_rows(page, value, &view->options);
    if (view->is_choice)
        view->options = choice_rows(page, field, value);
    return STATUS_OK;
}

// The fields of one group, or those of the record itself (`group` NULL), which belong to none.
static enum status group_view(struct page *page, const struct asked *asked, const struct chapter *group, struct filter_group_view *view) {
    size_t count, used = 0;
    const struct field *const *fields = filter_fields(&page->ctx, &count);
    struct filter_view *rows = ARENA_ARRAY(page->ctx.arena, struct filter_view, count);
    for (size_t i = 0; i < count; i++) {
        const bool of_record = field_find(page->ctx.fields->customer, fields[i]->key) == NULL;
        if (group == NULL ? of_record : !of_record && fields[i]->group == group->group)
            TRY(filter_view(page, asked, fields[i], &rows[used++]));
    }
    static const struct text RECORD = {"档案", "Record"};
    *view = (struct filter_group_view){text_in(page->ctx.lang, group ? group->label : RECORD), VIEW_ARRAY(rows, used)};
    return STATUS_OK;
}

static enum status group_rows(struct page *page, const struct asked *asked, struct view_rows *rows) {
    const struct field_table *table = page->ctx.fields->customer;
    struct filter_group_view *views = ARENA_ARRAY(page->ctx.arena, struct filter_group_view, table->chapter_count + (size_t)1);
    size_t used = 0;
    for (size_t i = 0; i <= table->chapter_count; i++) {
        TRY(group_view(page, asked, i < table->chapter_count ? &table->chapters[i] : NULL, &views[used]));
        used += views[used].filters.count > 0;
    }
    if (used > 0)
        ((struct filter_view *)views[0].filters.rows)[0].first = true;
    *rows = VIEW_ARRAY(views, used);
    return STATUS_OK;
}

enum status filter_page(struct page *page) {
    struct asked asked;
    TRY(asked_read(page, &asked));
    struct filter_page_view view = {
        .layout = page_layout(page),
        .text = customer_text_is_value(&page->ctx, asked.text) ? "" : asked.text,
        .sort = asked.sort,
        .columns = asked.columns,
        .has_columns = *asked.columns != '\0',
        .has_sort = *asked.sort != '\0',
        .cancel = asked_address(page, "/customer", &asked, -1),
    };
    view.has_text = *view.text != '\0';
    TRY(group_rows(page, &asked, &view.groups));
    return page_render(page, 200, &FILTER_VIEW, &view);
}
