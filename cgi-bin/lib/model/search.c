// Names as tokens for the index, and typed text as queries for it: characters and pairs of neighbours, by the character
// itself or by the initials of its readings.
#include "model/search.h"

#include <string.h>

#include "base/utf8.h"
#include "model/pinyin.h"

#define INITIALS_QUERY_MAX 32

// One position of a name: the alternatives by which it is found, each NUL-terminated ("银", or "x" and "h").
struct place {
    char alternatives[8][5];
    unsigned count;
};

// Folds the name and gives its places; *count is their number.
static struct place *split(struct arena *arena, const char *name, bool initials, size_t *count) {
    const char *folded = utf8_fold(arena, name);
    struct place *places = ARENA_ARRAY(arena, struct place, utf8_length(folded));
    *count = 0;
    while (*folded != '\0') {
        struct place *place = &places[*count];
        const char *start = folded;
        const uint32_t point = utf8_next(&folded);
        char letters[9];
        pinyin_initials(point, letters);
        if (!initials || (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z')) {
            memcpy(place->alternatives[place->count++], start, (size_t)(folded - start));
        } else {
            for (const char *letter = letters; *letter != '\0'; letter++)
                place->alternatives[place->count++][0] = *letter;
        }
        // What has no initial is as if it were not there: nobody could type anything for it.
        *count += place->count > 0;
    }
    return places;
}

static void add_alternatives(struct buffer *tokens, const struct place *place, const struct place *next) {
    for (unsigned i = 0; i < place->count; i++)
        buffer_format(tokens, "%s%s", i > 0 ? "|" : "", place->alternatives[i]);
    for (unsigned i = 0; next != NULL && i < place->count; i++) {
        for (unsigned j = 0; j < next->count; j++)
            buffer_format(tokens, "|%s%s", place->alternatives[i], next->alternatives[j]);
    }
}

static const char *tokens_of(struct arena *arena, const char *name, bool initials) {
    size_t count;
    const struct place *places = split(arena, name, initials, &count);
    struct buffer tokens = {.arena = arena};
    buffer_text(&tokens, "");
    for (size_t i = 0; i < count; i++) {
        buffer_text(&tokens, i > 0 ? " " : "");
        add_alternatives(&tokens, &places[i], i + 1 < count ? &places[i + 1] : NULL);
    }
    return tokens.data;
}

const char *search_name_tokens(struct arena *arena, const char *name) {
    return tokens_of(arena, name, false);
}

const char *search_initials_tokens(struct arena *arena, const char *name) {
    return tokens_of(arena, name, true);
}

// A phrase in quotes: folding has dropped all that could end it.
static const char *phrase(struct arena *arena, const char *text) {
    size_t count;
    const struct place *places = split(arena, text, false, &count);
    if (count == 0)
        return NULL;
    struct buffer query = {.arena = arena};
    buffer_format(&query, "\"%s", places[0].alternatives[0]);
    for (size_t i = 1; i < count; i++) {
        if (i > 1)
            buffer_format(&query, " %s", places[i - 1].alternatives[0]);
        buffer_text(&query, places[i].alternatives[0]);
    }
    buffer_text(&query, "\"");
    return query.data;
}

const char *search_name_query(struct arena *arena, const char *text) {
    return phrase(arena, text);
}

const char *search_initials_query(struct arena *arena, const char *text) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *typed = utf8_narrow(arena, text);
    const size_t length = strlen(typed);
    if (length == 0 || length > INITIALS_QUERY_MAX || strspn(typed, allowed) != length)
        return NULL;
    return phrase(arena, typed);
}

// Whether the letters fit the characters from `name` on; what has no initial is as if it were not there.
static bool initials_begin(const char *name, const char *letters) {
    while (*letters != '\0') {
        const uint32_t point = utf8_next(&name);
        if (point == 0)
            return false;
        if ((point >= '0' && point <= '9') || (point >= 'a' && point <= 'z')) {
            if (point != (unsigned char)*letters++)
                return false;
            continue;
        }
        char initials[9];
        pinyin_initials(point, initials);
        if (initials[0] != '\0' && strchr(initials, *letters++) == NULL)
            return false;
    }
    return true;
}

bool search_initials_match(const char *folded_name, const char *letters) {
    while (*folded_name != '\0') {
        if (initials_begin(folded_name, letters))
            return true;
        (void)utf8_next(&folded_name);
    }
    return false;
}
