// One field: its settings, trying it, its place, in use or not.
#include <string.h>

#include "admin/fields.h"

struct field_place field_place(const struct page *page) {
    const bool posted = page->request->method == METHOD_POST;
    const char *of = page_query(page, "of"), *key = page_query(page, "key");
    if (posted && *of == '\0') {
        of = page_form(page, "of");
        key = page_form(page, "key");
    }
    const bool contact = strcmp(of, "contact") == 0;
    struct field_place place = {.table = contact ? page->ctx.fields->contact : page->ctx.fields->customer,
                                .of = contact ? "contact" : "customer"};
    place.field = *key != '\0' ? field_known(place.table, key) : NULL;
    return place;
}

const char *field_address(const struct page *page, const char *what, const struct field_place *place) {
    return arena_format(page->ctx.arena, "/admin/fields/%s?of=%s&key=%s", what, place->of,
                        place->field != NULL ? place->field->key : "");
}

static const char *list_address(const struct page *page, const struct field_place *place, const char *notice) {
    return arena_format(page->ctx.arena, "/admin/fields?of=%s%s%s", place->of, *notice != '\0' ? "&notice=" : "", notice);
}

struct edit_view {
    struct layout_view layout;
    struct form_view form;
    bool is_there, is_own, is_built_in, is_retired, may_retire, has_choices;
    const char *of, *key, *type, *level, *level_href, *choices_href, *try_href, *back, *why;
};
static const struct binding EDIT[] = {
    VIEW_PART(struct edit_view, layout, LAYOUT),
    VIEW_PART(struct edit_view, form, FORM),
    VIEW(struct edit_view, IS_THERE, is_there),
    VIEW(struct edit_view, IS_OWN, is_own),
    VIEW(struct edit_view, IS_BUILT_IN, is_built_in),
    VIEW(struct edit_view, IS_RETIRED, is_retired),
    VIEW(struct edit_view, MAY_RETIRE, may_retire),
    VIEW(struct edit_view, HAS_CHOICES, has_choices),
    VIEW(struct edit_view, OF, of),
    VIEW(struct edit_view, FIELD_KEY, key),
    VIEW(struct edit_view, FIELD_TYPE, type),
    VIEW(struct edit_view, FIELD_LEVEL, level),
    VIEW(struct edit_view, LEVEL_HREF, level_href),
    VIEW(struct edit_view, CHOICES_HREF, choices_href),
    VIEW(struct edit_view, TRY_HREF, try_href),
    VIEW(struct edit_view, BACK_HREF, back),
    VIEW(struct edit_view, WHY, why),
    VIEW_END,
};
const struct view FIELD_VIEW = {"admin/field.tpl", EDIT};

static enum status show(struct page *page, int code, const struct field_place *place, const struct draft *draft,
                        bool conflict) {
    const struct settings_form *form = settings_form(page, place);
    const struct field *field = place->field;
    struct text why = {"", ""};
    struct edit_view view = {
        .layout = page_layout(page),
        .form = form_build(page, &form->table, &form->record, draft, conflict ? &form->record : NULL,
                           field != NULL ? field_address(page, "field", place)
                                         : arena_format(page->ctx.arena, "/admin/fields/new?of=%s", place->of),
                           list_address(page, place, "")),
        .is_there = field != NULL,
        .of = place->of,
        .key = field != NULL ? field->key : "",
        .type = field != NULL ? text_in(page->ctx.lang, type_label(field->type)) : "",
        .level = field != NULL ? text_in(page->ctx.lang, level_label(field->level)) : "",
        .level_href = field_address(page, "level", place),
        .choices_href = field_address(page, "choices", place),
        .try_href = field_address(page, "try", place),
        .back = list_address(page, place, ""),
    };
    if (field != NULL) {
        view.is_own = (field->flags & FIELD_OWN) != 0;
        view.is_built_in = !view.is_own;
        view.is_retired = field_find(place->table, field->key) == NULL;
        view.may_retire = field_may_retire(field, &why) && !view.is_retired;
        view.has_choices = field->type == FIELD_CHOICE;
        view.layout.title = text_in(page->ctx.lang, field->label);
    }
    view.why = view.may_retire || view.is_retired ? "" : text_in(page->ctx.lang, why);
    return page_render(page, code, &FIELD_VIEW, &view);
}

// Puts a fault of the domain where it can be mended.
static void place_fault(struct draft *draft, const struct field_fault *fault) {
    const int i = field_index(draft->table, fault->setting);
    draft_fault(draft, i < 0 ? SET_LABEL_ZH : (size_t)i, fault->message);
}

static enum status read(struct page *page, const struct field_place *place, struct draft *draft,
                        struct field_settings *settings) {
    const struct settings_form *form = settings_form(page, place);
    const enum status status = form_read(page, &form->table, place->field != NULL ? &form->record : NULL, draft);
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    return settings_read(page, place, draft, settings) ? status : STATUS_INVALID;
}

enum status field_new_page(struct page *page) {
    const struct field_place place = field_place(page);
    return show(page, 200, &place, NULL, false);
}

