// The home: the folder that holds one installation's running data (KEDANG_HOME, else ./home), and what commands need of
// it. Everything in it is reached by paths relative to it, so it may lie anywhere and be moved.
#ifndef CTL_HOME_H
#define CTL_HOME_H

#include <stdbool.h>

#include "domain/ctx.h"
#include "domain/field_catalogue.h"

#define HOME_DATABASE "db/kedang.db"
#define HOME_KEY "custody/key"
#define HOME_PUBLIC "custody/public"
#define HOME_ACCESS_LOG "custody/access.db"
#define HOME_HEADS "heads/heads"
#define HOME_CUSTODIAN "run/custodian.sock"
#define HOME_CUSTODIAN_TIMEOUT_MS 30000
#define HOME_LOG "log/kedang.log"
#define HOME_DEMO "demo.json"
#define HOME_BACKUP "backup" // the public half of the backup key; what `kedang migrate` saved
#define HOME_BACKUP_PUBLIC HOME_BACKUP "/public"
#define HOME_BACKUP_LOCK HOME_BACKUP "/lock"

// Where the home is or would be, as the user named it.
const char *home_path(void);
// Goes into the home; every path is relative to it from then on. False: there is none, and that was said.
bool home_enter(void);
// Whether the home one is in has a database.
bool home_exists(void);
// `path`, seen from the folder the user is in, as an absolute path; to be asked before home_enter.
const char *home_outside(struct arena *arena, const char *path);

// Whether the tables of the database are what the program shipped. False: they were changed, or can't be read, and that was said. Who may
// only write the file could plant an index or a trigger; a backup of such a store could not be restored.
bool home_unaltered(void);

// What a command acts with: a store, a clock, randomness. Nobody is signed in; `actor` is filled by commands that act
// for somebody.
struct home {
    struct arena *arena;
    struct clock clock;
    struct random random;
    struct id_source ids;
    struct actor actor;
    struct catalogue_keeper fields;
    struct ctx ctx;
};

// Opens the store of the home one is in, with the statements of the domain modules that the tool uses, and sets TZ to
// the company's zone, for this process and those it starts. False: it was said why not.
bool home_open(struct home *home);
// The passwords that people chose, too: for demo accounts, whose password is known to all. Closed with the home.
enum status home_open_credentials(struct home *home) MUST_CHECK;
void home_close(struct home *home);

// Leaves a line in log/kedang.log about what was done to an account or a role (`kind`), and by which user of the system: who
// runs the tool needs no account, so nothing else would tell. A log that can't be written is said, and changes nothing.
void home_note(const char *event, const char *kind, const char *name);

// Says why a step did not succeed, for failures that are not the user's; returns 1.
int home_fault(enum status status, const char *what);

#endif
