// The client: one connection, one call at a time, and no answer that could belong to another call: every call has a number
// that the answer repeats, and after any failure the connection is closed.
#include "vault/custody.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/peer.h"
#include "vault/exchange.h"
#include "vault/password.h"

#define CUSTODY_FOLDER "custody" // is the custodian's

struct custody {
    const char *path;
    int timeout_ms;
    int fd;      // -1: not connected
    pid_t owner; // who connected: a forked child makes a connection of its own
    int64_t number;
    struct arena *scratch; // of one packet
    struct arena *reply;   // of a call whose answer is copied out
    unsigned char *packet; // MESSAGE_MAX bytes
};

struct custody *custody_new(const char *path, int timeout_ms) {
    struct custody *custody = calloc(1, sizeof *custody);
    unsigned char *packet = malloc(MESSAGE_MAX);
    if (!custody || !packet)
        log_die("memory.out", "custody");
    *custody = (struct custody){
        .path = path, .timeout_ms = timeout_ms, .fd = -1, .scratch = arena_new(), .reply = arena_new(), .packet = packet};
    return custody;
}

static void disconnect(struct custody *custody) {
    if (custody->fd >= 0)
        close(custody->fd);
    custody->fd = -1;
}

void custody_free(struct custody *custody) {
    if (!custody)
        return;
    disconnect(custody);
    arena_free(custody->scratch);
    arena_free(custody->reply);
    free(custody->packet);
    free(custody);
}

static int64_t monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum status failed(struct custody *custody, const char *step, int error) {
    LOG_EVENT(LOG_ERROR, "custody.unavailable", LOG_TEXT("step", step), LOG_TEXT("error", error ? strerror(error) : "broken answer"));
    disconnect(custody);
    return STATUS_UNAVAILABLE;
}

// Waiting for a place in the custodian's queue of connections, and for room to send, ends with the call's time.
static void limit_sending(int fd, int milliseconds) {
    const struct timeval limit = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    const int room = 2 * MESSAGE_MAX;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
}

static enum status connect_now(struct custody *custody) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(custody->path) >= sizeof address.sun_path)
        return failed(custody, "path", ENAMETOOLONG);
    memcpy(address.sun_path, custody->path, strlen(custody->path));
    custody->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (custody->fd < 0)
        return failed(custody, "socket", errno);
    limit_sending(custody->fd, custody->timeout_ms);
    if (connect(custody->fd, (const struct sockaddr *)&address, sizeof address) != 0)
        return failed(custody, "connect", errno);
    if (!peer_owns(custody->fd, CUSTODY_FOLDER)) // nobody else is told a value to seal
        return failed(custody, "peer", EPERM);
    custody->owner = getpid();
    return STATUS_OK;
}

// Whether nothing is left over on the connection: neither an answer nobody waited for nor its end.
static bool is_quiet(const struct custody *custody) {
    char byte;
    return custody->owner == getpid() && recv(custody->fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 && errno == EAGAIN;
}

// A connection that the custodian closes at this very moment (it is restarted) shows when sending: then nothing of the call was
// received, and a new connection may try once.
static enum status send_call(struct custody *custody, const struct buffer *bytes) {
    if (custody->fd >= 0 && !is_quiet(custody))
        disconnect(custody);
    for (int tries = 0; tries < 2; tries++) {
        const bool fresh = custody->fd < 0;
        if (fresh)
            TRY(connect_now(custody));
        if (send(custody->fd, bytes->data, bytes->length, MSG_NOSIGNAL) == (ssize_t)bytes->length)
            return STATUS_OK;
        const bool closed = errno == EPIPE || errno == ECONNRESET || errno == ENOTCONN;
        if (fresh || !closed)
            break;
        disconnect(custody);
    }
    return failed(custody, "send", errno);
}

static enum status receive(struct custody *custody, int64_t deadline, size_t *length) {
    for (;;) {
        const int64_t left = deadline - monotonic_ms();
        struct pollfd wait = {.fd = custody->fd, .events = POLLIN};
        const int ready = left > 0 ? poll(&wait, 1, (int)left) : 0;
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return failed(custody, "wait", ready == 0 ? ETIMEDOUT : errno);
        const ssize_t got = recv(custody->fd, custody->packet, MESSAGE_MAX, MSG_DONTWAIT | MSG_TRUNC);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got <= 0 || got > MESSAGE_MAX)
            return failed(custody, "receive", got < 0 ? errno : got == 0 ? ECONNRESET
                                                                         : EMSGSIZE);
        *length = (size_t)got;
        return STATUS_OK;
    }
}

static enum status exchange(struct custody *custody, struct call *call, struct answer *answer, struct arena *arena) {
    const int64_t deadline = monotonic_ms() + custody->timeout_ms;
    struct writer writer = {.bytes = {.arena = custody->scratch}};
    call->number = ++custody->number;
    call_encode(call, &writer);
    if (writer.bytes.length > MESSAGE_MAX)
        return STATUS_TOO_LARGE;
    TRY(send_call(custody, &writer.bytes));
    size_t length = 0;
    TRY(receive(custody, deadline, &length));
    const bool good = answer_decode(answer, call->operation, custody->packet, length, arena);
    secret_wipe(custody->packet, length);
    if (!good || answer->number != call->number)
        return failed(custody, "answer", 0);
    return answer->status;
}

