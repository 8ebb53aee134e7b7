// The list of customers and the search: what a clerk has open all day.
#include "customer/list.h"
#include "customer/export.h"
#include "customer/filters.h"
#include "domain/list_choice.h"

#include <string.h>

#include "base/utf8.h"
#include "model/field.h"
#include "model/purpose.h"

struct list_view {
    struct layout_view layout;
    struct view_rows heads, rows; // LIST_HEAD, LIST_ROW
    bool usual, wide;             // how the table is laid out
    int row_count;
    bool browsing, by_newest, by_name, by_number, searching;
    bool has_rows, none_yet, nothing_found, may_create;
    bool is_scoped, by_value, numbers_cut, words_cut, values_cut;
    bool tail_offered;
    bool by_tail; // besides, telephone numbers were searched for that end so
    int numbers_max, words_max, values_max;
    bool value_recorded, value_refused, value_in_address; // searching by a confidential value
    bool value_sealing;                                   // … of a field that is just being sealed
    const char *sealing;
    const char *refusal;
    struct pager_view pager;
    struct view_rows chips, faults; // of chip_view: the filters, and those that can't be
    bool filtered, has_faults, total_exact, total_more;
    int64_t total;
    const char *filter_href, *unfiltered_href, *unsearched_href;
    const char *newest_href, *name_href, *number_href;
    bool keeps, opened, of_colleague; // keeps: this list can be kept as a view; opened: it is one
    bool may_export, export_refused;
    bool is_default, not_default, default_lost; // of the view that is open; the one to be opened is gone
    int64_t view_id, lost_id;
    const char *lost_reason, *columns_href;
    const char *kept_query, *own_query, *view_name, *view_owner; // own_query: this very list, a view by its number
    const char *export_refusal;
};

