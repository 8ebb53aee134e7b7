// Sums of money, and the numbers with a check of their own: credit code, bank account, identity number.
#include "model/field_rule.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "model/amount.h"
#include "model/identity.h"
#include "model/uscc.h"

static const char *skip_prefix(const char *text) {
    static const char *const marks[] = {"人民币", "RMB", "CNY", "¥", "￥", " "};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]);) {
        const size_t length = strlen(marks[i]);
        const bool found = strncasecmp(text, marks[i], length) == 0;
        text += found ? length : 0;
        i = found ? 0 : i + 1;
    }
    return text;
}

// Cuts `mark` and blanks before it off the end of a sum; whether it was there.
static bool drop_suffix(char *text, const char *mark) {
    const size_t length = strlen(text), size = strlen(mark);
    if (length <= size || strcmp(text + length - size, mark) != 0)
        return false;
    char *end = text + length - size;
    while (end > text && end[-1] == ' ')
        end--;
    *end = '\0';
    return true;
}

// The length of the whole part, with commas only between groups of three; 0 when it is none.
static size_t whole_length(const char *text) {
    const size_t length = strspn(text, "0123456789,");
    if (memchr(text, ',', length) == NULL)
        return length;
    const size_t first = strspn(text, "0123456789");
    if (first == 0 || first > 3 || (length - first) % 4 != 0)
        return 0;
    for (size_t i = first; i < length; i++) {
        if ((text[i] == ',') != ((i - first) % 4 == 0))
            return 0;
    }
    return length;
}

enum amount_fault {
    AMOUNT_GOOD,
    AMOUNT_SYNTAX,
    AMOUNT_LARGE,
    AMOUNT_FINE
};

// The sum in fen; `places` is how many decimals one fen is away: 2 for yuan, 6 for 万.
static enum amount_fault parse_amount(const char *text, unsigned places, int64_t *fen) {
    const size_t whole = whole_length(text);
    const char *decimals = text + whole + (text[whole] == '.');
    const size_t count = strspn(decimals, "0123456789");
    if (whole == 0 || decimals[count] != '\0' || (text[whole] == '.' && count == 0))
        return AMOUNT_SYNTAX;
    *fen = 0;
    for (size_t i = 0; i < whole + places; i++) {
        if (i < whole && text[i] == ',')
            continue;
        const char digit = i < whole ? text[i] : i - whole < count ? decimals[i - whole]
                                                                   : '0';
        *fen = *fen * 10 + (digit - '0');
        if (*fen > AMOUNT_MAX)
            return AMOUNT_LARGE;
    }
    return count > places && strspn(decimals + places, "0") < count - places ? AMOUNT_FINE : AMOUNT_GOOD;
}

// A canonical amount or number in ten-thousandths; "" is 0.
static int64_t ten_thousandths(const char *value) {
    const bool negative = *value == '-';
    int64_t scaled = 0;
    int places = -1; // decimals read so far; -1: none yet
    for (value += negative; *value != '\0'; value++) {
        if (*value == '.') {
            places = 0;
            continue;
        }
        scaled = scaled * 10 + (*value - '0');
        places += places >= 0;
    }
    for (places = places < 0 ? 0 : places; places < 4; places++)
        scaled *= 10;
    return negative ? -scaled : scaled;
}

int field_compare_numbers(const char *a, const char *b) {
    const int64_t left = ten_thousandths(a), right = ten_thousandths(b);
    return (left > right) - (left < right);
}

// Within what the administrator demands.
static enum status accept_number(struct check *check, const char *value) {
    const struct field_limits *limits = check->field->limits;
    if (limits != NULL && *limits->lowest != '\0' && field_compare_numbers(value, limits->lowest) < 0)
        return check_refuse(check, arena_format(check->arena, "不能小于 %s", limits->lowest),
                            arena_format(check->arena, "Not less than %s.", limits->lowest));
    if (limits != NULL && *limits->highest != '\0' && field_compare_numbers(value, limits->highest) > 0)
        return check_refuse(check, arena_format(check->arena, "不能大于 %s", limits->highest),
                            arena_format(check->arena, "Not more than %s.", limits->highest));
    return check_accept(check, value);
}

#define DECIMAL_WHOLE_MAX 12
#define DECIMAL_PLACES_MAX 4

// Without needless zeros: "007.50" is 7.5, "-0" is 0.
static const char *canonical_decimal(struct arena *arena, bool negative, const char *whole, const char *places, size_t count) {
    while (*whole == '0' && whole[1] != '\0' && whole[1] != '.')
        whole++;
    while (count > 0 && places[count - 1] == '0')
        count--;
    const size_t length = strspn(whole, "0123456789");
    const bool zero = count == 0 && length == 1 && *whole == '0';
    return arena_format(arena, "%s%.*s%s%.*s", negative && !zero ? "-" : "", (int)length, whole, count > 0 ? "." : "", (int)count, places);
}

