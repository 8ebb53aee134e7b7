// Contracts follow their customers into another unit, so that lists by unit find them there (ORG-2). For whoever changes a customer's unit,
// within that transaction.
#ifndef DOMAIN_CONTRACT_UNIT_H
#define DOMAIN_CONTRACT_UNIT_H

#include "domain/ctx.h"

extern const struct sql CONTRACT_FOLLOW, CONTRACT_FOLLOW_ALL; // for the lists of statements of those who use them

// After the customer went to another unit.
enum status contract_follow(struct ctx *ctx, int64_t customer_id) MUST_CHECK;
// Before all customers of a person go to a unit.
enum status contract_follow_all(struct ctx *ctx, int64_t person_id, int64_t unit_id) MUST_CHECK;

#endif
