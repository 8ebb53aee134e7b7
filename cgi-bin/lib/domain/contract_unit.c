#include "domain/contract_unit.h"

#include "domain/withheld.h"

const struct sql CONTRACT_FOLLOW = {
    "contract.follow",
    "UPDATE contract SET unit_id = (SELECT c.unit_id FROM customer c WHERE c.id = :customer AND " SHOWN(
        "c") ") WHERE customer_id = :customer",
};
const struct sql CONTRACT_FOLLOW_ALL = {
    "contract.follow_all",
    "UPDATE contract SET unit_id = :unit WHERE customer_id IN (SELECT id FROM customer WHERE owner_id = :person AND " SHOWN(
        "customer") ")",
};

enum status contract_follow(struct ctx *ctx, int64_t customer_id) {
    struct query query = query_start(ctx->store, &CONTRACT_FOLLOW);
    query_bind_int(&query, ":customer", customer_id);
    return query_run(&query, NULL);
}

enum status contract_follow_all(struct ctx *ctx, int64_t person_id, int64_t unit_id) {
    struct query query = query_start(ctx->store, &CONTRACT_FOLLOW_ALL);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":unit", unit_id);
    return query_run(&query, NULL);
}
