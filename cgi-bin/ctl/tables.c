// kedang routes, views, fields: what the programs really use, as a table for people or as JSON for checks and
// documents.
#include <stdlib.h>
#include <string.h>

#include "ctl/command.h"
#include "ctl/describe.h"
#include "ctl/options.h"
#include "ctl/programs.h"
#include "ctl/say.h"

static const struct text ROUTES_USAGE = {"routes [--json]", "routes [--json]"};
static const struct text VIEWS_USAGE = {"views [--json]", "views [--json]"};
static const struct text FIELDS_USAGE = {"fields [--json]", "fields [--json]"};

// False when the command is over: *code is its exit code.
static bool read_json_option(int argc, char **argv, struct text usage, bool *as_json, int *code) {
    const struct option_spec specs[] = {{"json", OPTION_FLAG, as_json, NULL}, {0}};
    struct options options;
    *as_json = false;
    if (!options_read(argc, argv, specs, usage, &options)) {
        *code = options.exit_code;
        return false;
    }
    if (options.count == 0)
        return true;
    *code = options_wrong(usage);
    return false;
}

static void print_columns(const struct json *rows, const struct column *columns, struct arena *arena) {
    unsigned width = 0;
    while (columns[width].name != NULL)
        width++;
    const char **cells = ARENA_ARRAY(arena, const char *, (rows->count + (size_t)1) * width);
    for (unsigned c = 0; c < width; c++) {
        cells[c] = text_in(say_lang(), columns[c].label);
        for (unsigned r = 0; r < rows->count; r++)
            cells[(r + 1) * width + c] = json_member(&rows->items[r], columns[c].name);
    }
    say_table(cells, rows->count + 1, width);
}

static int print_rows(const struct json *rows, const struct column *columns, bool as_json, struct arena *arena) {
    struct buffer text = {.arena = arena};
    if (!as_json) {
        print_columns(rows, columns, arena);
        return EXIT_SUCCESS;
    }
    json_write(rows, &text);
    buffer_text(&text, "\n");
    return fputs(text.data, stdout) >= 0 && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int describe_programs(const char *flag, const struct column *columns, bool as_json) {
    struct arena *arena = arena_new();
    struct json rows;
    int code = EXIT_FAILURE;
    if (programs_describe(flag, arena, &rows) == STATUS_OK)
        code = print_rows(&rows, columns, as_json, arena);
    arena_free(arena);
    return code;
}

int routes_command(int argc, char **argv) {
    bool as_json;
    int code;
    if (!read_json_option(argc, argv, ROUTES_USAGE, &as_json, &code))
        return code;
    return describe_programs("--routes", ROUTE_COLUMNS, as_json);
}

int views_command(int argc, char **argv) {
    static const struct column COLUMNS[] = {{"file", {"模板", "template"}}, {NULL, {NULL, NULL}}};
    bool as_json;
    int code;
    if (!read_json_option(argc, argv, VIEWS_USAGE, &as_json, &code))
        return code;
    return describe_programs("--views", COLUMNS, as_json);
}

int fields_command(int argc, char **argv) {
    bool as_json;
    int code;
    if (!read_json_option(argc, argv, FIELDS_USAGE, &as_json, &code))
        return code;
    struct arena *arena = arena_new();
    struct json rows = describe_fields(arena);
    code = print_rows(&rows, FIELD_COLUMNS, as_json, arena);
    arena_free(arena);
    return code;
}
