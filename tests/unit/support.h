// What tests of rules share: a migrated store in a folder of its own, a small company, a clock that stands still until
// it is moved, randomness that repeats. Linked to every unit test; what a test does not use costs it nothing.
// Not here: the custodian (fake_custody.h).
#ifndef TESTS_SUPPORT_H
#define TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/ctx.h"
#include "domain/record.h"

// The company: 集团 (1) ─ 销售一部 (2) ─ 一组 (4), and 集团 ─ 销售二部 (3).
enum {
    UNIT_GROUP = 1,
    UNIT_SALES_1 = 2,
    UNIT_SALES_2 = 3,
    UNIT_TEAM = 4
};
// Its people: role, unit.
enum {
    PERSON_SELLER = 1, // sales, 一组
    PERSON_COLLEAGUE,  // sales, 一组
    PERSON_OTHER,      // sales, 销售二部
    PERSON_MANAGER,    // sales_manager (unit), 一组
    PERSON_DIRECTOR,   // sales_director (subtree), 销售一部
    PERSON_CLERK,      // archive_clerk (all), 集团
    PERSON_GENERAL,    // general_manager (all), 集团
    PERSON_AUDITOR,    // auditor, 集团
    PERSON_COUNT = PERSON_AUDITOR
};

#define FIXTURE_TIME INT64_C(1795312800000) // 2026-11-22T02:00:00Z

struct fixture {
    struct arena *arena;
    char folder[256];
    const char *path; // of the database
    struct store *store;
    int64_t now; // what the clock says
    uint64_t seed;
    struct clock clock;
    struct random random;
    struct id_source ids;
    struct actor actors[PERSON_COUNT + 1];
    struct ctx ctx; // of PERSON_SELLER at first; without a custodian
};

// An empty folder of the test's own, below $TMPDIR or /tmp; written to `folder`.
void folder_make(char folder[256]);
void folder_remove(const char *folder); // with what is in it
// The bytes of a file; ends the test when it can't be read.
char *file_read(const char *path, size_t *length, struct arena *arena);

// A store with the company and a few regions, opened with these statements (NULL: none).
struct fixture *fixture_new(const struct sql *const *const *lists);
// Fails the test when a query or a transaction was left open.
void fixture_free(struct fixture *fixture);
// Makes `person` the one who acts.
void fixture_act(struct fixture *fixture, int person);
// Runs SQL of the test's own over a connection of its own.
void fixture_sql(struct fixture *fixture, const char *sql);
// The one number that a statement gives.
int64_t fixture_number(struct fixture *fixture, const char *sql);

// A draft of key, value, key, value … NULL, as a form would send it, not yet checked.
struct draft draft_of(const struct field_table *table, ...) __attribute__((sentinel));
// The same for a change of `stored`, checked; ends the test when the check fails.
struct draft draft_checked(struct fixture *fixture, const struct field_table *table, const struct record *stored, ...)
    __attribute__((sentinel));

#endif
