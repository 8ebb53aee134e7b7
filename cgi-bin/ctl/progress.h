// How far a long command is: a bar that redraws itself on a terminal, a plain line every tenth otherwise (logs, CI).
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
    const char *label;
    uint64_t total;
    int64_t started, shown_at; // ms
    unsigned tenths;           // plain lines already written
    bool terminal;
};

void progress_start(struct progress *progress, const char *label, uint64_t total);
void progress_show(struct progress *progress, uint64_t done);
// Takes the bar away until the next progress_show, so that a line can be written.
void progress_clear(struct progress *progress);
// Completes the bar and its line.
void progress_end(struct progress *progress);

#endif
