// Administrative regions by what people type for them: 440305, 广东省深圳市南山区, 深圳南山, 南山区.
// Not here: what a code alone says (model/region_code).
#ifndef DOMAIN_REGION_H
#define DOMAIN_REGION_H

#include "domain/ctx.h"

extern const struct sql *const REGION_STATEMENTS[];
extern const struct sql *const REGION_LOAD_STATEMENTS[];

#define REGION_TYPED_MAX 60 // characters

struct region {
    const char *code;
    const char *full_name;
};

// The region that `typed` stands for: its code, its full name, its own name, or any of these names shortened, with or
// without what lies above it. STATUS_INVALID: *message says that there is none, or which ones it may be.
enum status region_resolve(struct ctx *ctx, const char *typed, struct region *region, struct text *message) MUST_CHECK;

// Puts a message at each FIELD_REGION of a checked draft that stands for no region, so that a form shows it with its
// other faults. STATUS_INVALID when the draft has faults, of whichever kind.
struct draft;
enum status region_check_draft(struct ctx *ctx, struct draft *draft) MUST_CHECK;

// Fills the regions from a table of code, parent, name and full name between tabs ('#' begins a comment); those that
// are there are brought up to date. STATUS_INVALID when a line is not of that form: *line is its number.
enum status region_load(struct ctx *ctx, const char *path, unsigned *count, unsigned *line) MUST_CHECK;

#endif
