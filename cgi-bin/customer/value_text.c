// Whether a text that is to stand in an address, in a kept view or in its name may hold a confidential value (CONF-4): told by its shape
// alone, because most such texts are no record's value as they stand ("tel:139…", a name and its number).
#include <string.h>

#include "customer/pages.h"
#include "model/uscc.h"

#define PART_MAX 6    // digits on end that can't be much of a telephone or account number
#define DIGITS_MAX 10 // … and with a mark between them, as people cut numbers: 139.1234.5678. A date has eight
#define CODE_LENGTH 9 // of a 客户编码: C and 8 digits

static const char NUMERALS[] = "0123456789";

// Digits with single marks between them, from *text on, which becomes what is behind them. 440300-2026-000123 is an archive number.
static bool number_may_be_value(const char **text) {
    size_t digits = 0, parts = 0, longest = 0, first[3] = {0};
    for (;; (*text)++) {
        const size_t length = strspn(*text, NUMERALS);
        if (parts < 3)
            first[parts] = length;
        longest = length > longest ? length : longest;
        digits += length;
        parts++;
        *text += length;
        if (**text == '\0' || strchr(" .-_/", **text) == NULL || strspn(*text + 1, NUMERALS) == 0)
            break;
    }
    const bool archive_no = parts == 3 && first[0] == 6 && first[1] == 4;
    return longest > PART_MAX || (digits >= DIGITS_MAX && !archive_no);
}

bool text_may_hold_value(const char *text) {
    if (uscc_check(text) == USCC_GOOD)
        return false;
    if ((*text == 'C' || *text == 'c') && strlen(text) == CODE_LENGTH && strspn(text + 1, NUMERALS) == CODE_LENGTH - 1)
        return false;
    while (*(text += strcspn(text, "0123456789@")) != '\0')
        if (*text == '@' || number_may_be_value(&text))
            return true;
    return false;
}
