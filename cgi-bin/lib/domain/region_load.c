// Reading the table of regions that comes with the product.
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/region.h"

static const struct sql REGION_PUT = {
    "region.put", "INSERT INTO region (code, parent, name, full_name) VALUES (:code, :parent, :name, :full) "
                  "ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, name = excluded.name, "
                  "full_name = excluded.full_name"};

const struct sql *const REGION_LOAD_STATEMENTS[] = {&REGION_PUT, NULL};

// Cuts the line at its tabs; false unless it has exactly `count` parts.
static bool split(char *line, char **parts, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        parts[i] = line;
        char *end = line + strcspn(line, "\t\r\n");
        bool last = i == count - 1;
        if (last == (*end == '\t'))
            return false;
        line = end + (*end != '\0');
        *end = '\0';
    }
    return true;
}

static enum status region_put(struct ctx *ctx, char *const parts[4]) {
    struct query query = query_start(ctx->store, &REGION_PUT);
    query_bind_text(&query, ":code", parts[0]);
    query_bind_text(&query, ":parent", *parts[1] != '\0' ? parts[1] : NULL);
    query_bind_text(&query, ":name", parts[2]);
    query_bind_text(&query, ":full", parts[3]);
    return query_run(&query, NULL);
}

static enum status region_read(struct ctx *ctx, FILE *file, unsigned *count, unsigned *line) {
    char text[512];
    while (fgets(text, sizeof text, file) != NULL) {
        char *parts[4];
        ++*line;
        if (*text == '#')
            continue;
        if (!utf8_valid(text, strlen(text)) || !split(text, parts, 4) || strlen(parts[0]) != 6 ||
            strspn(parts[0], "0123456789") != 6 || *parts[2] == '\0')
            return STATUS_INVALID;
        TRY(region_put(ctx, parts));
        ++*count;
    }
    return ferror(file) ? STATUS_UNAVAILABLE : STATUS_OK;
}

enum status region_load(struct ctx *ctx, const char *path, unsigned *count, unsigned *line) {
    *count = *line = 0;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return STATUS_UNAVAILABLE;
    enum status status = region_read(ctx, file, count, line);
    fclose(file);
    return status;
}
