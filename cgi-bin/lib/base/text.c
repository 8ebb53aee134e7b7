// Which language to speak: the reading of Accept-Language (RFC 9110 §12.5.4).
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define QUALITY_UNNAMED (-1)
#define QUALITY_FULL 1000

const char *lang_code(enum lang lang) {
    return lang == LANG_EN ? "en" : "zh";
}

static bool is_space(char c) {
    return c == ' ' || c == '\t';
}

// "0", "0.5", "1.000" in thousandths; QUALITY_UNNAMED for anything else. Stops before `end`.
static int parse_quality(const char *text, const char *end) {
    while (end > text && is_space(end[-1]))
        end--;
    if (text == end || (*text != '0' && *text != '1'))
        return QUALITY_UNNAMED;
    int quality = (*text++ - '0') * QUALITY_FULL;
    if (text < end && *text++ != '.')
        return QUALITY_UNNAMED;
    for (int worth = QUALITY_FULL / 10; text < end; text++, worth /= 10) {
        if (*text < '0' || *text > '9' || worth == 0)
            return QUALITY_UNNAMED;
        quality += (*text - '0') * worth;
    }
    return quality <= QUALITY_FULL ? quality : QUALITY_UNNAMED;
}

// The quality of one element "en-GB ; q=0.8"; without a parameter 1.
static int element_quality(const char *element, const char *end) {
    const char *parameter = memchr(element, ';', (size_t)(end - element));
    if (parameter == NULL)
        return QUALITY_FULL;
    for (parameter++; parameter < end && is_space(*parameter);)
        parameter++;
    if (end - parameter < 2 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=')
        return QUALITY_UNNAMED;
    return parse_quality(parameter + 2, end);
}

static bool names(const char *element, size_t length, const char *primary) {
    const size_t own = strlen(primary);
    return length >= own && strncasecmp(element, primary, own) == 0 &&
           (length == own || strchr("-; \t", element[own]) != NULL);
}

enum lang lang_accepted(const char *accept_language) {
    int zh = QUALITY_UNNAMED, en = QUALITY_UNNAMED, any = QUALITY_UNNAMED;
    bool en_first = false;
    for (const char *cursor = accept_language; cursor != NULL && *cursor != '\0';) {
        while (is_space(*cursor) || *cursor == ',')
            cursor++;
        const size_t length = strcspn(cursor, ",");
        const int quality = element_quality(cursor, cursor + length);
        if (names(cursor, length, "zh")) {
            zh = quality > zh ? quality : zh;
        } else if (names(cursor, length, "en")) {
            en_first = en_first || zh == QUALITY_UNNAMED;
            en = quality > en ? quality : en;
        } else if (names(cursor, length, "*")) {
            any = quality;
        }
        cursor += length;
    }
    if (zh == QUALITY_UNNAMED && en == QUALITY_UNNAMED)
        return LANG_ZH;
    zh = zh == QUALITY_UNNAMED ? any : zh;
    en = en == QUALITY_UNNAMED ? any : en;
    if (en <= 0)
        return LANG_ZH;
    return en > zh || (en == zh && en_first) ? LANG_EN : LANG_ZH;
}
