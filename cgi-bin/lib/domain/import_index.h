// Which names and codes are taken, in the store and in the rows of the file so far: a hash table that holds a million
// of them in some tens of megabytes. It keeps 64 bits of a hash instead of the texts; two different texts meet in it
// once in 10^7 imports of a million rows.
#ifndef DOMAIN_IMPORT_INDEX_H
#define DOMAIN_IMPORT_INDEX_H

#include <stddef.h>
#include <stdint.h>

struct import_entry {
    uint64_t key;   // hash of the text; 0: an empty place
    uint64_t code;  // hash of the credit code that goes with a name; 0: none is known
    int64_t holder; // a customer's id, or minus the line of the file
};

struct import_index {
    struct import_entry *entries;
    size_t places, count;
};

void import_index_free(struct import_index *index);
// Never 0; "" too.
uint64_t import_hash(const char *text);
// NULL when there is none. Valid until the next add.
struct import_entry *import_index_find(const struct import_index *index, uint64_t key);
// Adds an entry; `key` must not be there yet.
void import_index_add(struct import_index *index, struct import_entry entry);

#endif
