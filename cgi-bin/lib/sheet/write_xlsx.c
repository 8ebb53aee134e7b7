// An .xlsx workbook as a stream: a zip archive of XML parts, each written in its order and none kept. Texts stand in their cells
// instead of in one table of all, which would have to be in memory until the end.
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/utf8.h"
#include "sheet/write_part.h"

#define PIECE 65536
#define CELL_UNITS_MAX 32767 // of UTF-16 in one cell of Excel
#define SHEET_NAME_UNITS 31  // of the name of a sheet

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char ROOT_RELATIONS[] = XML
    "<Relationships xmlns=\"" PACKAGE "relationships\"><Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
static const char TYPES_HEAD[] = XML
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" KIND "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" KIND "styles+xml\"/>";

// The styles by their places in STYLES. GUARDED: a text that stays one when it is edited.
enum style {
    STYLE_PLAIN,
    STYLE_HEADING,
    STYLE_TEXT,
    STYLE_GUARDED,
    STYLE_NUMBER,
    STYLE_AMOUNT,
    STYLE_DATE,
    STYLE_TIME
};
#define XF(format, more) "<xf numFmtId=\"" format "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"" more "/>"
#define XF_HEADING "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>"
#define XFS XF("0", "") XF_HEADING XF("49", "") XF("49", " quotePrefix=\"1\"") XF("0", "") XF("4", "") XF("164", "") XF("165", "")
static const char STYLES[] = XML
    "<styleSheet xmlns=\"" MAIN "\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
    "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/></numFmts>"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>"
    "<fills count=\"3\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE8EEF4\"/><bgColor indexed=\"64\"/></patternFill></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"8\">" XFS "</cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

static const struct {
    enum style style;
    unsigned width; // in digits
} TYPES[CELL_TYPE_COUNT] = {
    [CELL_TEXT] = {STYLE_TEXT, 20},
    [CELL_NUMBER] = {STYLE_NUMBER, 12},
    [CELL_AMOUNT] = {STYLE_AMOUNT, 16},
    [CELL_DATE] = {STYLE_DATE, 12},
    [CELL_TIME] = {STYLE_TIME, 17},
};

// --- the archive

// What the receiver refuses is dropped: libarchive would free nothing after a fault of its writer.
static la_ssize_t on_write(struct archive *archive, void *data, const void *bytes, size_t length) {
    struct sheet_out *out = data;
    (void)archive;
    if (out->status == STATUS_OK)
        out->status = out->receiver.take(out->receiver.data, bytes, length);
    return (la_ssize_t)length;
}

// What came of a step: `done`, unless the receiver has had enough.
static enum status outcome(const struct sheet_out *out, bool done) {
    if (out->status != STATUS_OK || done)
        return out->status;
    LOG_EVENT(LOG_ERROR, "sheet.write", LOG_TEXT("error", archive_error_string(out->archive)));
    return STATUS_FAULT;
}

static enum status part_start(struct sheet_out *out, const char *path) {
    struct archive_entry *entry = archive_entry_new();
    if (entry == NULL)
        log_die("memory.out", "archive_entry_new");
    archive_entry_set_pathname(entry, path);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0600);
    const bool started = archive_write_header(out->archive, entry) == ARCHIVE_OK;
    archive_entry_free(entry);
    return outcome(out, started);
}

static enum status pass_on(struct sheet_out *out, size_t from) {
    const size_t length = out->text.length;
    if (length < from || length == 0)
        return STATUS_OK;
    out->text.length = 0;
    return outcome(out, archive_write_data(out->archive, out->text.data, length) == (la_ssize_t)length);
}

static enum status part_end(struct sheet_out *out) {
    TRY(pass_on(out, 0));
    return outcome(out, archive_write_finish_entry(out->archive) == ARCHIVE_OK);
}

static enum status part(struct sheet_out *out, const char *path, const char *text) {
    TRY(part_start(out, path));
    buffer_text(&out->text, text);
    return part_end(out);
}

// --- texts

// "_x000D_" is how Excel writes a character that XML has no room for; a text that looks so must not become one.
static bool looks_escaped(const char *text) {
    return text[0] == '_' && text[1] == 'x' && strspn(text + 2, "0123456789ABCDEFabcdef") >= 4 && text[6] == '_';
}

static void put_point(struct buffer *xml, uint32_t point) {
    static const struct {
        uint32_t point;
        const char *entity;
    } ENTITIES[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};
    for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++)
        if (point == ENTITIES[i].point) {
            buffer_text(xml, ENTITIES[i].entity);
            return;
        }
    if ((point < ' ' && point != '\t' && point != '\n') || point == 0xFFFE || point == 0xFFFF)
        buffer_format(xml, "_x%04X_", (unsigned)point);
    else
        utf8_put(xml, point);
}

