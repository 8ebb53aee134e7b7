// The supplied dossier of 42 items: looked through, loaded, retired again.
#include <string.h>

#include "admin/fields.h"
#include "domain/field_template.h"

struct item_view {
    int number;
    const char *key, *label, *other, *other_lang, *hint;
    bool is_active, is_retired, is_absent, ticked;
};
struct chapter_view {
    const char *label;
    struct view_rows items; // of item_view
};
struct dossier_view {
    struct layout_view layout;
    struct view_rows chapters; // of chapter_view
    bool has_active, can_load, invalid;
    const char *message;
    int items, active;
};
static const struct binding ITEM[] = {
    VIEW(struct item_view, NUMBER, number),
    VIEW(struct item_view, KEY, key),
    VIEW(struct item_view, LABEL, label),
    VIEW(struct item_view, OTHER_LABEL, other),
    VIEW(struct item_view, OTHER_LANG, other_lang),
    VIEW(struct item_view, HINT, hint),
    VIEW(struct item_view, IS_ACTIVE, is_active),
    VIEW(struct item_view, IS_RETIRED, is_retired),
    VIEW(struct item_view, IS_ABSENT, is_absent),
    VIEW(struct item_view, TICKED, ticked),
    VIEW_END,
};
static const struct binding CHAPTER[] = {
    VIEW(struct chapter_view, LABEL, label),
    VIEW_ROWS(struct chapter_view, ITEM, items, ITEM),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct dossier_view, layout, LAYOUT),
    VIEW_ROWS(struct dossier_view, CHAPTER, chapters, CHAPTER),
    VIEW(struct dossier_view, HAS_ACTIVE, has_active),
    VIEW(struct dossier_view, CAN_LOAD, can_load),
    VIEW(struct dossier_view, INVALID, invalid),
    VIEW(struct dossier_view, MESSAGE, message),
    VIEW(struct dossier_view, ITEM_COUNT, items),
    VIEW(struct dossier_view, ACTIVE_COUNT, active),
    VIEW_END,
};
const struct view DOSSIER_VIEW = {"admin/dossier.tpl", BINDINGS};

static bool is_ticked(const struct page *page, const char *key) {
    for (size_t i = 0; i < page->request->form.count; i++)
        if (strcmp(page->request->form.items[i].name, "item") == 0 && strcmp(page->request->form.items[i].value, key) == 0)
            return true;
    return false;
}

static struct item_view item_view(const struct page *page, const struct template_item *item) {
    const enum template_state state = template_state(&page->ctx, item);
    return (struct item_view){
        .number = (int)item->number,
        .key = item->key,
        .label = text_in(page->ctx.lang, item->label),
        .other = page->ctx.lang == LANG_EN ? item->label.zh : item->label.en,
        .other_lang = page->ctx.lang == LANG_EN ? "zh-CN" : "en",
        .hint = text_in(page->ctx.lang, item->hint),
        .is_active = state == TEMPLATE_ACTIVE,
        .is_retired = state == TEMPLATE_RETIRED,
        .is_absent = state != TEMPLATE_ACTIVE,
        .ticked = page->request->method == METHOD_GET || is_ticked(page, item->key),
    };
}

static struct view_rows chapter_rows(struct page *page, int *active) {
    struct chapter_view *chapters = ARENA_ARRAY(page->ctx.arena, struct chapter_view, DOSSIER_ITEMS);
    size_t count = 0;
    for (unsigned i = 0; i < DOSSIER_ITEMS; count++) {
        struct item_view *items = ARENA_ARRAY(page->ctx.arena, struct item_view, DOSSIER_ITEMS);
        const unsigned chapter = DOSSIER_TABLE[i].chapter;
        size_t filled = 0;
        for (; i < DOSSIER_ITEMS && DOSSIER_TABLE[i].chapter == chapter; i++) {
            items[filled] = item_view(page, &DOSSIER_TABLE[i]);
            *active += items[filled++].is_active;
        }
        chapters[count] = (struct chapter_view){text_in(page->ctx.lang, DOSSIER_CHAPTERS[chapter].label), VIEW_ARRAY(items, filled)};
    }
    return VIEW_ARRAY(chapters, count);
}

static enum status show(struct page *page, int code, const struct text *message) {
    struct dossier_view view = {.layout = page_layout(page), .items = DOSSIER_ITEMS};
    view.chapters = chapter_rows(page, &view.active);
    view.has_active = view.active > 0;
    view.can_load = view.active < DOSSIER_ITEMS;
    view.invalid = message != NULL;
    view.message = message != NULL ? text_in(page->ctx.lang, *message) : "";
    return page_render(page, code, &DOSSIER_VIEW, &view);
}

enum status dossier_page(struct page *page) {
    return show(page, 200, NULL);
}

enum status dossier_do(struct page *page) {
    uint64_t items = 0;
    struct field_fault fault;
    for (unsigned i = 0; i < DOSSIER_ITEMS; i++)
        if (is_ticked(page, DOSSIER_TABLE[i].key))
            items |= UINT64_C(1) << i;
    const enum status status = template_load(&page->ctx, items, &fault);
    if (status == STATUS_INVALID)
        return show(page, 422, &fault.message);
    TRY(status);
    return page_redirect(page, "/admin/fields?of=contact&notice=dossier-loaded");
}

enum status dossier_retire_do(struct page *page) {
    TRY(template_retire(&page->ctx));
    return page_redirect(page, "/admin/fields?of=contact&notice=dossier-retired");
}
