// Whether all that was started does its work: the custodian accepts, and every web program answers through nginx.
#ifndef CTL_RUN_READY_H
#define CTL_RUN_READY_H

#include "ctl/run_endpoint.h"
#include "ctl/run_services.h"

enum ready {
    READY_ALL,
    READY_NOT,
    READY_STOPPED
};

// Waits until it does, or for `most_ms` at most. READY_NOT: *lacking is the service that does not.
enum ready run_ready(struct services *services, const struct endpoint *endpoint, int64_t most_ms, const char **lacking);

#endif
