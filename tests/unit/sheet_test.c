// Reading spreadsheets as offices make them (ARC-13): what Excel shows is what is read, by row and column, and what was
// made to do harm is refused. Everything is read in the confined process, as in the product.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sheet/open.h"
#include "sheet/xlsx.h"
#include "workbook.h"

static struct arena *arena;
static struct sheet_table *table;
static struct sheet_error error;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    table = NULL;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    sheet_table_free(table);
    arena_free(arena);
    return 0;
}

static enum status open_parts(const struct part *parts, size_t count, const struct sheet_wish *wish) {
    size_t length;
    char *bytes = workbook_make(parts, count, &length);
    enum status status = sheet_open(&table, bytes, length, wish, arena, &error);
    free(bytes);
    return status;
}
#define OPEN(wish, ...) \
    open_parts((const struct part[]){__VA_ARGS__}, sizeof((const struct part[]){__VA_ARGS__}) / sizeof(struct part), wish)
#define ONE_SHEET BOOK("", "<sheet name=\"客户\" sheetId=\"1\" r:id=\"rId1\"/>")
#define STRINGS(items) \
    { "xl/sharedStrings.xml", XML "<sst xmlns=\"" MAIN "\">" items "</sst>" }
#define STYLES(formats, xfs) \
    { "xl/styles.xml", XML "<styleSheet xmlns=\"" MAIN "\"><numFmts>" formats "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" xfs "</cellXfs></styleSheet>" }

static const struct sheet_wish ANY = {0};

static struct sheet_row next(void) {
    struct sheet_row row;
    assert_int_equal(sheet_table_next(table, &row), STATUS_OK);
    return row;
}

static void assert_end(void) {
    struct sheet_row row;
    assert_int_equal(sheet_table_next(table, &row), STATUS_NOT_FOUND);
}

static void test_arc_13_kinds_of_cells(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET,
                          STRINGS("<si><t>公司名称</t></si><si><r><t>云</t></r><r><t xml:space=\"preserve\">帆 </t></r><rPh><t>yun</t></rPh></si>"
                                  "<si><t>a_x000D_b_x0041_</t></si>"),
                          SHEET1("<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"D2\" t=\"s\"><v>1</v></c></row>"
                                 "<row r=\"5\" hidden=\"1\"><c r=\"A5\"><v>3</v></c><c r=\"B5\" t=\"inlineStr\"><is><t> 行内 </t></is></c>"
                                 "<c r=\"C5\" t=\"b\"><v>1</v></c><c r=\"D5\" t=\"e\"><v>#N/A</v></c><c r=\"E5\" t=\"str\"><f>A1&amp;B1</f><v>和</v></c>"
                                 "<c r=\"F5\"><f>1+1</f></c><c r=\"G5\" t=\"s\"><v>2</v></c></row>"
                                 "<row><c><v>1.5</v></c><c><v>-0</v></c></row>")),
                     STATUS_OK);
    struct sheet_row row = next();
    assert_int_equal(row.line, 2);
    assert_int_equal(row.count, 4);
    assert_string_equal(row.cells[0], "");
    assert_string_equal(row.cells[1], "公司名称");
    assert_string_equal(row.cells[3], "云帆");
    row = next();
    assert_int_equal(row.line, 5);
    assert_true(row.hidden);
    const char *const expected[] = {"3", "行内", "TRUE", "#N/A", "和", SHEET_NO_RESULT, "abA"};
    for (unsigned i = 0; i < 7; i++)
        assert_string_equal(row.cells[i], expected[i]);
    row = next();
    assert_int_equal(row.line, 6); // neither row nor cells say where they stand
    assert_string_equal(row.cells[0], "1.5");
    assert_string_equal(row.cells[1], "0");
    assert_end();
}

static void test_arc_13_dates_by_style(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET,
                          STYLES("<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\"/>"
                                 "<numFmt numFmtId=\"165\" formatCode=\"[Red]#,##0.00\"/><numFmt numFmtId=\"166\" formatCode=\"000000\"/>"
                                 "<numFmt numFmtId=\"167\" formatCode=\"[$-804]yyyy/m/d\\ h:mm\"/>",
                                 "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/>"
                                 "<xf numFmtId=\"167\"/><xf numFmtId=\"31\"/><xf numFmtId=\"20\"/>"),
                          SHEET1("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>45413</v></c><c r=\"B1\" s=\"2\"><v>1</v></c><c r=\"C1\" s=\"3\"><v>45413</v></c>"
                                 "<c r=\"D1\" s=\"4\"><v>1234</v></c><c r=\"E1\" s=\"5\"><v>45413.354166666664</v></c><c r=\"F1\" s=\"6\"><v>61</v></c>"
                                 "<c r=\"G1\" s=\"7\"><v>0.5</v></c><c r=\"H1\" s=\"1\"><v>59</v></c><c r=\"I1\"><v>45413</v></c></row>")),
                     STATUS_OK);
    struct sheet_row row = next();
    const char *const expected[] = {"2024-05-01", "1900-01-01", "45413", "001234", "2024-05-01 08:30:00", "1900-03-01",
                                    "12:00:00", "1900-02-28", "45413"};
    for (unsigned i = 0; i < 9; i++)
        assert_string_equal(row.cells[i], expected[i]);
}

