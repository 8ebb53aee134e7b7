// The purposes one may choose, and the check that a purpose's text is not filler.
#include "model/purpose.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

const struct purpose PURPOSES[] = {
    {PURPOSE_SEARCH, {"查找客户", "Finding the customer"}},
    {PURPOSE_ENTRY, {"录入查重", "Looking for duplicates while entering"}},
    {"contact", {"联系客户", "Contacting the customer"}},
    {"visit", {"安排拜访或接待", "Arranging a visit or reception"}},
    {"contract", {"签订或履行合同", "Signing or performing a contract"}},
    {"billing", {"开票与收款", "Invoicing and collecting payment"}},
    {"credit", {"资信审查", "Credit review"}},
    {"complaint", {"处理投诉", "Handling a complaint"}},
    {"archive", {"档案核对", "Verifying the archive"}},
    {"subject", {"答复本人要求", "Answering the person concerned"}},
    {"audit", {"审计检查", "Audit or inspection"}},
    {"authority", {"依法提供", "Disclosure required by law"}},
    {"other", {"其它", "Other"}},
    {NULL, {NULL, NULL}},
};

const struct purpose *purpose_find(const char *key) {
    for (const struct purpose *purpose = PURPOSES; purpose->key != NULL; purpose++) {
        if (strcmp(purpose->key, key) == 0)
            return purpose;
    }
    return NULL;
}

bool purpose_reveals(const struct purpose *purpose) {
    return strcmp(purpose->key, PURPOSE_SEARCH) != 0 && strcmp(purpose->key, PURPOSE_ENTRY) != 0;
}

// Words that are no reason, alone or one after the other.
static const char *const FILLERS[] = {
    "测试",
    "试试",
    "一下",
    "看看",
    "看一下",
    "看一看",
    "查看",
    "查询",
    "随便",
    "没有",
    "无",
    "其他",
    "其它",
    "同上",
    "如题",
    "如上",
    "不知道",
    "没什么",
    "原因",
    "理由",
    "用途",
    "工作",
    "业务",
    "公司",
    "需要",
    "要求",
    "需求",
    "使用",
    "正常",
    "了解",
    "情况",
    "哈",
    "啊",
    "嗯",
    "呵",
    "的",
    "test",
    "testing",
    "none",
    "null",
    "nothing",
    "reason",
    "purpose",
    "work",
    "needed",
    "need",
    "for",
    "job",
    "look",
    "see",
    "view",
    "check",
    "just",
    "looking",
    "other",
    "blah",
    "foo",
    "bar",
    "xxx",
    "aaa",
};

// Rows of the keyboard and the alphabet: a piece of one is a walk of the fingers.
static const char *const WALKS[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "qazwsxedcrfvtgb"};

// The length of the longest filler or walk of at least three keys at the start; 0 = none.
static size_t filler_length(const char *text) {
    size_t longest = 0;
    for (size_t i = 0; i < sizeof(FILLERS) / sizeof(FILLERS[0]); i++) {
        const size_t length = strlen(FILLERS[i]);
        if (length > longest && strncmp(text, FILLERS[i], length) == 0)
            longest = length;
    }
    for (size_t i = 0; i < sizeof(WALKS) / sizeof(WALKS[0]); i++) {
        const char *at = text[0] == '\0' ? NULL : strchr(WALKS[i], text[0]);
        size_t length = 0;
        while (at != NULL && at[length] != '\0' && at[length] == text[length])
            length++;
        if (length >= 3 && length > longest)
            longest = length;
    }
    return longest;
}

static bool is_all_filler(const char *text) {
    while (*text != '\0') {
        const size_t length = filler_length(text);
        if (length == 0)
            return false;
        text += length;
    }
    return true;
}

// Whether the bytes are one unit of at most half their length again and again, the last perhaps unfinished.
static bool is_repetition(const char *text) {
    const size_t length = strlen(text);
    for (size_t unit = 1; unit <= length / 2; unit++) {
        if (memcmp(text, text + unit, length - unit) == 0)
            return true;
    }
    return false;
}

// Whether there are at least three different characters.
static bool is_varied(const char *text) {
    uint32_t seen[2] = {0};
    for (uint32_t point; (point = utf8_next(&text)) != 0;) {
        if (seen[0] == 0 || point == seen[0])
            seen[0] = point;
        else if (seen[1] == 0 || point == seen[1])
            seen[1] = point;
        else
            return true;
    }
    return false;
}

static const char *drop_digits(struct arena *arena, const char *text) {
    char *kept = arena_string(arena, text);
    char *to = kept;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            *to++ = *text;
    }
    *to = '\0';
    return kept;
}

bool purpose_text_meaningful(const char *text) {
    struct arena *arena = arena_new();
    const char *folded = utf8_fold(arena, text);
    const char *words = drop_digits(arena, folded);
    const bool long_enough = utf8_length(folded) >= PURPOSE_TEXT_MIN && utf8_length(text) <= PURPOSE_TEXT_MAX;
    // Two ideographs can be a word, two letters can't.
    const bool has_word = utf8_length(words) >= 2 && strlen(words) >= 3;
    const bool meaningful = long_enough && has_word && is_varied(folded) && !is_repetition(words) &&
                            !is_all_filler(words);
    arena_free(arena);
    return meaningful;
}

static bool is_hidden(uint32_t point) {
    const bool line_end = point == '\t' || point == '\n' || point == '\r';
    return !line_end && (utf8_is_control(point) || utf8_is_invisible(point));
}

bool purpose_text_fit(const char *text) {
    if (utf8_length(text) > PURPOSE_TEXT_MAX)
        return false;
    for (uint32_t point; (point = utf8_next(&text)) != 0;) {
        if (is_hidden(point))
            return false;
    }
    return true;
}

const char *purpose_recorded(struct arena *arena, const char *text, size_t most) {
    struct buffer kept = {.arena = arena};
    size_t count = 0;
    buffer_text(&kept, "");
    for (uint32_t point; text != NULL && count < most && (point = utf8_next(&text)) != 0;) {
        if (is_hidden(point))
            continue;
        utf8_put(&kept, point);
        count++;
    }
    return kept.data;
}
