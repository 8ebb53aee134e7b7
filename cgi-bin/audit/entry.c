// One access record in words.
#include "audit/pages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "domain/directory.h"
#include "domain/watch.h"
#include "model/purpose.h"

const struct binding ACCESS[] = {
    VIEW(struct access_view, SEQ, seq),
    VIEW(struct access_view, TIME, time),
    VIEW(struct access_view, HAS_PERSON, has_person),
    VIEW(struct access_view, PERSON_ID, person_id),
    VIEW(struct access_view, CUSTOMER_ID, customer_id),
    VIEW(struct access_view, WHO, who),
    VIEW(struct access_view, LOGIN, login),
    VIEW(struct access_view, ROLE, role),
    VIEW(struct access_view, ADDRESS, address),
    VIEW(struct access_view, CUSTOMER_NO, customer_no),
    VIEW(struct access_view, CUSTOMER_NAME, customer_name),
    VIEW(struct access_view, CONTACT_NAME, contact_name),
    VIEW(struct access_view, FIELD, field),
    VIEW(struct access_view, LEVEL, level),
    VIEW(struct access_view, PURPOSE, purpose),
    VIEW(struct access_view, PURPOSE_TEXT, purpose_text),
    VIEW(struct access_view, CHANNEL, channel),
    VIEW(struct access_view, RESULT, result),
    VIEW(struct access_view, HAS_CUSTOMER, has_customer),
    VIEW(struct access_view, HAS_CONTACT, has_contact),
    VIEW(struct access_view, HAS_LEVEL, has_level),
    VIEW(struct access_view, IS_TOP, is_top),
    VIEW(struct access_view, REFUSED, refused),
    VIEW(struct access_view, IS_NOTHING, is_nothing),
    VIEW(struct access_view, IS_READING, is_reading),
    VIEW(struct access_view, IS_LOOK, is_look),
    VIEW_END,
};

// What only the page of one record shows.
static const struct binding DETAIL[] = {
    VIEW(struct access_view, COUNT, count),
    VIEW(struct access_view, APPROVAL, approval),
    VIEW(struct access_view, SESSION, session),
    VIEW(struct access_view, RECORD_REQUEST, request),
    VIEW(struct access_view, VALUE_HASH, value_hash),
    VIEW(struct access_view, HAS_PURPOSE, has_purpose),
    VIEW(struct access_view, IS_LIST, is_list),
    VIEW(struct access_view, HAS_APPROVAL, has_approval),
    VIEW(struct access_view, HAS_HASH, has_hash),
    VIEW_END,
};

// The number that a part of a filter gives ("person=7 …"); 0 when it has none.
static int64_t filter_number(const char *filter, const char *key) {
    const char *at = strstr(filter, key);
    return at != NULL ? strtoll(at + strlen(key), NULL, 10) : 0;
}

// The local day of the time that a part of a filter gives ("from=2026-11-21T16:00:00.000Z"), moved by `shift`; "" when it has none.
static const char *filter_day(const struct page *page, const char *filter, const char *key, int64_t shift) {
    struct tm utc = {0};
    const char *at = strstr(filter, key);
    if (at == NULL || strptime(at + strlen(key), "%Y-%m-%dT%H:%M:%S", &utc) == NULL)
        return "";
    const char *minute = time_minute(page->ctx.arena, (int64_t)timegm(&utc) * TIME_SECOND + shift);
    return arena_copy(page->ctx.arena, minute, sizeof "2026-11-22" - 1);
}

// "第 19 号" for one record, " · 第 120 号以前" for a further page.
static void add_position(const struct page *page, struct buffer *words, const char *filter) {
    bool english = page->ctx.lang == LANG_EN;
    int64_t before = filter_number(filter, "before=");
    bool single = filter_number(filter, "limit=") == 1;
    if (before > 0 && single)
        buffer_format(words, english ? " · no. %lld" : " · 第 %lld 号", (long long)before - 1);
    else if (before > 0)
        buffer_format(words, english ? " · before no. %lld" : " · 第 %lld 号以前", (long long)before);
}

// Which part of the desk it was, and which case.
static void add_part(const struct page *page, struct buffer *words, const char *filter) {
    static const struct {
        const char *word;
        struct text label;
    } PARTS[] = {
        {"desk", {" · 审计台", " · the desk"}},
        {"cases", {" · 案件列表", " · list of cases"}},
        {"summary", {" · 合计", " · summary"}},
        {"verify", {" · 验证", " · verification"}},
    };
    const int64_t number = filter_number(filter, "case=");
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++)
        if (strncmp(filter, PARTS[i].word, strlen(PARTS[i].word)) == 0)
            buffer_text(words, text_in(page->ctx.lang, PARTS[i].label));
    if (number != 0)
        buffer_format(words, page->ctx.lang == LANG_EN ? " · case %lld" : " · 案件第 %lld 号", (long long)number);
}