static void test_arc_13_dates_since_1904(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, BOOK("<workbookPr date1904=\"1\"/>", "<sheet name=\"客户\" sheetId=\"1\" r:id=\"rId1\"/>"),
                          STYLES("", "<xf numFmtId=\"14\"/>"), SHEET1("<row r=\"1\"><c r=\"A1\" s=\"0\"><v>43951</v></c></row>")),
                     STATUS_OK);
    assert_string_equal(next().cells[0], "2024-05-01");
}

// Excel keeps 15 digits: of what was longer the rest is gone, and nobody shall take what is left for a bank account.
static void test_arc_13_long_numbers_are_shown_as_damaged(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET,
                          SHEET1("<row r=\"1\"><c r=\"A1\"><v>6.2220212345678898E+18</v></c><c r=\"B1\"><v>999999999999999</v></c>"
                                 "<c r=\"C1\"><v>1000000000000000</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>6222021234567890123</t></is></c></row>")),
                     STATUS_OK);
    struct sheet_row row = next();
    assert_true(sheet_is_damaged_number(row.cells[0]));
    assert_string_equal(row.cells[1], "999999999999999");
    assert_true(sheet_is_damaged_number(row.cells[2]));
    assert_string_equal(row.cells[3], "6222021234567890123");
    assert_true(sheet_is_damaged_number("1.23457E+17"));
    assert_true(sheet_is_damaged_number("6E+18"));
    assert_false(sheet_is_damaged_number("1.5"));
    assert_false(sheet_is_damaged_number("E+5"));
    assert_false(sheet_is_damaged_number("2E+5号楼"));
}

static void test_arc_13_sheets_are_chosen_by_name(void **state) {
    (void)state;
#define TWO BOOK("", "<sheet name=\"旧\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/><sheet name=\"新\" sheetId=\"2\" r:id=\"rId2\"/>")
#define SECOND {"xl/worksheets/sheet2.xml", XML "<x:worksheet xmlns:x=\"" MAIN "\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"}
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, TWO, SHEET1("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), SECOND), STATUS_OK);
    bool hidden;
    assert_int_equal(sheet_table_sheets(table), 2);
    assert_string_equal(sheet_table_sheet(table, 0, &hidden), "旧");
    assert_true(hidden);
    assert_int_equal(sheet_table_chosen(table), 1); // the first one that is not hidden
    assert_string_equal(next().cells[0], "2");
    sheet_table_free(table);

    const struct sheet_wish old = {.sheet = "旧"}, none = {.sheet = "没有"};
    assert_int_equal(OPEN(&old, ROOT_RELATIONS, BOOK_RELATIONS, TWO, SHEET1("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>"), SECOND), STATUS_OK);
    assert_string_equal(next().cells[0], "1");
    sheet_table_free(table);
    assert_int_equal(OPEN(&none, ROOT_RELATIONS, BOOK_RELATIONS, TWO, SECOND), STATUS_INVALID);
    assert_non_null(strstr(error.message.en, "no such sheet"));
}

static void test_arc_13_merged_cells(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET,
                          {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\"><c r=\"B1\"><v>1</v></c></row></sheetData>"
                                                       "<mergeCells><mergeCell ref=\"B1:D2\"/><mergeCell ref=\"nonsense\"/></mergeCells></worksheet>"}),
                     STATUS_OK);
    struct sheet_merge merges[4];
    assert_int_equal(sheet_table_merges(table, 2, merges, 4), 1);
    assert_int_equal(merges[0].left, 2);
    assert_int_equal(merges[0].right, 4);
    assert_int_equal(sheet_table_merges(table, 3, merges, 4), 0);
}

static void test_arc_13_limits_on_both_sides(void **state) {
    (void)state;
    const struct sheet_wish two = {.rows_most = 2};
#define ROW(line) "<row r=\"" line "\"><c r=\"GR" line "\"><v>1</v></c></row>"
    assert_int_equal(OPEN(&two, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1(ROW("1") "<row r=\"2\"/>" ROW("3"))), STATUS_OK);
    assert_int_equal(sheet_table_rows(table), 2);
    assert_int_equal(next().count, SHEET_COLUMNS_MAX);
    sheet_table_free(table);
    assert_int_equal(OPEN(&two, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1(ROW("1") ROW("3") ROW("4"))), STATUS_INVALID);
    assert_int_equal(error.line, 4);
    assert_non_null(strstr(error.message.en, "too many rows"));
    assert_int_equal(OPEN(&two, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1("<row r=\"7\"><c r=\"GS7\"><v>1</v></c></row>")), STATUS_INVALID);
    assert_int_equal(error.line, 7);
    assert_int_equal(error.column, 201);
    assert_non_null(strstr(error.message.en, "more than 200 columns"));
    // A column that is only coloured is none.
    assert_int_equal(OPEN(&two, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1("<row r=\"7\"><c r=\"A7\"><v>1</v></c><c r=\"GS7\" s=\"1\"/></row>")), STATUS_OK);
}

