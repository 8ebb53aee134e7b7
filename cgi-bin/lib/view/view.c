// Loading, rendering and describing views; ctemplate itself is behind shim.h.
#include "view/view.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "view/shim.h"
#include "view/template_check.h"

#define KEY_MAX 256
#define TEMPLATE_MAX (1 << 20) // bytes; a built page has a few thousand

static const char *make_key(char space[KEY_MAX], const struct view *view, enum lang lang) {
    const int length = snprintf(space, KEY_MAX, "%s/%s", lang_code(lang), view->file);
    if (length < 0 || length >= KEY_MAX)
        log_die("view.name_too_long", view->file);
    return space;
}

// NULL when it can't be read; NUL-terminated.
static const char *read_file(struct arena *arena, const char *path) {
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return NULL;
    struct buffer content = {.arena = arena};
    char chunk[8192];
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0 && content.length < TEMPLATE_MAX;)
        buffer_add(&content, chunk, count);
    const bool whole = feof(file) && !ferror(file);
    fclose(file);
    return whole ? content.data : NULL;
}

static enum status load(const char *folder, const struct view *view, enum lang lang, struct arena *arena) {
    char space[KEY_MAX];
    const char *key = make_key(space, view, lang);
    const char *text = read_file(arena, arena_format(arena, "%s/%s", folder, key));
    struct template_fault fault = {.reason = "can't be read"};
    if (text != NULL)
        fault = template_check(text, view->bindings);
    if (fault.reason == NULL && !shim_load(key, text, strlen(text)))
        fault.reason = "does not parse";
    if (fault.reason == NULL)
        return STATUS_OK;
    const char *name = fault.name;
    LOG_EVENT(LOG_ERROR, "view.template", LOG_TEXT("template", key), LOG_NUMBER("line", fault.line),
              LOG_TEXT("name", name), LOG_TEXT("reason", fault.reason));
    return STATUS_FAULT;
}

enum status view_load(const char *folder, const struct view *const *views) {
    struct arena *arena = arena_new();
    enum status status = STATUS_OK;
    for (; *views != NULL; views++) {
        for (int lang = 0; lang < LANG_COUNT; lang++)
            if (load(folder, *views, (enum lang)lang, arena) != STATUS_OK)
                status = STATUS_FAULT; // and go on: all faults are told at once
    }
    arena_free(arena);
    return status;
}

enum status view_render(const struct view *view, enum lang lang, const void *data, struct buffer *out,
                        bool *discloses) {
    char space[KEY_MAX];
    const char *key = make_key(space, view, lang);
    const size_t length = out->length;
    struct shim_report report;
    if (shim_render(key, view->bindings, data, out, &report)) {
        *discloses = report.discloses;
        return STATUS_OK;
    }
    *discloses = false;
    if (out->data != NULL) {
        out->length = length;
        out->data[length] = '\0';
    }
    const char *missing = report.missing;
    LOG_EVENT(LOG_ERROR, "view.render", LOG_TEXT("template", key), LOG_TEXT("missing", missing));
    return STATUS_FAULT;
}

static void describe_bindings(const struct binding *table, struct buffer *json) {
    static const char *const types[] = {
        [BIND_TEXT] = "text",
        [BIND_INT] = "int",
        [BIND_LONG] = "long",
        [BIND_BOOL] = "bool",
        [BIND_ROWS] = "rows",
        [BIND_PART] = "part",
        [BIND_DISCLOSED] = "disclosed",
    };
    for (const struct binding *binding = table; binding->type != BIND_END; binding++) {
        buffer_format(json, "%s{\"name\":\"%s\",\"type\":\"%s\"", binding == table ? "" : ",", binding->name,
                      types[binding->type]);
        if (binding->inner != NULL) {
            buffer_text(json, ",\"inner\":[");
            describe_bindings(binding->inner, json);
            buffer_text(json, "]");
        }
        buffer_text(json, "}");
    }
}

void view_describe(const struct view *const *views, struct buffer *json) {
    buffer_text(json, "[");
    for (const struct view *const *view = views; *view != NULL; view++) {
        buffer_format(json, "%s\n{\"file\":\"%s\",\"bindings\":[", view == views ? "" : ",", (*view)->file);
        describe_bindings((*view)->bindings, json);
        buffer_text(json, "]}");
    }
    buffer_text(json, "\n]\n");
}