// The filter of a reading of the log, as the custodian notes it ("person=7 before=120 limit=50"), in words.
static const char *reading_words(const struct page *page, const char *filter, const struct directory_entry *person,
                                 const struct directory_entry *customer) {
    bool english = page->ctx.lang == LANG_EN;
    struct buffer words = {.arena = page->ctx.arena};
    const char *from = filter_day(page, filter, "from=", 0);
    const char *last = filter_day(page, filter, "until=", -1); // the end itself is no part of it
    buffer_text(&words, english ? "the log" : "访问记录");
    add_part(page, &words, filter);
    if (customer->id != 0)
        buffer_format(&words, english ? " · customer %s %s" : " · 客户 %s %s", customer->number, customer->name);
    if (person->id != 0)
        buffer_format(&words, english ? " · person %s (%s)" : " · 人员 %s（%s）", person->name, person->number);
    if (*from != '\0')
        buffer_format(&words, english ? " · from %s" : " · 从 %s", from);
    if (*last != '\0')
        buffer_format(&words, english ? " · to %s" : " · 到 %s", last);
    add_position(page, &words, filter);
    return words.data;
}

// An act of the desk as the custodian notes it ("case=3 rule=many", "case=3 decision=talk", "rule=many 60/30/on -> 40/30/on",
// "fault=good …").
static const char *act_words(const struct page *page, const char *act) {
    struct arena *arena = page->ctx.arena;
    char key[65] = "";
    const bool english = page->ctx.lang == LANG_EN;
    const long long number = (long long)filter_number(act, "case=");
    const char *rule = strstr(act, "rule="), *decision = strstr(act, "decision=");
    (void)sscanf(decision != NULL ? decision + strlen("decision=") : rule != NULL ? rule + strlen("rule=")
                                                                                  : "",
                 "%64s", key);
    const struct verdict *verdict = verdict_find(key);
    if (decision != NULL)
        return arena_format(arena, english ? "case %lld: %s" : "案件第 %lld 号：%s", number,
                            verdict != NULL ? text_in(page->ctx.lang, verdict->label) : key);
    if (rule == NULL)
        return act;
    const char *label = text_in(page->ctx.lang, watch_label(arena_string(arena, key)));
    if (number != 0)
        return arena_format(arena, english ? "case %lld: %s" : "案件第 %lld 号：%s", number, label);
    return arena_format(arena, "%s%s", label, rule + strlen("rule=") + strlen(key));
}

// What the custodian notes of keys and of the retention.
static const char *note_words(const struct page *page, const char *note) {
    static const struct {
        const char *begins;
        struct text words;
    } NOTES[] = {
        {"key=data begun", {"数据密钥：开始更换", "Data key: rotation begun"}},
        {"key=data ended", {"数据密钥：旧密钥已销毁", "Data key: the old one destroyed"}},
        {"key=token begun", {"检索密钥：开始更换", "Token key: rotation begun"}},
        {"key=token ended", {"检索密钥：旧密钥已销毁", "Token key: the old one destroyed"}},
        {"retention=shorter ", {"缩短，30 天后生效：", "Shorter, in 30 days:"}},
        {"retention=longer ", {"延长，立即生效：", "Longer, at once:"}},
        {"retention=taken-back ", {"缩短已撤销：", "Shortening taken back:"}},
        {"retention=holds ", {"缩短已生效：", "The shorter time holds:"}},
        {"retention=clock ", {"系统时钟跳变，清除不随之提前：", "The system's clock leapt, and pruning does not follow:"}},
        {"key=signing public=", {"签名密钥：自此记录起使用新公钥", "Signing key: from this record on the public key is"}},
    };
    for (size_t i = 0; i < sizeof NOTES / sizeof *NOTES; i++)
        if (strncmp(note, NOTES[i].begins, strlen(NOTES[i].begins)) == 0)
            return arena_format(page->ctx.arena, "%s %s", text_in(page->ctx.lang, NOTES[i].words), note + strlen(NOTES[i].begins));
    return note;
}

// A list that left as a file: how many columns it has of how many customers; its further records go on with the columns.
static bool is_list(const struct access *access) {
    return access->channel == CHANNEL_EXPORT && access->kind == 0;
}

