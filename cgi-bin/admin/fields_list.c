// All fields of customers or of contacts, chapter by chapter, in their order; behind them those out of use.
#include <string.h>

#include "admin/fields.h"

struct row_view {
    const char *key, *label, *other, *type, *level, *href, *rules;
    bool is_own, is_sealed, is_sealing;
};
struct chapter_view {
    const char *label;
    struct view_rows rows; // of row_view
};
struct list_view {
    struct layout_view layout;
    const char *of, *new_href;
    bool of_customer, of_contact, has_retired;
    int count, most;
    struct view_rows chapters, retired; // of chapter_view; of row_view
};

static const struct binding ROW[] = {
    VIEW(struct row_view, FIELD_KEY, key),
    VIEW(struct row_view, LABEL, label),
    VIEW(struct row_view, OTHER_LABEL, other),
    VIEW(struct row_view, TYPE, type),
    VIEW(struct row_view, LEVEL, level),
    VIEW(struct row_view, HREF, href),
    VIEW(struct row_view, RULES, rules),
    VIEW(struct row_view, IS_OWN, is_own),
    VIEW(struct row_view, IS_SEALED, is_sealed),
    VIEW(struct row_view, IS_SEALING, is_sealing),
    VIEW_END,
};
static const struct binding RETIRED[] = {
    VIEW(struct row_view, FIELD_KEY, key),
    VIEW(struct row_view, LABEL, label),
    VIEW(struct row_view, OTHER_LABEL, other),
    VIEW(struct row_view, TYPE, type),
    VIEW(struct row_view, LEVEL, level),
    VIEW(struct row_view, HREF, href),
    VIEW(struct row_view, IS_SEALED, is_sealed),
    VIEW_END,
};
static const struct binding CHAPTER[] = {
    VIEW(struct chapter_view, LABEL, label),
    VIEW_ROWS(struct chapter_view, ROW, rows, ROW),
    VIEW_END,
};
static const struct binding LIST[] = {
    VIEW_PART(struct list_view, layout, LAYOUT),
    VIEW(struct list_view, OF, of),
    VIEW(struct list_view, NEW_HREF, new_href),
    VIEW(struct list_view, OF_CUSTOMER, of_customer),
    VIEW(struct list_view, OF_CONTACT, of_contact),
    VIEW(struct list_view, HAS_RETIRED, has_retired),
    VIEW(struct list_view, FIELD_COUNT, count),
    VIEW(struct list_view, FIELD_MOST, most),
    VIEW_ROWS(struct list_view, CHAPTER, chapters, CHAPTER),
    VIEW_ROWS(struct list_view, RETIRED, retired, RETIRED),
    VIEW_END,
};
const struct view FIELDS_VIEW = {"admin/fields.tpl", LIST};

static const char *rules_in_words(const struct page *page, const struct field *field) {
    const bool some = field->limits != NULL && *field->limits->required_for != '\0';
    const struct {
        bool applies;
        struct text label;
    } rules[] = {
        {(field->flags & FIELD_REQUIRED) != 0, {"必填", "required"}},
        {some, {"部分客户类型必填", "required for some kinds"}},
        {(field->flags & FIELD_LIST) != 0, {"在列表中", "in lists"}},
        {(field->flags & FIELD_FINDABLE) != 0, {"可查找", "findable"}},
        {(field->flags & FIELD_PRIVATE) != 0, {"不导出", "never exported"}},
    };
    struct buffer words = {.arena = page->ctx.arena};
    buffer_text(&words, "");
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].applies)
            buffer_format(&words, "%s%s",
                          words.length == 0           ? ""
                          : page->ctx.lang == LANG_EN ? ", "
                                                      : "、",
                          text_in(page->ctx.lang, rules[i].label));
    return words.data;
}

static struct row_view row_view(struct page *page, struct field_place place, const struct field *field) {
    place.field = field;
    return (struct row_view){
        .key = field->key,
        .label = text_in(page->ctx.lang, field->label),
        .other = page->ctx.lang == LANG_EN ? field->label.zh : field->label.en,
        .type = text_in(page->ctx.lang, type_label(field->type)),
        .level = text_in(page->ctx.lang, level_label(field->level)),
        .href = field_address(page, "field", &place),
        .rules = rules_in_words(page, field),
        .is_own = (field->flags & FIELD_OWN) != 0,
        .is_sealed = field_is_sealed(field),
        .is_sealing = (field->flags & FIELD_SEALING) != 0,
    };
}

static struct view_rows chapter_rows(struct page *page, const struct field_place *place) {
    const struct field_table *table = place->table;
    struct chapter_view *chapters = ARENA_ARRAY(page->ctx.arena, struct chapter_view, table->chapter_count);
    size_t count = 0;
    for (size_t c = 0; c < table->chapter_count; c++) {
        struct row_view *rows = ARENA_ARRAY(page->ctx.arena, struct row_view, table->count);
        size_t filled = 0;
        for (size_t i = 0; i < table->count; i++)
            if (table->fields[i].group == table->chapters[c].group)
                rows[filled++] = row_view(page, *place, &table->fields[i]);
        if (filled > 0)
            chapters[count++] =
                (struct chapter_view){text_in(page->ctx.lang, table->chapters[c].label), VIEW_ARRAY(rows, filled)};
    }
    return VIEW_ARRAY(chapters, count);
}

static struct view_rows retired_rows(struct page *page, const struct field_place *place) {
    struct row_view *rows = ARENA_ARRAY(page->ctx.arena, struct row_view, place->table->retired_count);
    for (size_t i = 0; i < place->table->retired_count; i++)
        rows[i] = row_view(page, *place, &place->table->retired[i]);
    return VIEW_ARRAY(rows, place->table->retired_count);
}

enum status fields_page(struct page *page) {
    const struct field_place place = field_place(page);
    struct list_view view = {
        .layout = page_layout(page),
        .of = place.of,
        .new_href = arena_format(page->ctx.arena, "/admin/fields/new?of=%s", place.of),
        .of_customer = place.table->kind == KIND_CUSTOMER,
        .of_contact = place.table->kind == KIND_CONTACT,
        .has_retired = place.table->retired_count > 0,
        .count = (int)place.table->count,
        .most = FIELD_MAX,
        .chapters = chapter_rows(page, &place),
        .retired = retired_rows(page, &place),
    };
    return page_render(page, 200, &FIELDS_VIEW, &view);
}
