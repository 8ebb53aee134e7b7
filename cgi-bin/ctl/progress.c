#include "ctl/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define BAR_WIDTH 30
#define REDRAW_MS 100

static int64_t now_ms(void) {
    struct clock clock = clock_system();
    return clock_now(&clock);
}

void progress_start(struct progress *progress, const char *label, uint64_t total) {
    *progress = (struct progress){
        .label = label, .total = total > 0 ? total : 1, .started = now_ms(), .terminal = isatty(STDERR_FILENO) == 1};
}

static void draw(struct progress *progress, uint64_t done) {
    unsigned filled = (unsigned)(done * BAR_WIDTH / progress->total);
    double seconds = (double)(now_ms() - progress->started) / 1000.0;
    fprintf(stderr, "\r%s [", progress->label);
    for (unsigned i = 0; i < BAR_WIDTH; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %3u%%  %.1f s", (unsigned)(done * 100 / progress->total), seconds);
}

void progress_show(struct progress *progress, uint64_t done) {
    if (done > progress->total)
        done = progress->total;
    if (progress->terminal) {
        int64_t now = now_ms();
        if (now - progress->shown_at < REDRAW_MS && done < progress->total)
            return;
        progress->shown_at = now;
        draw(progress, done);
    } else if (done * 10 / progress->total > progress->tenths) {
        progress->tenths = (unsigned)(done * 10 / progress->total);
        fprintf(stderr, "%s %u%%\n", progress->label, progress->tenths * 10);
    }
}

void progress_clear(struct progress *progress) {
    if (progress->terminal && progress->shown_at > 0)
        fputs("\r\033[K", stderr);
}

void progress_end(struct progress *progress) {
    progress_show(progress, progress->total);
    if (progress->terminal)
        fputc('\n', stderr);
}