// "name,phone*" → "公司名称、电话（掩码）"
static const char *list_words(const struct page *page, const struct access *access) {
    struct arena *arena = page->ctx.arena;
    const bool english = page->ctx.lang == LANG_EN;
    struct buffer words = {.arena = arena};
    buffer_text(&words, english ? "list of customers" : "客户列表");
    if (access->count > 0)
        buffer_format(&words, english ? ", %lld rows" : " %lld 行", (long long)access->count);
    const char *separator = english ? ": " : "：";
    for (const char *keys = access->field; *keys != '\0'; separator = english ? ", " : "、") {
        const size_t length = strcspn(keys, ",");
        const bool masked = length > 0 && keys[length - 1] == '*';
        const char *label = field_label(page, KIND_CUSTOMER, arena_copy(arena, keys, length - masked));
        buffer_format(&words, "%s%s%s", separator, label, !masked ? "" : english ? " (mask)"
                                                                                 : "（掩码）");
        keys += length + (keys[length] == ',');
    }
    return words.data;
}

// Faulty rows of a file that went back to who uploaded it.
static bool is_returned(const struct access *access) {
    return access->channel == CHANNEL_FILE && access->kind == 0;
}

// "customer.phone,contact.mobile" → "导入文件中有误的 3 行：电话、联系人手机"
static const char *returned_words(const struct page *page, const struct access *access) {
    struct arena *arena = page->ctx.arena;
    const bool english = page->ctx.lang == LANG_EN;
    struct buffer words = {.arena = arena};
    buffer_format(&words, english ? "faulty rows of an imported file: %lld" : "导入文件中有误的 %lld 行", (long long)access->count);
    const char *separator = english ? "; confidential: " : "；保密项目：";
    for (const char *keys = access->field; *keys != '\0'; separator = english ? ", " : "、") {
        const size_t length = strcspn(keys, ",");
        const char *key = arena_copy(arena, keys, length);
        const char *dot = strchr(key, '.');
        const bool contact = strncmp(key, "contact.", strlen("contact.")) == 0;
        buffer_format(&words, "%s%s%s", separator, !contact ? "" : english ? "contact's "
                                                                           : "联系人",
                      field_label(page, contact ? KIND_CONTACT : KIND_CUSTOMER, dot != NULL ? dot + 1 : key));
        keys += length + (keys[length] == ',');
    }
    return words.data;
}

static const char *field_words(const struct page *page, const struct access *access) {
    static const struct text SECRET = {"二次验证密钥（本人设置）", "Second factor's secret (set up for oneself)"};
    static const struct text IMPORT = {"整批导入的客户", "customers of an import"};
    if (is_list(access))
        return list_words(page, access);
    if (is_returned(access))
        return returned_words(page, access);
    if (access->kind == 0 && strcmp(access->field, "import") == 0)
        return text_in(page->ctx.lang, IMPORT);
    if (access->kind == 0 && strcmp(access->field, "second_factor") == 0)
        return text_in(page->ctx.lang, SECRET);
    if (access->result == RESULT_KEY_CHANGED || access->result == RESULT_RETENTION)
        return note_words(page, access->field);
    return field_label(page, access->kind, access->field);
}

static const char *role_words(const struct page *page, const char *key) {
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (strcmp(ROLES[i].key, key) == 0)
            return text_in(page->ctx.lang, ROLES[i].label);
    return key;
}

static const char *purpose_words(const struct page *page, const char *key) {
    const struct purpose *purpose = purpose_find(key);
    return purpose != NULL ? text_in(page->ctx.lang, purpose->label) : key;
}

// A search that was answered with nothing has shown nothing.
static bool found_nothing(const struct access *access) {
    return access->channel == CHANNEL_SEARCH && access->result == RESULT_DISCLOSED && access->count == 0 && access->customer_id == 0;
}

// A number that was entered and stands at a customer out of reach: that was all that was told.
static bool was_counted_only(const struct access *access) {
    return access->channel == CHANNEL_SEARCH && access->result == RESULT_DISCLOSED && access->count == 0 && access->customer_id != 0;
}

// A reading of the log, or an act of the desk or of the custodian, is about no record: what is, was a look, whatever its channel says.
static bool is_reading(const struct access *access) {
    return (access->channel == CHANNEL_LOG || access->channel == CHANNEL_DESK || access->channel == CHANNEL_CUSTODIAN) && access->kind == 0;
}

static struct text result_words(const struct access *access) {
    if (is_list(access) && access->result == RESULT_DISCLOSED)
        return (struct text){"已导出", "Exported"};
    if (is_returned(access) && access->result == RESULT_DISCLOSED)
        return (struct text){"已交回", "Given back"};
    if (found_nothing(access))
        return (struct text){"未找到", "Nothing found"};
    if (was_counted_only(access))
        return (struct text){"只告知别处已有", "Told only that it is there"};
    return result_label((enum result)access->result);
}

