// Every role × where the customer lies × field level × purpose × text: who is shown a confidential field, and else which reason comes
// first (CONF-2). The expectation is worked out here from the rule's words, not from the code that implements it.
#include "support.h"

#include <stdio.h>
#include <string.h>

#include "domain/entitlement.h"

// Where a customer lies, seen from somebody of unit 4 ('/1/2/4/').
enum place {
    OWN,
    OWN_ELSEWHERE,
    SAME_UNIT,
    BELOW,
    ABOVE,
    BESIDE,
    PLACE_COUNT
};

#define ME 9
#define SOMEBODY 8

static const struct subject PLACES[PLACE_COUNT] = {
    [OWN] = {KIND_CUSTOMER, 1, 1, ME, 4, "/1/2/4/"},
    [OWN_ELSEWHERE] = {KIND_CUSTOMER, 1, 1, ME, 3, "/1/3/"},
    [SAME_UNIT] = {KIND_CUSTOMER, 1, 1, SOMEBODY, 4, "/1/2/4/"},
    [BELOW] = {KIND_CUSTOMER, 1, 1, SOMEBODY, 5, "/1/2/4/5/"},
    [ABOVE] = {KIND_CUSTOMER, 1, 1, SOMEBODY, 2, "/1/2/"},
    [BESIDE] = {KIND_CUSTOMER, 1, 1, SOMEBODY, 44, "/1/2/44/"},
};

// ORG-2: what each scope reaches.
static const bool REACHES[5][PLACE_COUNT] = {
    [SCOPE_NONE] = {false, false, false, false, false, false},
    [SCOPE_OWN] = {true, true, false, false, false, false},
    [SCOPE_UNIT] = {true, true, true, false, false, false},
    [SCOPE_SUBTREE] = {true, true, true, true, false, false},
    [SCOPE_ALL] = {true, true, true, true, true, true},
};

static const char *const PURPOSE_KEYS[] = {NULL, "", "curiosity", "contact", "other"};
static const bool PURPOSE_GOOD[] = {false, false, false, true, true};
static const char *const TEXTS[] = {NULL, "", "1111", "测试测试", "核对三月货款账号"};
static const bool TEXT_GOOD[] = {false, false, false, false, true};
#define PURPOSES_TRIED 5
#define TEXTS_TRIED 5

static struct actor actor_with(const struct role *first, const struct role *second) {
    struct actor actor = {.person_id = ME, .login = "me", .name = "", .unit_id = 4, .unit_path = "/1/2/4/", .language = ""};
    const struct role *const roles[] = {first, second};
    for (int i = 0; i < 2; i++)
        if (roles[i])
            actor.grants[actor.grant_count++] =
                (struct grant){1, roles[i]->key, "", "", roles[i]->scope, roles[i]->level, roles[i]->permissions};
    return actor;
}

// CONF-2 in its order: permission, scope, level, purpose, text, approval.
static enum result expected(const struct role *role, enum place place, enum level level, int purpose, int text) {
    if ((role->permissions & 1u << PERM_CUSTOMER_REVEAL) == 0 || role->scope == SCOPE_NONE)
        return RESULT_NO_PERMISSION;
    if (!REACHES[role->scope][place])
        return RESULT_OUT_OF_SCOPE;
    if (role->level < level)
        return RESULT_LEVEL;
    if (!PURPOSE_GOOD[purpose])
        return RESULT_NO_PURPOSE;
    if (level == LEVEL_TOP && !TEXT_GOOD[text])
        return RESULT_PURPOSE_TEXT;
    if (level == LEVEL_TOP && place != OWN && place != OWN_ELSEWHERE)
        return RESULT_NEEDS_APPROVAL;
    return RESULT_DISCLOSED;
}

static enum result ask(const struct actor *actor, enum place place, enum level level, int purpose, int text, const char **role) {
    const struct field field = {.key = "x", .level = level};
    return entitlement_check(actor, &PLACES[place], &field, PURPOSE_KEYS[purpose], TEXTS[text], 0, role);
}

