// Writing tables (ARC-13, CONF-7): what is written is read again as it was, means what it says in a workbook, and acts nowhere.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zip.h>

#include "sheet/open.h"
#include "sheet/write.h"

static struct arena *arena;
static struct buffer file;
static struct sheet_out *out;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    file = (struct buffer){.arena = arena};
    out = NULL;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sheet_out_free(out);
    arena_free(arena);
    return 0;
}

static enum status keep(void *data, const void *bytes, size_t length) {
    (void)data;
    buffer_add(&file, bytes, length);
    return STATUS_OK;
}
static const struct sheet_receiver KEEP = {.take = keep};

static void start(enum sheet_output output, const struct sheet_plan *sheets, unsigned count) {
    assert_int_equal(sheet_out_new(&out, output, sheets, count, &KEEP), STATUS_OK);
}
static void row(const char *const *cells) {
    assert_int_equal(sheet_out_row(out, cells), STATUS_OK);
}
#define ROW(...) row((const char *const[]){__VA_ARGS__})

// A part of the workbook as text.
static const char *part(const char *name) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(file.data, file.length, 0, &error);
    zip_t *archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    assert_non_null(archive);
    zip_stat_t about;
    assert_int_equal(zip_stat(archive, name, 0, &about), 0);
    char *text = arena_alloc(arena, about.size + 1);
    zip_file_t *opened = zip_fopen(archive, name, 0);
    assert_int_equal(zip_fread(opened, text, about.size), about.size);
    zip_fclose(opened);
    zip_discard(archive);
    return text;
}

static void has(const char *text, const char *piece) {
    if (strstr(text, piece) == NULL)
        fail_msg("no %s in %s", piece, text);
}

// --- reading it again

struct rows {
    const char *cells[8][8];
    unsigned count, sheets;
};
static void on_sheet(void *data, const char *name, bool hidden) {
    struct rows *rows = data;
    assert_true(*name != '\0' && !hidden);
    rows->sheets++;
}
static void on_chosen(void *data, unsigned sheet) {
    (void)data;
    (void)sheet;
}
static bool on_row(void *data, const struct sheet_row *read) {
    struct rows *rows = data;
    for (unsigned i = 0; i < 8; i++)
        rows->cells[rows->count][i] = i < read->count ? arena_string(arena, read->cells[i]) : "";
    return ++rows->count < 8;
}
static void on_merge(void *data, const struct sheet_merge *merge) {
    (void)data;
    (void)merge;
}
static struct rows read_again(void) {
    struct rows rows = {.count = 0};
    struct sheet_error error = {0};
    const struct sheet_wish wish = {0};
    const struct sheet_sink sink = {on_sheet, on_chosen, on_row, on_merge, &rows};
    assert_int_equal(sheet_read(file.data, file.length, NULL, &wish, &sink, &error), STATUS_OK);
    return rows;
}

static const struct sheet_column COLUMNS[] = {
    {"名称", CELL_TEXT, 30}, {"代码", CELL_TEXT, 0}, {"注册资本", CELL_AMOUNT, 0}, {"比例", CELL_NUMBER, 0}, {"成立日期", CELL_DATE, 0}, {"建档时间", CELL_TIME, 0}};
static const struct sheet_column REMARKS[] = {{"", CELL_TEXT, 16}, {"", CELL_TEXT, 60}};
static const struct sheet_plan SHEETS[] = {{"重点客户", COLUMNS, 6, false}, {"说明", REMARKS, 2, true}};

static void write_sample(enum sheet_output output) {
    start(output, SHEETS, 2);
    ROW("恒远物流 & 王𠮷 <1>", "007150323456789012", "1234.50", "-1.5", "2026-01-05", "2026-11-25 08:30");
    ROW("", "00123", "****", "", "****", "");
    assert_int_equal(sheet_out_next(out), STATUS_OK);
    ROW("导出人", "张三");
    assert_int_equal(sheet_out_end(out), STATUS_OK);
}