// One call and its answer. Whatever the status, nothing confidential stays behind in the client.
static enum status ask(struct custody *custody, struct call *call, struct answer *answer, struct arena *arena) {
    *answer = (struct answer){0};
    const enum status status = exchange(custody, call, answer, arena);
    arena_wipe(custody->scratch);
    return status;
}

static bool fits(const char *text, size_t most) {
    return !text || strlen(text) <= most;
}

static bool asker_fits(const struct asker *asker) {
    return fits(asker->address, EXCHANGE_KEY_MAX) && fits(asker->request, EXCHANGE_KEY_MAX);
}

static bool items_fit(const struct custody_item *items, unsigned count) {
    if (count == 0 || count > CUSTODY_ITEMS_MAX)
        return false;
    for (unsigned i = 0; i < count; i++)
        if (!fits(items[i].field, EXCHANGE_KEY_MAX) || !fits(items[i].value, CUSTODY_VALUE_MAX))
            return false;
    return true;
}

// Asks for `items` in as many packets as they need.
static enum status ask_items(struct custody *custody, struct call *call, struct custody_item *items, unsigned count,
                             void (*take)(struct custody_item *item, const struct custody_item *answered), struct arena *arena) {
    if (!items_fit(items, count) || !asker_fits(&call->asker))
        return STATUS_TOO_LARGE;
    for (unsigned done = 0; done < count; done += call->count) {
        call->items = items + done;
        call->count = count - done < EXCHANGE_ITEMS_MAX ? count - done : EXCHANGE_ITEMS_MAX;
        struct answer answer;
        TRY(ask(custody, call, &answer, arena));
        if (take && answer.count != call->count)
            return failed(custody, "answer", 0);
        for (unsigned i = 0; take && i < call->count; i++)
            take(&call->items[i], &answer.items[i]);
    }
    return STATUS_OK;
}

static void take_sealed(struct custody_item *item, const struct custody_item *answered) {
    item->sealed = answered->sealed;
}

static void take_outcome(struct custody_item *item, const struct custody_item *answered) {
    item->result = answered->result;
    item->disclosed = answered->disclosed;
}

enum status custody_seal(struct custody *custody, struct custody_item *items, unsigned count, struct arena *arena) {
    struct call call = {.operation = OPERATION_SEAL};
    return ask_items(custody, &call, items, count, take_sealed, arena);
}

enum status custody_open(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                         struct arena *arena) {
    struct call call = {.operation = OPERATION_OPEN, .asker = *asker};
    if (count > CUSTODY_ITEMS_MAX)
        return STATUS_TOO_LARGE;
    for (unsigned i = 0; i < count; i++) {
        items[i].disclosed = (struct disclosed){0};
        items[i].result = RESULT_NO_PERMISSION;
    }
    const enum status status = ask_items(custody, &call, items, count, take_outcome, arena);
    for (unsigned i = 0; status != STATUS_OK && i < count; i++)
        items[i].disclosed = (struct disclosed){0}; // of an earlier packet: recorded, but the caller is told that none came
    return status;
}

enum status custody_find(struct custody *custody, const struct asker *asker, int64_t kind, const char *field, const char *value,
                         int64_t *record_ids, unsigned most, unsigned *found, enum result *result) {
    *found = 0;
    *result = RESULT_NO_PERMISSION;
    if (!asker_fits(asker) || !fits(field, EXCHANGE_KEY_MAX) || !fits(value, CUSTODY_VALUE_MAX) || most == 0)
        return STATUS_TOO_LARGE;
    struct call call = {.operation = OPERATION_FIND, .asker = *asker, .kind = kind, .field = field, .value = value, .most = most};
    if (call.most > EXCHANGE_IDS_MAX)
        call.most = EXCHANGE_IDS_MAX;
    struct answer answer;
    enum status status = ask(custody, &call, &answer, custody->reply);
    if (status == STATUS_OK && answer.found > most)
        status = failed(custody, "answer", 0);
    if (status == STATUS_OK) {
        *result = answer.result;
        *found = answer.found;
        if (answer.found > 0)
            memcpy(record_ids, answer.ids, answer.found * sizeof *record_ids);
    }
    arena_wipe(custody->reply);
    return status;
}

enum status custody_twins(struct custody *custody, const struct asker *asker, struct custody_item *items, unsigned count,
                          struct custody_twins *twins) {
    struct call call = {.operation = OPERATION_TWINS, .asker = *asker, .items = items, .count = count, .customer_id = twins->customer_id};
    struct answer answer;
    *twins = (struct custody_twins){.customer_id = twins->customer_id, .result = RESULT_NO_PERMISSION};
    if (!items_fit(items, count) || count > EXCHANGE_ITEMS_MAX || !asker_fits(asker))
        return STATUS_TOO_LARGE;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    if (status == STATUS_OK) {
        *twins = answer.twins;
        twins->customer_id = call.customer_id;
    }
    arena_wipe(custody->reply);
    return status;
}

