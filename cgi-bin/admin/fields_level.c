// The level of a field: what raising it means, and how far the sealing is. The page tells it before the act, since there is no way back.
#include <stdlib.h>
#include <string.h>

#include "admin/fields.h"
#include "domain/field_seal.h"

struct choice_view {
    const char *key, *label;
    bool selected, first;
};
struct level_view {
    struct layout_view layout;
    const char *action, *back, *label, *level, *why, *message;
    struct view_rows choices; // of choice_view
    bool may_change, refused, was_sealed, is_sealing, is_values, is_history, is_scrub, is_done, invalid, seals;
    int64_t sealed;
    const char *finished;
};
static const struct binding CHOICE[] = {
    VIEW(struct choice_view, KEY, key),
    VIEW(struct choice_view, LABEL, label),
    VIEW(struct choice_view, FIRST, first),
    VIEW_END,
};
static const struct binding LEVEL[] = {
    VIEW_PART(struct level_view, layout, LAYOUT),
    VIEW(struct level_view, ACTION, action),
    VIEW(struct level_view, BACK_HREF, back),
    VIEW(struct level_view, FIELD_LABEL, label),
    VIEW(struct level_view, FIELD_LEVEL, level),
    VIEW(struct level_view, WHY, why),
    VIEW(struct level_view, MESSAGE, message),
    VIEW_ROWS(struct level_view, CHOICE, choices, CHOICE),
    VIEW(struct level_view, MAY_CHANGE, may_change),
    VIEW(struct level_view, REFUSED, refused),
    VIEW(struct level_view, INVALID, invalid),
    VIEW(struct level_view, SEALS, seals),
    VIEW(struct level_view, IS_SEALING, is_sealing),
    VIEW(struct level_view, IS_VALUES, is_values),
    VIEW(struct level_view, IS_HISTORY, is_history),
    VIEW(struct level_view, IS_SCRUB, is_scrub),
    VIEW(struct level_view, IS_DONE, is_done),
    VIEW(struct level_view, SEALED, sealed),
    VIEW(struct level_view, FINISHED, finished),
    VIEW_END,
};
const struct view FIELD_LEVEL_VIEW = {"admin/field_level.tpl", LEVEL};

// The levels it can be given: higher ones; every other one, of an own field that nothing was stored in.
static struct view_rows choice_rows(struct page *page, const struct field *field) {
    const bool unused = (field->flags & (FIELD_OWN | FIELD_USED)) == FIELD_OWN;
    struct text why;
    const bool may_raise = field_may_raise(field, &why);
    struct choice_view *rows = ARENA_ARRAY(page->ctx.arena, struct choice_view, LEVEL_TOP + 1);
    size_t count = 0;
    for (unsigned level = LEVEL_PUBLIC; level <= LEVEL_TOP; level++)
        if (level > field->level ? may_raise : unused && level < field->level) {
            rows[count] = (struct choice_view){.key = arena_format(page->ctx.arena, "%u", level),
                                               .label = text_in(page->ctx.lang, level_label((enum level)level)),
                                               .first = count == 0};
            count++;
        }
    return VIEW_ARRAY(rows, count);
}

static enum status add_progress(struct page *page, const struct field_place *place, struct level_view *view) {
    struct field_sealing sealing;
    TRY(field_seal_progress(&page->ctx, place->table->kind, place->field->key, &sealing));
    view->is_values = strcmp(sealing.phase, "values") == 0;
    view->is_history = strcmp(sealing.phase, "history") == 0;
    view->is_scrub = strcmp(sealing.phase, "scrub") == 0;
    view->is_done = strcmp(sealing.phase, "done") == 0;
    view->is_sealing = view->is_values || view->is_history || view->is_scrub;
    view->sealed = sealing.sealed;
    view->finished = view->is_done ? time_minute(page->ctx.arena, sealing.finished_at) : "";
    return STATUS_OK;
}

static enum status show(struct page *page, int code, const struct field_place *place, const struct text *message) {
    struct text why = {"", ""};
    struct level_view view = {
        .layout = page_layout(page),
        .action = field_address(page, "level", place),
        .back = field_address(page, "field", place),
        .label = text_in(page->ctx.lang, place->field->label),
        .level = text_in(page->ctx.lang, level_label(place->field->level)),
        .choices = choice_rows(page, place->field),
        .invalid = message != NULL,
        .message = message != NULL ? text_in(page->ctx.lang, *message) : "",
        .seals = !field_is_sealed(place->field),
    };
    TRY(add_progress(page, place, &view));
    view.may_change = view.choices.count > 0;
    view.refused = !view.may_change && !view.is_sealing && !field_may_raise(place->field, &why);
    view.why = text_in(page->ctx.lang, why);
    return page_render(page, code, &FIELD_LEVEL_VIEW, &view);
}

enum status field_level_page(struct page *page) {
    const struct field_place place = field_place(page);
    return place.field != NULL ? show(page, 200, &place, NULL) : STATUS_NOT_FOUND;
}

enum status field_level_do(struct page *page) {
    static const struct text NONE = {"请选择新的密级", "Choose the new level."};
    const struct field_place place = field_place(page);
    struct field_fault fault;
    const char *typed = page_form(page, "level");
    if (place.field == NULL)
        return STATUS_NOT_FOUND;
    if (strlen(typed) != 1 || *typed < '0' || *typed > '3')
        return show(page, 422, &place, &NONE);
    const enum status status = field_set_level(&page->ctx, place.table->kind, place.field->key, (enum level)(*typed - '0'), &fault);
    if (status == STATUS_INVALID)
        return show(page, 422, &place, &fault.message);
    TRY(status);
    return page_redirect(page, "%s&notice=field-level", field_address(page, "level", &place));
}
