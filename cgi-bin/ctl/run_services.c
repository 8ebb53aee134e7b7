#include "ctl/run_services.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "ctl/run_files.h"

#define YOUNG_MS 1000
#define BACK_OFF_MS 1000
#define STOP_MS 20000 // longer than a program gives its workers
#define FORCE_POLL_MS 20
#define POLL_MOST_MS 60000

// Tests and operators set these; everything else of the user's environment stays outside.
static bool is_passed_on(const char *entry) {
    static const char *const names[] = {"TZ=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "LSAN_OPTIONS=", "LLVM_PROFILE_FILE="};
    if (strncmp(entry, "KEDANG_", 7) == 0)
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(entry, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static char **make_environment(struct arena *arena) {
    size_t count = 0;
    while (environ[count] != NULL)
        count++;
    char **kept = ARENA_ARRAY(arena, char *, count + 3);
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        if (is_passed_on(environ[i]))
            kept[used++] = arena_string(arena, environ[i]);
    kept[used++] = arena_format(arena, "PATH=%s", getenv("PATH"));
    kept[used++] = arena_string(arena, "LANG=C.UTF-8");
    return kept;
}

void services_open(struct services *services, const char *const *names, struct arena *arena) {
    *services = (struct services){.clock = clock_monotonic(), .environment = make_environment(arena)};
    for (; *names != NULL; names++) {
        if (services->count == SERVICES_MAX)
            log_die("run.services", "too many");
        services->items[services->count++].name = *names;
    }
    sigset_t handled;
    sigemptyset(&handled);
    sigaddset(&handled, SIGINT);
    sigaddset(&handled, SIGTERM);
    sigaddset(&handled, SIGHUP);
    sigaddset(&handled, SIGCHLD);
    sigprocmask(SIG_BLOCK, &handled, NULL);
    signal(SIGPIPE, SIG_IGN); // the terminal may be gone before we are
    services->signal_fd = signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK);
    if (services->signal_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
        log_die("run.signals", strerror(errno));
}

// In the child: away from the terminal, so that Ctrl-C is for us alone to handle, and never longer-lived than we are.
static _Noreturn void become_runsv(const struct services *services, const char *folder, pid_t parent) {
    sigset_t none;
    sigemptyset(&none);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
        _exit(EXIT_SUCCESS);
    setsid();
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int log = open("log/supervisor.log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    dup2(null, STDIN_FILENO);
    dup2(log >= 0 ? log : null, STDOUT_FILENO);
    dup2(log >= 0 ? log : null, STDERR_FILENO);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execvpe("runsv", (char *const[]){(char[]){"runsv"}, (char *)(uintptr_t)folder, NULL}, services->environment);
    _exit(127);
}

static void start(struct services *services, struct service *service) {
    char folder[64];
    snprintf(folder, sizeof folder, RUN_SERVICES "/%s", service->name);
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0)
        become_runsv(services, folder, parent);
    service->started_at = clock_now(&services->clock);
    service->pid = pid > 0 ? pid : 0;
    if (pid < 0)
        service->due_at = service->started_at + BACK_OFF_MS;
}

// Starts what is due; returns when the next one is, at most `until`.
static int64_t start_due(struct services *services, int64_t until) {
    for (unsigned i = 0; i < services->count && !services->stopping; i++) {
        struct service *service = &services->items[i];
        if (service->pid == 0 && service->due_at <= clock_now(&services->clock))
            start(services, service);
        if (service->pid == 0 && service->due_at < until)
            until = service->due_at;
    }
    return until;
}

void services_start(struct services *services) {
    (void)start_due(services, INT64_MAX);
}

// Takes note of every child that ended; false when there is no child left at all.
static bool reap(struct services *services) {
    for (;;) {
        const pid_t pid = waitpid(-1, NULL, WNOHANG);
        if (pid == 0)
            return true;
        if (pid < 0)
            return false;
        const int64_t now = clock_now(&services->clock);
        for (unsigned i = 0; i < services->count; i++) {
            struct service *service = &services->items[i];
            if (service->pid == pid)
                *service = (struct service){.name = service->name,
                                            .due_at = now - service->started_at < YOUNG_MS ? now + BACK_OFF_MS : now};
        }
    }
}

static void read_signals(struct services *services) {
    struct signalfd_siginfo info;
    while (read(services->signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
        if (info.ssi_signo != SIGCHLD)
            services->stop_signals++;
}

enum services_event services_wait(struct services *services, int fd, short events, int64_t until) {
    for (;;) {
        const int64_t left = start_due(services, until) - clock_now(&services->clock);
        struct pollfd polled[2] = {{.fd = services->signal_fd, .events = POLLIN}, {.fd = fd, .events = events}};
        (void)poll(polled, 2, left <= 0 ? 0 : left < POLL_MOST_MS ? (int)left
                                                                  : POLL_MOST_MS);
        read_signals(services);
        (void)reap(services);
        if (services->stop_signals > 0)
            return SERVICES_STOP;
        if (fd >= 0 && polled[1].revents != 0)
            return SERVICES_READY;
        if (clock_now(&services->clock) >= until)
            return SERVICES_TIME;
    }
}

// While stopping: waits for a child to end. False when the time is over or somebody is impatient.
static bool wait_for_child(struct services *services, int64_t deadline) {
    const unsigned stop_signals = services->stop_signals;
    const int64_t left = deadline - clock_now(&services->clock);
    struct pollfd polled = {.fd = services->signal_fd, .events = POLLIN};
    if (left <= 0)
        return false;
    (void)poll(&polled, 1, (int)left);
    read_signals(services);
    return services->stop_signals == stop_signals;
}

// Kills our children, as the kernel lists them: "12 34 56 ".
static void kill_children(const char *list) {
    char *end;
    for (long pid; (pid = strtol(list, &end, 10)) > 0; list = end)
        kill((pid_t)pid, SIGKILL);
}

// Those of a killed runsv become ours, so a few rounds reach everything.
static void kill_all(struct services *services) {
    char path[64], list[4096];
    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    while (reap(services)) {
        const int file = open(path, O_RDONLY | O_CLOEXEC);
        const ssize_t length = file >= 0 ? read(file, list, sizeof list - 1) : 0;
        if (file >= 0)
            close(file);
        list[length > 0 ? length : 0] = '\0';
        kill_children(list);
        poll(NULL, 0, FORCE_POLL_MS);
    }
}

void services_stop(struct services *services) {
    services->stopping = true;
    const int64_t deadline = clock_now(&services->clock) + STOP_MS;
    bool patient = true;
    for (unsigned i = services->count; i-- > 0 && patient;) {
        const struct service *service = &services->items[i];
        if (service->pid != 0)
            kill(service->pid, SIGTERM);
        while (service->pid != 0 && patient) {
            patient = wait_for_child(services, deadline);
            (void)reap(services);
        }
    }
    // What is left now lost its runsv and is ending by itself.
    while (patient && reap(services))
        patient = wait_for_child(services, deadline);
    kill_all(services);
    close(services->signal_fd);
}
