// Holding the rules against the log.
#include "custodian/watch.h"

#include <string.h>

#include "custodian/cases.h"
#include "domain/watch.h"
#include "domain/workday.h"

static const struct sql UNTIL = {"watch.until", "SELECT until FROM watched WHERE id = 1"};
static const struct sql RULES = {"watch.rules", "SELECT key, threshold, minutes, active FROM watch_rule"};
static const struct sql SET_RULE = {
    "watch.set_rule",
    "INSERT INTO watch_rule (key, threshold, minutes, active) VALUES (:key, :threshold, :minutes, :active)"
    " ON CONFLICT (key) DO UPDATE SET threshold = :threshold, minutes = :minutes, active = :active",
};
static const struct sql PEOPLE = {
    "watch.people",
    "SELECT DISTINCT person_id FROM access WHERE seq > :from AND seq <= :until AND person_id <> 0 AND channel < 7 ORDER BY person_id",
};
static const struct sql FIRST_TIME = {"watch.first_time", "SELECT min(time) FROM access WHERE seq > :from AND seq <= :until"};
static const struct sql ROWS = {
    "watch.rows",
    "SELECT seq, time, login, request, customer_id, purpose_text, channel, result, purpose FROM access WHERE seq IN"
    " (SELECT seq FROM access_of_person WHERE person_id = :person AND seq >= :low AND seq <= :until ORDER BY seq DESC LIMIT :most)"
    " AND channel < 7 ORDER BY seq",
};
const struct sql *const WATCH_LOG_STATEMENTS[] = {&UNTIL, &RULES, &SET_RULE, &PEOPLE, &FIRST_TIME, &ROWS, NULL};

static const struct sql OWNER = {"watch.owner", "SELECT owner_id FROM customer WHERE id = :id"};
static const struct sql NOTICES = {
    "watch.notices",
    "SELECT n.kind, n.person_id, p.login, n.day, n.since, n.until, COALESCE(n.by_id, 0) FROM audit_notice n"
    " JOIN person p ON p.id = n.person_id WHERE n.until > :since ORDER BY n.until, n.id",
};
const struct sql *const WATCH_STORE_STATEMENTS[] = {&OWNER, &NOTICES, NULL};

struct watching {
    struct ledger *ledger;
    struct store *store;
    struct arena *arena;
    struct desk_rule rules[WATCH_COUNT];
    struct workdays days; // the calendar as it is now
    int64_t from, until;  // the slice: records behind the first, up to the second
    struct raise *raises;
    unsigned raise_count, raise_room;
    struct seen *rows;     // of one person at a time
    struct arena *scratch; // wiped after each
    int64_t next;          // number of the next new case
};

// A record of the person who is looked at.
struct seen {
    int64_t seq, time, customer_id;
    int64_t earlier; // place of the last record before it about the same customer that a rule counts; -1: none
    uint64_t text;   // hash of the purpose's text
    const char *words;
    unsigned counts; // by which rules
    bool marked;     // part of what is being raised
};

static void add_raise(struct watching *watching, const struct raise *raise) {
    if (watching->raise_count == watching->raise_room) {
        watching->raise_room = watching->raise_room ? 2 * watching->raise_room : 16;
        struct raise *wider = ARENA_ARRAY(watching->arena, struct raise, watching->raise_room);
        if (watching->raise_count > 0)
            memcpy(wider, watching->raises, watching->raise_count * sizeof *wider);
        watching->raises = wider;
    }
    watching->raises[watching->raise_count++] = *raise;
}

// --- Rules

enum status watch_rules(struct ledger *ledger, struct desk_rule *rules, struct arena *arena) {
    for (unsigned i = 0; i < WATCH_COUNT; i++)
        rules[i] = (struct desk_rule){WATCH_RULES[i].key, WATCH_RULES[i].threshold, WATCH_RULES[i].minutes, 1};
    struct query query = query_start(ledger->store, &RULES);
    while (query_row(&query)) {
        const enum watch watch = watch_find(query_text(&query, 0, arena));
        if (watch < WATCH_COUNT)
            rules[watch] = (struct desk_rule){WATCH_RULES[watch].key, query_int(&query, 1), query_int(&query, 2), query_int(&query, 3)};
    }
    return query_end(&query);
}

