// Fills a fresh home with demo data: the organisation with its accounts, then customers in steps that can be taken up
// again where an interrupted call stopped.
#ifndef CTL_DEMO_FILL_H
#define CTL_DEMO_FILL_H

#include "ctl/home.h"
#include "ctl/keeper.h"
#include "domain/demo.h"

// How far the demo data of a home is: kept in the setting "demo", in the same transaction as what it speaks of.
struct demo_state {
    unsigned total; // customers
    unsigned done;
    uint64_t seed;
    bool begun;
};

enum status demo_state_read(struct ctx *ctx, struct demo_state *state) MUST_CHECK;
enum status demo_state_write(struct ctx *ctx, const struct demo_state *state) MUST_CHECK;

// The word lists of the installation; false: it was said what is wrong with them.
bool demo_read_words(struct demo_words *words, struct arena *arena);

// Makes units, people and accounts with one common password, and writes demo.json. Says what went wrong; returns the
// exit code.
int demo_fill_organisation(struct home *home, const struct demo_words *words, const struct demo_state *state);
// Makes the customers that are still missing.
int demo_fill_customers(struct home *home, const struct keeper *keeper, const struct demo_words *words,
                        struct demo_state *state);

#endif
