// What was typed into a field, checked and made canonical: what all types have in common, and the simple types.
#include "model/field.h"

#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "model/field_rule.h"

enum status check_accept(struct check *check, const char *value) {
    check->value = value;
    return STATUS_OK;
}

enum status check_refuse(struct check *check, const char *zh, const char *en) {
    check->message = (struct text){zh, en};
    return STATUS_INVALID;
}

static enum status check_choice(struct check *check, const char *text) {
    for (const struct choice *choice = check->field->choices; choice->key != NULL; choice++) {
        if (strcmp(choice->key, text) == 0)
            return check_accept(check, choice->key); // a retired one, too: it may be what is stored
        if (!choice->retired && (strcmp(choice->label.zh, text) == 0 || strcmp(choice->label.en, text) == 0))
            return check_accept(check, choice->key);
    }
    // Not letter for letter: without regard to case, width and punctuation.
    const char *folded = utf8_fold(check->arena, text);
    struct buffer zh = {.arena = check->arena}, en = {.arena = check->arena};
    buffer_text(&zh, "不在可选项之中，只能是：");
    buffer_text(&en, "Not one of the choices: ");
    bool first = true;
    for (const struct choice *choice = check->field->choices; choice->key != NULL; choice++) {
        if (choice->retired)
            continue;
        if (strcmp(folded, utf8_fold(check->arena, choice->key)) == 0 ||
            strcmp(folded, utf8_fold(check->arena, choice->label.zh)) == 0 ||
            strcmp(folded, utf8_fold(check->arena, choice->label.en)) == 0)
            return check_accept(check, choice->key);
        buffer_text(&zh, first ? "" : "、");
        buffer_text(&en, first ? "" : "; ");
        first = false;
        buffer_text(&zh, choice->label.zh);
        buffer_text(&en, choice->label.en);
    }
    buffer_text(&en, ".");
    return check_refuse(check, zh.data, en.data);
}

static enum status check_date(struct check *check, const char *text) {
    char date[11];
    if (date_parse(text, date))
        return check_accept(check, arena_string(check->arena, date));
    return check_refuse(check, "不是有效的日期，请写成 2026-01-05 这样（1900 年至 2199 年）",
                        "Not a valid date; write it like 2026-01-05 (years 1900 to 2199).");
}

static enum status check_region(struct check *check, const char *text) {
    if (strlen(text) == 6 && strspn(text, "0123456789") == 6)
        return check_accept(check, text);
    return check_refuse(check, "请选择地区（行政区划代码为 6 位数字）", "Choose a region (its code has 6 digits).");
}

static enum status check_person(struct check *check, const char *text) {
    const size_t length = strlen(text);
    if (length <= 16 && strspn(text, "0123456789") == length && text[0] != '0')
        return check_accept(check, text);
    return check_refuse(check, "请选择一位同事", "Choose a colleague.");
}

static enum status check_length(struct check *check, const char *text) {
    const size_t length = utf8_length(text);
    if (length > check->max)
        return check_refuse(check, arena_format(check->arena, "最多 %u 个字，现在 %zu 个", check->max, length),
                            arena_format(check->arena, "At most %u characters; there are %zu.", check->max, length));
    if (length < check->field->min)
        return check_refuse(check, arena_format(check->arena, "至少 %u 个字，现在 %zu 个", check->field->min, length),
                            arena_format(check->arena, "At least %u characters; there are %zu.", check->field->min, length));
    return STATUS_OK;
}

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool fits_pattern(enum field_pattern pattern, const char *text) {
    while (*text != '\0') {
        const uint32_t c = utf8_next(&text);
        const bool digit = c >= '0' && c <= '9';
        const bool good = pattern == PATTERN_DIGITS    ? digit
                          : pattern == PATTERN_LETTERS ? is_letter(c)
                          : pattern == PATTERN_HAN     ? utf8_is_han(c) || c == 0xB7 // ·
                                                       : digit || is_letter(c) || c == '-';
        if (!good)
            return false;
    }
    return true;
}

struct text pattern_label(enum field_pattern pattern) {
    static const struct text labels[PATTERN_COUNT] = {
        {"不限", "Anything"},
        {"只能是数字", "Digits only"},
        {"只能是英文字母", "Letters only"},
        {"只能是字母、数字和连字符", "Letters, digits and hyphens only"},
        {"只能是汉字", "Chinese characters only"},
    };
    return labels[(unsigned)pattern < PATTERN_COUNT ? pattern : PATTERN_ANY];
}

// What the administrator demands of a line of text.
static enum status check_text(struct check *check, const char *text) {
    const struct field_limits *limits = check->field->limits;
    if (limits == NULL)
        return check_accept(check, text);
    if (limits->pattern != PATTERN_ANY && !fits_pattern(limits->pattern, text))
        return check_refuse(check, pattern_label(limits->pattern).zh, arena_format(check->arena, "%s.", pattern_label(limits->pattern).en));
    if (strncmp(text, limits->prefix, strlen(limits->prefix)) != 0)
        return check_refuse(check, arena_format(check->arena, "必须以“%s”开头", limits->prefix),
                            arena_format(check->arena, "Must begin with “%s”.", limits->prefix));
    return check_accept(check, text);
}

