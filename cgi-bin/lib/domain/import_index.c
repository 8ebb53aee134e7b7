#include "domain/import_index.h"

#include <stdlib.h>

#include "base/log.h"

#define PLACES_FIRST 1024 // a power of two

void import_index_free(struct import_index *index) {
    free(index->entries);
    *index = (struct import_index){0};
}

// FNV-1a, then mixed (splitmix64), so that the low bits are as good as the others.
uint64_t import_hash(const char *text) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
    hash ^= hash >> 31;
    return hash != 0 ? hash : 1;
}

static struct import_entry *place_of(const struct import_index *index, uint64_t key) {
    size_t place = (size_t)key & (index->places - 1);
    while (index->entries[place].key != 0 && index->entries[place].key != key)
        place = (place + 1) & (index->places - 1);
    return &index->entries[place];
}

struct import_entry *import_index_find(const struct import_index *index, uint64_t key) {
    if (index->count == 0)
        return NULL;
    struct import_entry *entry = place_of(index, key);
    return entry->key != 0 ? entry : NULL;
}

static void grow(struct import_index *index) {
    struct import_index larger = {.places = index->places == 0 ? PLACES_FIRST : index->places * 2,
                                  .count = index->count};
    larger.entries = calloc(larger.places, sizeof *larger.entries);
    if (larger.entries == NULL)
        log_die("memory.out", "import index");
    for (size_t i = 0; i < index->places; i++)
        if (index->entries[i].key != 0)
            *place_of(&larger, index->entries[i].key) = index->entries[i];
    free(index->entries);
    *index = larger;
}

void import_index_add(struct import_index *index, struct import_entry entry) {
    if (index->count * 4 >= index->places * 3)
        grow(index);
    *place_of(index, entry.key) = entry;
    index->count++;
}
