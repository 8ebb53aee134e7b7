// One HTTP request as a program sees it: decoded, bounded, in the request's arena. All text is valid UTF-8 without NUL
// or the request is STATUS_BAD_REQUEST before any handler sees it.
// Not here: reading bytes from a connection (worker.c).
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

enum method {
    METHOD_GET,
    METHOD_POST,
    METHOD_OTHER
}; // HEAD is GET; the response body is dropped

#define REQUEST_BODY_MAX 262144 // bytes of a form; nginx.conf allows a little more, so that the answer is ours
#define REQUEST_PARAMS_MAX 512

struct param {
    const char *name;
    const char *value;
};
struct params {
    struct param *items;
    size_t count;
};

// A file that came with a form. It lies where the body does, and is gone with it.
struct upload {
    const char *name; // as its owner calls it, without folders; "" when none was chosen
    const char *bytes;
    size_t length;
};

struct request {
    enum method method;
    bool head;
    const char *path; // decoded and normalised by nginx, without the query
    struct params query;
    struct params form; // POST application/x-www-form-urlencoded, or multipart/form-data where files are taken
    struct upload upload;
    struct params cookies;
    const char *address;         // client address (REMOTE_ADDR)
    const char *accept_language; // this and the following headers: "" if absent or not UTF-8
    const char *user_agent;
    const char *fetch_site; // Sec-Fetch-Site
    const char *number;     // 16 hex digits: in the log line and on error pages
    bool https;
};

// Where files are taken: at one path, up to so many bytes of a form. Everywhere else a form with a file is STATUS_BAD_REQUEST.
struct upload_rule {
    const char *path; // NULL: nowhere
    size_t most;
};

// What the web server passed on: "NAME=value" strings (NULL-ended) and the body, of which at most request_body_most + 1
// bytes are kept, enough to know that it was too long.
struct request_bytes {
    char *const *environment;
    struct upload_rule uploads;
    const char *body;
    size_t body_length;
};

// Checks and decodes. STATUS_BAD_REQUEST or STATUS_TOO_LARGE leave a request that an error page can be made from: every
// text is set (empty at worst). A body of another length than CONTENT_LENGTH says is STATUS_BAD_REQUEST: it was cut.
// `number` becomes the request's number.
enum status request_read(struct request *request, const struct request_bytes *bytes, const char *number,
                         struct arena *arena) MUST_CHECK;

// How many bytes the body of this request may have.
size_t request_body_most(char *const *environment, const struct upload_rule *uploads);

// The first value of `name`; NULL when there is none.
const char *params_get(const struct params *params, const char *name);

// application/x-www-form-urlencoded (URL standard §5): '+' and %XX decoded. STATUS_BAD_REQUEST for a broken escape,
// invalid UTF-8, NUL or more than REQUEST_PARAMS_MAX pairs. Fuzzed.
enum status params_parse_form(struct params *params, const char *bytes, size_t length, struct arena *arena) MUST_CHECK;
// A Cookie header (RFC 6265 §4.2.1); what does not parse is skipped. Fuzzed.
void params_parse_cookies(struct params *params, const char *header, struct arena *arena);
// Percent-encodes for a query value or path segment.
const char *url_encode(struct arena *arena, const char *text);

#endif
