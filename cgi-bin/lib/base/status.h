// What became of an operation. Every function that can fail returns one; nobody may ignore it.
// Not here: what the user reads about it (app/error_page) and what the log says (log.h).
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#define MUST_CHECK __attribute__((warn_unused_result))

enum status {
    STATUS_OK,
    STATUS_INVALID,         // a checked value is wrong; the messages are at the fields
    STATUS_BAD_REQUEST,     // the bytes are no such request at all
    STATUS_UNAUTHENTICATED, // nobody is signed in
    STATUS_FORBIDDEN,       // signed in, but not entitled
    STATUS_EXPIRED,         // a form whose token is not of this session (CSRF)
    STATUS_NOT_FOUND,       // no such thing, or none within the actor's scope
    STATUS_METHOD,          // the path exists, the method does not
    STATUS_CONFLICT,        // somebody else saved first (OPS-2), or the value is taken
    STATUS_STALE,           // the field catalogue changed meanwhile: to be done again with the new one
    STATUS_TOO_LARGE,       // body, value or list beyond its limit
    STATUS_LIMITED,         // too many tries; come back later
    STATUS_UNAVAILABLE,     // a part we depend on (custodian, log, store) can't serve now
    STATUS_FAULT,           // a bug or broken data
    STATUS_COUNT
};

// The HTTP status code of `status`, e.g. 422 for STATUS_INVALID.
int status_http(enum status status);

// The English identifier for logs, e.g. "not_found".
const char *status_name(enum status status);

// Returns from the calling function unless `expression` is STATUS_OK.
#define TRY(expression)                  \
    do {                                 \
        enum status try_ = (expression); \
        if (try_ != STATUS_OK)           \
            return try_;                 \
    } while (0)

#endif
