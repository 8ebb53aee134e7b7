// The rows of the list of customers, with what was searched for marked wherever it was found.
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "customer/list.h"

struct row_view {
    int64_t id;
    const char *name, *kind, *region, *owner, *time;
    struct view_rows phone_parts;              // of part_view: the mask
    struct view_rows name_parts, number_parts; // of part_view: the name, the archive number
    struct view_rows found;                    // of found_view: where else it was found
};
// A piece of a text, marked where it is what was searched for.
struct part_view {
    const char *text;
    bool marked, plain;
};
struct found_view {
    const char *label;
    struct view_rows parts; // of part_view
};
static const struct binding PART[] = {
    VIEW(struct part_view, TEXT, text),
    VIEW(struct part_view, MARKED, marked),
    VIEW(struct part_view, PLAIN, plain),
    VIEW_END,
};
static const struct binding FOUND[] = {
    VIEW(struct found_view, LABEL, label),
    VIEW_ROWS(struct found_view, FOUND_PART, parts, PART),
    VIEW_END,
};
const struct binding LIST_ROW[] = {
    VIEW(struct row_view, ID, id),
    VIEW(struct row_view, NAME, name),
    VIEW(struct row_view, KIND, kind),
    VIEW(struct row_view, REGION, region),
    VIEW(struct row_view, OWNER, owner),
    VIEW_ROWS(struct row_view, PHONE_PART, phone_parts, PART),
    VIEW(struct row_view, TIME, time),
    VIEW_ROWS(struct row_view, NAME_PART, name_parts, PART),
    VIEW_ROWS(struct row_view, NUMBER_PART, number_parts, PART),
    VIEW_ROWS(struct row_view, FOUND, found, FOUND),
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

static struct view_rows mark_words(const struct words *words, const char *text, struct arena *arena) {
    struct span spans[SPANS_MAX];
    unsigned count = words_spans(words, text, spans, NULL, arena);
    return parts_of(text, spans, count, arena);
}

// How much of the beginning of a number was typed; 0: it begins otherwise.
static size_t typed_beginning(const char *number, const char *text) {
    const size_t length = strlen(text);
    return strncasecmp(number, text, length) == 0 ? length : 0;
}

static struct view_rows mark_beginning(const char *number, const char *text, struct arena *arena) {
    const struct span span = {0, typed_beginning(number, text)};
    return parts_of(number, &span, span.to > 0, arena);
}

static struct view_rows mark_end(const char *mask, const char *tail, struct arena *arena) {
    const size_t length = strlen(mask), end = strlen(tail);
    const bool ends = end > 0 && length >= end && strcmp(mask + length - end, tail) == 0;
    const struct span span = {length - (ends ? end : 0), length};
    return parts_of(mask, &span, ends, arena);
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

struct view_rows list_rows(struct page *page, const struct customer_page *found, const char *text, bool by_newest) {
    struct arena *arena = page->ctx.arena;
    struct row_view *rows = ARENA_ARRAY(arena, struct row_view, found->count);
    const struct field *kind = field_find(page->ctx.fields->customer, "kind");
    const char *number = utf8_valid(text, strlen(text)) ? utf8_narrow(arena, text) : "";
    const struct words words = *text != '\0' ? found->words : (struct words){.count = 0};
    for (unsigned i = 0; i < found->count; i++) {
        const struct customer_row *customer = &found->rows[i];
        rows[i] = (struct row_view){
            .id = customer->id,
            .name = customer->name,
            .kind = *customer->kind != '\0' ? choice_label(kind, customer->kind, page->ctx.lang) : "",
            .region = customer->region,
            .owner = customer->owner_name,
            .phone_parts = mark_end(customer->phone_mask, i >= found->by_tail ? number : "", arena),
            .time = time_minute(arena, by_newest ? customer->created_at : customer->updated_at),
            .name_parts = mark_words(&words, customer->name, arena),
            .number_parts = mark_beginning(customer->archive_no, number, arena),
        };
        if (*number != '\0')
            rows[i].found = found_rows(customer, &words, number, page);
    }
    return VIEW_ARRAY(rows, found->count);
}
