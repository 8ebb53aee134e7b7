#include "app/form_page.h"

#include <stdlib.h>
#include <string.h>

#include "domain/customer_owner.h"
#include "domain/region.h"

#define CLEAR_PREFIX "clear_"   // a box beside a confidential field: remove what is stored
#define THEIRS_PREFIX "theirs_" // a box beside a field in conflict: take the colleague's value

static const struct binding OPTION[] = {
    VIEW(struct option_view, KEY, key),
    VIEW(struct option_view, LABEL, label),
    VIEW(struct option_view, SELECTED, selected),
    VIEW_END,
};

static const struct binding FIELD[] = {
    VIEW(struct field_view, KEY, key),
    VIEW(struct field_view, FIELD_KEY, key), // the same within an option
    VIEW(struct field_view, LABEL, label),
    VIEW(struct field_view, VALUE, value),
    VIEW(struct field_view, BLANK, blank),
    VIEW(struct field_view, HINT, hint),
    VIEW(struct field_view, MESSAGE, message),
    VIEW(struct field_view, MASK, mask),
    VIEW(struct field_view, THEIRS, theirs),
    VIEW(struct field_view, INPUT_TYPE, input_type),
    VIEW(struct field_view, MAX, max),
    VIEW(struct field_view, REQUIRED, required),
    VIEW(struct field_view, HAS_HINT, has_hint),
    VIEW(struct field_view, INVALID, invalid),
    VIEW(struct field_view, FIRST, first),
    VIEW(struct field_view, IS_LINE, is_line),
    VIEW(struct field_view, IS_NOTE, is_note),
    VIEW(struct field_view, IS_CHOICE, is_choice),
    VIEW(struct field_view, IS_REGION, is_region),
    VIEW(struct field_view, IS_PERSON, is_person),
    VIEW(struct field_view, IS_SET, is_set),
    VIEW(struct field_view, IS_SINGLE, is_single),
    VIEW(struct field_view, IS_SEALED, is_sealed),
    VIEW(struct field_view, HAS_STORED, has_stored),
    VIEW(struct field_view, CLEAR, clear),
    VIEW(struct field_view, HAS_THEIRS, has_theirs),
    VIEW(struct field_view, TAKEN, taken),
    VIEW(struct field_view, SHOWS_MASK, shows_mask),
    VIEW_ROWS(struct field_view, OPTION, options, OPTION),
    VIEW_END,
};

static const struct binding GROUP[] = {
    VIEW(struct group_view, LABEL, label),
    VIEW(struct group_view, IS_TITLE, is_title),
    VIEW_ROWS(struct group_view, FIELD, fields, FIELD),
    VIEW_END,
};

static const struct binding FAULT[] = {
    VIEW(struct fault_view, KEY, key),
    VIEW(struct fault_view, LABEL, label),
    VIEW(struct fault_view, MESSAGE, message),
    VIEW_END,
};

const struct binding FORM[] = {
    VIEW(struct form_view, ACTION, action),
    VIEW(struct form_view, CANCEL, cancel),
    VIEW(struct form_view, VERSION, version),
    VIEW(struct form_view, HAS_FAULTS, has_faults),
    VIEW(struct form_view, CONFLICT, conflict),
    VIEW(struct form_view, HAS_SAVED_BY, has_saved_by),
    VIEW(struct form_view, SAVED_BY, saved_by),
    VIEW(struct form_view, SAVED_AT, saved_at),
    VIEW(struct form_view, HAS_SEALED, has_sealed),
    VIEW(struct form_view, SAVES, saves),
    VIEW(struct form_view, SUBMIT, submit),
    VIEW(struct form_view, NEXT, next),
    VIEW(struct form_view, HAS_NEXT, has_next),
    VIEW(struct form_view, FAULT_COUNT, fault_count),
    VIEW_ROWS(struct form_view, FAULT, faults, FAULT),
    VIEW_ROWS(struct form_view, DIFFERENCE, differences, FAULT),
    VIEW_ROWS(struct form_view, GROUP, groups, GROUP),
    VIEW_END,
};

