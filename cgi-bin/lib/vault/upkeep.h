// What the administrator's tool asks of the custodian to keep the log and the keys in order. Only the custodian's own user and root are
// answered: no web program that runs as its own user can ask.
// Not here: what an auditor may ask (desk.h).
#ifndef VAULT_UPKEEP_H
#define VAULT_UPKEEP_H

#include "vault/custody.h"

enum upkeep_act {
    UPKEEP_PRUNE = 1, // one step of pruning the log by the retention
    UPKEEP_KEY_BEGIN, // a new data key; the old one still opens
    UPKEEP_KEY_STATE, // how the rotations stand
    UPKEEP_KEY_END,   // destroys the old data key
    UPKEEP_KEY_TOKEN, // a new token key; the custodian makes the index anew by itself, and then destroys the old key
    UPKEEP_KEY_SIGN,  // a new signing key, at once
    UPKEEP_ACT_COUNT
};

struct prune_report {
    int64_t days;       // the retention …
    int64_t cutoff;     // … so nothing younger than this went
    int64_t removed;    // records of this step; 0: nothing (more) to remove
    int64_t until;      // the newest record that was ever removed, 0 = none …
    int64_t until_at;   // … and its time
    int64_t shorter_at; // a shorter retention was set, and holds from then on; 0: none waits
    int64_t held;       // nothing behind this one may go yet: an open case, or a proof that is needed
};

// STATUS_FORBIDDEN: not for this user.
enum status custody_prune(struct custody *custody, struct prune_report *report) MUST_CHECK;

// --- Rotation of keys (CONF-8)

// What a program sealed just before the rotation began is stored within this time; so long the old key stays, at least.
#define KEY_ROTATION_LEAST INT64_C(600000) // ms

struct key_report {
    int64_t since;                   // when the rotation of the data key began; 0: none is going on
    int64_t now;                     // the custodian's clock
    int64_t token;                   // 1: the index of values is made anew under a new token key …
    int64_t token_done, token_whole; // … and knows so much of the store's history
    int64_t signing_from;            // the record that named the present signing key, 0: it is the first …
    int64_t signing_since;           // … and its time
    int64_t signing_keys;            // how many there were, with it
    int64_t unsettled;               // 1: the key files do not tell of it yet: they could not be written
};

// BEGIN, TOKEN: STATUS_CONFLICT, one is going on. END: STATUS_NOT_FOUND, none is; STATUS_CONFLICT, it began too short a time ago.
// SIGN: STATUS_LIMITED, there were too many. As above.
enum status custody_rotate(struct custody *custody, enum upkeep_act act, struct key_report *report) MUST_CHECK;

#define EXCHANGE_FIELD_MAX 64
#define RESEAL_MAX 24 // boxes in one packet: so many of the longest fit

struct reseal_item {
    int64_t kind, record_id;
    const char *field;
    const unsigned char *box;
    size_t size;
    // results
    struct sealed fresh; // .size 0: it is under the present key already, or broken
    bool broken;         // it opens under neither key
};
// Seals anew what is under the old key. Nothing is disclosed: what comes back is ciphertext for the same place.
enum status custody_reseal(struct custody *custody, struct reseal_item *items, unsigned count, struct arena *arena) MUST_CHECK;

#endif
