#include "ctl/interrupt.h"

#include <stddef.h>

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};

void interrupt_hold(struct interrupt *interrupt) {
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
        sigaddset(&held, SIGNALS[i]);
    sigprocmask(SIG_BLOCK, &held, &interrupt->before);
}

bool interrupt_waits(void) {
    sigset_t waiting;
    sigpending(&waiting);
    for (size_t i = 0; i < sizeof SIGNALS / sizeof *SIGNALS; i++)
        if (sigismember(&waiting, SIGNALS[i]) == 1)
            return true;
    return false;
}

void interrupt_release(const struct interrupt *interrupt) {
    sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}
