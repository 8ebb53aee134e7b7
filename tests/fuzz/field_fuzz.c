// Every field's check and mask on any text: no crash; a canonical value checked again is itself; the mask of a confidential
// value never holds the value; refusals come with words (ARC-2, CONF-1).
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "model/field.h"
#include "model/purpose.h"
#include "model/search.h"
#include "model/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth) {
    if (!truth)
        abort();
}

static void check_mask(const struct field *field, const char *value, struct arena *arena) {
    const char *mask = field_mask(field, value, arena);
    require(utf8_valid(mask, strlen(mask)));
    require(value[0] == '\0' ? mask[0] == '\0' : strstr(mask, "****") != NULL);
    if (field_is_sealed(field) && utf8_length(value) > 3)
        require(strstr(mask, value) == NULL);
}

static void check_field(const struct field *field, const char *text, struct arena *arena) {
    const char *value = NULL, *again = NULL;
    struct text message = {0};
    if (field_check(field, text, arena, &value, &message) != STATUS_OK) {
        require(value[0] == '\0' && message.zh != NULL && message.en != NULL);
        return;
    }
    require(utf8_valid(value, strlen(value)));
    require(field_check(field, value, arena, &again, &message) == STATUS_OK && strcmp(again, value) == 0);
    check_mask(field, value, arena);
    require(field_display(field, value, LANG_ZH, arena) != NULL && field_display(field, value, LANG_EN, arena) != NULL);
}

static void check_all(const struct field_table *table, const char *text, struct arena *arena) {
    for (size_t i = 0; i < table->count; i++)
        check_field(&table->fields[i], text, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    const char *text = arena_copy(arena, data, size);
    check_all(&CUSTOMER_FIELDS, text, arena);
    check_all(&CONTACT_FIELDS, text, arena);
    if (utf8_valid(text, strlen(text))) {
        const char *query = search_name_query(arena, text);
        require(query == NULL || (strchr(query + 1, '"') == query + strlen(query) - 1 && strchr(query, '|') == NULL));
        const struct words words = words_read(arena, text);
        struct span spans[SPANS_MAX];
        for (unsigned i = 0; i < words.count; i++)
            if (words.words[i].ways != NULL)
                (void)search_letters_query(arena, words.words[i].ways);
        (void)words_spans(&words, text, spans, NULL, arena);
        (void)search_name_tokens(arena, text);
        (void)search_initials_tokens(arena, text);
        (void)search_reading_tokens(arena, text);
        (void)purpose_text_meaningful(text);
    }
    arena_free(arena);
    return 0;
}
