#include "import/board.h"

#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

#define START_MS 10000 // until the process says for the first time that it lives

// What all processes of the program share: rooms, then places, each of whose members is atomic.
static unsigned char *rooms;
static struct board_place *board;
#define ROOMS (BOARD_PLACES * BOARD_ROOM)

enum status board_open(void) {
    const int kind = MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE;
    void *memory = mmap(NULL, ROOMS + BOARD_PLACES * sizeof *board, PROT_READ | PROT_WRITE, kind, -1, 0);
    if (memory == MAP_FAILED)
        return STATUS_UNAVAILABLE;
    rooms = memory;
    board = (struct board_place *)(void *)(rooms + ROOMS);
    return STATUS_OK;
}

unsigned char *board_room(const struct board_place *place) {
    return rooms + BOARD_ROOM * board_number(place);
}

// The pages are given back, for all processes.
void board_room_clear(struct board_place *place) {
    atomic_store(&place->returned, 0);
    if (madvise(board_room(place), BOARD_ROOM, MADV_REMOVE) != 0)
        explicit_bzero(board_room(place), BOARD_ROOM);
}

static bool is_free(const struct board_place *place, int64_t batch, int64_t now) {
    return batch == 0 || atomic_load(&place->until) < now;
}

struct board_place *board_take(int64_t batch, int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++) {
        struct board_place *place = &board[i];
        int64_t holder = atomic_load(&place->batch);
        if (!is_free(place, holder, now) || !atomic_compare_exchange_strong(&place->batch, &holder, batch))
            continue;
        atomic_store(&place->until, now + START_MS);
        atomic_store(&place->wish, WISH_NOTHING);
        atomic_store(&place->done, 0);
        atomic_store(&place->total, 0);
        atomic_store(&place->forgets_at, 0);
        board_room_clear(place);
        return place;
    }
    return NULL;
}

struct board_place *board_find(int64_t batch, int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++)
        if (atomic_load(&board[i].batch) == batch && atomic_load(&board[i].until) >= now)
            return &board[i];
    return NULL;
}

void board_leave(struct board_place *place) {
    board_room_clear(place);
    atomic_store(&place->batch, 0);
}

void board_leave_of(struct board_place *place, int64_t batch) {
    if (atomic_load(&place->batch) == batch)
        board_room_clear(place); // before another can have it
    (void)atomic_compare_exchange_strong(&place->batch, &batch, 0);
}

void board_doubt(int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++) {
        int64_t until = atomic_load(&board[i].until);
        if (until > now + START_MS)
            (void)atomic_compare_exchange_strong(&board[i].until, &until, now + START_MS);
    }
}

unsigned board_number(const struct board_place *place) {
    return (unsigned)(place - board);
}

struct board_place *board_at(unsigned number) {
    return &board[number < BOARD_PLACES ? number : 0];
}