enum status watch_set_rule(struct ledger *ledger, const struct desk_question *question) {
    struct query query = query_start(ledger->store, &SET_RULE);
    query_bind_text(&query, ":key", question->key);
    query_bind_int(&query, ":threshold", question->threshold);
    query_bind_int(&query, ":minutes", question->minutes);
    query_bind_int(&query, ":active", question->active);
    return query_run(&query, NULL);
}

// --- One person

static uint64_t hash_text(const char *text) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return hash;
}

static enum status owner_of(struct watching *watching, int64_t customer_id, int64_t *owner_id) {
    struct query query = query_start(watching->store, &OWNER);
    query_bind_int(&query, ":id", customer_id);
    *owner_id = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

struct person_log {
    int64_t person_id;
    const char *login;
    struct seen *rows;
    unsigned count;
};

// Several records of one request are one search.
static void read_seen(const struct query *query, int64_t person_id, const char **request, struct seen *seen, struct access *access,
                      const struct workdays *days, struct arena *arena) {
    *access = (struct access){
        .seq = query_int(query, 0),
        .time = query_int(query, 1),
        .person_id = person_id,
        .login = query_text(query, 2, arena),
        .request = query_text(query, 3, arena),
        .customer_id = query_int(query, 4),
        .purpose_text = query_text(query, 5, arena),
        .channel = query_int(query, 6),
        .result = query_int(query, 7),
        .purpose = query_text(query, 8, arena),
    };
    *seen = (struct seen){.seq = access->seq,
                          .time = access->time,
                          .customer_id = access->customer_id,
                          .text = hash_text(access->purpose_text),
                          .words = access->purpose_text,
                          .counts = watch_counts(access, 0, days)};
    if (strcmp(*request, access->request) == 0 && *access->request != '\0')
        seen->counts &= ~(1u << WATCH_SEARCH | 1u << WATCH_ENTRY | 1u << WATCH_TWINS);
    *request = access->request;
}

static enum status read_person(struct watching *watching, int64_t low, struct person_log *log) {
    const char *request = "";
    enum status status = STATUS_OK;
    log->rows = watching->rows;
    log->count = 0;
    struct query query = query_start(watching->ledger->store, &ROWS);
    query_bind_int(&query, ":person", log->person_id);
    query_bind_int(&query, ":low", low);
    query_bind_int(&query, ":until", watching->until);
    query_bind_int(&query, ":most", WATCH_ROWS);
    while (status == STATUS_OK && log->count < WATCH_ROWS && query_row(&query)) {
        struct seen *seen = &log->rows[log->count++];
        struct access access;
        int64_t owner_id = 0;
        read_seen(&query, log->person_id, &request, seen, &access, &watching->days, watching->scratch);
        log->login = access.login;
        if ((seen->counts >> WATCH_MANY & 1) != 0 && watching->rules[WATCH_OTHERS].active)
            status = owner_of(watching, access.customer_id, &owner_id);
        seen->counts |= watch_counts(&access, owner_id, &watching->days) & 1u << WATCH_OTHERS;
    }
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

// --- One rule

// For counting different customers: where the same one was before.
static void link_customers(struct person_log *log) {
    for (unsigned i = 0; i < log->count; i++) {
        struct seen *seen = &log->rows[i];
        seen->earlier = -1;
        if ((seen->counts >> WATCH_OTHERS & 1) == 0)
            continue;
        for (unsigned back = i; back-- > 0 && seen->earlier < 0;)
            if ((log->rows[back].counts >> WATCH_OTHERS & 1) != 0 && log->rows[back].customer_id == seen->customer_id)
                seen->earlier = back;
    }
}

// How much there is of what the rule counts from record `low` up to record `at`.
static int64_t amount(const struct person_log *log, enum watch watch, unsigned low, unsigned at) {
    int64_t amount = 0;
    for (unsigned i = low; i <= at; i++) {
        const struct seen *seen = &log->rows[i];
        if ((seen->counts >> watch & 1) == 0 || (watch == WATCH_TEXT && seen->text != log->rows[at].text))
            continue;
        amount += watch != WATCH_OTHERS || seen->earlier < (int64_t)low;
    }
    return amount;
}

static void mark(struct person_log *log, enum watch watch, unsigned low, unsigned at) {
    for (unsigned i = low; i <= at; i++) {
        struct seen *seen = &log->rows[i];
        if ((seen->counts >> watch & 1) != 0 && (watch != WATCH_TEXT || seen->text == log->rows[at].text))
            seen->marked = true;
    }
}

// Three times as much as too much is graver than too much.
static int64_t weight_of(enum watch watch, int64_t most, int64_t threshold) {
    const int64_t weight = WATCH_RULES[watch].weight + (most >= 3 * threshold);
    return weight > 3 ? 3 : weight;
}

static unsigned marked_of(const struct person_log *log) {
    unsigned marked = 0;
    for (unsigned i = 0; i < log->count; i++)
        marked += log->rows[i].marked;
    return marked;
}

// Raises what is marked (with this text) and unmarks it.
static enum status raise_marked(struct watching *watching, struct person_log *log, enum watch watch, int64_t most, uint64_t text) {
    const struct desk_rule *rule = &watching->rules[watch];
    int64_t *seqs = ARENA_ARRAY(watching->arena, int64_t, marked_of(log));
    bool drop;
    struct raise raise = {.rule = rule->key,
                          .detail = "",
                          .person_id = log->person_id,
                          .login = arena_string(watching->arena, log->login),
                          .weight = weight_of(watch, most, rule->threshold),
                          .threshold = rule->threshold,
                          .minutes = rule->minutes,
                          .seqs = seqs};
    for (unsigned i = 0; i < log->count; i++) {
        struct seen *seen = &log->rows[i];
        if (!seen->marked || (watch == WATCH_TEXT && seen->text != text))
            continue;
        seen->marked = false;
        raise.since = raise.count == 0 ? seen->time : raise.since;
        raise.until = seen->time;
        raise.detail = watch == WATCH_TEXT ? seen->words : "";
        seqs[raise.count++] = seen->seq;
    }
    raise.detail = arena_string(watching->arena, raise.detail);
    TRY(cases_place(watching->ledger, &raise, &watching->next, &drop, watching->arena));
    if (!drop)
        add_raise(watching, &raise);
    return STATUS_OK;
}

static enum status hold_rule(struct watching *watching, struct person_log *log, enum watch watch) {
    const struct desk_rule *rule = &watching->rules[watch];
    int64_t most = 0;
    for (unsigned at = 0, low = 0; at < log->count; at++) {
        const struct seen *seen = &log->rows[at];
        while (low < at && log->rows[low].time <= seen->time - rule->minutes * TIME_MINUTE)
            low++;
        if (seen->seq <= watching->from || (seen->counts >> watch & 1) == 0)
            continue;
        const int64_t found = amount(log, watch, low, at);
        if (found < rule->threshold)
            continue;
        mark(log, watch, low, at);
        most = found > most ? found : most;
    }
    for (unsigned i = 0; most > 0 && i < log->count; i++)
        if (log->rows[i].marked)
            TRY(raise_marked(watching, log, watch, most, log->rows[i].text));
    return STATUS_OK;
}

static enum status hold_person(struct watching *watching, int64_t person_id, int64_t low) {
    struct person_log log = {.person_id = person_id};
    TRY(read_person(watching, low, &log));
    link_customers(&log);
    for (unsigned watch = 0; watch < WATCH_COUNT; watch++)
        if (watching->rules[watch].active)
            TRY(hold_rule(watching, &log, (enum watch)watch));
    return STATUS_OK;
}

// --- One slice

static enum status people_of(struct watching *watching, int64_t *people, unsigned *count) {
    *count = 0;
    struct query query = query_start(watching->ledger->store, &PEOPLE);
    query_bind_int(&query, ":from", watching->from);
    query_bind_int(&query, ":until", watching->until);
    while (*count < WATCH_SLICE && query_row(&query))
        people[(*count)++] = query_int(&query, 0);
    return query_end(&query);
}

// The lowest number that a record within the longest stretch of time before the slice can have.
static enum status low_of(struct watching *watching, int64_t *low) {
    int64_t first, minutes = 0, high;
    for (unsigned i = 0; i < WATCH_COUNT; i++)
        minutes = watching->rules[i].minutes > minutes ? watching->rules[i].minutes : minutes;
    struct query query = query_start(watching->ledger->store, &FIRST_TIME);
    query_bind_int(&query, ":from", watching->from);
    query_bind_int(&query, ":until", watching->until);
    first = query_row(&query) ? query_int(&query, 0) : 0;
    TRY(query_end(&query));
    return ledger_between(watching->ledger, first - minutes * TIME_MINUTE, 0, low, &high);
}

static enum status hold_slice(struct watching *watching) {
    int64_t people[WATCH_SLICE], low;
    unsigned count;
    TRY(watch_rules(watching->ledger, watching->rules, watching->arena));
    TRY(workday_read(watching->store, &watching->days, watching->arena));
    TRY(low_of(watching, &low));
    TRY(people_of(watching, people, &count));
    watching->rows = ARENA_ARRAY(watching->arena, struct seen, WATCH_ROWS);
    for (unsigned i = 0; i < count; i++) {
        TRY(hold_person(watching, people[i], low));
        arena_wipe(watching->scratch);
    }
    return STATUS_OK;
}

// Those that are cases already are known by them, so looking at some once more does no harm.
static enum status take_notices(struct watching *watching, int64_t since) {
    enum status status = STATUS_OK;
    struct query query = query_start(watching->store, &NOTICES);
    query_bind_int(&query, ":since", since);
    while (status == STATUS_OK && query_row(&query)) {
        struct raise raise = {.rule = query_text(&query, 0, watching->arena),
                              .person_id = query_int(&query, 1),
                              .login = query_text(&query, 2, watching->arena),
                              .detail = query_text(&query, 3, watching->arena),
                              .since = query_int(&query, 4),
                              .until = query_int(&query, 5),
                              .by_id = query_int(&query, 6)};
        bool drop;
        int64_t high;
        raise.weight = watch_notice_weight(raise.rule);
        status = ledger_between(watching->ledger, raise.since, 0, &raise.low, &high);
        if (status == STATUS_OK)
            status = cases_place(watching->ledger, &raise, &watching->next, &drop, watching->arena);
        if (status == STATUS_OK && !drop)
            add_raise(watching, &raise);
    }
    const enum status read = query_end(&query);
    return status == STATUS_OK ? read : status;
}

static enum status load(struct watch_state *watch, struct ledger *ledger) {
    struct query query = query_start(ledger->store, &UNTIL);
    watch->until = query_row(&query) ? query_int(&query, 0) : 0;
    watch->loaded = true;
    return query_end(&query);
}

static enum status step(struct watch_state *watch, struct watching *watching, bool *more) {
    struct ledger *ledger = watching->ledger;
    TRY(ledger_index(ledger, INT32_MAX));
    const int64_t since = watch->noticed ? clock_now(ledger->clock) - WATCH_NOTICES_BACK : -1;
    if (!watch->loaded)
        TRY(load(watch, ledger));
    watching->from = watch->until;
    watching->until = watching->from + WATCH_SLICE < ledger->tip.seq ? watching->from + WATCH_SLICE : ledger->tip.seq;
    const bool fresh = watching->until > watching->from;
    *more = watching->until < ledger->tip.seq;
    if (fresh)
        TRY(hold_slice(watching));
    if (!*more)
        TRY(take_notices(watching, since));
    if (fresh || watching->raise_count > 0)
        TRY(cases_raise(ledger, watching->raises, watching->raise_count, watching->until, watching->arena));
    watch->until = watching->until;
    watch->noticed |= !*more;
    return STATUS_OK;
}

enum status watch_step(struct watch_state *watch, struct ledger *ledger, struct store *store, bool *more) {
    struct arena *arena = arena_new();
    struct watching *watching = ARENA_NEW(arena, struct watching);
    *watching = (struct watching){.ledger = ledger, .store = store, .arena = arena, .scratch = arena_new()};
    *more = false;
    const enum status status = step(watch, watching, more);
    watch->loaded = watch->loaded && status == STATUS_OK;
    watch->since = clock_now(ledger->clock);
    arena_free(watching->scratch);
    arena_free(arena);
    return status;
}

bool watch_is_due(const struct watch_state *watch, const struct ledger *ledger) {
    const int64_t since = clock_now(ledger->clock) - watch->since;
    return !watch->loaded || ledger->tip.seq - watch->until >= WATCH_SLICE || since >= WATCH_NOTICES ||
           (ledger->tip.seq > watch->until && (since >= WATCH_PAUSE || since < 0));
}
