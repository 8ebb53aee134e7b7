// Telephone numbers as people write them, made canonical:
//   13800138000 · 0755-12345678 · 0755-12345678-801 (extension) · 400-820-8820 · +85223456789
// Numbering: mobile 1[3-9] and 9 digits; area code 010, 02x (then 8 digits) or 0[3-9]xx (then 7 or 8); 400 and 800.
#include "model/field_rule.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define GROUPS_MAX 8
#define EXTENSION_MAX 6

// The digits between separators, and which group began after a word for "extension".
struct groups {
    const char *text[GROUPS_MAX];
    unsigned count;
    int extension; // index, -1 = none was marked
};

static size_t mark_length(const char *text, const char *const *marks) {
    for (; *marks != NULL; marks++) {
        if (strncasecmp(text, *marks, strlen(*marks)) == 0)
            return strlen(*marks);
    }
    return 0;
}

// Splits into groups of digits; false when something else is in it.
static bool split(struct arena *arena, const char *text, struct groups *groups) {
    static const char *const separators[] = {" ", "-", "(", ")", "/", "‐", "‑", "‒", "–", "—", "―", "−", "－", NULL};
    static const char *const extensions[] = {"转接", "转", "分机号", "分机", "extension", "ext.", "ext", "x", "#", NULL};
    *groups = (struct groups){.extension = -1};
    while (*text != '\0') {
        const size_t digits = strspn(text, "0123456789");
        if (digits > 0) {
            if (groups->count == GROUPS_MAX)
                return false;
            groups->text[groups->count++] = arena_copy(arena, text, digits);
            text += digits;
            continue;
        }
        const size_t mark = mark_length(text, extensions);
        if (mark > 0)
            groups->extension = (int)groups->count;
        const size_t step = mark > 0 ? mark : mark_length(text, separators);
        if (step == 0)
            return false;
        text += step;
    }
    return groups->count > 0 && groups->extension != 0 && groups->extension < (int)groups->count;
}

static const char *join(struct arena *arena, const struct groups *groups, unsigned from, unsigned to) {
    struct buffer joined = {.arena = arena};
    buffer_add(&joined, "", 0);
    for (unsigned i = from; i < to; i++)
        buffer_text(&joined, groups->text[i]);
    return joined.data;
}

static size_t area_length(const char *digits) {
    if (digits[0] != '0' || digits[1] < '1' || digits[1] > '9')
        return 0;
    return digits[1] == '1' || digits[1] == '2' ? 3 : 4;
}

static bool is_local(const char *area, size_t area_size, const char *local) {
    const size_t length = strlen(local);
    const bool area_good = area_size == 3 ? area[1] == '2' || area[2] == '0' : area_size == 4;
    return area_good && local[0] != '0' && (length == 8 || (length == 7 && area_size == 4));
}

// The canonical form of digits without extension, or NULL.
static const char *number_form(struct arena *arena, const char *digits) {
    const size_t length = strlen(digits);
    if (length == 11 && digits[0] == '1' && digits[1] >= '3')
        return digits;
    if (length == 10 && (strncmp(digits, "400", 3) == 0 || strncmp(digits, "800", 3) == 0))
        return arena_format(arena, "%.3s-%.3s-%s", digits, digits + 3, digits + 6);
    const size_t area = area_length(digits);
    if (area > 0 && length > area && is_local(digits, area, digits + area))
        return arena_format(arena, "%.*s-%s", (int)area, digits, digits + area);
    return NULL;
}

static const char *with_extension(struct arena *arena, const char *number, const char *extension) {
    // A mobile number has no extension; more than six digits are a second number.
    if (number == NULL || strchr(number, '-') == NULL || strlen(extension) > EXTENSION_MAX)
        return NULL;
    return arena_format(arena, "%s-%s", number, extension);
}

// A number within China: groups `from` and on.
static const char *national_form(struct arena *arena, const struct groups *groups, unsigned from) {
    const unsigned count = groups->count;
    if (groups->extension >= 0) {
        const char *number = number_form(arena, join(arena, groups, from, (unsigned)groups->extension));
        return with_extension(arena, number, join(arena, groups, (unsigned)groups->extension, count));
    }
    // Area code, whole number, extension: 0755-1234567-8 is not 0755-12345678.
    if (count - from == 3 && area_length(groups->text[from]) == strlen(groups->text[from]) &&
        is_local(groups->text[from], strlen(groups->text[from]), groups->text[from + 1]))
        return with_extension(arena, number_form(arena, join(arena, groups, from, from + 2)), groups->text[from + 2]);
    const char *number = number_form(arena, join(arena, groups, from, count));
    if (number == NULL && count - from >= 2)
        number = with_extension(arena, number_form(arena, join(arena, groups, from, count - 1)), groups->text[count - 1]);
    return number;
}

