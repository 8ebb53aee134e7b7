#include "customer/filters.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/customer_column.h"
#include "domain/list_choice.h"

const struct binding CHIP[] = {
    VIEW(struct chip_view, LABEL, label),
    VIEW(struct chip_view, VALUE, value),
    VIEW(struct chip_view, REMOVE_HREF, href),
    VIEW_END,
};

static const char *const OPS[] = {[FILTER_IS] = "is", [FILTER_FROM] = "from", [FILTER_TO] = "to", [FILTER_HAS] = "has"};
#define OP_WORDS (sizeof OPS / sizeof *OPS)
static const char STATE[] = "state", EMPTY[] = "empty", FILLED[] = "filled";

// The operation that a parameter stands for; FILTER_OP_COUNT: none.
static enum filter_op op_of(const char *word, const char *value) {
    for (size_t i = 0; i < OP_WORDS; i++)
        if (strcmp(word, OPS[i]) == 0)
            return (enum filter_op)i;
    if (strcmp(word, STATE) != 0)
        return FILTER_OP_COUNT;
    return strcmp(value, EMPTY) == 0 ? FILTER_EMPTY : strcmp(value, FILLED) == 0 ? FILTER_FILLED
                                                                                 : FILTER_OP_COUNT;
}

// The address of a list without parameter `skipped`.
static const char *address_without(struct page *page, const struct params *query, size_t skipped) {
    struct buffer address = {.arena = page->ctx.arena};
    const char *separator = "?";
    buffer_text(&address, "/customer");
    for (size_t i = 0; i < query->count; i++) {
        const struct param *param = &query->items[i];
        if (i == skipped || *param->value == '\0' || customer_text_is_value(&page->ctx, param->value))
            continue;
        buffer_format(&address, "%s%s=%s", separator, url_encode(page->ctx.arena, param->name), url_encode(page->ctx.arena, param->value));
        separator = "&";
    }
    return address.data;
}

static const char *label_of(const struct page *page, const char *key) {
    size_t count;
    const struct field *const *fields = filter_fields(&page->ctx, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i]->key, key) == 0)
            return text_in(page->ctx.lang, fields[i]->label);
    const struct field *field = field_find(page->ctx.fields->customer, key);
    return field != NULL ? text_in(page->ctx.lang, field->label) : key;
}

static const char *value_of(const struct params *query, const char *name) {
    const char *value = params_get(query, name);
    return value != NULL ? value : "";
}

static enum status read_params(struct page *page, const struct params *query, struct asked *asked) {
    struct chip_view *faults = ARENA_ARRAY(page->ctx.arena, struct chip_view, query->count + (size_t)1);
    size_t fault_count = 0;
    *asked = (struct asked){.text = value_of(query, "q"), .sort = value_of(query, "sort"), .columns = value_of(query, "cols")};
    for (size_t i = 0; i < query->count; i++) {
        const struct param *param = &query->items[i];
        const char *dot = strrchr(param->name, '.');
        if (dot == NULL)
            continue;
        asked->has_blanks |= *param->value == '\0';
        const enum filter_op op = op_of(dot + 1, param->value);
        if (*param->value == '\0' || op == FILTER_OP_COUNT)
            continue;
        struct text message = {NULL, NULL};
        const char *key = arena_copy(page->ctx.arena, param->name, (size_t)(dot - param->name));
        const enum status status = filter_add(&page->ctx, &asked->filters, key, op, param->value, &message);
        if (status != STATUS_OK && message.zh == NULL)
            return status;
        if (status != STATUS_OK)
            faults[fault_count++] =
                (struct chip_view){label_of(page, key), text_in(page->ctx.lang, message), address_without(page, query, i)};
    }
    asked->faults = VIEW_ARRAY(faults, fault_count);
    return STATUS_OK;
}

enum status asked_parse(struct page *page, const char *text, struct asked *asked) {
    struct params query = {NULL, 0};
    TRY(params_parse_form(&query, text, strlen(text), page->ctx.arena));
    return read_params(page, &query, asked);
}

static enum status read_query(struct page *page, const struct params *query, struct asked *asked) {
    struct saved_view view;
    const char *id = value_of(query, "view");
    char *end;
    if (*id == '\0')
        return read_params(page, query, asked);
    const long long number = strtoll(id, &end, 10);
    TRY(saved_view_find(&page->ctx, *end == '\0' ? number : 0, &view));
    TRY(asked_parse(page, view.query, asked));
    asked->view = view;
    return STATUS_OK;
}

enum status asked_read(struct page *page, struct asked *asked) {
    return read_query(page, &page->request->query, asked);
}

enum status asked_of(struct page *page, const char *query, struct asked *asked) {
    struct params params = {NULL, 0};
    TRY(params_parse_form(&params, query, strlen(query), page->ctx.arena));
    return read_query(page, &params, asked);
}

enum customer_sort asked_sort(const struct asked *asked) {
    static const struct {
        const char *key;
        enum customer_sort sort;
    } SORTS[] = {{"newest", SORT_NEWEST}, {"name", SORT_NAME}, {"number", SORT_ARCHIVE_NO}};
    for (size_t i = 0; i < sizeof SORTS / sizeof *SORTS; i++)
        if (strcmp(SORTS[i].key, asked->sort) == 0)
            return SORTS[i].sort;
    return SORT_NEWEST;
}

