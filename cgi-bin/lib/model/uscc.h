// 统一社会信用代码 (GB 32100-2015) and its check digit (mod 31).
// Source: GB 32100-2015 §4 and annex; the prefix rule (registration department + kind of body) because the check digit
// alone accepts 362322198709086409, an identity number. Good: 91110000802100433B, 91350100M000100Y43.
#ifndef MODEL_USCC_H
#define MODEL_USCC_H

#include <stdbool.h>

enum uscc_fault {
    USCC_GOOD,
    USCC_LENGTH,
    USCC_CHARACTER,
    USCC_PREFIX,
    USCC_REGION,
    USCC_CHECK
};

// `code` is upper case, half-width; the first fault in the order character, length, prefix, region, check.
enum uscc_fault uscc_check(const char *code);
// The check character of the first 17 characters, or 0 when one of them is not allowed.
char uscc_check_character(const char *first_17);

#endif
