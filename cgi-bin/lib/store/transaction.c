// Transactions, and the queue of those who want to write.
//
// SQLite's own way to wait for the write lock is to sleep and try again, ever longer: it does not queue, so one busy
// process can keep others out for seconds. Here writers stand in line first: each locks the byte of a file beside the
// database whose number is the time at which it came, and waits until no byte before it is locked. Only the first in line tries for
// SQLite's lock, and leaves the line as soon as it has it; whoever commits and wants to write again comes behind all who wait.
// The kernel takes a lock away with its process, however that ends. Nobody waits beyond their own time, whatever became of those
// before them: then they try without their turn, which is less fair and no less safe.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "store/connection.h"

static int64_t monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int transaction_wait(void *data, int tries) {
    struct store *store = data;
    int64_t now = monotonic_ms();
    if (tries == 0)
        store->wait_started = now;
    if (now >= (store->give_up_at ? store->give_up_at : store->wait_started + store->timeout))
        return 0;
    struct timespec pause = {.tv_nsec = tries < 20 ? 100000 : 1000000};
    nanosleep(&pause, NULL);
    return 1;
}

enum status queue_open(struct store *store) {
    const char *path = arena_format(store->arena, "%s-queue", store->path);
    store->queue = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (store->queue >= 0)
        return STATUS_OK;
    LOG_EVENT(LOG_ERROR, "store.queue", LOG_TEXT("path", path), LOG_TEXT("error", strerror(errno)));
    return STATUS_UNAVAILABLE;
}

#define LINE_BEGINS 4096   // bytes before it are those of places and leaders
#define NEXT_LOOKS 50000   // ns between two looks of the next in line …
#define OTHERS_LOOK 300000 // … and of the others

// Whether a byte from `from` up to before `to` is locked by another; *at says one of them.
static bool is_locked(const struct store *store, off_t from, off_t to, off_t *at) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = from, .l_len = to - from};
    if (to <= from || fcntl(store->queue, F_OFD_GETLK, &lock) < 0 || lock.l_type == F_UNLCK)
        return false;
    *at = lock.l_start;
    return true;
}

static bool set_lock(const struct store *store, short type, off_t at) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = at, .l_len = 1};
    return fcntl(store->queue, F_OFD_SETLK, &lock) == 0;
}

// Who comes at the very same moment as another stands behind.
static bool come_last(struct store *store) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    store->came_at = LINE_BEGINS + (off_t)now.tv_sec * 1000000000 + now.tv_nsec;
    for (int tries = 0; !set_lock(store, F_WRLCK, store->came_at); tries++, store->came_at++)
        if (tries == 100 || (errno != EAGAIN && errno != EACCES && errno != EINTR))
            return false;
    return true;
}

static void stand_in_line(struct store *store) {
    off_t one, other;
    while (is_locked(store, LINE_BEGINS, store->came_at, &one) && monotonic_ms() < store->give_up_at) {
        const bool next = !is_locked(store, LINE_BEGINS, one, &other) && !is_locked(store, one + 1, store->came_at, &other);
        const struct timespec pause = {.tv_nsec = next ? NEXT_LOOKS : OTHERS_LOOK};
        nanosleep(&pause, NULL);
    }
}

void queue_enter(struct store *store) {
    store->give_up_at = monotonic_ms() + store->timeout;
    store->came_at = 0;
    if (store->queue < 0)
        return;
    if (come_last(store))
        stand_in_line(store);
    else
        LOG_EVENT(LOG_WARN, "store.queue", LOG_TEXT("path", store->path), LOG_TEXT("error", strerror(errno)));
}

void queue_leave(struct store *store) {
    if (store->queue >= 0 && store->came_at > 0 && !set_lock(store, F_UNLCK, store->came_at))
        LOG_EVENT(LOG_WARN, "store.queue", LOG_TEXT("path", store->path), LOG_TEXT("error", strerror(errno)));
    store->give_up_at = 0;
}

// Bytes of the file before the leaders' (scrub.c) and the line.
#define PLACES_FROM 2
#define PERSONS_FROM 16
#define PERSONS 1000

static bool place_lock(const struct store *store, off_t at, short type) {
    return store->queue >= 0 && set_lock(store, type, at);
}

static void place_unlock(const struct store *store, off_t at) {
    if (!place_lock(store, at, F_UNLCK))
        LOG_EVENT(LOG_WARN, "store.place", LOG_TEXT("path", store->path), LOG_TEXT("error", strerror(errno)));
}

enum store_place store_place_take(struct store *store, unsigned count, int64_t person_id) {
    if (store->place != 0)
        return PLACE_NONE;
    store->person_at = PERSONS_FROM + (off_t)((uint64_t)person_id % PERSONS);
    if (!place_lock(store, store->person_at, F_WRLCK))
        return PLACE_OF_SAME;
    for (unsigned place = 1; place <= count && place <= STORE_PLACES_MAX && store->place == 0; place++)
        if (place_lock(store, PLACES_FROM + (off_t)place - 1, F_WRLCK))
            store->place = place;
    if (store->place == 0)
        place_unlock(store, store->person_at);
    return store->place != 0 ? PLACE_TAKEN : PLACE_NONE;
}

void store_place_leave(struct store *store) {
    if (store->place == 0)
        return;
    place_unlock(store, PLACES_FROM + (off_t)store->place - 1);
    place_unlock(store, store->person_at);
    store->place = 0;
}

static enum status run(struct store *store, sqlite3_stmt *handle, const char *name) {
    int code = sqlite3_step(handle);
    sqlite3_reset(handle);
    return code == SQLITE_DONE ? STATUS_OK : query_status(store, name, code);
}

enum status store_begin(struct store *store) {
    read_end(store);
    queue_enter(store);
    enum status status = run(store, store->begin, "begin");
    queue_leave(store);
    return status;
}

enum status store_begin_read(struct store *store) {
    enum status status = run(store, store->begin_read, "begin_read");
    store->reading = status == STATUS_OK;
    return status;
}

// Committed, not rolled back: a query that is still open goes on.
void read_end(struct store *store) {
    if (!store->reading)
        return;
    store->reading = false;
    if (run(store, store->commit, "end_read") != STATUS_OK)
        log_die("store.end_read", store->path); // what is written next would hang on it
}

enum status store_commit(struct store *store) {
    enum status status = run(store, store->commit, "commit");
    if (status != STATUS_OK)
        store_rollback(store);
    return status;
}

void store_rollback(struct store *store) {
    store->reading = false;
    if (sqlite3_get_autocommit(store->database))
        return;
    if (run(store, store->rollback, "rollback") != STATUS_OK)
        log_die("store.rollback", store->path); // going on would mix two requests in one transaction
}