static bool is_typed(const struct field *field) {
    return !(field->flags & FIELD_FIXED);
}

// Colleagues are only named by who may name others (domain/customer_owner).
static bool is_offered(const struct page *page, const struct field *field, const struct record *stored) {
    return is_typed(field) && (field->type != FIELD_PERSON || owner_may_be_named(page->ctx.actor, stored == NULL));
}

static bool is_ticked(const struct page *page, const char *prefix, const char *key) {
    return *page_form(page, arena_format(page->ctx.arena, "%s%s", prefix, key)) != '\0';
}

enum status form_read(struct page *page, const struct field_table *table, const struct record *stored,
                      struct draft *draft) {
    *draft = (struct draft){.table = table};
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if (!is_offered(page, field, stored))
            continue;
        draft->typed[i] = params_get(&page->request->form, field->key);
        draft->clear[i] = field_is_sealed(field) && is_ticked(page, CLEAR_PREFIX, field->key);
        if (stored != NULL && is_ticked(page, THEIRS_PREFIX, field->key)) {
            draft->typed[i] = field_is_sealed(field) ? "" : stored->values[i];
            draft->clear[i] = false;
        }
    }
    const enum status typed = draft_check(draft, stored, page->ctx.arena);
    const enum status dates = draft_check_dates(&page->ctx, draft);
    const enum status regions = region_check_draft(&page->ctx, draft);
    if (regions != STATUS_OK && regions != STATUS_INVALID)
        return regions;
    return typed == STATUS_OK && dates == STATUS_OK ? regions : STATUS_INVALID;
}

static const char *input_type(enum field_type type) {
    switch (type) {
    case FIELD_PHONE:
        return "tel";
    case FIELD_EMAIL:
        return "email";
    default:
        return "text";
    }
}

static struct view_rows option_rows(struct page *page, const struct field *field, const char *value) {
    size_t count = 0;
    while (field->choices[count].key != NULL)
        count++;
    struct option_view *rows = ARENA_ARRAY(page->ctx.arena, struct option_view, count);
    size_t offered = 0;
    for (size_t i = 0; i < count; i++) {
        const struct choice *choice = &field->choices[i];
        const bool selected = strcmp(choice->key, value) == 0;
        if (choice->retired && !selected)
            continue;
        rows[offered++] = (struct option_view){
            .key = choice->key, .label = text_in(page->ctx.lang, choice->label), .selected = selected};
    }
    return VIEW_ARRAY(rows, offered);
}

// What a form being built is made from.
struct source {
    struct page *page;
    const struct field_table *table;
    const struct record *stored; // may be NULL
    const struct draft *draft;   // may be NULL
    const struct record *theirs; // may be NULL
    bool placed_first;           // the cursor has its field
};

static const char *stored_value(const struct record *record, size_t i) {
    return record != NULL ? record->values[i] : "";
}

// Whether the draft wants another value for a field than the record has.
static bool changes_field(const struct draft *draft, const struct record *stored, size_t i) {
    const char *typed = draft->typed[i] != NULL ? draft->typed[i] : "";
    if (field_is_sealed(&draft->table->fields[i]))
        return *typed != '\0' || (draft->clear[i] && *stored_value(stored, i) != '\0');
    if (draft->typed[i] == NULL)
        return false;
    return strcmp(draft->values[i] != NULL ? draft->values[i] : typed, stored_value(stored, i)) != 0;
}

bool form_changes(const struct draft *draft, const struct record *stored) {
    for (size_t i = 0; i < draft->table->count; i++)
        if (changes_field(draft, stored, i))
            return true;
    return false;
}

// Who changed a field meanwhile, as a form shows it after a conflict.
enum difference {
    SAME,
    TAKEN, // only the colleague: taken over, so that saving again does not undo it
    CHOICE // both, and differently; of a confidential value only the mask is known, which proves nothing
};

