// How often somebody was refused of late. Whoever goes on being refused is answered that it is too often, and what they ask
// meanwhile becomes one counted record instead of thousands: the access log can't be flooded by asking for what one may not see.
// Not here: why somebody is refused (entitlement.h), the records (custodian/).
#ifndef DOMAIN_REFUSALS_H
#define DOMAIN_REFUSALS_H

#include <stdbool.h>

#include "base/clock.h"

#define REFUSALS_MAX 100            // refused values …
#define REFUSALS_WINDOW TIME_MINUTE // … in so long
#define REFUSALS_PEOPLE 1024        // that are watched at a time; so many at once are nobody's flood
#define REFUSALS_LOGIN 64

struct refusals_of {
    int64_t person_id; // 0: all who are not signed in
    char login[REFUSALS_LOGIN];
    int64_t since;   // begin of the window
    int64_t refused; // in it
    int64_t folded;  // calls turned away that no record tells of yet
    int64_t folded_since, folded_until;
};

struct refusals { // all zeros: nobody yet
    struct refusals_of people[REFUSALS_PEOPLE];
    unsigned count;
    int64_t folded; // of all
};

// Whether this call is one too many; it is counted then.
bool refusals_exceeded(struct refusals *refusals, int64_t person_id, int64_t now);
// Counts what was refused now.
void refusals_count(struct refusals *refusals, int64_t person_id, const char *login, int64_t refused, int64_t now);
// Whether calls were turned away that a record is due for, and whose: when their window is over, or at once.
// Once the record is written: refusals_told.
bool refusals_due(const struct refusals *refusals, bool at_once, int64_t now, struct refusals_of *due);
void refusals_told(struct refusals *refusals, int64_t person_id);

#endif
