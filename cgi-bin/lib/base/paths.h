// Where the installation's files are: templates, static files, schema, reference data.
// The running data is elsewhere: every process's working directory is KEDANG_HOME.
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include "base/arena.h"

// $KEDANG_SHARE, else "<folder of the executable>/../share".
const char *paths_share(struct arena *arena);
// The folder of the executable, where its sibling programs are.
const char *paths_bin(struct arena *arena);

#endif
