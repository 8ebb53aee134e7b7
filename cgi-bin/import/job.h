// The process that works on one import, from the upload to the end: it alone has the file, in its memory and nowhere else (CONF-8). The
// clerk starts it (clerk.h); it reads the file in a process confined further (sheet/open.h), and then does what the board says
// its person wishes. If it dies, nothing was imported that was not said to be, and the file is gone.
#ifndef IMPORT_JOB_H
#define IMPORT_JOB_H

#include <stddef.h>
#include <sys/types.h>

#include "app/serve.h"
#include "import/board.h"

#define JOB_IDLE_MS INT64_C(1800000) // so long it waits for its person; then it forgets the file

struct job_task {
    const struct program *program; // whose statements it prepares
    struct board_place *place;
    int64_t batch;
    // Of who uploaded; their rights are asked for by it, each time. It is taken over out of reach of the readers of files: one that a file
    // has taken over could else pass it on, in the cells it reads.
    unsigned char *session;
    const char *address, *request;
    enum lang lang;
    const void *file;
    size_t length;
};

// In the child of `parent`. `readable` false: the file did not arrive.
_Noreturn void job_become(const struct job_task *task, bool readable, pid_t parent);

#endif
