// Names as tokens for the index, and typed text as queries for it: characters and pairs of neighbours, by the character
// itself, by the initials of its readings, or by the readings.
#include "model/search.h"

#include <string.h>

#include "base/utf8.h"
#include "model/pinyin.h"
#include "model/spell.h"

#define ALTERNATIVES_MAX 8 // four readings, each perhaps with ü as v and as u

// One position of a name: the alternatives by which it is found, each NUL-terminated ("银", or "x" and "h").
struct place {
    char alternatives[ALTERNATIVES_MAX][8];
    unsigned count;
};

enum manner {
    BY_CHARACTER,
    BY_INITIAL,
    BY_READING
};

static void add_alternative(struct place *place, const char *text, size_t length) {
    if (place->count < ALTERNATIVES_MAX && length < sizeof place->alternatives[0])
        memcpy(place->alternatives[place->count++], text, length);
}

static void add_initials(struct place *place, uint32_t point) {
    char letters[9];
    pinyin_initials(point, letters);
    for (const char *letter = letters; *letter != '\0'; letter++)
        add_alternative(place, letter, 1);
}

static void add_readings(struct place *place, uint32_t point) {
    for (const char *reading = pinyin_readings(point); reading != NULL;) {
        const size_t length = strcspn(reading, " ");
        const char *v = memchr(reading, 'v', length);
        add_alternative(place, reading, length);
        if (v != NULL) {
            add_alternative(place, reading, length);
            place->alternatives[place->count - 1][v - reading] = 'u';
        }
        reading = reading[length] == '\0' ? NULL : reading + length + 1;
    }
}

