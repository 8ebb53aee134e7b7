// Unusual use (CONF-6): what a rule counts, when it is too much, and how a case is told in words. The rules are a table; an auditor
// changes their thresholds. All of them count records of one person within a stretch of time, so that the same log raises the same
// cases whoever goes through it, and whenever.
// Not here: going through the log (custodian/watch.h), keeping cases (custodian/cases.h).
#ifndef DOMAIN_WATCH_H
#define DOMAIN_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"
#include "vault/access.h"
#include "vault/desk.h"

struct workdays;

// What rules count.
enum watch {
    WATCH_MANY,    // confidential values looked at
    WATCH_NIGHT,   // … outside working hours
    WATCH_OTHERS,  // … of how many customers that are other people's
    WATCH_REFUSED, // refusals
    WATCH_SEARCH,  // searches by a confidential value
    WATCH_TEXT,    // values looked at under the very same text of purpose
    WATCH_ENTRY,   // numbers entered, each of which is looked for at other customers (ARC-8)
    WATCH_TWINS,   // … and found there
    WATCH_COUNT
};

struct watch_rule {
    const char *key;   // stored, never renamed
    struct text label; // 大量查看
    struct text words; // with a place for the span and one for the count
    int64_t threshold; // as long as nobody changed it: so many …
    int64_t minutes;   // … within so long
    int64_t weight;    // 1 to 3: how grave
};
extern const struct watch_rule WATCH_RULES[WATCH_COUNT];

// Limits of what an auditor may set.
#define WATCH_THRESHOLD_MAX 5000
#define WATCH_MINUTES_MAX (7 * 24 * 60)
// A pattern that goes on joins the case that is open about it, unless it had ceased for so long.
#define WATCH_JOIN (7 * TIME_DAY)

// The rule of that key; WATCH_COUNT: there is none.
enum watch watch_find(const char *key);
// Which rules count the record: bits 1u << WATCH_X. `owner_id` is the customer's owner, 0 when it has none; `days` the
// working calendar.
unsigned watch_counts(const struct access *access, int64_t owner_id, const struct workdays *days);
// Whether the record is one of somebody's doings at all: neither a reading of the log nor the custodian's own.
bool watch_concerns(const struct access *access);

// A span of time as people say it: 30 分钟, 24 小时.
const char *watch_span(int64_t minutes, enum lang lang, struct arena *arena);
// What a rule with these figures raises.
const char *watch_rule_words(enum watch watch, int64_t threshold, int64_t minutes, enum lang lang, struct arena *arena);

// Why the case was raised, in plain words; and its kind's name.
const char *watch_words(const struct audit_case *the_case, enum lang lang, struct arena *arena);
struct text watch_label(const char *rule);
// How grave a case is that a notice opens, from 1 to 3.
int64_t watch_notice_weight(const char *rule);

// How a case can be decided; stored by key, never renamed.
struct verdict {
    const char *key;
    struct text label;
};
#define VERDICT_COUNT 4
extern const struct verdict VERDICTS[VERDICT_COUNT];
const struct verdict *verdict_find(const char *key); // NULL: there is none

#endif
