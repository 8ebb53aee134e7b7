// 价目表: the open price range and the cost of what the company offers, each from a day on (CON-1). An administrator keeps it as text, a
// line a price; each that changes is recorded. Not here: what follows for a contract (contract_kind.c).
#ifndef DOMAIN_CONTRACT_PRICE_H
#define DOMAIN_CONTRACT_PRICE_H

#include "domain/ctx.h"

extern const struct sql *const PRICE_STATEMENTS[];

#define PRICES_MAX 1000
#define PRICE_SUBJECT "prices" // in the record of administration

struct price {
    const char *item, *unit, *from; // from: the day, YYYY-MM-DD
    int64_t low, high, cost;        // fen
};
struct prices {
    struct price *rows; // by item, unit and day
    unsigned count;
};
enum status prices_read(struct ctx *ctx, struct prices *prices) MUST_CHECK;
// As text, a line a price: "运输 | 吨 | 100.00 | 200.00 | 80.00 | 2026-01-01".
const char *prices_text(const struct prices *prices, struct arena *arena);
// Puts what was typed so, or pasted from a spreadsheet (tabs), in the place of all prices. STATUS_INVALID: *message names the line. A
// transaction of its own.
enum status prices_save(struct ctx *ctx, const char *typed, struct text *message) MUST_CHECK;

#endif
