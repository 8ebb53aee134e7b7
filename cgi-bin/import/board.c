#include "import/board.h"

#include <string.h>
#include <sys/mman.h>

#include "base/log.h"

#define START_MS 10000 // until the process begins

// What all processes of the program share.
static struct board {
    unsigned char rooms[BOARD_PLACES][BOARD_ROOM];
    struct board_place places[BOARD_PLACES]; // each member of one is atomic
} * board;

enum status board_open(void) {
    const int kind = MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE;
    void *memory = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, kind, -1, 0);
    if (memory == MAP_FAILED)
        return STATUS_UNAVAILABLE;
    board = memory;
    for (unsigned i = 0; i < BOARD_PLACES; i++)
        atomic_store(&board->places[i].until, INT64_MAX);
    return STATUS_OK;
}

void board_keep_to(const struct board_place *place) {
    bool kept = madvise(board->places, sizeof board->places, MADV_DONTFORK) == 0;
    for (unsigned i = 0; i < BOARD_PLACES; i++)
        kept = kept && (i == board_number(place) ? madvise(board->rooms[i], BOARD_ROOM, MADV_DONTFORK)
                                                 : munmap(board->rooms[i], BOARD_ROOM)) == 0;
    if (!kept)
        log_die("board.keep_to", "the rooms of other imports would be within reach");
}

// --- Places. Of an import's number there is room for one bit more: whether its process began. Only a place whose process never did is
// taken from its import by time alone.

static int64_t waiting(int64_t batch) {
    return 2 * batch;
}

static int64_t begun(int64_t batch) {
    return 2 * batch + 1;
}

static bool is_free(const struct board_place *place, int64_t holder, int64_t now) {
    return holder == 0 || (holder % 2 == 0 && atomic_load(&place->until) < now);
}

struct board_place *board_take(int64_t batch, int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++) {
        struct board_place *place = &board->places[i];
        int64_t holder = atomic_load(&place->holder);
        if (!is_free(place, holder, now) || !atomic_compare_exchange_strong(&place->holder, &holder, waiting(batch)))
            continue;
        atomic_store(&place->until, now + START_MS);
        atomic_store(&place->wish, 0);
        atomic_store(&place->done, 0);
        atomic_store(&place->total, 0);
        atomic_store(&place->forgets_at, 0);
        atomic_store(&place->asked, 0);
        atomic_store(&place->answered, 0);
        board_room_clear(place);
        return place;
    }
    return NULL;
}

bool board_begin(struct board_place *place, int64_t batch, int64_t until) {
    int64_t holder = waiting(batch);
    if (!atomic_compare_exchange_strong(&place->holder, &holder, begun(batch)))
        return false;
    atomic_store(&place->until, until);
    return true;
}

bool board_is_of(const struct board_place *place, int64_t batch) {
    const int64_t holder = atomic_load(&place->holder);
    return holder == waiting(batch) || holder == begun(batch);
}

struct board_place *board_find(int64_t batch, int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++)
        if (board_is_of(&board->places[i], batch) && atomic_load(&board->places[i].until) >= now)
            return &board->places[i];
    return NULL;
}

void board_leave(struct board_place *place, int64_t batch) {
    int64_t holder = atomic_load(&place->holder);
    if (!board_is_of(place, batch))
        return;
    board_room_clear(place); // before another can have it
    atomic_store(&place->until, INT64_MAX);
    (void)atomic_compare_exchange_strong(&place->holder, &holder, 0);
}

bool board_is_silent(const struct board_place *place, int64_t batch, int64_t now) {
    return atomic_load(&place->holder) == begun(batch) && atomic_load(&place->until) < now;
}

void board_doubt(int64_t now) {
    for (unsigned i = 0; i < BOARD_PLACES; i++) {
        int64_t holder = atomic_load(&board->places[i].holder);
        if (holder == 0)
            continue;
        atomic_store(&board->places[i].until, now + START_MS);
        if (holder % 2 != 0)
            (void)atomic_compare_exchange_strong(&board->places[i].holder, &holder, holder - 1);
    }
}

unsigned board_number(const struct board_place *place) {
    return (unsigned)(place - board->places);
}

struct board_place *board_at(unsigned number) {
    return &board->places[number < BOARD_PLACES ? number : 0];
}

// --- Wishes

static int64_t wish_of(int64_t batch, enum wish wish) {
    return WISH_COUNT * batch + (int64_t)wish;
}

bool board_wish(struct board_place *place, int64_t batch, enum wish wish) {
    int64_t present = atomic_load(&place->wish);
    do {
        if (!board_is_of(place, batch) || (wish == WISH_RETURN && present / WISH_COUNT == batch))
            return false;
    } while (!atomic_compare_exchange_weak(&place->wish, &present, wish_of(batch, wish)));
    return true;
}

enum wish board_heed(struct board_place *place, int64_t batch) {
    const int64_t wish = atomic_exchange(&place->wish, 0);
    return wish / WISH_COUNT == batch ? (enum wish)(wish % WISH_COUNT) : WISH_NOTHING;
}

// --- The file that goes back

unsigned char *board_room(const struct board_place *place) {
    return board->rooms[board_number(place)];
}

// The pages are given back, for all processes.
void board_room_clear(struct board_place *place) {
    atomic_store(&place->returned, 0);
    if (madvise(board_room(place), BOARD_ROOM, MADV_REMOVE) != 0)
        explicit_bzero(board_room(place), BOARD_ROOM);
}

int64_t board_ask(struct board_place *place, int64_t now) {
    int64_t last = atomic_load(&place->asked);
    if (last > 0 && now < last + BOARD_ASK_MS)
        return 0;
    const int64_t before = last < 0 ? -last : last;
    const int64_t asking = now > before ? now : before + 1;
    return atomic_compare_exchange_strong(&place->asked, &last, asking) ? asking : 0;
}

void board_asked(struct board_place *place, int64_t asking) {
    (void)atomic_compare_exchange_strong(&place->asked, &asking, -asking);
}

bool board_has_answer(const struct board_place *place, int64_t batch, int64_t asking) {
    return board_is_of(place, batch) && atomic_load(&place->asked) == asking && atomic_load(&place->answered) == asking &&
           atomic_load(&place->returned) != 0;
}

void board_room_tidy(struct board_place *place, int64_t now) {
    const int64_t answered = atomic_load(&place->answered);
    if (atomic_load(&place->returned) != 0 && (atomic_load(&place->asked) != answered || now >= answered + BOARD_ASK_MS))
        board_room_clear(place);
}
