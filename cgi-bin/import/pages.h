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

enum status template_do(struct page *page) MUST_CHECK;
enum status rejected_do(struct page *page) MUST_CHECK;
enum status undo_page(struct page *page) MUST_CHECK;
enum status undo_do(struct page *page) MUST_CHECK;

extern const struct view IMPORT_VIEW, BATCH_VIEW, UNDO_VIEW;

// Whether an import that is done can be taken back, or was: a part of its page.
struct undone_view {
    bool stands, may_undo, too_late;
    const char *until; // may_undo, too_late
    bool is_undone;
    const char *time, *who;
    int removed, removed_contacts, stayed;
    bool some_stayed;
};
extern const struct binding UNDONE[];
struct undone_view undone_view(const struct page *page, const struct import_batch *batch);

// What a batch is said to be: what is kept of it, and whether its process lives.
enum standing {
    STANDING_WORKING,
    STANDING_COLUMNS,
    STANDING_CHECKED,
    STANDING_DONE,
    STANDING_UNDONE,
    STANDING_REFUSED,
    STANDING_STOPPED,
    STANDING_LOST // its process is gone, and the file with it
};
enum standing batch_standing(const struct import_batch *batch);
const char *standing_label(enum standing standing, enum lang lang);

#endif
