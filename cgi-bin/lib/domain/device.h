// Known devices (OWASP "device cookies"): a browser in which somebody has signed in holds a random token for it. Wrong tries from it are
// counted apart from those of strangers (tries.h), who so can't keep the owner out of it. A token opens nothing: whoever
// steals it has a few more tries, and no more. Not here: the cookie (app/cookie.h).
#ifndef DOMAIN_DEVICE_H
#define DOMAIN_DEVICE_H

#include "domain/ctx.h"

#define DEVICE_KEPT (180 * TIME_DAY) // since the last sign-in with it

extern const struct sql *const DEVICE_STATEMENTS[]; // for login only

// Within the transaction of a sign-in that succeeded: ctx->device is known for this person from now on. A token that we never gave, or
// none, is replaced by a new one in ctx->device: nobody can choose it for somebody else.
enum status device_remember(struct ctx *ctx, int64_t person_id) MUST_CHECK;
// The person's devices but this one are as unknown as any when tries are counted (after a new password). That they were used stays noted.
enum status device_forget_others(struct ctx *ctx, int64_t person_id) MUST_CHECK;

#endif
