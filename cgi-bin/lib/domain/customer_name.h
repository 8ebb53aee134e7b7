// A customer's name in its other forms: as pinyin for sorting, as tokens in the search index.
#ifndef DOMAIN_CUSTOMER_NAME_H
#define DOMAIN_CUSTOMER_NAME_H

#include "domain/ctx.h"

// How the name sorts: by the pinyin of its Han characters, the rest as it is folded.
const char *customer_name_key(struct arena *arena, const char *name);

// What a customer is found by: its folded name and those of its contacts, separated by '/'. Adds one to `found_by` ("" = the first).
const char *customer_found_by(struct arena *arena, const char *found_by, const char *name);
// Enters a customer into the index; `found_by` must be what its row holds: the index keeps tokens only.
enum status customer_index_add(struct ctx *ctx, int64_t id, const char *found_by) MUST_CHECK;
// Takes it out again, likewise.
enum status customer_index_remove(struct ctx *ctx, int64_t id, const char *found_by) MUST_CHECK;
// Makes one piece of the many that the index consists of after much was entered: searches are quicker then. Takes a while; within no
// transaction of others.
enum status customer_index_settle(struct ctx *ctx) MUST_CHECK;
// Brings row and index up to date after a change of the customer's name or of its contacts, within the caller's transaction.
enum status customer_index_again(struct ctx *ctx, int64_t id) MUST_CHECK;

#endif
