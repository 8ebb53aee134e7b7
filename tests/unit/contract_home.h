// Contracts for tests of their rules: two customers, a price, drafts. Included by contract_test and contract_revision_test.
#ifndef TESTS_CONTRACT_HOME_H
#define TESTS_CONTRACT_HOME_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

#include "domain/approval.h"
#include "domain/contract_sql.h"
#include "domain/contract_submit.h"
#include "domain/contract_unit.h"
#include "domain/delegation.h"
#include "domain/directory.h"
#include "domain/setting.h"
#include "domain/workday.h"

static const struct sql *const FOLLOW[] = {&CONTRACT_FOLLOW, NULL};
static const struct sql *const *const LISTS[] = {FOLLOW,
                                                 CONTRACT_STATEMENTS,
                                                 CONTRACT_SUBMIT_STATEMENTS,
                                                 SETTING_READ_STATEMENTS,
                                                 APPROVAL_PATH_STATEMENTS, APPROVAL_LOAD_STATEMENTS,
                                                 APPROVAL_READ_STATEMENTS,
                                                 APPROVAL_WRITE_STATEMENTS,
                                                 DELEGATION_STATEMENTS,
                                                 DIRECTORY_PERSON_STATEMENTS,
                                                 WORKDAY_READ_STATEMENTS,
                                                 NULL};
static struct fixture *fixture;

enum {
    CUSTOMER_MINE = 11, // of the seller
    CUSTOMER_OTHER = 12 // of a seller in 销售二部
};

static inline int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture_sql(fixture, "INSERT INTO customer (id, archive_no, code, name, name_fold, name_key, owner_id, unit_id, created_at, "
                         "created_by, updated_at, updated_by) VALUES "
                         "(11, 'A-11', 'C11', '甲公司', '甲公司', 'jia', 1, 4, 1, 1, 1, 1), (12, 'A-12', 'C12', '乙公司', "
                         "'乙公司', 'yi', 3, 3, 1, 3, 1, 3)");
    fixture_sql(
        fixture,
        "INSERT INTO price_range (item, unit, from_date, low, high, cost) VALUES ('运输', '吨', '2026-01-01', 10000, 20000, 8000), "
        "('运输', '吨', '2026-11-23', 1, 2, 1)"); // from tomorrow on
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    fixture_free(fixture);
    return 0;
}

static inline struct contract_line line_of(const char *quantity, int64_t price) {
    struct contract_line line = {.item = "运输", .unit = "吨", .quantity = quantity, .price = price};
    assert_true(amount_times(quantity, price, &line.amount));
    return line;
}

static inline struct draft full_draft(const char *title) {
    struct draft draft = draft_of(&CONTRACT_FIELDS, "title", title, "our_party", "我们公司", "other_party", "甲公司", "subject",
                                  "运钢材", "valid_from", "2026-11-22", "valid_to", "2027-11-21", "payment", "月结", "delivery",
                                  "十日内", "credit_on", "2026-11-20", "credit_result", "good", "license", "yes", NULL);
    assert_int_equal(draft_check(&draft, NULL, fixture->arena), STATUS_OK);
    return draft;
}

static inline int64_t create_with(struct draft draft, struct contract_line line) {
    int64_t id = 0;
    const struct contract_rows rows = {.lines = &line, .line_count = 1};
    assert_int_equal(contract_create(&fixture->ctx, CUSTOMER_MINE, &draft, &rows, &id), STATUS_OK);
    return id;
}

static inline int64_t create(int64_t price) {
    return create_with(full_draft("运输合同"), line_of("10", price));
}

static inline struct contract find(int64_t id) {
    struct contract contract;
    assert_int_equal(contract_find(&fixture->ctx, id, PERM_CONTRACT_READ, &contract), STATUS_OK);
    return contract;
}

static inline const char *value(const struct contract_text *text, const char *key) {
    return text->record.values[field_index(&CONTRACT_FIELDS, key)];
}

static inline enum status save_title(int64_t id, int64_t version, const char *title) {
    const struct contract now = find(id);
    struct draft draft = draft_checked(fixture, &CONTRACT_FIELDS, &now.text.record, "title", title, NULL);
    return contract_save(&fixture->ctx, id, version, &draft, &now.text.rows);
}

static inline const char *title_now(int64_t id) {
    const struct contract now = find(id);
    return value(&now.text, "title");
}

static inline bool lacks(int64_t id, const char *field) {
    const struct contract contract = find(id);
    struct contract_proposal proposal;
    struct contract_lacks missing;
    assert_int_equal(contract_propose(&fixture->ctx, &contract.text, &proposal), STATUS_OK);
    contract_missing(&fixture->ctx, &contract.text, &proposal, &missing);
    for (unsigned i = 0; i < missing.count; i++)
        if (strcmp(missing.list[i].field, field) == 0)
            return true;
    return field[0] == '\0' && missing.count > 0;
}

static inline enum status submit(int64_t id, int64_t *approval_id) {
    struct text message;
    return contract_submit(&fixture->ctx, id, find(id).version, approval_id, &message);
}

static inline int64_t submitted(int64_t id) {
    int64_t approval = 0;
    assert_int_equal(submit(id, &approval), STATUS_OK);
    assert_true(approval > 0);
    return approval;
}

#endif
