// Looking up readings in the generated table.
#include "model/pinyin.h"

#include <stddef.h>
#include <string.h>

#include "model/pinyin_table.h"

#define INITIALS_MAX 8

const char *pinyin_readings(uint32_t point) {
    const uint32_t page = point / PINYIN_PAGE_SIZE;
    if (page >= PINYIN_PAGE_COUNT)
        return NULL;
    const uint16_t offset = PINYIN_PAGES[PINYIN_PAGE_OF[page]][point % PINYIN_PAGE_SIZE];
    return offset == 0 ? NULL : PINYIN_TEXT + offset;
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
