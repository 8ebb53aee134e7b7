#include "sheet/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"

#define MESSAGE_MAX 2048
#define MERGES_MAX 10000 // kept: those of headings are among the first

struct sheet_table {
    char *bytes;
    size_t length;
    const char *names[SHEET_SHEETS_MAX];
    bool hidden[SHEET_SHEETS_MAX];
    unsigned sheets, chosen, rows;
    struct sheet_merge *merges;
    unsigned merge_count, merge_room;
    size_t first, end; // where the rows begin and end: nothing else stands among them
    size_t at;
};

// --- Reading

struct cursor {
    const char *bytes;
    size_t at, length;
    bool broken;
};

static unsigned take_number(struct cursor *cursor) {
    unsigned char four[4] = {0};
    if (cursor->length - cursor->at < 4)
        cursor->broken = true;
    if (cursor->broken)
        return 0;
    memcpy(four, cursor->bytes + cursor->at, 4);
    cursor->at += 4;
    return (unsigned)four[0] | (unsigned)four[1] << 8 | (unsigned)four[2] << 16 | (unsigned)four[3] << 24;
}

// Believes nothing: length, UTF-8 without NUL, the NUL behind it.
static const char *take_text(struct cursor *cursor, size_t most) {
    size_t length = take_number(cursor);
    if (cursor->broken || length > most || cursor->length - cursor->at <= length ||
        cursor->bytes[cursor->at + length] != '\0' || !utf8_valid(cursor->bytes + cursor->at, length)) {
        cursor->broken = true;
        return "";
    }
    const char *text = cursor->bytes + cursor->at;
    cursor->at += length + 1;
    return text;
}

static void take_row(struct cursor *cursor, struct sheet_row *row) {
    row->line = take_number(cursor);
    row->hidden = take_number(cursor) != 0;
    row->count = take_number(cursor);
    if (row->count == 0 || row->count > SHEET_COLUMNS_MAX)
        cursor->broken = true;
    for (unsigned i = 0; i < row->count && !cursor->broken; i++)
        row->cells[i] = take_text(cursor, SHEET_CELL_MAX);
}

static void take_sheet(struct cursor *cursor, struct sheet_table *table) {
    bool hidden = take_number(cursor) != 0;
    const char *name = take_text(cursor, SHEET_NAME_MAX);
    if (table->sheets == SHEET_SHEETS_MAX || table->rows > 0) {
        cursor->broken = true;
        return;
    }
    table->names[table->sheets] = name;
    table->hidden[table->sheets++] = hidden;
}

static void take_merge(struct cursor *cursor, struct sheet_table *table) {
    struct sheet_merge merge;
    merge.top = take_number(cursor);
    merge.left = take_number(cursor);
    merge.bottom = take_number(cursor);
    merge.right = take_number(cursor);
    if (cursor->broken || table->merge_count == MERGES_MAX)
        return;
    if (table->merge_count == table->merge_room) {
        table->merge_room = table->merge_room > 0 ? table->merge_room * 2 : 64;
        table->merges = realloc(table->merges, table->merge_room * sizeof *table->merges);
        if (table->merges == NULL)
            log_die("memory.out", "merged cells");
    }
    table->merges[table->merge_count++] = merge;
}

// One record; false when it was the last one. *line is the last row's.
static bool take_record(struct cursor *cursor, struct sheet_table *table, unsigned *line, struct sheet_error *error) {
    struct sheet_row row;
    if (cursor->at == cursor->length) {
        cursor->broken = true;
        return false;
    }
    switch (cursor->bytes[cursor->at++]) {
    case 'S':
        take_sheet(cursor, table);
        return true;
    case 'T':
        table->chosen = take_number(cursor);
        cursor->broken = cursor->broken || table->chosen >= table->sheets || table->rows > 0;
        return true;
    case 'R':
        if (table->rows++ == 0)
            table->first = cursor->at - 1;
        take_row(cursor, &row);
        cursor->broken = cursor->broken || row.line <= *line || table->merge_count > 0;
        *line = row.line;
        table->end = cursor->at;
        return true;
    case 'M':
        take_merge(cursor, table);
        return true;
    case 'E':
        error->line = take_number(cursor);
        error->column = take_number(cursor);
        error->message.zh = take_text(cursor, MESSAGE_MAX);
        error->message.en = take_text(cursor, MESSAGE_MAX);
        return false;
    case 'D':
        return false;
    default:
        cursor->broken = true;
        return false;
    }
}

