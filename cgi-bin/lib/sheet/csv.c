#include "sheet/csv.h"

#include <csv.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/utf8.h"

struct csv_file {
    char *text; // UTF-8, NUL-terminated, without BOM
    size_t length, at;
    unsigned line; // of `at`, from 1
    enum encoding encoding;
    char separator;
    struct csv_parser parser;
    // The row being put together.
    struct arena *arena;
    struct sheet_row row;
    bool complete; // libcsv has seen its end
    bool too_wide, too_long;
};

static const char *const ENCODING_NAMES[ENCODING_COUNT] = {"auto", "utf-8", "gb18030"};

bool encoding_find(const char *name, enum encoding *encoding) {
    static const struct {
        const char *name;
        enum encoding encoding;
    } NAMES[] = {
        {"auto", ENCODING_AUTO},
        {"utf-8", ENCODING_UTF8},
        {"utf8", ENCODING_UTF8},
        {"gb18030", ENCODING_GB18030},
        {"gbk", ENCODING_GB18030},
        {"gb2312", ENCODING_GB18030},
    };
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (strcasecmp(NAMES[i].name, name) == 0) {
            *encoding = NAMES[i].encoding;
            return true;
        }
    }
    return false;
}

const char *encoding_name(enum encoding encoding) {
    return ENCODING_NAMES[encoding];
}

// --- Encoding

static bool starts_with(const char *bytes, size_t length, const char *mark, size_t mark_length) {
    return length >= mark_length && memcmp(bytes, mark, mark_length) == 0;
}

// What people pick by mistake, each with the way out.
static enum status refuse_other_formats(const char *bytes, size_t length, struct sheet_error *error) {
    if (starts_with(bytes, length, "\xFF\xFE", 2) || starts_with(bytes, length, "\xFE\xFF", 2) ||
        memchr(bytes, '\0', length < 4096 ? length : 4096) != NULL)
        return sheet_refuse(error, 0, 0, "文件是 UTF-16（“Unicode 文本”）或二进制文件：请另存为“CSV UTF-8（逗号分隔）”",
                            "the file is UTF-16 (\"Unicode text\") or binary: save it as \"CSV UTF-8 (comma delimited)\"");
    return STATUS_OK;
}

// Chinese text in GB18030 breaks the rules of UTF-8 within its first characters, so a few good sequences decide; a
// broken byte further on is then reported as one instead of turning the whole file into other characters.
static enum encoding guess_encoding(const char *bytes, size_t length) {
    unsigned good = 0;
    for (size_t i = 0; i < length && good < 8;) {
        uint32_t point;
        size_t step = utf8_decode(bytes + i, length - i, &point);
        if (step == 0)
            return ENCODING_GB18030;
        good += step > 1;
        i += step;
    }
    return ENCODING_UTF8;
}

enum encoding csv_encoding_of(const char *bytes, size_t length) {
    return starts_with(bytes, length, "\xEF\xBB\xBF", 3) ? ENCODING_UTF8 : guess_encoding(bytes, length);
}

static unsigned lines_before(const char *text, size_t length) {
    unsigned lines = 1;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n' || (text[i] == '\r' && (i + 1 == length || text[i + 1] != '\n'));
    return lines;
}

static size_t valid_prefix(const char *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        uint32_t point;
        size_t step = utf8_decode(bytes + i, length - i, &point);
        if (step == 0 || point == 0)
            return i;
        i += step;
    }
    return length;
}

static void *room_for(size_t size) {
    void *room = malloc(size);
    if (room == NULL)
        log_die("memory", "import file");
    return room;
}

static enum status take_utf8(struct csv_file *file, const char *bytes, size_t length, struct sheet_error *error) {
    size_t good = valid_prefix(bytes, length);
    if (good < length)
        return sheet_refuse(error, lines_before(bytes, good), 0, "不是有效的 UTF-8 文字", "not valid UTF-8");
    file->text = room_for(length + 1);
    memcpy(file->text, bytes, length);
    file->length = length;
    return STATUS_OK;
}

static enum status take_gb18030(struct csv_file *file, const char *bytes, size_t length,
                                struct sheet_error *error) {
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    if (converter == (iconv_t)-1)
        return sheet_refuse(error, 0, 0, "本机的 iconv 不支持 GB18030", "this machine's iconv does not know GB18030");
    size_t room = length + length / 2 + 16; // two bytes become three at most
    file->text = room_for(room + 1);
    char *from = (char *)(uintptr_t)bytes, *to = file->text;
    size_t left = length;
    size_t result = iconv(converter, &from, &left, &to, &room);
    iconv_close(converter);
    file->length = (size_t)(to - file->text);
    if (result == (size_t)-1 || memchr(file->text, '\0', file->length) != NULL)
        return sheet_refuse(error, lines_before(file->text, file->length), 0, "不是有效的 UTF-8，也不是有效的 GB18030 文字",
                            "neither valid UTF-8 nor valid GB18030");
    return STATUS_OK;
}

static enum status take_text(struct csv_file *file, const char *bytes, size_t length, enum encoding encoding,
                             struct sheet_error *error) {
    bool marked = starts_with(bytes, length, "\xEF\xBB\xBF", 3);
    if (marked) {
        bytes += 3;
        length -= 3;
    }
    if (encoding == ENCODING_AUTO)
        encoding = marked ? ENCODING_UTF8 : guess_encoding(bytes, length);
    file->encoding = encoding;
    TRY(encoding == ENCODING_UTF8 ? take_utf8(file, bytes, length, error) : take_gb18030(file, bytes, length, error));
    file->text[file->length] = '\0';
    return STATUS_OK;
}

