#include "web/multipart.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define TYPE "multipart/form-data"
#define BOUNDARY_MAX 70
#define HEAD_MAX 4096 // bytes of the headers of one part

struct scan {
    const char *at, *end;
    char mark[BOUNDARY_MAX + 5]; // "\r\n--boundary"
    size_t mark_length;
    size_t field_bytes;
    struct params *form;
    struct upload *upload;
    bool has_file;
    struct arena *arena;
};

struct part {
    const char *name, *file_name; // file_name NULL: a field
    const char *bytes;
    size_t length;
};

bool multipart_is(const char *type) {
    return strncasecmp(type, TYPE, strlen(TYPE)) == 0 && strchr("; \t", type[strlen(TYPE)]) != NULL;
}

static bool read_boundary(struct scan *scan, const char *type) {
    const char *at = strcasestr(type, "boundary=");
    if (at == NULL)
        return false;
    at += strlen("boundary=");
    bool quoted = *at == '"';
    at += quoted;
    size_t length = strcspn(at, quoted ? "\"" : "; \t");
    if (length == 0 || length > BOUNDARY_MAX)
        return false;
    memcpy(scan->mark, "\r\n--", 4);
    memcpy(scan->mark + 4, at, length);
    scan->mark_length = 4 + length;
    return true;
}

// The value of name="…" in a header; browsers write a quote in it as %22. NULL: there is none.
static const char *parameter(const char *header, const char *name, struct arena *arena) {
    const char *wanted = arena_format(arena, "; %s=\"", name);
    const char *at = strcasestr(header, wanted);
    if (at == NULL)
        return NULL;
    at += strlen(wanted);
    const char *end = strchr(at, '"');
    return end != NULL ? arena_copy(arena, at, (size_t)(end - at)) : NULL;
}

// The name without the folders that old browsers send along.
static const char *bare_name(const char *name) {
    const char *slash = strrchr(name, '/'), *back = strrchr(name, '\\');
    const char *last = slash > back ? slash : back;
    return last != NULL ? last + 1 : name;
}

static bool read_head(struct scan *scan, struct part *part) {
    size_t left = (size_t)(scan->end - scan->at);
    const char *end = memmem(scan->at, left < HEAD_MAX ? left : HEAD_MAX, "\r\n\r\n", 4);
    if (end == NULL || !utf8_valid(scan->at, (size_t)(end - scan->at)))
        return false;
    const char *head = arena_copy(scan->arena, scan->at, (size_t)(end - scan->at));
    const char *disposition = strcasestr(head, "Content-Disposition: form-data");
    scan->at = end + 4;
    if (disposition == NULL)
        return false;
    const char *line = arena_copy(scan->arena, disposition, strcspn(disposition, "\r\n"));
    part->name = parameter(line, "name", scan->arena);
    part->file_name = parameter(line, "filename", scan->arena);
    return part->name != NULL;
}

static bool read_content(struct scan *scan, struct part *part) {
    const char *end = memmem(scan->at, (size_t)(scan->end - scan->at), scan->mark, scan->mark_length);
    if (end == NULL)
        return false;
    part->bytes = scan->at;
    part->length = (size_t)(end - scan->at);
    scan->at = end + scan->mark_length;
    return true;
}

static enum status take_field(struct scan *scan, const struct part *part) {
    struct params *form = scan->form;
    scan->field_bytes += part->length;
    if (scan->field_bytes > REQUEST_BODY_MAX)
        return STATUS_TOO_LARGE;
    if (form->count == REQUEST_PARAMS_MAX || !utf8_valid(part->bytes, part->length))
        return STATUS_BAD_REQUEST;
    form->items[form->count++] =
        (struct param){.name = part->name, .value = arena_copy(scan->arena, part->bytes, part->length)};
    return STATUS_OK;
}

// A file input that was left empty comes as a file without name and content.
static enum status take_file(struct scan *scan, const struct part *part) {
    const char *name = bare_name(part->file_name);
    if (scan->has_file || strlen(name) > MULTIPART_NAME_MAX || utf8_has_control(name))
        return STATUS_BAD_REQUEST;
    scan->has_file = true;
    *scan->upload = (struct upload){.name = name, .bytes = part->bytes, .length = part->length};
    return STATUS_OK;
}

enum status multipart_parse(const char *type, const char *body, size_t length, struct params *form, struct upload *upload,
                            struct arena *arena) {
    struct scan scan = {.at = body, .end = body + length, .form = form, .upload = upload, .arena = arena};
    *form = (struct params){.items = ARENA_ARRAY(arena, struct param, REQUEST_PARAMS_MAX)};
    *upload = (struct upload){.name = "", .bytes = ""};
    if (!multipart_is(type) || !read_boundary(&scan, type))
        return STATUS_BAD_REQUEST;
    // The first mark has no line before it.
    if (length < scan.mark_length - 2 || memcmp(body, scan.mark + 2, scan.mark_length - 2) != 0)
        return STATUS_BAD_REQUEST;
    scan.at += scan.mark_length - 2;
    while (scan.end - scan.at >= 2 && memcmp(scan.at, "\r\n", 2) == 0) {
        struct part part = {0};
        scan.at += 2;
        if (!read_head(&scan, &part) || !read_content(&scan, &part))
            return STATUS_BAD_REQUEST;
        TRY(part.file_name != NULL ? take_file(&scan, &part) : take_field(&scan, &part));
    }
    return scan.end - scan.at >= 2 && memcmp(scan.at, "--", 2) == 0 ? STATUS_OK : STATUS_BAD_REQUEST;
}
