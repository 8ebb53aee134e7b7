// Ctrl-C and its like, held back while something half-done could be left behind: who works looks from time to time, undoes what
// it began, and then lets the signal have its way.
#ifndef CTL_INTERRUPT_H
#define CTL_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

struct interrupt {
    sigset_t before;
};

void interrupt_hold(struct interrupt *interrupt);
bool interrupt_waits(void);
void interrupt_release(const struct interrupt *interrupt); // ends the process if one waits

#endif
