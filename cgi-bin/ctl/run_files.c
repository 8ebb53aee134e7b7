#include "ctl/run_files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/say.h"

#define NGINX_WORKERS_MAX 4 // each serves tens of thousands of requests a second; more would only take memory

#define NGINX_FILES 20000

// The scripts hold no path: runsv gives them KEDANG_HOME and KEDANG_BIN. setpriv ends the process when its runsv is killed,
// so that nothing runs without supervision.
#define SCRIPT_START                  \
    "#!/bin/sh\n"                     \
    "cd \"$KEDANG_HOME\" || exit 1\n" \
    "exec </dev/null >>log/%s.log 2>&1\n"
static const char PROGRAM_RUN[] = SCRIPT_START "exec setpriv %s--pdeathsig TERM -- \"$KEDANG_BIN/%s\"\n";
static const char AS_USER[] = "--reuid %s --regid %s --init-groups --no-new-privs --inh-caps=-all --bounding-set=-all ";
// runsv says how it ended: $1 is -1 after a signal, $2 its number. 31 is SIGSYS.
static const char PROGRAM_FINISH[] = "#!/bin/sh\n"
                                     "[ \"$1\" = -1 ] && [ \"$2\" = 31 ] || exit 0\n"
                                     "echo \"time=$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ) level=error program=%s event=sandbox.ended \"\\\n"
                                     "'reason=\"it tried a system call that only a program taken over tries; "
                                     "the log of the kernel names it\"' \\\n"
                                     ">>\"$KEDANG_HOME/log/%s.log\"\n";
static const char NGINX_RUN[] =
    SCRIPT_START "exec chpst -P setpriv --pdeathsig TERM -- nginx -p ./ -e log/%s.log -c run/nginx.conf\n";
// A killed master leaves its workers, and with them the port, behind: they are in its process group.
static const char NGINX_FINISH[] = "#!/bin/sh\n"
                                   "cd \"$KEDANG_HOME\" || exit 1\n"
                                   "exec </dev/null >>log/nginx.log 2>&1\n"
                                   "[ -f " RUN_NGINX_PID " ] || exit 0 # it ended by itself\n"
                                   "read -r pid <" RUN_NGINX_PID "\n"
                                   "kill -s KILL -- \"-$pid\"\n"
                                   "rm -f " RUN_NGINX_PID "\n";

static bool fault(const char *path) {
    const char *why = strerror(errno);
    say_fault("写不了 %s：%s / can't write %s: %s", path, why, path, why);
    return false;
}

static bool make_folder(const char *path) {
    return mkdir(path, 0700) == 0 || errno == EEXIST || fault(path);
}

// nginx's workers pass through it to their own folders in it.
static bool make_passage(const char *path, const struct run_users *users) {
    return make_folder(path) && (chmod(path, users->apart ? 0711 : 0700) == 0 || fault(path));
}

static bool write_file(const char *path, mode_t mode, const char *text) {
    unlink(path);
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return fault(path);
    const bool written = fputs(text, file) >= 0 && fchmod(fileno(file), mode) == 0;
    return (fclose(file) == 0 && written) || fault(path);
}

static bool make_link(const char *target, const char *path) {
    unlink(path);
    return symlink(target, path) == 0 || fault(path);
}

// As root, nginx's workers need a user who reaches the programs' sockets.
static const char *nginx_user(const struct run_users *users, struct arena *arena) {
    if (users->apart)
        return arena_format(arena, "user %s;\n", users->nginx.name);
    return geteuid() == 0 ? "user root;\n" : "";
}

// As many open files as nginx.conf has places for, and what else it needs; or as many as this machine allows.
static unsigned long nginx_files(void) {
    struct rlimit limit;
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < NGINX_FILES ? (unsigned long)limit.rlim_max : NGINX_FILES;
}

static bool write_nginx(const struct endpoint *endpoint, const struct run_users *users, struct arena *arena) {
    const char *only6 = endpoint->address.ss_family == AF_INET6 ? " ipv6only=off" : "";
    const char *share = paths_share(arena);
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const long workers = processors < 1 ? 1 : processors < NGINX_WORKERS_MAX ? processors
                                                                             : NGINX_WORKERS_MAX;
    unlink(RUN_NGINX_PID);
    return make_passage("run/nginx", users) && make_folder("run/extra") && make_link(share, "run/share") &&
           make_link(arena_format(arena, "%s/nginx.conf", share), "run/nginx.conf") &&
           write_file("run/main.conf", 0600,
                      arena_format(arena, "%sworker_processes %ld;\nworker_rlimit_nofile %lu;\n", nginx_user(users, arena), workers,
                                   nginx_files())) &&
           write_file("run/listen.conf", 0600,
                      arena_format(arena, "listen %s:%u%s;\n", endpoint->host, endpoint->port, only6));
}

static bool write_program(const char *name, const char *folder, const char *user, struct arena *arena) {
    const char *as_user = user != NULL ? arena_format(arena, AS_USER, user, user) : "";
    return write_file(arena_format(arena, "%s/run", folder), 0700, arena_format(arena, PROGRAM_RUN, name, as_user, name)) &&
           write_file(arena_format(arena, "%s/finish", folder), 0700, arena_format(arena, PROGRAM_FINISH, name, name));
}

static bool write_service(const char *name, const struct run_users *users, struct arena *arena) {
    const char *folder = arena_format(arena, RUN_SERVICES "/%s", name);
    if (!make_folder(folder))
        return false;
    if (strcmp(name, "nginx") != 0)
        return write_program(name, folder, run_users_of(users, name), arena);
    return write_file(arena_format(arena, "%s/run", folder), 0700, arena_format(arena, NGINX_RUN, name, name)) &&
           write_file(arena_format(arena, "%s/finish", folder), 0700, NGINX_FINISH);
}

bool run_files_write(const char *const *services, const struct endpoint *endpoint, const struct run_users *users,
                     struct arena *arena) {
    if (!write_nginx(endpoint, users, arena) || !make_folder(RUN_SERVICES))
        return false;
    for (; *services != NULL; services++)
        if (!write_service(*services, users, arena))
            return false;
    return true;
}
