// Leaving and moving: one page that says what the person has and asks to whom it goes (ORG-5).
#include <string.h>

#include "admin/pages.h"

#define FIELDS_MAX 5
#define FACTS_MAX (HANDOVER_KINDS_MAX + 3)

static const char *number(const struct page *page, int64_t value) {
    return arena_format(page->ctx.arena, "%lld", (long long)value);
}

static unsigned make_facts(const struct page *page, const struct handover *had, struct fact_view facts[FACTS_MAX]) {
    static const struct text SESSIONS = {"登录（立即结束）", "sessions (end at once)"}, SUBORDINATES = {"下属", "subordinates"},
                             UNITS = {"负责的单位", "units led"};
    unsigned count = 0;
    for (unsigned i = 0; i < had->kind_count; i++)
        facts[count++] = (struct fact_view){say(page, had->kinds[i].label), number(page, had->kinds[i].count)};
    facts[count++] = (struct fact_view){say(page, SUBORDINATES), number(page, had->subordinates)};
    facts[count++] = (struct fact_view){say(page, UNITS), number(page, had->units)};
    facts[count++] = (struct fact_view){say(page, SESSIONS), number(page, had->sessions)};
    return count;
}

static struct plain_form start_form(struct page *page, const struct person *person, const char *act) {
    return (struct plain_form){
        .action = arena_format(page->ctx.arena, "/admin/person/%lld/%s", (long long)person->id, act),
        .back = arena_format(page->ctx.arena, "/admin/person/%lld", (long long)person->id),
        .subject = arena_format(page->ctx.arena, "%s（%s）", person->name, person->login),
    };
}

static struct plain_field successor_field(const char *typed, bool required) {
    return (struct plain_field){.key = "successor",
                                .label = {"客户交给", "Customers go to"},
                                .hint = {"账号或姓名；须有跟进客户的角色", "Login or full name of a colleague whose role keeps customers."},
                                .value = typed,
                                .required = required};
}

static struct plain_field deputy_field(const char *typed, struct text hint) {
    return (struct plain_field){.key = "deputy", .label = {"下属和负责的单位交给", "Subordinates and units go to"}, .hint = hint, .value = typed};
}

static enum status show_leave(struct page *page, const struct person *person, const struct faults *faults) {
    static const struct text TO_SUPERIOR = {"留空则交给此人的上级", "Left empty, to this person's superior."};
    struct handover had;
    struct fact_view facts[FACTS_MAX];
    struct plain_field fields[FIELDS_MAX];
    unsigned count = 0;
    TRY(handover_preview(&page->ctx, person->id, &had));
    if (had.work > 0)
        fields[count++] = successor_field(page_form(page, "successor"), true);
    if (had.subordinates + had.units > 0)
        fields[count++] = deputy_field(page_form(page, "deputy"), TO_SUPERIOR);
    struct plain_form form = start_form(page, person, "leave");
    form.fields = fields;
    form.field_count = count;
    form.faults = faults;
    form.facts = facts;
    form.fact_count = make_facts(page, &had, facts);
    form.submit = (struct text){"停用账号并移交", "Close the account and hand over"};
    form.note = (struct text){"账号立即停用，登录立即结束；移交写入每个客户的修改历史；此人最近 30 天的查看记录交审计员核查。",
                              "The account is closed and sessions end at once; the hand-over is in each customer's history; what this person looked up in the last 30 days goes to the auditor."};
    return plain_form_show(page, &form);
}

static enum status find_active(struct page *page, struct person *person) {
    TRY(person_get(&page->ctx, page_number(page, "person"), person));
    return person->closed ? STATUS_CONFLICT : STATUS_OK;
}

static enum status to_person(struct page *page, const char *notice) {
    return page_redirect(page, "/admin/person/%lld%s%s", (long long)page_number(page, "person"), *notice != '\0' ? "?notice=" : "", notice);
}