// Two confidential values may look alike behind their masks: of those the history tells.
static bool theirs_differs(const struct source *source, size_t i) {
    if (source->theirs == NULL)
        return false;
    return strcmp(source->theirs->values[i], stored_value(source->stored, i)) != 0 ||
           (field_is_sealed(&source->table->fields[i]) && source->stored != NULL && source->stored->touched[i]);
}

static enum difference difference(const struct source *source, size_t i) {
    if (!theirs_differs(source, i))
        return SAME;
    if (source->draft == NULL || !changes_field(source->draft, source->stored, i))
        return TAKEN;
    return changes_field(source->draft, source->theirs, i) ? CHOICE : SAME;
}

// What stands in the input: what was typed, else what is stored; never a confidential value from the store.
static const char *shown_value(const struct source *source, size_t i) {
    bool sealed = field_is_sealed(&source->table->fields[i]);
    if (difference(source, i) == TAKEN)
        return sealed ? "" : source->theirs->values[i];
    if (source->draft != NULL)
        return source->draft->typed[i] != NULL ? source->draft->typed[i] : "";
    return sealed ? "" : stored_value(source->stored, i);
}

// Beside a lone 是 the blank is 否.
static const char *blank_of(const struct source *source, const struct field *field) {
    const struct choice *choices = field->choices;
    const bool yes = choices != NULL && choices[0].key != NULL && choices[1].key == NULL && strcmp(choices[0].label.zh, "是") == 0;
    return text_in(source->page->ctx.lang, yes ? (struct text){"否", "No"} : FIELD_BLANK);
}

static struct field_view field_view(struct source *source, size_t i) {
    struct page *page = source->page;
    const struct field *field = &source->table->fields[i];
    const struct text message = source->draft != NULL ? source->draft->messages[i] : (struct text){0};
    const char *value = shown_value(source, i);
    bool sealed = field_is_sealed(field);
    bool choice = field->type == FIELD_CHOICE;
    bool note = field->type == FIELD_NOTE;
    enum difference differs = difference(source, i);
    const struct record *newest = source->theirs != NULL ? source->theirs : source->stored;
    struct field_view view = {
        .key = field->key,
        .label = text_in(page->ctx.lang, field->label),
        .value = value,
        .hint = field->hint.zh != NULL ? text_in(page->ctx.lang, field->hint) : "",
        .has_hint = field->hint.zh != NULL,
        .message = message.zh != NULL ? text_in(page->ctx.lang, message) : "",
        .invalid = message.zh != NULL,
        .mask = stored_value(newest, i),
        .theirs =
            differs == CHOICE ? field_display(field, source->theirs->values[i], page->ctx.lang, page->ctx.arena) : "",
        .has_theirs = differs == CHOICE,
        .taken = differs == TAKEN,
        .input_type = input_type(field->type),
        .blank = blank_of(source, field),
        .max = field->max > 0 ? arena_format(page->ctx.arena, "%u", field->max) : "",
        .required = (field->flags & FIELD_REQUIRED) != 0 || field->type == FIELD_PERSON,
        .is_line = !choice && !note && field->type != FIELD_REGION,
        .is_person = field->type == FIELD_PERSON,
        .is_note = note,
        .is_choice = choice,
        .is_region = field->type == FIELD_REGION,
        .is_single = true,
        .is_sealed = sealed,
        .has_stored = sealed && *stored_value(newest, i) != '\0',
        .clear = source->draft != NULL && source->draft->clear[i],
    };
    view.shows_mask = view.has_stored && !view.has_theirs;
    bool wants_cursor = source->draft == NULL || source->draft->faults == 0 || view.invalid;
    view.first = !source->placed_first && wants_cursor;
    source->placed_first |= view.first;
    if (choice)
        view.options = option_rows(page, field, value);
    return view;
}

