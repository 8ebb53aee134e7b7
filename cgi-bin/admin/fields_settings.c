// The settings of a field as a form: which there are, what they are now, what was typed.
#include <stdlib.h>
#include <string.h>

#include "admin/fields.h"
#include "base/utf8.h"

struct text type_label(enum field_type type) {
    static const struct text labels[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = {"一行文字", "One line of text"},
        [FIELD_NOTE] = {"多行文字", "Several lines of text"},
        [FIELD_CHOICE] = {"选项", "Choice"},
        [FIELD_DATE] = {"日期", "Date"},
        [FIELD_AMOUNT] = {"金额（元）", "Amount in yuan"},
        [FIELD_PHONE] = {"电话", "Telephone"},
        [FIELD_EMAIL] = {"邮箱", "E-mail"},
        [FIELD_URL] = {"网址", "Web address"},
        [FIELD_CODE] = {"编码", "Code"},
        [FIELD_CREDIT_CODE] = {"统一社会信用代码", "Unified social credit code"},
        [FIELD_BANK_ACCOUNT] = {"银行账号", "Bank account"},
        [FIELD_IDENTITY] = {"身份证号", "Identity number"},
        [FIELD_REGION] = {"地区", "Region"},
        [FIELD_PERSON] = {"同事", "Colleague"},
        [FIELD_NUMBER] = {"系统编号", "Number given by the system"},
        [FIELD_DECIMAL] = {"数字", "Number"},
    };
    return (unsigned)type < FIELD_TYPE_COUNT ? labels[type] : (struct text){"", ""};
}

static const struct choice YES[] = {{"1", {"是", "Yes"}, false}, {NULL, {NULL, NULL}, false}};

#define TEXT_SETTING(key, zh, en, max, flags, hint_zh, hint_en) \
    { key, {zh, en}, FIELD_TEXT, LEVEL_PUBLIC, 0, 0, max, flags, NULL, {hint_zh, hint_en}, NULL }
#define YES_SETTING(key, zh, en, group, hint_zh, hint_en) \
    { key, {zh, en}, FIELD_CHOICE, LEVEL_PUBLIC, group, 0, 0, 0, YES, {hint_zh, hint_en}, NULL }
#define RULE_SETTING(key, zh, en, type, hint_zh, hint_en) \
    { key, {zh, en}, type, LEVEL_PUBLIC, 1, 0, 0, 0, NULL, {hint_zh, hint_en}, NULL }

static const struct field SETTINGS[SET_COUNT] = {
    [SET_LABEL_ZH] = TEXT_SETTING("label_zh", "名称", "Label in Chinese", FIELD_LABEL_MAX, FIELD_REQUIRED, NULL, NULL),
    [SET_LABEL_EN] = TEXT_SETTING("label_en", "英文名称", "Label in English", FIELD_LABEL_MAX, FIELD_REQUIRED, NULL, NULL),
    [SET_TYPE] = {"type", {"类型", "Type"}, FIELD_CHOICE, LEVEL_PUBLIC, 0, 0, 0, FIELD_REQUIRED, NULL, {"存过内容后不能再改", "Fixed once something is stored"}, NULL},
    [SET_LEVEL] = {"level", {"密级", "Level"}, FIELD_CHOICE, LEVEL_PUBLIC, 0, 0, 0, FIELD_REQUIRED, NULL, {"秘密和机密加密保存，只显示掩码；以后只能提高", "Secret and top secret are encrypted and masked; later it can only be raised"}, NULL},
    [SET_GROUP] = {"group", {"分组", "Group"}, FIELD_CHOICE, LEVEL_PUBLIC, 0, 0, 0, FIELD_REQUIRED, NULL, {NULL, NULL}, NULL},
    [SET_HINT_ZH] = TEXT_SETTING("hint_zh", "填写说明", "Hint in Chinese", FIELD_HINT_MAX, 0, "显示在输入框下面", "Shown below the input"),
    [SET_HINT_EN] = TEXT_SETTING("hint_en", "英文填写说明", "Hint in English", FIELD_HINT_MAX, 0, NULL, NULL),
    [SET_REQUIRED] = YES_SETTING("required", "必填", "Required", 1, "已有的档案下次修改时也要补填", "Existing archives must fill it when they are next changed"),
    [SET_REQUIRED_FOR] = RULE_SETTING("required_for", "只对这些客户类型必填", "Required for these customer kinds only", FIELD_TEXT,
                                      "写客户类型的名称，用顿号分开，如：供应商、经销商", "Names of customer kinds, separated by commas"),
    [SET_MIN] = RULE_SETTING("min", "最少字数", "Least characters", FIELD_DECIMAL, NULL, NULL),
    [SET_MAX] = RULE_SETTING("max", "最多字数", "Most characters", FIELD_DECIMAL, "留空用这种类型自己的限制", "Empty: the type's own limit"),
    [SET_PATTERN] = {"pattern", {"只能包含", "May consist of"}, FIELD_CHOICE, LEVEL_PUBLIC, 1, 0, 0, 0, NULL, {"用于一行文字和编码", "For a line of text or a code"}, NULL},
    [SET_PREFIX] = RULE_SETTING("prefix", "必须以此开头", "Must begin with", FIELD_TEXT, "用于一行文字和编码", "For a line of text or a code"),
    [SET_LOWEST] = RULE_SETTING("lowest", "最小值", "Least", FIELD_DECIMAL, "用于金额和数字", "For amounts and numbers"),
    [SET_HIGHEST] = RULE_SETTING("highest", "最大值", "Greatest", FIELD_DECIMAL, "用于金额和数字", "For amounts and numbers"),
    [SET_NO_FUTURE] = YES_SETTING("no_future", "不能晚于今天", "Not later than today", 1, "用于日期", "For dates"),
    [SET_LISTED] = YES_SETTING("listed", "显示在列表中", "Shown in lists", 2, NULL, NULL),
    [SET_FINDABLE] = YES_SETTING("findable", "可按完整内容查找", "Can be found by its whole value", 2,
                                 "用于保密的电话、邮箱、证件号和账号；查找会写入访问记录", "For confidential telephones, e-mails, identity numbers and accounts; searches are recorded"),
    [SET_PRIVATE] = YES_SETTING("private", "不允许导出", "Never exported", 2, NULL, NULL),
};
static const struct chapter CHAPTERS[] = {
    {0, {"名称和类型", "Label and type"}},
    {1, {"填写要求", "What is demanded"}},
    {2, {"用在哪里", "Where it is used"}},
};

