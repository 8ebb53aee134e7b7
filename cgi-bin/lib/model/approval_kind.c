#include "model/approval_kind.h"

#include <string.h>

const struct approval_kind APPROVAL_KINDS[] = {
    {"contract.sign", {"合同签订", "Contract"}, true},
};
const unsigned APPROVAL_KIND_COUNT = sizeof APPROVAL_KINDS / sizeof *APPROVAL_KINDS;

const struct choice APPROVAL_CRITERIA[APPROVAL_CRITERIA_COUNT + 1] = {
    {"economic", {"经济性", "Economy"}, false},
    {"technical", {"技术性", "Technique"}, false},
    {"feasible", {"可行性", "Feasibility"}, false},
    {"legal", {"安全/合法性", "Safety and law"}, false},
    {"other", {"其它", "Other"}, false},
    {NULL, {NULL, NULL}, false},
};
const struct choice APPROVAL_FINDINGS[] = {
    {"yes", {"可行", "Good"}, false},
    {"note", {"有保留", "With reservations"}, false},
    {"no", {"不可行", "Not good"}, false},
    {NULL, {NULL, NULL}, false},
};

const struct approval_kind *approval_kind_find(const char *key) {
    for (unsigned i = 0; i < APPROVAL_KIND_COUNT; i++)
        if (strcmp(APPROVAL_KINDS[i].key, key) == 0)
            return &APPROVAL_KINDS[i];
    return NULL;
}