enum status check_decimal(struct check *check, const char *text) {
    char *number = arena_string(check->arena, text);
    const bool negative = *number == '-';
    const size_t whole = whole_length(number + negative);
    char *places = number + negative + whole + (number[negative + whole] == '.');
    const size_t count = strspn(places, "0123456789");
    if (whole == 0 || places[count] != '\0' || (places > number + negative + whole && count == 0))
        return check_refuse(check, "不是有效的数字，请写成 1234.5 这样", "Not a valid number; write it like 1234.5.");
    char *to = number;
    for (const char *from = number + negative; *from != '\0'; from++) // 1,234
        if (*from != ',')
            *to++ = *from;
    *to = '\0';
    const char *point = strchr(number, '.');
    const char *value = canonical_decimal(check->arena, negative, number, point != NULL ? point + 1 : "", count);
    const size_t digits = strspn(value + (*value == '-'), "0123456789");
    const char *rest = strchr(value, '.');
    if (digits > DECIMAL_WHOLE_MAX)
        return check_refuse(check, "整数部分最多 12 位", "At most 12 digits before the point.");
    if (rest != NULL && strlen(rest + 1) > DECIMAL_PLACES_MAX)
        return check_refuse(check, "最多 4 位小数", "At most 4 decimals.");
    return accept_number(check, value);
}

enum status check_amount(struct check *check, const char *text) {
    char *sum = arena_string(check->arena, skip_prefix(text));
    if (sum[0] == '-')
        return check_refuse(check, "金额不能是负数", "The amount can't be negative.");
    if (!drop_suffix(sum, "元"))
        (void)drop_suffix(sum, "圆");
    const unsigned places = drop_suffix(sum, "亿") ? 10 : drop_suffix(sum, "万") ? 6
                                                                                 : 2;
    int64_t fen;
    switch (parse_amount(sum, places, &fen)) {
    case AMOUNT_GOOD:
        break;
    case AMOUNT_LARGE:
        return check_refuse(check, "金额最大 999,999,999,999.99 元", "The amount may be at most 999,999,999,999.99 yuan.");
    case AMOUNT_FINE:
        return check_refuse(check, "金额最多精确到分（元后两位小数）", "The amount may have at most 2 decimals (fen).");
    case AMOUNT_SYNTAX:
        return check_refuse(check, "不是有效的金额，请填写数字，如 1234.50", "Not a valid amount; write a number like 1234.50.");
    }
    return accept_number(check, arena_format(check->arena, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100)));
}

enum status check_credit_code(struct check *check, const char *code) {
    switch (uscc_check(code)) {
    case USCC_GOOD:
        return check_accept(check, code);
    case USCC_LENGTH:
        return check_refuse(check, arena_format(check->arena, "统一社会信用代码应为 18 位，现在 %zu 位", strlen(code)),
                            arena_format(check->arena, "A credit code has 18 characters; there are %zu.", strlen(code)));
    case USCC_CHARACTER:
        return check_refuse(check, "只能有数字和大写字母，且没有 I、O、S、V、Z", "Only digits and letters, but never I, O, S, V or Z.");
    case USCC_PREFIX:
        return check_refuse(check, arena_format(check->arena, "前两位 %.2s 不是登记管理部门和机构类别代码", code),
                            arena_format(check->arena, "It can't begin with %.2s: no such department and kind of body.", code));
    case USCC_REGION:
        return check_refuse(check, arena_format(check->arena, "第 3 至 8 位 %.6s 不是行政区划代码", code + 2),
                            arena_format(check->arena, "Characters 3 to 8, %.6s, are no region.", code + 2));
    case USCC_CHECK:
        break;
    }
    return check_refuse(check, "校验码不符，请对照营业执照逐位核对", "The check character is wrong; compare with the business licence.");
}

enum status check_bank_account(struct check *check, const char *account) {
    const size_t length = strlen(account);
    if (strspn(account, "0123456789") != length)
        return check_refuse(check, "银行账号只能有数字", "A bank account number has digits only.");
    if (length < 8 || length > 30)
        return check_refuse(check, arena_format(check->arena, "银行账号应为 8 至 30 位数字，现在 %zu 位", length),
                            arena_format(check->arena, "A bank account number has 8 to 30 digits; there are %zu.", length));
    return check_accept(check, account);
}

enum status check_identity(struct check *check, const char *number) {
    switch (identity_check(number)) {
    case IDENTITY_GOOD:
        return check_accept(check, number);
    case IDENTITY_LENGTH:
        return check_refuse(check, arena_format(check->arena, "身份证号应为 18 位，现在 %zu 位", strlen(number)),
                            arena_format(check->arena, "An identity number has 18 characters; there are %zu.", strlen(number)));
    case IDENTITY_CHARACTER:
        return check_refuse(check, "身份证号只能有数字，最后一位可以是 X", "An identity number has digits only; the last may be X.");
    case IDENTITY_REGION:
        return check_refuse(check, arena_format(check->arena, "身份证号前两位 %.2s 不是省级代码", number),
                            arena_format(check->arena, "An identity number can't begin with %.2s: no such province.", number));
    case IDENTITY_DATE:
        return check_refuse(check, "身份证号中的出生日期不存在", "The birthday within the identity number does not exist.");
    case IDENTITY_CHECK:
        break;
    }
    return check_refuse(check, "身份证号校验码不符，请逐位核对", "The check character is wrong; compare digit by digit.");
}
