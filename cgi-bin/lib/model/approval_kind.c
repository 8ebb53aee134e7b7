#include "model/approval_kind.h"

#include <string.h>

static const struct approval_flag CONTRACT_FLAGS[] = {
    // CON-1
    {"oral", {"口头/格式合同", "Oral or standard form"}},
    {"usual", {"常规服务合同或订单", "Usual contract or order"}},
    {"special", {"特殊服务合同", "Special contract"}},
    {NULL, {NULL, NULL}},
};

const struct approval_kind APPROVAL_KINDS[] = {
    {"contract.sign", {"合同签订", "Contract"}, PERM_CONTRACT_WRITE, CONTRACT_FLAGS, true},
};
const unsigned APPROVAL_KIND_COUNT = sizeof APPROVAL_KINDS / sizeof *APPROVAL_KINDS;

const struct approval_flag APPROVAL_CRITERIA[APPROVAL_CRITERIA_COUNT + 1] = {
    {"economic", {"经济性", "Economy"}},
    {"technical", {"技术性", "Technique"}},
    {"feasible", {"可行性", "Feasibility"}},
    {"legal", {"安全/合法性", "Safety and law"}},
    {"other", {"其它", "Other"}},
    {NULL, {NULL, NULL}},
};
const struct approval_flag APPROVAL_FINDINGS[] = {
    {"yes", {"可行", "Good"}},
    {"note", {"有保留", "With reservations"}},
    {"no", {"不可行", "Not good"}},
    {NULL, {NULL, NULL}},
};

const struct approval_kind *approval_kind_find(const char *key) {
    for (unsigned i = 0; i < APPROVAL_KIND_COUNT; i++)
        if (strcmp(APPROVAL_KINDS[i].key, key) == 0)
            return &APPROVAL_KINDS[i];
    return NULL;
}

struct text approval_flag_label(const struct approval_kind *kind, const char *flag) {
    for (const struct approval_flag *one = kind->flags; one != NULL && one->key != NULL; one++)
        if (strcmp(one->key, flag) == 0)
            return one->label;
    return (struct text){flag, flag};
}
