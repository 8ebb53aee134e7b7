// The days that were entered, read, asked and replaced.
#include "domain/workday.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "domain/admin_record.h"
#include "domain/audit_case.h"
#include "domain/change.h"

static const struct sql READ = {"workday.read", "SELECT date, working, note FROM workday ORDER BY date"};
static const struct sql PUT = {
    "workday.put",
    "INSERT INTO workday (date, working, note) VALUES (:date, :working, :note)"
    " ON CONFLICT (date) DO UPDATE SET working = excluded.working, note = excluded.note",
};
static const struct sql REMOVE = {"workday.remove", "DELETE FROM workday WHERE date = :date"};
const struct sql *const WORKDAY_READ_STATEMENTS[] = {&READ, NULL};
const struct sql *const WORKDAY_STATEMENTS[] = {&READ, &PUT, &REMOVE, NULL};

static void add(struct workdays *days, unsigned *room, const struct workday *day, struct arena *arena) {
    if (days->count == *room) {
        const struct workday *before = days->rows;
        *room = *room > 0 ? 2 * *room : 64;
        days->rows = ARENA_ARRAY(arena, struct workday, *room);
        if (days->count > 0)
            memcpy(days->rows, before, days->count * sizeof *before);
    }
    days->rows[days->count++] = *day;
}

enum status workday_read(struct store *store, struct workdays *days, struct arena *arena) {
    unsigned room = 0;
    *days = (struct workdays){0};
    struct query query = query_start(store, &READ);
    while (query_row(&query)) {
        struct workday day = {.working = query_int(&query, 1) != 0, .note = query_text(&query, 2, arena)};
        if (date_parse(query_text(&query, 0, arena), day.date))
            add(days, &room, &day, arena);
    }
    return query_end(&query);
}

static int by_date(const void *a, const void *b) {
    return strcmp(((const struct workday *)a)->date, ((const struct workday *)b)->date);
}

static const struct workday *find(const struct workdays *days, const char *date) {
    struct workday wanted = {.note = ""};
    memcpy(wanted.date, date, sizeof wanted.date);
    return days->count > 0 ? bsearch(&wanted, days->rows, days->count, sizeof wanted, by_date) : NULL;
}

bool workday_is_working(const struct workdays *days, int64_t time) {
    const time_t seconds = (time_t)(time / TIME_SECOND);
    struct tm local;
    char date[11];
    if (!localtime_r(&seconds, &local) || strftime(date, sizeof date, "%Y-%m-%d", &local) == 0)
        return true;
    const struct workday *day = find(days, date);
    return day ? day->working : local.tm_wday != 0 && local.tm_wday != 6;
}

// A day may have 23 or 25 hours, where clocks are changed.
static int64_t day_start(int64_t time) {
    const time_t seconds = (time_t)(time / TIME_SECOND);
    struct tm local;
    char date[11];
    if (!localtime_r(&seconds, &local) || strftime(date, sizeof date, "%Y-%m-%d", &local) == 0)
        return time;
    return date_start(date);
}

int64_t workday_after(const struct workdays *days, int64_t time, unsigned count) {
    int64_t day = day_start(time);
    while (count > 0) {
        day = day_start(day + TIME_DAY + TIME_DAY / 2);
        count -= workday_is_working(days, day);
    }
    return day_start(day + TIME_DAY + TIME_DAY / 2);
}

// --- As text

static const char *kind_words(bool working) {
    return working ? "班" : "休";
}

const char *workday_text(const struct workdays *days, struct arena *arena) {
    struct buffer text = {.arena = arena};
    buffer_text(&text, "");
    for (unsigned i = 0; i < days->count; i++) {
        const struct workday *day = &days->rows[i];
        buffer_format(&text, "%s %s%s%s\n", day->date, kind_words(day->working), *day->note ? " " : "", day->note);
    }
    return text.data;
}

// The next word of the line, which is cut behind it; "" at its end.
static char *next_word(char **line) {
    char *word = *line + strspn(*line, " \t");
    char *end = word + strcspn(word, " \t");
    *line = end + (*end != '\0');
    *end = '\0';
    return word;
}

static bool parse_kind(const char *word, bool *working) {
    static const struct {
        const char *word;
        bool working;
    } WORDS[] = {{"休", false}, {"班", true}, {"放假", false}, {"上班", true}, {"off", false}, {"work", true}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strcmp(word, WORDS[i].word) == 0) {
            *working = WORDS[i].working;
            return true;
        }
    return false;
}

static enum status fault(struct text *message, unsigned line, struct text what, struct arena *arena) {
    *message = (struct text){arena_format(arena, "第 %u 行：%s", line, what.zh), arena_format(arena, "Line %u: %s", line, what.en)};
    return STATUS_INVALID;
}

