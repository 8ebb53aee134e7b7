// What one worker process of a program holds between requests: its connections, its clock and its randomness.
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include "app/serve.h"
#include "base/clock.h"
#include "base/random.h"
#include "domain/field_catalogue.h"

struct worker {
    const struct program *program;
    struct store *store, *credentials;
    struct custody *custody;
    struct catalogue_keeper fields;
    struct clock clock;
    struct random random;
    struct id_source ids;
};

// For struct server, `data` being the worker: answers one request; answers one that could not be read.
// When there is none: a step of the program's work in the background; whether there is more.
bool serve_idle(void *data);
void serve_request(void *data, const struct request *request, struct response *response);
void serve_refusal(void *data, enum status status, const struct request *request, struct response *response);

#endif
