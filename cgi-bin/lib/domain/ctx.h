// What every rule needs to know: who acts, when, with which store and custodian. Tests supply their own.
#ifndef DOMAIN_CTX_H
#define DOMAIN_CTX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "model/field.h"
#include "model/permission.h"
#include "store/store.h"
#include "vault/custody.h"

#define ACTOR_ROLES_MAX 16

// One role a person holds, as stored.
struct grant {
    int64_t role_id;
    const char *key;
    const char *name_zh, *name_en;
    enum scope scope;
    enum level level;
    unsigned permissions; // bits 1u << PERM_X
};

struct actor {
    int64_t person_id; // 0: nobody is signed in
    bool is_command;   // the command kedang, run by `name`, a user of the system who has the home: may do whatever an administrator may
    const char *login;
    const char *name;
    int64_t unit_id;
    const char *unit_path;            // "/1/4/": for SCOPE_SUBTREE
    const char *language;             // "", "zh" or "en"
    const char *density, *appearance; // of the pages; "" or NULL: as for everybody
    bool must_change_password;
    bool has_second_factor;
    bool needs_second_factor; // a role demands one
    struct grant grants[ACTOR_ROLES_MAX];
    unsigned grant_count;
    const unsigned char *session; // 32 bytes, or NULL
    int64_t session_until;        // when the session ends unless it is used
    int64_t fields_version;       // of the field catalogue at that moment
};

struct ctx {
    struct arena *arena; // of the request
    struct store *store;
    struct store *credentials; // login's own file (domain/credential.h); NULL in every other program
    struct custody *custody;
    const struct clock *clock;
    const struct random *random;
    struct id_source *ids;
    const struct actor *actor;
    const struct field_catalogue *fields;
    enum lang lang;
    const unsigned char *device; // of this browser, 32 bytes, or NULL: domain/device.h
    struct asker asker;          // how the custodian is told about this request; purpose is filled in by the page
};

// The widest scope in which the actor holds `permission`; SCOPE_NONE = not at all.
enum scope actor_scope(const struct actor *actor, enum permission permission);
bool actor_may(const struct actor *actor, enum permission permission);
// Whether they hold this permission of DUTY_ADMINISTRATION, or are the command.
bool actor_administers(const struct actor *actor, enum permission permission);
// Whether a role demands a second factor that was not set up yet.
bool actor_owes_second_factor(const struct actor *actor);
// Whether they first have to choose a password or set up a second factor: until then nothing else is open to them.
bool actor_is_held(const struct actor *actor);

#endif
