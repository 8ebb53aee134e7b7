// Serves FastCGI requests on a Unix socket with a pool of worker processes. The only folder that includes fcgiapp.h.
// The parent listens, loads what can be shared (`prepare`), forks the workers and replaces one that dies; SIGTERM lets every
// worker finish its request. Each worker opens its own connections (`start`) after the fork.
// Follows what was measured: no upstream keep-alive, Content-Length always, SIGTERM only while waiting (docs/decisions).
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "base/status.h"
#include "web/request.h"
#include "web/response.h"

struct server {
    const char *name;        // "customer": for the log
    const char *socket_path; // relative to the working directory (KEDANG_HOME), so it stays below 108 bytes
    unsigned workers;        // 1 … 64
    void *data;
    enum status (*start)(void *data);                                            // in each worker, once
    void (*handle)(void *data, const struct request *request, struct response *response); // the arena is the response's
    // A request that could not be read (bad encoding, too large): writes the error page.
    void (*refuse)(void *data, enum status status, const struct request *request, struct response *response);
};

// Runs until SIGTERM or SIGINT; returns the process's exit code.
int server_run(const struct server *server);

#endif