// --- Opening

// Which of the usual separators the first line has most of, outside quotes.
static char find_separator(const char *text) {
    static const char SEPARATORS[] = ",;\t";
    unsigned counts[3] = {0};
    bool quoted = false;
    for (text += strspn(text, "\r\n"); *text != '\0' && (quoted || (*text != '\n' && *text != '\r')); text++) {
        const char *separator = strchr(SEPARATORS, *text);
        if (*text == '"')
            quoted = !quoted;
        else if (separator != NULL && !quoted)
            counts[separator - SEPARATORS]++;
    }
    unsigned best = 0;
    for (unsigned i = 1; i < 3; i++)
        best = counts[i] > counts[best] ? i : best;
    return SEPARATORS[best];
}

static void parser_start(struct csv_file *file) {
    if (csv_init(&file->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
        log_die("import", "csv_init");
    csv_set_delim(&file->parser, (unsigned char)file->separator);
}

enum status csv_file_parse(struct csv_file **file, const char *bytes, size_t length, enum encoding encoding,
                           struct sheet_error *error) {
    *file = NULL;
    if (length > SHEET_FILE_MAX)
        return sheet_refuse(error, 0, 0, "文件超过 1 GB", "the file is larger than 1 GB");
    TRY(refuse_other_formats(bytes, length, error));
    struct arena *arena = arena_new();
    struct csv_file opened = {.arena = arena, .line = 1};
    enum status status = take_text(&opened, bytes, length, encoding, error);
    if (status != STATUS_OK) {
        free(opened.text);
        arena_free(arena);
        return status;
    }
    *file = room_for(sizeof **file);
    **file = opened;
    (*file)->separator = find_separator(opened.text);
    parser_start(*file);
    return STATUS_OK;
}

void csv_file_free(struct csv_file *file) {
    if (file == NULL)
        return;
    csv_free(&file->parser);
    arena_free(file->arena);
    free(file->text);
    free(file);
}

enum encoding csv_file_encoding(const struct csv_file *file) {
    return file->encoding;
}

// --- Rows

static void take_cell(void *bytes, size_t length, void *data) {
    struct csv_file *file = data;
    if (length > SHEET_CELL_MAX)
        file->too_long = true;
    else if (file->row.count == SHEET_COLUMNS_MAX)
        file->too_wide = true;
    else
        file->row.cells[file->row.count++] = arena_copy(file->arena, bytes, length);
}

static void take_end(int terminator, void *data) {
    (void)terminator;
    struct csv_file *file = data;
    file->complete = true;
}

static bool row_is_empty(const struct sheet_row *row) {
    for (unsigned i = 0; i < row->count; i++)
        if (row->cells[i][strspn(row->cells[i], " \t\r\n")] != '\0')
            return false;
    return true;
}

// One physical line with its end: LF, CRLF, or a lone CR.
static size_t line_length(const char *text) {
    size_t length = strcspn(text, "\r\n");
    return length + (text[length] == '\r' && text[length + 1] == '\n' ? 2 : text[length] != '\0');
}

static enum status refuse_quotes(const struct csv_file *file, struct sheet_error *error) {
    return sheet_refuse(error, file->row.line, 0, "从这一行起引号不成对：单元格里的 \" 要写成 \"\"，并给整个单元格加引号",
                        "a quotation mark has no partner from this line on: write \" inside a cell as \"\" and quote the cell");
}

// Feeds libcsv line by line, so that the line number of every row is known, until it has a row or the text is at its
// end.
static enum status read_row(struct csv_file *file, struct sheet_error *error) {
    while (!file->complete && file->at < file->length) {
        const char *line = file->text + file->at;
        size_t length = line_length(line);
        if (file->row.line == 0)
            file->row.line = file->line;
        if (csv_parse(&file->parser, line, length, take_cell, take_end, file) != length)
            return refuse_quotes(file, error);
        file->at += length;
        file->line++;
        // A cell that is still open holds its bytes in libcsv; a blank line between rows holds nothing.
        if (!file->complete && file->row.count == 0 && file->parser.entry_pos == 0 && file->parser.quoted == 0)
            file->row.line = 0;
        if (file->parser.entry_pos > SHEET_CELL_MAX)
            file->too_long = true;
        if (file->too_wide || file->too_long)
            break;
    }
    if (!file->complete && file->at == file->length && csv_fini(&file->parser, take_cell, take_end, file) != 0)
        return refuse_quotes(file, error);
    if (file->too_long)
        return sheet_refuse(error, file->row.line, 0, "单元格超过 64 KB", "a cell is larger than 64 KB");
    if (file->too_wide)
        return sheet_refuse(error, file->row.line, 0, "超过 200 列", "more than 200 columns");
    return file->complete ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status csv_file_next(struct csv_file *file, struct sheet_row *row, struct sheet_error *error) {
    do {
        arena_wipe(file->arena);
        file->row = (struct sheet_row){0};
        file->complete = false;
        TRY(read_row(file, error));
    } while (row_is_empty(&file->row));
    *row = file->row;
    return STATUS_OK;
}
