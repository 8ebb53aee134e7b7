// Argon2id, tokens, and the check that a password is not one that is tried first.
#include "vault/password.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/utf8.h"

#define OPERATIONS 3ULL
#define MEMORY ((size_t)32 << 20)
#define LIST_SIZE_MAX ((off_t)4 << 20)

// Of a random password that nobody knows, with the costs above: what an unknown account is checked against.
static const char UNKNOWN[] =
    "$argon2id$v=19$m=32768,t=3,p=1$03hK2jrCDL5cO67M4/2m7g$xrrVoIOMNl/bbyDHmGqUXru02MK+T5UgCRG4YQRxiNg";

static void start(void) {
    if (sodium_init() < 0)
        log_die("password.start", "libsodium does not start");
}

const char *password_hash(const char *password, struct arena *arena) {
    start();
    char *hash = arena_alloc(arena, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str_alg(hash, password, strlen(password), OPERATIONS, MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
        log_die("memory.out", "password_hash");
    return hash;
}

bool password_matches(const char *password, const char *hash) {
    start();
    const bool matches = crypto_pwhash_str_verify(hash ? hash : UNKNOWN, password, strlen(password)) == 0;
    return matches && hash;
}

bool password_outdated(const char *hash) {
    return crypto_pwhash_str_needs_rehash(hash, OPERATIONS, MEMORY) != 0;
}

struct password_list {
    const char **lines;
    size_t count;
};

// The file's text in the arena; NULL: errno says why.
static char *read_list(const char *path, struct arena *arena) {
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat stat;
    char *text = NULL;
    if (fd >= 0 && fstat(fd, &stat) == 0 && stat.st_size <= LIST_SIZE_MAX) {
        text = arena_alloc(arena, (size_t)stat.st_size + 1);
        if (read(fd, text, (size_t)stat.st_size) != stat.st_size)
            text = NULL;
    }
    if (fd >= 0)
        close(fd);
    return text;
}

enum status password_common_load(struct password_list **list, const char *path, struct arena *arena) {
    errno = 0;
    char *text = read_list(path, arena);
    if (!text) {
        LOG_EVENT(LOG_ERROR, "password.list", LOG_TEXT("path", path), LOG_TEXT("error", errno ? strerror(errno) : "too large"));
        return STATUS_UNAVAILABLE;
    }
    size_t lines = 1;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    struct password_list *loaded = ARENA_NEW(arena, struct password_list);
    loaded->lines = ARENA_ARRAY(arena, const char *, lines);
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (*line == '\0')
            continue;
        if (loaded->count > 0 && strcmp(loaded->lines[loaded->count - 1], line) >= 0) {
            LOG_EVENT(LOG_ERROR, "password.list", LOG_TEXT("path", path), LOG_TEXT("error", "not sorted"),
                      LOG_NUMBER("entry", (int64_t)loaded->count + 1));
            return STATUS_INVALID;
        }
        loaded->lines[loaded->count++] = line;
    }
    *list = loaded;
    return STATUS_OK;
}

static bool is_listed(const struct password_list *list, const char *word) {
    size_t low = 0, high = list ? list->count : 0;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(word, list->lines[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

static bool is_letter(char byte) {
    return (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
}

// The word in "**Password2024!": what is left between digits and signs. `text` is in lower case.
static const char *core(const char *text, struct arena *arena) {
    while (*text && !is_letter(*text))
        text++;
    size_t length = strlen(text);
    while (length > 0 && !is_letter(text[length - 1]))
        length--;
    return arena_copy(arena, text, length);
}

#define DISTINCT_MIN 5

// Few different characters, or mostly neighbours in the alphabet or among the digits.
static bool is_monotonous(const char *text) {
    uint32_t seen[DISTINCT_MIN] = {0}, previous = 0;
    unsigned distinct = 0, pairs = 0, steps = 0;
    for (uint32_t point; (point = utf8_next(&text)) != 0; previous = point) {
        unsigned i = 0;
        while (i < distinct && seen[i] != point)
            i++;
        if (i == distinct && distinct < DISTINCT_MIN)
            seen[distinct++] = point;
        if (previous == 0)
            continue;
        pairs++;
        const int64_t step = (int64_t)point - previous;
        steps += (step >= -1 && step <= 1) || (previous == '9' && point == '0') || (previous == '0' && point == '9');
    }
    return distinct < DISTINCT_MIN || steps * 4 >= pairs * 3;
}

static char *lower(const char *text, struct arena *arena) {
    char *copy = arena_string(arena, text);
    for (char *at = copy; *at; at++)
        if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    return copy;
}

// How many bytes of `text` are occurrences of `part`; one character alone proves nothing.
static size_t share_of(const char *text, const char *part) {
    size_t covered = 0;
    const size_t length = strlen(part);
    if (utf8_length(part) < 2)
        return 0;
    for (const char *at = text; (at = strstr(at, part)); at += length)
        covered += length;
    return covered;
}

// What anybody would try here first.
static const char *const CONTEXT[] = {"kedang", "客档", "客户档案"};

static bool is_personal(const char *folded, const char *login, const char *name, struct arena *arena) {
    size_t covered = share_of(folded, utf8_fold(arena, login)) + share_of(folded, utf8_fold(arena, name));
    for (size_t i = 0; i < sizeof CONTEXT / sizeof *CONTEXT; i++)
        covered += share_of(folded, CONTEXT[i]);
    return covered * 2 >= strlen(folded) && covered > 0;
}

static enum password_fault check(const char *password, const char *login, const char *name, const struct password_list *common,
                                 struct arena *arena) {
    const size_t length = utf8_length(password);
    if (length < PASSWORD_MIN)
        return PASSWORD_SHORT;
    if (length > PASSWORD_MAX)
        return PASSWORD_LONG;
    const char *small = lower(password, arena);
    if (is_monotonous(small) || is_listed(common, small) || is_listed(common, core(small, arena)))
        return PASSWORD_COMMON;
    return is_personal(utf8_fold(arena, password), login, name, arena) ? PASSWORD_PERSONAL : PASSWORD_GOOD;
}

enum password_fault password_check(const char *password, const char *login, const char *name, const struct password_list *common) {
    struct arena *arena = arena_new();
    const enum password_fault fault = check(password, login ? login : "", name ? name : "", common, arena);
    arena_free(arena);
    return fault;
}

void token_hash(const unsigned char token[TOKEN_SIZE], unsigned char hash[TOKEN_HASH_SIZE]) {
    crypto_generichash(hash, TOKEN_HASH_SIZE, token, TOKEN_SIZE, NULL, 0);
}

// Keyed with the token itself, so neither the token nor another session's value follows from it.
static void csrf_bytes(const unsigned char token[TOKEN_SIZE], unsigned char bytes[32]) {
    static const unsigned char LABEL[] = "kedang-csrf-1";
    crypto_generichash(bytes, 32, LABEL, sizeof LABEL, token, TOKEN_SIZE);
}

const char *token_csrf(const unsigned char token[TOKEN_SIZE], struct arena *arena) {
    unsigned char bytes[32];
    csrf_bytes(token, bytes);
    return hex_encode(arena, bytes, sizeof bytes);
}

bool token_csrf_matches(const unsigned char token[TOKEN_SIZE], const char *csrf) {
    unsigned char expected[32], given[32];
    csrf_bytes(token, expected);
    return csrf && hex_decode(csrf, given, sizeof given) && sodium_memcmp(expected, given, sizeof given) == 0;
}

const char *secret_fingerprint(const char *text, struct arena *arena) {
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)text, strlen(text), NULL, 0);
    return hex_encode(arena, hash, 3);
}

void secret_wipe(void *bytes, size_t length) {
    sodium_memzero(bytes, length);
}