enum status person_leave_page(struct page *page) {
    struct person person;
    enum status status = find_active(page, &person);
    if (status == STATUS_CONFLICT)
        return person_page(page);
    TRY(status);
    return show_leave(page, &person, NULL);
}

enum status person_leave_do(struct page *page) {
    struct person person;
    struct faults faults = {.count = 0};
    struct handover done;
    const struct leaving leaving = {page_form(page, "successor"), page_form(page, "deputy")};
    TRY(find_active(page, &person));
    enum status status = handover_leave(&page->ctx, person.id, &leaving, &faults, &done);
    if (status == STATUS_INVALID)
        return show_leave(page, &person, &faults);
    TRY(status);
    return to_person(page, "person-left");
}

static enum status show_move(struct page *page, const struct person *person, int64_t unit_id, bool takes_along,
                             const struct faults *faults) {
    static const struct text STAY = {"留空则仍由此人负责", "Left empty, they stay with this person."}, UNIT = {"新单位", "New unit"},
                             SUPERIOR = {"新上级", "New superior"}, CUSTOMERS = {"客户", "Customers"},
                             SUPERIOR_HINT = {"账号或姓名；留空则是新单位的负责人", "Login or full name; left empty, the head of the new unit."};
    struct handover had;
    struct units units;
    struct fact_view facts[FACTS_MAX];
    struct plain_field fields[FIELDS_MAX];
    unsigned count = 0, unit_count = 0;
    TRY(handover_preview(&page->ctx, person->id, &had));
    TRY(units_read(&page->ctx, &units));
    const struct option_view *choices = unit_options(page, &units, NULL, unit_id, &unit_count);
    const struct option_view along[] = {
        {"along", say(page, (struct text){"随此人到新单位", "They go along to the new unit"}), takes_along},
        {"hand", say(page, (struct text){"交给别人", "They are handed over"}), !takes_along},
    };
    fields[count++] = plain_required(plain_options("unit", PLAIN_CHOICE, UNIT, NO_HINT, choices, unit_count), 0);
    fields[count++] = plain_line("superior", SUPERIOR, SUPERIOR_HINT, page_form(page, "superior"));
    if (had.work > 0) {
        fields[count++] = plain_required(plain_options("customers", PLAIN_CHOICE, CUSTOMERS, NO_HINT, along, 2), 0);
        fields[count++] = successor_field(page_form(page, "successor"), false);
    }
    if (had.subordinates + had.units > 0)
        fields[count++] = deputy_field(page_form(page, "deputy"), STAY);
    struct plain_form form = start_form(page, person, "move");
    form.fields = fields;
    form.field_count = count;
    form.faults = faults;
    form.facts = facts;
    form.fact_count = make_facts(page, &had, facts);
    form.submit = (struct text){"调动", "Move"};
    form.note = (struct text){"登录立即结束；此人最近 30 天的查看记录交审计员核查。",
                              "Sessions end at once; what this person looked up in the last 30 days goes to the auditor."};
    return plain_form_show(page, &form);
}

enum status person_move_page(struct page *page) {
    struct person person;
    enum status status = find_active(page, &person);
    if (status == STATUS_CONFLICT)
        return person_page(page);
    TRY(status);
    return show_move(page, &person, person.unit_id, true, NULL);
}

enum status person_move_do(struct page *page) {
    struct person person;
    struct faults faults = {.count = 0};
    struct handover done;
    const struct moving moving = {
        .unit_id = form_number(page, "unit"),
        .superior = page_form(page, "superior"),
        .takes_along = form_has(page, "customers", "along"),
        .successor = page_form(page, "successor"),
        .deputy = page_form(page, "deputy"),
    };
    TRY(find_active(page, &person));
    enum status status = handover_move(&page->ctx, person.id, &moving, &faults, &done);
    if (status == STATUS_INVALID)
        return show_move(page, &person, moving.unit_id, moving.takes_along, &faults);
    TRY(status);
    return to_person(page, "person-moved");
}