static enum status parse_line(char *line, unsigned number, struct workday *day, struct text *message, struct arena *arena) {
    static const struct text DATE = {"日期应写成 2026-10-01", "write the date like 2026-10-01"};
    static const struct text KIND = {"日期后应写“休”或“班”", "behind the date write 休 (off) or 班 (work)"};
    static const struct text NOTE = {"说明最多 40 个字", "the note has 40 characters at most"};
    *day = (struct workday){.note = ""};
    if (!date_parse(next_word(&line), day->date))
        return fault(message, number, DATE, arena);
    if (!parse_kind(next_word(&line), &day->working))
        return fault(message, number, KIND, arena);
    day->note = utf8_narrow(arena, line);
    return utf8_length(day->note) <= WORKDAY_NOTE_MAX ? STATUS_OK : fault(message, number, NOTE, arena);
}

static enum status parse(const char *typed, struct workdays *days, struct text *message, struct arena *arena) {
    static const struct text MANY = {"最多 1000 天，请删去过去的年份", "1000 days at most; take past years out"};
    static const struct text TWICE = {"这一天写了两次", "this day is there twice"};
    static const struct text BAD = {"有不是文字的内容", "this is no text"};
    unsigned room = 0, number = 0;
    if (!utf8_valid(typed, strlen(typed)))
        return fault(message, 1, BAD, arena);
    for (char *rest = arena_string(arena, typed), *line; (line = strsep(&rest, "\n")) != NULL;) {
        struct workday day;
        number++;
        line[strcspn(line, "\r")] = '\0';
        if (line[strspn(line, " \t")] == '\0')
            continue;
        TRY(parse_line(line, number, &day, message, arena));
        for (unsigned i = 0; i < days->count; i++)
            if (strcmp(days->rows[i].date, day.date) == 0)
                return fault(message, number, TWICE, arena);
        if (days->count == WORKDAY_MAX)
            return fault(message, number, MANY, arena);
        add(days, &room, &day, arena);
    }
    if (days->count > 0)
        qsort(days->rows, days->count, sizeof *days->rows, by_date);
    return STATUS_OK;
}

// --- Replacing

static const char *words_of(const struct workday *day, struct arena *arena) {
    return day ? arena_format(arena, "%s%s%s", kind_words(day->working), *day->note ? " " : "", day->note) : "";
}

// NULL: the day is not in the calendar.
static enum status set_day(struct ctx *ctx, const char *date, const struct workday *before, const struct workday *after) {
    const struct admin_subject subject = {"setting", 0, WORKDAY_SUBJECT};
    const char *was = words_of(before, ctx->arena), *is = words_of(after, ctx->arena);
    if (strcmp(was, is) == 0)
        return STATUS_OK;
    struct query query = query_start(ctx->store, after ? &PUT : &REMOVE);
    query_bind_text(&query, ":date", date);
    if (after) {
        query_bind_int(&query, ":working", after->working);
        query_bind_text(&query, ":note", after->note);
    }
    TRY(query_run(&query, NULL));
    return admin_record_add(ctx, &subject, "edit", date, was, is);
}

static enum status replace(struct ctx *ctx, const struct workdays *before, const struct workdays *after) {
    for (unsigned i = 0; i < before->count; i++)
        TRY(set_day(ctx, before->rows[i].date, &before->rows[i], find(after, before->rows[i].date)));
    for (unsigned i = 0; i < after->count; i++)
        if (!find(before, after->rows[i].date))
            TRY(set_day(ctx, after->rows[i].date, NULL, &after->rows[i]));
    return STATUS_OK;
}

// How far back a look may lie that was not held against the rules yet, the custodian having been off.
#define LOOKED_BACK (31 * TIME_DAY)

// Whether a day among `entered` is worked that was not.
static bool opens(const struct workdays *before, const struct workdays *after, const struct workdays *entered, int64_t since) {
    for (unsigned i = 0; i < entered->count; i++) {
        const int64_t noon = date_start(entered->rows[i].date) + TIME_DAY / 2;
        if (noon >= since && workday_is_working(after, noon) && !workday_is_working(before, noon))
            return true;
    }
    return false;
}

static enum status replace_all(struct ctx *ctx, const struct workdays *after) {
    const int64_t since = clock_now(ctx->clock) - LOOKED_BACK;
    struct workdays before;
    TRY(workday_read(ctx->store, &before, ctx->arena));
    if (opens(&before, after, &before, since) || opens(&before, after, after, since))
        TRY(audit_case_of_calendar(ctx));
    return replace(ctx, &before, after);
}

enum status workday_save(struct ctx *ctx, const char *typed, struct text *message) {
    struct workdays after = {0};
    if (!actor_administers(ctx->actor, PERM_ADMIN_SETTINGS))
        return STATUS_FORBIDDEN;
    TRY(parse(typed, &after, message, ctx->arena));
    TRY(store_begin(ctx->store));
    return change_end(ctx, replace_all(ctx, &after));
}
