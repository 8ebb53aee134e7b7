// Looking up readings in the generated table.
#include "model/pinyin.h"

#include <string.h>

#include "model/pinyin_table.h"

#define INITIALS_MAX 8

// "zhong|chong zhong": the most common reading, where it is not the first of the list, and the list.
static const char *find_text(uint32_t point) {
    const uint32_t page = point / PINYIN_PAGE_SIZE;
    if (page >= PINYIN_PAGE_COUNT)
        return NULL;
    const uint16_t offset = PINYIN_PAGES[PINYIN_PAGE_OF[page]][point % PINYIN_PAGE_SIZE];
    return offset == 0 ? NULL : PINYIN_TEXT + offset;
}

const char *pinyin_readings(uint32_t point) {
    const char *text = find_text(point);
    const char *bar = text == NULL ? NULL : strchr(text, '|');
    return bar == NULL ? text : bar + 1;
}

void pinyin_common(uint32_t point, char reading[8]) {
    const char *text = find_text(point);
    size_t length = text == NULL ? 0 : strcspn(text, "| ");
    if (length > 7)
        length = 7;
    if (length > 0)
        memcpy(reading, text, length);
    reading[length] = '\0';
}

void pinyin_initials(uint32_t point, char initials[9]) {
    unsigned count = 0;
    // In alphabetical order the same initials stand side by side.
    for (const char *reading = pinyin_readings(point); reading != NULL && count < INITIALS_MAX;) {
        if (count == 0 || initials[count - 1] != reading[0])
            initials[count++] = reading[0];
        const char *space = strchr(reading, ' ');
        reading = space == NULL ? NULL : space + 1;
    }
    initials[count] = '\0';
}

const char *const *pinyin_syllables(const char *letters, size_t length, size_t *count) {
    size_t low = 0, high = PINYIN_SYLLABLE_COUNT;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strncmp(PINYIN_SYLLABLES[middle], letters, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *count = 0;
    while (low + *count < PINYIN_SYLLABLE_COUNT && strncmp(PINYIN_SYLLABLES[low + *count], letters, length) == 0)
        (*count)++;
    return &PINYIN_SYLLABLES[low];
}
