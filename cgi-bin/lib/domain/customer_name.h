// A customer's name in its other forms: folded for comparing, as pinyin for sorting, as tokens in the search index.
#ifndef DOMAIN_CUSTOMER_NAME_H
#define DOMAIN_CUSTOMER_NAME_H

#include "domain/ctx.h"

// How the name sorts: by the pinyin of its Han characters, the rest as it is folded.
const char *customer_name_key(struct arena *arena, const char *name);

enum status customer_index_add(struct ctx *ctx, int64_t id, const char *name) MUST_CHECK;
// `name` must be the one that was added: the index keeps tokens only.
enum status customer_index_remove(struct ctx *ctx, int64_t id, const char *name) MUST_CHECK;

#endif
