// The working calendar: weekdays are worked, weekends are not, and the days that an administrator entered are what is said of them (调休).
// Rules: CMP-3 (limits move to a working day), CONF-6 (looks on days off).
// Not here: hours of a day; the rules themselves.
#ifndef DOMAIN_WORKDAY_H
#define DOMAIN_WORKDAY_H

#include "domain/ctx.h"

extern const struct sql *const WORKDAY_READ_STATEMENTS[];
extern const struct sql *const WORKDAY_STATEMENTS[]; // saving, too

#define WORKDAY_MAX 1000           // days entered: of some twenty years
#define WORKDAY_NOTE_MAX 40        // characters
#define WORKDAY_SUBJECT "workdays" // in the record of administration

struct workday {
    char date[11]; // 2026-10-01
    bool working;
    const char *note; // what for
};
struct workdays {
    struct workday *rows; // in the order of their dates
    unsigned count;
};

enum status workday_read(struct store *store, struct workdays *days, struct arena *arena) MUST_CHECK;
// Whether the local day of that time is worked.
bool workday_is_working(const struct workdays *days, int64_t time);
// When `count` working days after the local day of `time` are over: the midnight that ends the last of them.
int64_t workday_after(const struct workdays *days, int64_t time, unsigned count);

// The calendar as text, a line a day: "2026-10-01 休 国庆节", "2026-10-10 班 国庆节".
const char *workday_text(const struct workdays *days, struct arena *arena);
// Puts what was typed so in the place of all days; each that changed is recorded. STATUS_INVALID: *message names the line. A transaction of
// its own.
enum status workday_save(struct ctx *ctx, const char *typed, struct text *message) MUST_CHECK;

#endif
