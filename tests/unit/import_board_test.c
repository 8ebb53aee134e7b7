// The memory that the processes of the program import share: what belongs to one import is neither read nor changed for another one,
// whoever comes late (CONF-3, ARC-13).
#include "support.h"

#include "import/board.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOW INT64_C(1000000)
#define LATER (NOW + 3600000)
enum {
    ONE = 71,
    OTHER = 72
};

static int set_up(void **state) {
    (void)state;
    static bool open;
    if (!open)
        assert_int_equal(board_open(), STATUS_OK);
    open = true;
    for (unsigned i = 0; i < BOARD_PLACES; i++)
        for (int64_t batch = 0; batch < 200; batch++)
            board_leave(board_at(i), batch);
    return 0;
}

static void lay_down(struct board_place *place, int64_t asking, const char *text) {
    memcpy(board_room(place), text, strlen(text));
    atomic_store(&place->answered, asking);
    atomic_store(&place->returned, strlen(text));
}

static void test_a_place_whose_process_is_slow_is_given_to_nobody(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_begin(place, ONE, NOW + 1000));
    assert_null(board_find(ONE, LATER));
    for (int64_t i = 1; i < BOARD_PLACES; i++)
        assert_ptr_not_equal(board_take(100 + i, LATER), place);
    assert_null(board_take(OTHER, LATER));
    assert_true(board_is_silent(place, ONE, LATER));
    assert_true(board_is_of(place, ONE));
    board_leave(place, ONE);
    assert_ptr_equal(board_take(OTHER, LATER), place);
}

static void test_a_place_that_waited_in_vain_is_given_away_and_its_process_then_has_none(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_ptr_not_equal(board_take(OTHER, NOW), place);
    board_leave(board_find(OTHER, NOW), OTHER);
    assert_ptr_equal(board_take(OTHER, LATER), place);
    assert_false(board_begin(place, ONE, LATER));
    assert_true(board_begin(place, OTHER, LATER));
    assert_false(board_begin(place, OTHER, LATER));
}

static void test_who_leaves_late_leaves_another_s_place_alone(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    board_leave(place, ONE);
    assert_ptr_equal(board_take(OTHER, NOW), place);
    assert_true(board_begin(place, OTHER, LATER));
    const int64_t asking = board_ask(place, NOW);
    lay_down(place, asking, "13800138000");
    board_leave(place, ONE);
    assert_true(board_has_answer(place, OTHER, asking));
    assert_memory_equal(board_room(place), "13800138000", 11);
}

static void test_a_late_wish_is_no_wish_of_another_import(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_begin(place, ONE, LATER));
    assert_true(board_wish(place, ONE, WISH_WRITE));
    board_leave(place, ONE);
    const int64_t left_behind = atomic_load(&place->wish);
    assert_ptr_equal(board_take(OTHER, NOW), place);
    assert_true(board_begin(place, OTHER, LATER));
    assert_int_equal(board_heed(place, OTHER), WISH_NOTHING);
    assert_false(board_wish(place, ONE, WISH_STOP));
    atomic_store(&place->wish, left_behind); // that it came between the question and the answer
    assert_int_equal(board_heed(place, OTHER), WISH_NOTHING);
    assert_true(board_wish(place, OTHER, WISH_CHECK));
    assert_int_equal(board_heed(place, OTHER), WISH_CHECK);
    assert_int_equal(board_heed(place, OTHER), WISH_NOTHING);
}

static void test_a_file_is_asked_for_behind_all_other_wishes(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_wish(place, ONE, WISH_CHECK));
    assert_false(board_wish(place, ONE, WISH_RETURN));
    assert_true(board_wish(place, ONE, WISH_STOP));
    assert_int_equal(board_heed(place, ONE), WISH_STOP);
    assert_true(board_wish(place, ONE, WISH_RETURN));
    assert_int_equal(board_heed(place, ONE), WISH_RETURN);
}