static struct access_view in_words(const struct page *page, const struct access *access) {
    return (struct access_view){
        .seq = access->seq,
        .count = access->count,
        .approval = access->approval_id,
        .customer_id = access->customer_id,
        .person_id = access->person_id,
        .time = time_second(page->ctx.arena, access->time),
        .login = access->login,
        .role = role_words(page, access->role),
        .session = access->session,
        .address = access->address,
        .request = access->request,
        .field = field_words(page, access),
        .level = text_in(page->ctx.lang, level_label((enum level)access->level)),
        .purpose = purpose_words(page, access->purpose),
        .purpose_text = access->purpose_text,
        .channel = text_in(page->ctx.lang, channel_label((enum channel)access->channel)),
        .result = text_in(page->ctx.lang, result_words(access)),
        .value_hash = access->value_hash,
        .has_customer = access->customer_id != 0,
        .has_contact = access->kind == KIND_CONTACT,
        .has_level = access->level >= LEVEL_SECRET,
        .is_top = access->level == LEVEL_TOP,
        .is_reading = is_reading(access),
        .is_look = !is_reading(access),
        .is_list = is_list(access),
        .has_purpose = *access->purpose != '\0',
        .is_nothing = found_nothing(access),
        .refused = result_is_refusal((enum result)access->result),
        .has_approval = access->approval_id != 0,
        .has_hash = *access->value_hash != '\0',
    };
}

// Whose names are needed: first one of each kind for every record, then those that readings of the log were filtered by.
enum status access_views(struct page *page, const struct access *rows, unsigned count, struct access_view *views) {
    struct ctx *ctx = &page->ctx;
    struct directory_entry *people = ARENA_ARRAY(ctx->arena, struct directory_entry, 2 * count);
    struct directory_entry *customers = ARENA_ARRAY(ctx->arena, struct directory_entry, 2 * count);
    struct directory_entry *contacts = ARENA_ARRAY(ctx->arena, struct directory_entry, count);
    for (unsigned i = 0; i < count; i++) {
        const char *filter = is_reading(&rows[i]) ? rows[i].field : "";
        people[i].id = rows[i].person_id;
        people[count + i].id = filter_number(filter, "person=");
        customers[i].id = rows[i].customer_id;
        customers[count + i].id = filter_number(filter, "customer=");
        contacts[i].id = rows[i].kind == KIND_CONTACT ? rows[i].record_id : 0;
    }
    TRY(directory_people(ctx, people, 2 * count));
    TRY(directory_customers(ctx, customers, 2 * count));
    TRY(directory_contacts(ctx, contacts, count));
    for (unsigned i = 0; i < count; i++) {
        views[i] = in_words(page, &rows[i]);
        if (rows[i].channel == CHANNEL_DESK)
            views[i].field = act_words(page, rows[i].field);
        else if (views[i].is_reading && rows[i].channel == CHANNEL_LOG)
            views[i].field = reading_words(page, rows[i].field, &people[count + i], &customers[count + i]);
        views[i].has_person = *people[i].name != '\0';
        views[i].who = people[i].name;
        views[i].customer_name = customers[i].name;
        views[i].customer_no = customers[i].number;
        views[i].contact_name = contacts[i].name;
    }
    return STATUS_OK;
}

struct entry_view {
    struct layout_view layout;
    struct access_view access;
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct entry_view, layout, LAYOUT),
    VIEW_PART(struct entry_view, access, ACCESS),
    VIEW_PART(struct entry_view, access, DETAIL),
    VIEW_END,
};
const struct view ENTRY_VIEW = {"audit/record.tpl", BINDINGS};

enum status entry_page(struct page *page) {
    int64_t seq = page_number(page, "seq");
    struct access_filter filter = {.before_seq = seq + 1, .limit = 1};
    struct access_page found;
    page->ctx.asker.channel = CHANNEL_LOG;
    TRY(custody_log(page->ctx.custody, &page->ctx.asker, &filter, &found, page->ctx.arena));
    if (found.result != RESULT_DISCLOSED)
        return STATUS_FORBIDDEN;
    if (found.count == 0 || found.rows[0].seq != seq)
        return STATUS_NOT_FOUND;
    struct entry_view view = {.layout = page_layout(page)};
    TRY(access_views(page, found.rows, 1, &view.access));
    return page_render(page, 200, &ENTRY_VIEW, &view);
}
