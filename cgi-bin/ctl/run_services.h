// The running processes: one runsv (of runit) for each service, started by us and ended with us. runsv restarts its
// service; we restart a runsv. As the subreaper of all of them we also see those whose runsv was killed, and nothing is
// left when we are done. If we are killed, every runsv gets SIGTERM from the kernel and stops its service.
#ifndef CTL_RUN_SERVICES_H
#define CTL_RUN_SERVICES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/clock.h"

#define SERVICES_MAX 32

struct service {
    const char *name;
    pid_t pid;          // of its runsv; 0: none is running
    int64_t started_at; // ms, monotonic
    int64_t due_at;     // when to start the next one
};

struct services {
    struct service items[SERVICES_MAX]; // in the order of their start; stopped in the opposite one
    unsigned count;
    char **environment; // of every service
    struct clock clock; // monotonic
    int signal_fd;
    bool stopping;
    unsigned stop_signals;
};

enum services_event {
    SERVICES_STOP,
    SERVICES_READY,
    SERVICES_TIME
};

// From here on SIGINT, SIGTERM and SIGHUP only arrive through services_wait.
void services_open(struct services *services, const char *const *names, struct arena *arena);

// Starts all. Whether they work is another question (run_ready.h).
void services_start(struct services *services);

// Keeps them running until told to stop (SERVICES_STOP), until `fd` (-1: none) is ready for `events`, or until `until`.
enum services_event services_wait(struct services *services, int fd, short events, int64_t until);

// Stops all, the last first, and waits until no process is left: by force after some time, or when told to stop again.
void services_stop(struct services *services);

#endif
