// The result of a verification as a sentence in both languages.
#include <inttypes.h>

#include "base/clock.h"
#include "domain/verify.h"

// A sentence has up to two places for numbers, filled with `first` and `last` in this order.
struct sentence {
    const char *name;
    const char *zh_one, *en_one;   // one record
    const char *zh_many, *en_many; // several; NULL: the same as for one
};

static const struct sentence SENTENCES[VERIFY_FAULT_COUNT] = {
    [VERIFY_GOOD] = {"good", "", "", NULL, NULL},
    [VERIFY_NO_PUBLIC] = {"no_public", "公钥文件不存在或内容不对。", "The public file is missing or is none.", NULL, NULL},
    [VERIFY_NO_LOG] = {"no_log", "访问日志不存在或不可读。", "The access log is missing or not readable.", NULL, NULL},
    [VERIFY_UNREADABLE] = {"unreadable", "访问日志自第 %" PRId64 " 条起无法读取，文件已损坏或不是访问日志。",
                           "The access log cannot be read from record %" PRId64 " on: it is damaged or no access log.", NULL, NULL},
    [VERIFY_FOREIGN] = {"foreign", "这是另一套系统的访问日志，与公钥文件不符。",
                        "This is the access log of another installation; it does not belong to the public file.", NULL, NULL},
    [VERIFY_ALTERED] = {"altered", "第 %" PRId64 " 条记录被改动。", "Record %" PRId64 " was altered.", NULL, NULL},
    [VERIFY_REMOVED] = {"removed", "第 %" PRId64 " 条记录被删除。", "Record %" PRId64 " was removed.",
                        "第 %" PRId64 " 至 %" PRId64 " 条记录被删除。", "Records %" PRId64 " to %" PRId64 " were removed."},
    [VERIFY_INSERTED] = {"inserted", "第 %" PRId64 " 条记录是后来插入的。", "Record %" PRId64 " was put in later.",
                         "第 %" PRId64 " 至 %" PRId64 " 条记录是后来插入的。",
                         "Records %" PRId64 " to %" PRId64 " were put in later."},
    [VERIFY_REORDERED] = {"reordered", "第 %" PRId64 " 条记录不在原来的位置。", "Record %" PRId64 " is not in its place.",
                          "第 %" PRId64 " 至 %" PRId64 " 条记录的顺序被调换。",
                          "Records %" PRId64 " to %" PRId64 " are not in their order."},
    [VERIFY_REWRITTEN] = {"rewritten", "第 %" PRId64 " 条记录被重新编造，与签名存证不符。",
                          "Record %" PRId64 " was made anew and contradicts a signed head.",
                          "第 %" PRId64 " 至 %" PRId64 " 条记录中有被重新编造的，与签名存证不符。",
                          "Among records %" PRId64 " to %" PRId64 " some were made anew: they contradict a signed head."},
    [VERIFY_CUT] = {"cut", "末尾被截断：缺第 %" PRId64 " 条记录。", "The end was cut off: record %" PRId64 " is missing.",
                    "末尾被截断：缺第 %" PRId64 " 至 %" PRId64 " 条记录。",
                    "The end was cut off: records %" PRId64 " to %" PRId64 " are missing."},
    [VERIFY_ROLLED_BACK] = {"rolled_back", "日志被换成较早的副本：缺第 %" PRId64 " 条记录。",
                            "The log was replaced by an older copy: record %" PRId64 " is missing.",
                            "日志被换成较早的副本：缺第 %" PRId64 " 至 %" PRId64 " 条记录。",
                            "The log was replaced by an older copy: records %" PRId64 " to %" PRId64 " are missing."},
    [VERIFY_UNSIGNED] = {"unsigned", "第 %" PRId64 " 条记录的签名不是本系统的。",
                         "The signature over record %" PRId64 " is not this installation's.",
                         "第 %" PRId64 " 至 %" PRId64 " 条记录的签名不是本系统的。",
                         "The signature over records %" PRId64 " to %" PRId64 " is not this installation's."},
    [VERIFY_HEAD] = {"head", "第 %" PRId64 " 条记录处的签名存证不是本系统的。",
                     "The signature of the head over record %" PRId64 " is not this installation's.",
                     "第 %" PRId64 " 至 %" PRId64 " 条记录的签名存证不是本系统的。",
                     "The signature of the head over records %" PRId64 " to %" PRId64 " is not this installation's."},
    [VERIFY_HEADS_FILE] = {"heads_file", "签名存证文件缺失。", "The heads file is missing.", "签名存证文件第 %" PRId64 " 行不是签名存证。",
                           "Line %" PRId64 " of the heads file is no head."},
    [VERIFY_SCHEMA] = {"schema", "访问日志的表结构被改动，与本程序自带的不同；其中的内容未作核对。",
                       "The tables of the access log are not those of this program: they were changed, and what they hold was not checked.",
                       NULL, NULL},
    [VERIFY_PRUNED] = {"pruned", "第 %" PRId64 " 条及以前的记录已不在，而清除声明不是本系统签署的，或早于六个月的最短保存期限。",
                       "Records up to number %" PRId64 " are gone, but the statement about it is not this installation's, or came within six months.",
                       "第 %" PRId64 " 至 %" PRId64 " 条记录已不在，而清除声明不是本系统签署的。",
                       "Records %" PRId64 " to %" PRId64 " are gone, but the statement about it is not this installation's."},
    [VERIFY_CASES] = {"cases", "第 %" PRId64 " 条记录所说的案件或处理结果，与案件表不符：案件被改动、删除或伪造。",
                      "A case or its decision is not what record %" PRId64 " says: it was altered, removed or put in.", NULL, NULL},
    [VERIFY_FILTERS] = {"filters", "筛选用的索引与记录不符，最早涉及第 %" PRId64 " 条：按客户、人员或日期查阅会漏掉或错列记录。",
                        "The tables for filters do not agree with the records, first about record %" PRId64
                        ": a look by customer, person or day would miss records or show wrong ones.",
                        NULL, NULL},
    [VERIFY_KEYS] = {"keys", "第 %" PRId64 " 条记录处的签名密钥更换没有前一把密钥的证明：证明被删除、改动或伪造。",
                     "The signing key that record %" PRId64 " names is not certified by the one before it: the certificate was removed, altered or forged.",
                     NULL, NULL},
};

