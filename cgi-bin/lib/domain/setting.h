// The company's settings: texts that are set once (zone, name), and the figures of model/setting that an administrator changes.
// Rules: each figure names its own; every change is recorded.
#ifndef DOMAIN_SETTING_H
#define DOMAIN_SETTING_H

#include "domain/ctx.h"
#include "model/setting.h"

extern const struct sql *const SETTING_STATEMENTS[];      // read and write
extern const struct sql *const SETTING_READ_STATEMENTS[]; // setting_figures alone

// "" when it was never set.
enum status setting_get(struct ctx *ctx, const char *key, const char **value) MUST_CHECK;
// As it is; not recorded, and not for figures.
enum status setting_set(struct ctx *ctx, const char *key, const char *value) MUST_CHECK;

// All figures as they hold now: set ones, else the usual ones; `is_set` may be NULL. One statement.
enum status setting_figures(struct ctx *ctx, int64_t values[SETTING_COUNT], bool is_set[SETTING_COUNT]) MUST_CHECK;

// Sets a figure from what was typed. STATUS_INVALID with the message for what is none within the limits. STATUS_OK also when nothing
// changes, which is not recorded. A transaction of its own.
enum status setting_save(struct ctx *ctx, enum setting setting, const char *typed, struct text *message) MUST_CHECK;
// A shorter retention that does not hold yet (CONF-5).
struct setting_wait {
    int64_t was;   // months that are kept meanwhile
    int64_t until; // when it will hold, at the earliest; 0: nothing waits
};
enum status setting_waiting(struct ctx *ctx, struct setting_wait *wait) MUST_CHECK;
// Back to the usual value.
enum status setting_reset(struct ctx *ctx, enum setting setting) MUST_CHECK;

#endif
