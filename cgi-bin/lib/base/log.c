// One logfmt line per event, put together on the stack: it must work when memory is out.
#include "base/log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"

#define TEXT_MAX 512
#define LINE_MAX_ 4096 // a write of up to PIPE_BUF bytes is never mixed with another process's

static char program_name[32] = "kedang"; // set once at start, before any fork

struct line {
    char bytes[LINE_MAX_];
    size_t length;
};

void log_program(const char *name) {
    (void)snprintf(program_name, sizeof(program_name), "%s", name);
}

// Appends whole or not at all, leaving room for the newline.
static bool line_add(struct line *line, const char *bytes, size_t length) {
    if (length > sizeof(line->bytes) - 1 - line->length)
        return false;
    memcpy(line->bytes + line->length, bytes, length);
    line->length += length;
    return true;
}

static void line_text(struct line *line, const char *text) {
    (void)line_add(line, text, strlen(text));
}

// One character of a value in quotes; `piece` is what is written. Nothing that could start a line, end the quotes or speak to
// a terminal comes through as it is.
static size_t escape(char piece[8], const char *text, size_t left, size_t *step) {
    uint32_t point = 0;
    *step = utf8_decode(text, left, &point);
    if (*step == 0) {
        *step = 1;
        return (size_t)snprintf(piece, 8, "\\x%02x", (unsigned)(unsigned char)*text);
    }
    if (point == '"' || point == '\\')
        return (size_t)snprintf(piece, 8, "\\%c", (char)point);
    if (point == '\n')
        return (size_t)snprintf(piece, 8, "\\n");
    if (utf8_is_control(point))
        return (size_t)snprintf(piece, 8, "\\u%04x", (unsigned)(point & 0xFFFF));
    memcpy(piece, text, *step);
    return *step;
}

static void line_quote(struct line *line, const char *text) {
    const size_t length = strlen(text);
    line_text(line, "\"");
    for (size_t i = 0, step; i < length; i += step) {
        char piece[8];
        const size_t size = escape(piece, text + i, length - i, &step);
        if (i + step > TEXT_MAX || line->length + size + 8 > sizeof(line->bytes) || !line_add(line, piece, size)) {
            line_text(line, "…");
            break;
        }
    }
    line_text(line, "\"");
}

static void line_pair(struct line *line, const struct log_pair *pair) {
    // A key without room for a value would look like an empty one.
    if (line->length + strlen(pair->key) + 32 > sizeof(line->bytes))
        return;
    line_text(line, " ");
    line_text(line, pair->key);
    line_text(line, "=");
    if (pair->text != NULL) {
        line_quote(line, pair->text);
    } else {
        char number[24];
        (void)snprintf(number, sizeof(number), "%lld", (long long)pair->number);
        line_text(line, number);
    }
}

static void line_write(const struct line *line) {
    for (size_t done = 0; done < line->length;) {
        const ssize_t written = write(STDERR_FILENO, line->bytes + done, line->length - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return; // nowhere left to complain
        done += (size_t)written;
    }
}

void log_event(enum log_level level, const char *event, const struct log_pair *pairs, unsigned count) {
    static const char *const levels[] = {[LOG_ERROR] = "error", [LOG_WARN] = "warn", [LOG_INFO] = "info"};
    const struct clock clock = clock_system();
    char time[TIME_ISO_SIZE];
    time_iso_write(time, clock_now(&clock));
    struct line line = {.length = 0};
    line_text(&line, "time=");
    line_text(&line, time);
    line_text(&line, " level=");
    line_text(&line, levels[level]);
    line_text(&line, " program=");
    line_text(&line, program_name);
    line_text(&line, " event=");
    line_text(&line, event);
    for (unsigned i = 0; i < count; i++)
        line_pair(&line, &pairs[i]);
    line.bytes[line.length++] = '\n';
    line_write(&line);
}

void log_die(const char *event, const char *detail) {
    LOG_EVENT(LOG_ERROR, event, LOG_TEXT("detail", detail));
    _exit(70); // EX_SOFTWARE, without handlers of exit: memory may be out or broken
}