static struct choice *choices_new(struct page *page, size_t count) {
    return ARENA_ARRAY(page->ctx.arena, struct choice, count + 1);
}

static const struct choice *type_choices(struct page *page) {
    struct choice *choices = choices_new(page, FIELD_TYPE_COUNT);
    size_t count = 0;
    for (unsigned type = 0; type < FIELD_TYPE_COUNT; type++)
        if (field_type_is_offered((enum field_type)type))
            choices[count++] = (struct choice){field_type_name((enum field_type)type), type_label((enum field_type)type), false};
    return choices;
}

static const struct choice *number_choices(struct page *page, size_t from, size_t count, struct text (*label)(size_t)) {
    struct choice *choices = choices_new(page, count);
    for (size_t i = from; i < count; i++)
        choices[i - from] = (struct choice){arena_format(page->ctx.arena, "%zu", i), label(i), false};
    return choices;
}

static struct text level_of(size_t i) {
    return level_label((enum level)i);
}

static struct text pattern_of(size_t i) {
    return pattern_label((enum field_pattern)i);
}

static const struct choice *group_choices(struct page *page, const struct field_table *table) {
    struct choice *choices = choices_new(page, table->chapter_count);
    for (size_t i = 0; i < table->chapter_count; i++)
        choices[i] = (struct choice){arena_format(page->ctx.arena, "%u", table->chapters[i].group), table->chapters[i].label, false};
    return choices;
}

static bool suits(enum field_type type, unsigned setting) {
    switch (setting) {
    case SET_PATTERN:
    case SET_PREFIX:
        return type == FIELD_TEXT || type == FIELD_CODE;
    case SET_MIN:
    case SET_MAX:
        return type == FIELD_TEXT || type == FIELD_NOTE || type == FIELD_CODE;
    case SET_LOWEST:
    case SET_HIGHEST:
        return type == FIELD_AMOUNT || type == FIELD_DECIMAL;
    case SET_NO_FUTURE:
        return type == FIELD_DATE;
    case SET_FINDABLE:
        return type == FIELD_PHONE || type == FIELD_EMAIL || type == FIELD_IDENTITY || type == FIELD_BANK_ACCOUNT;
    default:
        return true;
    }
}

