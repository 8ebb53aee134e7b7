#include "domain/demo.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "model/uscc.h"

// One customer being composed.
struct maker {
    const struct demo_words *words;
    const struct field_catalogue *fields;
    struct random random;
    uint64_t state; // of the random stream
    struct arena *arena;
    uint32_t index;
    uint64_t seed;
    struct demo_customer *customer;
    const struct demo_line *place, *trade, *form;
};

static uint32_t below(struct maker *maker, uint32_t bound) {
    return random_below(&maker->random, bound);
}

static bool chance(struct maker *maker, uint32_t percent) {
    return below(maker, 100) < percent;
}

static const struct demo_line *any(struct maker *maker, enum demo_list list) {
    const struct demo_table *table = &maker->words->lists[list];
    return &table->lines[below(maker, table->count)];
}

static void put(const char **typed, const struct field_table *table, const char *key, const char *value) {
    int index = field_index(table, key);
    if (index >= 0)
        typed[index] = value;
}

static void customer_put(struct maker *maker, const char *key, const char *value) {
    put(maker->customer->typed, maker->fields->customer, key, value);
}

static const char *any_date(struct maker *maker, unsigned first_year, unsigned last_year) {
    unsigned year = first_year + below(maker, last_year - first_year + 1);
    unsigned month = 1 + below(maker, 12), day = 1 + below(maker, 28);
    return arena_format(maker->arena, "%04u-%02u-%02u", year, month, day);
}

// --- Names

