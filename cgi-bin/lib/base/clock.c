// The wall clock, and times and dates as text.
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static int64_t read_clock(clockid_t id) {
    struct timespec now;
    (void)clock_gettime(id, &now); // can't fail for the two clocks below
    return (int64_t)now.tv_sec * TIME_SECOND + now.tv_nsec / 1000000;
}

static int64_t system_now(void *data) {
    (void)data;
    return read_clock(CLOCK_REALTIME);
}

struct clock clock_system(void) {
    return (struct clock){.now = system_now};
}

static int64_t monotonic_now(void *data) {
    (void)data;
    return read_clock(CLOCK_MONOTONIC);
}

struct clock clock_monotonic(void) {
    return (struct clock){.now = monotonic_now};
}

// Seconds, rounded down also before 1970.
static time_t whole_seconds(int64_t time) {
    return (time_t)((time - (time % TIME_SECOND + TIME_SECOND) % TIME_SECOND) / TIME_SECOND);
}

static struct tm local(int64_t time) {
    const time_t seconds = whole_seconds(time);
    struct tm tm = {0};
    (void)localtime_r(&seconds, &tm);
    return tm;
}

// The last `width` digits of a number that is not negative, and the mark behind them. Lists show fifty times a page, which
// printf would take longer over than over all the rest of a row.
static char *put_number(char *at, int number, int width, char mark) {
    for (int i = width - 1; i >= 0; i--, number /= 10)
        at[i] = (char)('0' + number % 10);
    at[width] = mark;
    return at + width + 1;
}

static const char *time_text(struct arena *arena, int64_t time, size_t length) {
    if (time == 0)
        return "";
    const struct tm tm = local(time);
    char text[sizeof "2026-11-22 14:05:09"];
    char *end = put_number(text, tm.tm_year + 1900, 4, '-');
    end = put_number(end, tm.tm_mon + 1, 2, '-');
    end = put_number(end, tm.tm_mday, 2, ' ');
    end = put_number(end, tm.tm_hour, 2, ':');
    end = put_number(end, tm.tm_min, 2, ':');
    (void)put_number(end, tm.tm_sec, 2, '\0');
    return arena_copy(arena, text, length);
}

const char *time_minute(struct arena *arena, int64_t time) {
    return time_text(arena, time, strlen("2026-11-22 14:05"));
}

const char *time_second(struct arena *arena, int64_t time) {
    return time_text(arena, time, strlen("2026-11-22 14:05:09"));
}

void time_iso_write(char text[TIME_ISO_SIZE], int64_t time) {
    const time_t seconds = whole_seconds(time);
    struct tm tm = {0};
    (void)gmtime_r(&seconds, &tm);
    const int milliseconds = (int)(time - (int64_t)seconds * TIME_SECOND);
    const size_t length = strftime(text, TIME_ISO_SIZE, "%Y-%m-%dT%H:%M:%S", &tm);
    (void)snprintf(text + length, TIME_ISO_SIZE - length, ".%03dZ", milliseconds);
}

const char *time_iso(struct arena *arena, int64_t time) {
    char text[TIME_ISO_SIZE];
    time_iso_write(text, time);
    return arena_string(arena, text);
}

int time_year(int64_t time) {
    return local(time).tm_year + 1900;
}

// Reads 1 … `most` digits; false when there is none.
static bool read_number(const char **cursor, unsigned most, int *number) {
    unsigned digits = 0;
    *number = 0;
    for (; digits < most && **cursor >= '0' && **cursor <= '9'; digits++)
        *number = *number * 10 + (*(*cursor)++ - '0');
    return digits > 0;
}

static bool read_mark(const char **cursor, const char *mark) {
    const size_t length = strlen(mark);
    if (strncmp(*cursor, mark, length) != 0)
        return false;
    *cursor += length;
    return true;
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

// The marks between and behind the numbers of a date; the first form is the stored one.
static const char *const FORMS[][3] = {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}};

static bool read_marked(const char *string, const char *const marks[3], int *year, int *month, int *day) {
    const char *cursor = string;
    return read_number(&cursor, 4, year) && cursor - string == 4 && read_mark(&cursor, marks[0]) &&
           read_number(&cursor, 2, month) && read_mark(&cursor, marks[1]) && read_number(&cursor, 2, day) &&
           read_mark(&cursor, marks[2]) && *cursor == '\0';
}

static bool read_compact(const char *string, int *year, int *month, int *day) {
    return strlen(string) == 8 && strspn(string, "0123456789") == 8 && read_number(&string, 4, year) &&
           read_number(&string, 2, month) && read_number(&string, 2, day);
}

bool date_parse(const char *string, char date[11]) {
    int year = 0, month = 0, day = 0;
    bool read = read_compact(string, &year, &month, &day);
    for (size_t i = 0; i < sizeof(FORMS) / sizeof(FORMS[0]) && !read; i++)
        read = read_marked(string, FORMS[i], &year, &month, &day);
    if (!read || year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
        return false;
    char text[40]; // room for three ints, as the compiler sees it
    (void)snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
    memcpy(date, text, 11);
    return true;
}

int64_t date_start(const char *date) {
    int year = 0, month = 0, day = 0;
    (void)read_marked(date, FORMS[0], &year, &month, &day);
    struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_isdst = -1};
    return (int64_t)mktime(&tm) * TIME_SECOND;
}
