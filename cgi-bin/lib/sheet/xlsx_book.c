// What stands beside the sheets: which sheets there are, the formats of cells, and the texts they share.
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "sheet/xlsx_part.h"

#define STYLES_MAX 65536
#define FORMATS_MAX 4096
#define STRINGS_MAX ((size_t)256 << 20) // bytes

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), size = strlen(end);
    return length >= size && strcmp(text + length - size, end) == 0;
}

// --- Relations

struct relations {
    const char *base;  // folder that targets start from: "xl/" or ""
    const char *found; // the workbook's part
};

// "worksheets/sheet1.xml" in "xl/" or "/xl/worksheets/sheet1.xml".
static const char *part_of(struct xlsx *xlsx, const char *base, const char *target) {
    return *target == '/' ? arena_string(xlsx->arena, target + 1) : arena_format(xlsx->arena, "%s%s", base, target);
}

static void on_root_relation(struct xlsx_parse *parse, const char *name, const char **attributes) {
    struct relations *relations = parse->data;
    const char *type = xlsx_attribute(attributes, "Type"), *target = xlsx_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") == 0 && type != NULL && target != NULL && ends_with(type, "/officeDocument"))
        relations->found = part_of(parse->xlsx, relations->base, target);
}

// What lies outside of the file (TargetMode="External") is never looked at.
static void on_book_relation(struct xlsx_parse *parse, const char *name, const char **attributes) {
    const struct relations *relations = parse->data;
    const char *id = xlsx_attribute(attributes, "Id"), *target = xlsx_attribute(attributes, "Target");
    const char *mode = xlsx_attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL || (mode != NULL && strcmp(mode, "External") == 0))
        return;
    for (unsigned i = 0; i < parse->xlsx->sheet_count; i++)
        if (strcmp(parse->xlsx->sheets[i].relation, id) == 0)
            parse->xlsx->sheets[i].part = part_of(parse->xlsx, relations->base, target);
}

// --- Sheets

bool xlsx_true(const char *text) {
    return text != NULL && (strcmp(text, "1") == 0 || strcmp(text, "true") == 0);
}

static void add_sheet(struct xlsx_parse *parse, const char **attributes) {
    struct xlsx *xlsx = parse->xlsx;
    const char *name = xlsx_attribute(attributes, "name"), *id = NULL, *state = xlsx_attribute(attributes, "state");
    for (const char **attribute = attributes; *attribute != NULL; attribute += 2)
        if (ends_with(attribute[0], ":id") || strcmp(attribute[0], "id") == 0)
            id = attribute[1];
    if (name == NULL || id == NULL)
        return;
    if (xlsx->sheet_count == SHEET_SHEETS_MAX || strlen(name) > SHEET_NAME_MAX) {
        xlsx_stop(parse, sheet_refuse(xlsx->error, 0, 0, "工作表超过 200 个", "more than 200 sheets"));
        return;
    }
    xlsx->sheets[xlsx->sheet_count++] =
        (struct xlsx_sheet){.name = arena_string(xlsx->arena, name),
                            .relation = arena_string(xlsx->arena, id),
                            .hidden = state != NULL && strcmp(state, "visible") != 0};
}

static void on_workbook(struct xlsx_parse *parse, const char *name, const char **attributes) {
    if (strcmp(name, "workbookPr") == 0)
        parse->xlsx->since_1904 = xlsx_true(xlsx_attribute(attributes, "date1904"));
    else if (strcmp(name, "sheet") == 0)
        add_sheet(parse, attributes);
}

// --- Styles

struct formats {
    unsigned ids[FORMATS_MAX];
    const char *codes[FORMATS_MAX];
    unsigned count;
    bool in_cells; // within cellXfs
};

static void add_style(struct xlsx *xlsx, const struct formats *formats, unsigned id) {
    const char *code = NULL;
    unsigned digits = 0;
    if (xlsx->style_count == STYLES_MAX)
        return; // Excel allows fewer; a cell of such a style shows its number
    for (unsigned i = 0; i < formats->count && code == NULL; i++)
        code = formats->ids[i] == id ? formats->codes[i] : NULL;
    enum number_style style = number_style_of(id, code, &digits);
    xlsx->styles[xlsx->style_count++] = (struct xlsx_style){(unsigned char)style, (unsigned char)digits};
}

static void on_style(struct xlsx_parse *parse, const char *name, const char **attributes) {
    struct formats *formats = parse->data;
    if (strcmp(name, "cellXfs") == 0) {
        formats->in_cells = true;
    } else if (strcmp(name, "numFmt") == 0 && formats->count < FORMATS_MAX) {
        const char *code = xlsx_attribute(attributes, "formatCode");
        formats->ids[formats->count] = xlsx_number(xlsx_attribute(attributes, "numFmtId"), 1000000, 0);
        formats->codes[formats->count++] = arena_string(parse->xlsx->arena, code != NULL ? code : "");
    } else if (strcmp(name, "xf") == 0 && formats->in_cells) {
        add_style(parse->xlsx, formats, xlsx_number(xlsx_attribute(attributes, "numFmtId"), 1000000, 0));
    }
}

