// The choices of a field as rows of inputs, with a few empty ones for new choices. A choice is never deleted, because it may be stored:
// it goes out of use.
#include <stdlib.h>
#include <string.h>

#include "admin/fields.h"
#include "base/utf8.h"

#define EMPTY_ROWS 5

struct choice_view {
    int number;
    const char *key, *zh, *en;
    bool retired, is_there, first;
};
struct choices_view {
    struct layout_view layout;
    const char *action, *back, *label, *message;
    bool invalid;
    struct view_rows choices; // of choice_view
};
static const struct binding CHOICE[] = {
    VIEW(struct choice_view, NUMBER, number),
    VIEW(struct choice_view, KEY, key),
    VIEW(struct choice_view, ZH_LABEL, zh),
    VIEW(struct choice_view, EN_LABEL, en),
    VIEW(struct choice_view, IS_RETIRED, retired),
    VIEW(struct choice_view, IS_THERE, is_there),
    VIEW(struct choice_view, FIRST, first),
    VIEW_END,
};
static const struct binding CHOICES[] = {
    VIEW_PART(struct choices_view, layout, LAYOUT),
    VIEW(struct choices_view, ACTION, action),
    VIEW(struct choices_view, BACK_HREF, back),
    VIEW(struct choices_view, FIELD_LABEL, label),
    VIEW(struct choices_view, INVALID, invalid),
    VIEW(struct choices_view, MESSAGE, message),
    VIEW_ROWS(struct choices_view, CHOICE, choices, CHOICE),
    VIEW_END,
};
const struct view FIELD_CHOICES_VIEW = {"admin/field_choices.tpl", CHOICES};

static void stored_choices(const struct field *field, struct field_choices *choices) {
    choices->count = 0;
    for (const struct choice *choice = field->choices; choice->key != NULL && choices->count < FIELD_CHOICES_MAX; choice++)
        choices->rows[choices->count++] = *choice;
}

static enum status show(struct page *page, int code, const struct field_place *place, const struct field_choices *choices,
                        const struct text *message) {
    struct choice_view *rows = ARENA_ARRAY(page->ctx.arena, struct choice_view, FIELD_CHOICES_MAX + EMPTY_ROWS);
    unsigned count = 0;
    for (; count < choices->count; count++) {
        const struct choice *choice = &choices->rows[count];
        rows[count] = (struct choice_view){.key = choice->key,
                                           .zh = choice->label.zh,
                                           .en = choice->label.en,
                                           .retired = choice->retired,
                                           .is_there = *choice->key != '\0'};
    }
    const unsigned filled = count;
    for (unsigned i = 0; i < EMPTY_ROWS && count < FIELD_CHOICES_MAX; i++)
        rows[count++] = (struct choice_view){.key = "", .zh = "", .en = "", .first = i == 0};
    if (filled == count && count > 0)
        rows[0].first = true;
    for (unsigned i = 0; i < count; i++)
        rows[i].number = (int)i + 1;
    struct choices_view view = {
        .layout = page_layout(page),
        .action = field_address(page, "choices", place),
        .back = field_address(page, "field", place),
        .label = text_in(page->ctx.lang, place->field->label),
        .invalid = message != NULL,
        .message = message != NULL ? text_in(page->ctx.lang, *message) : "",
        .choices = VIEW_ARRAY(rows, count),
    };
    return page_render(page, code, &FIELD_CHOICES_VIEW, &view);
}

// The rows of the form, empty ones left out.
static void read(const struct page *page, struct field_choices *choices) {
    struct arena *arena = page->ctx.arena;
    choices->count = 0;
    for (unsigned i = 1; i <= FIELD_CHOICES_MAX; i++) {
        const char *key = page_form(page, arena_format(arena, "key%u", i));
        const char *zh = utf8_trim(arena, page_form(page, arena_format(arena, "zh%u", i)));
        const char *en = utf8_trim(arena, page_form(page, arena_format(arena, "en%u", i)));
        if (*key == '\0' && *zh == '\0' && *en == '\0')
            continue;
        choices->rows[choices->count++] =
            (struct choice){key, {zh, en}, *page_form(page, arena_format(arena, "retired%u", i)) != '\0'};
    }
}

static bool has_choices(const struct field_place *place) {
    return place->field != NULL && place->field->type == FIELD_CHOICE;
}

enum status field_choices_page(struct page *page) {
    const struct field_place place = field_place(page);
    struct field_choices *choices = ARENA_NEW(page->ctx.arena, struct field_choices);
    if (!has_choices(&place))
        return STATUS_NOT_FOUND;
    stored_choices(place.field, choices);
    return show(page, 200, &place, choices, NULL);
}

enum status field_choices_do(struct page *page) {
    const struct field_place place = field_place(page);
    struct field_choices *choices = ARENA_NEW(page->ctx.arena, struct field_choices);
    struct field_fault fault;
    if (!has_choices(&place))
        return STATUS_NOT_FOUND;
    read(page, choices);
    const enum status status = field_set_choices(&page->ctx, place.table->kind, place.field->key, choices, &fault);
    if (status == STATUS_INVALID)
        return show(page, 422, &place, choices, &fault.message);
    TRY(status);
    return page_redirect(page, "%s&notice=saved", field_address(page, "choices", &place));
}
