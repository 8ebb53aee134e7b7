// The second factor: making a secret for somebody, and looking whether a code is of the one they have. The secret is sealed for the
// person, under a kind that no field table has: neither sealing nor opening a field ever comes near it.
#include <string.h>

#include "base/log.h"
#include "custodian/batch.h"
#include "domain/session.h"
#include "vault/box.h"
#include "vault/password.h"
#include "vault/totp.h"

#define FIELD "second_factor"

static const struct sql SECRET = {
    "custodian.secret",
    "SELECT box, last_step FROM second_factor WHERE person_id = :person AND (confirmed_at IS NULL) = :fresh",
};
static const struct sql STEP = {
    "custodian.step",
    "SELECT s.person_id FROM sign_in_step s JOIN person p ON p.id = s.person_id AND p.state = 'active'"
    " WHERE s.token_hash = :hash AND s.created_at > :since",
};
const struct sql *const DECIDE_CODE_STATEMENTS[] = {&SECRET, &STEP, NULL};

enum status decide_secret(struct batch *batch, struct pending *pending) {
    TRY(batch_actor(batch, pending));
    struct access *record = batch_record(batch, pending);
    record->field = FIELD;
    record->level = LEVEL_TOP;
    record->result = pending->known ? RESULT_DISCLOSED : RESULT_NO_SESSION;
    return STATUS_OK;
}

void make_secret(struct batch *batch, struct pending *pending) {
    const struct access *record = &batch->records[pending->first];
    const struct box_place place = {BOX_SECOND_FACTOR, record->person_id, FIELD};
    const struct random random = random_system();
    struct custody_secret *secret = &pending->answer.secret;
    if (record->result != RESULT_DISCLOSED) {
        pending->answer.status = STATUS_UNAUTHENTICATED;
        return;
    }
    secret->disclosed = (struct disclosed){totp_secret(&random, batch->arena), record->seq};
    secret->sealed.size = box_seal(batch->custodian->keys, &place, secret->disclosed.value, batch->arena, &secret->sealed.box);
}

// Who has given the password, and now gives the code.
static enum status person_between(struct batch *batch, const unsigned char *token, int64_t *person_id) {
    unsigned char hash[TOKEN_HASH_SIZE];
    token_hash(token, hash);
    struct query query = query_start(batch->custodian->store, &STEP);
    query_bind_blob(&query, ":hash", hash, sizeof hash);
    query_bind_int(&query, ":since", batch->now - SIGN_IN_STEP);
    if (query_row(&query))
        *person_id = query_int(&query, 0);
    return query_end(&query);
}

static enum status person_of(struct batch *batch, struct pending *pending, int64_t *person_id) {
    const unsigned char *token = pending->call.asker.session;
    *person_id = 0;
    TRY(batch_actor(batch, pending));
    if (pending->known)
        *person_id = pending->known->actor.person_id;
    else if (token)
        TRY(person_between(batch, token, person_id));
    return *person_id != 0 ? STATUS_OK : STATUS_UNAUTHENTICATED;
}

enum status decide_code(struct batch *batch, struct pending *pending) {
    struct box_place place = {.kind = BOX_SECOND_FACTOR, .field = FIELD};
    size_t size = 0;
    int64_t last = 0;
    TRY(person_of(batch, pending, &place.record_id));
    struct query query = query_start(batch->custodian->store, &SECRET);
    query_bind_int(&query, ":person", place.record_id);
    query_bind_int(&query, ":fresh", pending->call.fresh);
    const unsigned char *box = query_row(&query) ? query_blob(&query, 0, &size, batch->arena) : NULL;
    last = query_int(&query, 1);
    TRY(query_end(&query));
    if (!box)
        return STATUS_NOT_FOUND;
    const char *secret = box_open(batch->custodian->keys, &place, box, size, batch->arena);
    if (!secret) {
        LOG_EVENT(LOG_ERROR, "secret.broken", LOG_NUMBER("person", place.record_id));
        return STATUS_FAULT;
    }
    pending->answer.step = totp_step(secret, pending->call.code, batch->now, last);
    pending->answer.status = STATUS_OK;
    pending->answered = true;
    return STATUS_OK;
}
