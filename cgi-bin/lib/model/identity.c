// 身份证号 (GB 11643-1999): six digits of region, eight of the birthday, three of sequence, one check character.
#include "model/identity.h"

#include <string.h>

#include "base/clock.h"
#include "model/region_code.h"

#define LENGTH 18

char identity_check_character(const char *first_17) {
    static const int weights[LENGTH - 1] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < LENGTH - 1; i++) {
        if (first_17[i] < '0' || first_17[i] > '9')
            return 0;
        sum += (first_17[i] - '0') * weights[i];
    }
    return "10X98765432"[sum % 11];
}

enum identity_fault identity_check(const char *number) {
    const size_t length = strlen(number);
    if (strspn(number, "0123456789X") != length)
        return IDENTITY_CHARACTER;
    if (length != LENGTH)
        return IDENTITY_LENGTH;
    const char check = identity_check_character(number);
    if (check == 0)
        return IDENTITY_CHARACTER;
    // A foreigner's permanent residence card begins with 9, then the province.
    if (!region_province_known(number) && !(number[0] == '9' && region_province_known(number + 1)))
        return IDENTITY_REGION;
    char birthday[9], date[11];
    memcpy(birthday, number + 6, 8);
    birthday[8] = '\0';
    if (!date_parse(birthday, date))
        return IDENTITY_DATE;
    return number[LENGTH - 1] == check ? IDENTITY_GOOD : IDENTITY_CHECK;
}
