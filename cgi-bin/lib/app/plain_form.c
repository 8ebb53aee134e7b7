#include "app/plain_form.h"

#include <stdlib.h>
#include <string.h>

#include "app/form_page.h"
#include "app/route.h"

struct form_page_view {
    struct layout_view layout;
    struct form_view form;
    const char *subject, *note, *alert;
    bool has_subject, has_note, has_alert, has_facts, conflict;
    struct view_rows facts; // of fact_view
};
static const struct binding FACT[] = {
    VIEW(struct fact_view, LABEL, label),
    VIEW(struct fact_view, VALUE, value),
    VIEW_END,
};
static const struct binding FORM_BINDINGS[] = {
    VIEW_PART(struct form_page_view, layout, LAYOUT),
    VIEW_PART(struct form_page_view, form, FORM),
    VIEW(struct form_page_view, SUBJECT, subject),
    VIEW(struct form_page_view, NOTE, note),
    VIEW(struct form_page_view, ALERT, alert),
    VIEW(struct form_page_view, HAS_SUBJECT, has_subject),
    VIEW(struct form_page_view, HAS_NOTE, has_note),
    VIEW(struct form_page_view, HAS_ALERT, has_alert),
    VIEW(struct form_page_view, HAS_FACTS, has_facts),
    VIEW(struct form_page_view, OUTDATED, conflict),
    VIEW_ROWS(struct form_page_view, FACT, facts, FACT),
    VIEW_END,
};
const struct view PLAIN_FORM_VIEW = {"form.tpl", FORM_BINDINGS};

struct confirm_view {
    struct layout_view layout;
    const char *action, *back, *subject, *question, *consequence, *button, *alert;
    bool has_alert, may_act;
};
static const struct binding CONFIRM_BINDINGS[] = {
    VIEW_PART(struct confirm_view, layout, LAYOUT),
    VIEW(struct confirm_view, ACTION, action),
    VIEW(struct confirm_view, CANCEL, back),
    VIEW(struct confirm_view, SUBJECT, subject),
    VIEW(struct confirm_view, QUESTION, question),
    VIEW(struct confirm_view, CONSEQUENCE, consequence),
    VIEW(struct confirm_view, BUTTON, button),
    VIEW(struct confirm_view, ALERT, alert),
    VIEW(struct confirm_view, HAS_ALERT, has_alert),
    VIEW(struct confirm_view, MAY_ACT, may_act),
    VIEW_END,
};
const struct view CONFIRMATION_VIEW = {"confirm.tpl", CONFIRM_BINDINGS};

int64_t form_number(const struct page *page, const char *name) {
    return strtoll(page_form(page, name), NULL, 10);
}

bool form_has(const struct page *page, const char *name, const char *value) {
    const struct params *form = &page->request->form;
    for (size_t i = 0; i < form->count; i++)
        if (strcmp(form->items[i].name, name) == 0 && strcmp(form->items[i].value, value) == 0)
            return true;
    return false;
}

struct plain_field plain_line(const char *key, struct text label, struct text hint, const char *value) {
    return (struct plain_field){.key = key, .kind = PLAIN_LINE, .label = label, .hint = hint, .value = value};
}

struct plain_field plain_options(const char *key, enum plain_kind kind, struct text label, struct text hint,
                                 const struct option_view *options, unsigned count) {
    return (struct plain_field){.key = key, .kind = kind, .label = label, .hint = hint, .options = options, .option_count = count};
}

struct plain_field plain_required(struct plain_field field, unsigned max) {
    field.required = true;
    field.max = max;
    return field;
}

static struct field_view field_view(struct page *page, const struct plain_field *field, struct text message) {
    return (struct field_view){
        .key = field->key,
        .label = say(page, field->label),
        .value = field->value != NULL ? field->value : "",
        .hint = field->hint.zh != NULL ? say(page, field->hint) : "",
        .has_hint = field->hint.zh != NULL,
        .message = message.zh != NULL ? say(page, message) : "",
        .invalid = message.zh != NULL,
        .mask = "",
        .blank = say(page, FIELD_BLANK),
        .theirs = "",
        .input_type = "text",
        .max = field->max > 0 ? arena_format(page->ctx.arena, "%u", field->max) : "",
        .required = field->required,
        .is_line = field->kind == PLAIN_LINE,
        .is_choice = field->kind == PLAIN_CHOICE,
        .is_set = field->kind == PLAIN_SET,
        .is_single = field->kind != PLAIN_SET,
        .options = VIEW_ARRAY(field->options, field->option_count),
    };
}