// What can be set of a field: of a line of the program, what it rests on can't.
static bool is_offered(const struct field_place *place, unsigned setting) {
    const struct field *field = place->field;
    const bool own = field == NULL || (field->flags & FIELD_OWN) != 0;
    if (setting == SET_REQUIRED_FOR)
        return place->table->kind == KIND_CUSTOMER;
    if (setting == SET_TYPE)
        return field == NULL || (own && (field->flags & FIELD_USED) == 0);
    if (setting == SET_LEVEL)
        return field == NULL;
    if (!own && (setting == SET_MIN || setting == SET_MAX || setting == SET_LISTED || setting == SET_FINDABLE))
        return false;
    // Of a field whose type is fixed, what the type knows.
    return field == NULL || is_offered(place, SET_TYPE) || suits(field->type, setting);
}

// The kinds of customers by their labels.
static const char *kinds_in_words(struct page *page, const char *keys) {
    const struct field *kind = field_find(page->ctx.fields->customer, "kind");
    struct buffer words = {.arena = page->ctx.arena};
    buffer_text(&words, "");
    for (char *rest = arena_string(page->ctx.arena, keys), *key; (key = strsep(&rest, " ")) != NULL;)
        if (*key != '\0')
            buffer_format(&words, "%s%s", words.length > 0 ? (page->ctx.lang == LANG_EN ? ", " : "、") : "",
                          choice_label(kind, key, page->ctx.lang));
    return words.data;
}

static const char *count_words(struct page *page, unsigned value) {
    return value > 0 ? arena_format(page->ctx.arena, "%u", value) : "";
}

static void fill(struct page *page, const struct field_settings *now, struct record *record) {
    const char *values[SET_COUNT] = {
        [SET_LABEL_ZH] = now->label.zh,
        [SET_LABEL_EN] = now->label.en,
        [SET_TYPE] = field_type_name(now->type),
        [SET_LEVEL] = arena_format(page->ctx.arena, "%d", (int)now->level),
        [SET_GROUP] = arena_format(page->ctx.arena, "%u", now->group),
        [SET_HINT_ZH] = now->hint.zh,
        [SET_HINT_EN] = now->hint.en,
        [SET_REQUIRED] = now->required ? "1" : "",
        [SET_REQUIRED_FOR] = kinds_in_words(page, now->limits.required_for),
        [SET_MIN] = count_words(page, now->min),
        [SET_MAX] = count_words(page, now->max),
        [SET_PATTERN] = now->limits.pattern != PATTERN_ANY ? count_words(page, now->limits.pattern) : "",
        [SET_PREFIX] = now->limits.prefix,
        [SET_LOWEST] = now->limits.lowest,
        [SET_HIGHEST] = now->limits.highest,
        [SET_NO_FUTURE] = now->limits.no_future ? "1" : "",
        [SET_LISTED] = now->listed ? "1" : "",
        [SET_FINDABLE] = now->findable ? "1" : "",
        [SET_PRIVATE] = now->private ? "1" : "",
    };
    memcpy(record->values, values, sizeof values);
}

static const struct field_settings FRESH = {
    .label = {"", ""},
    .hint = {"", ""},
    .type = FIELD_TEXT,
    .level = LEVEL_INTERNAL,
    .limits = {.prefix = "", .lowest = "", .highest = "", .required_for = ""},
};

const struct settings_form *settings_form(struct page *page, const struct field_place *place) {
    struct settings_form *form = ARENA_NEW(page->ctx.arena, struct settings_form);
    struct field *fields = ARENA_ARRAY(page->ctx.arena, struct field, SET_COUNT);
    memcpy(fields, SETTINGS, sizeof SETTINGS);
    fields[SET_TYPE].choices = type_choices(page);
    fields[SET_LEVEL].choices = number_choices(page, 0, LEVEL_TOP + 1, level_of);
    fields[SET_PATTERN].choices = number_choices(page, 1, PATTERN_COUNT, pattern_of);
    fields[SET_GROUP].choices = group_choices(page, place->table);
    for (unsigned i = 0; i < SET_COUNT; i++)
        if (!is_offered(place, i))
            fields[i].flags = FIELD_FIXED;
    form->table = (struct field_table){.name = "field", .fields = fields, .count = SET_COUNT, .chapters = CHAPTERS, .chapter_count = 3};
    form->record = (struct record){.table = &form->table, .version = page->ctx.fields->version};
    const struct field_settings now = place->field != NULL ? field_settings_of(place->field) : FRESH;
    fill(page, &now, &form->record);
    return form;
}

// --- What was typed

