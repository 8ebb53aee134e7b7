// The users an installation runs as, when it is started as root and they exist: each may ask the next and reach nothing
// else of it, by the rights of files alone.
//
//     kedang-nginx    in the groups kedang-web and kedang-login, whose sockets it connects to
//     kedang-web      owns db/; in the group kedang-custody, whose socket it connects to
//     kedang-login    the program login: owns login/, the passwords; in the group kedang-custody, which may write the store
//     kedang-custody  owns custody/ and heads/; its group may read and write the store, as reading in WAL mode demands
//
// Root keeps log/ and run/; the programs make their sockets in run/ and can't touch each other's. Without these users
// everything runs as whoever starts it. $KEDANG_USERS is what their names begin with, "kedang" if it is not set: several
// installations on one machine keep apart.
// Not here: what a process gives up by itself (base/sandbox.h), who may connect to a socket (base/peer.h).
#ifndef CTL_RUN_USERS_H
#define CTL_RUN_USERS_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"

struct run_user {
    const char *name; // also of its group
    uid_t id;
    gid_t group;
};

struct run_users {
    bool apart; // false: all is one user's, and the rest means nothing
    struct run_user custody, web, login, nginx;
};

// False: it was said what is wrong with them, or that they can't reach the home.
bool run_users_find(struct run_users *users, struct arena *arena);

// Gives every folder of the home one is in, and what lies in it, to whom it belongs; does nothing for one user's. To be called
// while nothing runs there. False: it was said what failed.
bool run_users_own(const struct run_users *users);

// Whom the service runs as; NULL: as we do.
const char *run_users_of(const struct run_users *users, const char *service);

#endif
