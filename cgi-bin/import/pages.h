// The pages of the program import: what was imported, and one import from the upload to its end.
#ifndef IMPORT_PAGES_H
#define IMPORT_PAGES_H

#include "app/serve.h"
#include "domain/import_batch.h"

#define UPLOAD_MAX ((size_t)30 << 20) // bytes of a file; nginx.conf allows a little more, so that the answer is ours
#define UPLOAD_PATH "/import"

enum status import_page(struct page *page) MUST_CHECK;
enum status upload_do(struct page *page) MUST_CHECK;
enum status batch_page(struct page *page) MUST_CHECK;
enum status place_do(struct page *page) MUST_CHECK;
enum status check_do(struct page *page) MUST_CHECK;
enum status write_do(struct page *page) MUST_CHECK;
enum status stop_do(struct page *page) MUST_CHECK;

extern const struct view IMPORT_VIEW, BATCH_VIEW;

// What a batch is said to be: what is kept of it, and whether its process lives.
enum standing {
    STANDING_WORKING,
    STANDING_COLUMNS,
    STANDING_CHECKED,
    STANDING_DONE,
    STANDING_REFUSED,
    STANDING_STOPPED,
    STANDING_LOST // its process is gone, and the file with it
};
enum standing batch_standing(const struct import_batch *batch);
const char *standing_label(enum standing standing, enum lang lang);

#endif
