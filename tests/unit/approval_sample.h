// What tests of requests for approval share: a store, something to be approved, and people who act on it.
#ifndef TESTS_APPROVAL_SAMPLE_H
#define TESTS_APPROVAL_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include "domain/approval.h"
#include "domain/approval_subject.h"
#include "domain/approval_upkeep.h"
#include "domain/delegation.h"
#include "domain/directory.h"
#include "domain/workday.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {APPROVAL_PATH_STATEMENTS, APPROVAL_LOAD_STATEMENTS, APPROVAL_READ_STATEMENTS, APPROVAL_WRITE_STATEMENTS, APPROVAL_LIST_STATEMENTS,
                                                 APPROVAL_COUNT_STATEMENTS, APPROVAL_UPKEEP_STATEMENTS, APPROVAL_HANDOVER_STATEMENTS, DELEGATION_STATEMENTS, DIRECTORY_PERSON_STATEMENTS, WORKDAY_READ_STATEMENTS, NULL};

static struct fixture *fixture;
static unsigned char digest_now[APPROVAL_DIGEST];
static unsigned ended_count;
static enum status ended_status;
static enum approval_state ended_state;

// What is approved here: something with a digest, and the end of it is counted.
static inline enum status digest_subject(struct ctx *ctx, int64_t subject_id, unsigned char digest[APPROVAL_DIGEST]) {
    (void)ctx;
    memcpy(digest, digest_now, APPROVAL_DIGEST);
    return subject_id == 7 ? STATUS_OK : STATUS_NOT_FOUND;
}

static inline enum status end_subject(struct ctx *ctx, const struct approval_request *request) {
    (void)ctx;
    ended_count++;
    ended_state = request->machine.state;
    return ended_status;
}

const struct approval_subject *approval_subject_find(const char *kind) {
    static const struct approval_subject SUBJECT = {"contract.sign", digest_subject, end_subject};
    assert_string_equal(kind, SUBJECT.kind);
    return &SUBJECT;
}

static inline int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    memset(digest_now, 1, sizeof digest_now);
    ended_count = 0;
    ended_status = STATUS_OK;
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static inline struct approval_new usual(int64_t amount) {
    return (struct approval_new){.kind = "contract.sign", .subject_id = 7, .title = "合同", .amount = amount, .flag = "usual", .digest = digest_now};
}

static inline enum status try_submit(const struct approval_new *new, int64_t *id, struct text *message) {
    assert_int_equal(store_begin(fixture->store), STATUS_OK);
    const enum status status = approval_submit(&fixture->ctx, new, id, message);
    if (status == STATUS_OK)
        assert_int_equal(store_commit(fixture->store), STATUS_OK);
    else
        store_rollback(fixture->store);
    return status;
}

static inline int64_t submit(int64_t amount) {
    const struct approval_new new = usual(amount);
    struct text message;
    int64_t id = 0;
    fixture_act(fixture, PERSON_SELLER);
    fixture->now += TIME_SECOND;
    assert_int_equal(try_submit(&new, &id, &message), STATUS_OK);
    return id;
}

static inline enum approval_refusal act(int person, int64_t id, struct approval_word word) {
    enum approval_refusal refusal;
    fixture_act(fixture, person);
    fixture->now += TIME_SECOND;
    if (word.seen == NULL)
        word.seen = digest_now;
    const enum status status = approval_do(&fixture->ctx, id, &word, &refusal);
    assert_int_equal(status == STATUS_OK, refusal == REFUSAL_NONE);
    assert_true(store_is_idle(fixture->store));
    return refusal;
}

static inline enum approval_refusal approve(int person, int64_t id) {
    return act(person, id, (struct approval_word){.event = EVENT_APPROVE, .opinion = "同意"});
}

static inline struct approval_request read_as(int person, int64_t id) {
    struct approval_request request;
    fixture_act(fixture, person);
    assert_int_equal(approval_read(&fixture->ctx, id, &request), STATUS_OK);
    assert_null(approval_broken(&request.machine));
    return request;
}

static inline struct approval_rows listed(int person, enum approval_list list) {
    struct approval_rows page;
    fixture_act(fixture, person);
    assert_int_equal(approval_list(&fixture->ctx, list, "", &page), STATUS_OK);
    return page;
}

static inline unsigned waiting(int person) {
    unsigned count;
    fixture_act(fixture, person);
    assert_int_equal(approval_waiting(&fixture->ctx, 99, &count), STATUS_OK);
    assert_int_equal(count, listed(person, APPROVALS_WAITING).count);
    return count;
}

#endif
