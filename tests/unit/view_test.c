// Views: structs into templates, escaping, the faults that must not pass in silence.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "vault/custody.h"
#include "view/view.h"

#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}\n"

struct row_view {
    const char *name;
    int64_t id;
    struct view_rows tags;
};
struct tag_view {
    const char *label;
};
struct part_view {
    const char *title;
    bool signed_in;
};
struct page_view {
    int count;
    struct part_view layout; // not the first member: its offset counts
    bool empty;
    struct view_rows rows;
    struct disclosed phone;
};

static const struct binding TAG[] = {VIEW(struct tag_view, LABEL, label), VIEW_END};
static const struct binding ROW[] = {VIEW(struct row_view, NAME, name), VIEW(struct row_view, ID, id),
                                     VIEW_ROWS(struct row_view, TAG, tags, TAG), VIEW_END};
static const struct binding PART[] = {VIEW(struct part_view, TITLE, title),
                                      VIEW(struct part_view, SIGNED_IN, signed_in), VIEW_END};
static const struct binding PAGE[] = {
    VIEW(struct page_view, COUNT, count),
    VIEW_PART(struct page_view, layout, PART),
    VIEW(struct page_view, EMPTY, empty),
    VIEW_ROWS(struct page_view, ROW, rows, ROW),
    VIEW_DISCLOSED(struct page_view, PHONE, phone),
    VIEW_END,
};

static char folder[] = "/tmp/kedang-view-XXXXXX";

struct fixture {
    struct arena *arena;
    struct view view;
};

static void write_template(const char *lang, const char *text) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, lang);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/%s/page.tpl", folder, lang);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static enum status load(const char *text) {
    static const struct view view = {.file = "page.tpl", .bindings = PAGE};
    const struct view *const views[] = {&view, NULL};
    write_template("zh", text);
    write_template("en", text);
    return view_load(folder, views);
}

// Loads and renders `text` (without the pragma) from `page`.
static const char *render(struct fixture *fixture, const char *text, const struct page_view *page, bool *discloses) {
    bool ignored;
    struct buffer out = {.arena = fixture->arena};
    assert_int_equal(load(arena_format(fixture->arena, "%s%s", PRAGMA, text)), STATUS_OK);
    buffer_text(&out, ">");
    assert_int_equal(view_render(&fixture->view, LANG_ZH, page, &out, discloses ? discloses : &ignored), STATUS_OK);
    assert_int_equal(strlen(out.data), out.length);
    return out.data;
}

static void test_values_of_every_type(void **state) {
    const struct page_view page = {.count = -3, .layout = {.title = "客户王𠮷"}};
    assert_string_equal(render(*state, "<p>{{COUNT}} {{TITLE}}</p>", &page, NULL), "><p>-3 客户王𠮷</p>");
}

static void test_null_text_is_empty(void **state) {
    const struct page_view page = {.count = 0};
    assert_string_equal(render(*state, "<p>{{TITLE}}</p>", &page, NULL), "><p></p>");
}

static void test_text_is_escaped_where_it_stands(void **state) {
    const struct page_view page = {.layout = {.title = "<b>\"&'"}};
    assert_string_equal(render(*state, "<p title=\"{{TITLE}}\">{{TITLE}}</p>", &page, NULL),
                        "><p title=\"&lt;b&gt;&quot;&amp;&#39;\">&lt;b&gt;&quot;&amp;&#39;</p>");
}

static void test_flags_show_and_hide(void **state) {
    const struct page_view page = {.layout = {.signed_in = true}};
    assert_string_equal(render(*state, "{{#SIGNED_IN}}in{{/SIGNED_IN}}{{#EMPTY}}none{{/EMPTY}}", &page, NULL), ">in");
}

static void test_rows_nest_and_see_what_surrounds_them(void **state) {
    const struct tag_view tags[] = {{"a"}, {"b"}, {"c"}};
    const struct row_view rows[] = {{.name = "一", .id = INT64_C(9007199254740993), .tags = VIEW_ARRAY(tags, 3)},
                                    {.name = "二", .id = 2}};
    const struct page_view page = {.layout = {.title = "T"}, .rows = VIEW_ARRAY(rows, 2)};
    const char *text = "{{#ROW}}<i>{{TITLE}}{{NAME}}{{ID}}:{{#TAG}}{{LABEL}}{{NAME}}{{#TAG_separator}},{{/TAG_separator}}"
                       "{{/TAG}}</i>{{/ROW}}";
    assert_string_equal(render(*state, text, &page, NULL), "><i>T一9007199254740993:a一,b一,c一</i><i>T二2:</i>");
}

static void test_conf_1_disclosure_is_told(void **state) {
    struct page_view page = {.phone = {.value = "13800138000"}};
    bool discloses = false;
    assert_string_equal(render(*state, "<b>{{PHONE}}</b>", &page, &discloses), "><b>13800138000</b>");
    assert_true(discloses);
    page.phone.value = NULL; // refused
    assert_string_equal(render(*state, "<b>{{PHONE}}</b>", &page, &discloses), "><b></b>");
    assert_false(discloses);
    page.phone.value = "13800138000"; // given, but this page does not show it
    assert_string_equal(render(*state, "<b>{{TITLE}}{{#EMPTY}}{{PHONE}}{{/EMPTY}}</b>", &page, &discloses), "><b></b>");
    assert_false(discloses);
}

