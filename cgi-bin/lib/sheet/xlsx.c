// The workbook as a whole, and its parts one by one through libzip and expat.
#include "sheet/xlsx.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/utf8.h"
#include "sheet/xlsx_part.h"

#define CHUNK 65536
#define PARTS_MAX 10000

static const char *local_name(const char *name) {
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

const char *xlsx_attribute(const char **attributes, const char *name) {
    for (; *attributes != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

unsigned xlsx_number(const char *text, unsigned most, unsigned otherwise) {
    unsigned number = 0;
    if (text == NULL || *text == '\0')
        return otherwise;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return otherwise;
        number = number * 10 + (unsigned)(*text - '0');
        if (number > most)
            return otherwise;
    }
    return number;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool escape_at(const char *text, unsigned *point) {
    *point = 0;
    if (text[0] != '_' || text[1] != 'x')
        return false;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return false;
        *point = *point * 16 + (unsigned)digit;
    }
    return text[6] == '_';
}

void xlsx_unescape(char *text) {
    char *to = text;
    unsigned point;
    while (*text != '\0') {
        if (!escape_at(text, &point)) {
            *to++ = *text++;
            continue;
        }
        text += 7;
        if (point < 0x80 && point != 0 && point != '\r')
            *to++ = (char)point;
        else if (point >= 0x80 && (point < 0xD800 || point > 0xDFFF)) { // fits where its escape stood
            if (point >= 0x800)
                *to++ = (char)(0xE0 | point >> 12);
            *to++ = (char)(point >= 0x800 ? 0x80 | (point >> 6 & 0x3F) : 0xC0 | point >> 6);
            *to++ = (char)(0x80 | (point & 0x3F));
        }
    }
    *to = '\0';
}

// --- One part

void xlsx_stop(struct xlsx_parse *parse, enum status status) {
    parse->stopped = true;
    parse->status = status;
    XML_StopParser(parse->parser, XML_FALSE);
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes) {
    struct xlsx_parse *parse = data;
    if (!parse->stopped)
        parse->start(parse, local_name(name), attributes);
}

static void XMLCALL on_end(void *data, const char *name) {
    struct xlsx_parse *parse = data;
    if (!parse->stopped && parse->end != NULL)
        parse->end(parse, local_name(name));
}

static void XMLCALL on_text(void *data, const char *text, int length) {
    struct xlsx_parse *parse = data;
    if (!parse->stopped && parse->text != NULL)
        parse->text(parse, text, (size_t)length);
}

// Entities are what makes XML dangerous, and no spreadsheet has any of its own.
static void XMLCALL on_doctype(void *data, const char *name, const char *system, const char *public, int internal) {
    struct xlsx_parse *parse = data;
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    xlsx_stop(parse, sheet_refuse(parse->xlsx->error, 0, 0, "文件中有 DOCTYPE，不是 Excel 保存的工作簿",
                                  "the file has a DOCTYPE: Excel saves no such workbook"));
}

static enum status refuse_broken(struct xlsx *xlsx) {
    return sheet_refuse(xlsx->error, 0, 0, "文件已损坏，或不是 .xlsx 工作簿：请用 Excel 或 WPS 打开后重新保存",
                        "the file is damaged or no .xlsx workbook: open it in Excel or WPS and save it anew");
}

static enum status feed(struct xlsx_parse *parse, struct zip_file *file) {
    struct xlsx *xlsx = parse->xlsx;
    for (;;) {
        void *chunk = XML_GetBuffer(parse->parser, CHUNK);
        zip_int64_t got = chunk != NULL ? zip_fread(file, chunk, CHUNK) : -1;
        if (got < 0)
            return refuse_broken(xlsx);
        xlsx->unpacked += (size_t)got;
        if (xlsx->unpacked > XLSX_UNPACKED_MAX)
            return sheet_refuse(xlsx->error, 0, 0, "文件展开后超过 768 MB", "the file is larger than 768 MB when unpacked");
        enum XML_Status fine = XML_ParseBuffer(parse->parser, (int)got, got == 0);
        if (parse->stopped)
            return parse->status;
        if (fine != XML_STATUS_OK)
            return refuse_broken(xlsx);
        if (got == 0)
            return STATUS_OK;
    }
}

enum status xlsx_parse_part(struct xlsx_parse *parse, const char *part) {
    struct zip_file *file = zip_fopen(parse->xlsx->archive, part, ZIP_FL_NOCASE);
    if (file == NULL)
        return zip_error_code_zip(zip_get_error(parse->xlsx->archive)) == ZIP_ER_NOENT ? STATUS_NOT_FOUND
                                                                                       : refuse_broken(parse->xlsx);
    XML_Parser parser = XML_ParserCreate(NULL);
    enum status status = STATUS_FAULT;
    if (parser != NULL) {
        parse->parser = parser;
        XML_SetUserData(parser, parse);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetCharacterDataHandler(parser, on_text);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
        status = feed(parse, file);
        XML_ParserFree(parser);
    }
    zip_fclose(file);
    return status;
}

// --- The workbook

static const struct xlsx_sheet *choose_sheet(const struct xlsx *xlsx) {
    const char *wanted = xlsx->wish->sheet;
    bool any = wanted == NULL || *wanted == '\0';
    for (unsigned i = 0; i < xlsx->sheet_count; i++)
        if (any ? !xlsx->sheets[i].hidden : strcmp(xlsx->sheets[i].name, wanted) == 0)
            return &xlsx->sheets[i];
    return any && xlsx->sheet_count > 0 ? &xlsx->sheets[0] : NULL;
}

static enum status read_opened(struct xlsx *xlsx) {
    if (zip_get_num_entries(xlsx->archive, 0) > PARTS_MAX)
        return refuse_broken(xlsx);
    enum status status = xlsx_read_book(xlsx);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? refuse_broken(xlsx) : status;
    for (unsigned i = 0; i < xlsx->sheet_count; i++)
        xlsx->sink->sheet(xlsx->sink->data, xlsx->sheets[i].name, xlsx->sheets[i].hidden);
    const struct xlsx_sheet *sheet = choose_sheet(xlsx);
    if (sheet == NULL || sheet->part == NULL)
        return sheet_refuse(xlsx->error, 0, 0, "文件中没有这个工作表", "the file has no such sheet");
    TRY(xlsx_read_strings(xlsx));
    xlsx->sink->chosen(xlsx->sink->data, (unsigned)(sheet - xlsx->sheets));
    status = xlsx_read_rows(xlsx, sheet->part);
    return status == STATUS_NOT_FOUND ? refuse_broken(xlsx) : status;
}

enum status xlsx_read(const void *bytes, size_t length, const struct sheet_wish *wish, const struct sheet_sink *sink,
                      struct sheet_error *error) {
    struct xlsx *xlsx = calloc(1, sizeof *xlsx);
    if (xlsx == NULL)
        return STATUS_FAULT;
    xlsx->wish = wish;
    xlsx->sink = sink;
    xlsx->error = error;
    zip_error_t fault;
    zip_error_init(&fault);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &fault);
    xlsx->archive = source != NULL ? zip_open_from_source(source, ZIP_RDONLY, &fault) : NULL;
    enum status status;
    if (xlsx->archive == NULL) {
        zip_source_free(source);
        status = refuse_broken(xlsx);
    } else {
        xlsx->arena = arena_new();
        status = read_opened(xlsx);
        arena_free(xlsx->arena);
        zip_discard(xlsx->archive);
    }
    zip_error_fini(&fault);
    free(xlsx->strings.text);
    free(xlsx->strings.starts);
    free(xlsx);
    return status;
}
