// Serves FastCGI requests on a Unix socket with a pool of worker processes. The only folder that includes fcgiapp.h.
// The parent listens, forks the workers and replaces one that dies; SIGTERM lets every worker finish its request. What all
// workers can share is loaded before server_run; each worker opens its own connections (`start`) after the fork.
// Follows what was measured: no upstream keep-alive, Content-Length always, SIGTERM only while waiting (docs/decisions).
//
// Restarting without losing a request: SIGTERM to one worker replaces that worker; for a new program file, start the second
// server on the same path (it takes the path over), then send SIGTERM to the first, which answers what it had queued.
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "base/status.h"
#include "web/request.h"
#include "web/response.h"

#define SERVER_WORKERS_MAX 64
// Requests that may wait for each worker. What comes beyond is refused by the kernel, and nginx says so at once: somebody who waits
// longer than the second or so that these take presses the button again, and then everybody waits twice.
#define SERVER_QUEUE 32
#define SERVER_IDLE_MS 1000
#define SERVER_REQUEST_SECONDS 120 // a worker that takes longer than this is stuck, and is ended and replaced

struct server {
    const char *name;        // "customer": for the log
    const char *socket_path; // relative to the working directory (KEDANG_HOME), so it stays below 108 bytes
    unsigned workers;        // 1 … SERVER_WORKERS_MAX
    struct upload_rule uploads;
    void *data;
    // In the parent, once it listens: gives up what it does not need any more; may be NULL.
    void (*confine)(void *data);
    enum status (*start)(void *data);                                                     // in each worker, once; may be NULL
    void (*handle)(void *data, const struct request *request, struct response *response); // the arena is the response's
    // A process beside the workers, started before them, kept running like them and told by SIGTERM to end; returns its exit code. May
    // be NULL.
    int (*companion)(void *data);
    // When there is no request: does a little of what is to be done in the background; whether there is more. May be NULL. Called
    // every SERVER_IDLE_MS, and again at once while there is more.
    bool (*idle)(void *data);
    // A request that could not be read (bad encoding, too large): writes the error page.
    void (*refuse)(void *data, enum status status, const struct request *request, struct response *response);
};

// Runs until SIGTERM, SIGINT or SIGHUP; returns the process's exit code.
int server_run(const struct server *server);

#endif