static uint64_t common_divisor(uint64_t a, uint64_t b) {
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

// Walks through all `total` combinations without meeting one twice, in an order that looks random: a step of about the
// golden section that has no divisor in common with the total.
static uint64_t scatter(uint64_t index, uint64_t seed, uint64_t total) {
    uint64_t step = total * 618 / 1000 + 1;
    while (common_divisor(step, total) != 1)
        step++;
    return (index % total * step + seed % total) % total;
}

static const struct demo_line *digit(struct maker *maker, enum demo_list list, uint64_t *number) {
    const struct demo_table *table = &maker->words->lists[list];
    const struct demo_line *line = &table->lines[*number % table->count];
    *number /= table->count;
    return line;
}

static uint32_t share_of(const struct demo_line *form) {
    uint32_t share = 0;
    for (const char *c = form->cells[2]; *c >= '0' && *c <= '9'; c++)
        share = share * 10 + (uint32_t)(*c - '0');
    return share;
}

static bool among(const char *names, const char *name) {
    size_t length = strlen(name);
    for (const char *found = names; (found = strstr(found, name)) != NULL; found += length)
        if ((found == names || found[-1] == ',') && (found[length] == ',' || found[length] == '\0'))
            return true;
    return false;
}

// A legal form that the trade has, else the usual one.
static const struct demo_line *any_form(struct maker *maker) {
    const struct demo_table *forms = &maker->words->lists[DEMO_FORMS];
    uint32_t mark = below(maker, 100);
    unsigned i = 0;
    while (i + 1 < forms->count && mark >= share_of(&forms->lines[i]))
        mark -= share_of(&forms->lines[i++]);
    const char *industries = forms->lines[i].cells[3];
    return *industries == '\0' || among(industries, maker->trade->cells[1]) ? &forms->lines[i] : &forms->lines[0];
}

static const char *compose_name(struct maker *maker) {
    const struct demo_table *lists = maker->words->lists;
    uint64_t total = (uint64_t)lists[DEMO_PLACES].count * lists[DEMO_FIRST].count * lists[DEMO_SECOND].count *
                     lists[DEMO_TRADES].count;
    uint64_t number = scatter(maker->index, maker->seed, total);
    maker->place = digit(maker, DEMO_PLACES, &number);
    const char *first = digit(maker, DEMO_FIRST, &number)->cells[0];
    const char *second = digit(maker, DEMO_SECOND, &number)->cells[0];
    maker->trade = digit(maker, DEMO_TRADES, &number);
    maker->form = any_form(maker);
    const char *trade = maker->trade->cells[0], *form = maker->form->cells[0];
    if (chance(maker, 2)) // a name that is only the word
        return arena_format(maker->arena, "%s%s", first, second);
    if (chance(maker, 15))
        return arena_format(maker->arena, "%s%s（%s）%s%s", first, second, maker->place->cells[1], trade, form);
    const char *place = maker->place->cells[chance(maker, 60) ? 3 : 1];
    const char *suffix = chance(maker, 1) ? any(maker, DEMO_SUFFIXES)->cells[0] : "";
    return arena_format(maker->arena, "%s%s%s%s%s%s", place, first, second, trade, form, suffix);
}

static const char *person_name(struct maker *maker) {
    const char *surname = any(maker, DEMO_SURNAMES)->cells[0], *given = any(maker, DEMO_GIVEN)->cells[0];
    if (chance(maker, 25))
        return arena_format(maker->arena, "%s%s", surname, given);
    return arena_format(maker->arena, "%s%s%s", surname, given, any(maker, DEMO_GIVEN)->cells[0]);
}

// --- Numbers

// The check character of an organisation code (GB 11714-1997), positions 9–17 of the 统一社会信用代码.
static char organisation_check(const char *eight) {
    static const int WEIGHTS[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += WEIGHTS[i] * (eight[i] <= '9' ? eight[i] - '0' : eight[i] - 'A' + 10);
    int check = 11 - sum % 11;
    return check == 10 ? 'X' : check == 11 ? '0'
                                           : (char)('0' + check);
}

// Distinct for every index: "KD" and the index scattered over six places of 31 characters each.
static const char *credit_code(struct maker *maker) {
    static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    uint64_t number = scatter(maker->index, maker->seed * 104729, 887503681); // 31^6
    char body[] = "KD000000";
    for (int i = 7; i >= 2; i--, number /= 31)
        body[i] = ALPHABET[number % 31];
    const char *nature = maker->form->cells[1];
    char kind = strcmp(nature, "individual") == 0 ? '2' : strcmp(nature, "cooperative") == 0 ? '3'
                                                                                             : '1';
    const char *code =
        arena_format(maker->arena, "9%c%.6s%s%c", kind, maker->place->cells[0], body, organisation_check(body));
    return arena_format(maker->arena, "%s%c", code, uscc_check_character(code));
}

static const char *fixed_line(struct maker *maker) {
    return arena_format(maker->arena, "%s-20000%03u", maker->place->cells[2], below(maker, 1000));
}

static const char *mobile(struct maker *maker) {
    return arena_format(maker->arena, "154%08u", below(maker, 100000000));
}

static const char *email(struct maker *maker, const char *box) {
    static const char *const DOMAINS[] = {"example.com", "example.net", "example.org"};
    return arena_format(maker->arena, "%s%u@%s", box, below(maker, 1000000), DOMAINS[below(maker, 3)]);
}

// --- Chapters of a record

static void note(struct maker *maker, const char **typed, const struct field_table *table, const char *key,
                 uint32_t percent) {
    if (!chance(maker, percent))
        return;
    const struct demo_table *notes = &maker->words->lists[DEMO_NOTES];
    for (unsigned tries = 0; tries < 200; tries++) {
        const struct demo_line *line = &notes->lines[below(maker, notes->count)];
        if (strcmp(line->cells[0], key) == 0) {
            put(typed, table, key, line->cells[1]);
            return;
        }
    }
}

static void customer_note(struct maker *maker, const char *key, uint32_t percent) {
    note(maker, maker->customer->typed, maker->fields->customer, key, percent);
}

static void identity(struct maker *maker) {
    customer_put(maker, "name", compose_name(maker));
    const char *code = credit_code(maker);
    if (chance(maker, 96)) // planned customers (ARC-1) are not known that well yet
        customer_put(maker, "credit_code", code);
    if (chance(maker, 30))
        customer_put(maker, "tax_no", code);
    customer_put(maker, "kind", maker->trade->cells[2]);
    customer_put(maker, "region", maker->place->cells[0]);
    customer_put(maker, "nature", maker->form->cells[1]);
    customer_put(maker, "legal_person", person_name(maker));
    customer_put(maker, "established", any_date(maker, 1992, 2014));
}

static void business(struct maker *maker) {
    customer_put(maker, "industry", maker->trade->cells[1]);
    customer_put(maker, "goods", maker->trade->cells[3]);
    customer_put(maker, "transport", maker->trade->cells[4]);
    customer_put(maker, "flow",
                 arena_format(maker->arena, "%s → %s、%s", maker->place->cells[1], any(maker, DEMO_PLACES)->cells[1],
                              any(maker, DEMO_PLACES)->cells[1]));
}

static void address(struct maker *maker) {
    // The format comes from the list: its one %u is replaced here, never given to printf.
    const char *building = any(maker, DEMO_BUILDINGS)->cells[0];
    const char *mark = strstr(building, "%u");
    int before = mark != NULL ? (int)(mark - building) : (int)strlen(building);
    customer_put(maker, "address",
                 arena_format(maker->arena, "%s%.*s%u%s", any(maker, DEMO_ROADS)->cells[0], before, building,
                              1 + below(maker, 1800), mark != NULL ? mark + 2 : ""));
    customer_put(maker, "phone", chance(maker, 70) ? fixed_line(maker) : mobile(maker));
    if (chance(maker, 20))
        customer_put(maker, "fax", fixed_line(maker));
    if (chance(maker, 60))
        customer_put(maker, "email", email(maker, "office"));
    if (chance(maker, 50))
        customer_put(maker, "website", arena_format(maker->arena, "https://www.example.com/kd%u", maker->index + 1));
}

static void finance(struct maker *maker) {
    customer_put(maker, "registered_capital", arena_format(maker->arena, "%u0000", 10 + below(maker, 10000)));
    customer_put(maker, "license_issued", any_date(maker, 2015, 2025));
    customer_put(maker, "taxpayer", chance(maker, 70) ? "general" : "small");
    if (chance(maker, 40)) {
        customer_put(maker, "bank",
                     arena_format(maker->arena, "%s%s%s支行", any(maker, DEMO_BANKS)->cells[0], maker->place->cells[1],
                                  any(maker, DEMO_ROADS)->cells[0]));
        customer_put(maker, "bank_account",
                     arena_format(maker->arena, "0000%07u%08u", below(maker, 10000000), below(maker, 100000000)));
        customer_put(maker, "invoice_title", maker->customer->typed[field_index(maker->fields->customer, "name")]);
    }
    if (chance(maker, 25))
        customer_put(maker, "credit_limit", arena_format(maker->arena, "%u0000", 5 + below(maker, 500)));
    customer_note(maker, "finances", 8);
    customer_note(maker, "credit_findings", 10);
}

static void cooperation(struct maker *maker) {
    static const char *const SETTLEMENTS[] = {"monthly", "monthly", "prepaid", "cash", "credit", "acceptance"};
    customer_put(maker, "cooperation_start", any_date(maker, 2015, 2025));
    customer_put(maker, "settlement", SETTLEMENTS[below(maker, 6)]);
    customer_note(maker, "price", 20);
    customer_note(maker, "volume", 20);
    customer_note(maker, "remarks", 25);
}

static void contact(struct maker *maker, const char **typed) {
    const struct demo_line *title = any(maker, DEMO_TITLES);
    put(typed, maker->fields->contact, "name", person_name(maker));
    put(typed, maker->fields->contact, "title", title->cells[0]);
    put(typed, maker->fields->contact, "department", title->cells[1]);
    put(typed, maker->fields->contact, "decision", title->cells[2]);
    put(typed, maker->fields->contact, "mobile", mobile(maker));
    if (chance(maker, 25))
        put(typed, maker->fields->contact, "phone", fixed_line(maker));
    if (chance(maker, 50))
        put(typed, maker->fields->contact, "email", email(maker, "person"));
    if (chance(maker, 20))
        put(typed, maker->fields->contact, "wechat", arena_format(maker->arena, "wx_example_%u", below(maker, 1000000)));
    if (chance(maker, 20))
        put(typed, maker->fields->contact, "birthday", any_date(maker, 1962, 2001));
    note(maker, typed, maker->fields->contact, "preferences", 10);
}

void demo_customer_make(const struct demo_words *words, const struct field_catalogue *fields, uint64_t seed,
                        uint32_t index, struct arena *arena, struct demo_customer *customer) {
    static const unsigned CONTACTS[] = {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4};
    *customer = (struct demo_customer){0};
    struct maker maker = {.words = words,
                          .fields = fields,
                          .state = (seed << 32) ^ index,
                          .arena = arena,
                          .index = index,
                          .seed = seed,
                          .customer = customer};
    maker.random = random_seeded(&maker.state);
    identity(&maker);
    business(&maker);
    address(&maker);
    finance(&maker);
    cooperation(&maker);
    customer->contact_count = CONTACTS[below(&maker, sizeof CONTACTS / sizeof CONTACTS[0])];
    for (unsigned i = 0; i < customer->contact_count; i++)
        contact(&maker, customer->contacts[i]);
    random_fill(&maker.random, &customer->owner, sizeof customer->owner);
}

// Weeks of five days, from half past eight to half past five.
int64_t demo_time(uint32_t index, uint32_t total) {
    double day = DEMO_WEEKS * 5.0 * index / total;
    uint32_t whole = (uint32_t)day;
    int64_t morning = date_start(DEMO_MONDAY) + (whole / 5 * 7 + whole % 5) * TIME_DAY + 17 * TIME_HOUR / 2;
    return morning + (int64_t)((day - whole) * (double)(9 * TIME_HOUR));
}