enum status asked_columns(struct page *page, const struct asked *asked, struct columns *columns) {
    struct list_choice choice = {.columns = asked->columns};
    if (*asked->columns == '\0')
        TRY(list_choice_find(&page->ctx, &choice));
    *columns = columns_read(&page->ctx, choice.columns, asked_sort(asked) == SORT_NEWEST && *asked->text == '\0');
    return STATUS_OK;
}

static bool is_open(const struct page *page, const char *text) {
    return !text_may_hold_value(utf8_narrow(page->ctx.arena, text)) && !customer_text_is_value(&page->ctx, text);
}

bool asked_is_open(const struct page *page, const struct asked *asked) {
    for (size_t i = 0; i < asked->filters.count; i++)
        if (asked->filters.rows[i].op == FILTER_HAS && !is_open(page, asked->filters.rows[i].value))
            return false;
    return asked->faults.count == 0 && is_open(page, asked->text) && phone_tail_typed(asked->text, page->ctx.arena) == NULL &&
           is_open(page, asked->columns) && is_open(page, asked->sort);
}

const char *asked_words(struct page *page, const struct asked *asked) {
    struct buffer words = {.arena = page->ctx.arena};
    const bool english = page->ctx.lang == LANG_EN;
    buffer_text(&words, "");
    if (*asked->text != '\0')
        buffer_format(&words, english ? "search “%s”" : "查找“%s”", asked->text);
    const struct view_rows lists[] = {asked_chips(page, asked), asked->faults};
    for (size_t l = 0; l < 2; l++)
        for (size_t i = 0; i < lists[l].count; i++) {
            const struct chip_view *chip = (const struct chip_view *)lists[l].rows + i;
            const char *separator = words.length == 0 ? "" : english ? "; "
                                                                     : "；";
            buffer_format(&words, "%s%s%s%s", separator, chip->label, english ? ": " : "：", chip->value);
        }
    return words.data;
}

const char *asked_address(struct page *page, const char *path, const struct asked *asked, int without) {
    struct arena *arena = page->ctx.arena;
    struct buffer address = {.arena = arena};
    if (asked->view.id != 0 && without < 0)
        return arena_format(arena, "%s?view=%lld", path, (long long)asked->view.id);
    buffer_text(&address, path);
    const char *separator = "?";
    if (*asked->text != '\0' && !customer_text_is_value(&page->ctx, asked->text)) {
        buffer_format(&address, "%sq=%s", separator, url_encode(arena, asked->text));
        separator = "&";
    }
    if (*asked->sort != '\0') {
        buffer_format(&address, "%ssort=%s", separator, url_encode(arena, asked->sort));
        separator = "&";
    }
    if (*asked->columns != '\0') {
        buffer_format(&address, "%scols=%s", separator, url_encode(arena, asked->columns));
        separator = "&";
    }
    for (unsigned i = 0; i < asked->filters.count; i++) {
        const struct filter *filter = &asked->filters.rows[i];
        if ((int)i == without)
            continue;
        const bool state = filter->op == FILTER_EMPTY || filter->op == FILTER_FILLED;
        const char *value = filter->op == FILTER_EMPTY ? EMPTY : filter->op == FILTER_FILLED ? FILLED
                                                                                             : filter->value;
        buffer_format(&address, "%s%s.%s=%s", separator, url_encode(arena, filter->field->key), state ? STATE : OPS[filter->op],
                      url_encode(arena, value));
        separator = "&";
    }
    // Without a query the list opens with the person's default view (list.c): all customers have an address of their own.
    return *separator == '?' && strcmp(path, "/customer") == 0 ? "/customer?sort=newest" : address.data;
}

static const char *chip_value(const struct page *page, const struct filter *filter) {
    static const struct text WORDS[] = {
        [FILTER_IS] = {"%s", "%s"},
        [FILTER_FROM] = {"%s 起", "from %s"},
        [FILTER_TO] = {"至 %s", "until %s"},
        [FILTER_HAS] = {"含“%s”", "contains “%s”"},
        [FILTER_EMPTY] = {"为空", "is empty"},
        [FILTER_FILLED] = {"有内容", "is filled in"},
    };
    const char *words = text_in(page->ctx.lang, WORDS[filter->op]);
    const char *mark = strstr(words, "%s");
    if (mark == NULL)
        return words;
    return arena_format(page->ctx.arena, "%.*s%s%s", (int)(mark - words), words, filter->shown, mark + 2);
}

struct view_rows asked_chips(struct page *page, const struct asked *asked) {
    struct chip_view *chips = ARENA_ARRAY(page->ctx.arena, struct chip_view, asked->filters.count + (size_t)1);
    for (unsigned i = 0; i < asked->filters.count; i++)
        chips[i] = (struct chip_view){
            .label = text_in(page->ctx.lang, asked->filters.rows[i].field->label),
            .value = chip_value(page, &asked->filters.rows[i]),
            .href = asked_address(page, "/customer", asked, (int)i),
        };
    return VIEW_ARRAY(chips, asked->filters.count);
}
