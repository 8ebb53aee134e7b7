// The rows of the list of customers, with what was searched for marked wherever it was found.
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "customer/list.h"

struct head_view {
    const char *css, *label, *href;
    bool sorts, fixed, ascending, descending; // sorts: a link to this order; else fixed
};
// A text with what was searched for marked in it; most texts have nothing marked and cost no pieces.
struct marked_view {
    const char *text;
    struct view_rows parts; // of part_view; none: plain
    bool plain;
};
struct cell_view {
    const char *css, *label;
    struct marked_view value;
    bool labelled;
};
struct row_view {
    int64_t id;
    struct marked_view name;      // the link to the record
    struct view_rows found;       // of found_view: where else the customer was found
    struct view_rows left, right; // of cell_view, around the name
};
struct part_view {
    const char *text;
    bool marked, plain;
};
struct found_view {
    const char *label;
    struct marked_view value;
};
static const struct binding PART[] = {
    VIEW(struct part_view, TEXT, text),
    VIEW(struct part_view, MARKED, marked),
    VIEW(struct part_view, PLAIN, plain),
    VIEW_END,
};
static const struct binding VALUE[] = {
    VIEW(struct marked_view, VALUE, text),
    VIEW(struct marked_view, UNMARKED, plain),
    VIEW_ROWS(struct marked_view, PART, parts, PART),
    VIEW_END,
};
static const struct binding FOUND[] = {
    VIEW_PART(struct found_view, value, VALUE),
    VIEW(struct found_view, LABEL, label),
    VIEW_END,
};
static const struct binding CELL[] = {
    VIEW_PART(struct cell_view, value, VALUE),
    VIEW(struct cell_view, CSS, css),
    VIEW(struct cell_view, LABELLED, labelled),
    VIEW(struct cell_view, LABEL, label),
    VIEW_END,
};
const struct binding LIST_ROW[] = {
    VIEW_PART(struct row_view, name, VALUE),
    VIEW(struct row_view, ID, id),
    VIEW_ROWS(struct row_view, LEFT, left, CELL),
    VIEW_ROWS(struct row_view, RIGHT, right, CELL),
    VIEW_ROWS(struct row_view, FOUND, found, FOUND),
    VIEW_END,
};
const struct binding LIST_HEAD[] = {
    VIEW(struct head_view, CSS, css),
    VIEW(struct head_view, LABEL, label),
    VIEW(struct head_view, SORT_HREF, href),
    VIEW(struct head_view, SORTS, sorts),
    VIEW(struct head_view, FIXED, fixed),
    VIEW(struct head_view, ASCENDING, ascending),
    VIEW(struct head_view, DESCENDING, descending),
    VIEW_END,
};

// The text in pieces around its spans.
static struct view_rows parts_of(const char *text, const struct span *spans, unsigned count, struct arena *arena) {
    struct part_view *parts = ARENA_ARRAY(arena, struct part_view, 2 * count + (size_t)1);
    size_t used = 0, at = 0;
    for (unsigned i = 0; i < count; at = spans[i++].to) {
        if (spans[i].from > at)
            parts[used++] = (struct part_view){arena_copy(arena, text + at, spans[i].from - at), false, true};
        parts[used++] = (struct part_view){arena_copy(arena, text + spans[i].from, spans[i].to - spans[i].from), true, false};
    }
    if (text[at] != '\0')
        parts[used++] = (struct part_view){text + at, false, true};
    return VIEW_ARRAY(parts, used);
}

static struct marked_view plain(const char *text) {
    return (struct marked_view){.text = text, .plain = true};
}

static struct marked_view marked(const char *text, const struct span *spans, unsigned count, struct arena *arena) {
    return count == 0 ? plain(text) : (struct marked_view){.text = text, .parts = parts_of(text, spans, count, arena)};
}

static struct marked_view mark_words(const struct words *words, const char *text, struct arena *arena) {
    struct span spans[SPANS_MAX];
    return words->count == 0 ? plain(text) : marked(text, spans, words_spans(words, text, spans, NULL, arena), arena);
}

