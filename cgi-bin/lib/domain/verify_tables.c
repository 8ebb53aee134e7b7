// The tables that were made from the records, against them. Somebody who took a row out of those for filters would hide records from an
// auditor who looks at one customer or person, and leave the chain as it is; somebody who altered a case would whitewash a person.
#include "domain/verify_log.h"
#include "store/where.h"

// Each gives the lowest number that a table is wrong about, or NULL. `:until`: the newest record that the tables know.
static const struct comparison {
    const char *name, *text;
    enum {
        ABOUT_FILTERS,
        ABOUT_CASES, // these know what was pruned instead of how far the filters go
        ABOUT_PRUNING
    } about;
    int version; // of the log's tables, from which on it has these
} COMPARISONS[] = {
    {"verify.customers_missing",
     "SELECT min(a.seq) FROM access a WHERE a.seq <= :until AND a.customer_id <> 0 AND NOT EXISTS"
     " (SELECT 1 FROM access_of_customer k WHERE k.customer_id = a.customer_id AND k.seq = a.seq)",
     false, 1},
    {"verify.customers_extra",
     "SELECT min(k.seq) FROM access_of_customer k WHERE k.seq > :until OR NOT EXISTS"
     " (SELECT 1 FROM access a WHERE a.seq = k.seq AND a.customer_id = k.customer_id)",
     false, 1},
    {"verify.persons_missing",
     "SELECT min(a.seq) FROM access a WHERE a.seq <= :until AND NOT EXISTS"
     " (SELECT 1 FROM access_of_person k WHERE k.person_id = a.person_id AND k.seq = a.seq)",
     false, 1},
    {"verify.persons_extra",
     "SELECT min(k.seq) FROM access_of_person k WHERE k.seq > :until OR NOT EXISTS"
     " (SELECT 1 FROM access a WHERE a.seq = k.seq AND a.person_id = k.person_id)",
     false, 1},
    {"verify.times_missing",
     "SELECT min(r.first) FROM (SELECT seq / 1024 AS block, min(seq) AS first, min(time) AS earliest, max(time) AS latest"
     " FROM access WHERE seq <= :until GROUP BY seq / 1024) r LEFT JOIN access_block b ON b.block = r.block"
     " WHERE b.block IS NULL OR b.earliest <> r.earliest OR b.latest <> r.latest",
     false, 1},
    {"verify.times_extra", "SELECT min(block) * 1024 FROM access_block WHERE block < 0 OR block > :until / 1024", ABOUT_FILTERS, 1},
    {"verify.hours",
     "SELECT min(r.first) FROM (SELECT time / 3600000 AS hour, min(seq) AS first, sum(result = 1 AND customer_id <> 0 AND channel IN"
     " (1, 3, 4, 5, 6)) AS looks, sum(channel = 2) AS searches, sum(result BETWEEN 2 AND 8 OR result = 14) AS refused"
     " FROM access WHERE seq <= :until GROUP BY time / 3600000) r LEFT JOIN access_hour h ON h.hour = r.hour"
     " WHERE h.hour IS NULL OR h.looks <> r.looks OR h.searches <> r.searches OR h.refused <> r.refused",
     ABOUT_FILTERS, 2},
    {"verify.case_missing", // a record says that a case was opened, and there is none like that
     "SELECT min(a.seq) FROM access a WHERE a.seq > :pruned AND a.channel = 9 AND a.result = 15 AND NOT EXISTS (SELECT 1 FROM audit_case c WHERE"
     " c.opened_seq = a.seq AND c.person_id = a.person_id AND c.login = a.login AND c.opened_at = a.time AND c.count >= a.count"
     " AND a.field = 'case=' || c.id || ' rule=' || c.rule)",
     ABOUT_CASES, 2},
    {"verify.case_extra", // a case that no record speaks of
     "SELECT min(c.opened_seq) FROM audit_case c WHERE c.opened_seq > :pruned AND NOT EXISTS (SELECT 1 FROM access a WHERE a.seq = c.opened_seq AND a.channel = 9"
     " AND a.result = 15 AND a.field = 'case=' || c.id || ' rule=' || c.rule)",
     ABOUT_CASES, 2},
    {"verify.decision_missing",
     "SELECT min(a.seq) FROM access a WHERE a.seq > :pruned AND a.channel = 9 AND a.result = 16 AND NOT EXISTS (SELECT 1 FROM audit_case c WHERE"
     " c.decided_seq = a.seq AND c.decided_by = a.person_id AND c.decided_at = a.time AND c.decision_text = a.purpose_text"
     " AND a.field = 'case=' || c.id || ' decision=' || c.decision)",
     ABOUT_CASES, 2},
    {"verify.decision_extra",
     "SELECT min(c.decided_seq) FROM audit_case c WHERE c.decision <> '' AND c.decided_seq > :pruned AND NOT EXISTS (SELECT 1 FROM access a WHERE"
     " a.seq = c.decided_seq AND a.channel = 9 AND a.result = 16 AND a.field = 'case=' || c.id || ' decision=' || c.decision)"
     "",
     ABOUT_CASES, 2},
    {"verify.prune_unsaid", // a statement that no record speaks of, or one that came before the last six months were over
     "SELECT p.seq FROM pruned p WHERE p.seq = :pruned AND NOT EXISTS (SELECT 1 FROM access a WHERE a.channel = 8 AND a.result = 19"
     " AND a.field LIKE 'until=' || p.seq || ' %link=' || lower (hex (p.link)) AND a.time - p.time >= 15811200000)",
     ABOUT_PRUNING, 3},
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

// Records that the tables claim to know and that are not there yet would never be entered.
static bool knows_too_much(struct verifier *verifier, int64_t *until) {
    if (!read_until(verifier, until))
        tell(verifier, VERIFY_UNREADABLE, verifier->seq);
    else if (*until < 0 || *until > verifier->seq)
        tell(verifier, VERIFY_FILTERS, verifier->seq);
    return verifier->result->fault != VERIFY_GOOD;
}

static void compare(struct verifier *verifier, const struct comparison *comparison, int64_t until) {
    struct where where = where_start(verifier->arena);
    if (comparison->about == ABOUT_FILTERS)
        where_value_int(&where, ":until", until);
    else
        where_value_int(&where, ":pruned", verifier->pruned.seq);
    struct query query = where_query(&where, verifier->store, comparison->name, comparison->text, "");
    if (query_row(&query) && !query_is_null(&query, 0))
        tell(verifier, comparison->about == ABOUT_PRUNING ? VERIFY_PRUNED : comparison->about == ABOUT_CASES ? VERIFY_CASES
                                                                                                             : VERIFY_FILTERS,
             query_int(&query, 0));
    if (query_end(&query) != STATUS_OK)
        tell(verifier, VERIFY_UNREADABLE, verifier->seq);
}

bool verify_tables(struct verifier *verifier, unsigned part) {
    int64_t until;
    if (part >= sizeof COMPARISONS / sizeof *COMPARISONS)
        return false;
    if (!knows_too_much(verifier, &until) && COMPARISONS[part].version <= verifier->version)
        compare(verifier, &COMPARISONS[part], until);
    return true;
}
