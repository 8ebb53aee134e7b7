// 身份证号: the citizen identification number and its check character (GB 11643-1999, ISO 7064 MOD 11-2).
// Not here: the old numbers of 15 digits, invalid since 2013.
#ifndef MODEL_IDENTITY_H
#define MODEL_IDENTITY_H

enum identity_fault {
    IDENTITY_GOOD,
    IDENTITY_LENGTH,
    IDENTITY_CHARACTER,
    IDENTITY_REGION,
    IDENTITY_DATE,
    IDENTITY_CHECK
};

// `number` is upper case, half-width.
enum identity_fault identity_check(const char *number);
// The check character of the first 17 digits, or 0 when one of them is none.
char identity_check_character(const char *first_17);

#endif
