#include "model/text_diff.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

struct word {
    const char *at;
    size_t length;
};
struct words {
    struct word *list;
    size_t count;
};

static bool is_joined(uint32_t point) {
    return (point >= '0' && point <= '9') || (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z');
}

// A point or comma within a number belongs to it: 1,500.00 is one word.
static bool is_within_number(uint32_t point, const char *next) {
    return (point == ',' || point == '.') && *next >= '0' && *next <= '9';
}

static struct words split(const char *text, struct arena *arena) {
    struct words words = {.list = ARENA_ARRAY(arena, struct word, utf8_length(text) + 1)};
    const char *cursor = text;
    bool joins = false;
    for (;;) {
        const char *start = cursor;
        const uint32_t point = utf8_next(&cursor);
        if (point == 0)
            return words;
        const bool joined = is_joined(point) || (joins && is_within_number(point, cursor));
        if (joins && joined)
            words.list[words.count - 1].length += (size_t)(cursor - start);
        else
            words.list[words.count++] = (struct word){start, (size_t)(cursor - start)};
        joins = joined;
    }
}

static bool same(const struct word *a, const struct word *b) {
    return a->length == b->length && memcmp(a->at, b->at, a->length) == 0;
}

// Words of a text lie one behind the other in it.
static void add(struct text_diff *diff, enum diff_side side, const struct word *words, size_t count, struct arena *arena) {
    if (count > 0)
        diff->pieces[diff->count++] = (struct diff_piece){
            side, arena_copy(arena, words->at, (size_t)(words[count - 1].at + words[count - 1].length - words->at))};
}

// lengths[i * (b + 1) + j]: of the longest common sequence of what begins at i and at j.
static uint16_t *measure(const struct words *a, const struct words *b, struct arena *arena) {
    const size_t width = b->count + 1;
    uint16_t *lengths = ARENA_ARRAY(arena, uint16_t, (a->count + 1) * width);
    for (size_t i = a->count; i-- > 0;)
        for (size_t j = b->count; j-- > 0;) {
            const uint16_t down = lengths[(i + 1) * width + j], right = lengths[i * width + j + 1];
            lengths[i * width + j] = same(&a->list[i], &b->list[j]) ? (uint16_t)(lengths[(i + 1) * width + j + 1] + 1)
                                     : down > right                 ? down
                                                                    : right;
        }
    return lengths;
}

static void walk(struct text_diff *diff, const struct words *a, const struct words *b, const uint16_t *lengths,
                 struct arena *arena) {
    const size_t width = b->count + 1;
    size_t i = 0, j = 0;
    while (i < a->count || j < b->count) {
        const size_t from = i;
        while (i < a->count && j < b->count && same(&a->list[i], &b->list[j]))
            i++, j++;
        add(diff, DIFF_SAME, &a->list[from], i - from, arena);
        const size_t gone = i, come = j;
        while ((i < a->count || j < b->count) && !(i < a->count && j < b->count && same(&a->list[i], &b->list[j]))) {
            if (j == b->count || (i < a->count && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]))
                i++;
            else
                j++;
        }
        add(diff, DIFF_BEFORE, &a->list[gone], i - gone, arena);
        add(diff, DIFF_AFTER, &b->list[come], j - come, arena);
    }
}

struct text_diff text_compare(const char *before, const char *after, struct arena *arena) {
    struct words a = split(before, arena), b = split(after, arena);
    struct text_diff diff = {.pieces = ARENA_ARRAY(arena, struct diff_piece, 2 * (a.count + b.count) + 3)};
    size_t head = 0, tail = 0;
    while (head < a.count && head < b.count && same(&a.list[head], &b.list[head]))
        head++;
    while (tail < a.count - head && tail < b.count - head && same(&a.list[a.count - 1 - tail], &b.list[b.count - 1 - tail]))
        tail++;
    const struct words old = {a.list + head, a.count - head - tail}, new = {b.list + head, b.count - head - tail};
    add(&diff, DIFF_SAME, a.list, head, arena);
    diff.coarse = (uint64_t)old.count * new.count > DIFF_PAIRS_MAX || old.count > UINT16_MAX || new.count > UINT16_MAX;
    if (diff.coarse) {
        add(&diff, DIFF_BEFORE, old.list, old.count, arena);
        add(&diff, DIFF_AFTER, new.list, new.count, arena);
    } else {
        walk(&diff, &old, &new, measure(&old, &new, arena), arena);
    }
    add(&diff, DIFF_SAME, a.list + a.count - tail, tail, arena);
    return diff;
}
