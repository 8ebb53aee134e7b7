// The provinces of GB/T 2260, and 83, used by residence permits for people from Taiwan beside 71.
#include "model/region_code.h"

#include <stddef.h>

bool region_province_known(const char *code) {
    static const char provinces[][3] = {
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
    };
    for (size_t i = 0; i < sizeof(provinces) / sizeof(provinces[0]); i++) {
        if (code[0] == provinces[i][0] && code[1] == provinces[i][1])
            return true;
    }
    return false;
}
