// What both formats have in common, and CSV.
#include "sheet/write.h"

#include <iconv.h>
#include <string.h>

#include "base/utf8.h"
#include "sheet/write_part.h"

#define PIECE 65536
#define DIGITS_MAX 15 // that a spreadsheet keeps of a number

const char *sheet_output_type(enum sheet_output output) {
    if (output == OUTPUT_XLSX)
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return output == OUTPUT_CSV ? "text/csv; charset=utf-8" : "text/csv; charset=gb18030";
}

const char *sheet_output_suffix(enum sheet_output output) {
    return output == OUTPUT_XLSX ? "xlsx" : "csv";
}

// Full-width signs count: a spreadsheet that is set to Chinese or Japanese takes them for the others.
bool cell_acts(const char *text) {
    static const uint32_t SIGNS[] = {'=', '+', '-', '@', '\t', '\r', '\n', 0xFF1D, 0xFF0B, 0xFF0D, 0xFF20};
    const uint32_t first = utf8_next(&text);
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++)
        if (first == SIGNS[i])
            return true;
    return false;
}

bool cell_is_number(const char *text) {
    static const char DIGITS[] = "0123456789";
    text += *text == '-';
    const size_t whole = strspn(text, DIGITS);
    const bool has_part = text[whole] == '.';
    const size_t part = has_part ? strspn(text + whole + 1, DIGITS) : 0;
    return whole > 0 && (whole == 1 || *text != '0') && (!has_part || part > 0) && text[whole + has_part + part] == '\0' &&
           whole + part <= DIGITS_MAX;
}

// --- CSV

static void csv_cell(struct buffer *text, const char *cell, enum cell_type type) {
    const bool number = (type == CELL_NUMBER || type == CELL_AMOUNT) && cell_is_number(cell);
    const char *quote = !number && cell_acts(cell) ? "'" : "";
    // Other separators too: which one is meant depends on where it is opened. And blanks, which some readers drop.
    const bool plain = strpbrk(cell, ",;\t\"\r\n") == NULL && *cell != ' ' && (*cell == '\0' || cell[strlen(cell) - 1] != ' ');
    if (plain) {
        buffer_format(text, "%s%s", quote, cell);
        return;
    }
    buffer_format(text, "\"%s", quote);
    for (; *cell != '\0'; cell++)
        buffer_add(text, *cell == '"' ? "\"\"" : cell, *cell == '"' ? 2 : 1);
    buffer_text(text, "\"");
}

static void csv_row(struct sheet_out *out, const char *const *cells, bool heading) {
    const struct sheet_plan *sheet = &out->sheets[out->current];
    for (unsigned i = 0; i < sheet->count; i++) {
        if (i > 0)
            buffer_text(&out->text, ",");
        csv_cell(&out->text, cells[i] != NULL ? cells[i] : "", heading ? CELL_TEXT : sheet->columns[i].type);
    }
    buffer_text(&out->text, "\r\n");
}

// GB18030 has all that Unicode has, and no character takes more than four bytes.
static enum status pass_on_gb18030(struct sheet_out *out, size_t length) {
    struct arena *arena = arena_new();
    char *converted = ARENA_ARRAY(arena, char, 4 * length), *to = converted, *from = out->text.data;
    size_t left = length, room = 4 * length;
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    const bool done = converter != (iconv_t)-1 && iconv(converter, &from, &left, &to, &room) != (size_t)-1;
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    const enum status status = done ? out->receiver.take(out->receiver.data, converted, (size_t)(to - converted)) : STATUS_FAULT;
    arena_free(arena);
    return status;
}

// Whole rows.
static enum status pass_on(struct sheet_out *out, size_t from) {
    if (out->output == OUTPUT_XLSX || out->text.length < from)
        return STATUS_OK;
    const size_t length = out->text.length;
    out->text.length = 0;
    if (length == 0)
        return STATUS_OK;
    return out->output == OUTPUT_CSV ? out->receiver.take(out->receiver.data, out->text.data, length) : pass_on_gb18030(out, length);
}

// --- both

static enum status write_row(struct sheet_out *out, const char *const *cells, bool heading) {
    if (out->row == SHEET_ROWS_LIMIT)
        return STATUS_TOO_LARGE;
    out->row++;
    if (out->output == OUTPUT_XLSX)
        return xlsx_row(out, cells, heading);
    csv_row(out, cells, heading);
    return pass_on(out, PIECE);
}

static enum status start_sheet(struct sheet_out *out) {
    const struct sheet_plan *sheet = &out->sheets[out->current];
    out->row = 0;
    if (out->output == OUTPUT_XLSX)
        TRY(xlsx_sheet(out));
    else if (out->current > 0)
        buffer_text(&out->text, "\r\n");
    if (sheet->plain)
        return STATUS_OK;
    const char **headings = ARENA_ARRAY(out->arena, const char *, sheet->count);
    for (unsigned i = 0; i < sheet->count; i++)
        headings[i] = sheet->columns[i].heading;
    return write_row(out, headings, true);
}

static enum status start(struct sheet_out *out) {
    if (out->output == OUTPUT_XLSX)
        TRY(xlsx_start(out));
    else if (out->output == OUTPUT_CSV)
        buffer_text(&out->text, "\xEF\xBB\xBF");
    return start_sheet(out);
}

enum status sheet_out_new(struct sheet_out **out, enum sheet_output output, const struct sheet_plan *sheets, unsigned count,
                          const struct sheet_receiver *receiver) {
    struct arena *arena = arena_new();
    struct sheet_out *made = ARENA_NEW(arena, struct sheet_out);
    *made = (struct sheet_out){
        .arena = arena, .output = output, .sheets = sheets, .count = count, .receiver = *receiver, .text = {.arena = arena}};
    buffer_reserve(&made->text, 2 * PIECE);
    const enum status status = start(made);
    *out = status == STATUS_OK ? made : NULL;
    if (status != STATUS_OK)
        sheet_out_free(made);
    return status;
}

enum status sheet_out_row(struct sheet_out *out, const char *const *cells) {
    return write_row(out, cells, false);
}

enum status sheet_out_next(struct sheet_out *out) {
    if (out->output == OUTPUT_XLSX)
        TRY(xlsx_sheet_end(out));
    out->current++;
    return start_sheet(out);
}

enum status sheet_out_end(struct sheet_out *out) {
    if (out->current + 1 != out->count)
        return STATUS_FAULT;
    if (out->output != OUTPUT_XLSX)
        return pass_on(out, 0);
    TRY(xlsx_sheet_end(out));
    return xlsx_end(out);
}

void sheet_out_free(struct sheet_out *out) {
    if (out == NULL)
        return;
    out->status = STATUS_FAULT; // nothing more is to be passed on
    if (out->archive != NULL)
        archive_write_free(out->archive);
    arena_free(out->arena);
}
