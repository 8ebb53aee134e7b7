// UTF-8: decoding, encoding, and the foldings that search and checks share.
#include "base/utf8.h"

#include <string.h>

struct range {
    uint32_t first, last;
};

// The ranges are sorted.
static bool in_ranges(uint32_t point, const struct range *ranges, size_t count) {
    for (size_t i = 0; i < count && point >= ranges[i].first; i++) {
        if (point <= ranges[i].last)
            return true;
    }
    return false;
}
#define IN_RANGES(point, ranges) in_ranges((point), (ranges), sizeof(ranges) / sizeof((ranges)[0]))

static bool is_tail(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

size_t utf8_decode(const char *bytes, size_t length, uint32_t *point) {
    const unsigned char *b = (const unsigned char *)bytes;
    if (length == 0)
        return 0;
    if (b[0] < 0x80) {
        *point = b[0];
        return 1;
    }
    if (b[0] >= 0xC2 && b[0] <= 0xDF && length >= 2 && is_tail(b[1])) {
        *point = (uint32_t)(b[0] & 0x1F) << 6 | (b[1] & 0x3F);
        return 2;
    }
    if (b[0] >= 0xE0 && b[0] <= 0xEF && length >= 3 && is_tail(b[1]) && is_tail(b[2])) {
        *point = (uint32_t)(b[0] & 0x0F) << 12 | (uint32_t)(b[1] & 0x3F) << 6 | (b[2] & 0x3F);
        const bool surrogate = *point >= 0xD800 && *point <= 0xDFFF;
        return *point >= 0x800 && !surrogate ? 3 : 0;
    }
    if (b[0] >= 0xF0 && b[0] <= 0xF4 && length >= 4 && is_tail(b[1]) && is_tail(b[2]) && is_tail(b[3])) {
        *point = (uint32_t)(b[0] & 0x07) << 18 | (uint32_t)(b[1] & 0x3F) << 12 | (uint32_t)(b[2] & 0x3F) << 6 |
                 (b[3] & 0x3F);
        return *point >= 0x10000 && *point <= 0x10FFFF ? 4 : 0;
    }
    return 0;
}

bool utf8_valid(const char *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        uint32_t point;
        const size_t step = utf8_decode(bytes + i, length - i, &point);
        if (step == 0 || point == 0)
            return false;
        i += step;
    }
    return true;
}

uint32_t utf8_next(const char **cursor) {
    uint32_t point = 0;
    // strnlen, not 4: a valid string may end within the next four bytes.
    const size_t step = utf8_decode(*cursor, strnlen(*cursor, 4), &point);
    *cursor += step;
    return step == 0 ? 0 : point;
}

void utf8_put(struct buffer *buffer, uint32_t point) {
    char bytes[4];
    size_t length;
    if (point < 0x80) {
        bytes[0] = (char)point;
        length = 1;
    } else if (point < 0x800) {
        bytes[0] = (char)(0xC0 | point >> 6);
        bytes[1] = (char)(0x80 | (point & 0x3F));
        length = 2;
    } else if (point < 0x10000) {
        bytes[0] = (char)(0xE0 | point >> 12);
        bytes[1] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (point & 0x3F));
        length = 3;
    } else {
        bytes[0] = (char)(0xF0 | point >> 18);
        bytes[1] = (char)(0x80 | (point >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (point & 0x3F));
        length = 4;
    }
    buffer_add(buffer, bytes, length);
}

size_t utf8_length(const char *string) {
    size_t length = 0;
    for (; *string != '\0'; string++)
        length += !is_tail((unsigned char)*string);
    return length;
}

bool utf8_is_control(uint32_t point) {
    static const struct range controls[] = {
        {0x01, 0x1F},
        {0x7F, 0x9F},
        {0x2028, 0x202E},
        {0x2066, 0x2069},
        {0xFDD0, 0xFDEF},
        {0xFFF9, 0xFFFB},
    };
    return IN_RANGES(point, controls) || (point & 0xFFFE) == 0xFFFE;
}

bool utf8_has_control(const char *string) {
    for (uint32_t point; (point = utf8_next(&string)) != 0;) {
        if (utf8_is_control(point) && point != '\t' && point != '\n' && point != '\r')
            return true;
    }
    return false;
}

bool utf8_is_invisible(uint32_t point) {
    static const struct range invisible[] = {
        {0xAD, 0xAD},
        {0x200B, 0x200F},
        {0x202A, 0x202E},
        {0x2060, 0x206F},
        {0xFEFF, 0xFEFF},
    };
    return IN_RANGES(point, invisible);
}