// How much of the beginning of a number was typed; 0: it begins otherwise.
static size_t typed_beginning(const char *number, const char *text) {
    const size_t length = strlen(text);
    return strncasecmp(number, text, length) == 0 ? length : 0;
}

static struct marked_view mark_beginning(const char *number, const char *text, struct arena *arena) {
    const struct span span = {0, typed_beginning(number, text)};
    return marked(number, &span, span.to > 0, arena);
}

static struct marked_view mark_end(const char *mask, const char *tail, struct arena *arena) {
    const size_t length = strlen(mask), end = strlen(tail);
    const bool ends = end > 0 && length >= end && strcmp(mask + length - end, tail) == 0;
    const struct span span = {length - (ends ? end : 0), length};
    return marked(mask, &span, ends, arena);
}

// Where the customer was found, if that is not to be seen in the columns.
static struct view_rows found_rows(const struct customer_row *customer, const struct words *words, const char *text,
                                   const struct page *page) {
    struct arena *arena = page->ctx.arena;
    struct found_view *rows = ARENA_ARRAY(arena, struct found_view, 3);
    const struct {
        const char *key, *number;
    } numbers[] = {{"code", customer->code}, {"credit_code", customer->credit_code}};
    size_t count = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (typed_beginning(numbers[i].number, text) > 0)
            rows[count++] = (struct found_view){text_in(page->ctx.lang, field_find(page->ctx.fields->customer, numbers[i].key)->label),
                                                mark_beginning(numbers[i].number, text, arena)};
    if (customer->contact != NULL)
        rows[count++] = (struct found_view){text_in(page->ctx.lang, page->ctx.fields->contact->label),
                                            mark_words(words, customer->contact, arena)};
    return VIEW_ARRAY(rows, count);
}

// --- columns

// How the columns that most lists have are called in a list and how wide they are (static/css/list.css).
static const struct {
    const char *key, *css;
    struct text label; // .zh NULL: as the field is
    const char *sort;  // the order that a click on the head gives
} KNOWN[] = {
    {"archive_no", "c-number", {NULL, NULL}, "number"},
    {"name", "c-name", {NULL, NULL}, "name"},
    {"kind", "c-kind", {"客户类型", "Kind"}, NULL},
    {"region", "c-region", {"地区", "Region"}, NULL},
    {"owner", "c-owner", {"跟进销售员", "Account manager"}, NULL},
    {"phone", "c-phone", {NULL, NULL}, NULL},
    {"created", "c-time", {"建档时间", "Created"}, "newest"},
    {"updated", "c-time", {"更新时间", "Updated"}, NULL},
};
#define KNOWN_COUNT (sizeof KNOWN / sizeof *KNOWN)

static size_t known(const struct field *field) {
    size_t i = 0;
    while (i < KNOWN_COUNT && strcmp(KNOWN[i].key, field->key) != 0)
        i++;
    return i;
}

static const char *css_of(const struct field *field) {
    const size_t i = known(field);
    if (i < KNOWN_COUNT)
        return KNOWN[i].css;
    return field->type == FIELD_DATE ? "c-date" : field->type == FIELD_AMOUNT || field->type == FIELD_DECIMAL ? "c-amount"
                                                                                                              : "c-other";
}

static const char *label_of(const struct page *page, const struct field *field) {
    const size_t i = known(field);
    return text_in(page->ctx.lang, i < KNOWN_COUNT && KNOWN[i].label.zh != NULL ? KNOWN[i].label : field->label);
}

struct view_rows list_heads(struct page *page, const struct list_table *table) {
    struct head_view *heads = ARENA_ARRAY(page->ctx.arena, struct head_view, table->columns->count);
    for (unsigned i = 0; i < table->columns->count; i++) {
        const struct field *field = table->columns->fields[i];
        const char *key = known(field) < KNOWN_COUNT ? KNOWN[known(field)].sort : NULL;
        const char *href = key != NULL ? table->sort_href(page, table->asked, key) : NULL;
        const bool is_order = key != NULL && !table->searched && strcmp(key, table->order) == 0;
        heads[i] = (struct head_view){
            .css = css_of(field),
            .label = label_of(page, field),
            .href = href != NULL ? href : "",
            .sorts = href != NULL && !table->searched,
            .ascending = is_order && strcmp(key, "newest") != 0,
            .descending = is_order && strcmp(key, "newest") == 0,
        };
        heads[i].fixed = !heads[i].sorts;
    }
    return VIEW_ARRAY(heads, table->columns->count);
}

