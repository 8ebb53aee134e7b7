// The masks of confidential values (CONF-1): enough to recognise, too little to use. Where in doubt, all of it is hidden.
#include "model/field.h"

#include <string.h>

#include "base/utf8.h"

// Always four stars, so that a mask says nothing about the length of what it hides.
#define STARS "****"
#define TEXT_SHOWN_MAX 6 // characters of a line of text: 广东省深圳市

// The first and the last characters, when at least four between them (ASCII) stay hidden.
static const char *mask_ends(const char *value, size_t head, size_t tail, struct arena *arena) {
    const size_t length = strlen(value);
    if (length < head + tail + 4)
        return STARS;
    return arena_format(arena, "%.*s" STARS "%s", (int)head, value, value + length - tail);
}

// 138****1234 · 0755-****678 · 400-****820 · +85****789; an extension is hidden with the rest.
static const char *mask_phone(const char *value, struct arena *arena) {
    if (value[0] == '+')
        return strlen(value) >= 10 ? mask_ends(value, 3, 3, arena) : STARS;
    const char *dash = strchr(value, '-');
    if (dash == NULL)
        return mask_ends(value, 3, 4, arena);
    const bool free = strncmp(value, "400-", 4) == 0 || strncmp(value, "800-", 4) == 0;
    const char *local = dash + 1;
    const size_t length = free ? strnlen(local, 8) : strcspn(local, "-");
    if (length < 7)
        return STARS;
    return arena_format(arena, "%.*s" STARS "%.3s", (int)(local - value), value, local + length - 3);
}

// z****@example.com; the first letter only when four more are hidden.
static const char *mask_email(const char *value, struct arena *arena) {
    const char *at = strchr(value, '@');
    if (at == NULL || at - value < 4)
        return STARS;
    return arena_format(arena, "%.*s" STARS "%s", at - value > 4 ? 1 : 0, value, at);
}

// 6222 **** **** 1234, as it stands on the card; of a short account only the end, of a very short one nothing.
static const char *mask_account(const char *value, struct arena *arena) {
    const size_t length = strlen(value);
    if (length >= 16)
        return arena_format(arena, "%.4s " STARS " " STARS " %s", value, value + length - 4);
    return length >= 12 ? arena_format(arena, STARS " %s", value + length - 4) : STARS;
}

// The ideographs it begins with, at most two fifths of the whole: in an address they are the place. Letters and digits are
// never shown but for one letter: in a user name or a number the beginning is half of it.
static const char *mask_text(const char *value, struct arena *arena) {
    const size_t length = utf8_length(value);
    size_t most = length * 2 / 5;
    most = most < TEXT_SHOWN_MAX ? most : TEXT_SHOWN_MAX;
    if (length < most + 4 || length < 6)
        return STARS;
    const char *end = value;
    for (size_t shown = 0; shown < most; shown++) {
        const char *cursor = end;
        if (!utf8_is_han(utf8_next(&cursor)))
            break;
        end = cursor;
    }
    const bool letter = (value[0] >= 'a' && value[0] <= 'z') || (value[0] >= 'A' && value[0] <= 'Z');
    return arena_format(arena, "%.*s" STARS, letter ? 1 : (int)(end - value), value);
}

const char *field_mask(const struct field *field, const char *value, struct arena *arena) {
    if (value[0] == '\0')
        return "";
    switch (field->type) {
    case FIELD_TEXT:
        return mask_text(value, arena);
    case FIELD_PHONE:
        return mask_phone(value, arena);
    case FIELD_EMAIL:
        return mask_email(value, arena);
    case FIELD_BANK_ACCOUNT:
        return mask_account(value, arena);
    case FIELD_CODE:
    case FIELD_IDENTITY:
        return mask_ends(value, 2, 2, arena);
    case FIELD_CREDIT_CODE:
        return mask_ends(value, 4, 4, arena);
    default:
        return STARS;
    }
}
