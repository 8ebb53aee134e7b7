// The list of customers and the search: what a clerk has open all day.
#include "customer/pages.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/field.h"
#include "model/purpose.h"
#include "model/uscc.h"

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
struct list_view {
    struct layout_view layout;
    struct view_rows rows; // of row_view
    int row_count;
    bool browsing, by_newest, by_name, by_number, searching;
    bool sorted;        // what was searched for has one order
    bool shows_updated; // the last column; created where that is the order
    bool has_rows, none_yet, nothing_found, may_create;
    bool is_scoped, by_value, numbers_cut, words_cut, values_cut;
    bool tail_offered;
    bool by_tail; // besides, telephone numbers were searched for that end so
    int numbers_max, words_max, values_max;
    bool value_recorded, value_refused, value_in_address; // searching by a confidential value
    const char *refusal;
    struct pager_view pager;
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
static const struct binding ROW[] = {
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
static const struct binding BINDINGS[] = {
    VIEW_PART(struct list_view, layout, LAYOUT),
    VIEW_ROWS(struct list_view, ROW, rows, ROW),
    VIEW(struct list_view, ROW_COUNT, row_count),
    VIEW(struct list_view, BROWSING, browsing),
    VIEW(struct list_view, BY_NEWEST, by_newest),
    VIEW(struct list_view, BY_NAME, by_name),
    VIEW(struct list_view, BY_NUMBER, by_number),
    VIEW(struct list_view, SEARCHING, searching),
    VIEW(struct list_view, SORTED, sorted),
    VIEW(struct list_view, SHOWS_UPDATED, shows_updated),
    VIEW(struct list_view, HAS_ROWS, has_rows),
    VIEW(struct list_view, NONE_YET, none_yet),
    VIEW(struct list_view, NOTHING_FOUND, nothing_found),
    VIEW(struct list_view, MAY_CREATE, may_create),
    VIEW(struct list_view, IS_SCOPED, is_scoped),
    VIEW(struct list_view, BY_VALUE, by_value),
    VIEW(struct list_view, NUMBERS_CUT, numbers_cut),
    VIEW(struct list_view, VALUES_CUT, values_cut),
    VIEW(struct list_view, VALUES_MAX, values_max),
    VIEW(struct list_view, BY_TAIL, by_tail),
    VIEW(struct list_view, TAIL_OFFERED, tail_offered),
    VIEW(struct list_view, NUMBERS_MAX, numbers_max),
    VIEW(struct list_view, WORDS_CUT, words_cut),
    VIEW(struct list_view, WORDS_MAX, words_max),
    VIEW(struct list_view, VALUE_RECORDED, value_recorded),
    VIEW(struct list_view, VALUE_REFUSED, value_refused),
    VIEW(struct list_view, VALUE_IN_ADDRESS, value_in_address),
    VIEW(struct list_view, REFUSAL, refusal),
    VIEW_PART(struct list_view, pager, PAGER),
    VIEW_END,
};
const struct view LIST_VIEW = {"customer/list.tpl", BINDINGS};

static const struct {
    const char *key;
    enum customer_sort sort;
} SORTS[] = {{"newest", SORT_NEWEST}, {"name", SORT_NAME}, {"number", SORT_ARCHIVE_NO}};
#define SORT_COUNT (sizeof SORTS / sizeof *SORTS)

// The index of the order asked for in the address; the first one for anything else.
static size_t find_sort(const char *key) {
    for (size_t i = 0; i < SORT_COUNT; i++)
        if (strcmp(SORTS[i].key, key) == 0)
            return i;
    return 0;
}

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

static struct view_rows customer_rows(struct page *page, const struct customer_page *found, const char *text,
                                      bool by_newest) {
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

// The address of a neighbouring page; NULL when there is none.
static const char *page_link(const struct page *page, const char *text, const char *sort, const char *way,
                             const char *position) {
    struct arena *arena = page->ctx.arena;
    if (position == NULL)
        return NULL;
    if (*text != '\0')
        return arena_format(arena, "/customer?q=%s&%s=%s", url_encode(arena, text), way, url_encode(arena, position));
    return arena_format(arena, "/customer?sort=%s&%s=%s", sort, way, url_encode(arena, position));
}

static struct list_view list_view(struct page *page, const struct customer_query *query,
                                  const struct customer_page *found, size_t sort) {
    bool searching = *query->text != '\0';
    // A confidential value that was searched for is not written back into the page.
    bool confidential = searching && customer_text_is_value(&page->ctx, query->text);
    const char *text = confidential ? "" : query->text;
    const char *tail = query->by_value ? customer_text_tail(&page->ctx, query->text) : NULL;
    bool refused = query->by_value && found->refusal != RESULT_DISCLOSED;
    bool by_newest = !searching && query->sort == SORT_NEWEST;
    struct list_view view = {
        .layout = page_layout(page),
        .rows = customer_rows(page, found, text, by_newest),
        .row_count = (int)found->count,
        .browsing = !searching,
        .sorted = searching,
        .by_newest = by_newest,
        .shows_updated = !by_newest,
        .by_name = !searching && query->sort == SORT_NAME,
        .by_number = !searching && query->sort == SORT_ARCHIVE_NO,
        .searching = searching && !confidential,
        .has_rows = found->count > 0,
        .none_yet = found->count == 0 && !searching,
        .nothing_found = found->count == 0 && searching && !refused,
        .may_create = actor_may(page->ctx.actor, PERM_CUSTOMER_CREATE),
        .is_scoped = actor_scope(page->ctx.actor, PERM_CUSTOMER_READ) != SCOPE_ALL,
        .by_value = confidential,
        .numbers_cut = found->numbers_cut,
        .numbers_max = SEARCH_NUMBERS_MAX,
        .words_cut = found->words_cut,
        .words_max = SEARCH_WORDS_MAX,
        .values_cut = found->values_cut,
        .values_max = CUSTOMER_PAGE,
        .by_tail = tail != NULL && !refused,
        .tail_offered = !query->by_value && customer_text_tail(&page->ctx, text) != NULL,
        .value_recorded = query->by_value && !refused && tail == NULL,
        .value_refused = refused,
        .value_in_address = confidential && !query->by_value,
        .refusal = refused ? text_in(page->ctx.lang, result_label(found->refusal)) : "",
    };
    if (page->request->method == METHOD_GET) // what was posted must not get into an address
        view.pager = page_pager(page_link(page, text, SORTS[sort].key, "before", found->previous),
                                page_link(page, text, SORTS[sort].key, "after", found->next));
    else
        view.pager = page_pager(NULL, NULL);
    view.layout.search_text = text;
    if (confidential || tail != NULL)
        view.layout.here = "/customer";
    return view;
}

// Whether the number that was searched for is one customer's: a caller's, say. The record is what one wants, and it has an
// address to come back to.
static bool is_the_one(const struct customer_query *query, const struct customer_page *found) {
    return query->by_value && found->refusal == RESULT_DISCLOSED && found->count == 1 && !found->values_cut;
}

static enum status show_list(struct page *page, const char *text, bool by_value) {
    const char *before = page_query(page, "before");
    size_t sort = find_sort(page_query(page, "sort"));
    struct customer_query query = {
        .text = text,
        .by_value = by_value,
        .sort = SORTS[sort].sort,
        .after = *before != '\0' ? before : page_query(page, "after"),
        .backwards = *before != '\0',
    };
    struct customer_page found;
    TRY(customer_list(&page->ctx, &query, &found));
    if (customer_text_tail(&page->ctx, text) == NULL && is_the_one(&query, &found))
        return page_redirect(page, "/customer/%lld?notice=found-by-value", (long long)found.rows[0].id);
    struct list_view view = list_view(page, &query, &found, sort);
    return page_render(page, 200, &LIST_VIEW, &view);
}

enum status list_page(struct page *page) {
    return show_list(page, page_query(page, "q"), false);
}

#define SEARCH_MAX 200   // characters; a longer text is no search
#define NUMBER_RUN_MAX 6 // digits in a row that can't be much of a phone or account number

#define CODE_LENGTH 9 // of a 客户编码: C and 8 digits

// Whether the text may hold a confidential value beside other things ("tel:139…", a name and its number).
static bool may_hold_value(const char *text) {
    size_t run = 0;
    if (uscc_check(text) == USCC_GOOD)
        return false;
    if ((*text == 'C' || *text == 'c') && strlen(text) == CODE_LENGTH)
        return strspn(text + 1, "0123456789") != CODE_LENGTH - 1;
    for (; *text != '\0'; text++) {
        run = *text >= '0' && *text <= '9' ? run + 1 : 0;
        if (run > NUMBER_RUN_MAX || *text == '@')
            return true;
    }
    return false;
}

// The search box posts, so that a phone number typed into it never stands in an address. Anything else goes on to its own
// address, which can be kept and shared.
enum status search_do(struct page *page) {
    const char *text = page_form(page, "q");
    if (utf8_length(text) > SEARCH_MAX)
        return STATUS_INVALID;
    if (customer_text_is_value(&page->ctx, text) || customer_text_tail(&page->ctx, text) != NULL) {
        page->ctx.asker.channel = CHANNEL_SEARCH;
        page->ctx.asker.purpose = PURPOSE_SEARCH;
        return show_list(page, text, true);
    }
    if (may_hold_value(utf8_narrow(page->ctx.arena, text)))
        return show_list(page, text, false);
    return page_redirect(page, "/customer?q=%s", url_encode(page->ctx.arena, text));
}
