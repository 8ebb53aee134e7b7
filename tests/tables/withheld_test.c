// ARC-13: nobody sees a customer of an import that is under way, has failed or was undone. Every statement of every program that reads
// or changes customers, or what hangs on them, leaves withheld ones out, or stands below with its reason.
#include <regex.h>
#include <stdio.h>
#include <string.h>

#include "all_statements.h"
#include "support.h"

// What is about all customers, or about one that was found to be shown by the statement before. A new statement goes here only with such
// a reason; anything that leads to customers by itself takes SHOWN in (domain/withheld.h) or IN_REACH (domain/reach.h).
static const struct {
    const char *name, *why;
} EXCEPTIONS[] = {
    {"customer.values", "of the customer that customer.find gave"},
    {"customer.insert", "makes one; of an import, it is withheld"},
    {"customer.found_by_read", "within the transaction that has just changed the customer"},
    {"customer.found_by_write", "likewise"},
    {"customer.index_add", "likewise"},
    {"customer.index_remove", "likewise"},
    {"customer.index_settle", "reads no customer"},
    {"customer.search_size", "an estimate, by which a plan is chosen"},
    {"customer.search_name", "never run: it names a column that assembled texts may read"},
    {"filter.named", "never run, likewise"},
    {"customer.filter_counts", "an estimate, by which a plan is chosen"},
    {"customer.search_contacts", "of customers on a page"},
    {"change.value_keys", "of the record that was found"},
    {"column.values", "of customers on a page"},
    {"contact.deleted", "of the customer that was found; what brings it back looks once more"},
    {"contact.values_to_history", "within the transaction that has just deleted the contact"},
    {"contact.values_remove", "likewise"},
    {"contact.values_back", "within the transaction that has just restored the contact"},
    {"contact.values_noted", "likewise"},
    {"value.put", "within the transaction that has just written the record"},
    {"value.remove", "likewise"},
    {"history.add", "likewise"},
    {"history.since", "of the record that was found"},
    {"field_seal.customers_end", "seals everything, because it will be shown, or opened by who has the file"},
    {"field_seal.contacts_end", "likewise"},
    {"field_seal.history_end", "likewise"},
    {"field_seal.values", "likewise"},
    {"field_seal.value", "likewise"},
    {"field_seal.history", "likewise"},
    {"field_seal.before", "likewise"},
    {"field_seal.after", "likewise"},
    {"reseal.count", "no key may be left behind"},
    {"withheld.some", "of a batch that is being removed"},
    {"batch.conclude", "reads the number of the last change, whoever's it is"},
    {"admin.unit_holds", "a unit that an import is filling can't be closed"},
};

static bool is_excepted(const char *name) {
    if (strncmp(name, "reseal.", strlen("reseal.")) == 0)
        return true; // every box, wherever it is
    for (size_t i = 0; i < sizeof EXCEPTIONS / sizeof *EXCEPTIONS; i++)
        if (strcmp(EXCEPTIONS[i].name, name) == 0)
            return true;
    return false;
}

static bool matches(const char *text, const char *source) {
    regex_t pattern;
    assert_int_equal(regcomp(&pattern, source, REG_EXTENDED | REG_NOSUB), 0);
    const bool found = regexec(&pattern, text, 0, NULL, 0) == 0;
    regfree(&pattern);
    return found;
}

static bool is_about_customers(const char *text) {
    return matches(text, "(FROM|JOIN|INTO|UPDATE|,) +(customer|contact|customer_index|field_value|history)( |\\)|$)");
}

static bool leaves_out(const char *text) {
    return strstr(text, "withheld_batch") != NULL;
}

static unsigned count_careless(const struct fixture *fixture, unsigned *about) {
    unsigned careless = 0;
    struct sql sql;
    *about = 0;
    for (unsigned i = 0; store_prepared(fixture->store, i, &sql); i++) {
        if (!is_about_customers(sql.text))
            continue;
        *about += 1;
        if (leaves_out(sql.text) || is_excepted(sql.name))
            continue;
        print_error("%s reads customers and does not leave withheld ones out: %s\n", sql.name, sql.text);
        careless++;
    }
    return careless;
}

static void test_every_statement_leaves_withheld_customers_out(void **state) {
    (void)state;
    struct fixture *fixture = fixture_new(LISTS);
    unsigned about;
    assert_int_equal(count_careless(fixture, &about), 0);
    assert_true(about > 50);
    fixture_free(fixture);
}

// Lists are assembled when they are first asked for.
static void test_every_list_leaves_withheld_customers_out(void **state) {
    (void)state;
    static const char *const TEXTS[] = {"", "中国", "zgyh", "C0001"};
    struct fixture *fixture = fixture_new(LISTS);
    unsigned listed, about;
    (void)count_careless(fixture, &listed);
    for (int person = PERSON_SELLER; person <= PERSON_GENERAL; person++)
        for (unsigned i = 0; i < 4 * 3 * 2; i++) {
            struct filters filters = {.count = 0};
            struct text message;
            struct customer_query query = {.text = TEXTS[i / 6], .sort = (enum customer_sort)(i / 2 % 3), .filters = &filters};
            struct customer_page page;
            fixture_act(fixture, person);
            if (i % 2)
                assert_int_equal(filter_add(&fixture->ctx, &filters, "kind", FILTER_IS, "dealer", &message), STATUS_OK);
            assert_int_equal(customer_list(&fixture->ctx, &query, &page), STATUS_OK);
        }
    assert_int_equal(count_careless(fixture, &about), 0);
    assert_true(about > listed + 10);
    fixture_free(fixture);
}

static void test_a_careless_statement_would_be_found(void **state) {
    (void)state;
    assert_true(is_about_customers("SELECT name FROM customer WHERE id = :id"));
    assert_true(is_about_customers("SELECT 1 FROM person p JOIN contact k ON k.created_by = p.id"));
    assert_true(is_about_customers("UPDATE customer SET name = ''"));
    assert_false(is_about_customers("SELECT 1 FROM customer_batch"));
    assert_true(leaves_out("SELECT 1 FROM customer c WHERE " SHOWN("c")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_statement_leaves_withheld_customers_out),
        cmocka_unit_test(test_every_list_leaves_withheld_customers_out),
        cmocka_unit_test(test_a_careless_statement_would_be_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
