// The answer to one request, built whole before a byte is sent: Content-Length is always known, so a broken answer is seen as one.
// A page is one buffer; a large file is added piece by piece, which copies nothing when it grows.
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
    struct response_piece *first, *last; // what follows the body
    size_t following;                    // bytes of these
};
struct response_piece {
    struct response_piece *next;
    size_t length;
    char bytes[];
};

// An empty 200 whose parts live in `arena`.
struct response response_new(struct arena *arena);

// Ends in a redirect: 303 See Other to a path of ours ("/customer/12"). A path that leads elsewhere ("//host", "https:…")
// or is not printable ASCII is replaced by "/", because part of it may have come from a request.
void response_redirect(struct response *response, const char *path);
// Adds a header; both parts must be free of CR, LF and NUL (checked: the process ends).
void response_header(struct response *response, const char *name, const char *value);
// The body is a file to be kept: its name in all characters (RFC 5987; what file systems don't take becomes _), and `plain` without them
// for what does not know that (RFC 6266).
void response_attachment(struct response *response, const char *plain, const char *name);
// A cookie: HttpOnly, SameSite=Strict, Path=/, Secure when `secure`. max_age 0 deletes it, < 0 = until the browser closes.
void response_cookie(struct response *response, const char *name, const char *value, long max_age, bool secure);

// Adds bytes behind the body and what was added before.
void response_add(struct response *response, const void *bytes, size_t length);
// Takes back what was added, but not the memory, which goes with the arena.
void response_drop(struct response *response);
size_t response_length(const struct response *response);

// The bytes for the web server that come before the body: status and headers with Content-Length.
void response_head(const struct response *response, struct buffer *out);

#endif
