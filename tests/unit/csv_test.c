// Reading CSV files as people save them (ARC-13).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sheet/csv.h"

static struct sheet_error parse_fault(const char *bytes, size_t length, enum encoding encoding) {
    struct csv_file *file = NULL;
    struct sheet_error error = {0};
    assert_int_equal(csv_file_parse(&file, bytes, length, encoding, &error), STATUS_INVALID);
    assert_null(file);
    assert_non_null(error.message.zh);
    assert_non_null(error.message.en);
    return error;
}

static struct csv_file *parse(const char *text) {
    struct csv_file *file = NULL;
    struct sheet_error error = {0};
    assert_int_equal(csv_file_parse(&file, text, strlen(text), ENCODING_AUTO, &error), STATUS_OK);
    return file;
}

// The next row is `cells` (NULL-ended) and starts at `line`.
static void expect_row(struct csv_file *file, unsigned line, const char *const *cells) {
    struct sheet_row row;
    struct sheet_error error = {0};
    assert_int_equal(csv_file_next(file, &row, &error), STATUS_OK);
    assert_int_equal(row.line, line);
    unsigned count = 0;
    for (; cells[count] != NULL; count++) {
        assert_true(count < row.count);
        assert_string_equal(row.cells[count], cells[count]);
    }
    assert_int_equal(row.count, count);
}
#define EXPECT_ROW(file, line, ...) expect_row((file), (line), (const char *const[]){__VA_ARGS__, NULL})

static void expect_end(struct csv_file *file) {
    struct sheet_row row;
    struct sheet_error error = {0};
    assert_int_equal(csv_file_next(file, &row, &error), STATUS_NOT_FOUND);
    assert_int_equal(csv_file_next(file, &row, &error), STATUS_NOT_FOUND);
    csv_file_free(file);
}

static void test_arc_13_reads_rows_with_their_lines(void **state) {
    (void)state;
    struct csv_file *file = parse("公司名称,地址\r\n恒远物流,\"深圳\r\n南山\"\r\n\r\n  \r\n王𠮷商行 , \"a\"\"b\"");
    EXPECT_ROW(file, 1, "公司名称", "地址");
    EXPECT_ROW(file, 2, "恒远物流", "深圳\r\n南山");
    EXPECT_ROW(file, 6, "王𠮷商行", "a\"b");
    expect_end(file);
}

static void test_arc_13_takes_every_line_end(void **state) {
    (void)state;
    struct csv_file *file = parse("a,b\nc,d\re,f\r\ng,h");
    EXPECT_ROW(file, 1, "a", "b");
    EXPECT_ROW(file, 2, "c", "d");
    EXPECT_ROW(file, 3, "e", "f");
    EXPECT_ROW(file, 4, "g", "h");
    expect_end(file);
}

static void test_arc_13_skips_rows_of_separators(void **state) {
    (void)state;
    struct csv_file *file = parse("a,b,\n,,\n ,\"\",\n1,,2\n");
    EXPECT_ROW(file, 1, "a", "b", "");
    EXPECT_ROW(file, 4, "1", "", "2");
    expect_end(file);
    expect_end(parse(""));
    expect_end(parse("\n\n , \n"));
}

static void test_arc_13_quoted_line_breaks_count_as_lines(void **state) {
    (void)state;
    struct csv_file *file = parse("\"a\n\n\",b\n\n\"\n\"\n\"\nx\",y\n");
    EXPECT_ROW(file, 1, "a\n\n", "b");
    EXPECT_ROW(file, 7, "\nx", "y"); // lines 5 and 6 are a row with nothing but a line break
    expect_end(file);
}

static void test_arc_13_separator_is_taken_from_the_heading(void **state) {
    (void)state;
    struct csv_file *file = parse("a;b;\"c,d,e\"\n1,5;2;3\n");
    EXPECT_ROW(file, 1, "a", "b", "c,d,e");
    EXPECT_ROW(file, 2, "1,5", "2", "3");
    expect_end(file);
    file = parse("a\tb\n1 \t\t");
    EXPECT_ROW(file, 1, "a", "b");
    EXPECT_ROW(file, 2, "1", "", "");
    expect_end(file);
}

static void test_arc_13_strips_the_byte_order_mark(void **state) {
    (void)state;
    struct csv_file *file = parse("\xEF\xBB\xBF公司名称\n恒远\n");
    assert_int_equal(csv_file_encoding(file), ENCODING_UTF8);
    EXPECT_ROW(file, 1, "公司名称");
    EXPECT_ROW(file, 2, "恒远");
    expect_end(file);
}

