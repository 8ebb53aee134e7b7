#include "fake_custody.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/field.h"

#define MASK 0xA5 // keeps plaintext out of the box, which is all that a stored value needs for these tests

struct custody *fake_custody_new(void) {
    return calloc(1, sizeof(struct custody));
}

struct custody *custody_new(const char *path, int timeout_ms) {
    (void)path;
    (void)timeout_ms;
    return fake_custody_new();
}

void custody_free(struct custody *custody) {
    if (!custody)
        return;
    free(custody->findable);
    free(custody);
}

// "kind/record/field=value", masked.
static struct sealed seal(const struct custody_item *item, struct arena *arena) {
    char *text = arena_format(arena, "%lld/%lld/%s=%s", (long long)item->kind, (long long)item->record_id, item->field,
                              item->value);
    size_t size = strlen(text);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(text[i] ^ MASK);
    return (struct sealed){(const unsigned char *)text, size};
}

const char *fake_custody_open(int64_t kind, int64_t record_id, const char *field, const void *box, size_t size,
                              struct arena *arena) {
    char *text = arena_copy(arena, box, size);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)(text[i] ^ MASK);
    const char *place = arena_format(arena, "%lld/%lld/%s=", (long long)kind, (long long)record_id, field);
    return strncmp(text, place, strlen(place)) == 0 ? text + strlen(place) : NULL;
}

static void keep(struct custody *custody, const struct custody_item *item) {
    const struct field_table *table = catalogue_table(&BUILT_IN_CATALOGUE, (enum kind)item->kind);
    const struct field *field = table ? field_find(table, item->field) : NULL;
    if (!field || !(field->flags & FIELD_FINDABLE))
        return;
    struct fake_value *grown = realloc(custody->findable, (custody->findable_count + 1) * sizeof *grown);
    if (!grown)
        abort();
    custody->findable = grown;
    struct fake_value *value = &grown[custody->findable_count++];
    value->kind = item->kind;
    value->record_id = item->record_id;
    snprintf(value->field, sizeof value->field, "%s", item->field);
    snprintf(value->value, sizeof value->value, "%s", item->value);
}

enum status custody_seal(struct custody *custody, struct custody_item *items, unsigned count, struct arena *arena) {
    custody->calls++;
    if (custody->on_seal) {
        void (*on_seal)(void *) = custody->on_seal;
        custody->on_seal = NULL;
        on_seal(custody->on_seal_data);
    }
    if (custody->down)
        return STATUS_UNAVAILABLE;
    if (count == 0 || count > CUSTODY_ITEMS_MAX)
        return STATUS_FAULT;
    for (unsigned i = 0; i < count; i++) {
        items[i].sealed = seal(&items[i], arena);
        keep(custody, &items[i]);
        custody->sealed++;
    }
    return STATUS_OK;
}

enum status custody_open(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                         struct arena *arena) {
    (void)arena;
    custody->asker = *asker;
    if (custody->down)
        return STATUS_UNAVAILABLE;
    for (unsigned i = 0; i < count; i++)
        items[i].result = custody->answer ? custody->answer : RESULT_NO_VALUE;
    return STATUS_OK;
}

enum status custody_find(struct custody *custody, const struct asker *asker, int64_t kind, const char *field,
                         const char *value, int64_t *record_ids, unsigned most, unsigned *found, enum result *result) {
    custody->asker = *asker;
    custody->searches++;
    *found = 0;
    if (custody->down)
        return STATUS_UNAVAILABLE;
    *result = custody->answer ? custody->answer : RESULT_DISCLOSED;
    for (unsigned i = 0; *result == RESULT_DISCLOSED && i < custody->findable_count && *found < most; i++) {
        const struct fake_value *kept = &custody->findable[i];
        const size_t length = strlen(kept->value), tail = strlen(value);
        const bool same = tail == PHONE_TAIL && length > tail ? strcmp(kept->value + length - tail, value) == 0
                                                              : strcmp(kept->value, value) == 0;
        if (kept->kind == kind && strcmp(kept->field, field) == 0 && same)
            record_ids[(*found)++] = kept->record_id;
    }
    return STATUS_OK;
}

enum status custody_twins(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                          struct custody_twins *twins) {
    custody->asker = *asker;
    custody->searches++;
    *twins = (struct custody_twins){.customer_id = twins->customer_id, .outside = custody->outside, .result = RESULT_DISCLOSED};
    for (unsigned i = 0; i < count; i++)
        for (unsigned k = 0; k < custody->findable_count && twins->found < CUSTODY_TWINS_MAX; k++) {
            const struct fake_value *kept = &custody->findable[k];
            if (kept->kind == KIND_CUSTOMER && kept->record_id != twins->customer_id && strcmp(kept->value, items[i].value) == 0)
                twins->ids[twins->found++] = kept->record_id;
        }
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status custody_record(struct custody *custody, const struct asker *asker, const struct custody_item *items,
                           unsigned count, enum result result) {
    (void)asker;
    (void)items;
    (void)count;
    (void)result;
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status custody_note(struct custody *custody, const struct asker *asker, const struct custody_deed *deed, enum result *result) {
    custody->asker = *asker;
    custody->deed = *deed;
    *result = custody->answer ? custody->answer : RESULT_DISCLOSED;
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status custody_log(struct custody *custody, const struct asker *asker, const struct access_filter *filter,
                        struct access_page *page, struct arena *arena) {
    (void)asker;
    (void)filter;
    (void)arena;
    *page = (struct access_page){.result = RESULT_DISCLOSED};
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status custody_make_secret(struct custody *custody, const struct asker *asker, struct custody_secret *secret,
                                struct arena *arena) {
    custody->asker = *asker;
    if (custody->down)
        return STATUS_UNAVAILABLE;
    const struct custody_item item = {.field = "secret", .value = custody->secret};
    *secret = (struct custody_secret){seal(&item, arena), {custody->secret, 1}};
    return STATUS_OK;
}

enum status custody_check_code(struct custody *custody, const struct asker *asker, bool fresh, const char *code, int64_t *step) {
    custody->asker = *asker;
    custody->fresh = fresh;
    custody->checked++;
    *step = custody->code && strcmp(code, custody->code) == 0 ? custody->step : 0;
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status custody_head(struct custody *custody, struct access_head *head) {
    *head = (struct access_head){.seq = 0};
    return custody->down ? STATUS_UNAVAILABLE : STATUS_OK;
}
