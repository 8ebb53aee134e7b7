#include "domain/import_quote.h"

#include <string.h>

#include "base/utf8.h"
#include "model/field.h"

#define OPENING "“"
#define CLOSING "”"
#define DIGITS_MANY 7 // so many on end are a number of somebody's

static bool is_a_value(const char *text, struct arena *arena) {
    static const enum field_type TYPES[] = {FIELD_PHONE, FIELD_EMAIL, FIELD_CREDIT_CODE, FIELD_BANK_ACCOUNT, FIELD_IDENTITY};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        const struct field field = {.key = "quoted", .label = {"", ""}, .type = TYPES[i]};
        const char *value;
        struct text message;
        if (field_check(&field, text, arena, &value, &message) == STATUS_OK && *value != '\0')
            return true;
    }
    return false;
}

// As people write numbers into a text: "电话 138 0013 8000", "0755-2345".
static bool has_number(const char *text, struct arena *arena) {
    unsigned digits = 0;
    for (const char *c = utf8_narrow(arena, text); *c != '\0'; c++) {
        if (*c >= '0' && *c <= '9')
            digits++;
        else if (*c != ' ' && *c != '-')
            digits = 0;
        if (digits == DIGITS_MANY)
            return true;
    }
    return false;
}

bool import_is_telling(const char *text, struct arena *arena) {
    return *text != '\0' && (has_number(text, arena) || strchr(text, '@') != NULL || is_a_value(text, arena));
}

const char *import_quote(const char *text, struct arena *arena) {
    return import_is_telling(text, arena) ? IMPORT_HIDDEN : text;
}

static const char *quote_parts(const char *text, struct arena *arena) {
    struct buffer said = {.arena = arena};
    buffer_text(&said, "");
    for (;;) {
        const char *opening = strstr(text, OPENING);
        const char *begin = opening != NULL ? opening + strlen(OPENING) : NULL;
        const char *end = begin != NULL ? strstr(begin, CLOSING) : NULL;
        if (end == NULL)
            break;
        buffer_add(&said, text, (size_t)(begin - text));
        buffer_text(&said, import_quote(arena_copy(arena, begin, (size_t)(end - begin)), arena));
        text = end;
    }
    buffer_text(&said, text);
    return said.data;
}

struct text import_quote_message(struct text message, struct arena *arena) {
    return (struct text){quote_parts(message.zh, arena), quote_parts(message.en, arena)};
}

const char *import_sample(const struct field_catalogue *fields, const struct import_column *column, const char *cell, struct arena *arena) {
    const struct field_table *table = column->use == COLUMN_CONTACT ? fields->contact : fields->customer;
    if (*cell == '\0')
        return "";
    if (column->use == COLUMN_IGNORED)
        return IMPORT_HIDDEN;
    const struct field *field = &table->fields[column->field];
    struct text message;
    const char *value;
    // These types take no other's values.
    const bool strict = field->type == FIELD_CREDIT_CODE || field->type == FIELD_DATE || field->type == FIELD_CHOICE;
    const bool fits = strict && field_check(field, cell, arena, &value, &message) == STATUS_OK;
    if (field_is_sealed(field) || (!fits && import_is_telling(cell, arena)))
        return IMPORT_HIDDEN;
    const char *end = cell;
    for (unsigned i = 0; i < 30 && *end != '\0'; i++)
        (void)utf8_next(&end);
    return *end == '\0' ? cell : arena_format(arena, "%.*s…", (int)(end - cell), cell);
}
