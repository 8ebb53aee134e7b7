// The web programs of the installation, and asking one for the tables it really uses.
#ifndef CTL_PROGRAMS_H
#define CTL_PROGRAMS_H

#include "base/arena.h"
#include "base/status.h"
#include "ctl/json.h"

extern const char *const WEB_PROGRAMS[]; // NULL-ended: a new program adds its name

// Runs every web program with `flag` (--routes, --views) and joins the arrays they print. STATUS_UNAVAILABLE: said why.
enum status programs_describe(const char *flag, struct arena *arena, struct json *all) MUST_CHECK;

#endif
