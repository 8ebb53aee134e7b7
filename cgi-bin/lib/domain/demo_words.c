#include "domain/demo_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static const struct {
    const char *file;
    unsigned cells; // at least
} LISTS[DEMO_LIST_COUNT] = {
    [DEMO_PLACES] = {"places.tsv", 4},
    [DEMO_FIRST] = {"first.txt", 1},
    [DEMO_SECOND] = {"second.txt", 1},
    [DEMO_TRADES] = {"trades.tsv", 5},
    [DEMO_FORMS] = {"forms.tsv", 3},
    [DEMO_SUFFIXES] = {"suffixes.txt", 1},
    [DEMO_SURNAMES] = {"surnames.txt", 1},
    [DEMO_GIVEN] = {"given.txt", 1},
    [DEMO_TITLES] = {"titles.tsv", 3},
    [DEMO_ROADS] = {"roads.txt", 1},
    [DEMO_BUILDINGS] = {"buildings.txt", 1},
    [DEMO_BANKS] = {"banks.txt", 1},
    [DEMO_NOTES] = {"notes.tsv", 2},
    [DEMO_ORGANISATION] = {"organisation.tsv", 2},
};

static void add_line(struct demo_table *table, unsigned *room, struct demo_line line, struct arena *arena) {
    if (table->count == *room) {
        *room = *room == 0 ? 64 : *room * 2;
        struct demo_line *lines = ARENA_ARRAY(arena, struct demo_line, *room);
        if (table->count > 0)
            memcpy(lines, table->lines, table->count * sizeof *lines);
        table->lines = lines;
    }
    table->lines[table->count++] = line;
}

static struct demo_line split(char *text, struct arena *arena) {
    struct demo_line line = {.cells = {"", "", "", "", "", "", ""}};
    text[strcspn(text, "\r\n")] = '\0';
    for (char *cell; line.count < DEMO_CELLS_MAX && (cell = strsep(&text, "\t")) != NULL;)
        line.cells[line.count++] = arena_string(arena, cell);
    return line;
}

static enum status read_list(FILE *file, unsigned cells, struct demo_table *table, struct arena *arena) {
    char text[1024];
    unsigned room = 0;
    while (fgets(text, sizeof text, file) != NULL) {
        if (*text == '#')
            continue;
        struct demo_line line = split(text, arena);
        if (line.count < cells || *line.cells[0] == '\0' || !utf8_valid(line.cells[0], strlen(line.cells[0])))
            return STATUS_INVALID;
        add_line(table, &room, line, arena);
    }
    return table->count > 0 && !ferror(file) ? STATUS_OK : STATUS_INVALID;
}

enum status demo_words_load(struct demo_words *words, const char *folder, struct arena *arena, const char **file) {
    *words = (struct demo_words){0};
    for (unsigned i = 0; i < DEMO_LIST_COUNT; i++) {
        *file = arena_format(arena, "%s/%s", folder, LISTS[i].file);
        FILE *stream = fopen(*file, "re");
        if (stream == NULL)
            return STATUS_NOT_FOUND;
        enum status status = read_list(stream, LISTS[i].cells, &words->lists[i], arena);
        fclose(stream);
        TRY(status);
    }
    return STATUS_OK;
}
