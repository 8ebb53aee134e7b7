// Makes small .xlsx workbooks in memory, part by part, so that tests say exactly what stands in a file.
#ifndef TESTS_WORKBOOK_H
#define TESTS_WORKBOOK_H

#include <stdlib.h>
#include <string.h>
#include <zip.h>

struct part {
    const char *name, *text;
};

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define RELATIONS "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#define ROOT_RELATIONS                                                                                       \
    {                                                                                                        \
        "_rels/.rels", XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE \
                           "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"                  \
    }
#define BOOK_RELATIONS                                                                                                      \
    {                                                                                                                       \
        "xl/_rels/workbook.xml.rels", XML "<Relationships xmlns=\"" RELATIONS "\"><Relationship Id=\"rId1\" Type=\"" OFFICE \
                                          "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"                                 \
                                          "<Relationship Id=\"rId2\" Type=\"" OFFICE                                        \
                                          "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>"             \
    }
#define BOOK(properties, sheets)                                                                                   \
    {                                                                                                              \
        "xl/workbook.xml", XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\">" properties "<sheets>" sheets \
                               "</sheets></workbook>"                                                              \
    }
#define SHEET1(rows) \
    { "xl/worksheets/sheet1.xml", XML "<worksheet xmlns=\"" MAIN "\"><sheetData>" rows "</sheetData></worksheet>" }

// The bytes of malloc.
static inline char *workbook_make(const struct part *parts, size_t count, size_t *length) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_source_keep(source);
    zip_t *archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *part = zip_source_buffer(archive, parts[i].text, strlen(parts[i].text), 0);
        if (zip_file_add(archive, parts[i].name, part, ZIP_FL_OVERWRITE) < 0)
            abort();
    }
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_close(archive) != 0 || zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0)
        abort();
    char *bytes = malloc(about.size);
    if (bytes == NULL || zip_source_read(source, bytes, about.size) != (zip_int64_t)about.size)
        abort();
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    *length = about.size;
    return bytes;
}

#endif