static bool is_space(uint32_t point) {
    static const struct range spaces[] = {
        {0x09, 0x0D},
        {0x20, 0x20},
        {0x85, 0x85},
        {0xA0, 0xA0},
        {0x1680, 0x1680},
        {0x2000, 0x200A},
        {0x2028, 0x2029},
        {0x202F, 0x202F},
        {0x205F, 0x205F},
        {0x3000, 0x3000},
    };
    return IN_RANGES(point, spaces);
}

bool utf8_is_blank(uint32_t point) {
    return is_space(point) || utf8_is_invisible(point);
}

char *utf8_trim(struct arena *arena, const char *string) {
    const char *start = string, *end = string;
    bool started = false;
    for (const char *cursor = string;;) {
        const char *here = cursor;
        const uint32_t point = utf8_next(&cursor);
        if (point == 0)
            break;
        if (utf8_is_blank(point))
            continue;
        if (!started)
            start = here;
        started = true;
        end = cursor;
    }
    char *trimmed = arena_copy(arena, start, started ? (size_t)(end - start) : 0);
    char *to = trimmed;
    for (const char *from = trimmed; *from != '\0'; from++) {
        if (from[0] != '\r')
            *to++ = *from;
        else if (from[1] != '\n')
            *to++ = '\n';
    }
    *to = '\0';
    return trimmed;
}

static uint32_t point_narrow(uint32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFF01 + '!';
    // Tab and line ends stay: a line break in a number is a mistake worth a message.
    return point > 0x20 && is_space(point) ? ' ' : point;
}

char *utf8_narrow(struct arena *arena, const char *string) {
    struct buffer narrowed = {.arena = arena};
    for (uint32_t point; (point = utf8_next(&string)) != 0;) {
        if (!utf8_is_invisible(point))
            utf8_put(&narrowed, point_narrow(point));
    }
    return utf8_trim(arena, narrowed.length > 0 ? narrowed.data : "");
}

static bool is_ascii_punctuation(uint32_t point) {
    return (point >= '!' && point <= '/') || (point >= ':' && point <= '@') || (point >= '[' && point <= '`') ||
           (point >= '{' && point <= '~');
}

// Marks between the letters of a name, and variation selectors, which only choose a glyph.
static bool is_punctuation(uint32_t point) {
    static const struct range marks[] = {
        {0xA1, 0xA1},
        {0xA7, 0xA8},
        {0xAB, 0xAB},
        {0xB4, 0xB4},
        {0xB6, 0xB8},
        {0xBB, 0xBB},
        {0xBF, 0xBF},
        {0x2010, 0x2027},
        {0x2030, 0x205E},
        {0x2E00, 0x2E7F},
        {0x3000, 0x3004},
        {0x3008, 0x3020},
        {0x3030, 0x3030},
        {0x303D, 0x303D},
        {0x30FB, 0x30FB},
        {0xFE00, 0xFE1F},
        {0xFE30, 0xFE6F},
        {0xFF5F, 0xFF65},
        {0xE0100, 0xE01EF},
    };
    return is_ascii_punctuation(point) || IN_RANGES(point, marks);
}

uint32_t utf8_fold_point(uint32_t point) {
    point = point_narrow(point);
    if (utf8_is_blank(point) || utf8_is_control(point) || is_punctuation(point))
        return 0;
    return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
}

char *utf8_fold(struct arena *arena, const char *string) {
    struct buffer folded = {.arena = arena};
    for (uint32_t point; (point = utf8_next(&string)) != 0;) {
        point = utf8_fold_point(point);
        if (point != 0)
            utf8_put(&folded, point);
    }
    return folded.length > 0 ? folded.data : arena_copy(arena, "", 0);
}

char *utf8_upper(struct arena *arena, const char *string) {
    char *copy = arena_string(arena, string);
    for (char *c = copy; *c != '\0'; c++)
        if (*c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
    return copy;
}

bool utf8_is_han(uint32_t point) {
    static const struct range han[] = {
        {0x3400, 0x4DBF},
        {0x4E00, 0x9FFF},
        // The twelve of the compatibility block that are unified ideographs all the same.
        {0xFA0E, 0xFA0F},
        {0xFA11, 0xFA11},
        {0xFA13, 0xFA14},
        {0xFA1F, 0xFA1F},
        {0xFA21, 0xFA21},
        {0xFA23, 0xFA24},
        {0xFA27, 0xFA29},
        {0x20000, 0x2A6DF},
        {0x2A700, 0x2B739},
        {0x2B740, 0x2B81D},
        {0x2B820, 0x2CEA1},
        {0x2CEB0, 0x2EBE0},
        {0x2EBF0, 0x2EE5D},
        {0x30000, 0x3134A},
        {0x31350, 0x323AF},
    };
    return IN_RANGES(point, han);
}
