// Stands in for the client of the custodian: seals by a rule that a test can undo, finds what it sealed, and can be
// switched off. A test that includes this file is linked with it instead of vault/custody.c.
#ifndef TESTS_FAKE_CUSTODY_H
#define TESTS_FAKE_CUSTODY_H

#include "vault/custody.h"

struct fake_value {
    int64_t kind, record_id;
    char field[64];
    char value[CUSTODY_VALUE_MAX + 1];
};

// The test owns the type that vault/custody.h leaves open.
struct custody {
    bool down;                // every call is STATUS_UNAVAILABLE
    enum result answer;       // of custody_find and custody_open; 0 = RESULT_DISCLOSED
    unsigned calls;           // of custody_seal
    unsigned sealed;          // values
    unsigned searches;        // of custody_find and custody_twins
    unsigned outside;         // what custody_twins says of those it does not name
    struct asker asker;       // of the last custody_find or custody_open
    struct custody_deed deed; // the last one noted; its texts live as long as the caller's
    struct fake_value *findable;
    unsigned findable_count;
    const char *secret; // of custody_make_secret
    const char *code;   // the one that custody_check_code finds good, and of which period
    int64_t step;
    bool fresh;                  // what the last custody_check_code asked for
    unsigned checked;            // how often it was asked
    void (*on_seal)(void *data); // called once by the next custody_seal: something that happens meanwhile
    void *on_seal_data;
};

struct custody *fake_custody_new(void);

// The value in a box that custody_seal made for this place; NULL when it was made for another.
const char *fake_custody_open(int64_t kind, int64_t record_id, const char *field, const void *box, size_t size,
                              struct arena *arena);

#endif