enum status sheet_table_take(struct sheet_table **table, char *bytes, size_t length, struct arena *arena,
                             struct sheet_error *error) {
    struct sheet_table *taken = calloc(1, sizeof *taken);
    struct cursor cursor = {.bytes = bytes, .length = length};
    unsigned line = 0;
    if (taken == NULL)
        log_die("memory.out", "table");
    taken->bytes = bytes;
    taken->length = length;
    *error = (struct sheet_error){0};
    *table = NULL;
    while (!cursor.broken && take_record(&cursor, taken, &line, error))
        continue;
    if (cursor.broken || cursor.at != length)
        *error = (struct sheet_error){.message = {"文件读不出来：太大、太复杂或已损坏。请用 Excel 或 WPS 打开，只留需要的工作表，另存后再试",
                                                  "the file can't be read: too large, too involved or damaged. Open it in Excel "
                                                  "or WPS, keep only the sheet that is needed, save it and try again"}};
    if (error->message.zh != NULL) {
        error->message.zh = arena_string(arena, error->message.zh);
        error->message.en = arena_string(arena, error->message.en);
        sheet_table_free(taken);
        return STATUS_INVALID;
    }
    sheet_table_rewind(taken);
    *table = taken;
    return STATUS_OK;
}

void sheet_table_free(struct sheet_table *table) {
    if (table == NULL)
        return;
    if (table->bytes != NULL)
        explicit_bzero(table->bytes, table->length);
    free(table->bytes);
    free(table->merges);
    free(table);
}

unsigned sheet_table_sheets(const struct sheet_table *table) {
    return table->sheets;
}

const char *sheet_table_sheet(const struct sheet_table *table, unsigned sheet, bool *hidden) {
    *hidden = table->hidden[sheet];
    return table->names[sheet];
}

unsigned sheet_table_chosen(const struct sheet_table *table) {
    return table->chosen;
}

unsigned sheet_table_rows(const struct sheet_table *table) {
    return table->rows;
}

enum status sheet_table_next(struct sheet_table *table, struct sheet_row *row) {
    struct cursor cursor = {.bytes = table->bytes, .at = table->at + 1, .length = table->length};
    if (table->at >= table->end)
        return STATUS_NOT_FOUND;
    *row = (struct sheet_row){0};
    take_row(&cursor, row);
    if (cursor.broken)
        log_die("sheet.rows", "a row that was taken reads differently now");
    table->at = cursor.at;
    return STATUS_OK;
}

void sheet_table_rewind(struct sheet_table *table) {
    table->at = table->first;
}

void sheet_table_progress(const struct sheet_table *table, size_t *done, size_t *total) {
    *done = table->at - table->first;
    *total = table->end - table->first;
}

unsigned sheet_table_merges(const struct sheet_table *table, unsigned line, struct sheet_merge *merges, unsigned most) {
    unsigned count = 0;
    for (unsigned i = 0; i < table->merge_count && count < most; i++)
        if (table->merges[i].top <= line && line <= table->merges[i].bottom)
            merges[count++] = table->merges[i];
    return count;
}

// --- Writing

static void put(const struct table_writer *writer, const void *bytes, size_t length) {
    writer->write(writer->data, bytes, length);
}

static void put_number(const struct table_writer *writer, unsigned number) {
    const unsigned char four[4] = {(unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16),
                                   (unsigned char)(number >> 24)};
    put(writer, four, sizeof four);
}

static void put_text(const struct table_writer *writer, const char *text) {
    size_t length = strlen(text);
    put_number(writer, (unsigned)length);
    put(writer, text, length + 1);
}

static void on_sheet(void *data, const char *name, bool hidden) {
    put(data, "S", 1);
    put_number(data, hidden);
    put_text(data, name);
}

static void on_chosen(void *data, unsigned sheet) {
    put(data, "T", 1);
    put_number(data, sheet);
}

static bool on_row(void *data, const struct sheet_row *row) {
    put(data, "R", 1);
    put_number(data, row->line);
    put_number(data, row->hidden);
    put_number(data, row->count);
    for (unsigned i = 0; i < row->count; i++)
        put_text(data, row->cells[i]);
    return true;
}

static void on_merge(void *data, const struct sheet_merge *merge) {
    put(data, "M", 1);
    put_number(data, merge->top);
    put_number(data, merge->left);
    put_number(data, merge->bottom);
    put_number(data, merge->right);
}

struct sheet_sink table_sink(struct table_writer *writer) {
    return (struct sheet_sink){.sheet = on_sheet, .chosen = on_chosen, .row = on_row, .merge = on_merge, .data = writer};
}

void table_end(struct table_writer *writer, enum status status, const struct sheet_error *error) {
    if (status == STATUS_OK) {
        put(writer, "D", 1);
        return;
    }
    bool said = status == STATUS_INVALID && error->message.zh != NULL;
    put(writer, "E", 1);
    put_number(writer, said ? error->line : 0);
    put_number(writer, said ? error->column : 0);
    put_text(writer, said ? error->message.zh : "文件读不出来");
    put_text(writer, said ? error->message.en : "the file can't be read");
}
