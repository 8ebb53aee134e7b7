// The clerk: a process beside the workers of this program that takes each uploaded file from them and starts the process that works on
// it (job.h). It has no store open, because a connection must not cross a fork. The file goes from hand to hand as memory with a
// descriptor, and never has a name on a disk (CONF-8).
#ifndef IMPORT_CLERK_H
#define IMPORT_CLERK_H

#include "app/page.h"
#include "import/board.h"

// Once, before the workers and the clerk start. STATUS_UNAVAILABLE: no socket.
enum status clerk_open(void) MUST_CHECK;
// In a worker: gives the file of the request into the clerk's hands. STATUS_UNAVAILABLE: it did not take it.
enum status clerk_hand_over(const struct page *page, const struct board_place *place, int64_t batch) MUST_CHECK;
// The clerk itself, in a process of its own; returns its exit code. `data` as for serve_request.
int clerk_run(void *data);

#endif