enum status custody_record(struct custody *custody, const struct asker *asker, const struct custody_item *items, unsigned count,
                           enum result result) {
    struct call call = {.operation = OPERATION_RECORD, .asker = *asker, .result = result};
    struct custody_item copy[CUSTODY_ITEMS_MAX];
    if (count == 0 || count > CUSTODY_ITEMS_MAX)
        return STATUS_TOO_LARGE;
    memcpy(copy, items, count * sizeof *copy);
    const enum status status = ask_items(custody, &call, copy, count, NULL, custody->reply);
    arena_wipe(custody->reply);
    return status;
}

enum status custody_note(struct custody *custody, const struct asker *asker, const struct custody_deed *deed, enum result *result) {
    struct call call = {.operation = OPERATION_DEED, .asker = *asker, .deed = *deed};
    struct answer answer;
    *result = RESULT_NO_PERMISSION;
    if (!asker_fits(asker) || !fits(deed->words, CUSTODY_WORDS_MAX) || !fits(deed->columns, CUSTODY_WORDS_MAX))
        return STATUS_TOO_LARGE;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    if (status == STATUS_OK)
        *result = answer.result;
    arena_wipe(custody->reply);
    return status;
}

enum status custody_log(struct custody *custody, const struct asker *asker, const struct access_filter *filter,
                        struct access_page *page, struct arena *arena) {
    *page = (struct access_page){.result = RESULT_NO_PERMISSION};
    if (!asker_fits(asker))
        return STATUS_TOO_LARGE;
    struct call call = {.operation = OPERATION_LOG, .asker = *asker, .filter = *filter};
    if (call.filter.limit == 0 || call.filter.limit > EXCHANGE_ROWS_MAX)
        call.filter.limit = EXCHANGE_ROWS_MAX;
    struct answer answer;
    TRY(ask(custody, &call, &answer, arena));
    *page = answer.page;
    return STATUS_OK;
}

enum status custody_make_secret(struct custody *custody, const struct asker *asker, struct custody_secret *secret,
                                struct arena *arena) {
    struct call call = {.operation = OPERATION_SECRET, .asker = *asker};
    struct answer answer;
    *secret = (struct custody_secret){0};
    if (!asker_fits(asker))
        return STATUS_TOO_LARGE;
    TRY(ask(custody, &call, &answer, arena));
    *secret = answer.secret;
    return STATUS_OK;
}

enum status custody_check_code(struct custody *custody, const struct asker *asker, bool fresh, const char *code, int64_t *step) {
    struct call call = {.operation = OPERATION_CODE, .asker = *asker, .fresh = fresh, .code = code};
    struct answer answer;
    *step = 0;
    if (!asker_fits(asker) || !fits(code, EXCHANGE_CODE_MAX))
        return STATUS_TOO_LARGE;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    if (status == STATUS_OK)
        *step = answer.step;
    arena_wipe(custody->reply);
    return status;
}

enum status custody_desk(struct custody *custody, const struct asker *asker, const struct desk_question *question,
                         struct desk_reply *reply, struct arena *arena) {
    struct call call = {.operation = OPERATION_DESK, .asker = *asker, .question = *question};
    struct answer answer;
    *reply = (struct desk_reply){.result = RESULT_NO_PERMISSION};
    if (!asker_fits(asker) || !fits(question->key, EXCHANGE_KEY_MAX) || !fits(question->text, EXCHANGE_TEXT_MAX))
        return STATUS_TOO_LARGE;
    TRY(ask(custody, &call, &answer, arena));
    *reply = answer.desk;
    return STATUS_OK;
}

enum status custody_prune(struct custody *custody, struct prune_report *report) {
    struct call call = {.operation = OPERATION_UPKEEP, .act = UPKEEP_PRUNE};
    struct answer answer;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    *report = answer.prune;
    arena_wipe(custody->reply);
    return status;
}

enum status custody_rotate(struct custody *custody, enum upkeep_act act, struct key_report *report) {
    struct call call = {.operation = OPERATION_UPKEEP, .act = act};
    struct answer answer;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    *report = answer.key;
    arena_wipe(custody->reply);
    return status;
}

enum status custody_reseal(struct custody *custody, struct reseal_item *items, unsigned count, struct arena *arena) {
    for (unsigned done = 0; done < count;) {
        struct call call = {.operation = OPERATION_RESEAL, .boxes = items + done};
        struct answer answer;
        call.count = count - done < RESEAL_MAX ? count - done : RESEAL_MAX;
        TRY(ask(custody, &call, &answer, arena));
        if (answer.count != call.count)
            return failed(custody, "answer", 0);
        for (unsigned i = 0; i < call.count; i++) {
            call.boxes[i].fresh = answer.boxes[i].fresh;
            call.boxes[i].broken = answer.boxes[i].broken;
        }
        done += call.count;
    }
    return STATUS_OK;
}

enum status custody_head(struct custody *custody, struct access_head *head) {
    struct call call = {.operation = OPERATION_HEAD};
    struct answer answer;
    const enum status status = ask(custody, &call, &answer, custody->reply);
    *head = answer.head;
    arena_wipe(custody->reply);
    return status;
}
