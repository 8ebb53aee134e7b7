// The rules of unusual use and their words.
#include "domain/watch.h"

#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "domain/workday.h"
#include "model/purpose.h"

#define DAY_MINUTES (24 * 60)
#define WORK_BEGINS 7 // o'clock
#define WORK_ENDS 21

// clang-format off
const struct watch_rule WATCH_RULES[WATCH_COUNT] = {
    [WATCH_MANY] = {"many", {"短时间大量查看", "Many looks in a short time"},
        {"%s内查看保密内容达到 %lld 次。", "Within %s confidential fields were looked at %lld times or more."},
        60, 30, 3},
    [WATCH_NIGHT] = {"night", {"非工作时间查看", "Looks outside working hours"},
        {"非工作时间（21 点至次日 7 点，以及工作日历上的休息日）在 %s内查看保密内容达到 %lld 次。",
         "Outside working hours (21:00 to 07:00, and days off of the working calendar) confidential fields were looked at, within %s, %lld times or more."},
        5, 12 * 60, 2},
    [WATCH_OTHERS] = {"others", {"查看他人客户", "Other people's customers"},
        {"%s内查看了 %lld 家以上由他人跟进的客户的保密内容。",
         "Within %s confidential fields of %lld or more customers of other people were looked at."},
        30, DAY_MINUTES, 2},
    [WATCH_REFUSED] = {"refused", {"反复被拒绝", "Repeated refusals"},
        {"%s内有 %lld 次以上请求被拒绝。", "Within %s %lld or more requests were refused."},
        10, 60, 3},
    [WATCH_SEARCH] = {"search", {"反复按保密内容查找", "Many searches by value"},
        {"%s内按保密内容（电话、账号等）查找达到 %lld 次。",
         "Within %s confidential values (phones, accounts) were searched for %lld times or more."},
        20, DAY_MINUTES, 2},
    [WATCH_TEXT] = {"text", {"用途说明千篇一律", "The same purpose everywhere"},
        {"%s内同一用途说明用了 %lld 次以上。", "Within %s the same purpose text was given %lld times or more."},
        20, DAY_MINUTES, 1},
    // Fifty new customers a day with their contacts stay below; trying the ten thousand numbers behind a mask does not.
    [WATCH_ENTRY] = {"entry", {"大量录入号码", "Very many numbers entered"},
        {"%s内在录入时按号码查重达到 %lld 次，可能是在用表单试号码。",
         "Within %s numbers were entered, and looked for at other customers, %lld times or more: the form may be used to try numbers."},
        300, DAY_MINUTES, 2},
    [WATCH_TWINS] = {"twins", {"录入的号码反复属于他户", "Numbers entered that others have"},
        {"%s内录入的号码有 %lld 次以上已登记在其他客户，可能是在用表单查号码的主人。",
         "Within %s numbers were entered that stood at other customers already, %lld times or more: the form may be used to find out whose they are."},
        20, DAY_MINUTES, 2},
};
// clang-format on

enum watch watch_find(const char *key) {
    for (unsigned i = 0; i < WATCH_COUNT; i++)
        if (strcmp(WATCH_RULES[i].key, key) == 0)
            return (enum watch)i;
    return WATCH_COUNT;
}

bool watch_concerns(const struct access *access) {
    return access->person_id != 0 && access->channel > 0 && access->channel < CHANNEL_LOG;
}

static bool is_look(const struct access *access) {
    return access->result == RESULT_DISCLOSED && access->customer_id != 0 && access->channel != CHANNEL_SEARCH;
}

// Nothing there, or nothing that opens: no fault of who asked.
static bool is_refusal(const struct access *access) {
    return result_is_refusal((enum result)access->result) && access->result != RESULT_NO_VALUE && access->result != RESULT_BROKEN;
}

// In the company's zone.
static bool is_off_hours(int64_t time, const struct workdays *days) {
    const time_t seconds = (time_t)(time / TIME_SECOND);
    struct tm local;
    if (!localtime_r(&seconds, &local))
        return false;
    return local.tm_hour < WORK_BEGINS || local.tm_hour >= WORK_ENDS || !workday_is_working(days, time);
}

unsigned watch_counts(const struct access *access, int64_t owner_id, const struct workdays *days) {
    if (!watch_concerns(access))
        return 0;
    const bool look = is_look(access);
    const bool searched = access->channel == CHANNEL_SEARCH && !is_refusal(access);
    const bool entered = searched && access->purpose && strcmp(access->purpose, PURPOSE_ENTRY) == 0;
    const bool holds[WATCH_COUNT] = {
        [WATCH_MANY] = look,
        [WATCH_NIGHT] = look && is_off_hours(access->time, days),
        [WATCH_OTHERS] = look && owner_id != 0 && owner_id != access->person_id,
        [WATCH_REFUSED] = is_refusal(access),
        [WATCH_SEARCH] = searched && !entered,
        [WATCH_TEXT] = look && *access->purpose_text != '\0',
        [WATCH_ENTRY] = entered,
        [WATCH_TWINS] = entered && access->customer_id != 0,
    };
    unsigned counts = 0;
    for (unsigned i = 0; i < WATCH_COUNT; i++)
        counts |= holds[i] ? 1u << i : 0;
    return counts;
}

// --- Words