static const struct binding BINDINGS[] = {
    VIEW_PART(struct list_view, layout, LAYOUT),
    VIEW_ROWS(struct list_view, HEAD, heads, LIST_HEAD),
    VIEW_ROWS(struct list_view, ROW, rows, LIST_ROW),
    VIEW(struct list_view, USUAL, usual),
    VIEW(struct list_view, WIDE, wide),
    VIEW(struct list_view, ROW_COUNT, row_count),
    VIEW(struct list_view, BROWSING, browsing),
    VIEW(struct list_view, BY_NEWEST, by_newest),
    VIEW(struct list_view, BY_NAME, by_name),
    VIEW(struct list_view, BY_NUMBER, by_number),
    VIEW(struct list_view, SEARCHING, searching),
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
    VIEW(struct list_view, VALUE_SEALING, value_sealing),
    VIEW(struct list_view, SEALING, sealing),
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
    VIEW(struct list_view, IS_DEFAULT, is_default),
    VIEW(struct list_view, NOT_DEFAULT, not_default),
    VIEW(struct list_view, DEFAULT_LOST, default_lost),
    VIEW(struct list_view, LOST_ID, lost_id),
    VIEW(struct list_view, LOST_REASON, lost_reason),
    VIEW(struct list_view, VIEW_ID, view_id),
    VIEW(struct list_view, COLUMNS_HREF, columns_href),
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
static void show_filters(struct page *page, struct list_view *view, const struct asked *asked, const struct customer_page *found,
                         const struct list_choice *choice) {
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
    if (*full.columns == '\0') // a kept view looks the same to everybody who opens it
        full.columns = choice->columns;
    const char *query = strchr(asked_address(page, "", &full, -1), '?');
    const char *own = strchr(asked_address(page, "", asked, -1), '?');
    view->may_export = keepable && found->count > 0 && actor_may(page->ctx.actor, PERM_CUSTOMER_EXPORT);
    view->own_query = own != NULL ? own + 1 : "";
    view->export_refusal = export_refusal(page);
    view->export_refused = view->export_refusal != NULL;
    view->keeps = keepable && query != NULL && asked->view.id == 0;
    view->kept_query = query != NULL ? query + 1 : "";
    view->opened = asked->view.id != 0;
    view->view_id = asked->view.id;
    view->is_default = view->opened && asked->view.id == choice->view_id;
    view->not_default = view->opened && !view->is_default;
    view->columns_href = asked_address(page, "/customer/columns", asked, -1);
    view->view_name = view->opened ? asked->view.name : "";
    view->view_owner = view->opened && !asked->view.own ? asked->view.owner_name : "";
    view->of_colleague = *view->view_owner != '\0';
}

static struct list_view list_view(struct page *page, const struct customer_query *query, const struct customer_page *found,
                                  const struct asked *asked, const struct list_choice *choice) {
    bool searching = *query->text != '\0';
    // A confidential value that was searched for is not written back into the page.
    bool confidential = searching && customer_text_is_value(&page->ctx, query->text);
    const char *text = confidential ? "" : query->text;
    const char *tail = query->by_value ? customer_text_tail(&page->ctx, query->text) : NULL;
    bool refused = query->by_value && found->refusal != RESULT_DISCLOSED;
    bool by_newest = !searching && query->sort == SORT_NEWEST;
    struct list_view view = {
        .layout = page_layout(page),
        .row_count = (int)found->count,
        .browsing = !searching,
        .by_newest = by_newest,
        .by_name = !searching && query->sort == SORT_NAME,
        .by_number = !searching && query->sort == SORT_ARCHIVE_NO,
        .searching = searching && !confidential,
        .has_rows = found->count > 0,
        .none_yet = found->count == 0 && !searching && asked->filters.count == 0 && asked->faults.count == 0,
        .nothing_found = found->count == 0 && (searching || asked->filters.count > 0) && asked->faults.count == 0 && !refused &&
                         found->sealing == NULL,
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
        .value_recorded = query->by_value && !refused && tail == NULL && found->values_asked,
        .value_sealing = found->sealing != NULL,
        .sealing = found->sealing != NULL ? found->sealing : "",
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
    show_filters(page, &view, &shown, found, choice);
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

static const char *order_of(const struct asked *asked) {
    static const char *const ORDERS[] = {[SORT_NEWEST] = "newest", [SORT_NAME] = "name", [SORT_ARCHIVE_NO] = "number"};
    return ORDERS[asked_sort(asked)];
}

#define COLUMNS_FIT 8 // more are wider than most windows

// The heads and rows by the columns of the list.
static enum status show_table(struct page *page, const struct asked *asked, const struct list_choice *choice,
                              const struct customer_page *found, struct list_view *view) {
    const bool searched = *asked->text != '\0';
    const bool chosen = *asked->columns != '\0' || *choice->columns != '\0';
    const struct columns columns =
        columns_read(&page->ctx, *asked->columns != '\0' ? asked->columns : choice->columns, asked_sort(asked) == SORT_NEWEST && !searched);
    const struct list_table table = {
        .columns = &columns,
        .asked = asked,
        .text = view->layout.search_text,
        .order = order_of(asked),
        .searched = searched,
        .usual = !chosen,
        .sort_href = sort_link,
    };
    view->usual = !chosen;
    view->wide = columns.count > COLUMNS_FIT;
    view->heads = list_heads(page, &table);
    return list_rows(page, found, &table, &view->rows);
}

// The words with `name` in the place of %s.
static const char *text_with(struct arena *arena, const char *words, const char *name) {
    const char *mark = strstr(words, "%s");
    return mark == NULL ? words : arena_format(arena, "%.*s%s%s", (int)(mark - words), words, name, mark + 2);
}

// What opens instead of all customers can't be opened any more: why.
struct lost {
    int64_t view_id; // 0: nothing is lost
    const char *reason;
};

static enum status show_list(struct page *page, const struct asked *asked, bool by_value, const struct list_choice *choice,
                             const struct lost *lost) {
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
    struct list_view view = list_view(page, &query, &found, asked, choice);
    view.default_lost = lost->view_id != 0;
    view.lost_id = lost->view_id;
    view.lost_reason = lost->reason;
    TRY(show_table(page, asked, choice, &found, &view));
    return page_render(page, asked->faults.count > 0 ? status_http(STATUS_INVALID) : 200, &LIST_VIEW, &view);
}

// Whether nothing is asked for: then the person's default view opens.
static bool asks_nothing(const struct params *query) {
    for (size_t i = 0; i < query->count; i++)
        if (strcmp(query->items[i].name, "notice") != 0)
            return false;
    return true;
}

// Opens the default view, or says why it can't be: deleted, not shared any more, or asking for what can't be asked for any more.
static enum status open_default(struct page *page, int64_t view_id, struct asked *asked, struct lost *lost) {
    static const struct text GONE = {"默认视图已被删除，或不再共享给您；现在显示全部客户。",
                                     "Your default view was deleted or is shared with you no more: these are all customers."};
    static const struct text FAULTY = {"默认视图“%s”的筛选条件已不能用；现在显示全部客户。",
                                       "Your default view “%s” filters by what can't be filtered by any more: these are all customers."};
    struct asked opened;
    const enum status status = asked_of(page, arena_format(page->ctx.arena, "view=%lld", (long long)view_id), &opened);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_OK && opened.faults.count == 0) {
        *asked = opened;
        return STATUS_OK;
    }
    lost->view_id = view_id;
    lost->reason = status != STATUS_OK ? text_in(page->ctx.lang, GONE)
                                       : text_with(page->ctx.arena, text_in(page->ctx.lang, FAULTY), opened.view.name);
    return STATUS_OK;
}

// A form of filters sends all of them; only what says something stays in the address.
enum status list_page(struct page *page) {
    struct asked asked;
    struct list_choice choice;
    struct lost lost = {.reason = ""};
    TRY(asked_read(page, &asked));
    if (asked.has_blanks && asked.faults.count == 0)
        return page_redirect(page, "%s", asked_address(page, "/customer", &asked, -1));
    TRY(list_choice_find(&page->ctx, &choice));
    if (choice.view_id != 0 && asks_nothing(&page->request->query))
        TRY(open_default(page, choice.view_id, &asked, &lost));
    return show_list(page, &asked, false, &choice, &lost);
}

#define SEARCH_MAX 200 // characters; a longer text is no search

// The search box posts, so that a phone number typed into it never stands in an address. Anything else goes on to its own
// address, which can be kept and shared.
enum status search_do(struct page *page) {
    const char *text = page_form(page, "q");
    const struct asked asked = {.text = text, .sort = "", .columns = ""};
    const struct lost none = {.reason = ""};
    struct list_choice choice;
    if (utf8_length(text) > SEARCH_MAX)
        return STATUS_INVALID;
    TRY(list_choice_find(&page->ctx, &choice));
    if (customer_text_is_value(&page->ctx, text) || customer_text_tail(&page->ctx, text) != NULL) {
        page->ctx.asker.channel = CHANNEL_SEARCH;
        page->ctx.asker.purpose = PURPOSE_SEARCH;
        return show_list(page, &asked, true, &choice, &none);
    }
    if (text_may_hold_value(utf8_narrow(page->ctx.arena, text)))
        return show_list(page, &asked, false, &choice, &none);
    return page_redirect(page, "/customer?q=%s", url_encode(page->ctx.arena, text));
}
