// What a program asks of the custodian and what it is answered, as structs and as packets: one encoder and one decoder for
// each, used by the client (custody.c), by the custodian, and by the fuzzer.
// Not here: sending and waiting (custody.c), deciding (custodian/).
#ifndef VAULT_EXCHANGE_H
#define VAULT_EXCHANGE_H

#include "vault/custody.h"
#include "vault/desk.h"
#include "vault/message.h"
#include "vault/upkeep.h"

// So many of the longest values fit into one packet; the client splits what is more.
#define EXCHANGE_ITEMS_MAX 32
#define EXCHANGE_IDS_MAX 200
#define EXCHANGE_ROWS_MAX 200
#define EXCHANGE_BOX_MAX (CUSTODY_VALUE_MAX + 96) // its frame and its filling
// Bytes of the texts in a call.
#define EXCHANGE_KEY_MAX 64 // field, purpose, client address, request number
#define EXCHANGE_TEXT_MAX 1024
#define EXCHANGE_CODE_MAX 8 // of a code; a longer one is none

struct call {
    enum operation operation;
    int64_t number;             // echoed in the answer
    struct asker asker;         // all but SEAL, HEAD, UPKEEP and RESEAL
    struct custody_item *items; // SEAL and TWINS (with values), OPEN, RECORD: 1 … EXCHANGE_ITEMS_MAX
    unsigned count;
    enum result result; // RECORD
    int64_t kind;       // FIND
    const char *field, *value;
    unsigned most;
    struct access_filter filter;   // LOG
    bool fresh;                    // CODE: of the secret that is being set up
    const char *code;              // CODE
    struct desk_question question; // DESK
    enum upkeep_act act;           // UPKEEP
    struct reseal_item *boxes;     // RESEAL: `count` of them, 1 … RESEAL_MAX
    struct custody_deed deed;      // DEED
    int64_t customer_id;           // TWINS
};

void call_encode(const struct call *call, struct writer *writer);
// False: no call at all. Texts and items are copied into the arena.
bool call_decode(struct call *call, const void *bytes, size_t length, struct arena *arena) MUST_CHECK;

// On any status but STATUS_OK the rest is empty.
struct answer {
    int64_t number;
    enum status status;
    struct custody_item *items; // SEAL: .sealed; OPEN: .result and .disclosed
    unsigned count;
    enum result result; // FIND, LOG, DEED
    int64_t *ids;       // FIND
    unsigned found;
    struct access_page page;      // LOG
    struct access_head head;      // HEAD
    struct custody_secret secret; // SECRET
    int64_t step;                 // CODE
    struct custody_twins twins;   // TWINS
    struct desk_reply desk;       // DESK
    struct prune_report prune;    // UPKEEP
    struct key_report key;        // UPKEEP
    struct reseal_item *boxes;    // RESEAL: `count` of them
};

void answer_encode(enum operation operation, const struct answer *answer, struct writer *writer);
bool answer_decode(struct answer *answer, enum operation operation, const void *bytes, size_t length,
                   struct arena *arena) MUST_CHECK;

// Of the upkeep's part (upkeep.c).
void upkeep_write_call(struct writer *writer, const struct call *call);
void upkeep_read_call(struct reader *reader, struct call *call);
void upkeep_write_answer(struct writer *writer, enum operation operation, const struct answer *answer);
void upkeep_read_answer(struct reader *reader, enum operation operation, struct answer *answer);

// Of the desk's part (desk.c).
void desk_write_question(struct writer *writer, const struct desk_question *question);
void desk_read_question(struct reader *reader, struct desk_question *question);
void desk_write_reply(struct writer *writer, const struct desk_reply *reply);
void desk_read_reply(struct reader *reader, struct desk_reply *reply);

#endif
