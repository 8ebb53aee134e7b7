// Randomness, injected so that tests and demo data repeat; the real source is the kernel's.
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct random {
    void (*fill)(void *data, void *bytes, size_t length);
    void *data;
};

// getrandom(2).
struct random random_system(void);
// A repeatable stream (splitmix64) for demo data and tests; never for secrets. `state` is the seed and belongs to the caller.
struct random random_seeded(uint64_t *state);

static inline void random_fill(const struct random *random, void *bytes, size_t length) {
    random->fill(random->data, bytes, length);
}
// A number in 0 .. bound-1 (bound > 0), without bias.
uint32_t random_below(const struct random *random, uint32_t bound);

// Record ids: (ms since 2020-01-01) << 12 | random 12 bits, so they are known before the record is written (sealing binds
// to them), grow with time (rows are appended, pages go by id) and stay below 2^53. One source never gives an id twice;
// two processes can collide once in 4096 within the same ms: the primary key refuses it and the caller tries again.
struct id_source {
    const struct clock *clock;
    const struct random *random;
    int64_t last;
};

int64_t id_new(struct id_source *source);
// No id made before `time` (ms UTC) is larger.
int64_t id_at(int64_t time);

#endif
