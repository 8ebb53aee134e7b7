#include "ctl/import_report.h"

#include <fcntl.h>
#include <unistd.h>

#include "ctl/say.h"

#define SHOWN_MAX 10

static void write_cell(FILE *file, const char *cell, const char *end) {
    fputc('"', file);
    if (*cell == '=' || *cell == '+' || *cell == '-' || *cell == '@')
        fputc('\'', file); // a spreadsheet must not take it for a formula
    for (; *cell != '\0'; cell++) {
        if (*cell == '"')
            fputc('"', file);
        fputc(*cell, file);
    }
    fprintf(file, "\"%s", end);
}

static void open_file(struct import_report *report) {
    int fd = open(report->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    report->file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (report->file == NULL) {
        if (fd >= 0)
            close(fd);
        report->broken = true;
        return;
    }
    fputs("\xEF\xBB\xBF", report->file); // else Excel reads it in the system's code page
    write_cell(report->file, TEXT("行", "line"), ",");
    write_cell(report->file, TEXT("列", "column"), ",");
    write_cell(report->file, TEXT("问题", "problem"), "\r\n");
}

static void show(const struct import_fault *fault, const char *message) {
    if (fault->line == 0)
        fprintf(stderr, "  %s%s%s\n", fault->column, *fault->column != '\0' ? TEXT("：", ": ") : "", message);
    else if (*fault->column == '\0')
        fprintf(stderr, TEXT("  第 %u 行：%s\n", "  line %u: %s\n"), fault->line, message);
    else
        fprintf(stderr, TEXT("  第 %u 行，%s：%s\n", "  line %u, %s: %s\n"), fault->line, fault->column, message);
}

void import_report_add(struct import_report *report, const struct import_fault *fault) {
    const char *message = text_in(say_lang(), fault->message);
    if (report->shown < SHOWN_MAX)
        show(fault, message);
    else if (report->shown == SHOWN_MAX)
        fputs(TEXT("  ……\n", "  …\n"), stderr);
    report->shown++;
    if (report->file == NULL && !report->broken)
        open_file(report);
    if (report->file == NULL)
        return;
    fprintf(report->file, "%u,", fault->line);
    write_cell(report->file, fault->column, ",");
    write_cell(report->file, message, "\r\n");
}

bool import_report_close(struct import_report *report) {
    if (report->file == NULL)
        return !report->broken;
    bool bad = ferror(report->file) != 0;
    return fclose(report->file) == 0 && !bad;
}