// A number with country code 86, which is dropped: +86 755 1234 5678, 0086-13800138000, 86 13800138000.
static const char *home_form(struct arena *arena, struct groups *groups, const char *first_rest) {
    groups->text[0] = first_rest;
    const unsigned from = first_rest[0] == '\0' ? 1 : 0;
    if (from >= groups->count || groups->extension == (int)from)
        return NULL;
    const char *number = national_form(arena, groups, from);
    if (number != NULL || groups->text[from][0] == '0')
        return number;
    groups->text[from] = arena_format(arena, "0%s", groups->text[from]); // the 0 of the area code is left out abroad
    return national_form(arena, groups, from);
}

// E.164: country code and number, 7 to 15 digits. 86 is ours and has rules of its own.
static const char *foreign_form(struct arena *arena, const struct groups *groups, const char *digits) {
    const size_t length = strlen(digits);
    if (groups->extension >= 0 || digits[0] == '0' || strncmp(digits, "86", 2) == 0 || length < 7 || length > 15)
        return NULL;
    return arena_format(arena, "+%s", digits);
}

static const char *phone_form(struct arena *arena, const char *text, struct groups *groups) {
    while (*text == '(' || *text == ' ')
        text++;
    const bool plus = *text == '+';
    if (!split(arena, plus ? text + 1 : text, groups))
        return NULL;
    const char *first = groups->text[0];
    if (plus && strncmp(first, "86", 2) == 0)
        return home_form(arena, groups, first + 2);
    if (plus)
        return foreign_form(arena, groups, join(arena, groups, 0, groups->count));
    if (strncmp(first, "0086", 4) == 0)
        return home_form(arena, groups, first + 4);
    if (strncmp(first, "00", 2) == 0)
        return foreign_form(arena, groups, join(arena, groups, 0, groups->count) + 2);
    if (strcmp(first, "86") == 0 || (strncmp(first, "861", 3) == 0 && strlen(first) == 13))
        return home_form(arena, groups, first + 2);
    return national_form(arena, groups, 0);
}

enum status check_phone(struct check *check, const char *text) {
    struct groups groups;
    const char *number = phone_form(check->arena, text, &groups);
    if (number != NULL)
        return check_accept(check, number);
    const char *digits = groups.count > 0 ? join(check->arena, &groups, 0, groups.count) : "";
    const size_t length = strlen(digits);
    if (digits[0] == '1' && digits[1] >= '3' && length >= 8 && length <= 14 && length != 11)
        return check_refuse(check, arena_format(check->arena, "手机号应为 11 位数字，现在 %zu 位", length),
                            arena_format(check->arena, "A mobile number has 11 digits; there are %zu.", length));
    if (digits[0] >= '1' && (length == 7 || length == 8))
        return check_refuse(check, "固定电话请加区号，如 0755-12345678", "Add the area code, e.g. 0755-12345678.");
    return check_refuse(check,
                        "不是有效的电话号码：手机号 11 位，固定电话带区号（如 0755-12345678，分机写在后面：-801），"
                        "或 400/800 号码；境外号码以 + 和国家代码开头",
                        "Not a valid telephone number: a mobile number of 11 digits, a fixed line with area code "
                        "(0755-12345678, extension at the end: -801), a 400/800 number, or + and country code.");
}

// Canonical numbers with an extension: 0755-12345678-801, 400-820-8820-1.
static size_t without_extension(const char *number) {
    unsigned groups = *number == '0' ? 2 : *number == '4' || *number == '8' ? 3
                                                                            : 1;
    const char *end = number;
    while (*end != '\0' && (*end != '-' || --groups > 0))
        end++;
    return (size_t)(end - number);
}

const char *phone_tail(const char *number, struct arena *arena) {
    char tail[PHONE_TAIL + 1] = "";
    size_t found = 0;
    for (size_t at = without_extension(number); at > 0 && found < PHONE_TAIL; at--)
        if (number[at - 1] >= '0' && number[at - 1] <= '9')
            tail[PHONE_TAIL - ++found] = number[at - 1];
    return found == PHONE_TAIL ? arena_string(arena, tail) : NULL;
}

const char *phone_tail_typed(const char *typed, struct arena *arena) {
    if (!utf8_valid(typed, strlen(typed)))
        return NULL;
    const char *digits = utf8_narrow(arena, typed);
    return strlen(digits) == PHONE_TAIL && strspn(digits, "0123456789") == PHONE_TAIL ? digits : NULL;
}
