#include "app/route.h"

#include <string.h>

#define NUMBER_DIGITS_MAX 18

// Reads a positive number without leading zeros; returns where it ends, NULL when there is none.
static const char *read_number(const char *text, int64_t *value) {
    int digits = 0;
    *value = 0;
    if (*text == '0')
        return NULL;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (++digits > NUMBER_DIGITS_MAX)
            return NULL;
        *value = *value * 10 + (*text - '0');
    }
    return digits > 0 ? text : NULL;
}

// Matches `path` against `pattern`, collecting the numbers.
static bool path_matches(const char *pattern, const char *path, struct page *page) {
    page->number_count = 0;
    while (*pattern != '\0') {
        if (*pattern != '{') {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        struct path_number *number = &page->numbers[page->number_count];
        if (page->number_count == PATH_NUMBERS_MAX || (path = read_number(path, &number->value)) == NULL)
            return false;
        number->name = pattern + 1;
        page->number_count++;
        pattern = strchr(pattern, '}') + 1;
    }
    return *path == '\0';
}

enum status route_find(const struct route *routes, struct page *page) {
    bool path_known = false;
    for (const struct route *route = routes; route->handler != NULL; route++) {
        if (!path_matches(route->path, page->request->path, page))
            continue;
        path_known = true;
        if (route->method != page->request->method)
            continue;
        page->route = route;
        return STATUS_OK;
    }
    page->number_count = 0;
    return path_known ? STATUS_METHOD : STATUS_NOT_FOUND;
}

static const char *permission_in_tables(enum permission permission) {
    switch (permission) {
    case PERM_NOBODY:
        return "nobody";
    case PERM_ANYONE:
        return "anyone";
    case PERM_SIGNED_IN:
        return "signed-in";
    default:
        return permission_name(permission);
    }
}

void route_describe(const struct route *routes, const char *program, struct buffer *json) {
    buffer_text(json, "[");
    for (const struct route *route = routes; route->handler != NULL; route++)
        buffer_format(json,
                      "%s\n  {\"program\": \"%s\", \"method\": \"%s\", \"path\": \"%s\", \"permission\": \"%s\", "
                      "\"title_zh\": \"%s\", \"title_en\": \"%s\", \"discloses\": %s}",
                      route == routes ? "" : ",", program, route->method == METHOD_POST ? "POST" : "GET", route->path,
                      permission_in_tables(route->permission), route->title.zh, route->title.en,
                      route->flags & ROUTE_DISCLOSES ? "true" : "false");
    buffer_text(json, "\n]\n");
}
