// The rows of one sheet.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/xlsx_part.h"

#define ROWS_MOST 1048576
#define NUMBER_TEXT_MAX 64

enum cell_kind {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE,
    CELL_TEXT, // a formula's
    CELL_BOOLEAN,
    CELL_ERROR,
    CELL_DATE // in ISO 8601
};

struct rows {
    struct arena *arena; // of the row
    struct sheet_row row;
    unsigned given; // rows so far
    unsigned most;
    // the cell at hand
    unsigned column;
    enum cell_kind kind;
    unsigned style;
    bool has_formula, taking; // taking: within an element whose text counts
    bool in_reading;
    struct buffer text;
};

static void refuse_cell(struct xlsx_parse *parse, const char *zh, const char *en) {
    const struct rows *rows = parse->data;
    xlsx_stop(parse, sheet_refuse(parse->xlsx->error, rows->row.line, rows->column, zh, en));
}

// "BC12" → 55; 0: no such place.
static unsigned column_of(const char *place) {
    unsigned column = 0;
    for (; *place >= 'A' && *place <= 'Z'; place++) {
        column = column * 26 + (unsigned)(*place - 'A') + 1;
        if (column > 16384)
            return 0;
    }
    return column;
}

static unsigned row_of(const char *place) {
    return (unsigned)strtoul(place + strspn(place, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), NULL, 10);
}

static enum cell_kind kind_of(const char *type) {
    static const struct {
        const char *name;
        enum cell_kind kind;
    } KINDS[] = {
        {"s", CELL_SHARED},
        {"inlineStr", CELL_INLINE},
        {"str", CELL_TEXT},
        {"b", CELL_BOOLEAN},
        {"e", CELL_ERROR},
        {"d", CELL_DATE},
    };
    for (size_t i = 0; type != NULL && i < sizeof KINDS / sizeof KINDS[0]; i++)
        if (strcmp(KINDS[i].name, type) == 0)
            return KINDS[i].kind;
    return CELL_NUMBER;
}

static void
start_row(struct xlsx_parse *parse, const char **attributes) {
    struct rows *rows = parse->data;
    unsigned line = xlsx_number(xlsx_attribute(attributes, "r"), ROWS_MOST, rows->row.line + 1);
    if (line <= rows->row.line) {
        refuse_cell(parse, "文件已损坏：行号倒退", "the file is damaged: its rows are out of order");
        return;
    }
    arena_wipe(rows->arena);
    rows->row = (struct sheet_row){.line = line, .hidden = xlsx_true(xlsx_attribute(attributes, "hidden"))};
    rows->column = 0;
}

static void start_cell(struct xlsx_parse *parse, const char **attributes) {
    struct rows *rows = parse->data;
    const char *place = xlsx_attribute(attributes, "r");
    unsigned column = place != NULL ? column_of(place) : rows->column + 1;
    if (column <= rows->column) {
        refuse_cell(parse, "文件已损坏：列号倒退", "the file is damaged: its columns are out of order");
        return;
    }
    rows->column = column;
    rows->kind = kind_of(xlsx_attribute(attributes, "t"));
    rows->style = xlsx_number(xlsx_attribute(attributes, "s"), UINT32_MAX / 16, 0);
    rows->has_formula = rows->taking = rows->in_reading = false;
    rows->text = (struct buffer){.arena = rows->arena};
}

static void merge(struct xlsx_parse *parse, const char **attributes) {
    const char *place = xlsx_attribute(attributes, "ref");
    if (place == NULL || parse->xlsx->sink->merge == NULL)
        return;
    struct sheet_merge found = {.left = column_of(place), .top = row_of(place)};
    const char *colon = strchr(place, ':');
    if (colon == NULL)
        return;
    found.right = column_of(colon + 1);
    found.bottom = row_of(colon + 1);
    if (found.left > 0 && found.top > 0 && found.right >= found.left && found.bottom >= found.top && found.bottom <= ROWS_MOST)
        parse->xlsx->sink->merge(parse->xlsx->sink->data, &found);
}

static void on_start(struct xlsx_parse *parse, const char *name, const char **attributes) {
    struct rows *rows = parse->data;
    if (strcmp(name, "c") == 0)
        start_cell(parse, attributes);
    else if (strcmp(name, "v") == 0)
        rows->taking = rows->kind != CELL_INLINE;
    else if (strcmp(name, "t") == 0)
        rows->taking = rows->kind == CELL_INLINE && !rows->in_reading;
    else if (strcmp(name, "f") == 0)
        rows->has_formula = true;
    else if (strcmp(name, "rPh") == 0)
        rows->in_reading = true;
    else if (strcmp(name, "row") == 0)
        start_row(parse, attributes);
    else if (strcmp(name, "mergeCell") == 0)
        merge(parse, attributes);
}

