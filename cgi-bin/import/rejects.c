#include "import/rejects.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "sheet/csv.h"
#include "sheet/open.h"
#include "sheet/write.h"

#define WIDTH_MAX (SHEET_COLUMNS_MAX + 1) // of a row of the file, and what is wrong with it

struct rejected {
    unsigned line;
    unsigned count;       // of its faults
    const char *problems; // in words
};
struct rejects {
    struct rejected *rows; // by line
    size_t count, room;
    struct arena *words;
    struct buffer text; // of the last row's problems, while they are collected
};

static const struct text PROBLEM = {"问题", "Problem"};

struct rejects *rejects_new(void) {
    struct rejects *rejects = calloc(1, sizeof *rejects);
    if (rejects == NULL)
        log_die("memory.out", "rejected rows");
    rejects->words = arena_new();
    return rejects;
}

void rejects_clear(struct rejects *rejects) {
    rejects->count = 0;
    arena_wipe(rejects->words);
}

static struct rejected *row_of(struct rejects *rejects, unsigned line) {
    if (rejects->count > 0 && rejects->rows[rejects->count - 1].line == line)
        return &rejects->rows[rejects->count - 1];
    if (rejects->count == rejects->room) {
        rejects->room = rejects->room > 0 ? 2 * rejects->room : 256;
        struct rejected *rows = realloc(rejects->rows, rejects->room * sizeof *rows);
        if (rows == NULL)
            log_die("memory.out", "rejected rows");
        rejects->rows = rows;
    }
    rejects->rows[rejects->count] = (struct rejected){.line = line, .problems = ""};
    return &rejects->rows[rejects->count++];
}

void rejects_note(struct rejects *rejects, const struct import_fault *fault, enum lang lang) {
    const bool english = lang == LANG_EN;
    if (fault->line == 0)
        return;
    struct rejected *row = row_of(rejects, fault->line);
    if (++row->count > REJECTS_TOLD + 1)
        return;
    if (row->count > REJECTS_TOLD)
        row->problems = arena_format(rejects->words, "%s%s", row->problems, english ? "; and more" : "；还有其他问题");
    else
        row->problems = arena_format(rejects->words, "%s%s%s%s%s", row->problems, row->count == 1 ? "" : english ? "; "
                                                                                                                 : "；",
                                     fault->column,
                                     *fault->column == '\0' ? "" : english ? ": "
                                                                           : "：",
                                     text_in(lang, fault->message));
}

static enum sheet_output output_of(const void *file, size_t length) {
    if (sheet_format_of(file, length) != SHEET_CSV)
        return OUTPUT_XLSX;
    return csv_encoding_of(file, length) == ENCODING_GB18030 ? OUTPUT_CSV_GB18030 : OUTPUT_CSV;
}

// --- Writing

struct writing {
    const struct rejects *rejects;
    unsigned heading;
    size_t next;    // of the rejected rows
    unsigned width; // columns of the widest row
};

// Whether the row goes back; what is wrong with it: NULL nothing.
static bool goes_back(struct writing *writing, const struct sheet_row *row, const char **problems) {
    const struct rejects *rejects = writing->rejects;
    *problems = NULL;
    while (writing->next < rejects->count && rejects->rows[writing->next].line < row->line)
        writing->next++;
    if (row->line <= writing->heading)
        return true;
    if (writing->next == rejects->count || rejects->rows[writing->next].line != row->line)
        return false;
    *problems = rejects->rows[writing->next].problems;
    return true;
}

static void measure(struct writing *writing, struct sheet_table *table) {
    struct sheet_row row;
    const char *problems;
    sheet_table_rewind(table);
    while (sheet_table_next(table, &row) == STATUS_OK)
        if (goes_back(writing, &row, &problems) && row.count > writing->width)
            writing->width = row.count;
    writing->next = 0;
    sheet_table_rewind(table);
}

static enum status write_row(struct sheet_out *out, const struct sheet_row *row, unsigned width, const char *last) {
    const char *cells[WIDTH_MAX] = {NULL};
    for (unsigned i = 0; i < row->count; i++)
        cells[i] = row->cells[i];
    cells[width] = last;
    return sheet_out_row(out, cells);
}

// Empty rows above the headings stay, so that these stand where they stood.
static enum status write_rows(struct writing *writing, struct sheet_table *table, struct sheet_out *out, enum lang lang) {
    static const struct sheet_row EMPTY = {.count = 0};
    struct sheet_row row;
    unsigned written = 0;
    while (sheet_table_next(table, &row) == STATUS_OK) {
        const char *problems;
        if (!goes_back(writing, &row, &problems))
            continue;
        for (; row.line <= writing->heading && written + 1 < row.line; written++)
            TRY(write_row(out, &EMPTY, writing->width, NULL));
        TRY(write_row(out, &row, writing->width, row.line == writing->heading ? text_in(lang, PROBLEM) : problems));
        written++;
    }
    return STATUS_OK;
}

struct room {
    struct board_place *place;
    size_t length; // of what is in it
};

static enum status on_bytes(void *data, const void *bytes, size_t length) {
    struct room *room = data;
    if (room->length + length > BOARD_ROOM)
        return STATUS_TOO_LARGE;
    memcpy(board_room(room->place) + room->length, bytes, length);
    room->length += length;
    return STATUS_OK;
}

static enum status write_file(const struct rejects *rejects, const struct rejects_source *source, unsigned heading,
                              enum sheet_output output, struct room *room) {
    const struct sheet_receiver receiver = {.take = on_bytes, .data = room};
    struct writing writing = {.rejects = rejects, .heading = heading, .width = 1};
    struct sheet_column columns[WIDTH_MAX];
    struct sheet_table *table = source->table;
    struct sheet_out *out;
    bool hidden;
    measure(&writing, table);
    for (unsigned i = 0; i <= writing.width; i++)
        columns[i] = (struct sheet_column){"", CELL_TEXT, i == writing.width ? 60 : 0}; // digits of telephones stay digits
    const struct sheet_plan sheet = {
        .name = sheet_table_sheets(table) > 0 ? sheet_table_sheet(table, sheet_table_chosen(table), &hidden) : "",
        .columns = columns,
        .count = writing.width + 1,
        .plain = true};
    TRY(sheet_out_new(&out, output, &sheet, 1, &receiver));
    enum status status = write_rows(&writing, table, out, source->lang);
    if (status == STATUS_OK)
        status = sheet_out_end(out);
    sheet_out_free(out);
    return status;
}

void rejects_give_back(const struct rejects *rejects, const struct rejects_source *source, unsigned heading, struct board_place *place) {
    const enum sheet_output output = output_of(source->file, source->length);
    const int64_t asking = atomic_load(&place->asked);
    struct room room = {.place = place};
    board_room_clear(place);
    const enum status status = write_file(rejects, source, heading, output, &room);
    atomic_store(&place->output, (int)output);
    atomic_store(&place->rows, (unsigned)rejects->count);
    atomic_store(&place->answered, asking);
    atomic_store(&place->returned, status == STATUS_OK ? room.length : status == STATUS_TOO_LARGE ? BOARD_TOO_LARGE
                                                                                                  : BOARD_FAILED);
}
