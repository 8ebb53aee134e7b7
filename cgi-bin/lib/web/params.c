// Names and values in the two encodings that browsers send them: forms (and queries) and cookies.
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "web/request.h"

const char *params_get(const struct params *params, const char *name) {
    for (size_t i = 0; i < params->count; i++)
        if (strcmp(params->items[i].name, name) == 0)
            return params->items[i].value;
    return NULL;
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F')
        return digit - 'A' + 10;
    return -1;
}

// Decodes one name or value; NULL when it is broken. Decoding never makes it longer.
static const char *decode_form_part(const char *bytes, size_t length, struct arena *arena) {
    char *text = arena_alloc(arena, length + 1);
    size_t out = 0;
    for (size_t in = 0; in < length; in++) {
        if (bytes[in] == '%') {
            const int high = in + 2 < length ? hex_value(bytes[in + 1]) : -1;
            const int low = in + 2 < length ? hex_value(bytes[in + 2]) : -1;
            if (high < 0 || low < 0)
                return NULL;
            text[out++] = (char)(unsigned char)(high * 16 + low);
            in += 2;
        } else {
            text[out++] = bytes[in] == '+' ? ' ' : bytes[in];
        }
    }
    text[out] = '\0';
    return utf8_valid(text, out) ? text : NULL;
}

// Counts the non-empty pieces between '&', which are the pairs.
static size_t count_pairs(const char *bytes, size_t length) {
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != '&' && (i == 0 || bytes[i - 1] == '&'))
            count++;
    return count;
}

static enum status add_pair(struct params *params, const char *pair, size_t length, struct arena *arena) {
    const char *equals = memchr(pair, '=', length);
    const size_t name_length = equals != NULL ? (size_t)(equals - pair) : length;
    const size_t value_start = equals != NULL ? name_length + 1 : length;
    struct param param = {
        .name = decode_form_part(pair, name_length, arena),
        .value = decode_form_part(pair + value_start, length - value_start, arena),
    };
    if (param.name == NULL || param.value == NULL)
        return STATUS_BAD_REQUEST;
    params->items[params->count++] = param;
    return STATUS_OK;
}

enum status params_parse_form(struct params *params, const char *bytes, size_t length, struct arena *arena) {
    *params = (struct params){0};
    const size_t pairs = count_pairs(bytes, length);
    if (pairs > REQUEST_PARAMS_MAX)
        return STATUS_BAD_REQUEST;
    if (pairs > 0)
        params->items = ARENA_ARRAY(arena, struct param, pairs);
    for (size_t start = 0; start < length;) {
        const char *end = memchr(bytes + start, '&', length - start);
        const size_t pair_length = end != NULL ? (size_t)(end - bytes) - start : length - start;
        if (pair_length > 0)
            TRY(add_pair(params, bytes + start, pair_length, arena));
        start += pair_length + 1;
    }
    return STATUS_OK;
}

// RFC 9110 token: what a cookie's name may consist of.
static bool is_token_character(unsigned char c) {
    return c > ' ' && c < 0x7f && strchr("()<>@,;:\\\"/[]?={}", c) == NULL;
}

// RFC 6265 cookie-octet.
static bool is_cookie_character(unsigned char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
}

static bool all_characters(const char *bytes, size_t length, bool (*allowed)(unsigned char c)) {
    for (size_t i = 0; i < length; i++)
        if (!allowed((unsigned char)bytes[i]))
            return false;
    return true;
}

static void add_cookie(struct params *params, const char *pair, size_t length, struct arena *arena) {
    const char *equals = memchr(pair, '=', length);
    if (equals == NULL || equals == pair)
        return;
    const size_t name_length = (size_t)(equals - pair);
    const char *value = equals + 1;
    size_t value_length = length - name_length - 1;
    if (value_length >= 2 && value[0] == '"' && value[value_length - 1] == '"') {
        value++;
        value_length -= 2;
    }
    if (!all_characters(pair, name_length, is_token_character) ||
        !all_characters(value, value_length, is_cookie_character))
        return;
    params->items[params->count++] = (struct param){
        .name = arena_copy(arena, pair, name_length),
        .value = arena_copy(arena, value, value_length),
    };
}

void params_parse_cookies(struct params *params, const char *header, struct arena *arena) {
    *params = (struct params){0};
    size_t pieces = 1;
    for (const char *c = header; *c != '\0'; c++)
        pieces += *c == ';';
    if (pieces > REQUEST_PARAMS_MAX)
        pieces = REQUEST_PARAMS_MAX;
    params->items = ARENA_ARRAY(arena, struct param, pieces);
    for (const char *piece = header; pieces > 0; pieces--) {
        piece += strspn(piece, " \t");
        const size_t whole = strcspn(piece, ";");
        size_t length = whole;
        while (length > 0 && (piece[length - 1] == ' ' || piece[length - 1] == '\t'))
            length--;
        add_cookie(params, piece, length, arena);
        if (piece[whole] == '\0')
            break;
        piece += whole + 1;
    }
}

const char *url_encode(struct arena *arena, const char *text) {
    static const char digits[] = "0123456789ABCDEF";
    char *encoded = arena_alloc(arena, strlen(text) * 3 + 1);
    char *out = encoded;
    for (const char *c = text; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= '0' && byte <= '9') || strchr("-._~", byte) != NULL;
        if (plain) {
            *out++ = *c;
        } else {
            *out++ = '%';
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 15];
        }
    }
    return encoded;
}
