// The board on which the processes of this program tell one another how imports stand: memory that all of them share. Each import is
// worked on by a process of its own (job.h), which alone has the file; when the program ends, they all end, and the board is gone
// like they are. A place belongs to one import, and whatever is done with it names that import: what comes late for one that has left
// finds nothing and changes nothing, whoever has the place by then (CONF-3). Not here: what must outlive the processes
// (domain/import_batch.h).
#ifndef IMPORT_BOARD_H
#define IMPORT_BOARD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

#define BOARD_PLACES 8 // imports at a time, one a person; each may hold some hundred megabytes

// What the person wants next.
enum wish {
    WISH_NOTHING,
    WISH_LOOK_AGAIN, // at another sheet or another row of headings
    WISH_CHECK,
    WISH_WRITE,
    WISH_RETURN, // the faulty rows as a file
    WISH_STOP,
    WISH_COUNT
};

struct board_place {
    _Atomic int64_t holder;       // which import, and whether its process works on it
    _Atomic int64_t until;        // ms, monotonic: so long the process is believed to live; it says so anew all the time
    _Atomic int64_t wish;         // which, and of which import
    _Atomic uint64_t done, total; // of what is being done
    _Atomic int64_t forgets_at;   // ms UTC: when it will have waited for its person for too long

    // The file on its way from the process that has the upload to the worker that answers with it.
    _Atomic int64_t asked;     // which asking is answered at present; negative: the last one, which is over
    _Atomic int64_t answered;  // for which asking the file is that is in the room
    _Atomic uint64_t returned; // its bytes; 0: there is none; or one of the two below
    _Atomic unsigned rows;     // of the faulty ones, how many are in it
    _Atomic int output;        // what kind of file it is (enum sheet_output)
};
#define BOARD_TOO_LARGE UINT64_MAX
#define BOARD_FAILED (UINT64_MAX - 1)

// Once, before the workers start. STATUS_UNAVAILABLE: no memory.
enum status board_open(void) MUST_CHECK;

// --- Places

// A free place, or one whose process never began; NULL: all are taken.
struct board_place *board_take(int64_t batch, int64_t now);
// In the process that is to work on it. From then on the place is given to nobody else before board_leave. False: it is another's by now.
bool board_begin(struct board_place *place, int64_t batch, int64_t until);
// The place of an import whose process lives; NULL: there is none.
struct board_place *board_find(int64_t batch, int64_t now);
bool board_is_of(const struct board_place *place, int64_t batch);
// By its own process, or by who knows that there is none (any more). Another import's place stays as it is.
void board_leave(struct board_place *place, int64_t batch);
// Whether its process works on it and has not said for too long that it lives.
bool board_is_silent(const struct board_place *place, int64_t batch, int64_t now);
// Whoever started the processes is gone, and they with it: each place is believed in for a few seconds more at most.
void board_doubt(int64_t now);
// For handing a place from process to process.
unsigned board_number(const struct board_place *place);
struct board_place *board_at(unsigned number); // a number that is none is the first one's
// In the process that works on it: the rooms of all others are out of its reach from now on, and the whole board out of that of its
// children, which read files of strangers (sheet/open.h).
void board_keep_to(const struct board_place *place);

// --- Wishes

// False: the place is another's by now, or WISH_RETURN would come before another wish.
bool board_wish(struct board_place *place, int64_t batch, enum wish wish);
// In its process: takes the wish; one for an import that had the place before is none.
enum wish board_heed(struct board_place *place, int64_t batch);

// --- The file that goes back. Each place has room for one: memory, taken only while something is in it, and written by its process alone.

#define BOARD_ROOM ((size_t)64 << 20)
#define BOARD_ASK_MS 40000 // then nobody waits for it any more

unsigned char *board_room(const struct board_place *place);
void board_room_clear(struct board_place *place);
// In a worker: one asks at a time. The number of the asking; 0: another is asking.
int64_t board_ask(struct board_place *place, int64_t now);
void board_asked(struct board_place *place, int64_t asking);
// Whether what is in the room was made for this asking, for this import, and is there still. To be asked once more when it was copied.
bool board_has_answer(const struct board_place *place, int64_t batch, int64_t asking);
// In its process: clears the room of a file that nobody waits for any more.
void board_room_tidy(struct board_place *place, int64_t now);

#endif