// Cases that no rule raises. The words have a place for the number of records, or for what is particular.
static const struct case_kind {
    const char *rule;
    int64_t weight; // of what a notice of the store opens (audit_case.h); the custodian weighs its own
    struct text label, words;
    bool particular;
} KINDS[] = {
    {"leaving",
     3,
     {"离职人员", "Leaving"},
     {"本人离职：离职前 30 天的全部查看、查找和被拒绝的请求，共 %lld 条。",
      "They leave: all looks, searches and refusals of their last 30 days, %lld in all."},
     false},
    {"moving",
     1,
     {"调动人员", "Moving"},
     {"本人调动：调动前 30 天的全部查看、查找和被拒绝的请求，共 %lld 条。",
      "They move: all looks, searches and refusals of the last 30 days before, %lld in all."},
     false},
    {"password",
     1,
     {"密码被重置", "Password reset"},
     {"管理员给了此人一次性密码，知道它的人能以此人身份登录。请与本人核实。",
      "An administrator gave them a one-time password; whoever knows it can sign in as them. Ask them whether they wanted it."},
     false},
    {"factor",
     2,
     {"二次验证被取消", "Second factor taken off"},
     {"管理员取消了此人的二次验证，只用密码就能登录。请与本人核实。",
      "An administrator took their second factor off; the password alone signs in. Ask them whether they wanted it."},
     false},
    {"duty",
     2,
     {"职责被增加", "Another duty"},
     {"管理员给此人加了另一类职责（业务、审计、系统管理）的角色。请核实是否应当。",
      "An administrator gave them a role of another duty (work, audit, administration). Make sure that it was meant to be."},
     false},
    {"unexplained",
     3,
     {"来历不明的一次性密码", "Unexplained one-time password"},
     {"此人的账号用一次性密码登录，而没有任何人发放它的记录：可能有人直接改了数据库。",
      "Their account was signed in to with a one-time password that nobody is on record for having given: somebody may have written into "
      "the database."},
     false},
    {"calendar",
     2,
     {"工作日历改动", "Working calendar changed"},
     {"此人把休息日改成了工作日：这些天的查看不再算非工作时间。请对照管理记录核实。",
      "They made working days of days off: looks on these are no longer outside working hours. Compare the record of administration."},
     false},
    {"retention",
     3,
     {"缩短日志保存期限", "Access log kept for less long"},
     {"访问记录的保存天数被缩短：%s 起生效。在此之前改回即撤销。",
      "The days that access records are kept were shortened: %s, from when on it holds. Until then it can be taken back."},
     true},
    {"clock",
     3,
     {"系统时钟跳变", "The system's clock leapt"},
     {"缩短保存期限等待生效期间，系统时钟向前跳变至 %s；清除日志的时钟不随之跳变。",
      "While a shorter retention waits, the system's clock leapt ahead to %s; the clock of pruning does not leap with it."},
     true},
};

static const struct case_kind *kind_of(const char *rule) {
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(KINDS[i].rule, rule) == 0)
            return &KINDS[i];
    return NULL;
}

int64_t watch_notice_weight(const char *rule) {
    const struct case_kind *kind = kind_of(rule);
    return kind ? kind->weight : 1;
}

struct text watch_label(const char *rule) {
    const enum watch watch = watch_find(rule);
    const struct case_kind *kind = kind_of(rule);
    if (kind)
        return kind->label;
    return watch < WATCH_COUNT ? WATCH_RULES[watch].label : (struct text){rule, rule};
}

const char *watch_span(int64_t minutes, enum lang lang, struct arena *arena) {
    const bool hours = minutes % 60 == 0;
    const long long count = hours ? minutes / 60 : minutes;
    if (lang == LANG_EN)
        return arena_format(arena, "%lld %s%s", count, hours ? "hour" : "minute", count == 1 ? "" : "s");
    return arena_format(arena, "%lld %s", count, hours ? "小时" : "分钟");
}

const char *watch_rule_words(enum watch watch, int64_t threshold, int64_t minutes, enum lang lang, struct arena *arena) {
    return arena_format(arena, text_in(lang, WATCH_RULES[watch].words), watch_span(minutes, lang, arena), (long long)threshold);
}

const char *watch_words(const struct audit_case *the_case, enum lang lang, struct arena *arena) {
    const enum watch watch = watch_find(the_case->rule);
    const struct case_kind *kind = kind_of(the_case->rule);
    if (kind && kind->particular)
        return arena_format(arena, text_in(lang, kind->words), the_case->detail);
    if (kind)
        return arena_format(arena, text_in(lang, kind->words), (long long)the_case->count);
    if (watch == WATCH_COUNT)
        return the_case->rule;
    const char *why = watch_rule_words(watch, the_case->threshold, the_case->minutes, lang, arena);
    if (watch != WATCH_TEXT)
        return why;
    return arena_format(arena, lang == LANG_EN ? "%s It was: “%s”" : "%s说明是：“%s”", why, the_case->detail);
}

const struct verdict VERDICTS[VERDICT_COUNT] = {
    {"unobjectionable", {"无异常", "Unobjectionable"}},
    {"talk", {"谈话提醒", "Talk to them"}},
    {"measure", {"采取措施", "Take measures"}},
    {"report", {"上报", "Report it"}},
};

const struct verdict *verdict_find(const char *key) {
    for (unsigned i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(VERDICTS[i].key, key) == 0)
            return &VERDICTS[i];
    return NULL;
}
