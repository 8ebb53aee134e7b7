// The kernel's randomness, a repeatable stream, and record ids.
#include "base/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#include "base/log.h"

#define ID_EPOCH INT64_C(1577836800000) // 2020-01-01T00:00:00Z
#define ID_RANDOM_BITS 12

static void system_fill(void *data, void *bytes, size_t length) {
    (void)data;
    unsigned char *to = bytes;
    while (length > 0) {
        const ssize_t got = getrandom(to, length, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            log_die("random.failed", strerror(errno)); // guessable secrets would be worse than none
        to += got;
        length -= (size_t)got;
    }
}

struct random random_system(void) {
    return (struct random){.fill = system_fill};
}

// splitmix64 (Steele, Lea, Flood 2014).
static uint64_t seeded_next(uint64_t *state) {
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void seeded_fill(void *data, void *bytes, size_t length) {
    unsigned char *to = bytes;
    while (length > 0) {
        const uint64_t number = seeded_next(data);
        const size_t step = length < sizeof(number) ? length : sizeof(number);
        memcpy(to, &number, step);
        to += step;
        length -= step;
    }
}

struct random random_seeded(uint64_t *state) {
    return (struct random){.fill = seeded_fill, .data = state};
}

uint32_t random_below(const struct random *random, uint32_t bound) {
    // Numbers below 2^32 mod bound are thrown away: without them every remainder is equally frequent.
    const uint32_t least = (0U - bound) % bound;
    uint32_t number;
    do {
        random_fill(random, &number, sizeof(number));
    } while (number < least);
    return number % bound;
}

int64_t id_new(struct id_source *source) {
    const int64_t time = clock_now(source->clock) - ID_EPOCH;
    int64_t id = (int64_t)((uint64_t)time << ID_RANDOM_BITS | random_below(source->random, 1U << ID_RANDOM_BITS));
    if (id <= source->last)
        id = source->last + 1; // the same ms again, or the clock was set back
    source->last = id;
    return id;
}

int64_t id_at(int64_t time) {
    return time <= ID_EPOCH ? 0 : (int64_t)((uint64_t)(time - ID_EPOCH) << ID_RANDOM_BITS);
}
