// The access record as bytes, its chain, its heads and their files.
#include "vault/access.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "vault/message.h"

#define INTEGER(name) \
    { .parameter = ":" #name, .offset = offsetof(struct access, name) }
#define TEXT(name, most_) \
    { .parameter = ":" #name, .offset = offsetof(struct access, name), .most = (most_) }

const struct access_member ACCESS_MEMBERS[ACCESS_MEMBER_COUNT] = {
    INTEGER(seq),
    INTEGER(time),
    INTEGER(person_id),
    TEXT(login, 128),
    INTEGER(behalf_id),
    TEXT(role, 64),
    TEXT(session, 64),
    TEXT(address, 64),
    TEXT(request, 64),
    INTEGER(kind),
    INTEGER(record_id),
    INTEGER(customer_id),
    TEXT(field, 256),
    INTEGER(level),
    TEXT(purpose, 64),
    TEXT(purpose_text, 1024),
    INTEGER(channel),
    INTEGER(result),
    INTEGER(approval_id),
    TEXT(value_hash, 128),
    INTEGER(count),
};

static const struct text NONE = {"—", "—"};

struct text channel_label(enum channel channel) {
    static const struct text LABELS[CHANNEL_COUNT] = {
        [CHANNEL_PAGE] = {"页面", "Page"},
        [CHANNEL_SEARCH] = {"检索", "Search"},
        [CHANNEL_EXPORT] = {"导出", "Export"},
        [CHANNEL_PRINT] = {"打印", "Print"},
        [CHANNEL_API] = {"接口", "API"},
        [CHANNEL_FILE] = {"文件", "File"},
        [CHANNEL_LOG] = {"日志查阅", "Log"},
        [CHANNEL_CUSTODIAN] = {"保管程序", "Custodian"},
        [CHANNEL_DESK] = {"审计台", "Desk"},
    };
    return (unsigned)channel < CHANNEL_COUNT && LABELS[channel].zh ? LABELS[channel] : NONE;
}

struct text result_label(enum result result) {
    static const struct text LABELS[RESULT_COUNT] = {
        [RESULT_DISCLOSED] = {"已查看", "Disclosed"},
        [RESULT_NO_SESSION] = {"拒绝：未登录或登录已失效", "Refused: not signed in"},
        [RESULT_NO_PERMISSION] = {"拒绝：无查看权限", "Refused: no permission to reveal"},
        [RESULT_OUT_OF_SCOPE] = {"拒绝：不在本人职责范围内", "Refused: outside their scope"},
        [RESULT_LEVEL] = {"拒绝：密级高于可查看的级别", "Refused: level above the role's"},
        [RESULT_NO_PURPOSE] = {"拒绝：未选择用途", "Refused: no purpose given"},
        [RESULT_PURPOSE_TEXT] = {"拒绝：用途说明不充分", "Refused: purpose not explained"},
        [RESULT_NEEDS_APPROVAL] = {"拒绝：须先经审批", "Refused: needs an approval first"},
        [RESULT_NO_VALUE] = {"无内容", "Nothing stored"},
        [RESULT_BROKEN] = {"数据损坏，无法打开", "Stored value does not open"},
        [RESULT_OUTAGE] = {"日志无法写入期间拒绝的请求", "Requests refused while the log could not be written"},
        [RESULT_STARTED] = {"保管程序启动", "Custodian started"},
        [RESULT_STOPPED] = {"保管程序停止", "Custodian stopped"},
        [RESULT_LIMITED] = {"拒绝：被拒绝的请求过多", "Refused: too many refused requests"},
        [RESULT_CASE_OPENED] = {"立案", "Case opened"},
        [RESULT_CASE_DECIDED] = {"案件已处理", "Case decided"},
        [RESULT_RULE_CHANGED] = {"修改规则", "Rule changed"},
        [RESULT_VERIFIED] = {"验证日志", "Log verified"},
        [RESULT_KEY_CHANGED] = {"更换密钥", "Key changed"},
        [RESULT_RETENTION] = {"日志保存期限", "Retention of the log"},
        [RESULT_UNDONE] = {"撤销导入", "Import undone"},
        [RESULT_PRUNED] = {"按保存期限清除记录", "Records beyond the retention removed"},
    };
    return (unsigned)result < RESULT_COUNT && LABELS[result].zh ? LABELS[result] : NONE;
}

bool result_is_refusal(enum result result) {
    return (result >= RESULT_NO_SESSION && result <= RESULT_OUTAGE) || result == RESULT_LIMITED;
}

void access_canonical(const struct access *access, struct buffer *bytes) {
    struct access copy = *access;
    struct writer writer = {.bytes = *bytes};
    for (unsigned i = 0; i < ACCESS_MEMBER_COUNT; i++) {
        const struct access_member *member = &ACCESS_MEMBERS[i];
        if (member->most > 0)
            write_text(&writer, *access_text(&copy, member));
        else
            write_int(&writer, *access_int(&copy, member));
    }
    *bytes = writer.bytes;
}

void access_link(const struct access_public *public, const unsigned char previous[ACCESS_LINK_SIZE],
                 const struct access *access, struct buffer *scratch, unsigned char link[ACCESS_LINK_SIZE]) {
    scratch->length = 0;
    buffer_add(scratch, previous, ACCESS_LINK_SIZE);
    access_canonical(access, scratch);
    crypto_generichash(link, ACCESS_LINK_SIZE, (const unsigned char *)scratch->data, scratch->length, public->log_id,
                       ACCESS_LOG_ID_SIZE);
}

void access_head_bytes(const struct access_public *public, enum head_use use, const struct access_head *head,
                       unsigned char bytes[ACCESS_HEAD_BYTES]) {
    static const unsigned char LABELS[][16] = {
        [HEAD_KEPT] = "kedang-head-1", [HEAD_TIP] = "kedang-tip-1", [HEAD_PRUNED] = "kedang-prune-1", [HEAD_SUCCESSION] = "kedang-key-1"};
    unsigned char *to = bytes;
    memcpy(to, LABELS[use], sizeof LABELS[use]);
    memcpy(to + 16, public->log_id, ACCESS_LOG_ID_SIZE);
    for (unsigned i = 0; i < 8; i++) {
        to[48 + i] = (unsigned char)((uint64_t)head->seq >> (56 - 8 * i));
        to[56 + i] = (unsigned char)((uint64_t)head->time >> (56 - 8 * i));
    }
    memcpy(to + 64, head->link, ACCESS_LINK_SIZE);
}

const unsigned char *access_key_at(const struct access_public *public, int64_t seq) {
    unsigned at = public->count - 1;
    while (at > 0 && public->spans[at].from > seq)
        at--;
    return public->spans[at].key;
}

const struct access_span *access_newest_key(const struct access_public *public) {
    return &public->spans[public->count - 1];
}

static bool is_signed(const struct access_public *public, enum head_use use, const struct access_head *head, const unsigned char *key) {
    unsigned char bytes[ACCESS_HEAD_BYTES];
    access_head_bytes(public, use, head, bytes);
    return crypto_sign_verify_detached(head->signature, bytes, sizeof bytes, key) == 0;
}

bool access_head_valid(const struct access_public *public, const struct access_head *head) {
    return is_signed(public, HEAD_KEPT, head, access_key_at(public, head->seq));
}

bool access_tip_valid(const struct access_public *public, const struct access_head *tip) {
    return is_signed(public, HEAD_TIP, tip, access_key_at(public, tip->seq));
}

bool access_pruned_valid(const struct access_public *public, const struct access_head *statement) {
    return is_signed(public, HEAD_PRUNED, statement, access_newest_key(public)->key);
}

void access_succession_bytes(const struct access_public *public, const struct access_succession *succession,
                             unsigned char bytes[ACCESS_SUCCESSION_BYTES]) {
    struct access_head head = {.seq = succession->seq, .time = succession->time};
    memcpy(head.link, succession->link, sizeof head.link);
    access_head_bytes(public, HEAD_SUCCESSION, &head, bytes);
    memcpy(bytes + ACCESS_HEAD_BYTES, succession->key, ACCESS_PUBLIC_SIZE);
}

bool access_succeed(struct access_public *public, const struct access_succession *succession) {
    unsigned char bytes[ACCESS_SUCCESSION_BYTES];
    const struct access_span *newest = access_newest_key(public);
    access_succession_bytes(public, succession, bytes);
    if (public->count == ACCESS_SPANS_MAX || succession->seq <= newest->from ||
        crypto_sign_verify_detached(succession->by_old, bytes, sizeof bytes, newest->key) != 0 ||
        crypto_sign_verify_detached(succession->by_new, bytes, sizeof bytes, succession->key) != 0)
        return false;
    struct access_span *span = &public->spans[public->count++];
    *span = (struct access_span){.from = succession->seq, .time = succession->time};
    memcpy(span->key, succession->key, sizeof span->key);
    return true;
}

const char *access_succession_words(const unsigned char key[ACCESS_PUBLIC_SIZE], struct arena *arena) {
    return arena_format(arena, "key=signing public=%s", hex_encode(arena, key, ACCESS_PUBLIC_SIZE));
}

const char *access_head_line(const struct access_head *head, struct arena *arena) {
    return arena_format(arena, "head %" PRId64 " %" PRId64 " %s %s\n", head->seq, head->time,
                        hex_encode(arena, head->link, sizeof head->link),
                        hex_encode(arena, head->signature, sizeof head->signature));
}

// One decimal number and the space behind it; NULL when that is not there.
static const char *parse_number(const char *text, int64_t *number) {
    *number = 0;
    const char *digit = text;
    for (; *digit >= '0' && *digit <= '9' && digit - text < 18; digit++)
        *number = *number * 10 + (*digit - '0');
    return digit > text && *digit == ' ' ? digit + 1 : NULL;
}

// Exactly `size` bytes in hexadecimal, then `end`.
static const char *parse_hex(const char *text, void *bytes, size_t size, char end) {
    char hex[2 * ACCESS_SIGNATURE_SIZE + 1];
    if (strnlen(text, 2 * size + 1) < 2 * size || text[2 * size] != end)
        return NULL;
    memcpy(hex, text, 2 * size);
    hex[2 * size] = '\0';
    return hex_decode(hex, bytes, size) ? text + 2 * size + 1 : NULL;
}

static const char HEAD_WORD[] = "head ";
#define HEAD_WORD_LENGTH (sizeof HEAD_WORD - 1)

// Whether more bytes could make it a head: what a write that was cut short leaves.
static bool is_beginning(const char *line) {
    static const char DECIMAL[] = "0123456789", HEX[] = "0123456789abcdef";
    static const struct {
        const char *digits;
        size_t most;
    } PARTS[] = {{DECIMAL, 18}, {DECIMAL, 18}, {HEX, 2 * ACCESS_LINK_SIZE}, {HEX, 2 * ACCESS_SIGNATURE_SIZE - 1}};
    const size_t length = strlen(line);
    if (length <= HEAD_WORD_LENGTH)
        return strncmp(line, HEAD_WORD, length) == 0;
    const char *at = line + HEAD_WORD_LENGTH;
    for (unsigned i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        const size_t digits = strspn(at, PARTS[i].digits);
        at += digits;
        if (*at == '\0')
            return digits <= PARTS[i].most;
        if (*at != ' ' || digits == 0 || digits > PARTS[i].most)
            return false;
        at++;
    }
    return false;
}

enum head_line access_head_parse(const char *line, struct access_head *head) {
    const char *at = strncmp(line, HEAD_WORD, HEAD_WORD_LENGTH) == 0 ? line + HEAD_WORD_LENGTH : NULL;
    if (at)
        at = parse_number(at, &head->seq);
    if (at)
        at = parse_number(at, &head->time);
    if (at)
        at = parse_hex(at, head->link, sizeof head->link, ' ');
    if (at)
        at = parse_hex(at, head->signature, sizeof head->signature, '\0');
    if (at)
        return HEAD_LINE_GOOD;
    return is_beginning(line) ? HEAD_LINE_TORN : HEAD_LINE_BAD;
}

const char *access_public_text(const struct access_public *public, struct arena *arena) {
    struct buffer text = {.arena = arena};
    buffer_format(&text, "key %s\nlog %s\n", hex_encode(arena, public->spans[0].key, ACCESS_PUBLIC_SIZE),
                  hex_encode(arena, public->log_id, sizeof public->log_id));
    for (unsigned i = 1; i < public->count; i++)
        buffer_format(&text, "next %" PRId64 " %" PRId64 " %s\n", public->spans[i].from, public->spans[i].time,
                      hex_encode(arena, public->spans[i].key, ACCESS_PUBLIC_SIZE));
    return text.data;
}

static const char NEXT_WORD[] = "next ";

// A later key's line; NULL when it is none, or not behind the others.
static const char *parse_next(const char *line, struct access_public *public) {
    struct access_span span = {.from = 0};
    const char *at = strncmp(line, NEXT_WORD, sizeof NEXT_WORD - 1) == 0 ? line + sizeof NEXT_WORD - 1 : NULL;
    if (at)
        at = parse_number(at, &span.from);
    if (at)
        at = parse_number(at, &span.time);
    if (at)
        at = parse_hex(at, span.key, sizeof span.key, '\n');
    if (!at || public->count == ACCESS_SPANS_MAX || span.from <= access_newest_key(public)->from)
        return NULL;
    public->spans[public->count++] = span;
    return at;
}

static bool parse_public(const char *text, struct access_public *public) {
    const char *at = strncmp(text, "key ", 4) == 0 ? parse_hex(text + 4, public->spans[0].key, ACCESS_PUBLIC_SIZE, '\n') : NULL;
    if (at)
        at = strncmp(at, "log ", 4) == 0 ? parse_hex(at + 4, public->log_id, sizeof public->log_id, '\n') : NULL;
    public->count = 1;
    while (at && *at != '\0')
        at = parse_next(at, public);
    return at != NULL;
}

enum status access_public_read(const char *path, struct access_public *public) {
    *public = (struct access_public){0};
    FILE *file = fopen(path, "re");
    if (!file)
        return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_UNAVAILABLE;
    struct arena *arena = arena_new();
    char *text = arena_alloc(arena, ACCESS_PUBLIC_FILE_MAX + 1);
    const size_t length = fread(text, 1, ACCESS_PUBLIC_FILE_MAX + 1, file);
    fclose(file);
    const bool whole = length <= ACCESS_PUBLIC_FILE_MAX;
    text[whole ? length : 0] = '\0';
    const bool good = whole && strlen(text) == length && parse_public(text, public);
    arena_free(arena);
    return good ? STATUS_OK : STATUS_INVALID;
}