// As much of the text as a cell holds.
static void put_text(struct buffer *xml, const char *text) {
    size_t units = 0;
    const bool fits = strlen(text) <= CELL_UNITS_MAX;
    while (*text != '\0') {
        const bool escaped = looks_escaped(text);
        const uint32_t point = utf8_next(&text);
        units += point > 0xFFFF ? 2 : 1;
        if (!fits && units >= CELL_UNITS_MAX && *text != '\0') {
            buffer_text(xml, "…");
            return;
        }
        if (escaped)
            buffer_text(xml, "_x005F_");
        else
            put_point(xml, point);
    }
}

// As much of what was given as Excel allows in the name of a sheet.
static const char *allowed_name(const char *name, size_t most, struct arena *arena) {
    struct buffer allowed = {.arena = arena};
    size_t units = 0;
    buffer_text(&allowed, "");
    for (uint32_t point; (point = utf8_next(&name)) != 0;) {
        units += point > 0xFFFF ? 2 : 1;
        if (units > most)
            break;
        utf8_put(&allowed, utf8_is_control(point) || (point < 128 && strchr("[]:*?/\\'", (int)point) != NULL) ? ' ' : point);
    }
    return utf8_trim(arena, allowed.data);
}

// Without regard to case, no two sheets may be called the same, and none as Excel calls one of its own.
static bool is_taken(char *const *names, unsigned count, const char *name) {
    for (unsigned i = 0; i < count; i++)
        if (strcasecmp(names[i], name) == 0)
            return true;
    return *name == '\0' || strcasecmp(name, "history") == 0;
}

static void name_sheets(struct sheet_out *out, unsigned count, char *names[SHEET_PLANS_MAX]) {
    for (unsigned i = 0; i < count; i++) {
        const char *name = allowed_name(out->sheets[i].name, SHEET_NAME_UNITS, out->arena);
        const char *beginning = allowed_name(name, SHEET_NAME_UNITS - 2, out->arena);
        names[i] = is_taken(names, i, name) ? arena_format(out->arena, "%s %u", beginning, i + 1) : arena_string(out->arena, name);
    }
}

// --- the parts beside the sheets

static enum status content_types(struct sheet_out *out) {
    TRY(part_start(out, "[Content_Types].xml"));
    buffer_text(&out->text, TYPES_HEAD);
    for (unsigned i = 1; i <= out->count; i++)
        buffer_format(&out->text, "<Override PartName=\"/xl/worksheets/sheet%u.xml\" ContentType=\"" KIND "worksheet+xml\"/>", i);
    buffer_text(&out->text, "</Types>");
    return part_end(out);
}

