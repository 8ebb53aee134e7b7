// Bringing the databases of a home to the versions of this program; for `kedang init`, which makes them.
#ifndef CTL_MIGRATE_H
#define CTL_MIGRATE_H

#include "base/status.h"

// The store and login's file of passwords in the home one is in. An interrupted call is repeated. *applied: how many steps of the store.
enum status migrate_home(unsigned *applied) MUST_CHECK;

#endif
