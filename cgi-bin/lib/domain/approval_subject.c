#include "domain/approval_subject.h"

#include <string.h>

#include "domain/contract_submit.h"

static const struct approval_subject SUBJECTS[] = {
    {"contract.sign", contract_approval_digest, contract_approval_ended},
};

const struct approval_subject *approval_subject_find(const char *kind) {
    for (size_t i = 0; i < sizeof SUBJECTS / sizeof *SUBJECTS; i++)
        if (strcmp(SUBJECTS[i].kind, kind) == 0)
            return &SUBJECTS[i];
    return NULL;
}
