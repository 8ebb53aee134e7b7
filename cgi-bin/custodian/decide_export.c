// Deciding on lists that leave as files (CONF-7). They hold masks and what is open to everybody who reads customers; that such a file
// left, how long it is and what it shows must be in the log before it does.
#include <string.h>

#include "base/utf8.h"
#include "custodian/batch.h"
#include "model/purpose.h"

// Bytes of one record's texts; what is longer goes on in the next record.
#define COLUMNS_BYTES 250
#define WORDS_CHARACTERS 250

static enum result may_export(const struct pending *pending) {
    const struct actor *actor = pending->known ? &pending->known->actor : NULL;
    if (!actor)
        return RESULT_NO_SESSION;
    const bool may = actor_may(actor, PERM_CUSTOMER_READ) && actor_may(actor, PERM_CUSTOMER_EXPORT) && !actor_is_held(actor);
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

enum status decide_export(struct batch *batch, struct pending *pending) {
    const struct custody_export *note = &pending->call.note;
    const char *columns = note->columns, *words = note->words;
    TRY(batch_actor(batch, pending));
    pending->answer.result = may_export(pending);
    do {
        struct access *record = batch_record(batch, pending);
        record->channel = CHANNEL_EXPORT;
        record->result = pending->answer.result;
        record->level = LEVEL_INTERNAL;
        record->count = pending->count == 1 ? note->rows : 0;
        record->field = next_columns(&columns, batch->arena);
        record->purpose = "";
        record->purpose_text = purpose_recorded(batch->arena, next_words(&words, batch->arena), WORDS_CHARACTERS);
    } while (*columns != '\0' || *words != '\0');
    return STATUS_OK;
}
