// The shape of the generated table (pinyin_generate.mjs): a code point leads by its upper bits to a page, by its lower eight
// bits to an entry there, and from that to a NUL-terminated text of readings. Only for pinyin.c.
#ifndef MODEL_PINYIN_TABLE_H
#define MODEL_PINYIN_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define PINYIN_PAGE_SIZE 256

extern const uint32_t PINYIN_PAGE_COUNT;                // pages of code points: those beyond have no readings
extern const uint16_t PINYIN_PAGE_OF[];                 // [point / 256] → index into PINYIN_PAGES; page 0 is empty
extern const uint16_t PINYIN_PAGES[][PINYIN_PAGE_SIZE]; // offset into PINYIN_TEXT; 0 = no readings
extern const char PINYIN_TEXT[];                        // begins with an empty text
extern const char *const PINYIN_SYLLABLES[];            // all there are, in alphabetical order, ü as v and as u
extern const size_t PINYIN_SYLLABLE_COUNT;

#endif
