// Fields on their way: values of one that is just being sealed are not "nobody's" (CONF-4), and what one out of use holds at level 3 is still
// guarded (CONF-1).
#include <string.h>

#include "domain/customer.h"
#include "domain/entitlement.h"
#include "fake_custody.h"
#include "support.h"

static const struct sql *const *const LISTS[] = {CUSTOMER_STATEMENTS, ENTITLEMENT_STATEMENTS, NULL};

static struct fixture *fixture;
static struct field fields[FIELD_MAX];
static struct field_table table;
static struct field_catalogue catalogue;

static int set_up(void **state) {
    (void)state;
    fixture = fixture_new(LISTS);
    fixture->ctx.custody = fake_custody_new();
    catalogue = BUILT_IN_CATALOGUE;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    custody_free(fixture->ctx.custody);
    fixture_free(fixture);
    return 0;
}

// The built-in table with other fields.
static void use_table(const struct field_table *from) {
    memcpy(fields, from->fields, from->count * sizeof *fields);
    table = *from;
    table.fields = fields;
    *(from->kind == KIND_CUSTOMER ? &catalogue.customer : &catalogue.contact) = &table;
    fixture->ctx.fields = &catalogue;
}

static struct customer_page search(const char *text) {
    struct customer_page page;
    const struct customer_query query = {.text = text, .by_value = true};
    fixture->ctx.asker.channel = CHANNEL_PAGE;
    assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
    return page;
}

static void test_conf_4_a_field_that_is_being_sealed_is_told_and_not_nobodys(void **state) {
    (void)state;
    int64_t id;
    struct draft draft = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", "email", "a@example.com", NULL);
    assert_int_equal(customer_create(&fixture->ctx, &draft, &id), STATUS_OK);
    struct customer_page page = search("a@example.com");
    assert_int_equal(page.count, 1);
    assert_null(page.sealing);
    assert_true(page.values_asked);
    use_table(&CUSTOMER_FIELDS);
    fields[field_index(&CUSTOMER_FIELDS, "email")].flags |= FIELD_SEALING;
    page = search("a@example.com");
    assert_int_equal(page.count, 0);
    assert_string_equal(page.sealing, CUSTOMER_FIELDS.fields[field_index(&CUSTOMER_FIELDS, "email")].label.zh);
    assert_true(page.values_asked); // contacts' addresses were
    assert_int_equal(page.refusal, RESULT_DISCLOSED);
    page = search("0755-12345678"); // another field
    assert_null(page.sealing);
}

static int64_t contact_with(const char *key, int64_t *customer_id) {
    int64_t id;
    struct draft customer = draft_checked(fixture, &CUSTOMER_FIELDS, NULL, "name", "甲公司", NULL);
    struct draft draft = draft_checked(fixture, &CONTACT_FIELDS, NULL, "name", "王五", NULL);
    assert_int_equal(customer_create(&fixture->ctx, &customer, customer_id), STATUS_OK);
    assert_int_equal(contact_create(&fixture->ctx, *customer_id, &draft, &id), STATUS_OK);
    fixture_sql(fixture, arena_format(fixture->arena, "INSERT INTO field_value (kind, record_id, field, value, box) VALUES (2, %lld, '%s', '***', x'00')", (long long)id, key));
    return id;
}

static void test_conf_1_what_a_field_out_of_use_holds_at_level_3_is_guarded(void **state) {
    (void)state;
    static const struct field RETIRED[] = {{.key = "f900", .label = {"旧证件号", "Old number"}, .level = LEVEL_TOP},
                                           {.key = "f901", .label = {"旧备注", "Old remarks"}, .level = LEVEL_SECRET}};
    int64_t customer_id;
    use_table(&CONTACT_FIELDS);
    table.retired = RETIRED;
    table.retired_count = 2;
    const int64_t top = contact_with("f900", &customer_id);
    struct actor editor = fixture->actors[PERSON_CLERK]; // edits everybody's …
    editor.grants[0].level = LEVEL_SECRET;               // … and reads no level 3
    fixture->ctx.actor = &editor;
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, top, 1), STATUS_FORBIDDEN);
    assert_int_equal(fixture_number(fixture, "SELECT count(*) FROM contact WHERE deleted_at IS NOT NULL"), 0);
    fixture_act(fixture, PERSON_SELLER);
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, top, 1), STATUS_OK);
    const int64_t secret = contact_with("f901", &customer_id);
    fixture->ctx.actor = &editor;
    assert_int_equal(contact_delete(&fixture->ctx, customer_id, secret, 1), STATUS_OK);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_conf_4_a_field_that_is_being_sealed_is_told_and_not_nobodys),
        TEST(test_conf_1_what_a_field_out_of_use_holds_at_level_3_is_guarded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
