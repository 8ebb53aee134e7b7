// The answer to one request, built whole before a byte is sent: Content-Length is always known, so a broken answer is seen as one.
// Not here: which page it is (app/), and the headers that are the same for every answer (nginx.conf).
#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

#include <stdbool.h>

#include "base/arena.h"

struct response {
    struct arena *arena;
    int code;                 // 200 …
    const char *content_type; // default "text/html; charset=utf-8"
    struct buffer headers;    // complete "Name: value\r\n" lines
    struct buffer body;
};

// An empty 200 whose parts live in `arena`.
struct response response_new(struct arena *arena);

// Ends in a redirect: 303 See Other to a path of ours ("/customer/12"). A path that leads elsewhere ("//host", "https:…")
// or is not printable ASCII is replaced by "/", because part of it may have come from a request.
void response_redirect(struct response *response, const char *path);
// Adds a header; both parts must be free of CR, LF and NUL (checked: the process ends).
void response_header(struct response *response, const char *name, const char *value);
// A cookie: HttpOnly, SameSite=Strict, Path=/, Secure when `secure`. max_age 0 deletes it, < 0 = until the browser closes.
void response_cookie(struct response *response, const char *name, const char *value, long max_age, bool secure);

// The bytes for the web server that come before the body: status and headers with Content-Length.
void response_head(const struct response *response, struct buffer *out);

#endif
