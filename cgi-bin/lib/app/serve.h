// A web program: its routes, views and statements, and the nine steps every request takes through it. A program's main.c
// is one `struct program` and a call of program_main; everything else is its pages.
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "app/route.h"
#include "view/view.h"
#include "web/server.h"

struct program {
    const char *name;                                 // "customer": socket, log, folder of templates
    const struct route *routes;                       // ends with handler NULL
    const struct view *const *views;                  // NULL-ended; those of every program are added
    const struct sql *const *const *statements;       // NULL-ended; SESSION_STATEMENTS included
    const struct sql *const *const *credentials;      // of the file of passwords, for login alone; NULL: it can't be opened
    unsigned workers;                                 // default; KEDANG_WORKERS_<NAME> overrides
    enum status (*start)(void);                       // in the parent before the fork, may be NULL
    enum status (*idle)(struct ctx *ctx, bool *more); // a step of work in the background, by one process at a time; may be NULL
    int (*companion)(void *data);                     // a process beside the workers, kept running like them; may be NULL
    const char *upload_path;                          // where a form may carry a file; NULL: nowhere
    size_t upload_most;                               // bytes of such a form
};

// Serves until told to stop. KEDANG_HOME is the working directory; returns the exit code. With --routes or --views it
// prints those tables as JSON instead, which is what `kedang routes`, the docs and the lint read; with --rights what its
// statements may touch in the store.
int program_main(const struct program *program, int argc, char **argv);

#endif
