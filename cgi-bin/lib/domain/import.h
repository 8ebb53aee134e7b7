// Importing a list of customers (ARC-13): every row is checked with the rules of the forms, every fault is told by line
// and column, and then all of it is there for everybody at one moment, or none of it. It is written in small transactions, withheld
// from everybody until all is there (withheld.h), so that others can save meanwhile.
//
// A row stands for a customer that is there already when it names its 档案编号 or 客户编码, has its 统一社会信用代码,
// or, where one of the two has no such code, the same name but for case, width and punctuation. Nothing is changed in
// such a customer: a row that says the same (confidential values are compared by their masks, since nobody but the
// custodian can read them) is passed over, so a second run of a file changes nothing; a row that says something else is
// a fault, because a change needs an author and a look at what is there (ARC-4, OPS-2). `skip_existing` passes over
// both kinds.
//
// A telephone number that stands in an earlier row too is worth a look (ARC-8), and no fault: firms of one house share a switchboard.
// With the numbers of the store they are not compared: a list would be as many searches as it has rows.
//
// Not here: reading the file (lib/sheet), where its headings are (import_heading.h) and what they mean (import_columns.h),
// the terminal (ctl/import.c).
#ifndef DOMAIN_IMPORT_H
#define DOMAIN_IMPORT_H

#include "domain/ctx.h"
#include "sheet/table.h"

struct import_columns;

extern const struct sql *const IMPORT_STATEMENTS[];

struct import_plan {
    struct sheet_table *file;
    const char *owner;                    // login of the account manager where the file names none; NULL: every row must
    const struct import_columns *columns; // what the columns are; NULL: guessed from their headings
    unsigned heading;                     // number of the row of headings; 0: guessed
    const struct actor *author;           // who enters the customers, with their rights; NULL: each account manager, the tool's rights
    const char *const *ignored;           // headings to leave out, NULL-ended; NULL: none
    bool skip_existing;
    bool dry_run;
    int64_t batch_id;               // by which the customers will be known (customer.batch_id)
    struct custody *const *helpers; // more clients of the custodian, which make sealing quicker; NULL: none
    unsigned helper_count;
};

struct import_fault {
    unsigned line;      // 0: of the file as a whole
    unsigned place;     // number of the column, from 1; 0: the whole row
    const char *column; // heading as in the file; "" when it concerns the whole row
    struct text message;
};

enum import_phase {
    IMPORT_CHECKING, // in bytes
    IMPORT_WRITING   // in customers
};

struct import_result;

// What a caller wants to hear while it goes on. All may be NULL.
struct import_listener {
    void (*fault)(void *data, const struct import_fault *fault);
    void (*hint)(void *data, const struct import_fault *hint); // worth a look, but no fault
    void (*progress)(void *data, enum import_phase phase, size_t done, size_t total);
    // At the beginning of each transaction, within it, the one that publishes too: whether the author still may.
    enum status (*renew)(void *data);
    // Everything is written and about to be published: the last chance to write something with it, or to refuse it.
    enum status (*written)(void *data, const struct import_result *result);
    void *data;
};

struct import_result {
    unsigned rows;        // read
    unsigned created;     // customers written, or that would be (dry run, faults in other rows)
    unsigned contacts;    // with them
    unsigned existing;    // passed over, because they are there
    unsigned faults;      // told to the listener
    unsigned faulty_rows; // that have any
    unsigned hints;       // told to the listener
};

// STATUS_INVALID: there were faults. STATUS_STALE: an administrator changed the fields meanwhile. STATUS_UNAVAILABLE: the custodian or the
// store could not. Whatever the listener refused with. In all these cases nothing was imported; what was written and nobody will see is
// removed by withheld_sweep.
enum status import_run(struct ctx *ctx, const struct import_plan *plan, const struct import_listener *listener,
                       struct import_result *result) MUST_CHECK;

// The message with the place it is about before it ("B17：…").
struct text import_place_message(struct arena *arena, unsigned line, unsigned column, struct text message);

#endif
