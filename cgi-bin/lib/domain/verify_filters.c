// The tables that the custodian's filters use, against the records: somebody who took a row out of them would hide records
// from an auditor who looks at one customer or person, and leave the chain as it is.
#include "domain/verify_log.h"
#include "store/where.h"

// Each gives the lowest number that a table is wrong about, or NULL. `:until`: the newest record that the tables know.
static const struct {
    const char *name, *text;
} COMPARISONS[] = {
    {"verify.customers_missing",
     "SELECT min(a.seq) FROM access a WHERE a.seq <= :until AND a.customer_id <> 0 AND NOT EXISTS"
     " (SELECT 1 FROM access_of_customer k WHERE k.customer_id = a.customer_id AND k.seq = a.seq)"},
    {"verify.customers_extra",
     "SELECT min(k.seq) FROM access_of_customer k WHERE k.seq > :until OR NOT EXISTS"
     " (SELECT 1 FROM access a WHERE a.seq = k.seq AND a.customer_id = k.customer_id)"},
    {"verify.persons_missing",
     "SELECT min(a.seq) FROM access a WHERE a.seq <= :until AND NOT EXISTS"
     " (SELECT 1 FROM access_of_person k WHERE k.person_id = a.person_id AND k.seq = a.seq)"},
    {"verify.persons_extra",
     "SELECT min(k.seq) FROM access_of_person k WHERE k.seq > :until OR NOT EXISTS"
     " (SELECT 1 FROM access a WHERE a.seq = k.seq AND a.person_id = k.person_id)"},
    {"verify.times_missing",
     "SELECT min(r.first) FROM (SELECT seq / 1024 AS block, min(seq) AS first, min(time) AS earliest, max(time) AS latest"
     " FROM access WHERE seq <= :until GROUP BY seq / 1024) r LEFT JOIN access_block b ON b.block = r.block"
     " WHERE b.block IS NULL OR b.earliest <> r.earliest OR b.latest <> r.latest"},
    {"verify.times_extra", "SELECT min(block) * 1024 FROM access_block WHERE block < 0 OR block > :until / 1024"},
};

static bool read_until(struct verifier *verifier, int64_t *until) {
    struct where where = where_start(verifier->arena);
    where_plain(&where, "id = 1");
    struct query query = where_query(&where, verifier->store, "verify.indexed", "SELECT until FROM indexed", "");
    *until = query_row(&query) ? query_int(&query, 0) : -1;
    return query_end(&query) == STATUS_OK;
}

static void tell(struct verifier *verifier, enum verify_fault fault, int64_t seq) {
    verifier->result->fault = fault;
    verifier->result->first = verifier->result->last = seq;
}

void verify_filters(struct verifier *verifier) {
    int64_t until;
    if (!read_until(verifier, &until)) {
        tell(verifier, VERIFY_UNREADABLE, verifier->seq);
        return;
    }
    // Records that the tables claim to know and that are not there yet would never be entered.
    if (until < 0 || until > verifier->seq)
        tell(verifier, VERIFY_FILTERS, verifier->seq);
    for (size_t i = 0; verifier->result->fault == VERIFY_GOOD && i < sizeof COMPARISONS / sizeof *COMPARISONS; i++) {
        struct where where = where_start(verifier->arena);
        where_value_int(&where, ":until", until);
        struct query query = where_query(&where, verifier->store, COMPARISONS[i].name, COMPARISONS[i].text, "");
        if (query_row(&query) && !query_is_null(&query, 0))
            tell(verifier, VERIFY_FILTERS, query_int(&query, 0));
        if (query_end(&query) != STATUS_OK)
            tell(verifier, VERIFY_UNREADABLE, verifier->seq);
    }
}