static void test_conf_3_a_file_is_for_one_import_and_one_asking(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_begin(place, ONE, LATER));
    const int64_t asking = board_ask(place, NOW);
    assert_true(asking > 0);
    assert_int_equal(board_ask(place, NOW + BOARD_ASK_MS - 1), 0);
    assert_false(board_has_answer(place, ONE, asking));
    lay_down(place, asking, "13800138000");
    assert_true(board_has_answer(place, ONE, asking));
    assert_false(board_has_answer(place, OTHER, asking));
    board_room_tidy(place, NOW + BOARD_ASK_MS - 1);
    assert_memory_equal(board_room(place), "13800138000", 11);
    board_asked(place, asking);
    assert_false(board_has_answer(place, ONE, asking));
    board_room_tidy(place, NOW);
    assert_int_equal(board_room(place)[0], 0);
    // The next one sees nothing of what was made for the last.
    const int64_t next = board_ask(place, NOW);
    assert_true(next > asking);
    assert_false(board_has_answer(place, ONE, next));
    // Who asked and died keeps nobody else waiting for ever.
    lay_down(place, next, "13800138000");
    board_room_tidy(place, next + BOARD_ASK_MS);
    assert_int_equal(board_room(place)[0], 0);
    assert_true(board_ask(place, next + BOARD_ASK_MS) > next);
}

static void test_conf_3_nothing_of_the_import_before_is_in_the_room(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_begin(place, ONE, LATER));
    const int64_t asking = board_ask(place, NOW);
    lay_down(place, asking, "13800138000");
    board_leave(place, ONE);
    assert_ptr_equal(board_take(OTHER, NOW), place);
    assert_false(board_has_answer(place, OTHER, asking));
    for (size_t i = 0; i < 11; i++)
        assert_int_equal(board_room(place)[i], 0);
}

static void test_whose_clerk_is_gone_has_its_place_for_a_few_seconds_only(void **state) {
    (void)state;
    struct board_place *place = board_take(ONE, NOW);
    assert_true(board_begin(place, ONE, LATER));
    board_doubt(NOW);
    assert_ptr_equal(board_find(ONE, NOW), place);
    assert_null(board_find(ONE, LATER));
    assert_ptr_equal(board_take(OTHER, LATER), place);
}

static bool is_mapped(const void *address) {
    return msync((void *)(uintptr_t)address, 4096, MS_ASYNC) == 0 || errno != ENOMEM;
}

// 0: as it should be; else which look was wrong.
static int look(const struct board_place *own, const struct board_place *other) {
    board_keep_to(own);
    if (!is_mapped(board_room(own)) || !is_mapped(own) || is_mapped(board_room(other)))
        return 1;
    const unsigned char *room = board_room(own);
    const pid_t child = fork();
    if (child == 0)
        _exit(is_mapped(room) || is_mapped((const void *)((uintptr_t)own & ~(uintptr_t)4095)) ? 2 : 0);
    int how = 0;
    return waitpid(child, &how, 0) == child && WIFEXITED(how) ? WEXITSTATUS(how) : 3;
}

// What a reader of files that strangers made has no way to, it can't tell, even when a file has taken it over.
static void test_conf_8_a_reader_of_files_reaches_no_room_and_its_parent_only_its_own(void **state) {
    (void)state;
    const struct board_place *own = board_take(ONE, NOW), *other = board_take(OTHER, NOW);
    const pid_t job = fork();
    if (job == 0)
        _exit(look(own, other));
    int how = 0;
    assert_int_equal(waitpid(job, &how, 0), job);
    assert_true(WIFEXITED(how));
    assert_int_equal(WEXITSTATUS(how), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_a_place_whose_process_is_slow_is_given_to_nobody, set_up),
        cmocka_unit_test_setup(test_a_place_that_waited_in_vain_is_given_away_and_its_process_then_has_none, set_up),
        cmocka_unit_test_setup(test_who_leaves_late_leaves_another_s_place_alone, set_up),
        cmocka_unit_test_setup(test_a_late_wish_is_no_wish_of_another_import, set_up),
        cmocka_unit_test_setup(test_a_file_is_asked_for_behind_all_other_wishes, set_up),
        cmocka_unit_test_setup(test_conf_3_a_file_is_for_one_import_and_one_asking, set_up),
        cmocka_unit_test_setup(test_conf_3_nothing_of_the_import_before_is_in_the_room, set_up),
        cmocka_unit_test_setup(test_whose_clerk_is_gone_has_its_place_for_a_few_seconds_only, set_up),
        cmocka_unit_test_setup(test_conf_8_a_reader_of_files_reaches_no_room_and_its_parent_only_its_own, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
