// Reading the retention.
#include "domain/retention.h"

#include <stdlib.h>

#include "model/setting.h"

static const struct sql SETTING = {"retention.setting", "SELECT value FROM setting WHERE key = :key"};
const struct sql *const RETENTION_STATEMENTS[] = {&SETTING, NULL};

int64_t retention_of_months(int64_t months) {
    return (months * 365 + 11) / 12;
}

int64_t retention_months(int64_t days) {
    return days * 12 / 365;
}

enum status retention_days(struct store *store, int64_t *days, struct arena *arena) {
    const struct setting_rule *rule = &SETTINGS[SETTING_LOG_KEEP];
    int64_t months = rule->usual;
    struct query query = query_start(store, &SETTING);
    query_bind_text(&query, ":key", rule->key);
    if (query_row(&query)) {
        char *end;
        const char *text = query_text(&query, 0, arena);
        const int64_t set = strtoll(text, &end, 10);
        // What is no number counts for nothing; one that is out of bounds counts as the bound.
        if (end != text && *end == '\0')
            months = set < rule->least ? rule->least : set > rule->most ? rule->most
                                                                        : set;
    }
    *days = retention_of_months(months);
    return query_end(&query);
}
