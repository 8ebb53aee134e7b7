// Counting refusals in windows of a minute, one for each person.
#include "domain/refusals.h"

#include <string.h>

static struct refusals_of *find(struct refusals *refusals, int64_t person_id) {
    for (unsigned i = 0; i < refusals->count; i++)
        if (refusals->people[i].person_id == person_id)
            return &refusals->people[i];
    return NULL;
}

// A clock that was set back ends it, too.
static bool is_running(const struct refusals_of *of, int64_t now) {
    return now >= of->since && now - of->since < REFUSALS_WINDOW;
}

bool refusals_exceeded(struct refusals *refusals, int64_t person_id, int64_t now) {
    struct refusals_of *of = find(refusals, person_id);
    if (!of || !is_running(of, now) || of->refused < REFUSALS_MAX)
        return false;
    if (of->folded++ == 0)
        of->folded_since = now;
    of->folded_until = now;
    refusals->folded++;
    return true;
}

// A free place, or that of somebody of whom there is nothing left to say; NULL: there is none.
static struct refusals_of *make_room(struct refusals *refusals, int64_t now) {
    if (refusals->count < REFUSALS_PEOPLE)
        return &refusals->people[refusals->count++];
    for (unsigned i = 0; i < refusals->count; i++)
        if (refusals->people[i].folded == 0 && !is_running(&refusals->people[i], now))
            return &refusals->people[i];
    return NULL;
}

void refusals_count(struct refusals *refusals, int64_t person_id, const char *login, int64_t refused, int64_t now) {
    struct refusals_of *of = find(refusals, person_id);
    if (!of && (of = make_room(refusals, now)) != NULL) {
        *of = (struct refusals_of){.person_id = person_id, .since = now};
        memcpy(of->login, login, strnlen(login, REFUSALS_LOGIN - 1));
    }
    if (!of)
        return;
    if (!is_running(of, now)) {
        of->since = now;
        of->refused = 0;
    }
    of->refused += refused;
}

bool refusals_due(const struct refusals *refusals, bool at_once, int64_t now, struct refusals_of *due) {
    for (unsigned i = 0; refusals->folded > 0 && i < refusals->count; i++) {
        const struct refusals_of *of = &refusals->people[i];
        if (of->folded > 0 && (at_once || !is_running(of, now))) {
            *due = *of;
            return true;
        }
    }
    return false;
}

void refusals_told(struct refusals *refusals, int64_t person_id) {
    struct refusals_of *of = find(refusals, person_id);
    if (!of)
        return;
    refusals->folded -= of->folded;
    of->folded = 0;
}
