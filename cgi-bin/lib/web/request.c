// From what the web server passed on to a checked request.
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "web/multipart.h"
#include "web/request.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

static const char *find_variable(char *const *environment, const char *name) {
    const size_t length = strlen(name);
    for (char *const *entry = environment; *entry != NULL; entry++)
        if (strncmp(*entry, name, length) == 0 && (*entry)[length] == '=')
            return *entry + length + 1;
    return "";
}

// A header that informs but decides nothing: one in another encoding is left out rather than refused.
static const char *find_header(char *const *environment, const char *name, struct arena *arena) {
    const char *value = find_variable(environment, name);
    return utf8_valid(value, strlen(value)) ? arena_string(arena, value) : "";
}

static void read_method(struct request *request, const char *name) {
    request->head = strcmp(name, "HEAD") == 0;
    if (request->head || strcmp(name, "GET") == 0)
        request->method = METHOD_GET;
    else
        request->method = strcmp(name, "POST") == 0 ? METHOD_POST : METHOD_OTHER;
}

static bool takes_file(char *const *environment, const struct upload_rule *uploads) {
    return uploads->path != NULL && strcmp(find_variable(environment, "DOCUMENT_URI"), uploads->path) == 0 &&
           strcmp(find_variable(environment, "REQUEST_METHOD"), "POST") == 0 &&
           multipart_is(find_variable(environment, "CONTENT_TYPE"));
}

size_t request_body_most(char *const *environment, const struct upload_rule *uploads) {
    return takes_file(environment, uploads) ? uploads->most : REQUEST_BODY_MAX;
}

// The declared length of the body; more than fits is STATUS_TOO_LARGE, anything but digits STATUS_BAD_REQUEST.
static enum status read_content_length(const char *text, size_t most, size_t *length) {
    *length = 0;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return STATUS_BAD_REQUEST;
        *length = *length * 10 + (size_t)(*text - '0');
        if (*length > most)
            return STATUS_TOO_LARGE;
    }
    return STATUS_OK;
}

static bool is_form_type(const char *type) {
    const size_t length = strlen(FORM_TYPE);
    return strncasecmp(type, FORM_TYPE, length) == 0 && strchr("; \t", type[length]) != NULL;
}

static enum status read_body(struct request *request, const struct request_bytes *bytes, struct arena *arena) {
    size_t declared = 0;
    const char *type = find_variable(bytes->environment, "CONTENT_TYPE");
    const size_t most = request_body_most(bytes->environment, &bytes->uploads);
    TRY(read_content_length(find_variable(bytes->environment, "CONTENT_LENGTH"), most, &declared));
    if (bytes->body_length != declared)
        return STATUS_BAD_REQUEST;
    if (request->method != METHOD_POST || declared == 0)
        return STATUS_OK;
    if (takes_file(bytes->environment, &bytes->uploads))
        return multipart_parse(type, bytes->body, bytes->body_length, &request->form, &request->upload, arena);
    if (!is_form_type(type))
        return STATUS_BAD_REQUEST;
    return params_parse_form(&request->form, bytes->body, bytes->body_length, arena);
}

enum status request_read(struct request *request, const struct request_bytes *bytes, const char *number,
                         struct arena *arena) {
    char *const *environment = bytes->environment;
    *request = (struct request){
        .path = "",
        .upload = {.name = "", .bytes = ""},
        .address = find_header(environment, "REMOTE_ADDR", arena),
        .accept_language = find_header(environment, "HTTP_ACCEPT_LANGUAGE", arena),
        .user_agent = find_header(environment, "HTTP_USER_AGENT", arena),
        .fetch_site = find_header(environment, "HTTP_SEC_FETCH_SITE", arena),
        .number = number,
        .https = strcmp(find_variable(environment, "HTTPS"), "on") == 0,
    };
    read_method(request, find_variable(environment, "REQUEST_METHOD"));
    params_parse_cookies(&request->cookies, find_variable(environment, "HTTP_COOKIE"), arena);

    const char *path = find_variable(environment, "DOCUMENT_URI");
    if (path[0] != '/' || !utf8_valid(path, strlen(path)))
        return STATUS_BAD_REQUEST;
    request->path = arena_string(arena, path);
    const char *query = find_variable(environment, "QUERY_STRING");
    TRY(params_parse_form(&request->query, query, strlen(query), arena));
    return read_body(request, bytes, arena);
}
