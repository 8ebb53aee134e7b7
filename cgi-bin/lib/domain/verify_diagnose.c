// What happened where the chain breaks. Each kind of tampering leaves its own pattern: the record that should follow may stand further
// behind (something was put before it, or the order was changed), or later records fit only under other numbers.
#include <string.h>

#include "domain/verify_log.h"

#define WINDOW 1024 // records looked at behind the break

struct scene {
    struct verifier *verifier;
    struct buffer *scratch;
    int64_t expected; // the number of the record that should follow
    struct linked *rows;
    int64_t count;
};

// The link that `row` would have under number `seq` behind `previous`.
static void link_as(const struct scene *scene, const unsigned char *previous, const struct linked *row, int64_t seq,
                    unsigned char link[ACCESS_LINK_SIZE]) {
    struct access renumbered = row->access;
    renumbered.seq = seq;
    access_link(&scene->verifier->public, previous, &renumbered, scene->scratch, link);
}

static bool same(const unsigned char *a, const unsigned char *b) {
    return memcmp(a, b, ACCESS_LINK_SIZE) == 0;
}

// Where the record stands that truly follows `previous` under number `seq`; -1: nowhere near. With its own link or, when only
// contents were exchanged, with the one that stands in its place.
static int64_t place_of(const struct scene *scene, const unsigned char *previous, int64_t seq) {
    const int64_t own_place = seq - scene->expected;
    for (int64_t i = 0; i < scene->count; i++) {
        unsigned char link[ACCESS_LINK_SIZE];
        link_as(scene, previous, &scene->rows[i], seq, link);
        if (same(link, scene->rows[i].link) || (own_place < scene->count && same(link, scene->rows[own_place].link)))
            return i;
    }
    return -1;
}

// How many numbers the records are short: the second row fits behind the first under a number that much higher.
static int64_t shift_of(const struct scene *scene) {
    for (int64_t shift = 1; scene->count > 1 && shift <= WINDOW; shift++) {
        unsigned char link[ACCESS_LINK_SIZE];
        link_as(scene, scene->rows[0].link, &scene->rows[1], scene->rows[1].access.seq + shift, link);
        if (same(link, scene->rows[1].link))
            return shift;
    }
    return 0;
}

static void tell(const struct scene *scene, enum verify_fault fault, int64_t first, int64_t last) {
    struct verify_result *result = scene->verifier->result;
    result->fault = fault;
    result->first = first;
    result->last = last;
}

static void examine(const struct scene *scene) {
    const int64_t expected = scene->expected;
    if (scene->count == 0) {
        tell(scene, VERIFY_UNREADABLE, expected, expected); // it was there a moment ago
        return;
    }
    const int64_t found = scene->rows[0].access.seq;
    if (found != expected) {
        tell(scene, found > expected ? VERIFY_REMOVED : VERIFY_INSERTED, found > expected ? expected : found,
             found > expected ? found - 1 : found);
        return;
    }
    const int64_t place = place_of(scene, scene->verifier->link, expected);
    if (place > 0) {
        unsigned char link[ACCESS_LINK_SIZE];
        link_as(scene, scene->verifier->link, &scene->rows[place], expected, link);
        const int64_t next = place_of(scene, link, expected + 1);
        const bool reordered = next >= 0 && next < place;
        tell(scene, reordered ? VERIFY_REORDERED : VERIFY_INSERTED, expected, expected + place - (reordered ? 0 : 1));
        return;
    }
    const int64_t shift = shift_of(scene);
    tell(scene, shift > 0 ? VERIFY_REMOVED : VERIFY_ALTERED, expected, shift > 0 ? expected + shift - 1 : expected);
}

void verify_diagnose(struct verifier *verifier) {
    struct arena *arena = arena_new();
    struct buffer scratch = {.arena = arena};
    struct scene scene = {.verifier = verifier, .scratch = &scratch, .expected = verifier->seq + 1};
    scene.rows = ARENA_ARRAY(arena, struct linked, WINDOW);
    struct query query = verify_rows(verifier, verify_from(verifier), WINDOW);
    while (scene.count < WINDOW && query_row(&query))
        verify_row(&query, &scene.rows[scene.count++], arena);
    if (query_end(&query) == STATUS_OK)
        examine(&scene);
    else
        tell(&scene, VERIFY_UNREADABLE, scene.expected, scene.expected);
    arena_free(arena);
}
