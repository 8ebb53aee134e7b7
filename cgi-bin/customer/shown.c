#include "customer/shown.h"

#include <string.h>

const struct binding SHOWN_FIELD[] = {
    VIEW(struct shown_field, LABEL, label),
    VIEW(struct shown_field, VALUE, value),
    VIEW(struct shown_field, MASK, mask),
    VIEW(struct shown_field, LEVEL, level),
    VIEW(struct shown_field, REVEAL_HREF, reveal),
    VIEW(struct shown_field, HAS_VALUE, has_value),
    VIEW(struct shown_field, HAS_MASK, has_mask),
    VIEW(struct shown_field, NO_VALUE, no_value),
    VIEW(struct shown_field, IS_NOTE, is_note),
    VIEW(struct shown_field, IS_TOP, is_top),
    VIEW(struct shown_field, MAY_REVEAL, may_reveal),
    VIEW_END,
};

static bool is_hidden(const char *const *hidden, const char *key) {
    for (; *hidden != NULL; hidden++)
        if (strcmp(*hidden, key) == 0)
            return true;
    return false;
}

static struct shown_field show(struct page *page, const struct field *field, const char *value,
                               const struct subject *subject, const char *reveal) {
    bool empty = *value == '\0';
    bool sealed = field_is_sealed(field);
    return (struct shown_field){
        .label = text_in(page->ctx.lang, field->label),
        .value = sealed ? "" : field_display(field, value, page->ctx.lang, page->ctx.arena),
        .mask = sealed ? value : "",
        .level = text_in(page->ctx.lang, level_label(field->level)),
        .reveal = arena_format(page->ctx.arena, "%s?field=%s", reveal, field->key),
        .has_value = !empty && !sealed,
        .has_mask = !empty && sealed,
        .no_value = empty,
        .is_note = field->type == FIELD_NOTE,
        .is_top = field->level == LEVEL_TOP,
        .may_reveal = sealed && entitlement_possible(page->ctx.actor, subject, field),
    };
}

struct view_rows shown_fields(struct page *page, const struct record *record, const struct subject *subject,
                              enum field_group group, const char *const *hidden, const char *reveal) {
    const struct field_table *table = record->table;
    struct shown_field *rows = ARENA_ARRAY(page->ctx.arena, struct shown_field, table->count);
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct field *field = &table->fields[i];
        if ((group == GROUP_COUNT || field->group == group) && !is_hidden(hidden, field->key))
            rows[count++] = show(page, field, record->values[i], subject, reveal);
    }
    return VIEW_ARRAY(rows, count);
}
