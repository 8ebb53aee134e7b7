// E-mail and web addresses: the subset that offices use, strictly.
#include "model/field_rule.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// One label of a host name; beyond ASCII (公司.中国) only where `international`.
static bool is_label(const char *label, size_t length, bool international) {
    if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++) {
        const bool foreign = (unsigned char)label[i] >= 0x80;
        if (!is_letter(label[i]) && !is_digit(label[i]) && label[i] != '-' && !(foreign && international))
            return false;
    }
    return true;
}

// Labels joined by dots, at least two, the last not a number.
static bool is_domain(const char *domain, size_t length, bool international) {
    if (length > 253)
        return false;
    const char *end = domain + length;
    for (unsigned labels = 1;; labels++) {
        const char *dot = memchr(domain, '.', (size_t)(end - domain));
        const char *stop = dot == NULL ? end : dot;
        if (!is_label(domain, (size_t)(stop - domain), international))
            return false;
        if (dot == NULL)
            return labels >= 2 && !is_digit(domain[0]) && stop - domain >= 2;
        domain = dot + 1;
    }
}

// A dot-atom of RFC 5322.
static bool is_mailbox(const char *mailbox, size_t length) {
    if (length == 0 || length > 64 || mailbox[0] == '.' || mailbox[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++) {
        const bool dot = mailbox[i] == '.';
        if (dot && mailbox[i + 1] == '.')
            return false;
        if (!dot && !is_letter(mailbox[i]) && !is_digit(mailbox[i]) && strchr("!#$%&'*+/=?^_`{|}~-", mailbox[i]) == NULL)
            return false;
    }
    return true;
}

enum status check_email(struct check *check, const char *text) {
    const char *at = strrchr(text, '@');
    if (at == NULL || !is_mailbox(text, (size_t)(at - text)) || !is_domain(at + 1, strlen(at + 1), false))
        return check_refuse(check, "不是有效的 E-mail 地址，如 name@example.com", "Not a valid e-mail address, e.g. name@example.com.");
    // Case tells no two mailboxes apart in practice, and an equal value must be found by search.
    char *address = arena_string(check->arena, text);
    for (char *c = address; *c != '\0'; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c);
    return check_accept(check, address);
}

static bool is_ipv4(const char *host, size_t length) {
    unsigned parts = 1, digits = 0, value = 0;
    for (size_t i = 0; i < length; i++) {
        if (host[i] == '.' && digits > 0) {
            parts++;
            digits = value = 0;
        } else if (is_digit(host[i]) && digits < 3) {
            digits++;
            value = value * 10 + (unsigned)(host[i] - '0');
        } else {
            return false;
        }
        if (value > 255)
            return false;
    }
    return parts == 4 && digits > 0;
}

static bool is_port(const char *port, size_t length) {
    unsigned value = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_digit(port[i]) || i >= 5)
            return false;
        value = value * 10 + (unsigned)(port[i] - '0');
    }
    return value >= 1 && value <= 65535;
}

// Host and port; no user name, which is there to deceive.
static bool is_authority(const char *authority, size_t length) {
    const char *colon = memchr(authority, ':', length);
    const size_t host = colon == NULL ? length : (size_t)(colon - authority);
    if (colon != NULL && !is_port(colon + 1, length - host - 1))
        return false;
    return is_domain(authority, host, true) || is_ipv4(authority, host);
}

static bool is_path(const char *path) {
    for (uint32_t point; (point = utf8_next(&path)) != 0;) {
        if (utf8_is_blank(point) || (point < 0x80 && strchr("\"<>\\^`{|}", (int)point) != NULL))
            return false;
    }
    return true;
}

enum status check_url(struct check *check, const char *text) {
    const char *rest = text;
    const char *scheme = "http://"; // people write www.example.com
    if (strncasecmp(rest, "https://", 8) == 0) {
        scheme = "https://";
        rest += 8;
    } else if (strncasecmp(rest, "http://", 7) == 0) {
        rest += 7;
    }
    const size_t authority = strcspn(rest, "/?#");
    if (!is_authority(rest, authority) || !is_path(rest + authority))
        return check_refuse(check, "不是有效的网址，如 https://www.example.com", "Not a valid web address, e.g. https://www.example.com.");
    const char *url = arena_format(check->arena, "%s%s", scheme, rest);
    const size_t length = utf8_length(url);
    if (length > check->max)
        return check_refuse(check, arena_format(check->arena, "最多 %u 个字，现在 %zu 个", check->max, length),
                            arena_format(check->arena, "At most %u characters; there are %zu.", check->max, length));
    return check_accept(check, url);
}
