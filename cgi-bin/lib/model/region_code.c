// The provinces of GB/T 2260, and 83, used by residence permits for people from Taiwan beside 71.
#include "model/region_code.h"

#include <stddef.h>
#include <string.h>

bool region_province_known(const char *code) {
    // By the first digit, which is the part of the country: what may follow.
    static const char *const second[10] = {"", "12345", "123", "1234567", "123456", "01234", "12345", "1", "123", ""};
    return code[0] >= '0' && code[0] <= '9' && code[1] != '\0' && strchr(second[code[0] - '0'], code[1]) != NULL;
}
