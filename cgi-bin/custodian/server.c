// The loop.
#include "custodian/server.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/peer.h"
#include "base/sandbox.h"

#define TICK_MS 1000
#define WEB_PROGRAMS_FOLDER "db" // is theirs
#define LOGIN_FOLDER "login"     // is login's
#define CUSTODY_FOLDER "custody" // is ours

struct server {
    struct custodian *custodian;
    int epoll, listener, signals;
    unsigned connections;
    bool stopping;
    unsigned char *packet; // MESSAGE_MAX bytes, in memory that is not swapped out
    struct batch *batch;
};

// What is watched is known by its descriptor and, of a connection, whether who connected is ourselves: that never changes.
#define OURS (UINT64_C(1) << 32)

static bool watch(struct server *server, int fd, bool ours) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = (uint64_t)fd | (ours ? OURS : 0)};
    return epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

static void hang_up(struct server *server, int fd) {
    close(fd); // epoll forgets it
    server->connections--;
}

static void welcome(struct server *server) {
    const int fd = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    const int room = 2 * MESSAGE_MAX;
    if (fd < 0) {
        if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED)
            LOG_EVENT(LOG_ERROR, "server.accept", LOG_TEXT("error", strerror(errno)));
        return;
    }
    server->connections++;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    const bool ours = peer_owns(fd, WEB_PROGRAMS_FOLDER) || peer_owns(fd, LOGIN_FOLDER);
    if (!ours)
        LOG_EVENT(LOG_ERROR, "server.stranger", LOG_TEXT("error", "a process of a user who is not the web programs' tried to connect"));
    if (!ours || server->connections > SERVER_CONNECTIONS_MAX || !watch(server, fd, peer_owns(fd, CUSTODY_FOLDER)))
        hang_up(server, fd);
}

// Takes one call from a connection into the batch; one that sends what is none is closed.
static void take_call(struct server *server, int fd, bool ours) {
    struct batch *batch = server->batch;
    const ssize_t length = recv(fd, server->packet, MESSAGE_MAX, MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    struct pending *pending = &batch->pendings[batch->count];
    *pending = (struct pending){.connection = fd, .ours = ours};
    if (length > 0 && length <= MESSAGE_MAX && call_decode(&pending->call, server->packet, (size_t)length, batch->arena)) {
        batch->count++;
    } else {
        if (length > 0)
            LOG_EVENT(LOG_ERROR, "server.message", LOG_TEXT("error", "not a call"), LOG_NUMBER("bytes", length));
        hang_up(server, fd);
    }
    if (length > 0)
        sodium_memzero(server->packet, (size_t)(length < MESSAGE_MAX ? length : MESSAGE_MAX));
}

static void send_answer(struct server *server, struct pending *pending) {
    struct writer writer = {.bytes = {.arena = server->batch->arena}};
    if (pending->connection < 0)
        return;
    answer_encode(pending->call.operation, &pending->answer, &writer);
    const ssize_t sent = send(pending->connection, writer.bytes.data, writer.bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL);
    // A client that does not read gets nothing: it was recorded without being delivered, never the reverse.
    if (sent != (ssize_t)writer.bytes.length)
        hang_up(server, pending->connection);
    pending->connection = -1;
}

static void send_answered(struct server *server) {
    for (unsigned i = 0; i < server->batch->count; i++)
        if (server->batch->pendings[i].answered)
            send_answer(server, &server->batch->pendings[i]);
}

static void run_batch(struct server *server) {
    struct batch *batch = server->batch;
    batch_decide(batch);
    send_answered(server);
    batch_commit(batch);
    send_answered(server);
    arena_wipe(batch->arena);
    batch_reset(batch);
}

// Reads what is ready; -1 waits for ever.
static void wait_for_calls(struct server *server, int milliseconds) {
    struct epoll_event events[BATCH_MAX];
    const int ready = epoll_wait(server->epoll, events, BATCH_MAX, milliseconds);
    for (int i = 0; i < ready; i++) {
        const int fd = (int)(events[i].data.u64 & UINT32_MAX);
        if (fd == server->signals)
            server->stopping = true;
        else if (fd == server->listener)
            welcome(server);
        else
            take_call(server, fd, (events[i].data.u64 & OURS) != 0);
    }
}

static void serve(struct server *server) {
    struct custodian *custodian = server->custodian;
    while (!server->stopping) {
        const bool busy = custodian->outage_calls > 0 || custodian->refusals.folded > 0 || ledger_is_busy(&custodian->ledger) ||
                          custodian_is_following(custodian) || desk_is_busy(custodian);
        const bool at_once = custodian_follows_on(custodian) || desk_goes_on(custodian);
        wait_for_calls(server, at_once ? 0 : busy ? TICK_MS
                                                  : -1);
        const bool idle = server->batch->count == 0;
        if (!idle)
            run_batch(server);
        else
            custodian_tell_outage(custodian);
        custodian_tell_refusals(custodian, false);
        if (idle)
            custodian_follow_store(custodian);
        ledger_tick(&custodian->ledger, idle);
        desk_tick(custodian, idle);
    }
}

static int fail(const char *step, const char *path) {
    LOG_EVENT(LOG_ERROR, "server.start", LOG_TEXT("step", step), LOG_TEXT("path", path), LOG_TEXT("error", strerror(errno)));
    return -1;
}

// The socket; nobody but the web programs may even connect.
static int listen_at(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return fail("path", path);
    }
    memcpy(address.sun_path, path, strlen(path));
    const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail("socket", path);
    unlink(path); // of a custodian that is no more: main holds the lock on the key
    const mode_t mask = umask(peer_mask(path));
    const bool bound = bind(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    umask(mask);
    if (bound && listen(fd, SERVER_CONNECTIONS_MAX) == 0)
        return fd;
    fail("bind", path);
    close(fd);
    return -1;
}

// SIGTERM and SIGINT are read like calls, so that a batch in hand is always finished.
static int catch_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int server_serve(struct custodian *custodian, const char *path) {
    struct server server = {
        .custodian = custodian,
        .epoll = epoll_create1(EPOLL_CLOEXEC),
        .signals = catch_signals(),
        .packet = sodium_malloc(MESSAGE_MAX),
        .batch = sodium_malloc(sizeof *server.batch),
    };
    server.listener = listen_at(path);
    if (!server.packet || !server.batch || server.epoll < 0 || server.signals < 0 || server.listener < 0 ||
        !watch(&server, server.listener, false) || !watch(&server, server.signals, false))
        return EXIT_FAILURE;
    memset(server.batch, 0, sizeof *server.batch);
    server.batch->custodian = custodian;
    server.batch->arena = arena_new();
    sandbox_enter(SANDBOX_CUSTODIAN); // what opens the log and the store from here on does so as it will whenever it must again
    ledger_ready(&custodian->ledger); // what is wrong with the log is said at once
    custodian->behind = true;         // as far as is known
    LOG_EVENT(LOG_INFO, "server.ready", LOG_TEXT("path", path));
    serve(&server);
    custodian_tell_refusals(custodian, true);
    desk_close(custodian);
    ledger_close(&custodian->ledger);
    tokens_close(&custodian->tokens);
    tokens_close(&custodian->fresh);
    store_close(custodian->store);
    unlink(path);
    close(server.listener);
    close(server.epoll);
    close(server.signals);
    arena_free(server.batch->arena);
    sodium_free(server.batch);
    sodium_free(server.packet);
    LOG_EVENT(LOG_INFO, "server.stopped", LOG_NUMBER("records", custodian->ledger.tip.seq));
    return EXIT_SUCCESS;
}
