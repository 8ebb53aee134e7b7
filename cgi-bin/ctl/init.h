// Making the home: what `kedang init` does, for `kedang demo`, which may make it anew.
#ifndef CTL_INIT_H
#define CTL_INIT_H

#define INIT_ZONE "CST-8"

// Fills the folder one is in with what an installation needs: folders, database, keys, regions, roles, the root unit.
// What is there already stays, so an interrupted call can be repeated. Says what went wrong; returns the exit code.
int init_fill(const char *company, const char *zone);

#endif
