// The loop of a worker, built around what libfcgi does badly: it may only be asked to accept when a connection is there,
// and must never see SIGTERM, because its own handling cuts answers and bodies in flight. So SIGTERM stays blocked and
// arrives as a readable descriptor beside the socket.
#include "web/worker.h"

#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/log.h"
#include "base/random.h"
#include "web/answer.h"

#define CHUNK 16384

struct worker {
    const struct server *server;
    int listen_fd;
    int signal_fd;
    int events_fd;
    struct random random;
    struct arena *arena; // wiped after each request
    bool busy;           // there is more to do in the background
    FCGX_Request fcgi;
};

static void watch(struct worker *worker, int fd, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.fd = fd}};
    if (epoll_ctl(worker->events_fd, EPOLL_CTL_ADD, fd, &event) != 0)
        log_die("worker.epoll", strerror(errno));
}

static void open_events(struct worker *worker) {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    worker->signal_fd = signalfd(-1, &stop, SFD_NONBLOCK | SFD_CLOEXEC);
    worker->events_fd = epoll_create1(EPOLL_CLOEXEC);
    if (worker->signal_fd < 0 || worker->events_fd < 0)
        log_die("worker.open", strerror(errno));
    watch(worker, worker->listen_fd, EPOLLIN | EPOLLEXCLUSIVE); // wakes one worker a connection, not all
    watch(worker, worker->signal_fd, EPOLLIN);
}

// Waits for a connection or SIGTERM, working in the background meanwhile; true when told to stop.
static bool wait_for_work(struct worker *worker) {
    const struct server *server = worker->server;
    struct epoll_event events[2];
    const int pause = server->idle ? SERVER_IDLE_MS : -1;
    int count = epoll_wait(worker->events_fd, events, 2, worker->busy ? 0 : pause);
    while (count == 0 && server->idle) {
        worker->busy = server->idle(server->data);
        count = epoll_wait(worker->events_fd, events, 2, worker->busy ? 0 : pause);
    }
    for (int i = 0; i < count; i++)
        if (events[i].data.fd == worker->signal_fd)
            return true;
    return false;
}

static bool whole_server_stops(const struct worker *worker) {
    struct pollfd state = {.fd = worker->listen_fd, .events = POLLRDHUP};
    return poll(&state, 1, 0) == 1 && (state.revents & POLLRDHUP) != 0;
}

// Reads the body to its end, so that nothing unread is in the connection when it is closed; keeps one byte more than is allowed.
static void read_body(struct worker *worker, struct request_bytes *bytes) {
    struct buffer body = {.arena = worker->arena};
    const size_t most = request_body_most(bytes->environment, &bytes->uploads);
    char chunk[CHUNK];
    for (int count; (count = FCGX_GetStr(chunk, CHUNK, worker->fcgi.in)) > 0;) {
        const size_t room = most + 1 - body.length;
        buffer_add(&body, chunk, (size_t)count < room ? (size_t)count : room);
        explicit_bzero(chunk, (size_t)count);
    }
    bytes->body = body.data;
    bytes->body_length = body.length;
}

// Whether nginx has closed the connection, as it does when the browser has: nobody is there to be answered. In a queue after a rush
// many have left, and those who wait now would wait for them.
static bool has_left(const struct worker *worker) {
    struct pollfd state = {.fd = worker->fcgi.ipcFd, .events = 0};
    return poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

static void serve(struct worker *worker) {
    const struct server *server = worker->server;
    struct arena *arena = worker->arena;
    unsigned char number[8];
    random_fill(&worker->random, number, sizeof number);
    struct request_bytes bytes = {.environment = worker->fcgi.envp, .uploads = server->uploads};
    read_body(worker, &bytes);
    if (has_left(worker))
        return;

    struct request request;
    struct response response = response_new(arena);
    const enum status status = request_read(&request, &bytes, hex_encode(arena, number, sizeof number), arena);
    if (status == STATUS_OK)
        server->handle(server->data, &request, &response);
    else
        server->refuse(server->data, status, &request, &response);

    (void)answer_send(worker->fcgi.ipcFd, worker->fcgi.requestId, &response, request.head); // who has left needs none
}

// Closes the connection: nginx is told to keep it open only so that it notices a cut answer. Detached, libfcgi closes at once instead of
// waiting for nginx to do so first. What its own streams would send was sent.
static void finish(struct worker *worker) {
    FCGX_Detach(&worker->fcgi);
    FCGX_Free(&worker->fcgi, 1);
    arena_wipe(worker->arena);
}

// Takes and answers one request. False when there is none to take and the socket is of no further use.
static bool serve_next(struct worker *worker) {
    const int accepted = FCGX_Accept_r(&worker->fcgi);
    if (accepted == 0) {
        alarm(SERVER_REQUEST_SECONDS);
        serve(worker);
        finish(worker);
        alarm(0);
        return true;
    }
    // -EINVAL: shut down and nothing left in its queue.
    if (accepted != -EAGAIN && accepted != -EINTR && accepted != -EINVAL)
        log_die("worker.accept", strerror(-accepted));
    return accepted == -EINTR;
}

int worker_run(const struct server *server, int listen_fd) {
    struct worker worker = {.server = server, .listen_fd = listen_fd, .random = random_system()};
    // libfcgi stops accepting for good after SIGUSR1: it must not arrive.
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    if (FCGX_Init() != 0 || FCGX_InitRequest(&worker.fcgi, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        log_die("worker.fastcgi", "FCGX_Init");
    worker.arena = arena_new();
    open_events(&worker); // before `start`, which may confine the process
    if (server->start != NULL && server->start(server->data) != STATUS_OK) {
        LOG_EVENT(LOG_ERROR, "worker.start_failed", LOG_NUMBER("pid", getpid()));
        return EXIT_FAILURE;
    }
    while (!wait_for_work(&worker))
        (void)serve_next(&worker);
    while (whole_server_stops(&worker) && serve_next(&worker))
        continue;
    arena_free(worker.arena);
    close(worker.events_fd);
    close(worker.signal_fd);
    return EXIT_SUCCESS;
}