static struct view_rows field_rows(struct source *source, unsigned group) {
    struct field_view *rows = ARENA_ARRAY(source->page->ctx.arena, struct field_view, source->table->count);
    size_t count = 0;
    for (size_t i = 0; i < source->table->count; i++)
        if (source->table->fields[i].group == group &&
            is_offered(source->page, &source->table->fields[i], source->stored))
            rows[count++] = field_view(source, i);
    return VIEW_ARRAY(rows, count);
}

static struct view_rows group_rows(struct source *source) {
    const struct field_table *table = source->table;
    struct group_view *rows = ARENA_ARRAY(source->page->ctx.arena, struct group_view, table->chapter_count);
    size_t count = 0;
    for (size_t i = 0; i < table->chapter_count; i++) {
        struct view_rows fields = field_rows(source, table->chapters[i].group);
        if (fields.count == 0)
            continue;
        rows[count++] = (struct group_view){
            .label = text_in(source->page->ctx.lang, table->chapters[i].label),
            .fields = fields,
        };
    }
    return VIEW_ARRAY(rows, count);
}

static struct view_rows fault_rows(const struct source *source) {
    struct fault_view *rows = ARENA_ARRAY(source->page->ctx.arena, struct fault_view, source->table->count);
    size_t count = 0;
    for (size_t i = 0; source->draft != NULL && i < source->table->count; i++) {
        if (source->draft->messages[i].zh == NULL)
            continue;
        rows[count++] = (struct fault_view){
            .key = source->table->fields[i].key,
            .label = text_in(source->page->ctx.lang, source->table->fields[i].label),
            .message = text_in(source->page->ctx.lang, source->draft->messages[i]),
        };
    }
    return VIEW_ARRAY(rows, count);
}

static struct view_rows difference_rows(const struct source *source) {
    static const struct text WORDS[] = {
        [TAKEN] = {"同事已修改，已填入同事保存的内容", "Changed by a colleague; theirs is filled in."},
        [CHOICE] = {"您和同事都改了，请选择", "Changed by you and by a colleague: choose one."},
    };
    struct fault_view *rows = ARENA_ARRAY(source->page->ctx.arena, struct fault_view, source->table->count);
    size_t count = 0;
    for (size_t i = 0; i < source->table->count; i++) {
        const struct field *field = &source->table->fields[i];
        enum difference differs = is_typed(field) ? difference(source, i) : SAME;
        if (differs != SAME)
            rows[count++] = (struct fault_view){
                .key = field->key,
                .label = text_in(source->page->ctx.lang, field->label),
                .message = text_in(source->page->ctx.lang, WORDS[differs]),
            };
    }
    return VIEW_ARRAY(rows, count);
}

int64_t form_version(const struct page *page) {
    return strtoll(page_form(page, "version"), NULL, 10);
}

// The version that the next submission is based on. A form shown again for its faults stays based on what it was filled
// from: only a conflict that was shown moves it to the newest.
static int64_t next_version(const struct source *source) {
    if (source->theirs != NULL)
        return source->theirs->version;
    if (source->draft != NULL)
        return form_version(source->page);
    return source->stored != NULL ? source->stored->version : 0;
}

struct form_view form_build(struct page *page, const struct field_table *table, const struct record *stored,
                            const struct draft *draft, const struct record *theirs, const char *action,
                            const char *cancel) {
    struct source source = {.page = page, .table = table, .stored = stored, .draft = draft, .theirs = theirs};
    struct view_rows faults = fault_rows(&source);
    bool has_sealed = false;
    for (size_t i = 0; i < table->count; i++)
        has_sealed |= field_is_sealed(&table->fields[i]);
    return (struct form_view){
        .action = action,
        .cancel = cancel,
        .version = next_version(&source),
        .conflict = theirs != NULL,
        .saved_by = "",
        .saved_at = "",
        .has_faults = faults.count > 0,
        .has_sealed = has_sealed,
        .saves = true,
        .submit = "",
        .next = "",
        .fault_count = (int)faults.count,
        .faults = faults,
        .differences = difference_rows(&source),
        .groups = group_rows(&source),
    };
}