// --- rows

// What is told of a hit within the cells.
struct marking {
    struct words words;
    const char *number, *tail; // as typed: the beginning of a number, the end of a telephone number; "" for none
};

// What is the same in every row.
struct drawn {
    const struct field *field;
    const char *css, *label;
    bool shown_as_is; // its values need no wording
    bool is_number, is_phone;
};

static struct drawn draw(const struct page *page, const struct field *field) {
    return (struct drawn){
        .field = field,
        .css = css_of(field),
        .label = label_of(page, field),
        .shown_as_is = field_is_sealed(field) || column_is_time(field) || strcmp(field->key, "region") == 0,
        .is_number = strcmp(field->key, "archive_no") == 0,
        .is_phone = strcmp(field->key, "phone") == 0,
    };
}

// The columns before and after the name.
struct drawing {
    struct drawn *columns;
    unsigned count, name;
    bool labelled;
};

static struct drawing draw_columns(const struct page *page, const struct list_table *table) {
    struct drawing drawing = {.count = table->columns->count, .name = 0, .labelled = !table->usual};
    drawing.columns = ARENA_ARRAY(page->ctx.arena, struct drawn, drawing.count);
    for (unsigned i = 0; i < drawing.count; i++) {
        drawing.columns[i] = draw(page, table->columns->fields[i]);
        if (strcmp(table->columns->fields[i]->key, "name") == 0)
            drawing.name = i;
    }
    return drawing;
}

static struct view_rows cell_rows(const struct page *page, const struct drawing *drawing, unsigned from, unsigned to,
                                  const char *const *values, const struct marking *marking) {
    struct arena *arena = page->ctx.arena;
    struct cell_view *cells = ARENA_ARRAY(arena, struct cell_view, to - from);
    for (unsigned i = from; i < to; i++) {
        const struct drawn *column = &drawing->columns[i];
        const char *value = column->shown_as_is ? values[i] : field_display(column->field, values[i], page->ctx.lang, arena);
        cells[i - from] = (struct cell_view){
            .css = column->css,
            .label = column->label,
            .labelled = drawing->labelled,
            .value = column->is_number  ? mark_beginning(value, marking->number, arena)
                     : column->is_phone ? mark_end(value, marking->tail, arena)
                                        : plain(value),
        };
    }
    return VIEW_ARRAY(cells, to - from);
}

enum status list_rows(struct page *page, const struct customer_page *found, const struct list_table *table, struct view_rows *rows_out) {
    struct arena *arena = page->ctx.arena;
    const char *text = table->text;
    struct row_view *rows = ARENA_ARRAY(arena, struct row_view, found->count);
    const char *number = utf8_valid(text, strlen(text)) ? utf8_narrow(arena, text) : "";
    struct marking marking = {.words = *text != '\0' ? found->words : (struct words){.count = 0}, .number = number};
    const struct drawing drawing = draw_columns(page, table);
    const char **values;
    TRY(columns_values(&page->ctx, table->columns, found->rows, found->count, &values));
    for (unsigned i = 0; i < found->count; i++, values += drawing.count) {
        const struct customer_row *customer = &found->rows[i];
        marking.tail = i >= found->by_tail ? number : "";
        rows[i] = (struct row_view){
            .id = customer->id,
            .name = mark_words(&marking.words, values[drawing.name], arena),
            .found = *number != '\0' ? found_rows(customer, &marking.words, number, page) : (struct view_rows){0},
            .left = cell_rows(page, &drawing, 0, drawing.name, values, &marking),
            .right = cell_rows(page, &drawing, drawing.name + 1, drawing.count, values, &marking),
        };
    }
    *rows_out = VIEW_ARRAY(rows, found->count);
    return STATUS_OK;
}
