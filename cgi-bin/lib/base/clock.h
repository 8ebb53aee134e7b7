// Time: one type, milliseconds since 1970-01-01T00:00:00Z, taken from an injected clock and shown in the company's zone.
// The zone is the process's TZ (a POSIX string such as "CST-8", set from the settings at start: no tzdata is needed).
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct clock {
    int64_t (*now)(void *data); // ms
    void *data;
};

// The system's wall clock.
struct clock clock_system(void);
// The kernel's monotonic clock, for waits and deadlines: nobody sets it, and it says nothing about the time of day.
struct clock clock_monotonic(void);

static inline int64_t clock_now(const struct clock *clock) {
    return clock->now(clock->data);
}

#define TIME_SECOND INT64_C(1000)
#define TIME_MINUTE (60 * TIME_SECOND)
#define TIME_HOUR (60 * TIME_MINUTE)
#define TIME_DAY (24 * TIME_HOUR)

// "2026-11-22 14:05" / "2026-11-22 14:05:09" in the company's zone; "" for 0.
const char *time_minute(struct arena *arena, int64_t time);
const char *time_second(struct arena *arena, int64_t time);
// "2026-11-22T06:05:09.123Z", for logs and files.
const char *time_iso(struct arena *arena, int64_t time);
// The same into the caller's memory: the log needs it when there is none to allocate.
#define TIME_ISO_SIZE 32
void time_iso_write(char text[TIME_ISO_SIZE], int64_t time);
// The local calendar year, for numbering.
int time_year(int64_t time);

// A calendar date as it is stored: "YYYY-MM-DD". Accepts 2026-1-5, 2026/1/5, 2026.1.5, 20260105, 2026年1月5日;
// false unless it is a real day between 1900-01-01 and 2199-12-31. Writes 10 characters and NUL to `date`.
bool date_parse(const char *string, char date[11]);
// The start of the local day `date` ("YYYY-MM-DD", checked), in ms.
int64_t date_start(const char *date);

#endif
