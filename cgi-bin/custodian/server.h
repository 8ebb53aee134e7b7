// Connections and packets: one thread, one epoll; takes every call that is ready, has them decided as one batch, sends
// the answers. Only processes of the same user are served.
// Not here: what a call means (batch.h).
#ifndef CUSTODIAN_SERVER_H
#define CUSTODIAN_SERVER_H

#include "custodian/batch.h"

#define SERVER_CONNECTIONS_MAX 1000

// Serves at `path` until SIGTERM or SIGINT; returns the exit code.
int server_serve(struct custodian *custodian, const char *path);

#endif
