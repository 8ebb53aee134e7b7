// A page on its way through a program, for tests of lib/app: a request made of query and form text, no store, no custodian.
#ifndef TESTS_APP_SUPPORT_H
#define TESTS_APP_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/page.h"

struct app_case {
    struct arena *arena;
    struct actor actor;
    struct clock clock;
    struct random random;
    uint64_t seed;
    struct request request;
    struct response response;
    struct page page;
};

static inline void app_case_start(struct app_case *test, enum method method, const char *path, const char *query,
                                  const char *form) {
    *test = (struct app_case){.arena = arena_new(), .seed = 1};
    test->actor = (struct actor){.login = "", .name = "", .unit_path = "", .language = ""};
    test->clock = clock_system();
    test->random = random_seeded(&test->seed);
    test->request = (struct request){
        .method = method, .path = path, .address = "127.0.0.1", .accept_language = "", .user_agent = "", .fetch_site = "", .number = "0123456789abcdef"};
    assert_int_equal(params_parse_form(&test->request.query, query, strlen(query), test->arena), STATUS_OK);
    assert_int_equal(params_parse_form(&test->request.form, form, strlen(form), test->arena), STATUS_OK);
    test->response = (struct response){
        .arena = test->arena, .headers = {.arena = test->arena}, .body = {.arena = test->arena}};
    test->page = (struct page){
        .ctx = {.arena = test->arena, .clock = &test->clock, .random = &test->random, .actor = &test->actor},
        .request = &test->request,
        .response = &test->response,
        .csrf = ""};
}

static inline void app_case_end(struct app_case *test) {
    arena_free(test->arena);
}

#endif