static void test_arc_13_recognises_gb18030(void **state) {
    (void)state;
    // 公司名称,法人 / 恒远,王𠮷 — the last character takes four bytes in GB18030, two of them ASCII digits.
    struct csv_file *file =
        parse("\xB9\xAB\xCB\xBE\xC3\xFB\xB3\xC6,\xB7\xA8\xC8\xCB\r\n\xBA\xE3\xD4\xB6,\xCD\xF5\x95\x34\xB2\x35\r\n");
    assert_int_equal(csv_file_encoding(file), ENCODING_GB18030);
    EXPECT_ROW(file, 1, "公司名称", "法人");
    EXPECT_ROW(file, 2, "恒远", "王𠮷");
    expect_end(file);
}

static void test_arc_13_a_broken_byte_is_named_by_line(void **state) {
    (void)state;
    static const char TEXT[] = "公司名称,法人代表,地址\n恒远\n通\x80达\n";
    assert_int_equal(parse_fault(TEXT, sizeof TEXT - 1, ENCODING_AUTO).line, 3);
    static const char GB[] = "\xB9\xAB\xCB\xBE\n\xBA\xE3\xFF\n";
    assert_int_equal(parse_fault(GB, sizeof GB - 1, ENCODING_AUTO).line, 2);
    assert_int_equal(parse_fault(GB, sizeof GB - 1, ENCODING_UTF8).line, 1);
    static const char NUL[] = "a,b\nc\0d,e\n";
    assert_int_equal(parse_fault(NUL, sizeof NUL - 1, ENCODING_AUTO).line, 0);
}

static void test_arc_13_other_formats_are_refused_with_the_way_out(void **state) {
    (void)state;
    static const char UTF16[] = "\xFF\xFE"
                                "a\0,\0b\0\n\0";
    static const char UTF16_PLAIN[] = "a\0,\0b\0\n\0";
    assert_non_null(strstr(parse_fault(UTF16, sizeof UTF16 - 1, ENCODING_AUTO).message.zh, "CSV UTF-8"));
    assert_non_null(strstr(parse_fault(UTF16_PLAIN, sizeof UTF16_PLAIN - 1, ENCODING_AUTO).message.zh, "CSV UTF-8"));
}

static unsigned fault_line(const char *text) {
    struct csv_file *file = parse(text);
    struct sheet_row row;
    struct sheet_error error = {0};
    enum status status;
    while ((status = csv_file_next(file, &row, &error)) == STATUS_OK)
        continue;
    assert_int_equal(status, STATUS_INVALID);
    csv_file_free(file);
    return error.line;
}

static void test_arc_13_a_quote_without_partner_is_an_error_at_its_row(void **state) {
    (void)state;
    assert_int_equal(fault_line("a,b\n\"x,y\nz,w\n"), 2);
    assert_int_equal(fault_line("a,b\n1,2\nx\"y,z\n"), 3);
    assert_int_equal(fault_line("a,b\n1,2\n\"x\" y,z\n"), 3);
}

static void test_arc_13_limits(void **state) {
    (void)state;
    static char wide[SHEET_COLUMNS_MAX + 2];
    memset(wide, ',', sizeof wide - 1);
    assert_int_equal(fault_line(wide), 1);
    wide[SHEET_COLUMNS_MAX - 2] = 'x';
    wide[SHEET_COLUMNS_MAX - 1] = '\0';
    struct csv_file *file = parse(wide);
    struct sheet_row row;
    struct sheet_error error;
    assert_int_equal(csv_file_next(file, &row, &error), STATUS_OK);
    csv_file_free(file);

    char *cell = malloc(SHEET_CELL_MAX + 8);
    memset(cell, 'x', SHEET_CELL_MAX + 7);
    cell[SHEET_CELL_MAX + 1] = '\n';
    cell[SHEET_CELL_MAX + 7] = '\0';
    assert_int_equal(fault_line(cell), 1);
    cell[SHEET_CELL_MAX] = '\n';
    cell[SHEET_CELL_MAX + 1] = '\0';
    file = parse(cell);
    assert_int_equal(csv_file_next(file, &row, &error), STATUS_OK);
    assert_int_equal(strlen(row.cells[0]), SHEET_CELL_MAX);
    csv_file_free(file);
    free(cell);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arc_13_reads_rows_with_their_lines),
        cmocka_unit_test(test_arc_13_takes_every_line_end),
        cmocka_unit_test(test_arc_13_skips_rows_of_separators),
        cmocka_unit_test(test_arc_13_quoted_line_breaks_count_as_lines),
        cmocka_unit_test(test_arc_13_separator_is_taken_from_the_heading),
        cmocka_unit_test(test_arc_13_strips_the_byte_order_mark),
        cmocka_unit_test(test_arc_13_recognises_gb18030),
        cmocka_unit_test(test_arc_13_a_broken_byte_is_named_by_line),
        cmocka_unit_test(test_arc_13_other_formats_are_refused_with_the_way_out),
        cmocka_unit_test(test_arc_13_a_quote_without_partner_is_an_error_at_its_row),
        cmocka_unit_test(test_arc_13_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
