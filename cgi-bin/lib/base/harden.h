// What every process that handles confidential values does first. Not here: what only one of them needs (its umask, its rights).
#ifndef BASE_HARDEN_H
#define BASE_HARDEN_H

#include <stddef.h>

// From now on neither a core file nor another process of the same user (ptrace, /proc/PID/mem) gets to see this one's memory;
// so it is with those forked from it. Ends the process when that can't be had.
void harden_memory(void);

// Memory for what no process may have that is forked from this one: there nothing is at its address. For good; zero at first. Ends the
// process when there is none.
void *harden_alone(size_t size);
// Moves a secret there: where it was it is overwritten.
void *harden_take(void *secret, size_t size);

#endif
