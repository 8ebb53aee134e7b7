// The names of permissions.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/permission.h"

static void test_names_lead_back(void **state) {
    (void)state;
    for (unsigned i = 0; i < PERM_COUNT; i++) {
        const char *name = permission_name((enum permission)i);
        assert_true((name == NULL) == (i <= PERM_SIGNED_IN)); // those no role holds have none
        if (name != NULL)
            assert_int_equal(permission_find(name), i);
        assert_true(permission_label((enum permission)i).zh[0] != '\0' && permission_label((enum permission)i).en[0] != '\0');
    }
}

static void test_unknown_is_nobody(void **state) {
    (void)state;
    assert_int_equal(permission_find("customer.destroy"), PERM_NOBODY);
    assert_int_equal(permission_find(""), PERM_NOBODY);
    assert_null(permission_name(PERM_COUNT));
    assert_string_equal(permission_label(PERM_COUNT).en, "Nobody");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_lead_back),
        cmocka_unit_test(test_unknown_is_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
