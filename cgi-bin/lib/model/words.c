// Reading words, and finding them in texts as they are shown.
#include "model/words.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "model/spell.h"

// --- reading ---

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool has_letter(const char *text, size_t length) {
    for (size_t i = 0; i < length; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return true;
    return false;
}

static void add(struct words *words, struct arena *arena, const char *text, size_t length) {
    if (length == 0)
        return;
    if (words->count == SEARCH_WORDS_MAX) {
        words->cut = true;
        return;
    }
    const char *copy = arena_copy(arena, text, length);
    words->words[words->count++] = (struct word){copy, spell_ways(arena, copy)};
}

// Digits belong to what they stand beside (第3建筑); only a run with letters is a word of its own.
static void add_runs(struct words *words, struct arena *arena, const char *folded) {
    const char *start = folded;
    for (const char *at = folded; *at != '\0';) {
        size_t run = 0;
        while (is_plain(at[run]))
            run++;
        if (has_letter(at, run)) {
            add(words, arena, start, (size_t)(at - start));
            add(words, arena, at, run);
            start = at + run;
        }
        at += run > 0 ? run : 1;
    }
    add(words, arena, start, strlen(start));
}

struct words words_read(struct arena *arena, const char *typed) {
    struct words words = {.count = 0};
    if (!utf8_valid(typed, strlen(typed)))
        return words;
    char *rest = utf8_narrow(arena, typed);
    for (char *word; (word = strsep(&rest, " \t\r\n")) != NULL;)
        add_runs(&words, arena, utf8_fold(arena, word));
    return words;
}

// --- finding ---

// The characters of a text that count, and where each stands.
struct letters {
    uint32_t *points;
    struct spell_char *chars;
    struct span *places;
    size_t count;
};

static struct letters take_apart(struct arena *arena, const char *text) {
    const size_t length = utf8_length(text);
    struct letters letters = {
        .points = ARENA_ARRAY(arena, uint32_t, length),
        .chars = ARENA_ARRAY(arena, struct spell_char, length),
        .places = ARENA_ARRAY(arena, struct span, length),
    };
    for (const char *at = text; *at != '\0';) {
        const char *start = at;
        const uint32_t point = utf8_fold_point(utf8_next(&at));
        if (point == 0)
            continue;
        letters.points[letters.count] = point;
        letters.chars[letters.count] = spell_char(point);
        letters.places[letters.count++] = (struct span){(size_t)(start - text), (size_t)(at - text)};
    }
    return letters;
}

static bool stands_at(const struct letters *letters, size_t start, const struct word *word, size_t *end) {
    if (word->ways != NULL)
        return spell_fits(letters->chars, letters->count, start, word->ways, end);
    size_t at = start;
    for (const char *text = word->text; *text != '\0'; at++)
        if (at == letters->count || letters->points[at] != utf8_next(&text))
            return false;
    *end = at;
    return true;
}

// Puts a span where it belongs, as one with those that it touches.
static unsigned insert(struct span *spans, unsigned count, struct span span) {
    unsigned kept = 0;
    struct span sorted[SPANS_MAX + 1];
    bool placed = false;
    for (unsigned i = 0; i < count; i++) {
        if (spans[i].to >= span.from && spans[i].from <= span.to) {
            span.from = spans[i].from < span.from ? spans[i].from : span.from;
            span.to = spans[i].to > span.to ? spans[i].to : span.to;
            continue;
        }
        if (!placed && spans[i].from > span.to) {
            sorted[kept++] = span;
            placed = true;
        }
        sorted[kept++] = spans[i];
    }
    if (!placed)
        sorted[kept++] = span;
    kept = kept > SPANS_MAX ? SPANS_MAX : kept;
    memcpy(spans, sorted, kept * sizeof *spans);
    return kept;
}

unsigned words_spans(const struct words *words, const char *text, struct span *spans, bool *missing, struct arena *arena) {
    const struct letters letters = take_apart(arena, text);
    unsigned count = 0;
    if (missing)
        *missing = false;
    for (unsigned w = 0; w < words->count; w++) {
        bool found = false;
        for (size_t start = 0, end; start < letters.count && !found; start++) {
            if (!stands_at(&letters, start, &words->words[w], &end))
                continue;
            found = true;
            count = insert(spans, count, (struct span){letters.places[start].from, letters.places[end - 1].to});
        }
        if (missing && !found)
            *missing = true;
    }
    return count;
}
