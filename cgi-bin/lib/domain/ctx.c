// What an actor may do, from the roles they hold (ORG-2).
#include "domain/ctx.h"

static bool holds(const struct grant *grant, enum permission permission) {
    return (grant->permissions >> permission & 1) != 0;
}

enum scope actor_scope(const struct actor *actor, enum permission permission) {
    enum scope widest = SCOPE_NONE;
    for (unsigned i = 0; i < actor->grant_count; i++)
        if (holds(&actor->grants[i], permission) && actor->grants[i].scope > widest)
            widest = actor->grants[i].scope;
    return widest;
}

bool actor_owes_second_factor(const struct actor *actor) {
    return actor->needs_second_factor && !actor->has_second_factor;
}

bool actor_is_held(const struct actor *actor) {
    return actor->must_change_password || actor_owes_second_factor(actor);
}

bool actor_may(const struct actor *actor, enum permission permission) {
    switch (permission) {
    case PERM_ANYONE:
        return true;
    case PERM_SIGNED_IN:
        return actor->person_id != 0;
    case PERM_NOBODY:
    case PERM_COUNT:
        return false;
    default:
        break;
    }
    for (unsigned i = 0; actor->person_id != 0 && i < actor->grant_count; i++)
        if (holds(&actor->grants[i], permission))
            return true;
    return false;
}

bool actor_administers(const struct actor *actor, enum permission permission) {
    return actor->is_command || (actor_may(actor, permission) && !actor_is_held(actor));
}
