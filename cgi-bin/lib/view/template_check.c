#include "view/template_check.h"

#include <stdio.h>
#include <string.h>

#include "view/binding.h"

#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}"
#define DEPTH_MAX 32
#define SEPARATOR "_separator"

struct section {
    const char *name;
    size_t length;
    const struct binding *table; // of its rows; NULL when it shows the scope around it
};

struct checker {
    const char *text;
    const struct binding *bindings;
    struct section sections[DEPTH_MAX];
    unsigned depth;
    struct template_fault fault;
};

// The content of one {{marker}}.
struct marker {
    const char *start;
    size_t length;
};

static void set_fault(struct checker *checker, const char *reason, struct marker marker) {
    checker->fault = (struct template_fault){.reason = reason, .line = 1};
    snprintf(checker->fault.name, sizeof checker->fault.name, "%.*s", (int)(marker.length < 60 ? marker.length : 60),
             marker.start);
    for (const char *c = checker->text; c < marker.start; c++)
        checker->fault.line += *c == '\n';
}

static const struct binding *find(const struct checker *checker, struct marker name) {
    size_t offset = 0;
    for (unsigned i = checker->depth; i-- > 0;) {
        const struct binding *table = checker->sections[i].table;
        const struct binding *binding = table != NULL ? binding_find(table, name.start, name.length, &offset) : NULL;
        if (binding != NULL)
            return binding;
    }
    return binding_find(checker->bindings, name.start, name.length, &offset);
}

// Whether `name` is "X_separator" directly within the section X.
static bool is_separator(const struct checker *checker, struct marker name) {
    if (checker->depth == 0)
        return false;
    const struct section *around = &checker->sections[checker->depth - 1];
    return around->table != NULL && name.length == around->length + strlen(SEPARATOR) &&
           strncmp(name.start, around->name, around->length) == 0 &&
           strncmp(name.start + around->length, SEPARATOR, strlen(SEPARATOR)) == 0;
}

static void open_section(struct checker *checker, struct marker name) {
    const bool separator = is_separator(checker, name);
    const struct binding *binding = separator ? NULL : find(checker, name);
    if (!separator && (binding == NULL || !binding_is_section(binding)))
        set_fault(checker, "no such section in the bindings", name);
    else if (checker->depth == DEPTH_MAX)
        set_fault(checker, "sections nested too deeply", name);
    else
        checker->sections[checker->depth++] =
            (struct section){.name = name.start, .length = name.length, .table = separator ? NULL : binding->inner};
}

static void close_section(struct checker *checker, struct marker name) {
    const struct section *open = checker->depth > 0 ? &checker->sections[checker->depth - 1] : NULL;
    if (open == NULL || open->length != name.length || strncmp(open->name, name.start, name.length) != 0)
        set_fault(checker, "ends a section that is not open here", name);
    else
        checker->depth--;
}

static void check_variable(struct checker *checker, struct marker marker) {
    const char *colon = memchr(marker.start, ':', marker.length);
    struct marker name = {marker.start, colon != NULL ? (size_t)(colon - marker.start) : marker.length};
    const struct binding *binding = name.length > 0 ? find(checker, name) : NULL;
    if (binding == NULL || !binding_is_value(binding))
        set_fault(checker, "no such variable in the bindings", name);
    else if (colon != NULL && memmem(colon, marker.length - name.length, ":none", strlen(":none")) != NULL)
        set_fault(checker, "a variable must not be left unescaped", marker);
}

static void check_marker(struct checker *checker, struct marker marker) {
    const struct marker name = {marker.start + 1, marker.length > 0 ? marker.length - 1 : 0};
    switch (marker.length > 0 ? *marker.start : '\0') {
    case '#':
        open_section(checker, name);
        break;
    case '/':
        close_section(checker, name);
        break;
    case '!':
        break;
    case '%':
        set_fault(checker, "a second pragma", marker);
        break;
    case '>':
    case '=':
        set_fault(checker, "includes and other delimiters are not for built templates", marker);
        break;
    default:
        check_variable(checker, marker);
    }
}

struct template_fault template_check(const char *text, const struct binding *bindings) {
    struct checker checker = {.text = text, .bindings = bindings};
    const struct marker start = {text, strcspn(text, "\n")};
    if (strncmp(text, PRAGMA, strlen(PRAGMA)) != 0) {
        set_fault(&checker, "does not begin with the AUTOESCAPE pragma", start);
        return checker.fault;
    }
    for (const char *cursor = text + strlen(PRAGMA); checker.fault.reason == NULL;) {
        const char *open = strstr(cursor, "{{");
        if (open == NULL)
            break;
        while (open[2] == '{') // "{{{NAME}}": the inner two count
            open++;
        const char *end = strstr(open, "}}");
        if (end != NULL)
            check_marker(&checker, (struct marker){open + 2, (size_t)(end - open) - 2});
        else
            set_fault(&checker, "a marker without end", (struct marker){open, 2});
        cursor = end != NULL ? end + 2 : open;
    }
    if (checker.fault.reason == NULL && checker.depth > 0) {
        const struct section *open = &checker.sections[checker.depth - 1];
        set_fault(&checker, "a section without end", (struct marker){open->name, open->length});
    }
    return checker.fault;
}
