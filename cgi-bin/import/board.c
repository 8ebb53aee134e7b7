#include "import/board.h"

#include <stddef.h>
#include <sys/mman.h>

#define START_MS 10000 // until the process says for the first time that it lives

// The one thing that all processes of the program share; each of its members is atomic.
static struct board_place *board;

enum status board_open(void) {
    void *memory = mmap(NULL, BOARD_PLACES * sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return STATUS_UNAVAILABLE;
    board = memory;
    return STATUS_OK;
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
    atomic_store(&place->batch, 0);
}

void board_leave_of(struct board_place *place, int64_t batch) {
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
