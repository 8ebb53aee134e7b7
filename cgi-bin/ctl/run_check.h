// What must be true before anything is started; each failure is one line that says what to do.
#ifndef CTL_RUN_CHECK_H
#define CTL_RUN_CHECK_H

#include "ctl/run_endpoint.h"
#include "ctl/run_users.h"

// Whether this user may write the home one is in.
bool run_writable(void);

// Takes the home one is in, for this process alone; waits while what a killed `kedang run` started in it is still stopping.
// False: it was said why not.
bool run_lock(void);

// Key, disk, tools, front end, address. False: it was said what is missing.
bool run_check(const struct endpoint *endpoint, const struct run_users *users, struct arena *arena);

#endif
