// A custodian for commands that seal values: the one that is running, or one of the command's own for as long as it
// takes.
#ifndef CTL_KEEPER_H
#define CTL_KEEPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "vault/custody.h"

#define KEEPER_HELPERS 15

struct keeper {
    pid_t child;                             // 0: the one that was running already
    struct custody *helpers[KEEPER_HELPERS]; // more clients of it, for sealing many values
};

// Whether a custodian answers on the socket of the home one is in.
bool keeper_running(void);
// Starts one unless one is running, and waits until it answers. False: it was said why not.
bool keeper_start(struct keeper *keeper);
// Stops the one that keeper_start started.
void keeper_stop(struct keeper *keeper);

#endif