enum status field_new_do(struct page *page) {
    struct field_place place = field_place(page);
    struct draft draft;
    struct field_settings settings;
    struct field_fault fault = {.setting = ""};
    const char *key = "";
    place.field = NULL;
    enum status status = read(page, &place, &draft, &settings);
    if (status == STATUS_OK) {
        status = field_add(&page->ctx, place.table->kind, &settings, &fault, &key);
        if (status == STATUS_INVALID)
            place_fault(&draft, &fault);
    }
    if (status == STATUS_INVALID)
        return show(page, 422, &place, &draft, false);
    TRY(status);
    if (settings.type == FIELD_CHOICE)
        return page_redirect(page, "/admin/fields/choices?of=%s&key=%s&notice=field-added", place.of, key);
    return page_redirect(page, "/admin/fields/field?of=%s&key=%s&notice=field-added", place.of, key);
}

enum status field_page(struct page *page) {
    const struct field_place place = field_place(page);
    return place.field != NULL ? show(page, 200, &place, NULL, false) : STATUS_NOT_FOUND;
}

enum status field_do(struct page *page) {
    const struct field_place place = field_place(page);
    struct draft draft;
    struct field_settings settings;
    struct field_fault fault = {.setting = ""};
    if (place.field == NULL)
        return STATUS_NOT_FOUND;
    enum status status = read(page, &place, &draft, &settings);
    if (status == STATUS_OK && form_version(page) != page->ctx.fields->version)
        return show(page, 409, &place, &draft, true); // somebody else was quicker: to be looked at once more
    if (status == STATUS_OK) {
        status = field_set(&page->ctx, place.table->kind, place.field->key, &settings, &fault);
        if (status == STATUS_INVALID)
            place_fault(&draft, &fault);
    }
    if (status == STATUS_INVALID)
        return show(page, 422, &place, &draft, false);
    TRY(status);
    return page_redirect(page, "%s&notice=saved", field_address(page, "field", &place));
}

// --- Trying how it looks and what it takes; nothing is stored.

struct try_view {
    struct layout_view layout;
    struct form_view form;
    const char *label, *back;
    bool good;
};
static const struct binding TRY_BINDINGS[] = {
    VIEW_PART(struct try_view, layout, LAYOUT),
    VIEW_PART(struct try_view, form, FORM),
    VIEW(struct try_view, FIELD_LABEL, label),
    VIEW(struct try_view, BACK_HREF, back),
    VIEW(struct try_view, GOOD, good),
    VIEW_END,
};
const struct view FIELD_TRY_VIEW = {"admin/field_try.tpl", TRY_BINDINGS};

static enum status try_show(struct page *page, const struct field_place *place, bool posted) {
    struct draft draft;
    struct field_table *one = ARENA_NEW(page->ctx.arena, struct field_table);
    *one = (struct field_table){.name = place->table->name,
                                .fields = place->field,
                                .count = 1,
                                .chapters = place->table->chapters,
                                .chapter_count = place->table->chapter_count};
    enum status status = posted ? form_read(page, one, NULL, &draft) : STATUS_OK;
    if (status != STATUS_OK && status != STATUS_INVALID)
        return status;
    struct try_view view = {
        .layout = page_layout(page),
        .form = form_build(page, one, NULL, posted ? &draft : NULL, NULL, field_address(page, "try", place),
                           field_address(page, "field", place)),
        .label = text_in(page->ctx.lang, place->field->label),
        .back = field_address(page, "field", place),
        .good = posted && status == STATUS_OK,
    };
    return page_render(page, status_http(status), &FIELD_TRY_VIEW, &view);
}

static bool can_be_tried(const struct field_place *place) {
    return place->field != NULL && (place->field->flags & FIELD_FIXED) == 0 && place->field->type != FIELD_PERSON;
}

enum status field_try_page(struct page *page) {
    const struct field_place place = field_place(page);
    return can_be_tried(&place) ? try_show(page, &place, false) : STATUS_NOT_FOUND;
}

enum status field_try_do(struct page *page) {
    const struct field_place place = field_place(page);
    return can_be_tried(&place) ? try_show(page, &place, true) : STATUS_NOT_FOUND;
}

// --- Place, in use or not

enum status field_move_do(struct page *page) {
    const struct field_place place = field_place(page);
    if (place.field == NULL)
        return STATUS_NOT_FOUND;
    TRY(field_move(&page->ctx, place.table->kind, place.field->key, strcmp(page_form(page, "way"), "up") == 0));
    return page_redirect(page, "%s#%s", list_address(page, &place, ""), place.field->key);
}

// STATUS_INVALID is told above the list.
static enum status back_to_list(struct page *page, const struct field_place *place, enum status status, const char *notice) {
    if (status == STATUS_INVALID)
        notice = "field-refused";
    else
        TRY(status);
    return page_redirect(page, "%s", list_address(page, place, notice));
}

enum status field_retire_do(struct page *page) {
    const struct field_place place = field_place(page);
    struct field_fault fault;
    if (place.field == NULL)
        return STATUS_NOT_FOUND;
    return back_to_list(page, &place, field_retire(&page->ctx, place.table->kind, place.field->key, &fault), "field-retired");
}

enum status field_return_do(struct page *page) {
    const struct field_place place = field_place(page);
    struct field_fault fault;
    if (place.field == NULL)
        return STATUS_NOT_FOUND;
    return back_to_list(page, &place, field_bring_back(&page->ctx, place.table->kind, place.field->key, &fault),
                        "field-returned");
}
