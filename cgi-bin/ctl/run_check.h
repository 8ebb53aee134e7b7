// What must be true before anything is started; each failure is one line that says what to do.
#ifndef CTL_RUN_CHECK_H
#define CTL_RUN_CHECK_H

#include "ctl/run_endpoint.h"

// Whether this user may write the home one is in.
bool run_writable(void);

// Takes the lock of the home one is in, for this process and all it starts: it is free again when the last of them is gone.
// While what a killed `kedang run` started is still stopping, waits for that. False: it was said why not.
bool run_lock(void);

// Key, disk, tools, front end, address. False: it was said what is missing.
bool run_check(const struct endpoint *endpoint, struct arena *arena);

#endif
