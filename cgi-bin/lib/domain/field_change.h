// What the files of one change share. Not here: anything for others (field_admin.h).
#ifndef DOMAIN_FIELD_CHANGE_H
#define DOMAIN_FIELD_CHANGE_H

#include "domain/field_admin.h"

extern const struct sql FIELD_CHOICE_PUT, FIELD_GROUP_PUT; // field_choices.c

// STATUS_INVALID, with the fault.
enum status field_refuse(struct field_fault *fault, const char *setting, struct text message) MUST_CHECK;
// Alike but for case, width and punctuation.
bool field_same_label(struct arena *arena, const char *a, const char *b);
// A key that was never given.
enum status field_next_key(struct ctx *ctx, const char **key) MUST_CHECK;
// A row for a line of the program that has none yet.
enum status field_ensure(struct ctx *ctx, enum kind kind, const struct field *field) MUST_CHECK;

#endif
