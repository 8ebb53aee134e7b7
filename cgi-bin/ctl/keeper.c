#include "ctl/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/paths.h"
#include "ctl/home.h"
#include "ctl/say.h"

#define LOG_FILE "log/custodian.log"
#define TRIES 500 // of 20 ms: ten seconds, for a log that must be verified first
#define PAUSE_NS 20000000

bool keeper_running(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = HOME_CUSTODIAN};
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    bool running = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return running;
}

// In the child: Ctrl-C is for the command, which then stops us; and if the command is killed, so are we.
static _Noreturn void become(const char *path, pid_t parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    int log = open(LOG_FILE, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log >= 0) {
        dup2(log, STDOUT_FILENO);
        dup2(log, STDERR_FILENO);
    }
    if (getppid() == parent)
        execl(path, path, (char *)NULL);
    _exit(127);
}

static bool wait_for_answer(struct keeper *keeper) {
    for (int i = 0; i < TRIES; i++) {
        struct timespec pause = {.tv_nsec = PAUSE_NS};
        if (keeper_running())
            return true;
        if (waitpid(keeper->child, NULL, WNOHANG) == keeper->child) {
            keeper->child = 0;
            return false;
        }
        nanosleep(&pause, NULL);
    }
    return false;
}

static bool start_child(struct keeper *keeper) {
    struct arena *arena = arena_new();
    const char *path = arena_format(arena, "%s/custodian", paths_bin(arena));
    pid_t parent = getpid();
    keeper->child = fork();
    if (keeper->child == 0)
        become(path, parent);
    bool started = keeper->child > 0 && wait_for_answer(keeper);
    if (!started)
        say_fault(TEXT("保管程序没有启动（%s）：原因见 %s/%s", "the custodian did not start (%s): see %s/%s"), path,
                  home_path(), LOG_FILE);
    arena_free(arena);
    return started;
}

bool keeper_start(struct keeper *keeper) {
    *keeper = (struct keeper){0};
    if (!keeper_running() && !start_child(keeper)) {
        keeper_stop(keeper);
        return false;
    }
    for (unsigned i = 0; i < KEEPER_HELPERS; i++)
        keeper->helpers[i] = custody_new(HOME_CUSTODIAN, HOME_CUSTODIAN_TIMEOUT_MS);
    return true;
}

void keeper_stop(struct keeper *keeper) {
    for (unsigned i = 0; i < KEEPER_HELPERS; i++)
        custody_free(keeper->helpers[i]);
    if (keeper->child > 0) {
        kill(keeper->child, SIGTERM);
        while (waitpid(keeper->child, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    *keeper = (struct keeper){0};
}
