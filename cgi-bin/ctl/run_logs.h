// Keeps the logs of the home from growing without end.
#ifndef CTL_RUN_LOGS_H
#define CTL_RUN_LOGS_H

#include "base/arena.h"

// Every log/*.log larger than a limit is copied to NAME.log.1 (older ones move on, the oldest goes) and emptied in place,
// because the processes that append to it keep it open. Lines written in that instant can be lost: these are logs of
// operation; the access log is the custodian's.
void run_logs_rotate(void);

// The last line of log/NAME.log, "" when there is none.
const char *run_logs_last_line(const char *name, struct arena *arena);

#endif