// Fills what is wrong, field by field, and puts the cursor into the first such field, or the first of all.
static struct view_rows field_rows(struct page *page, const struct plain_form *form, struct fault_view *faults, unsigned *fault_count) {
    struct field_view *rows = ARENA_ARRAY(page->ctx.arena, struct field_view, form->field_count);
    unsigned first = 0;
    for (unsigned i = 0; i < form->field_count; i++) {
        const struct plain_field *field = &form->fields[i];
        struct text message = form->faults != NULL ? fault_of(form->faults, field->key) : (struct text){NULL, NULL};
        rows[i] = field_view(page, field, message);
        if (message.zh == NULL)
            continue;
        if (*fault_count == 0)
            first = i;
        faults[(*fault_count)++] = (struct fault_view){field->key, rows[i].label, rows[i].message};
    }
    if (form->field_count > 0)
        rows[first].first = true;
    return VIEW_ARRAY(rows, form->field_count);
}

static struct form_view form_view(struct page *page, const struct plain_form *form) {
    struct fault_view *faults = ARENA_ARRAY(page->ctx.arena, struct fault_view, form->field_count + 1);
    struct group_view *group = ARENA_NEW(page->ctx.arena, struct group_view);
    unsigned fault_count = 0;
    *group = (struct group_view){
        .label = say(page, page->route->title),
        .is_title = true,
        .fields = field_rows(page, form, faults, &fault_count),
    };
    return (struct form_view){
        .action = form->action,
        .cancel = form->back,
        .version = form->version,
        .has_faults = fault_count > 0,
        .fault_count = (int)fault_count,
        .faults = VIEW_ARRAY(faults, fault_count),
        .groups = VIEW_ARRAY(group, form->field_count > 0 ? 1 : 0),
        .saves = form->submit.zh == NULL,
        .submit = form->submit.zh != NULL ? say(page, form->submit) : "",
    };
}

enum status plain_form_show(struct page *page, const struct plain_form *form) {
    struct text alert = form->faults != NULL ? fault_of(form->faults, "") : (struct text){NULL, NULL};
    bool faulty = form->faults != NULL && form->faults->count > 0;
    struct form_page_view view = {
        .layout = page_layout(page),
        .form = form_view(page, form),
        .subject = form->subject != NULL ? form->subject : "",
        .has_subject = form->subject != NULL,
        .note = form->note.zh != NULL ? say(page, form->note) : "",
        .has_note = form->note.zh != NULL,
        .alert = alert.zh != NULL ? say(page, alert) : "",
        .has_alert = alert.zh != NULL,
        .conflict = form->conflict,
        .has_facts = form->fact_count > 0,
        .facts = VIEW_ARRAY(form->facts, form->fact_count),
    };
    return page_render(page, form->conflict ? 409 : faulty ? 422
                                                           : 200,
                       &PLAIN_FORM_VIEW, &view);
}

enum status confirm_show(struct page *page, const struct confirmation *confirmation) {
    struct text alert = confirmation->faults != NULL ? fault_of(confirmation->faults, "") : (struct text){NULL, NULL};
    struct confirm_view view = {
        .layout = page_layout(page),
        .action = confirmation->action,
        .back = confirmation->back,
        .subject = confirmation->subject,
        .question = say(page, confirmation->question),
        .consequence = say(page, confirmation->consequence),
        .button = say(page, confirmation->button),
        .alert = alert.zh != NULL ? say(page, alert) : "",
        .has_alert = alert.zh != NULL,
        .may_act = alert.zh == NULL,
    };
    return page_render(page, alert.zh != NULL ? 422 : 200, &CONFIRMATION_VIEW, &view);
}
