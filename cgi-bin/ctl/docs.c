// kedang docs: the tables of the documentation, written from what the programs really use; CI fails when they are
// stale.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"
#include "ctl/describe.h"
#include "ctl/file.h"
#include "ctl/options.h"
#include "ctl/programs.h"
#include "ctl/say.h"

static const struct text USAGE = {"docs 目录", "docs DIR"};

struct document {
    const char *file;
    const char *title;
    const char *introduction;
    const struct column *columns;
};

static const struct document ROUTES = {
    "routes.md", "Routes",
    "Every page of every program: who may use it, and whether its answer can carry a confidential value (CONF-3).",
    ROUTE_COLUMNS};
static const struct document FIELDS = {"fields.md", "Fields",
                                       "Every field of customers and contacts (ARC-2). Level 2 and above is sealed and "
                                       "masked (CONF-1, CONF-8); a limit of 0 means that "
                                       "of the type.",
                                       FIELD_COLUMNS};
static const struct document ROLES_AT_FIRST = {"roles.md", "Roles",
                                               "The roles of ORG-2 as a new installation gets them: how far each "
                                               "reaches, the highest level it may reveal, and its permissions.",
                                               ROLE_COLUMNS};

// A cell may not end the cell or the row.
static void add_cell(struct buffer *text, const char *cell, bool code) {
    buffer_text(text, code && *cell != '\0' ? " `" : " ");
    for (; *cell != '\0'; cell++) {
        if (*cell == '|')
            buffer_text(text, "\\|");
        else
            buffer_add(text, *cell == '\n' ? " " : cell, 1);
    }
    buffer_text(text, code ? "` |" : " |");
}

static bool is_code(const char *column) {
    static const char *const CODES[] = {"path", "permission", "key", "permissions"};
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++)
        if (strcmp(CODES[i], column) == 0)
            return true;
    return false;
}

static void add_rows(struct buffer *text, const struct json *rows, const struct column *columns) {
    buffer_text(text, "|");
    for (const struct column *column = columns; column->name != NULL; column++)
        add_cell(text, column->label.en, false);
    buffer_text(text, "\n|");
    for (const struct column *column = columns; column->name != NULL; column++)
        buffer_text(text, " --- |");
    for (unsigned i = 0; i < rows->count; i++) {
        buffer_text(text, "\n|");
        for (const struct column *column = columns; column->name != NULL; column++) {
            const char *cell = json_member(&rows->items[i], column->name);
            add_cell(text, cell, is_code(column->name) && *cell != '\0');
        }
    }
    buffer_text(text, "\n");
}

static int write_document(const char *folder, const struct document *document, const struct json *rows,
                          struct arena *arena) {
    struct buffer text = {.arena = arena};
    buffer_format(&text,
                  "# %s\n\n<!-- Written by `kedang docs`: change the tables in the code, not this file. -->\n\n%s\n\n",
                  document->title, document->introduction);
    add_rows(&text, rows, document->columns);
    const char *path = arena_format(arena, "%s/%s", folder, document->file);
    if (file_write_public(path, text.data, text.length))
        return EXIT_SUCCESS;
    return say_fault(TEXT("写不了 %s：%s", "can't write %s: %s"), path, strerror(errno));
}

static int write_documents(const char *folder, struct arena *arena) {
    struct json routes;
    if (programs_describe("--routes", arena, &routes) != STATUS_OK)
        return EXIT_FAILURE;
    struct json fields = describe_fields(arena), roles = describe_roles(arena);
    if (write_document(folder, &ROUTES, &routes, arena) != EXIT_SUCCESS ||
        write_document(folder, &FIELDS, &fields, arena) != EXIT_SUCCESS)
        return EXIT_FAILURE;
    return write_document(folder, &ROLES_AT_FIRST, &roles, arena);
}

int docs_command(int argc, char **argv) {
    const struct option_spec specs[] = {{0}};
    struct options options;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count != 1)
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    int code = write_documents(options.operands[0], arena);
    arena_free(arena);
    return code;
}
