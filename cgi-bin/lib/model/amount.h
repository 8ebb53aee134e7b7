// Sums of money as numbers: fen, as the store keeps those that are counted with. Not here: checking what was typed (field.h).
#ifndef MODEL_AMOUNT_H
#define MODEL_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define AMOUNT_MAX INT64_C(99999999999999) // fen: 999,999,999,999.99 yuan, the most that FIELD_AMOUNT accepts
#define AMOUNT_NONE INT64_C(-1)            // no sum at all, which is not 0

// A canonical amount ("1234.50") in fen; AMOUNT_NONE for "". And back.
int64_t amount_fen(const char *canonical);
const char *amount_canonical(int64_t fen, struct arena *arena);
// As people read it: "1,234.50"; "" for AMOUNT_NONE.
const char *amount_shown(int64_t fen, struct arena *arena);

// A quantity (canonical, as FIELD_DECIMAL, not negative) times a price in fen, rounded half up to a fen. False beyond AMOUNT_MAX.
bool amount_times(const char *quantity, int64_t price, int64_t *amount);
// The sum of both, AMOUNT_NONE counting as nothing; false beyond AMOUNT_MAX.
bool amount_add(int64_t *sum, int64_t more);

#endif