// The places of a folded text; *count is their number. What has no alternative is as if it were not there: nobody could type
// anything for it.
static struct place *split(struct arena *arena, const char *folded, enum manner manner, size_t *count) {
    struct place *places = ARENA_ARRAY(arena, struct place, utf8_length(folded));
    *count = 0;
    while (*folded != '\0') {
        struct place *place = &places[*count];
        const char *start = folded;
        const uint32_t point = utf8_next(&folded);
        if (manner == BY_CHARACTER || (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z'))
            add_alternative(place, start, (size_t)(folded - start));
        else if (manner == BY_INITIAL)
            add_initials(place, point);
        else
            add_readings(place, point);
        *count += place->count > 0;
    }
    return places;
}

static void add_tokens(struct buffer *tokens, const struct place *place, const struct place *next, const char *joint) {
    for (unsigned i = 0; i < place->count; i++)
        buffer_format(tokens, "%s%s", i > 0 ? "|" : "", place->alternatives[i]);
    for (unsigned i = 0; next != NULL && i < place->count; i++) {
        for (unsigned j = 0; j < next->count; j++)
            buffer_format(tokens, "|%s%s%s", place->alternatives[i], joint, next->alternatives[j]);
    }
}

// Two syllables are joined by an apostrophe: xi'an is not xian.
static const char *joint_of(enum manner manner) {
    return manner == BY_READING ? "'" : "";
}

static void add_piece(struct buffer *tokens, const char *piece, enum manner manner) {
    size_t count;
    const struct place *places = split(tokens->arena, utf8_fold(tokens->arena, piece), manner, &count);
    for (size_t i = 0; i < count; i++) {
        buffer_text(tokens, tokens->length > 0 ? " " : "");
        add_tokens(tokens, &places[i], i + 1 < count ? &places[i + 1] : NULL, joint_of(manner));
    }
}

// A position that nothing is found by stands between two pieces, so that no phrase reaches from one to the other.
static const char *tokens_of(struct arena *arena, const char *text, enum manner manner) {
    struct buffer tokens = {.arena = arena};
    char *rest = arena_string(arena, text);
    buffer_text(&tokens, "");
    for (char *piece; (piece = strsep(&rest, "/")) != NULL;) {
        if (tokens.length > 0)
            buffer_text(&tokens, " /");
        add_piece(&tokens, piece, manner);
    }
    return tokens.data;
}

const char *search_name_tokens(struct arena *arena, const char *text) {
    return tokens_of(arena, text, BY_CHARACTER);
}

const char *search_initials_tokens(struct arena *arena, const char *text) {
    return tokens_of(arena, text, BY_INITIAL);
}

const char *search_reading_tokens(struct arena *arena, const char *text) {
    return tokens_of(arena, text, BY_READING);
}

const char *search_name_query(struct arena *arena, const char *text) {
    size_t count;
    const struct place *places = split(arena, utf8_fold(arena, text), BY_CHARACTER, &count);
    if (count == 0)
        return NULL;
    // In quotes: folding has dropped all that could end them.
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

// --- letters ---

// One way of spell_ways, taken apart.
struct way {
    const char *parts[SPELL_LETTERS_MAX];
    size_t lengths[SPELL_LETTERS_MAX];
    size_t count;
};

static const char *read_way(const char *text, struct way *way) {
    way->count = 0;
    for (;;) {
        const size_t length = strcspn(text, ",;");
        way->parts[way->count] = text;
        way->lengths[way->count++] = length;
        if (text[length] != ',')
            return text[length] == ';' ? text + length + 1 : NULL;
        text += length + 1;
    }
}

static void add_and(struct buffer *query, bool *any) {
    buffer_text(query, *any ? " AND " : "");
    *any = true;
}

// The first letters of all parts.
static void add_first_letters(struct buffer *query, const struct way *way) {
    buffer_format(query, "initials : \"%c", way->parts[0][0]);
    for (size_t i = 1; i < way->count; i++) {
        if (i > 1)
            buffer_format(query, " %c", way->parts[i - 1][0]);
        buffer_format(query, "%c", way->parts[i][0]);
    }
    buffer_text(query, "\"");
}

// The syllables from `from` to before `to`, the last of which is `last` instead when that is given.
static void add_syllables(struct buffer *query, const struct way *way, size_t from, size_t to, const char *last) {
    buffer_text(query, "\"");
    for (size_t i = from; i < to; i++) {
        if (i > from + 1)
            buffer_format(query, " %.*s", (int)way->lengths[i - 1], way->parts[i - 1]);
        buffer_text(query, i > from ? "'" : "");
        if (last != NULL && i + 1 == to)
            buffer_text(query, last);
        else
            buffer_format(query, "%.*s", (int)way->lengths[i], way->parts[i]);
    }
    buffer_text(query, "\"");
}

// The same for the last part, which may be the beginning of several syllables.
static void add_last_syllables(struct buffer *query, const struct way *way, size_t from) {
    const size_t last = way->count - 1;
    size_t count;
    const char *const *ends = pinyin_syllables(way->parts[last], way->lengths[last], &count);
    for (size_t i = 0; i < count; i++) {
        buffer_text(query, i > 0 ? " OR " : "");
        add_syllables(query, way, from, way->count, ends[i]);
    }
}

// What the index can say about a way: its runs of whole syllables, and the first letters where there is more between them. Rather
// too many are found; spell_match decides.
static void add_way(struct buffer *query, const struct way *way) {
    size_t at = 0, runs = 0, in_runs = 0;
    bool any = false;
    while (at < way->count) {
        size_t end = at;
        while (end < way->count && (end + 1 < way->count ? !spell_is_initial(way->parts[end], way->lengths[end]) : way->lengths[end] > 1))
            end++;
        if (end > at) {
            add_and(query, &any);
            buffer_text(query, "readings : (");
            if (end == way->count)
                add_last_syllables(query, way, at);
            else
                add_syllables(query, way, at, end, NULL);
            buffer_text(query, ")");
            runs++;
            in_runs += end - at;
        }
        at = end + 1;
    }
    if (runs == 1 && in_runs == way->count)
        return;
    add_and(query, &any);
    add_first_letters(query, way);
}

const char *search_letters_query(struct arena *arena, const char *ways) {
    struct buffer query = {.arena = arena};
    struct way way;
    for (const char *rest = ways; rest != NULL;) {
        rest = read_way(rest, &way);
        buffer_text(&query, query.length > 0 ? " OR (" : "(");
        add_way(&query, &way);
        buffer_text(&query, ")");
    }
    return query.data;
}
