// The board on which the processes of this program tell one another how imports stand: memory that all of them share. Each import is
// worked on by a process of its own (job.h), which alone has the file; when the program ends, they all end, and the board is gone
// like they are. Not here: what must outlive that (domain/import_batch.h).
#ifndef IMPORT_BOARD_H
#define IMPORT_BOARD_H

#include <stdatomic.h>
#include <stdbool.h>
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
    WISH_STOP
};

struct board_place {
    _Atomic int64_t batch; // 0: free
    _Atomic int64_t until; // ms, monotonic: so long the process is believed to live; it says so anew all the time
    _Atomic int wish;
    _Atomic uint64_t done, total; // of what is being done
    _Atomic int64_t forgets_at;   // ms UTC: when it will have waited for its person for too long
    _Atomic uint64_t returned;    // bytes of the file in the place's room; 0: none yet; or one of the two below
    _Atomic int output;           // what kind of file it is (enum sheet_output)
};
#define BOARD_TOO_LARGE UINT64_MAX
#define BOARD_FAILED (UINT64_MAX - 1)

// Each place has room for a file on its way from the process that has the upload to the worker that answers with it: memory, taken only
// while something is in it.
#define BOARD_ROOM ((size_t)64 << 20)
unsigned char *board_room(const struct board_place *place);
void board_room_clear(struct board_place *place);

// Once, before the workers start. STATUS_UNAVAILABLE: no memory.
enum status board_open(void) MUST_CHECK;
// A free place, or that of a process that died; NULL: all are taken.
struct board_place *board_take(int64_t batch, int64_t now);
// The place of an import whose process lives; NULL: there is none.
struct board_place *board_find(int64_t batch, int64_t now);
void board_leave(struct board_place *place);
// The same, unless another import has the place by now.
void board_leave_of(struct board_place *place, int64_t batch);
// Whoever started the processes is gone, and they with it: each place is believed in for a few seconds more at most.
void board_doubt(int64_t now);
// For handing a place from process to process.
unsigned board_number(const struct board_place *place);
struct board_place *board_at(unsigned number); // a number that is none is the first one's

#endif
