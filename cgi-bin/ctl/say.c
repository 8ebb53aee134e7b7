#include "ctl/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define COLUMNS_MAX 16

enum lang say_lang(void) {
    static const char *const NAMES[] = {"KEDANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        const char *value = getenv(NAMES[i]);
        if (value != NULL && *value != '\0')
            return strncmp(value, "en", 2) == 0 ? LANG_EN : LANG_ZH;
    }
    return LANG_ZH;
}

void say(const char *format, ...) {
    va_list args;
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    fflush(stdout);
}

int say_fault(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("kedang: ", stderr);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    return EXIT_FAILURE;
}

// How many cells of a terminal the text fills.
static unsigned width_of(const char *text) {
    unsigned width = 0;
    for (uint32_t point = utf8_next(&text); point != 0; point = utf8_next(&text))
        width += point >= 0x1100 ? 2 : 1;
    return width;
}

void say_table_to(FILE *out, const char *const *cells, unsigned rows, unsigned columns) {
    unsigned widths[COLUMNS_MAX] = {0};
    for (unsigned i = 0; i < rows * columns; i++) {
        unsigned width = width_of(cells[i]);
        if (width > widths[i % columns])
            widths[i % columns] = width;
    }
    for (unsigned i = 0; i < rows * columns; i++) {
        bool last = i % columns == columns - 1;
        unsigned gap = last ? 0 : widths[i % columns] - width_of(cells[i]) + 2;
        fprintf(out, "%s%*s%s", cells[i], (int)gap, "", last ? "\n" : "");
    }
    fflush(out);
}

void say_table(const char *const *cells, unsigned rows, unsigned columns) {
    say_table_to(stdout, cells, rows, columns);
}
