// The parent of a program's workers: listens, starts them, replaces those that die, and ends them on request.
#include "web/server.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/peer.h"
#include "web/worker.h"

#define YOUNG_MS 1000    // a worker that dies younger than this …
#define BACK_OFF_MS 1000 // … is replaced after this long, so that a broken start doesn't spin
#define FORBIDDEN_CALL "it tried a system call that only a program taken over tries; the kernel's log names it"
#define STOP_MS 10000 // how long workers may take for their last requests

struct slot {
    pid_t pid;          // 0: none is running
    int64_t started_at; // ms, monotonic, as is everything here
    int64_t due_at;     // when to start the next one
};

struct pool {
    const struct server *server;
    struct clock clock;
    int listen_fd;
    struct stat path; // of the socket file that is ours
    sigset_t signals;
    struct slot slots[SERVER_WORKERS_MAX + 1]; // the companion's is behind those of the workers
    unsigned count;
};

// Binds beside the path and renames onto it: there is never a moment without a listening socket, also when an older
// server still serves there.
static void open_socket(struct pool *pool) {
    const char *path = pool->server->socket_path;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int length = snprintf(address.sun_path, sizeof address.sun_path, "%s.%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof address.sun_path)
        log_die("server.path_too_long", path);
    pool->listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    unlink(address.sun_path);
    const mode_t mask = umask(peer_mask(path));
    const int bound = bind(pool->listen_fd, (const struct sockaddr *)&address, sizeof address);
    umask(mask);
    if (bound != 0 || stat(address.sun_path, &pool->path) != 0 || listen(pool->listen_fd, (int)pool->server->workers * SERVER_QUEUE) != 0 ||
        rename(address.sun_path, path) != 0)
        log_die("server.listen", strerror(errno));
}

// From here on connections are refused; those already queued can still be answered.
static void close_socket(const struct pool *pool) {
    struct stat now;
    const char *path = pool->server->socket_path;
    if (stat(path, &now) == 0 && now.st_ino == pool->path.st_ino && now.st_dev == pool->path.st_dev)
        unlink(path);
    shutdown(pool->listen_fd, SHUT_RD);
}

static void start_worker(struct pool *pool, struct slot *slot) {
    const pid_t parent = getpid();
    const pid_t pid = fork();
    if (pid == 0) {
        const struct server *server = pool->server;
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) // it died before that took effect
            _exit(EXIT_SUCCESS);
        exit(slot == &pool->slots[server->workers] ? server->companion(server->data) : worker_run(server, pool->listen_fd));
    }
    slot->started_at = clock_now(&pool->clock);
    slot->pid = pid > 0 ? pid : 0;
    if (pid < 0) {
        slot->due_at = slot->started_at + BACK_OFF_MS;
        LOG_EVENT(LOG_ERROR, "server.fork", LOG_TEXT("error", strerror(errno)));
    }
}

// Starts what is due; returns how many ms from now the next one is, or -1 when all are running.
static int64_t start_due(struct pool *pool) {
    int64_t next = -1;
    for (unsigned i = 0; i < pool->count; i++) {
        struct slot *slot = &pool->slots[i];
        if (slot->pid == 0 && slot->due_at <= clock_now(&pool->clock))
            start_worker(pool, slot);
        const int64_t wait = slot->due_at - clock_now(&pool->clock);
        if (slot->pid == 0 && (next < 0 || wait < next))
            next = wait > 0 ? wait : 0;
    }
    return next;
}

// Takes note of the workers that ended; returns how many are running.
static unsigned reap(struct pool *pool) {
    unsigned running = 0;
    int how;
    for (pid_t pid; (pid = waitpid(-1, &how, WNOHANG)) > 0;) {
        for (unsigned i = 0; i < pool->count; i++) {
            struct slot *slot = &pool->slots[i];
            if (slot->pid != pid)
                continue;
            const int64_t now = clock_now(&pool->clock);
            *slot = (struct slot){.due_at = now - slot->started_at < YOUNG_MS ? now + BACK_OFF_MS : now};
            const int ended_by = WIFSIGNALED(how) ? WTERMSIG(how) : 0;
            if (!WIFEXITED(how) || WEXITSTATUS(how) != 0)
                LOG_EVENT(LOG_ERROR, "server.worker_died", LOG_NUMBER("pid", pid),
                          LOG_NUMBER("signal", ended_by),
                          LOG_NUMBER("exit", WIFEXITED(how) ? WEXITSTATUS(how) : 0),
                          LOG_TEXT("reason", ended_by == SIGSYS ? FORBIDDEN_CALL : ""));
        }
    }
    for (unsigned i = 0; i < pool->count; i++)
        running += pool->slots[i].pid != 0;
    return running;
}

// Waits at most `ms` (negative: for ever) for a signal; 0 when none came.
static int wait_signal(const struct pool *pool, int64_t ms) {
    const struct timespec limit = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};
    const int signal_number = ms < 0 ? sigwaitinfo(&pool->signals, NULL) : sigtimedwait(&pool->signals, NULL, &limit);
    return signal_number > 0 ? signal_number : 0;
}

static void signal_workers(const struct pool *pool, int signal_number) {
    for (unsigned i = 0; i < pool->count; i++)
        if (pool->slots[i].pid != 0)
            kill(pool->slots[i].pid, signal_number);
}

static void stop(struct pool *pool) {
    close_socket(pool);
    signal_workers(pool, SIGTERM);
    const int64_t deadline = clock_now(&pool->clock) + STOP_MS;
    while (reap(pool) > 0) {
        const int64_t left = deadline - clock_now(&pool->clock);
        if (left <= 0) {
            LOG_EVENT(LOG_ERROR, "server.workers_killed", LOG_TEXT("server", pool->server->name));
            signal_workers(pool, SIGKILL);
        }
        (void)wait_signal(pool, left > 0 ? left : 100);
    }
    close(pool->listen_fd);
}

int server_run(const struct server *server) {
    struct pool pool = {.server = server, .clock = clock_monotonic()};
    pool.count = server->workers + (server->companion != NULL);
    if (server->workers < 1 || server->workers > SERVER_WORKERS_MAX)
        log_die("server.workers", "must be 1 … 64");
    sigemptyset(&pool.signals);
    const int handled[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < sizeof handled / sizeof *handled; i++)
        sigaddset(&pool.signals, handled[i]);
    sigprocmask(SIG_BLOCK, &pool.signals, NULL);
    open_socket(&pool);
    if (server->confine != NULL)
        server->confine(server->data);
    LOG_EVENT(LOG_INFO, "server.started", LOG_TEXT("server", server->name), LOG_NUMBER("workers", server->workers));
    for (;;) {
        const int64_t next = start_due(&pool);
        const int signal_number = wait_signal(&pool, next);
        (void)reap(&pool);
        if (signal_number != 0 && signal_number != SIGCHLD)
            break;
    }
    stop(&pool);
    LOG_EVENT(LOG_INFO, "server.stopped", LOG_TEXT("server", server->name));
    return EXIT_SUCCESS;
}