static void on_style_end(struct xlsx_parse *parse, const char *name) {
    struct formats *formats = parse->data;
    if (strcmp(name, "cellXfs") == 0)
        formats->in_cells = false;
}

static enum status optional(enum status status) {
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status xlsx_read_book(struct xlsx *xlsx) {
    struct relations relations = {.base = "", .found = "xl/workbook.xml"};
    struct xlsx_parse root = {.xlsx = xlsx, .start = on_root_relation, .data = &relations};
    TRY(optional(xlsx_parse_part(&root, "_rels/.rels")));
    xlsx->workbook = relations.found;
    struct xlsx_parse workbook = {.xlsx = xlsx, .start = on_workbook};
    TRY(xlsx_parse_part(&workbook, xlsx->workbook));

    const char *slash = strrchr(xlsx->workbook, '/');
    relations.base = slash != NULL ? arena_format(xlsx->arena, "%.*s", (int)(slash + 1 - xlsx->workbook), xlsx->workbook) : "";
    const char *file = slash != NULL ? slash + 1 : xlsx->workbook;
    struct xlsx_parse book = {.xlsx = xlsx, .start = on_book_relation, .data = &relations};
    TRY(xlsx_parse_part(&book, arena_format(xlsx->arena, "%s_rels/%s.rels", relations.base, file)));

    struct formats *formats = ARENA_NEW(xlsx->arena, struct formats);
    xlsx->styles = ARENA_ARRAY(xlsx->arena, struct xlsx_style, STYLES_MAX);
    struct xlsx_parse styles = {.xlsx = xlsx, .start = on_style, .end = on_style_end, .data = formats};
    return optional(xlsx_parse_part(&styles, arena_format(xlsx->arena, "%sstyles.xml", relations.base)));
}

// --- Shared texts

static void *grown(void *memory, size_t size) {
    void *wider = realloc(memory, size);
    if (wider == NULL)
        log_die("memory.out", "shared texts");
    return wider;
}

static void strings_add(struct xlsx_strings *strings, const char *text, size_t length) {
    if (strings->length + length + 1 > strings->room) {
        strings->room = (strings->length + length + 1) * 2;
        strings->text = grown(strings->text, strings->room);
    }
    memcpy(strings->text + strings->length, text, length);
    strings->length += length;
}

static void strings_begin(struct xlsx_strings *strings) {
    if (strings->count == strings->places) {
        strings->places = strings->places > 0 ? strings->places * 2 : 1024;
        strings->starts = grown(strings->starts, strings->places * sizeof *strings->starts);
    }
    strings->starts[strings->count++] = strings->length;
}

// A text may be in runs of different looks, and have its reading beside it, which is none of it.
struct text_state {
    bool in_text, in_reading;
};

static void on_string(struct xlsx_parse *parse, const char *name, const char **attributes) {
    struct text_state *state = parse->data;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        strings_begin(&parse->xlsx->strings);
    else if (strcmp(name, "rPh") == 0)
        state->in_reading = true;
    else if (strcmp(name, "t") == 0)
        state->in_text = !state->in_reading && parse->xlsx->strings.count > 0;
}

static void on_string_end(struct xlsx_parse *parse, const char *name) {
    struct text_state *state = parse->data;
    struct xlsx_strings *strings = &parse->xlsx->strings;
    if (strcmp(name, "t") == 0) {
        state->in_text = false;
    } else if (strcmp(name, "rPh") == 0) {
        state->in_reading = false;
    } else if (strcmp(name, "si") == 0 && strings->count > 0) {
        strings_add(strings, "", 1);
        char *text = strings->text + strings->starts[strings->count - 1];
        xlsx_unescape(text);
        strings->length = strings->starts[strings->count - 1] + strlen(text) + 1;
    }
}

static void on_string_text(struct xlsx_parse *parse, const char *text, size_t length) {
    const struct text_state *state = parse->data;
    if (!state->in_text)
        return;
    if (parse->xlsx->strings.length + length > STRINGS_MAX)
        xlsx_stop(parse, sheet_refuse(parse->xlsx->error, 0, 0, "文件中的文字超过 256 MB", "more than 256 MB of text"));
    else
        strings_add(&parse->xlsx->strings, text, length);
}

enum status xlsx_read_strings(struct xlsx *xlsx) {
    struct text_state state = {0};
    const char *slash = strrchr(xlsx->workbook, '/');
    int base = slash != NULL ? (int)(slash + 1 - xlsx->workbook) : 0;
    struct xlsx_parse parse = {
        .xlsx = xlsx, .start = on_string, .end = on_string_end, .text = on_string_text, .data = &state};
    return optional(xlsx_parse_part(&parse, arena_format(xlsx->arena, "%.*ssharedStrings.xml", base, xlsx->workbook)));
}