static void test_faulty_templates_do_not_load(void **state) {
    (void)state;
    const char *const faulty[] = {
        "<p>no pragma</p>",
        "\n" PRAGMA "<p>not at its start</p>",
        PRAGMA "{{UNKNOWN}}",
        PRAGMA "{{NAME}}", // of a row, outside its section
        PRAGMA "{{#UNKNOWN}}{{/UNKNOWN}}",
        PRAGMA "{{#TITLE}}{{/TITLE}}", // a value is no section
        PRAGMA "{{EMPTY}}",            // a section is no value
        PRAGMA "{{#EMPTY}}",           // never ends
        PRAGMA "{{#EMPTY}}{{#ROW}}{{/EMPTY}}{{/ROW}}",
        PRAGMA "{{/EMPTY}}",
        PRAGMA "{{#EMPTY_separator}}{{/EMPTY_separator}}",
        PRAGMA "{{TITLE:none}}",
        PRAGMA "{{TITLE:html_escape:none}}",
        PRAGMA "{{TITLE:unknown_modifier}}",
        PRAGMA "{{>INCLUDE}}",
        PRAGMA "{{=<< >>=}}",
        PRAGMA "{{TITLE",
        PRAGMA "{{}}",
        PRAGMA PRAGMA,
        "{{%AUTOESCAPE context=\"JAVASCRIPT\"}}\n",
    };
    for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++)
        if (load(faulty[i]) != STATUS_FAULT)
            fail_msg("loaded: %s", faulty[i]);
}

static void test_missing_file_does_not_load(void **state) {
    (void)state;
    static const struct view absent = {.file = "absent.tpl", .bindings = PAGE};
    const struct view *const views[] = {&absent, NULL};
    assert_int_equal(view_load(folder, views), STATUS_FAULT);
}

static void test_one_language_missing_does_not_load(void **state) {
    (void)state;
    static const struct view view = {.file = "half.tpl", .bindings = PAGE};
    const struct view *const views[] = {&view, NULL};
    char path[256];
    snprintf(path, sizeof path, "%s/zh/half.tpl", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(PRAGMA, file);
    fclose(file);
    assert_int_equal(view_load(folder, views), STATUS_FAULT);
}

static void test_view_that_was_not_loaded_leaves_the_buffer_alone(void **state) {
    struct fixture *fixture = *state;
    const struct view other = {.file = "never.tpl", .bindings = PAGE};
    const struct page_view page = {0};
    struct buffer out = {.arena = fixture->arena};
    bool discloses = true;
    buffer_text(&out, "before");
    assert_int_equal(view_render(&other, LANG_EN, &page, &out, &discloses), STATUS_FAULT);
    assert_string_equal(out.data, "before");
    assert_int_equal(out.length, 6);
    assert_false(discloses);
}

// A view with the same file but other bindings: what is missing only shows while rendering.
static void test_missing_binding_gives_no_half_page(void **state) {
    struct fixture *fixture = *state;
    const struct view wrong = {.file = "page.tpl", .bindings = PART};
    const struct part_view part = {.title = "T"};
    struct buffer out = {.arena = fixture->arena};
    bool discloses;
    assert_int_equal(load(PRAGMA "<p>{{TITLE}}{{COUNT}}</p>"), STATUS_OK);
    buffer_text(&out, "before");
    assert_int_equal(view_render(&wrong, LANG_ZH, &part, &out, &discloses), STATUS_FAULT);
    assert_string_equal(out.data, "before");
    assert_int_equal(out.length, 6);
}

static void test_describe_names_every_binding(void **state) {
    struct fixture *fixture = *state;
    const struct view *const views[] = {&fixture->view, NULL};
    struct buffer json = {.arena = fixture->arena};
    view_describe(views, &json);
    assert_string_equal(json.data,
                        "[\n{\"file\":\"page.tpl\",\"bindings\":[{\"name\":\"COUNT\",\"type\":\"int\"},"
                        "{\"name\":\"\",\"type\":\"part\",\"inner\":[{\"name\":\"TITLE\",\"type\":\"text\"},"
                        "{\"name\":\"SIGNED_IN\",\"type\":\"bool\"}]},{\"name\":\"EMPTY\",\"type\":\"bool\"},"
                        "{\"name\":\"ROW\",\"type\":\"rows\",\"inner\":[{\"name\":\"NAME\",\"type\":\"text\"},"
                        "{\"name\":\"ID\",\"type\":\"long\"},{\"name\":\"TAG\",\"type\":\"rows\",\"inner\":["
                        "{\"name\":\"LABEL\",\"type\":\"text\"}]}]},{\"name\":\"PHONE\",\"type\":\"disclosed\"}]}\n]\n");
}

static int set_up(void **state) {
    static struct fixture fixture;
    fixture = (struct fixture){.arena = arena_new(), .view = {.file = "page.tpl", .bindings = PAGE}};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static int make_folder(void **state) {
    (void)state;
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    const char *const names[] = {"zh/page.tpl", "en/page.tpl", "zh/half.tpl", "zh", "en", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        remove(path);
    }
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_values_of_every_type, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_null_text_is_empty, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_is_escaped_where_it_stands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_flags_show_and_hide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_rows_nest_and_see_what_surrounds_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_conf_1_disclosure_is_told, set_up, tear_down),
        cmocka_unit_test(test_faulty_templates_do_not_load),
        cmocka_unit_test(test_missing_file_does_not_load),
        cmocka_unit_test(test_one_language_missing_does_not_load),
        cmocka_unit_test_setup_teardown(test_view_that_was_not_loaded_leaves_the_buffer_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_binding_gives_no_half_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_describe_names_every_binding, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
