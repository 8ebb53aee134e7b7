#include "ctl/run_ready.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl/home.h"
#include "ctl/programs.h"

#define RETRY_MS 10

struct waiting {
    struct services *services;
    const struct endpoint *endpoint;
    int64_t until;
    bool stopped; // somebody wants to stop instead
};

// The custodian's kind of socket is its own business: whichever it accepts will do.
static bool custodian_accepts(void) {
    static const int types[] = {SOCK_SEQPACKET, SOCK_STREAM};
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = HOME_CUSTODIAN};
    bool accepted = false;
    for (size_t i = 0; i < sizeof types / sizeof *types && !accepted; i++) {
        const int fd = socket(AF_UNIX, types[i] | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        accepted = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
        close(fd);
    }
    return accepted;
}

static bool wait_for(struct waiting *waiting, int fd, short events) {
    const enum services_event event = services_wait(waiting->services, fd, events, waiting->until);
    waiting->stopped = event == SERVICES_STOP;
    return event == SERVICES_READY;
}

// Whether something listens where nginx should.
static bool nginx_accepts(struct waiting *waiting) {
    int fault = 0;
    socklen_t length = sizeof fault;
    const int fd = endpoint_connect(waiting->endpoint);
    if (fd < 0)
        return false;
    const bool accepted = wait_for(waiting, fd, POLLOUT) &&
                          getsockopt(fd, SOL_SOCKET, SO_ERROR, &fault, &length) == 0 && fault == 0;
    close(fd);
    return accepted;
}

// Asks nginx on a connection just begun; the status code of its answer, 0 when there was none.
static int ask(struct waiting *waiting, int fd, const char *path) {
    char text[512];
    const int length = snprintf(text, sizeof text, "HEAD %s HTTP/1.0\r\nHost: localhost\r\nUser-Agent: kedang-run\r\n\r\n", path);
    if (!wait_for(waiting, fd, POLLOUT) || send(fd, text, (size_t)length, MSG_NOSIGNAL) != length)
        return 0;
    size_t got = 0;
    while (got < strlen("HTTP/1.1 200")) {
        const ssize_t count = wait_for(waiting, fd, POLLIN) ? recv(fd, text + got, sizeof text - 1 - got, 0) : 0;
        if (count <= 0)
            return 0;
        got += (size_t)count;
    }
    text[got] = '\0';
    return (int)strtol(text + strlen("HTTP/1.1 "), NULL, 10);
}

// Whether nginx gets an answer from the program: any but its own 502 to 504.
static bool program_answers(struct waiting *waiting, const char *name) {
    char path[64];
    snprintf(path, sizeof path, "/%s", name);
    const int fd = endpoint_connect(waiting->endpoint);
    if (fd < 0)
        return false;
    const int code = ask(waiting, fd, path);
    close(fd);
    return code >= 200 && code < 502;
}

static bool is_ready(struct waiting *waiting, const char *service) {
    if (strcmp(service, "custodian") == 0)
        return custodian_accepts();
    return strcmp(service, "nginx") == 0 ? nginx_accepts(waiting) : program_answers(waiting, service);
}

static enum ready wait_until_ready(struct waiting *waiting, const char *service) {
    const struct clock *clock = &waiting->services->clock;
    while (!is_ready(waiting, service)) {
        if (waiting->stopped || services_wait(waiting->services, -1, 0, clock_now(clock) + RETRY_MS) == SERVICES_STOP)
            return READY_STOPPED;
        if (clock_now(clock) >= waiting->until)
            return READY_NOT;
    }
    return READY_ALL;
}

enum ready run_ready(struct services *services, const struct endpoint *endpoint, int64_t most_ms, const char **lacking) {
    struct waiting waiting = {
        .services = services, .endpoint = endpoint, .until = clock_now(&services->clock) + most_ms};
    static const char *const first[] = {"custodian", "nginx"}; // through which the programs are asked
    enum ready ready = READY_ALL;
    for (size_t i = 0; i < sizeof first / sizeof *first && ready == READY_ALL; i++)
        ready = wait_until_ready(&waiting, *lacking = first[i]);
    for (const char *const *program = WEB_PROGRAMS; *program != NULL && ready == READY_ALL; program++)
        ready = wait_until_ready(&waiting, *lacking = *program);
    return ready;
}
