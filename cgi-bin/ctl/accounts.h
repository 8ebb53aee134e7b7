// The accounts of demo data, which alone have a password that can be printed: kept in demo.json of the home (0600).
#ifndef CTL_ACCOUNTS_H
#define CTL_ACCOUNTS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

// Whether the home one is in holds demo data.
bool accounts_exist(void);
// Prints login, role and the common password as a table, in the language of the terminal; nothing when there is no demo
// data.
void accounts_print(FILE *out);

struct account {
    const char *login, *name, *role, *password;
};
// Writes demo.json. False: errno says why.
bool accounts_write(const struct account *accounts, unsigned count, struct arena *arena);

#endif
