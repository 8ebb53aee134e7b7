// One worker process of a server: takes requests from the listening socket one after the other.
// Not here: who starts and replaces workers (server.c).
#ifndef WEB_WORKER_H
#define WEB_WORKER_H

#include "web/server.h"

// Serves until SIGTERM, which must be blocked; returns the exit code. `listen_fd` must be non-blocking. When the socket has
// been shut down for reading (the whole server stops), what is still queued on it is answered first.
int worker_run(const struct server *server, int listen_fd);

#endif
