// What is wrong with what was typed into a form that has no field table: a message per field, in both languages.
#ifndef DOMAIN_FAULT_H
#define DOMAIN_FAULT_H

#include "base/status.h"
#include "base/text.h"

#define FAULTS_MAX 16

struct faults {
    unsigned count;
    struct fault {
        const char *field; // the input's name; "" = of the form as a whole
        struct text message;
    } list[FAULTS_MAX];
};

// Adds one; always gives STATUS_INVALID. The first message of a field stays.
enum status fault_add(struct faults *faults, const char *field, struct text message);
// The message of a field; .zh NULL when there is none.
struct text fault_of(const struct faults *faults, const char *field);
// STATUS_INVALID when there are any.
enum status fault_status(const struct faults *faults) MUST_CHECK;

#endif
