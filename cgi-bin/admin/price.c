// 价目表: open price ranges and costs, by which the kind of a contract is proposed (CON-1).
#include "admin/pages.h"
#include "domain/contract_price.h"

struct price_view {
    struct layout_view layout;
    const char *prices, *message;
    bool invalid;
    int count;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct price_view, layout, LAYOUT),
    VIEW(struct price_view, PRICES_TEXT, prices),
    VIEW(struct price_view, MESSAGE, message),
    VIEW(struct price_view, INVALID, invalid),
    VIEW(struct price_view, PRICE_COUNT, count),
    VIEW_END,
};
const struct view PRICE_VIEW = {"admin/price.tpl", BINDINGS};

// `typed` NULL: as stored.
static enum status show(struct page *page, const char *typed, const char *message) {
    struct prices prices;
    TRY(prices_read(&page->ctx, &prices));
    const struct price_view view = {
        .layout = page_layout(page),
        .prices = typed != NULL ? typed : prices_text(&prices, page->ctx.arena),
        .message = message,
        .invalid = typed != NULL,
        .count = (int)prices.count,
    };
    return page_render(page, view.invalid ? 422 : 200, &PRICE_VIEW, &view);
}

enum status price_page(struct page *page) {
    return show(page, NULL, "");
}

enum status price_do(struct page *page) {
    struct text message = {"", ""};
    const char *typed = page_form(page, "prices");
    const enum status status = prices_save(&page->ctx, typed, &message);
    if (status == STATUS_INVALID)
        return show(page, typed, say(page, message));
    TRY(status);
    return page_redirect(page, "/admin/price?notice=saved");
}