static void test_conf_7_a_workbook_holds_real_values_and_whole_digits(void **state) {
    (void)state;
    write_sample(OUTPUT_XLSX);
    const char *sheet = part("xl/worksheets/sheet1.xml");
    has(sheet, "<c r=\"C2\" s=\"5\"><v>1234.50</v></c>");
    has(sheet, "<c r=\"D2\" s=\"4\"><v>-1.5</v></c>");
    has(sheet, "<c r=\"E2\" s=\"6\"><v>46027</v></c>");
    has(sheet, "<c r=\"F2\" s=\"7\"><v>46351.3541667</v></c>");
    has(sheet, "<c r=\"B2\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">007150323456789012</t>");
    has(sheet, "<c r=\"E3\" s=\"2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">****</t>"); // a mask is no date
    has(sheet, "恒远物流 &amp; 王𠮷 &lt;1&gt;");
    assert_null(strstr(sheet, "r=\"A3\""));
    const struct rows rows = read_again();
    assert_int_equal(rows.sheets, 2);
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows.cells[0][4], "成立日期");
    assert_string_equal(rows.cells[1][0], "恒远物流 & 王𠮷 <1>");
    assert_string_equal(rows.cells[1][1], "007150323456789012");
    assert_string_equal(rows.cells[1][4], "2026-01-05");
    assert_string_equal(rows.cells[1][5], "2026-11-25 08:30:00");
    assert_string_equal(rows.cells[2][1], "00123");
}

static void test_conf_7_the_headings_stay_in_sight_and_filter(void **state) {
    (void)state;
    write_sample(OUTPUT_XLSX);
    const char *sheet = part("xl/worksheets/sheet1.xml"), *remarks = part("xl/worksheets/sheet2.xml");
    has(sheet, "state=\"frozen\"");
    has(sheet, "<autoFilter ref=\"A1:F3\"/>");
    has(sheet, "<col min=\"1\" max=\"1\" width=\"30\" customWidth=\"1\" style=\"2\"/>");
    assert_null(strstr(remarks, "frozen"));
    assert_null(strstr(remarks, "autoFilter"));
    has(part("xl/workbook.xml"), "<sheet name=\"重点客户\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"说明\"");
}

static void test_conf_7_csv_has_a_mark_and_quotes_what_needs_it(void **state) {
    (void)state;
    write_sample(OUTPUT_CSV);
    assert_string_equal(file.data, "\xEF\xBB\xBF名称,代码,注册资本,比例,成立日期,建档时间\r\n"
                                   "恒远物流 & 王𠮷 <1>,007150323456789012,1234.50,-1.5,2026-01-05,2026-11-25 08:30\r\n"
                                   ",00123,****,,****,\r\n\r\n导出人,张三\r\n");
    assert_int_equal(read_again().count, 4);
}

static const struct sheet_column TWO[] = {{"一", CELL_TEXT, 0}, {"二", CELL_NUMBER, 0}};
static const struct sheet_plan ONE[] = {{"客户", TWO, 2, false}};

// What spreadsheets take for a formula.
static const char *const ACTING[] = {"=1+1", "+86", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"};
#define ACTING_COUNT (sizeof ACTING / sizeof *ACTING)

static void test_conf_7_no_cell_of_a_csv_is_a_formula(void **state) {
    (void)state;
    for (size_t i = 0; i < ACTING_COUNT; i++) {
        file.length = 0;
        start(OUTPUT_CSV, ONE, 1);
        ROW(ACTING[i], ACTING[i]);
        assert_int_equal(sheet_out_end(out), STATUS_OK);
        sheet_out_free(out);
        out = NULL;
        file.data[file.length] = '\0';
        const char *quoted = arena_format(arena, "'%s", ACTING[i]);
        const char *line = strstr(file.data, quoted);
        assert_non_null(line);
        assert_non_null(strstr(line + 1, quoted)); // in a column of numbers too, as it is none
    }
}

static void test_conf_7_a_negative_number_stays_one_and_separators_stay_inside(void **state) {
    (void)state;
    start(OUTPUT_CSV, ONE, 1);
    ROW("a;=1+1", "-5");
    ROW("说\"好\",\n行", "0.5");
    ROW(" 空 ", NULL);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    has(file.data, "\"a;=1+1\",-5\r\n");
    has(file.data, "\"说\"\"好\"\",\n行\",0.5\r\n");
    has(file.data, "\" 空 \",\r\n");
}

static void test_conf_7_no_cell_of_a_workbook_becomes_a_formula(void **state) {
    (void)state;
    start(OUTPUT_XLSX, ONE, 1);
    for (size_t i = 0; i < ACTING_COUNT; i++)
        ROW(ACTING[i], ACTING[i]);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    const char *sheet = part("xl/worksheets/sheet1.xml");
    assert_null(strstr(sheet, "<f"));
    unsigned guarded = 0;
    for (const char *at = sheet; (at = strstr(at, "s=\"3\" t=\"inlineStr\"")) != NULL; at++)
        guarded++;
    assert_int_equal(guarded, 2 * ACTING_COUNT);
    has(part("xl/styles.xml"), "quotePrefix=\"1\"");
}

static void test_numbers_that_would_lose_digits_are_texts(void **state) {
    (void)state;
    static const char *const NUMBERS[] = {"0", "-0.5", "123456789012345", "1234567890.1234"};
    static const char *const TEXTS[] = {"1234567890123456", "012", "1.", ".5", "1e5", "--1", "1,000", "-"};
    start(OUTPUT_XLSX, ONE, 1);
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        ROW("", NUMBERS[i]);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        ROW("", TEXTS[i]);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    const char *sheet = part("xl/worksheets/sheet1.xml");
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++)
        has(sheet, arena_format(arena, "<v>%s</v>", NUMBERS[i]));
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_null(strstr(sheet, arena_format(arena, "<v>%s</v>", TEXTS[i])));
}

static void test_dates_that_excel_counts_otherwise_are_texts(void **state) {
    (void)state;
    static const struct sheet_column DATES[] = {{"日期", CELL_DATE, 0}};
    static const struct sheet_plan SHEET[] = {{"客户", DATES, 1, false}};
    start(OUTPUT_XLSX, SHEET, 1);
    ROW("1900-02-28");
    ROW("1900-03-01");
    ROW("2000-02-29");
    ROW("2199-12-31");
    ROW("2026-1-5");
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    const char *sheet = part("xl/worksheets/sheet1.xml");
    has(sheet, ">1900-02-28</t>");
    has(sheet, "<v>61</v>");
    has(sheet, "<v>36585</v>");
    has(sheet, "<v>109574</v>");
    has(sheet, ">2026-1-5</t>");
}

static void test_characters_that_xml_has_no_room_for_survive(void **state) {
    (void)state;
    start(OUTPUT_XLSX, ONE, 1);
    ROW("a\x01z_x0041_\r", NULL);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    has(part("xl/worksheets/sheet1.xml"), "a_x0001_z_x005F_x0041__x000D_</t>");
}

static void test_a_cell_is_cut_where_excel_would_refuse_it(void **state) {
    (void)state;
    char *most = arena_alloc(arena, 32769);
    memset(most, 'a', 32767);
    start(OUTPUT_XLSX, ONE, 1);
    ROW(most, NULL);
    most[32767] = 'b';
    ROW(most, NULL);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    const char *sheet = part("xl/worksheets/sheet1.xml");
    has(sheet, "aaa</t>");
    has(sheet, "aaa…</t>");
    assert_null(strstr(sheet, "b…"));
}

static void test_names_of_sheets_are_such_as_excel_opens(void **state) {
    (void)state;
    static const struct sheet_plan SHEETS_NAMED[] = {
        {"A/B:[重点]*?\\'", TWO, 2, false}, {"History", TWO, 2, false}, {"", TWO, 2, false}, {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二", TWO, 2, false}, {"客户", TWO, 2, false}, {"客户", TWO, 2, false}};
    start(OUTPUT_XLSX, SHEETS_NAMED, 6);
    for (int i = 0; i < 5; i++)
        assert_int_equal(sheet_out_next(out), STATUS_OK);
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    const char *book = part("xl/workbook.xml");
    has(book, "name=\"A B  重点\"");
    has(book, "name=\"History 2\"");
    has(book, "name=\" 3\"");
    has(book, "name=\"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一\"");
    has(book, "name=\"客户\"");
    has(book, "name=\"客户 6\"");
}

static unsigned pieces;
static enum status keep_two(void *data, const void *bytes, size_t length) {
    (void)data;
    (void)bytes;
    (void)length;
    return ++pieces > 2 ? STATUS_TOO_LARGE : STATUS_OK;
}

// Memory does not grow with the rows, and a receiver that has enough ends it.
static void test_rows_are_passed_on_as_they_come(void **state) {
    (void)state;
    static const struct sheet_receiver TWICE = {.take = keep_two};
    char *text = arena_alloc(arena, 3000);
    for (int o = 0; o < OUTPUT_COUNT; o++) {
        enum status status = STATUS_OK;
        pieces = 0;
        assert_int_equal(sheet_out_new(&out, (enum sheet_output)o, ONE, 1, &TWICE), STATUS_OK);
        unsigned seed = 1;
        for (int i = 0; i < 2000 && status == STATUS_OK; i++) {
            for (int c = 0; c < 2999; c++)
                text[c] = (char)('a' + (seed = seed * 1103515245 + 12345) / 65536 % 26);
            status = sheet_out_row(out, (const char *const[]){text, ""});
        }
        assert_int_equal(status, STATUS_TOO_LARGE);
        assert_int_equal(pieces, 3);
        sheet_out_free(out);
        out = NULL;
    }
}

static void test_a_sheet_ends_where_excel_ends(void **state) {
    (void)state;
    start(OUTPUT_CSV, ONE, 1);
    for (unsigned i = 1; i < SHEET_ROWS_LIMIT; i++) {
        assert_int_equal(sheet_out_row(out, (const char *const[]){"a", ""}), STATUS_OK);
        if (file.length > 100000)
            file.length = 0;
    }
    assert_int_equal(sheet_out_row(out, (const char *const[]){"a", ""}), STATUS_TOO_LARGE);
}

static void test_an_unfinished_file_is_given_up(void **state) {
    (void)state;
    start(OUTPUT_XLSX, SHEETS, 2);
    assert_int_equal(sheet_out_end(out), STATUS_FAULT); // the second sheet is missing
}

static void test_arc_13_csv_in_gb18030_is_read_again_as_it_was(void **state) {
    (void)state;
    static const struct sheet_column PAIR[] = {{"名称", CELL_TEXT, 0}, {"电话", CELL_TEXT, 0}};
    static const struct sheet_plan PLAN = {.name = "", .columns = PAIR, .count = 2};
    struct sheet_table *table;
    struct sheet_error error;
    struct sheet_row read;
    start(OUTPUT_CSV_GB18030, &PLAN, 1);
    ROW("𠮷野家€，有限公司", "=1+1");
    assert_int_equal(sheet_out_end(out), STATUS_OK);
    assert_memory_equal(file.data, "\xC3\xFB\xB3\xC6,", 5); // no mark of UTF-8 before it
    assert_string_equal(sheet_output_type(OUTPUT_CSV_GB18030), "text/csv; charset=gb18030");
    assert_int_equal(sheet_open(&table, file.data, file.length, &(struct sheet_wish){0}, arena, &error), STATUS_OK);
    assert_int_equal(sheet_table_next(table, &read), STATUS_OK);
    assert_int_equal(sheet_table_next(table, &read), STATUS_OK);
    assert_string_equal(read.cells[0], "𠮷野家€，有限公司");
    assert_string_equal(read.cells[1], "'=1+1");
    sheet_table_free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
        TEST(conf_7_a_workbook_holds_real_values_and_whole_digits),
        TEST(conf_7_the_headings_stay_in_sight_and_filter),
        TEST(conf_7_csv_has_a_mark_and_quotes_what_needs_it),
        TEST(conf_7_no_cell_of_a_csv_is_a_formula),
        TEST(conf_7_a_negative_number_stays_one_and_separators_stay_inside),
        TEST(conf_7_no_cell_of_a_workbook_becomes_a_formula),
        TEST(numbers_that_would_lose_digits_are_texts),
        TEST(dates_that_excel_counts_otherwise_are_texts),
        TEST(characters_that_xml_has_no_room_for_survive),
        TEST(a_cell_is_cut_where_excel_would_refuse_it),
        TEST(names_of_sheets_are_such_as_excel_opens),
        TEST(rows_are_passed_on_as_they_come),
        TEST(arc_13_csv_in_gb18030_is_read_again_as_it_was),
        TEST(a_sheet_ends_where_excel_ends),
        TEST(an_unfinished_file_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