// Which records only the tip inside the database proves: whoever can replace the whole file could still take those away.
static const char *witness_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    if (result->without_heads)
        return lang == LANG_EN ? " Without the heads file a cut of the end may go unseen." : "未提供签名存证文件，末尾被截断可能看不出来。";
    if (result->witnessed >= result->newest)
        return "";
    return arena_format(arena, lang == LANG_EN ? " No head outside the database proves records %" PRId64 " to %" PRId64 " yet." : "第 %" PRId64 " 至 %" PRId64 " 条记录还没有数据库之外的签名存证。",
                        result->witnessed + 1, result->newest);
}

// What is no longer there, and rightly so.
static const char *pruned_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    if (result->pruned == 0)
        return "";
    return arena_format(arena, lang == LANG_EN ? " Records up to number %" PRId64 " (%s) were removed by the retention, which is signed." : "第 %" PRId64 " 条（%s）及以前的记录已按保存期限清除，有签名为证。",
                        result->pruned, time_second(arena, result->pruned_at));
}

// Only after a rotation.
static const char *key_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    if (result->keys < 2)
        return "";
    return arena_format(arena, lang == LANG_EN ? " %" PRId64 " signing keys, each certified by the one before it." : "先后使用 %" PRId64 " 把签名密钥，每把都有前一把的证明。",
                        result->keys);
}

static const char *good_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    static const struct text WHOLE = {
        "访问日志完整：已核对 %" PRId64 " 条记录，至第 %" PRId64 " 条（%s），%" PRId64 " 处签名存证相符。%s%s%s",
        "The access log is whole: %" PRId64 " records up to number %" PRId64 " (%s), %" PRId64 " heads agree.%s%s%s"};
    const char *newest = result->newest_at != 0 ? time_second(arena, result->newest_at) : "—";
    return arena_format(arena, text_in(lang, WHOLE), result->records, result->newest, newest, result->heads,
                        key_words(result, lang, arena), pruned_words(result, lang, arena), witness_words(result, lang, arena));
}

// When it was, as far as that is known.
static const char *time_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    if (result->before_at == 0)
        return "";
    return arena_format(arena, lang == LANG_EN ? " The record before it, number %" PRId64 ", is of %s." : "其前一条（第 %" PRId64 " 条）的时间是 %s。",
                        result->first - 1, time_second(arena, result->before_at));
}

const char *verify_words(const struct verify_result *result, enum lang lang, struct arena *arena) {
    if (result->fault == VERIFY_GOOD)
        return good_words(result, lang, arena);
    const struct sentence *sentence = &SENTENCES[result->fault];
    const bool by_line = result->fault == VERIFY_HEADS_FILE;
    const int64_t first = by_line ? result->line : result->first, last = by_line ? result->line : result->last;
    const bool many = sentence->zh_many && (by_line ? result->line > 0 : last > first);
    const char *format = lang == LANG_EN ? (many ? sentence->en_many : sentence->en_one) : many ? sentence->zh_many
                                                                                                : sentence->zh_one;
    return arena_format(arena, "%s%s", arena_format(arena, format, first, last), time_words(result, lang, arena));
}

const char *verify_fault_name(enum verify_fault fault) {
    return (unsigned)fault < VERIFY_FAULT_COUNT ? SENTENCES[fault].name : "unknown";
}
