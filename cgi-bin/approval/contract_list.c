// The ledger of contracts (CON-9).
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "approval/contract_pages.h"

struct ledger_row {
    int64_t id;
    int at;
    const char *number, *signed_on, *title, *party, *kind, *owner, *amount, *note, *state;
    bool is_draft;
};
struct ledger_tab {
    const char *href, *label;
    bool current;
};
struct ledger_view {
    struct layout_view layout;
    struct view_rows rows, tabs;
    bool has_rows, none_yet, none_of_state, may_write;
    struct pager_view pager;
};
static const struct binding ROW[] = {
    VIEW(struct ledger_row, ID, id),
    VIEW(struct ledger_row, AT, at),
    VIEW(struct ledger_row, CONTRACT_NUMBER, number),
    VIEW(struct ledger_row, SIGNED_ON, signed_on),
    VIEW(struct ledger_row, CONTRACT_TITLE, title),
    VIEW(struct ledger_row, PARTY, party),
    VIEW(struct ledger_row, KIND, kind),
    VIEW(struct ledger_row, OWNER, owner),
    VIEW(struct ledger_row, AMOUNT, amount),
    VIEW(struct ledger_row, NOTE, note),
    VIEW(struct ledger_row, STATE, state),
    VIEW(struct ledger_row, IS_DRAFT, is_draft),
    VIEW_END,
};
static const struct binding TAB[] = {
    VIEW(struct ledger_tab, HREF, href),
    VIEW(struct ledger_tab, LABEL, label),
    VIEW(struct ledger_tab, CURRENT, current),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct ledger_view, layout, LAYOUT),
    VIEW_ROWS(struct ledger_view, ROW, rows, ROW),
    VIEW_ROWS(struct ledger_view, TAB, tabs, TAB),
    VIEW(struct ledger_view, HAS_ROWS, has_rows),
    VIEW(struct ledger_view, NONE_YET, none_yet),
    VIEW(struct ledger_view, NONE_OF_STATE, none_of_state),
    VIEW(struct ledger_view, MAY_WRITE, may_write),
    VIEW_PART(struct ledger_view, pager, PAGER),
    VIEW_END,
};
const struct view CONTRACT_LIST_VIEW = {"approval/contract_list.tpl", BINDINGS};

static int64_t query_number(const struct page *page, const char *name) {
    const int64_t number = strtoll(page_query(page, name), NULL, 10);
    return number > 0 ? number : 0;
}

// The ledger narrowed as it is asked for, from a row on.
static const char *address(const struct page *page, const struct contract_query *query, const char *way, int64_t at) {
    struct buffer text = {.arena = page->ctx.arena};
    const char *separator = "?";
    buffer_text(&text, "/contract");
    if (query->state != CONTRACT_STATES) {
        buffer_format(&text, "?state=%s", contract_state_key(query->state));
        separator = "&";
    }
    if (query->customer_id != 0) {
        buffer_format(&text, "%scustomer=%" PRId64, separator, query->customer_id);
        separator = "&";
    }
    if (at != 0)
        buffer_format(&text, "%s%s=%" PRId64, separator, way, at);
    return text.data;
}

static struct view_rows tabs(const struct page *page, const struct contract_query *query) {
    static const struct text ALL = {"全部", "All"};
    struct ledger_tab *rows = ARENA_ARRAY(page->ctx.arena, struct ledger_tab, CONTRACT_STATES + 1);
    for (unsigned i = 0; i <= CONTRACT_STATES; i++) {
        const enum contract_state state = i == 0 ? CONTRACT_STATES : (enum contract_state)(i - 1);
        const struct contract_query other = {.state = state, .customer_id = query->customer_id};
        rows[i] = (struct ledger_tab){address(page, &other, "", 0), say(page, i == 0 ? ALL : contract_state_label(state)),
                                      state == query->state};
    }
    return VIEW_ARRAY(rows, CONTRACT_STATES + 1);
}

static struct view_rows rows_of(const struct page *page, const struct contract_page *found) {
    struct ledger_row *rows = ARENA_ARRAY(page->ctx.arena, struct ledger_row, found->count);
    for (unsigned i = 0; i < found->count; i++) {
        const struct contract_row *row = &found->rows[i];
        rows[i] = (struct ledger_row){
            .id = row->id,
            .at = (int)i + 1,
            .number = row->number,
            .signed_on = *row->signed_on != '\0' ? row->signed_on : "—",
            .title = row->title,
            .party = *row->other_party != '\0' ? row->other_party : row->customer_name,
            .kind = say(page, contract_kind_label(row->kind)),
            .owner = row->owner_name,
            .amount = amount_shown(row->amount, page->ctx.arena),
            .note = row->note,
            .state = say(page, contract_state_label(row->state)),
            .is_draft = row->state == CONTRACT_DRAFT,
        };
    }
    return VIEW_ARRAY(rows, found->count);
}

enum status contract_list_page(struct page *page) {
    const struct contract_query query = {
        .state = contract_state_find(page_query(page, "state")),
        .customer_id = query_number(page, "customer"),
        .after = query_number(page, "after"),
        .before = query_number(page, "before"),
    };
    struct contract_page found;
    TRY(contract_list(&page->ctx, &query, &found));
    const struct ledger_view view = {
        .layout = page_layout(page),
        .rows = rows_of(page, &found),
        .tabs = tabs(page, &query),
        .has_rows = found.count > 0,
        .none_yet = found.count == 0 && query.state == CONTRACT_STATES,
        .none_of_state = found.count == 0 && query.state != CONTRACT_STATES,
        .may_write = actor_may(page->ctx.actor, PERM_CONTRACT_WRITE),
        .pager = page_pager(found.previous != 0 ? address(page, &query, "before", found.previous) : NULL,
                            found.next != 0 ? address(page, &query, "after", found.next) : NULL),
    };
    return page_render(page, 200, &CONTRACT_LIST_VIEW, &view);
}
