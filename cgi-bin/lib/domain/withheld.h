// Customers that nobody may see: those of an import under way, of one that died, of one that was undone (ARC-13). They stand where all
// customers stand, marked with their import (customer.batch_id), and the import stands in a table that is nearly always empty. So an
// import is written in small transactions that nobody waits for, and becomes visible, or is gone, for everybody in one commit.
// What is not to be seen any more is removed in small steps.
//
// Every statement that reads customers or what hangs on them leaves these out, by SHOWN (IN_REACH does) or because what it starts from is
// shown; tests/tables/withheld_test holds every statement of every program to that, and names those that mean all customers.
// Not here: what an import writes (import.h).
#ifndef DOMAIN_WITHHELD_H
#define DOMAIN_WITHHELD_H

#include "domain/ctx.h"

// The condition that customer `c`, the name or alias of a table, is to be seen. While nothing is withheld it does not touch the row:
// what an index alone answers stays answered by it.
#define SHOWN(c) "(NOT EXISTS (SELECT 1 FROM withheld_batch) OR " c ".batch_id NOT IN (SELECT batch_id FROM withheld_batch))"

extern const struct sql *const WITHHELD_STATEMENTS[];

// From now on the batch's customers are written, and withheld. STATUS_CONFLICT: it is withheld already.
enum status withheld_start(struct ctx *ctx, int64_t batch_id) MUST_CHECK;
// Within each transaction that writes some of them: the batch is still being written, and so will be for the next WITHHELD_ALIVE_MS.
// STATUS_CONFLICT: it was given up meanwhile; nothing more may be written.
enum status withheld_renew(struct ctx *ctx, int64_t batch_id) MUST_CHECK;
#define WITHHELD_ALIVE_MS INT64_C(60000)
// Everybody sees them from the caller's commit on. STATUS_CONFLICT as above.
enum status withheld_publish(struct ctx *ctx, int64_t batch_id) MUST_CHECK;
// The batch will not be published: its customers are to be removed. Harmless when it is not being written.
enum status withheld_give_up(struct ctx *ctx, int64_t batch_id) MUST_CHECK;
// Within the caller's transaction: from its commit on nobody sees the batch's customers any more; they are to be removed.
// STATUS_CONFLICT: it is withheld already.
enum status withheld_undo(struct ctx *ctx, int64_t batch_id) MUST_CHECK;

// Removes some of what is to be removed, in one short transaction; *more: there is more. Numbers of customers that nobody ever saw
// are given back where no later one was given (ARC-1). Safe in several processes at once.
enum status withheld_sweep_step(struct ctx *ctx, bool *more) MUST_CHECK;
// All of it.
enum status withheld_sweep(struct ctx *ctx) MUST_CHECK;

#endif