static enum status workbook(struct sheet_out *out) {
    char *names[SHEET_PLANS_MAX];
    const unsigned count = out->count;
    name_sheets(out, count, names);
    TRY(part_start(out, "xl/workbook.xml"));
    buffer_text(&out->text, XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>");
    for (unsigned i = 0; i < count; i++) {
        buffer_text(&out->text, "<sheet name=\"");
        put_text(&out->text, names[i]);
        buffer_format(&out->text, "\" sheetId=\"%u\" r:id=\"rId%u\"/>", i + 1, i + 1);
    }
    buffer_text(&out->text, "</sheets></workbook>");
    return part_end(out);
}

static enum status relations(struct sheet_out *out) {
    TRY(part_start(out, "xl/_rels/workbook.xml.rels"));
    buffer_text(&out->text, XML "<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (unsigned i = 1; i <= out->count; i++)
        buffer_format(&out->text, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet%u.xml\"/>", i, i);
    buffer_format(&out->text, "<Relationship Id=\"rId%u\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>", out->count + 1);
    buffer_text(&out->text, "</Relationships>");
    return part_end(out);
}

enum status xlsx_start(struct sheet_out *out) {
    out->archive = archive_write_new();
    if (out->archive == NULL)
        log_die("memory.out", "archive_write_new");
    // Sizes beyond 4 GB, which Excel does not expect in such a stream, can't come up: the rows end before.
    struct archive *archive = out->archive;
    const bool opened = archive_write_set_format_zip(archive) == ARCHIVE_OK &&
                        archive_write_set_format_option(archive, "zip", "zip64", NULL) == ARCHIVE_OK &&
                        archive_write_set_format_option(archive, "zip", "compression-level", "3") == ARCHIVE_OK &&
                        archive_write_set_bytes_per_block(archive, PIECE) == ARCHIVE_OK &&
                        archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK && // no padding
                        archive_write_open(archive, out, NULL, on_write, NULL) == ARCHIVE_OK;
    if (!opened)
        return outcome(out, false);
    TRY(content_types(out));
    TRY(part(out, "_rels/.rels", ROOT_RELATIONS));
    TRY(workbook(out));
    TRY(relations(out));
    return part(out, "xl/styles.xml", STYLES);
}

// --- sheets

enum status xlsx_sheet(struct sheet_out *out) {
    const struct sheet_plan *sheet = &out->sheets[out->current];
    TRY(part_start(out, arena_format(out->arena, "xl/worksheets/sheet%u.xml", out->current + 1)));
    buffer_format(&out->text, XML "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView%s workbookViewId=\"0\">",
                  out->current == 0 ? " tabSelected=\"1\"" : "");
    if (!sheet->plain)
        buffer_text(&out->text, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                                "<selection pane=\"bottomLeft\"/>");
    buffer_text(&out->text, "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>");
    for (unsigned i = 0; i < sheet->count; i++) {
        const unsigned width = sheet->columns[i].width > 0 ? sheet->columns[i].width : TYPES[sheet->columns[i].type].width;
        buffer_format(&out->text, "<col min=\"%u\" max=\"%u\" width=\"%u\" customWidth=\"1\" style=\"%d\"/>", i + 1, i + 1, width,
                      TYPES[sheet->columns[i].type].style); // for what is typed below as well
    }
    buffer_text(&out->text, "</cols><sheetData>");
    return STATUS_OK;
}

static void put_text_cell(struct buffer *xml, const char *place, const char *cell, bool heading) {
    const enum style style = heading ? STYLE_HEADING : cell_acts(cell) ? STYLE_GUARDED
                                                                       : STYLE_TEXT;
    buffer_format(xml, "<c r=\"%s\" s=\"%d\" t=\"inlineStr\"><is><t xml:space=\"preserve\">", place, style);
    put_text(xml, cell);
    buffer_text(xml, "</t></is></c>");
}

// Days since the day before 1900-01-00, as Excel counts them; it takes 1900 for a leap year, so dates before its 1 March are none.
static bool day_number(const char *date, long *days) {
    const long year = strtol(date, NULL, 10), month = strtol(date + 5, NULL, 10), day = strtol(date + 8, NULL, 10);
    const long y = month > 2 ? year : year - 1, m = month > 2 ? month - 3 : month + 9;
    *days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 693899; // from 0000-03-01 on
    return *days >= 61;
}

#define MINUTES_OF_DAY 1440

// "2026-01-05", and " 08:30" of a time.
static bool put_date_cell(struct buffer *xml, const char *place, const char *cell, enum cell_type type) {
    static const char DIGITS[] = "0123456789";
    char date[11];
    long days = 0, minutes = 0;
    const size_t length = strlen(cell);
    if (length != (type == CELL_DATE ? 10 : 16) || cell[4] != '-' || cell[7] != '-')
        return false;
    memcpy(date, cell, 10);
    date[10] = '\0';
    if (strspn(date, DIGITS) != 4 || strspn(date + 5, DIGITS) != 2 || strspn(date + 8, DIGITS) != 2 || !day_number(date, &days))
        return false;
    if (type == CELL_TIME) {
        if (cell[10] != ' ' || strspn(cell + 11, DIGITS) != 2 || cell[13] != ':' || strspn(cell + 14, DIGITS) != 2)
            return false;
        minutes = strtol(cell + 11, NULL, 10) * 60 + strtol(cell + 14, NULL, 10);
    }
    const double number = (double)days + (double)minutes / MINUTES_OF_DAY;
    buffer_format(xml, "<c r=\"%s\" s=\"%d\"><v>%.12g</v></c>", place, TYPES[type].style, number);
    return true;
}

static void put_cell(struct buffer *xml, const char *place, const char *cell, enum cell_type type) {
    if ((type == CELL_DATE || type == CELL_TIME) && put_date_cell(xml, place, cell, type))
        return;
    if ((type == CELL_NUMBER || type == CELL_AMOUNT) && cell_is_number(cell))
        buffer_format(xml, "<c r=\"%s\" s=\"%d\"><v>%s</v></c>", place, TYPES[type].style, cell);
    else
        put_text_cell(xml, place, cell, false);
}

enum status xlsx_row(struct sheet_out *out, const char *const *cells, bool heading) {
    const struct sheet_plan *sheet = &out->sheets[out->current];
    struct buffer *xml = &out->text;
    buffer_format(xml, "<row r=\"%u\">", out->row);
    for (unsigned i = 0; i < sheet->count; i++) {
        char column[8], place[24];
        if (cells[i] == NULL || *cells[i] == '\0')
            continue;
        sheet_column_name(i + 1, column);
        (void)snprintf(place, sizeof place, "%s%u", column, out->row);
        if (heading)
            put_text_cell(xml, place, cells[i], true);
        else
            put_cell(xml, place, cells[i], sheet->columns[i].type);
    }
    buffer_text(xml, "</row>");
    return pass_on(out, PIECE);
}

enum status xlsx_sheet_end(struct sheet_out *out) {
    const struct sheet_plan *sheet = &out->sheets[out->current];
    char last[8];
    sheet_column_name(sheet->count, last);
    buffer_text(&out->text, "</sheetData>");
    if (!sheet->plain)
        buffer_format(&out->text, "<autoFilter ref=\"A1:%s%u\"/>", last, out->row);
    buffer_text(&out->text, "</worksheet>");
    return part_end(out);
}

enum status xlsx_end(struct sheet_out *out) {
    return outcome(out, archive_write_close(out->archive) == ARCHIVE_OK);
}
