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
    VIEW(struct shown_field, IS_TOP, is_top),
    VIEW(struct shown_field, MAY_REVEAL, may_reveal),
    VIEW(struct shown_field, NEEDS_APPROVAL, needs_approval),
    VIEW_END,
};

struct subject shown_subject(const struct customer *customer) {
    return (struct subject){
        .kind = KIND_CUSTOMER,
        .record_id = customer->record.id,
        .customer_id = customer->record.id,
        .owner_id = customer->owner_id,
        .unit_id = customer->unit_id,
        .unit_path = customer->unit_path,
    };
}

static bool is_hidden(const char *const *hidden, const char *key) {
    for (; *hidden != NULL; hidden++)
        if (strcmp(*hidden, key) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct field *field, unsigned group, const char *const *hidden) {
    return (group == EVERY_GROUP || field->group == group) && !is_hidden(hidden, field->key);
}

static struct shown_field show(struct page *page, const struct shown_record *shown, size_t i) {
    const struct field *field = &shown->record->table->fields[i];
    const char *value = shown->record->values[i];
    bool empty = *value == '\0';
    bool sealed = field_is_sealed(field);
    return (struct shown_field){
        .label = text_in(page->ctx.lang, field->label),
        .value = sealed ? "" : field_display(field, value, page->ctx.lang, page->ctx.arena),
        .mask = sealed ? value : "",
        .level = text_in(page->ctx.lang, level_label(field->level)),
        .reveal = sealed ? arena_format(page->ctx.arena, "%s?field=%s", shown->reveal, field->key) : "",
        .has_value = !empty && !sealed,
        .has_mask = !empty && sealed,
        .is_top = field->level == LEVEL_TOP,
        .may_reveal = sealed && entitlement_possible(page->ctx.actor, shown->subject, field),
        .needs_approval = sealed && entitlement_needs_approval(page->ctx.actor, shown->subject, field),
    };
}

struct shown_field shown_field(struct page *page, const struct shown_record *shown, const char *key) {
    return show(page, shown, (size_t)field_index(shown->record->table, key));
}

struct view_rows shown_fields(struct page *page, const struct shown_record *shown, unsigned group,
                              const char *const *hidden) {
    const struct field_table *table = shown->record->table;
    struct shown_field *rows = ARENA_ARRAY(page->ctx.arena, struct shown_field, table->count);
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++)
        if (is_wanted(&table->fields[i], group, hidden) && *shown->record->values[i] != '\0')
            rows[count++] = show(page, shown, i);
    return VIEW_ARRAY(rows, count);
}

const char *shown_empty(struct page *page, const struct shown_record *shown, unsigned group,
                        const char *const *hidden) {
    const struct field_table *table = shown->record->table;
    struct buffer labels = {.arena = page->ctx.arena};
    buffer_text(&labels, "");
    for (size_t i = 0; i < table->count; i++) {
        if (!is_wanted(&table->fields[i], group, hidden) || *shown->record->values[i] != '\0')
            continue;
        if (labels.length > 0)
            buffer_text(&labels, page->ctx.lang == LANG_EN ? ", " : "、");
        buffer_text(&labels, text_in(page->ctx.lang, table->fields[i].label));
    }
    return labels.data;
}
