// What requests can be for (CON-11). A new kind is a row here, a path in the store, and in domain/approval_subject.c what is approved and
// what follows from it.
#ifndef MODEL_APPROVAL_KIND_H
#define MODEL_APPROVAL_KIND_H

#include <stdbool.h>

#include "base/text.h"
#include "model/field.h"

struct approval_kind {
    const char *key; // stored: "contract.sign"
    struct text label;
    bool has_criteria; // judged by CON-4: economic, technical …
};
extern const struct approval_kind APPROVAL_KINDS[];
extern const unsigned APPROVAL_KIND_COUNT;

const struct approval_kind *approval_kind_find(const char *key); // or NULL

// CON-4.
#define APPROVAL_CRITERIA_COUNT 5
extern const struct choice APPROVAL_CRITERIA[APPROVAL_CRITERIA_COUNT + 1]; // ends with key NULL
extern const struct choice APPROVAL_FINDINGS[];

#endif