static const char *number_of(const struct xlsx *xlsx, const struct rows *rows, const char *text) {
    char *end;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || strlen(text) > NUMBER_TEXT_MAX)
        return text;
    struct xlsx_style style = rows->style < xlsx->style_count ? xlsx->styles[rows->style] : (struct xlsx_style){0};
    return number_text(value, (enum number_style)style.style, style.digits, xlsx->since_1904, rows->arena);
}

// 2026-01-05T00:00:00 → 2026-01-05
static const char *iso_date(const char *text, struct arena *arena) {
    char *date = arena_string(arena, text);
    char *time = strchr(date, 'T');
    if (time != NULL)
        *time = strncmp(time, "T00:00:00", 9) == 0 ? '\0' : ' ';
    return date;
}

// NULL: the file names a shared text that is not there.
static const char *cell_text(const struct xlsx *xlsx, struct rows *rows) {
    char *text = rows->text.length > 0 ? rows->text.data : NULL;
    if (text == NULL)
        return rows->has_formula && rows->kind == CELL_NUMBER ? SHEET_NO_RESULT : "";
    switch (rows->kind) {
    case CELL_SHARED: {
        unsigned at = xlsx_number(text, UINT32_MAX / 16, UINT32_MAX);
        return at < xlsx->strings.count ? xlsx->strings.text + xlsx->strings.starts[at] : NULL;
    }
    case CELL_INLINE:
    case CELL_TEXT:
        xlsx_unescape(text);
        return text;
    case CELL_BOOLEAN:
        return strcmp(text, "1") == 0 ? "TRUE" : "FALSE";
    case CELL_ERROR:
        return text;
    case CELL_DATE:
        return iso_date(text, rows->arena);
    case CELL_NUMBER:
        break;
    }
    return number_of(xlsx, rows, text);
}

static void end_cell(struct xlsx_parse *parse) {
    struct rows *rows = parse->data;
    const char *text = cell_text(parse->xlsx, rows);
    if (text == NULL) {
        refuse_cell(parse, "文件已损坏：缺少文字", "the file is damaged: a text is missing");
        return;
    }
    const char *trimmed = utf8_trim(rows->arena, text);
    if (*trimmed == '\0')
        return;
    if (rows->column > SHEET_COLUMNS_MAX) {
        refuse_cell(parse, "超过 200 列", "more than 200 columns");
        return;
    }
    if (strlen(trimmed) > SHEET_CELL_MAX) {
        refuse_cell(parse, "单元格超过 64 KB", "a cell is larger than 64 KB");
        return;
    }
    while (rows->row.count < rows->column)
        rows->row.cells[rows->row.count++] = "";
    rows->row.cells[rows->column - 1] = trimmed;
}

static void end_row(struct xlsx_parse *parse) {
    struct rows *rows = parse->data;
    const struct sheet_sink *sink = parse->xlsx->sink;
    if (rows->row.count == 0)
        return;
    if (rows->given++ == rows->most) {
        xlsx_stop(parse, sheet_refuse_rows(parse->xlsx->error, rows->row.line, rows->most));
        return;
    }
    if (!sink->row(sink->data, &rows->row))
        xlsx_stop(parse, STATUS_OK);
}

static void on_end(struct xlsx_parse *parse, const char *name) {
    struct rows *rows = parse->data;
    if (strcmp(name, "c") == 0)
        end_cell(parse);
    else if (strcmp(name, "row") == 0)
        end_row(parse);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        rows->taking = false;
    else if (strcmp(name, "rPh") == 0)
        rows->in_reading = false;
}

static void on_text(struct xlsx_parse *parse, const char *text, size_t length) {
    struct rows *rows = parse->data;
    if (rows->taking && rows->column > 0 && rows->text.length <= 2 * SHEET_CELL_MAX)
        buffer_add(&rows->text, text, length);
}

enum status xlsx_read_rows(struct xlsx *xlsx, const char *part) {
    struct rows rows = {.arena = arena_new(), .most = xlsx->wish->rows_most > 0 ? xlsx->wish->rows_most : SHEET_ROWS_LIMIT};
    struct xlsx_parse parse = {.xlsx = xlsx, .start = on_start, .end = on_end, .text = on_text, .data = &rows};
    rows.text.arena = rows.arena;
    enum status status = xlsx_parse_part(&parse, part);
    arena_free(rows.arena);
    return status;
}
