// The dossier of 003-4 (客户信息档案), 42 items about a person, all of them 机密, as a supplied template (ARC-10): loaded onto contacts
// with one act, item by item if wanted, and retired again. Labels are those of the source, letter for letter.
#ifndef DOMAIN_FIELD_TEMPLATE_H
#define DOMAIN_FIELD_TEMPLATE_H

#include "domain/field_admin.h"

#define DOSSIER "dossier"
#define DOSSIER_ITEMS 42

struct template_chapter {
    struct text label;
    int group; // of the program; -1: one of its own
};
struct template_item {
    unsigned number;  // in the source
    unsigned chapter; // index in DOSSIER_CHAPTERS
    const char *key;
    struct text label, hint;
    enum field_type type;
    const struct choice *choices;
};
extern const struct template_chapter DOSSIER_CHAPTERS[];
extern const struct template_item DOSSIER_TABLE[DOSSIER_ITEMS];

// Where an item of the dossier stands in the catalogue.
enum template_state {
    TEMPLATE_ABSENT,
    TEMPLATE_ACTIVE,
    TEMPLATE_RETIRED
};
enum template_state template_state(const struct ctx *ctx, const struct template_item *item);

// Adds or brings back the items whose bit is set (by index). STATUS_INVALID: too many fields, or a label is taken; nothing was done.
enum status template_load(struct ctx *ctx, uint64_t items, struct field_fault *fault) MUST_CHECK;
// Retires all of them; what was stored stays, and comes back with them.
enum status template_retire(struct ctx *ctx) MUST_CHECK;

#endif
