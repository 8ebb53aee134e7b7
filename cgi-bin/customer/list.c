// The list of customers and the search: what a clerk has open all day.
#include "customer/list.h"
#include "customer/export.h"
#include "customer/filters.h"

#include <string.h>

#include "base/utf8.h"
#include "model/field.h"
#include "model/purpose.h"
#include "model/uscc.h"

struct list_view {
    struct layout_view layout;
    struct view_rows rows; // LIST_ROW
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
    struct view_rows chips, faults; // of chip_view: the filters, and those that can't be
    bool filtered, has_faults, total_exact, total_more;
    int64_t total;
    const char *filter_href, *unfiltered_href, *unsearched_href;
    const char *newest_href, *name_href, *number_href;
    bool keeps, opened, of_colleague; // keeps: this list can be kept as a view; opened: it is one
    bool may_export, export_refused;
    const char *kept_query, *own_query, *view_name, *view_owner; // own_query: this very list, a view by its number
    const char *export_refusal;
};

static const struct binding BINDINGS[] = {
    VIEW_PART(struct list_view, layout, LAYOUT),
    VIEW_ROWS(struct list_view, ROW, rows, LIST_ROW),
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
    VIEW_ROWS(struct list_view, CHIP, chips, CHIP),
    VIEW_ROWS(struct list_view, FAULT, faults, CHIP),
    VIEW(struct list_view, FILTERED, filtered),
    VIEW(struct list_view, HAS_FAULTS, has_faults),
    VIEW(struct list_view, TOTAL_EXACT, total_exact),
    VIEW(struct list_view, TOTAL_MORE, total_more),
    VIEW(struct list_view, TOTAL, total),
    VIEW(struct list_view, FILTER_HREF, filter_href),
    VIEW(struct list_view, UNFILTERED_HREF, unfiltered_href),
    VIEW(struct list_view, UNSEARCHED_HREF, unsearched_href),
    VIEW(struct list_view, KEEPS, keeps),
    VIEW(struct list_view, KEPT_QUERY, kept_query),
    VIEW(struct list_view, MAY_EXPORT, may_export),
    VIEW(struct list_view, OWN_QUERY, own_query),
    VIEW(struct list_view, EXPORT_REFUSED, export_refused),
    VIEW(struct list_view, EXPORT_REFUSAL, export_refusal),
    VIEW(struct list_view, OPENED, opened),
    VIEW(struct list_view, OF_COLLEAGUE, of_colleague),
    VIEW(struct list_view, VIEW_NAME, view_name),
    VIEW(struct list_view, VIEW_OWNER, view_owner),
    VIEW(struct list_view, NEWEST_HREF, newest_href),
    VIEW(struct list_view, NAME_HREF, name_href),
    VIEW(struct list_view, NUMBER_HREF, number_href),
    VIEW_END,
};
const struct view LIST_VIEW = {"customer/list.tpl", BINDINGS};

// The address of a neighbouring page; NULL when there is none.
static const char *page_link(struct page *page, const struct asked *asked, const char *way, const char *position) {
    if (position == NULL)
        return NULL;
    const char *address = asked_address(page, "/customer", asked, -1);
    return arena_format(page->ctx.arena, "%s%c%s=%s", address, strchr(address, '?') ? '&' : '?', way,
                        url_encode(page->ctx.arena, position));
}

// The same list in another order, or (key "") searched for nothing.
static const char *sort_link(struct page *page, const struct asked *asked, const char *key) {
    struct asked other = *asked;
    other.view.id = 0;
    other.text = "";
    other.sort = key;
    return asked_address(page, "/customer", &other, -1);
}

// What filters make of the page.
static void show_filters(struct page *page, struct list_view *view, const struct asked *asked, const struct customer_page *found) {
    struct asked bare = *asked;
    bare.view.id = 0;
    bare.filters.count = 0;
    view->chips = asked_chips(page, asked);
    view->faults = asked->faults;
    view->has_faults = asked->faults.count > 0;
    view->filtered = asked->filters.count > 0;
    view->total_exact = found->count > 0 && !found->total_more;
    view->total = found->total;
    view->total_more = found->total_more;
    view->filter_href = asked_address(page, "/customer/filter", asked, -1);
    view->unfiltered_href = asked_address(page, "/customer", &bare, -1);
    view->unsearched_href = sort_link(page, asked, "");
    view->newest_href = sort_link(page, asked, "newest");
    view->name_href = sort_link(page, asked, "name");
    view->number_href = sort_link(page, asked, "number");
    const bool keepable = page->request->method == METHOD_GET && !view->has_faults && !customer_text_is_value(&page->ctx, asked->text) &&
                          customer_text_tail(&page->ctx, asked->text) == NULL;
    struct asked full = *asked;
    full.view.id = 0;
    const char *query = strchr(asked_address(page, "", &full, -1), '?');
    const char *own = strchr(asked_address(page, "", asked, -1), '?');
    view->may_export = keepable && found->count > 0 && actor_may(page->ctx.actor, PERM_CUSTOMER_EXPORT);
    view->own_query = own != NULL ? own + 1 : "";
    view->export_refusal = export_refusal(page);
    view->export_refused = view->export_refusal != NULL;
    view->keeps = keepable && query != NULL && asked->view.id == 0;
    view->kept_query = query != NULL ? query + 1 : "";
    view->opened = asked->view.id != 0;
    view->view_name = view->opened ? asked->view.name : "";
    view->view_owner = view->opened && !asked->view.own ? asked->view.owner_name : "";
    view->of_colleague = *view->view_owner != '\0';
}

