#include "sheet/number.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EXACT_MOST 1e15     // from here on a double holds no whole number of one's own choosing
#define SERIAL_MOST 2958466 // the day after 9999-12-31
#define DAYS_1904 1462
#define DAY_SECONDS 86400

// Excel's own formats for dates and times, those of Chinese and Japanese editions too.
static enum number_style builtin_style(unsigned id) {
    if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
        id == 57 || id == 58)
        return NUMBER_DATE;
    if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
        return NUMBER_TIME;
    return NUMBER_PLAIN;
}

// The code without what is quoted, escaped or in brackets, up to the first section's end.
static void strip_code(const char *code, char *plain, size_t room) {
    size_t length = 0;
    for (; *code != '\0' && *code != ';' && length + 1 < room; code++) {
        const char *end = *code == '"' ? strchr(code + 1, '"') : *code == '[' ? strchr(code, ']')
                                                                              : NULL;
        if (end != NULL)
            code = end;
        else if ((*code == '\\' || *code == '_' || *code == '*') && code[1] != '\0')
            code++;
        else
            plain[length++] = *code;
    }
    plain[length] = '\0';
}

enum number_style number_style_of(unsigned id, const char *code, unsigned *digits) {
    char plain[256];
    *digits = 0;
    if (code == NULL || *code == '\0')
        return builtin_style(id);
    strip_code(code, plain, sizeof plain);
    size_t zeros = strspn(plain, "0");
    if (zeros > 1 && zeros <= 30 && plain[zeros] == '\0') {
        *digits = (unsigned)zeros;
        return NUMBER_PADDED;
    }
    if (strncmp(plain, "General", 7) == 0 || strncmp(plain, "G/", 2) == 0 || strpbrk(plain, "#?") != NULL)
        return NUMBER_PLAIN;
    if (strpbrk(plain, "yYdD") != NULL || strstr(plain, "年") != NULL || strstr(plain, "月") != NULL)
        return NUMBER_DATE;
    if (strpbrk(plain, "hHsS") != NULL)
        return NUMBER_TIME;
    return strpbrk(plain, "mM") != NULL && strchr(plain, '0') == NULL ? NUMBER_DATE : NUMBER_PLAIN;
}

// Days since 1970-01-01 → year, month, day.
static void civil(int64_t days, int *year, int *month, int *day) {
    days += 719468;
    int64_t era = days / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static const char *time_text(int64_t seconds, struct arena *arena) {
    return arena_format(arena, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
}

// Excel takes 1900 for a leap year: day 60 is a 29 February that never was, so days before it are one off.
static const char *date_text(double value, bool since_1904, struct arena *arena) {
    int64_t total = (int64_t)llround(value * DAY_SECONDS);
    int64_t serial = total / DAY_SECONDS, seconds = total % DAY_SECONDS;
    int year, month, day;
    if (since_1904)
        serial += DAYS_1904;
    else if (serial < 60)
        serial++;
    civil(serial - 25569, &year, &month, &day);
    const char *date = arena_format(arena, "%04d-%02d-%02d", year, month, day);
    return seconds == 0 ? date : arena_format(arena, "%s %s", date, time_text(seconds, arena));
}

static const char *plain_text(double value, struct arena *arena) {
    double size = fabs(value);
    if (size < EXACT_MOST && value == floor(value))
        return arena_format(arena, "%.0f", value == 0 ? 0.0 : value);
    return arena_format(arena, size >= EXACT_MOST ? "%.5E" : "%.15g", value);
}

const char *number_text(double value, enum number_style style, unsigned digits, bool since_1904, struct arena *arena) {
    bool dated = isfinite(value) && value >= 0 && value < SERIAL_MOST;
    if (!isfinite(value))
        return "#NUM!";
    if (style == NUMBER_TIME && dated && value < 1)
        return time_text((int64_t)llround(value * DAY_SECONDS) % DAY_SECONDS, arena);
    if ((style == NUMBER_DATE || style == NUMBER_TIME) && dated && (value >= 1 || since_1904))
        return date_text(value, since_1904, arena);
    if (style == NUMBER_PADDED && value >= 0 && value < EXACT_MOST && value == floor(value))
        return arena_format(arena, "%0*.0f", (int)digits, value);
    return plain_text(value, arena);
}
