#include "domain/import_heading.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/import_columns.h"

#define MERGES_MAX 64 // of one row

struct top {
    const struct field_catalogue *fields;
    struct sheet_table *table;
    struct arena *arena;
    struct sheet_row rows[IMPORT_HEADING_ROWS];
    unsigned count;
};

static const char *cell_at(const struct top *top, unsigned line, unsigned column) {
    for (unsigned i = 0; i < top->count; i++)
        if (top->rows[i].line == line)
            return column <= top->rows[i].count ? top->rows[i].cells[column - 1] : "";
    return "";
}

static bool names_field(const struct top *top, const char *text) {
    struct import_column column;
    return *text != '\0' && import_column_find(top->fields, text, top->arena, &column);
}

// What is merged over or into the cell, from above.
static const char *text_above(const struct top *top, unsigned line, unsigned column, bool whole_cell) {
    struct sheet_merge merges[MERGES_MAX];
    unsigned above = whole_cell ? line : line - 1;
    unsigned count = above > 0 ? sheet_table_merges(top->table, above, merges, MERGES_MAX) : 0;
    for (unsigned i = 0; i < count; i++) {
        const struct sheet_merge *merge = &merges[i];
        bool covers = merge->left <= column && column <= merge->right;
        bool fits = whole_cell ? merge->left == column && merge->top < line : merge->right > merge->left && merge->bottom < line;
        if (covers && fits)
            return cell_at(top, merge->top, merge->left);
    }
    return "";
}

static const char *heading_of(const struct top *top, const struct sheet_row *row, unsigned column) {
    const char *text = column <= row->count ? utf8_trim(top->arena, row->cells[column - 1]) : "";
    if (*text == '\0')
        return utf8_trim(top->arena, text_above(top, row->line, column, true));
    const char *group = utf8_trim(top->arena, text_above(top, row->line, column, false));
    if (*group == '\0')
        return text;
    const char *whole = arena_format(top->arena, "%s%s", group, text);
    return names_field(top, whole) ? whole : text;
}

static unsigned read_heading(const struct top *top, const struct sheet_row *row, struct import_heading *heading) {
    unsigned known = 0;
    *heading = (struct import_heading){.line = row->line};
    for (unsigned column = 1; column <= SHEET_COLUMNS_MAX; column++) {
        const char *text = heading_of(top, row, column);
        heading->texts[column - 1] = text;
        if (*text != '\0')
            heading->count = column;
        known += names_field(top, text);
    }
    return known;
}

enum status import_heading_find(const struct field_catalogue *fields, struct sheet_table *table, unsigned line, struct arena *arena,
                                struct import_heading *heading) {
    struct top *top = ARENA_NEW(arena, struct top);
    unsigned most = 0;
    bool found = false;
    top->fields = fields;
    top->table = table;
    top->arena = arena;
    sheet_table_rewind(table);
    while (top->count < IMPORT_HEADING_ROWS && sheet_table_next(table, &top->rows[top->count]) == STATUS_OK)
        top->count++;
    sheet_table_rewind(table);
    for (unsigned i = 0; i < top->count; i++) {
        struct import_heading candidate;
        if (line != 0 && top->rows[i].line != line)
            continue;
        unsigned known = read_heading(top, &top->rows[i], &candidate);
        if (!found || known > most) {
            *heading = candidate;
            most = known;
            found = true;
        }
    }
    return found ? STATUS_OK : STATUS_NOT_FOUND;
}
