// Building the answer and its CGI header block.
#include "web/response.h"

#include <string.h>

#include "base/log.h"
#include "web/request.h"

struct response response_new(struct arena *arena) {
    return (struct response){
        .arena = arena,
        .code = 200,
        .content_type = "text/html; charset=utf-8",
        .headers = {.arena = arena},
        .body = {.arena = arena},
    };
}

// Printable ASCII only, without the characters that browsers rewrite: nothing can end the line or change the host.
static bool is_own_path(const char *path) {
    if (path[0] != '/' || path[1] == '/')
        return false;
    for (const char *c = path; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 0x7f || *c == '\\')
            return false;
    return true;
}

void response_redirect(struct response *response, const char *path) {
    response->code = 303;
    response_header(response, "Location", is_own_path(path) ? path : "/");
}

void response_header(struct response *response, const char *name, const char *value) {
    if (*name == '\0' || strpbrk(name, "\r\n: ") != NULL || strpbrk(value, "\r\n") != NULL)
        log_die("response.header", name);
    buffer_format(&response->headers, "%s: %s\r\n", name, value);
}

void response_attachment(struct response *response, const char *plain, const char *name) {
    char *clean = arena_string(response->arena, name);
    for (char *c = clean; *c != '\0'; c++)
        if (strchr("\"*/:<>?\\|", *c) != NULL)
            *c = '_';
    const char *encoded = url_encode(response->arena, clean);
    response_header(response, "Content-Disposition",
                    arena_format(response->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, encoded));
}

void response_cookie(struct response *response, const char *name, const char *value, long max_age, bool secure) {
    struct buffer cookie = {.arena = response->arena};
    if (strpbrk(value, "; ,\"\\") != NULL)
        log_die("response.cookie", name);
    buffer_format(&cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict", name, value);
    if (max_age >= 0)
        buffer_format(&cookie, "; Max-Age=%ld", max_age);
    if (secure)
        buffer_text(&cookie, "; Secure");
    response_header(response, "Set-Cookie", cookie.data);
}

// The words after the code: for people who read the exchange, programs go by the number.
static const char *reason_phrase(int code) {
    static const struct {
        int code;
        const char *phrase;
    } phrases[] = {
        {200, "OK"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
        if (phrases[i].code == code)
            return phrases[i].phrase;
    return "Other";
}

void response_add(struct response *response, const void *bytes, size_t length) {
    struct response_piece *piece = arena_alloc(response->arena, sizeof *piece + length);
    piece->length = length;
    memcpy(piece->bytes, bytes, length);
    *(response->last != NULL ? &response->last->next : &response->first) = piece;
    response->last = piece;
    response->following += length;
}

void response_drop(struct response *response) {
    response->first = response->last = NULL;
    response->following = 0;
}

size_t response_length(const struct response *response) {
    return response->body.length + response->following;
}

void response_head(const struct response *response, struct buffer *out) {
    buffer_format(out, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", response->code,
                  reason_phrase(response->code), response->content_type, response_length(response));
    buffer_add(out, response->headers.data, response->headers.length);
    buffer_add(out, "\r\n", 2);
}
