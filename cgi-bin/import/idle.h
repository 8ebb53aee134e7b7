// What the program import does while nobody asks for anything, in one process at a time.
#ifndef IMPORT_IDLE_H
#define IMPORT_IDLE_H

#include "domain/ctx.h"

// Ends imports whose process died, so that nothing is kept of their files (CONF-8), and removes some of the customers that nobody may
// see; *more: there are more of those.
enum status import_idle(struct ctx *ctx, bool *more) MUST_CHECK;

#endif
