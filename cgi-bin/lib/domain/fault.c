#include "domain/fault.h"

#include <stddef.h>
#include <string.h>

struct text fault_of(const struct faults *faults, const char *field) {
    for (unsigned i = 0; i < faults->count; i++)
        if (strcmp(faults->list[i].field, field) == 0)
            return faults->list[i].message;
    return (struct text){NULL, NULL};
}

enum status fault_add(struct faults *faults, const char *field, struct text message) {
    if (fault_of(faults, field).zh == NULL && faults->count < FAULTS_MAX)
        faults->list[faults->count++] = (struct fault){field, message};
    return STATUS_INVALID;
}

enum status fault_status(const struct faults *faults) {
    return faults->count > 0 ? STATUS_INVALID : STATUS_OK;
}
