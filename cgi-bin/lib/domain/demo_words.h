// The word lists that demo data is composed from (db/demo): read once, never changed.
#ifndef DOMAIN_DEMO_WORDS_H
#define DOMAIN_DEMO_WORDS_H

#include "base/arena.h"
#include "base/status.h"

enum demo_list {
    DEMO_PLACES, // region code, place in names, area code, place in full
    DEMO_FIRST,  // characters of company names
    DEMO_SECOND,
    DEMO_TRADES,   // word, industry, kind, goods, transport
    DEMO_FORMS,    // word, nature, how often of 100, industries that have it
    DEMO_SUFFIXES, // of long names
    DEMO_SURNAMES,
    DEMO_GIVEN,
    DEMO_TITLES, // title, department, role in decisions
    DEMO_ROADS,
    DEMO_BUILDINGS, // with one %u
    DEMO_BANKS,
    DEMO_NOTES,        // field, sentence
    DEMO_ORGANISATION, // see the file
    DEMO_LIST_COUNT
};

#define DEMO_CELLS_MAX 7

struct demo_line {
    const char *cells[DEMO_CELLS_MAX]; // "" where the line has fewer
    unsigned count;
};

struct demo_table {
    struct demo_line *lines;
    unsigned count;
};

struct demo_words {
    struct demo_table lists[DEMO_LIST_COUNT];
};

// Reads every list of `folder`. STATUS_NOT_FOUND / STATUS_INVALID: *file is the one that is missing, or has a line with
// too few cells, or none at all.
enum status demo_words_load(struct demo_words *words, const char *folder, struct arena *arena,
                            const char **file) MUST_CHECK;

#endif