static void test_conf_2_every_role_everywhere(void **state) {
    (void)state;
    unsigned cases = 0, shown = 0;
    for (unsigned r = 0; r < ROLE_COUNT; r++)
        for (int place = 0; place < PLACE_COUNT; place++)
            for (int level = LEVEL_SECRET; level <= LEVEL_TOP; level++)
                for (int i = 0; i < PURPOSES_TRIED * TEXTS_TRIED; i++) {
                    const struct actor actor = actor_with(&ROLES[r], NULL);
                    const char *role = NULL;
                    const enum result want =
                        expected(&ROLES[r], (enum place)place, (enum level)level, i / TEXTS_TRIED, i % TEXTS_TRIED);
                    const enum result got = ask(&actor, (enum place)place, (enum level)level, i / TEXTS_TRIED, i % TEXTS_TRIED, &role);
                    if (got != want)
                        fail_msg("%s, place %d, level %d, purpose %d, text %d: %d, not %d", ROLES[r].key, place, level,
                                 i / TEXTS_TRIED, i % TEXTS_TRIED, (int)got, (int)want);
                    assert_string_equal(role, ROLES[r].key);
                    cases++;
                    shown += got == RESULT_DISCLOSED;
                }
    assert_int_equal(cases, ROLE_COUNT * PLACE_COUNT * 2 * PURPOSES_TRIED * TEXTS_TRIED);
    assert_true(shown > 0 && shown < cases);
}

// Every scope and level a role can be given, not only those of today's roles.
static void test_conf_2_every_possible_role(void **state) {
    (void)state;
    for (int scope = SCOPE_NONE; scope <= SCOPE_ALL; scope++)
        for (int own = LEVEL_PUBLIC; own <= LEVEL_TOP; own++)
            for (int reveals = 0; reveals < 2; reveals++)
                for (int place = 0; place < PLACE_COUNT; place++)
                    for (int level = LEVEL_SECRET; level <= LEVEL_TOP; level++) {
                        const struct role role = {"r", {"", ""}, (enum scope)scope, (enum level)own, reveals ? 1u << PERM_CUSTOMER_REVEAL : ~(1u << PERM_CUSTOMER_REVEAL)};
                        const struct actor actor = actor_with(&role, NULL);
                        const char *key;
                        assert_int_equal(ask(&actor, (enum place)place, (enum level)level, 3, 4, &key),
                                         expected(&role, (enum place)place, (enum level)level, 3, 4));
                    }
}

// Two roles show what one of them alone shows, and never more: the scope of one does not join the level of the other.
static void test_conf_2_two_roles_are_not_mixed(void **state) {
    (void)state;
    for (unsigned a = 0; a < ROLE_COUNT; a++)
        for (unsigned b = 0; b < ROLE_COUNT; b++)
            for (int place = 0; place < PLACE_COUNT; place++)
                for (int level = LEVEL_SECRET; level <= LEVEL_TOP; level++) {
                    const struct actor actor = actor_with(&ROLES[a], &ROLES[b]);
                    const char *role;
                    const bool first = expected(&ROLES[a], (enum place)place, (enum level)level, 3, 4) == RESULT_DISCLOSED;
                    const bool second = expected(&ROLES[b], (enum place)place, (enum level)level, 3, 4) == RESULT_DISCLOSED;
                    const bool shown = ask(&actor, (enum place)place, (enum level)level, 3, 4, &role) == RESULT_DISCLOSED;
                    assert_int_equal(shown, first || second);
                    if (shown)
                        assert_string_equal(role, first ? ROLES[a].key : ROLES[b].key);
                }
}