static bool next_kind(struct page *page, const char *word, struct buffer *keys) {
    const struct field *kind = field_find(page->ctx.fields->customer, "kind");
    const char *value;
    struct text message;
    if (field_check(kind, word, page->ctx.arena, &value, &message) != STATUS_OK)
        return false;
    if (*value != '\0')
        buffer_format(keys, "%s%s", keys->length > 0 ? " " : "", value);
    return true;
}

// "供应商、经销商" → "supplier dealer"
static const char *read_kinds(struct page *page, const char *typed, struct draft *draft) {
    static const char *const MARKS[] = {"、", "，", "；", ";", ",", "\n"};
    struct buffer keys = {.arena = page->ctx.arena};
    char *text = arena_string(page->ctx.arena, typed);
    buffer_text(&keys, "");
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        for (char *at; (at = strstr(text, MARKS[i])) != NULL;)
            memset(at, '\t', strlen(MARKS[i]));
    for (char *rest = text, *word; (word = strsep(&rest, "\t")) != NULL;)
        if (*word != '\0' && !next_kind(page, word, &keys)) {
            draft_fault(draft, SET_REQUIRED_FOR,
                        (struct text){arena_format(page->ctx.arena, "没有“%s”这种客户类型", word),
                                      arena_format(page->ctx.arena, "There is no customer kind “%s”.", word)});
            break;
        }
    return keys.data;
}

// The value that a setting is to have: typed, or as it is.
static const char *wanted(const struct draft *draft, const struct record *now, unsigned setting) {
    return draft->values[setting] != NULL ? draft->values[setting] : now->values[setting];
}

static unsigned whole(struct draft *draft, const struct record *now, unsigned setting) {
    const char *value = wanted(draft, now, setting);
    char *end;
    const unsigned long number = strtoul(value, &end, 10);
    if (*value == '-' || *end != '\0' || number > 10000)
        draft_fault(draft, setting, (struct text){"请填写 0 到 10000 的整数", "Enter a whole number from 0 to 10000."});
    return (unsigned)number;
}

// As amounts are stored, so that they can be compared.
static const char *bound(struct page *page, const char *value, enum field_type type) {
    const struct field field = {.key = "x", .label = {"", ""}, .type = type};
    const char *canonical = "";
    struct text message;
    return field_check(&field, value, page->ctx.arena, &canonical, &message) == STATUS_OK ? canonical : value;
}

bool settings_read(struct page *page, const struct field_place *place, struct draft *draft, struct field_settings *settings) {
    const struct record *now = &settings_form(page, place)->record;
    const enum field_type type = field_type_find(wanted(draft, now, SET_TYPE));
    const bool numbers = type == FIELD_AMOUNT || type == FIELD_DECIMAL, words = type == FIELD_TEXT || type == FIELD_CODE;
    *settings = (struct field_settings){
        .label = {wanted(draft, now, SET_LABEL_ZH), wanted(draft, now, SET_LABEL_EN)},
        .hint = {wanted(draft, now, SET_HINT_ZH), wanted(draft, now, SET_HINT_EN)},
        .type = type,
        .level = (enum level)strtoul(wanted(draft, now, SET_LEVEL), NULL, 10),
        .group = (unsigned)strtoul(wanted(draft, now, SET_GROUP), NULL, 10),
        .min = whole(draft, now, SET_MIN),
        .max = whole(draft, now, SET_MAX),
        .limits = {.pattern = words ? (enum field_pattern)strtoul(wanted(draft, now, SET_PATTERN), NULL, 10) : PATTERN_ANY,
                   .prefix = words ? wanted(draft, now, SET_PREFIX) : "",
                   .lowest = numbers ? bound(page, wanted(draft, now, SET_LOWEST), type) : "",
                   .highest = numbers ? bound(page, wanted(draft, now, SET_HIGHEST), type) : "",
                   .no_future = type == FIELD_DATE && *wanted(draft, now, SET_NO_FUTURE) != '\0',
                   .required_for = read_kinds(page, wanted(draft, now, SET_REQUIRED_FOR), draft)},
        .required = *wanted(draft, now, SET_REQUIRED) != '\0',
        .listed = *wanted(draft, now, SET_LISTED) != '\0',
        .findable = *wanted(draft, now, SET_FINDABLE) != '\0',
        .private = *wanted(draft, now, SET_PRIVATE) != '\0',
    };
    if ((*settings->hint.zh == '\0') != (*settings->hint.en == '\0'))
        draft_fault(draft, *settings->hint.zh == '\0' ? SET_HINT_ZH : SET_HINT_EN,
                    (struct text){"中文和英文说明要一起写", "Write the hint in both languages."});
    return draft->faults == 0;
}
