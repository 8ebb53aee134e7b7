// What the files of the .xlsx reader share: the open workbook and the parsing of one of its parts. Not here: anything for
// others (xlsx.h).
#ifndef SHEET_XLSX_PART_H
#define SHEET_XLSX_PART_H

#include "sheet/number.h"
#include "sheet/sheet.h"

struct xlsx_sheet {
    const char *name;
    const char *relation; // id in the workbook's list of relations
    const char *part;     // "xl/worksheets/sheet1.xml"; NULL: none of that id
    bool hidden;
};
struct xlsx_style {
    unsigned char style;  // enum number_style
    unsigned char digits; // of NUMBER_PADDED
};
// All shared texts behind one another, each with its NUL.
struct xlsx_strings {
    char *text;
    size_t length, room;
    size_t *starts;
    size_t count, places;
};

struct xlsx {
    struct zip *archive;
    struct arena *arena; // of the workbook
    const struct sheet_wish *wish;
    const struct sheet_sink *sink;
    struct sheet_error *error;
    size_t unpacked;
    const char *workbook; // "xl/workbook.xml"
    struct xlsx_sheet sheets[SHEET_SHEETS_MAX];
    unsigned sheet_count;
    bool since_1904;
    struct xlsx_style *styles; // by the number in a cell's s="…"
    unsigned style_count;
    struct xlsx_strings strings;
};

// What handlers of a part are told; names come without their namespace's prefix. `stop` ends the parsing: when the handler set an
// error before, as invalid; else as done.
struct xlsx_parse {
    struct xlsx *xlsx;
    void *parser; // expat's
    void (*start)(struct xlsx_parse *parse, const char *name, const char **attributes);
    void (*end)(struct xlsx_parse *parse, const char *name);
    void (*text)(struct xlsx_parse *parse, const char *text, size_t length); // may be NULL
    void *data;
    bool stopped;
    enum status status;
};
// STATUS_NOT_FOUND when the workbook has no such part.
enum status xlsx_parse_part(struct xlsx_parse *parse, const char *part) MUST_CHECK;
void xlsx_stop(struct xlsx_parse *parse, enum status status);
// The value of an attribute by its name without prefix; NULL when there is none.
const char *xlsx_attribute(const char **attributes, const char *name);
// A number of digits alone, at most `most`; `otherwise` for anything else and NULL.
unsigned xlsx_number(const char *text, unsigned most, unsigned otherwise);
// "1" or "true"; NULL is neither.
bool xlsx_true(const char *text);
// _x000D_ and the like, which stand for characters XML can't hold, replaced in place; what is no text any more is left out.
void xlsx_unescape(char *text);

// xlsx_book.c: sheets, styles and shared texts.
enum status xlsx_read_book(struct xlsx *xlsx) MUST_CHECK;
enum status xlsx_read_strings(struct xlsx *xlsx) MUST_CHECK;
// xlsx_rows.c
enum status xlsx_read_rows(struct xlsx *xlsx, const char *part) MUST_CHECK;

#endif
