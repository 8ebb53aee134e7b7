// An access log that begins anew, because the old one is lost and no backup has it: by a deliberate act alone, which leaves what is left of
// the old one beside.
#ifndef CTL_NEW_LOG_H
#define CTL_NEW_LOG_H

#include "base/status.h"

// The empty log of the home one is in, and that alone; the custodian makes none. STATUS_OK also when there is one.
enum status new_log_make(void) MUST_CHECK;
// kedang init --new-log, within the home; returns the exit code.
int new_log_replace(void);

#endif
