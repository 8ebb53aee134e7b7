// 统一社会信用代码 (GB 32100-2015): department, kind of body, six digits of region, nine of organisation, check character.
#include "model/uscc.h"

#include <stddef.h>
#include <string.h>

#include "model/region_code.h"

#define LENGTH 18

// §4.2: without I, O, S, V, Z, which are taken for digits and for U. The position is the value.
static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

// Registration departments (position 1) and the kinds of body each registers (position 2).
static const struct {
    char department;
    const char *kinds;
} PREFIXES[] = {
    {'1', "1239"},   // 机构编制: 机关, 事业单位, 群众团体, 其他
    {'2', "19"},     // 外交: 外国常驻新闻机构, 其他
    {'3', "123459"}, // 司法行政: 律师执业机构, 公证处, 基层法律服务所, 司法鉴定机构, 仲裁委员会, 其他
    {'4', "19"},     // 文化: 外国在华文化中心, 其他
    {'5', "123459"}, // 民政: 社会团体, 民办非企业单位, 基金会, 居民委员会和村民委员会 (4, 5), 其他
    {'6', "129"},    // 旅游: 外国 and 港澳台 tourism offices, 其他
    {'7', "129"},    // 宗教: 宗教活动场所, 宗教院校, 其他
    {'8', "19"},     // 工会: 基层工会, 其他
    {'9', "123"},    // 工商: 企业, 个体工商户, 农民专业合作社
    {'A', "19"},     // 中央军委改革和编制办公室: 军队事业单位, 其他
    {'N', "1239"},   // 农业: 组级, 村级, 乡镇级集体经济组织, 其他
    {'Y', "1"},      // 其他
};

static int character_value(char character) {
    const char *found = character == '\0' ? NULL : strchr(ALPHABET, character);
    return found == NULL ? -1 : (int)(found - ALPHABET);
}

char uscc_check_character(const char *first_17) {
    int sum = 0, weight = 1; // 3^0, 3^1 … modulo 31
    for (int i = 0; i < LENGTH - 1; i++) {
        const int value = character_value(first_17[i]);
        if (value < 0)
            return 0;
        sum += value * weight;
        weight = weight * 3 % 31;
    }
    return ALPHABET[(31 - sum % 31) % 31];
}

static bool prefix_known(const char *code) {
    for (size_t i = 0; i < sizeof(PREFIXES) / sizeof(PREFIXES[0]); i++) {
        if (PREFIXES[i].department == code[0])
            return strchr(PREFIXES[i].kinds, code[1]) != NULL;
    }
    return false;
}

// 100000 stands for bodies registered with the state itself.
static bool region_plausible(const char *region) {
    return strspn(region, "0123456789") >= 6 && (region_province_known(region) || strncmp(region, "100000", 6) == 0);
}

enum uscc_fault uscc_check(const char *code) {
    const size_t length = strlen(code);
    if (strspn(code, ALPHABET) != length)
        return USCC_CHARACTER;
    if (length != LENGTH)
        return USCC_LENGTH;
    if (!prefix_known(code))
        return USCC_PREFIX;
    if (!region_plausible(code + 2))
        return USCC_REGION;
    return code[LENGTH - 1] == uscc_check_character(code) ? USCC_GOOD : USCC_CHECK;
}
