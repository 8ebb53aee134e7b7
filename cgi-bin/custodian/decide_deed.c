// Deciding on what programs do that opens no value and yet must be in the log before it is done: lists that leave as files (CONF-7), with
// masks and what is open to everybody who reads customers; imports that are undone, faulty rows
// that go back to who uploaded them (ARC-13).
#include <string.h>

#include "base/utf8.h"
#include "custodian/batch.h"
#include "model/purpose.h"

// Bytes of one record's texts; what is longer goes on in the next record.
#define COLUMNS_BYTES 250
#define WORDS_CHARACTERS 250

static const struct {
    enum permission permission;
    enum channel channel;
    enum result done; // as it is recorded
} DEEDS[DEED_COUNT] = {
    [DEED_EXPORT] = {PERM_CUSTOMER_EXPORT, CHANNEL_EXPORT, RESULT_DISCLOSED},
    [DEED_UNDO] = {PERM_CUSTOMER_IMPORT, CHANNEL_PAGE, RESULT_UNDONE},
    [DEED_RETURN] = {PERM_CUSTOMER_IMPORT, CHANNEL_FILE, RESULT_DISCLOSED},
};

static enum result may_do(const struct pending *pending, enum deed deed) {
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    if (!actor)
        return RESULT_NO_SESSION;
    const bool may = actor_may(actor, PERM_CUSTOMER_READ) && actor_may(actor, DEEDS[deed].permission) && !actor_is_held(actor);
    return may ? RESULT_DISCLOSED : RESULT_NO_PERMISSION;
}

// As many whole columns as fit, one at least.
static const char *next_columns(const char **columns, struct arena *arena) {
    const char *from = *columns;
    size_t taken = strcspn(from, ",");
    while (from[taken] == ',') {
        const size_t more = 1 + strcspn(from + taken + 1, ",");
        if (taken + more > COLUMNS_BYTES)
            break;
        taken += more;
    }
    *columns = from + taken + (from[taken] == ',');
    return arena_copy(arena, from, taken < COLUMNS_BYTES ? taken : COLUMNS_BYTES);
}

static const char *next_words(const char **words, struct arena *arena) {
    const char *from = *words;
    for (unsigned i = 0; i < WORDS_CHARACTERS && **words != '\0'; i++)
        (void)utf8_next(words);
    return arena_copy(arena, from, (size_t)(*words - from));
}

// The highest level among "customer.phone,contact.mobile"; of a list there are masks only.
static enum level level_of(const struct batch *batch, const struct custody_deed *deed) {
    const struct field_catalogue *fields = batch->custodian->fields.now;
    const struct field_table *const tables[] = {fields->customer, fields->contact};
    enum level highest = LEVEL_INTERNAL;
    for (const char *key = deed->columns; deed->deed == DEED_RETURN && *key != '\0'; key += strspn(key, ",")) {
        const char *name = arena_copy(batch->arena, key, strcspn(key, ","));
        for (size_t i = 0; i < 2; i++) {
            const size_t length = strlen(tables[i]->name);
            const bool of_table = strncmp(name, tables[i]->name, length) == 0 && name[length] == '.';
            const struct field *field = of_table ? field_known(tables[i], name + length + 1) : NULL;
            highest = field != NULL && field->level > highest ? field->level : highest;
        }
        key += strcspn(key, ",");
    }
    return highest;
}

enum status decide_deed(struct batch *batch, struct pending *pending) {
    const struct custody_deed *deed = &pending->call.deed;
    const char *columns = deed->columns, *words = deed->words;
    TRY(batch_actor(batch, pending));
    const enum result may = pending->answer.result = may_do(pending, deed->deed);
    do {
        struct access *record = batch_record(batch, pending);
        record->channel = DEEDS[deed->deed].channel;
        record->result = may == RESULT_DISCLOSED ? DEEDS[deed->deed].done : may;
        record->level = level_of(batch, deed);
        record->count = pending->count == 1 ? deed->rows : 0;
        record->field = next_columns(&columns, batch->arena);
        record->purpose = "";
        record->purpose_text = purpose_recorded(batch->arena, next_words(&words, batch->arena), WORDS_CHARACTERS);
    } while (*columns != '\0' || *words != '\0');
    return STATUS_OK;
}