// Numbers of ours and of others (FIELD_NUMBER, FIELD_CODE).
static enum status check_code(struct check *check, const char *text) {
    if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(text))
        return check_text(check, text);
    return check_refuse(check, "只能有字母、数字和连字符", "Only letters, digits and hyphens are allowed.");
}

// Upper case, half-width, without the characters of `dropped`.
static char *compact(struct arena *arena, const char *typed, const char *dropped) {
    char *text = utf8_narrow(arena, typed);
    char *to = text;
    for (const char *from = text; *from != '\0'; from++) {
        if (strchr(dropped, *from) == NULL)
            *to++ = (char)(*from >= 'a' && *from <= 'z' ? *from - 'a' + 'A' : *from);
    }
    *to = '\0';
    return text;
}

static char *prepare_code(struct arena *arena, const char *typed) {
    return compact(arena, typed, " ");
}

// People group long numbers by spaces and hyphens.
static char *prepare_number(struct arena *arena, const char *typed) {
    return compact(arena, typed, " -");
}

// What a type does with what was typed before it is checked, and what it allows by itself.
static const struct rule {
    char *(*prepare)(struct arena *arena, const char *typed);
    bool lines; // several lines are allowed
    unsigned max;
    enum status (*check)(struct check *check, const char *text);
} RULES[] = {
    [FIELD_TEXT] = {utf8_trim, false, 200, check_text},
    [FIELD_NOTE] = {utf8_trim, true, 2000, check_accept},
    [FIELD_CHOICE] = {utf8_narrow, false, 100, check_choice},
    [FIELD_DATE] = {utf8_narrow, false, 40, check_date},
    [FIELD_AMOUNT] = {utf8_narrow, false, 40, check_amount},
    [FIELD_PHONE] = {utf8_narrow, false, 40, check_phone},
    [FIELD_EMAIL] = {utf8_narrow, false, 254, check_email},
    [FIELD_URL] = {utf8_narrow, false, 200, check_url},
    [FIELD_CODE] = {prepare_code, false, 32, check_code},
    [FIELD_CREDIT_CODE] = {prepare_number, false, 100, check_credit_code},
    [FIELD_BANK_ACCOUNT] = {prepare_number, false, 100, check_bank_account},
    [FIELD_IDENTITY] = {prepare_number, false, 100, check_identity},
    [FIELD_REGION] = {utf8_narrow, false, 40, check_region},
    [FIELD_PERSON] = {utf8_narrow, false, 40, check_person},
    [FIELD_NUMBER] = {prepare_code, false, 32, check_code},
    [FIELD_DECIMAL] = {utf8_narrow, false, 40, check_decimal},
};

unsigned field_type_max(enum field_type type) {
    return (unsigned)type < FIELD_TYPE_COUNT ? RULES[type].max : 0;
}

static enum status check_empty(struct check *check) {
    const struct field *field = check->field;
    if ((field->flags & FIELD_REQUIRED) == 0)
        return check_accept(check, "");
    const bool chosen = field->type == FIELD_CHOICE || field->type == FIELD_REGION || field->type == FIELD_PERSON;
    return check_refuse(check, arena_format(check->arena, chosen ? "请选择%s" : "请填写%s", field->label.zh),
                        arena_format(check->arena, "%s is required.", field->label.en));
}

static enum status check_characters(struct check *check, const struct rule *rule, const char *text) {
    if (utf8_has_control(text))
        return check_refuse(check, "含有不可见的控制字符，请删除后重新填写",
                            "Contains invisible control characters; please remove them.");
    if (!rule->lines && strpbrk(text, "\t\r\n") != NULL)
        return check_refuse(check, "只能写一行，不能换行或含制表符", "Only one line, without tabs, is allowed.");
    // What a mask looks like: somebody imports a list that was exported masked.
    if (field_is_sealed(check->field) && strstr(text, "***") != NULL)
        return check_refuse(check, "含有掩码（***），请填写真实内容", "This is a mask (***); enter the value itself.");
    return STATUS_OK;
}

static enum status check_typed(struct check *check, const char *typed) {
    const struct rule *rule = &RULES[check->field->type];
    if (!utf8_valid(typed, strlen(typed)))
        return check_refuse(check, "不是有效的 UTF-8 文字", "Not valid UTF-8 text.");
    // Not of the prepared text: a lone hyphen is something typed, and not to be dropped in silence.
    if (utf8_trim(check->arena, typed)[0] == '\0')
        return check_empty(check);
    const char *text = rule->prepare(check->arena, typed);
    TRY(check_characters(check, rule, text));
    TRY(check_length(check, text));
    return rule->check(check, text);
}

enum status field_check(const struct field *field, const char *typed, struct arena *arena, const char **value,
                        struct text *message) {
    struct check check = {.field = field, .arena = arena, .value = ""};
    check.max = field->max > 0 ? field->max : RULES[field->type].max;
    const enum status status = check_typed(&check, typed);
    *value = check.value;
    *message = check.message;
    return status;
}
