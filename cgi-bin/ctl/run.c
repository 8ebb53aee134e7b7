// kedang run: the whole system from one command, under supervision, until Ctrl-C.
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/accounts.h"
#include "ctl/command.h"
#include "ctl/home.h"
#include "ctl/options.h"
#include "ctl/programs.h"
#include "ctl/run_check.h"
#include "ctl/run_files.h"
#include "ctl/run_logs.h"
#include "ctl/run_ready.h"
#include "ctl/run_services.h"
#include "ctl/run_users.h"
#include "ctl/say.h"

#define READY_MS 20000
#define LOG_CHECK_MS 60000
#define SYSTEM_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static const struct text USAGE = {"run [--port 8080] [--address 127.0.0.1]", "run [--port 8080] [--address 127.0.0.1]"};

static bool set_path(const char *name, const char *path) {
    char absolute[PATH_MAX];
    return realpath(path, absolute) != NULL && setenv(name, absolute, 1) == 0;
}

static void set_workers(const char *program, long workers) {
    char name[64], value[16];
    snprintf(name, sizeof name, "KEDANG_WORKERS_%s", program);
    snprintf(value, sizeof value, "%ld", workers);
    setenv(name, value, 0);
}

static long between(long least, long value, long most) {
    return value < least ? least : value > most ? most
                                                : value;
}

// What the services are to know. Of the customer program's workers most wait for the log at any time, so four a
// processor; a login worker computes and needs much memory; audit has few users.
static bool set_environment(struct arena *arena) {
    const long processors = between(1, sysconf(_SC_NPROCESSORS_ONLN), 16);
    set_workers("CUSTOMER", between(4, processors * 4, 64));
    set_workers("LOGIN", between(2, processors, 8));
    set_workers("AUDIT", 2);
    set_workers("IMPORT", 4); // most of the time they wait for uploads
    setenv("PATH", SYSTEM_PATH, 1);
    if (set_path("KEDANG_HOME", ".") && set_path("KEDANG_BIN", paths_bin(arena)) &&
        set_path("KEDANG_SHARE", paths_share(arena)))
        return true;
    const char *why = strerror(errno);
    say_fault("缺少 share 目录（%s）：先运行 make all / the folder share is missing (%s): run make all first", why, why);
    return false;
}

// Locks the home and sets TZ to the company's zone, which the services inherit, and so shows that the database opens.
// Nothing is written into a folder that is no home.
static bool take_home(void) {
    struct home home;
    if (!run_writable() || (home_exists() && (!run_lock() || !home_unaltered())) || !home_open(&home))
        return false;
    home_close(&home);
    return true;
}

// In the order of their start, nginx last.
static const char *const *service_names(struct arena *arena) {
    const char **names = ARENA_ARRAY(arena, const char *, SERVICES_MAX + 1);
    size_t count = 0;
    names[count++] = "custodian";
    for (const char *const *program = WEB_PROGRAMS; *program != NULL && count < SERVICES_MAX - 1; program++)
        names[count++] = *program;
    names[count] = "nginx";
    return names;
}

static void announce(const struct endpoint *endpoint, struct arena *arena) {
    const char *url = endpoint_url(endpoint, arena);
    say("客档已启动 / Kedang is running:  %s", url);
    if (endpoint->everywhere)
        say("同一网络中的其他电脑也能访问 / other machines of the network reach it too");
    if (accounts_exist())
        accounts_print(stdout);
    say("按 Ctrl-C 停止 / Ctrl-C stops it");
}

static int tell_not_ready(const char *service, struct arena *arena) {
    const char *line = run_logs_last_line(service, arena);
    return say_fault("%s 没有启动，原因见 log/%s.log / %s did not start, see log/%s.log\n%s", service, service, service,
                     service, line);
}

// From started to stopped; returns the exit code.
static int supervise(struct services *services, const struct endpoint *endpoint, struct arena *arena) {
    const char *lacking;
    switch (run_ready(services, endpoint, READY_MS, &lacking)) {
    case READY_NOT:
        return tell_not_ready(lacking, arena);
    case READY_STOPPED:
        return EXIT_SUCCESS;
    case READY_ALL:
        break;
    }
    announce(endpoint, arena);
    while (services_wait(services, -1, 0, clock_now(&services->clock) + LOG_CHECK_MS) != SERVICES_STOP)
        run_logs_rotate();
    return EXIT_SUCCESS;
}

static int run_in_home(const struct endpoint *endpoint, struct arena *arena) {
    struct services services;
    struct run_users users;
    const char *const *names = service_names(arena);
    if (!home_enter() || !set_environment(arena) || !take_home() || !run_users_find(&users, arena) ||
        !run_check(endpoint, &users, arena) || !run_users_own(&users) || !run_files_write(names, endpoint, &users, arena))
        return EXIT_FAILURE;
    services_open(&services, names, arena);
    services_start(&services);
    const int exit_code = supervise(&services, endpoint, arena);
    if (exit_code == EXIT_SUCCESS)
        say("正在停止… / stopping …");
    services_stop(&services);
    return exit_code;
}

int run_command(int argc, char **argv) {
    const char *port_text = "8080", *address = "127.0.0.1";
    const struct option_spec specs[] = {{.name = "port", .type = OPTION_TEXT, .text = &port_text},
                                        {.name = "address", .type = OPTION_TEXT, .text = &address},
                                        {.name = NULL}};
    struct options options;
    long long port;
    if (!options_read(argc, argv, specs, USAGE, &options))
        return options.exit_code;
    if (options.count > 0 || !options_number(port_text, 1, 65535, &port))
        return options_wrong(USAGE);
    struct arena *arena = arena_new();
    struct endpoint endpoint;
    int exit_code = EXIT_USAGE;
    if (endpoint_parse(&endpoint, address, (unsigned)port, arena))
        exit_code = run_in_home(&endpoint, arena);
    else
        say_fault("不是 IP 地址：%s / no IP address: %s", address, address);
    arena_free(arena);
    return exit_code;
}
