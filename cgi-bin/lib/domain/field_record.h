// The record of what administrators changed in the fields: who, when, what was, what is. Written in the transaction of the change.
#ifndef DOMAIN_FIELD_RECORD_H
#define DOMAIN_FIELD_RECORD_H

#include "domain/field_admin.h"

extern const struct sql *const FIELD_RECORD_STATEMENTS[];

enum status field_record(struct ctx *ctx, enum kind kind, const char *label, const char *action, const char *what, const char *before,
                         const char *after) MUST_CHECK;
// One row for each setting that became another.
enum status field_record_settings(struct ctx *ctx, enum kind kind, const struct field_settings *before,
                                  const struct field_settings *after) MUST_CHECK;

struct field_change {
    int64_t id, at;
    const char *person;
    enum kind kind;
    const char *label, *action, *what, *before, *after;
};
// The newest first, those before the row `before` (0: all).
enum status field_changes(struct ctx *ctx, int64_t before, struct field_change *rows, unsigned most, unsigned *count) MUST_CHECK;

#endif