static struct list_view list_view(struct page *page, const struct customer_query *query, const struct customer_page *found,
                                  const struct asked *asked) {
    bool searching = *query->text != '\0';
    // A confidential value that was searched for is not written back into the page.
    bool confidential = searching && customer_text_is_value(&page->ctx, query->text);
    const char *text = confidential ? "" : query->text;
    const char *tail = query->by_value ? customer_text_tail(&page->ctx, query->text) : NULL;
    bool refused = query->by_value && found->refusal != RESULT_DISCLOSED;
    bool by_newest = !searching && query->sort == SORT_NEWEST;
    struct list_view view = {
        .layout = page_layout(page),
        .rows = list_rows(page, found, text, by_newest),
        .row_count = (int)found->count,
        .browsing = !searching,
        .sorted = searching,
        .by_newest = by_newest,
        .shows_updated = !by_newest,
        .by_name = !searching && query->sort == SORT_NAME,
        .by_number = !searching && query->sort == SORT_ARCHIVE_NO,
        .searching = searching && !confidential,
        .has_rows = found->count > 0,
        .none_yet = found->count == 0 && !searching && asked->filters.count == 0 && asked->faults.count == 0,
        .nothing_found = found->count == 0 && (searching || asked->filters.count > 0) && asked->faults.count == 0 && !refused,
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
        view.pager = page_pager(page_link(page, asked, "before", found->previous), page_link(page, asked, "after", found->next));
    else
        view.pager = page_pager(NULL, NULL);
    struct asked shown = *asked;
    if (page->request->method != METHOD_GET)
        shown.text = "";
    show_filters(page, &view, &shown, found);
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

static enum status show_list(struct page *page, const struct asked *asked, bool by_value) {
    const char *before = page_query(page, "before");
    struct customer_query query = {
        .text = asked->text,
        .by_value = by_value,
        .sort = asked_sort(asked),
        .after = *before != '\0' ? before : page_query(page, "after"),
        .filters = &asked->filters,
        .backwards = *before != '\0',
    };
    struct customer_page found = {.refusal = RESULT_DISCLOSED};
    if (asked->faults.count == 0) // with a filter that can't be, a list would show what was not asked for
        TRY(customer_list(&page->ctx, &query, &found));
    if (customer_text_tail(&page->ctx, query.text) == NULL && is_the_one(&query, &found))
        return page_redirect(page, "/customer/%lld?notice=found-by-value", (long long)found.rows[0].id);
    struct list_view view = list_view(page, &query, &found, asked);
    return page_render(page, asked->faults.count > 0 ? status_http(STATUS_INVALID) : 200, &LIST_VIEW, &view);
}

// A form of filters sends all of them; only what says something stays in the address.
enum status list_page(struct page *page) {
    struct asked asked;
    TRY(asked_read(page, &asked));
    if (asked.has_blanks && asked.faults.count == 0)
        return page_redirect(page, "%s", asked_address(page, "/customer", &asked, -1));
    return show_list(page, &asked, false);
}

#define SEARCH_MAX 200   // characters; a longer text is no search
#define NUMBER_RUN_MAX 6 // digits in a row that can't be much of a phone or account number

#define CODE_LENGTH 9 // of a 客户编码: C and 8 digits

bool text_may_hold_value(const char *text) {
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
    const struct asked asked = {.text = text, .sort = "", .columns = ""};
    if (utf8_length(text) > SEARCH_MAX)
        return STATUS_INVALID;
    if (customer_text_is_value(&page->ctx, text) || customer_text_tail(&page->ctx, text) != NULL) {
        page->ctx.asker.channel = CHANNEL_SEARCH;
        page->ctx.asker.purpose = PURPOSE_SEARCH;
        return show_list(page, &asked, true);
    }
    if (text_may_hold_value(utf8_narrow(page->ctx.arena, text)))
        return show_list(page, &asked, false);
    return page_redirect(page, "/customer?q=%s", url_encode(page->ctx.arena, text));
}
