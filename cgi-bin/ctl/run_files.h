// What `kedang run` writes below run/ before it starts anything: the parts of nginx's configuration that depend on the
// machine, and one service folder for each process that runit is to keep running.
#ifndef CTL_RUN_FILES_H
#define CTL_RUN_FILES_H

#include "ctl/run_endpoint.h"
#include "ctl/run_users.h"

#define RUN_SERVICES "run/service"
#define RUN_NGINX_PID "run/nginx/pid" // where nobody but root can put another

// `services`: NULL-ended names; "nginx" is nginx, every other the program of that name. False: it was said what failed.
bool run_files_write(const char *const *services, const struct endpoint *endpoint, const struct run_users *users,
                     struct arena *arena);

#endif
