// What each status is called, and what it is in HTTP.
#include "base/status.h"

static const struct {
    int http;
    const char *name;
} STATUSES[] = {
    [STATUS_OK] = {200, "ok"},
    [STATUS_INVALID] = {422, "invalid"},
    [STATUS_BAD_REQUEST] = {400, "bad_request"},
    [STATUS_UNAUTHENTICATED] = {401, "unauthenticated"},
    [STATUS_FORBIDDEN] = {403, "forbidden"},
    [STATUS_EXPIRED] = {403, "expired"},
    [STATUS_NOT_FOUND] = {404, "not_found"},
    [STATUS_METHOD] = {405, "method"},
    [STATUS_CONFLICT] = {409, "conflict"},
    [STATUS_STALE] = {409, "stale"},
    [STATUS_TOO_LARGE] = {413, "too_large"},
    [STATUS_LIMITED] = {429, "limited"},
    [STATUS_UNAVAILABLE] = {503, "unavailable"},
    [STATUS_FAULT] = {500, "fault"},
};
_Static_assert(sizeof(STATUSES) / sizeof(STATUSES[0]) == STATUS_COUNT, "every status has its row");

int status_http(enum status status) {
    return (unsigned)status < STATUS_COUNT ? STATUSES[status].http : 500;
}

const char *status_name(enum status status) {
    return (unsigned)status < STATUS_COUNT ? STATUSES[status].name : "unknown";
}
