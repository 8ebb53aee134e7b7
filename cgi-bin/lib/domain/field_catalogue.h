// The field catalogue as a process holds it (ARC-10): the lines of the program joined with what administrators stored. Its version
// comes with every session, so that a page costs no statement more; when it is another, the tables are read anew.
// Not here: changing them (field_admin.h).
#ifndef DOMAIN_FIELD_CATALOGUE_H
#define DOMAIN_FIELD_CATALOGUE_H

#include "domain/ctx.h"

extern const struct sql *const FIELD_CATALOGUE_STATEMENTS[]; // reading; every program has them with SESSION_STATEMENTS
extern const struct sql FIELD_VERSION, FIELD_GROUPS, FIELD_DEFINITIONS, FIELD_CHOICES, FIELD_NOTE_USE;

// Begins as {.now = &BUILT_IN_CATALOGUE}. What `now` points at lives until the next refresh.
struct catalogue_keeper {
    const struct field_catalogue *now;
    struct arena *arena; // of `now`; NULL: built in
};

// The version of what is stored.
enum status catalogue_version(struct store *store, int64_t *version) MUST_CHECK;
// Reads it anew if `version` is not the one at hand.
enum status catalogue_refresh(struct catalogue_keeper *keeper, struct store *store, int64_t version) MUST_CHECK;

// Within a transaction that writes: STATUS_STALE unless ctx->fields is what is stored. Else a value could be written by rules that
// hold no more, in plain where it must be sealed.
enum status catalogue_check(struct ctx *ctx) MUST_CHECK;

// Notes that something is stored in an own field from now on.
enum status catalogue_note_use(struct ctx *ctx, enum kind kind, const struct field *field) MUST_CHECK;

#endif
