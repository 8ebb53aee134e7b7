// Cutting letters into parts, and comparing parts with the readings of characters.
#include "model/spell.h"

#include <string.h>

#include "base/utf8.h"
#include "model/pinyin.h"

#define SYLLABLE_MAX 6 // letters: zhuang

// --- cutting ---

struct cutting {
    const char *letters;
    size_t length;
    bool possible[SPELL_LETTERS_MAX + 1][SPELL_LETTERS_MAX + 1]; // [from][parts]: the rest can be cut into so many
    size_t ends[SPELL_LETTERS_MAX];                              // of the parts of the way being made
    unsigned ways;
    struct buffer text;
};

bool spell_is_initial(const char *part, size_t length) {
    return length == 1 || (length == 2 && part[1] == 'h');
}

static bool is_syllable(const char *part, size_t length) {
    size_t count;
    const char *const *found = pinyin_syllables(part, length, &count);
    return count > 0 && found[0][length] == '\0';
}

static bool is_part(const struct cutting *cutting, size_t from, size_t length) {
    const char *part = cutting->letters + from;
    size_t count;
    if (length == 1) // no syllable begins with these: only what is written in letters does, and that is all single letters
        return strchr("iuv", *part) == NULL;
    (void)pinyin_syllables(part, length, &count);
    if (from + length == cutting->length || (length == 2 && part[1] == 'h'))
        return count > 0;
    return is_syllable(part, length);
}

static void find_possible(struct cutting *cutting) {
    cutting->possible[cutting->length][0] = true;
    for (size_t from = cutting->length; from-- > 0;)
        for (size_t length = 1; length <= SYLLABLE_MAX && from + length <= cutting->length; length++)
            if (is_part(cutting, from, length))
                for (size_t parts = 0; parts < cutting->length; parts++)
                    cutting->possible[from][parts + 1] |= cutting->possible[from + length][parts];
}

static void add_way(struct cutting *cutting, size_t parts) {
    size_t from = 0;
    if (cutting->ways++ > 0)
        buffer_text(&cutting->text, ";");
    for (size_t i = 0; i < parts; i++) {
        if (i > 0)
            buffer_text(&cutting->text, ",");
        buffer_add(&cutting->text, cutting->letters + from, cutting->ends[i] - from);
        from = cutting->ends[i];
    }
}

// All ways of cutting the rest into `left` parts, the longer parts first.
static void cut(struct cutting *cutting, size_t from, size_t done, size_t left) {
    if (cutting->ways == SPELL_WAYS_MAX - 1)
        return; // the last place is for single letters
    if (left == 0) {
        add_way(cutting, done);
        return;
    }
    for (size_t length = SYLLABLE_MAX; length > 0; length--) {
        if (from + length > cutting->length || !cutting->possible[from + length][left - 1] || !is_part(cutting, from, length))
            continue;
        cutting->ends[done] = from + length;
        cut(cutting, from + length, done + 1, left - 1);
    }
}

const char *spell_ways(struct arena *arena, const char *letters) {
    static const char ALLOWED[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    struct cutting cutting = {.letters = letters, .length = strlen(letters), .text = {.arena = arena}};
    if (cutting.length == 0 || cutting.length > SPELL_LETTERS_MAX || strspn(letters, ALLOWED) != cutting.length)
        return NULL;
    find_possible(&cutting);
    for (size_t parts = 1; parts < cutting.length; parts++)
        if (cutting.possible[0][parts])
            cut(&cutting, 0, 0, parts);
    for (size_t i = 0; i < cutting.length; i++)
        cutting.ends[i] = i + 1;
    add_way(&cutting, cutting.length);
    return cutting.text.data;
}

// --- comparing ---

struct spell_char spell_char(uint32_t point) {
    const bool plain = (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z');
    return (struct spell_char){
        .readings = plain ? NULL : pinyin_readings(point),
        .letter = plain ? (char)point : '\0',
        .wall = point == '/',
    };
}

// ü is typed as v or as u.
static bool same_letter(char reading, char typed) {
    return reading == typed || (reading == 'v' && typed == 'u');
}

static bool reads(const struct spell_char *one, const char *part, size_t length, bool whole) {
    if (one->letter != '\0')
        return length == 1 && *part == one->letter;
    for (const char *reading = one->readings; reading != NULL;) {
        size_t same = 0;
        while (same < length && reading[same] != '\0' && same_letter(reading[same], part[same]))
            same++;
        if (same == length && (!whole || reading[same] == ' ' || reading[same] == '\0'))
            return true;
        const char *space = strchr(reading, ' ');
        reading = space == NULL ? NULL : space + 1;
    }
    return false;
}

static bool is_there(const struct spell_char *one) {
    return one->letter != '\0' || one->readings != NULL;
}

// Whether one way, up to ';', fits.
static bool way_fits(const struct spell_char *chars, size_t count, size_t at, const char *way, size_t *end) {
    for (;;) {
        const size_t length = strcspn(way, ",; ");
        const bool last = way[length] != ',';
        while (at < count && !is_there(&chars[at]) && !chars[at].wall)
            at++;
        if (at == count || !reads(&chars[at], way, length, !last && !spell_is_initial(way, length)))
            return false;
        at++;
        if (last) {
            *end = at;
            return true;
        }
        way += length + 1;
    }
}

bool spell_fits(const struct spell_char *chars, size_t count, size_t start, const char *ways, size_t *end) {
    if (!is_there(&chars[start])) // what is found begins with something
        return false;
    for (const char *way = ways; way != NULL;) {
        if (way_fits(chars, count, start, way, end))
            return true;
        way += strcspn(way, "; ");
        way = *way == ';' ? way + 1 : NULL;
    }
    return false;
}

#define WINDOW 256 // characters that are looked at together
// What a way can reach over: its parts, and some characters without a reading between them.
#define REACH (2 * SPELL_LETTERS_MAX)

bool spell_match(const char *folded, const char *ways) {
    struct spell_char chars[WINDOW];
    size_t count = 0;
    for (;;) {
        while (count < WINDOW && *folded != '\0')
            chars[count++] = spell_char(utf8_next(&folded));
        const size_t starts = *folded == '\0' ? count : WINDOW - REACH;
        size_t end;
        for (size_t start = 0; start < starts; start++)
            if (spell_fits(chars, count, start, ways, &end))
                return true;
        if (*folded == '\0')
            return false;
        count -= starts;
        memmove(chars, chars + starts, count * sizeof *chars);
    }
}

bool spell_match_all(const char *folded, const char *ways) {
    while (*ways != '\0') {
        if (!spell_match(folded, ways))
            return false;
        ways += strcspn(ways, " ");
        ways += strspn(ways, " ");
    }
    return true;
}