// What is offered is what would be shown with a purpose and a text.
static void test_conf_2_a_button_is_offered_where_it_would_work(void **state) {
    (void)state;
    for (unsigned r = 0; r < ROLE_COUNT; r++)
        for (int place = 0; place < PLACE_COUNT; place++)
            for (int level = LEVEL_SECRET; level <= LEVEL_TOP; level++) {
                const struct actor actor = actor_with(&ROLES[r], NULL);
                const struct field field = {.key = "x", .level = (enum level)level};
                const char *role;
                assert_int_equal(entitlement_possible(&actor, &PLACES[place], &field),
                                 ask(&actor, (enum place)place, (enum level)level, 3, 4, &role) == RESULT_DISCLOSED);
            }
}

static void test_conf_4_every_role_searching(void **state) {
    (void)state;
    for (unsigned r = 0; r < ROLE_COUNT; r++)
        for (int level = LEVEL_SECRET; level <= LEVEL_TOP; level++)
            for (int i = 0; i < PURPOSES_TRIED * TEXTS_TRIED; i++) {
                const struct actor actor = actor_with(&ROLES[r], NULL);
                const struct field field = {.key = "x", .level = (enum level)level};
                const char *role;
                // A search is not about one place: whoever has one's own is asked there.
                enum result want = expected(&ROLES[r], OWN, (enum level)level, i / TEXTS_TRIED, i % TEXTS_TRIED);
                if (level == LEVEL_SECRET && want == RESULT_NO_PURPOSE)
                    want = RESULT_DISCLOSED;
                assert_int_equal(entitlement_search(&actor, &field, PURPOSE_KEYS[i / TEXTS_TRIED], TEXTS[i % TEXTS_TRIED], &role), want);
            }
}

// ORG-3: a 系统管理员 is shown no confidential field, an 审计员 neither; nor is anybody with a one-time password, anybody who
// owes a second factor, or nobody at all.
static void test_org_3_who_is_never_shown_anything(void **state) {
    (void)state;
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        const bool apart = strcmp(ROLES[r].key, "administrator") == 0 || strcmp(ROLES[r].key, "auditor") == 0;
        struct actor actor = actor_with(&ROLES[r], NULL), fresh = actor, owing = actor, nobody = actor;
        fresh.must_change_password = true;
        owing.needs_second_factor = true;
        nobody.person_id = 0;
        for (int place = 0; place < PLACE_COUNT; place++) {
            const char *role;
            if (apart)
                assert_int_equal(ask(&actor, (enum place)place, LEVEL_SECRET, 3, 4, &role), RESULT_NO_PERMISSION);
            assert_int_equal(ask(&fresh, (enum place)place, LEVEL_SECRET, 3, 4, &role), RESULT_NO_PERMISSION);
            assert_int_equal(ask(&owing, (enum place)place, LEVEL_SECRET, 3, 4, &role), RESULT_NO_PERMISSION);
            assert_int_equal(ask(&nobody, (enum place)place, LEVEL_SECRET, 3, 4, &role), RESULT_NO_PERMISSION);
        }
        assert_int_equal(actor_may(&actor, PERM_LOG_READ), strcmp(ROLES[r].key, "auditor") == 0);
    }
}

static void test_org_3_the_roles_apart_exist(void **state) {
    (void)state;
    unsigned found = 0;
    for (unsigned r = 0; r < ROLE_COUNT; r++)
        found += strcmp(ROLES[r].key, "administrator") == 0 || strcmp(ROLES[r].key, "auditor") == 0;
    assert_int_equal(found, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conf_2_every_role_everywhere),
        cmocka_unit_test(test_conf_2_every_possible_role),
        cmocka_unit_test(test_conf_2_two_roles_are_not_mixed),
        cmocka_unit_test(test_conf_2_a_button_is_offered_where_it_would_work),
        cmocka_unit_test(test_conf_4_every_role_searching),
        cmocka_unit_test(test_org_3_who_is_never_shown_anything),
        cmocka_unit_test(test_org_3_the_roles_apart_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