static void refused(const char *words) {
    assert_null(table);
    assert_non_null(error.message.zh);
    if (strstr(error.message.en, words) == NULL)
        fail_msg("said: %s", error.message.en);
}

static void test_arc_13_harmful_workbooks_are_refused(void **state) {
    (void)state;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET,
                          {"xl/worksheets/sheet1.xml", "<!DOCTYPE w [<!ENTITY a \"b\">]><worksheet><sheetData/></worksheet>"}),
                     STATUS_INVALID);
    refused("DOCTYPE");
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1("<row r=\"2\"/><row r=\"1\"/>")), STATUS_INVALID);
    refused("out of order");
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>")), STATUS_INVALID);
    refused("a text is missing");
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, SHEET1("<row r=\"1\">")), STATUS_INVALID);
    refused("damaged");
    assert_int_equal(OPEN(&ANY, {"word/document.xml", "<x/>"}), STATUS_INVALID);
    refused("no .xlsx workbook");
    // A sheet that is said to lie elsewhere is not fetched: there is none.
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, ONE_SHEET,
                          {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" Target=\"http://example.invalid/sheet.xml\"/></Relationships>"}),
                     STATUS_INVALID);
    refused("no such sheet");
    assert_int_equal(sheet_open(&table, "PK\003\004rest", 8, &ANY, arena, &error), STATUS_INVALID);
    refused("damaged");
}

// Ten megabytes that unpack to more than is allowed.
static void test_arc_13_a_zip_bomb_is_refused(void **state) {
    (void)state;
    size_t size = XLSX_UNPACKED_MAX;
    char *bomb = malloc(size + 64);
    assert_non_null(bomb);
    memset(bomb, ' ', size);
    snprintf(bomb + size, 64, "</worksheet>");
    for (const char *from = "<worksheet>", *at = from; *at != '\0'; at++)
        bomb[at - from] = *at;
    assert_int_equal(OPEN(&ANY, ROOT_RELATIONS, BOOK_RELATIONS, ONE_SHEET, {"xl/worksheets/sheet1.xml", bomb}), STATUS_INVALID);
    refused("768 MB");
    free(bomb);
}

static void test_arc_13_old_workbooks(void **state) {
    (void)state;
    static const char CONTAINER[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 not a workbook at all";
    assert_int_equal(sheet_open(&table, CONTAINER, sizeof CONTAINER, &ANY, arena, &error), STATUS_INVALID);
    refused("no .xls workbook");
    static const char ENCRYPTED[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0...";
    assert_int_equal(sheet_open(&table, ENCRYPTED, sizeof ENCRYPTED, &ANY, arena, &error), STATUS_INVALID);
    refused("password");
}

static void test_arc_13_csv_comes_the_same_way(void **state) {
    (void)state;
    static const char GBK[] = "\xB9\xAB\xCB\xBE\xC3\xFB\xB3\xC6,\xB5\xE7\xBB\xB0\r\n\r\n\xD4\xC6\xB7\xAB,010\r\n";
    assert_int_equal(sheet_open(&table, GBK, sizeof GBK - 1, &ANY, arena, &error), STATUS_OK);
    assert_int_equal(sheet_table_sheets(table), 0);
    assert_string_equal(next().cells[0], "公司名称");
    struct sheet_row row = next();
    assert_int_equal(row.line, 3);
    assert_string_equal(row.cells[0], "云帆");
    assert_end();
    sheet_table_rewind(table);
    assert_string_equal(next().cells[1], "电话");
    sheet_table_free(table);
    assert_int_equal(sheet_open(&table, "a,\"b\n", 5, &ANY, arena, &error), STATUS_INVALID);
    assert_int_equal(error.line, 1);
}

static void test_arc_13_column_names(void **state) {
    (void)state;
    static const struct {
        unsigned column;
        const char *name;
    } CASES[] = {{1, "A"}, {26, "Z"}, {27, "AA"}, {200, "GR"}, {702, "ZZ"}, {703, "AAA"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        char name[8];
        sheet_column_name(CASES[i].column, name);
        assert_string_equal(name, CASES[i].name);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_arc_13_kinds_of_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_dates_by_style, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_dates_since_1904, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_long_numbers_are_shown_as_damaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_sheets_are_chosen_by_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_merged_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_limits_on_both_sides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_harmful_workbooks_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_a_zip_bomb_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_old_workbooks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_arc_13_csv_comes_the_same_way, set_up, tear_down),
        cmocka_unit_test(test_arc_13_column_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
