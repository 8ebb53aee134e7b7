// Who an account manager's cell means, and acting for them: the tool has no one signed in.
#ifndef DOMAIN_IMPORT_PEOPLE_H
#define DOMAIN_IMPORT_PEOPLE_H

#include "domain/organisation.h"

struct import_people {
    struct person *persons;
    struct actor *actors; // actors[i] acts for persons[i]
    unsigned count;
};

// Everybody there is. The arena must outlive what was read.
enum status import_people_read(struct ctx *ctx, struct arena *arena, struct import_people *people) MUST_CHECK;
// By login, else by name. NULL: *message says that there is none, or several, or that the account is closed.
const struct actor *import_people_find(const struct import_people *people, const char *text, struct arena *arena,
                                       struct text *message);

#endif
