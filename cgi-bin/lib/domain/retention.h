// How long access records are kept (CONF-5): three years unless the setting says otherwise, and never less than six months, whatever
// it says. What is set is not what holds: a shorter time waits (custodian/retain.h), and the store says until when, for who set it.
#ifndef DOMAIN_RETENTION_H
#define DOMAIN_RETENTION_H

#include "base/clock.h"
#include "store/store.h"

#define RETENTION_DAYS_USUAL 1095 // 36 months
#define RETENTION_DAYS_LEAST 183  // 6 months
#define RETENTION_WAIT (30 * TIME_DAY)

extern const struct sql *const RETENTION_STATEMENTS[];

// In days, within the limits.
enum status retention_days(struct store *store, int64_t *days, struct arena *arena) MUST_CHECK;
// The months of the setting in days, a part of a day counting whole; and back.
int64_t retention_of_months(int64_t months);
int64_t retention_months(int64_t days);

#endif
