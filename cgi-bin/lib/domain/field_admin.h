// Changing the field catalogue (ARC-10): what an administrator adds, relabels, moves, retires and raises. Every change is one
// transaction with a row of the record for each thing that became another, and a new version that all programs then see.
// No value is read here (ORG-3). Not here: sealing what is stored after a level was raised (field_seal.h), the supplied dossier
// (field_template.h).
#ifndef DOMAIN_FIELD_ADMIN_H
#define DOMAIN_FIELD_ADMIN_H

#include "domain/ctx.h"

extern const struct sql *const FIELD_ADMIN_STATEMENTS[];

#define FIELD_LABEL_MAX 40 // characters
#define FIELD_HINT_MAX 200
#define FIELD_GROUP_FIRST 100 // own chapters are numbered from here
#define FIELD_CHOICES_MAX 200

// What can be set of a field, canonical; "" and 0: nothing.
struct field_settings {
    struct text label, hint;
    enum field_type type; // of a new field, or of an own one that was never used
    enum level level;     // of a new field; later: field_set_level
    unsigned group;
    unsigned min, max;
    struct field_limits limits;
    bool required, findable, listed, private;
};

// What is wrong, and with which setting ("label_zh"; "" = the field as a whole).
struct field_fault {
    const char *setting;
    struct text message;
};

// The field as it is set now.
struct field_settings field_settings_of(const struct field *field);

// All of these: STATUS_FORBIDDEN without PERM_ADMIN_FIELDS, STATUS_INVALID with *fault, STATUS_NOT_FOUND for a field that is not there,
// STATUS_STALE when somebody changed the catalogue meanwhile.
enum status field_add(struct ctx *ctx, enum kind kind, const struct field_settings *settings, struct field_fault *fault,
                      const char **key) MUST_CHECK;
enum status field_set(struct ctx *ctx, enum kind kind, const char *key, const struct field_settings *settings,
                      struct field_fault *fault) MUST_CHECK;
// One place up or down within its group.
enum status field_move(struct ctx *ctx, enum kind kind, const char *key, bool up) MUST_CHECK;
enum status field_retire(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) MUST_CHECK;
enum status field_bring_back(struct ctx *ctx, enum kind kind, const char *key, struct field_fault *fault) MUST_CHECK;
// Raises at once; what was stored in plain is sealed from then on, and hidden until it is. Lowering: only of an own field that
// was never used.
enum status field_set_level(struct ctx *ctx, enum kind kind, const char *key, enum level level,
                            struct field_fault *fault) MUST_CHECK;
// Whether an administrator can give a field this type.
bool field_type_is_offered(enum field_type type);
// Whether it can be retired, and raised at all; else *why.
bool field_may_retire(const struct field *field, struct text *why);
bool field_may_raise(const struct field *field, struct text *why);

// The choices of a field as an editor has them: those with a key are there already, and stay, retired or not.
struct field_choices {
    struct choice rows[FIELD_CHOICES_MAX];
    unsigned count;
};
enum status field_set_choices(struct ctx *ctx, enum kind kind, const char *key, const struct field_choices *choices,
                              struct field_fault *fault) MUST_CHECK;

// A chapter of pages and forms: *id is its number, that of an existing one if it is called the same. Within a change; `pending` is how
// many were added in it before.
enum status field_group_add(struct ctx *ctx, struct text label, unsigned pending, struct field_fault *fault,
                            unsigned *id) MUST_CHECK;

// What others that change the catalogue share (field_template.c).
enum status field_change_begin(struct ctx *ctx) MUST_CHECK;
enum status field_change_end(struct ctx *ctx, enum status status) MUST_CHECK;
enum status field_insert(struct ctx *ctx, enum kind kind, const char *key, const char *template,
                         const struct field_settings *settings) MUST_CHECK;
// The choices of a field just inserted; NULL: none.
enum status field_insert_choices(struct ctx *ctx, enum kind kind, const char *key, const struct choice *choices) MUST_CHECK;
enum status field_set_retired(struct ctx *ctx, enum kind kind, const struct field *field, bool retired) MUST_CHECK;
struct text field_too_many(struct ctx *ctx, size_t count, size_t more);

#endif
