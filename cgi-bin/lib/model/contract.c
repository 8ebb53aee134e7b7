#include "model/contract.h"

#include <string.h>

static const struct {
    const char *key;
    struct text label;
} STATES[CONTRACT_STATES] = {
    [CONTRACT_DRAFT] = {"draft", {"起草", "Draft"}},
    [CONTRACT_SUBMITTED] = {"submitted", {"审批中", "Being approved"}},
    [CONTRACT_APPROVED] = {"approved", {"已批准", "Approved"}},
};

const char *contract_kind_key(enum contract_kind kind) {
    return CONTRACT_KIND_CHOICES[kind].key;
}

enum contract_kind contract_kind_find(const char *key) {
    unsigned i = 0;
    while (i < CONTRACT_KINDS && strcmp(CONTRACT_KIND_CHOICES[i].key, key) != 0)
        i++;
    return (enum contract_kind)i;
}

struct text contract_kind_label(enum contract_kind kind) {
    return CONTRACT_KIND_CHOICES[kind].label;
}

const char *contract_state_key(enum contract_state state) {
    return STATES[state].key;
}

enum contract_state contract_state_find(const char *key) {
    unsigned i = 0;
    while (i < CONTRACT_STATES && strcmp(STATES[i].key, key) != 0)
        i++;
    return (enum contract_state)i;
}

struct text contract_state_label(enum contract_state state) {
    return STATES[state].label;
}

static const struct {
    enum contract_state from;
    enum contract_event event;
    enum contract_state to;
} ARROWS[] = {
    {CONTRACT_DRAFT, CONTRACT_SAVE, CONTRACT_DRAFT},
    {CONTRACT_DRAFT, CONTRACT_REVISE, CONTRACT_DRAFT},
    {CONTRACT_DRAFT, CONTRACT_SUBMIT, CONTRACT_SUBMITTED},
    {CONTRACT_SUBMITTED, CONTRACT_APPROVE, CONTRACT_APPROVED},
    {CONTRACT_SUBMITTED, CONTRACT_RETURN, CONTRACT_DRAFT},
};

enum contract_state contract_next(enum contract_state state, enum contract_event event) {
    for (size_t i = 0; i < sizeof ARROWS / sizeof *ARROWS; i++)
        if (ARROWS[i].from == state && ARROWS[i].event == event)
            return ARROWS[i].to;
    return CONTRACT_STATES;
}
