// The rejected rows of an import go back to who uploaded them (ARC-13): made by the process that has the file, in memory that no disk
// sees, and let out only when the custodian has recorded it (CONF-3). They hold the person's own values, confidential ones among them.
#include <string.h>
#include <time.h>

#include "domain/import_columns.h"
#include "import/board.h"
#include "import/pages.h"
#include "sheet/write.h"

#define WAIT_MS 20000
#define PAUSE_NS 20000000

struct returned {
    struct board_place *place;
    int64_t batch, asking;
    enum sheet_output output;
    unsigned rows;
};

// Waits until the file lies in the place's room.
static enum status wait_for_file(const struct returned *returned) {
    const struct clock steady = clock_monotonic();
    const struct timespec pause = {.tv_nsec = PAUSE_NS};
    const int64_t until = clock_now(&steady) + WAIT_MS;
    while (clock_now(&steady) < until && board_find(returned->batch, clock_now(&steady)) == returned->place) {
        if (board_has_answer(returned->place, returned->batch, returned->asking))
            return STATUS_OK;
        nanosleep(&pause, NULL);
    }
    return STATUS_UNAVAILABLE;
}

// Takes the file over. Only when that is done it is known that it was all the time the file of this import, and not of one that came
// after it: before, nothing of it may be used.
static enum status take_file(struct page *page, struct returned *returned) {
    TRY(wait_for_file(returned));
    const uint64_t length = atomic_load(&returned->place->returned);
    returned->output = (enum sheet_output)atomic_load(&returned->place->output);
    returned->rows = atomic_load(&returned->place->rows);
    if (length <= BOARD_ROOM)
        response_add(page->response, board_room(returned->place), (size_t)length);
    if (!board_has_answer(returned->place, returned->batch, returned->asking))
        return STATUS_UNAVAILABLE;
    return length == BOARD_TOO_LARGE ? STATUS_TOO_LARGE : length > BOARD_ROOM ? STATUS_UNAVAILABLE
                                                                              : STATUS_OK;
}

// The confidential ones among the fields that columns were taken for: "customer.phone,contact.mobile".
static enum status confidential_columns(struct page *page, const struct import_batch *batch, const char **keys) {
    struct batch_column *columns;
    unsigned count;
    struct buffer text = {.arena = page->ctx.arena};
    buffer_text(&text, "");
    TRY(batch_columns(&page->ctx, batch->id, &columns, &count));
    for (unsigned i = 0; i < count; i++) {
        struct import_column column;
        if (!import_column_of(page->ctx.fields, columns[i].field, &column))
            continue;
        const struct field_table *table = column.use == COLUMN_CONTACT ? page->ctx.fields->contact : page->ctx.fields->customer;
        if (field_is_sealed(&table->fields[column.field]))
            buffer_format(&text, "%s%s", text.length > 0 ? "," : "", columns[i].field);
    }
    *keys = text.data;
    return STATUS_OK;
}

static enum status record(struct page *page, const struct import_batch *batch, unsigned rows) {
    static const struct text WORDS = {"%s（第 %lld 号导入）：有误的行交回上传人", "%s (import %lld): faulty rows go back to who uploaded them"};
    enum result result;
    struct custody_deed deed = {
        .deed = DEED_RETURN,
        .words = arena_format(page->ctx.arena, say(page, WORDS), batch->file_name, (long long)batch->id),
        .rows = rows,
    };
    TRY(confidential_columns(page, batch, &deed.columns));
    page->ctx.asker.channel = CHANNEL_FILE;
    TRY(custody_note(page->ctx.custody, &page->ctx.asker, &deed, &result));
    return result == RESULT_DISCLOSED ? STATUS_OK : STATUS_FORBIDDEN;
}

static void add_headers(struct page *page, const struct import_batch *batch, enum sheet_output output) {
    static const struct text FAULTY = {"有误的行", "faulty rows"};
    struct arena *arena = page->ctx.arena;
    const char *suffix = sheet_output_suffix(output), *dot = strrchr(batch->file_name, '.');
    const char *base = arena_copy(arena, batch->file_name, dot != NULL ? (size_t)(dot - batch->file_name) : strlen(batch->file_name));
    response_attachment(page->response, arena_format(arena, "faulty-rows.%s", suffix),
                        arena_format(arena, "%s %s.%s", base, say(page, FAULTY), suffix));
    page->response->content_type = sheet_output_type(output);
}

static enum status answer(struct page *page, const struct import_batch *batch, struct returned *returned) {
    enum status status = take_file(page, returned);
    if (status == STATUS_OK)
        status = record(page, batch, returned->rows);
    if (status == STATUS_OK)
        add_headers(page, batch, returned->output);
    else
        response_drop(page->response);
    return status;
}

static enum status to_batch(struct page *page, const struct import_batch *batch, const char *query) {
    return page_redirect(page, UPLOAD_PATH "/%lld%s", (long long)batch->id, query);
}

enum status rejected_do(struct page *page) {
    const struct clock steady = clock_monotonic();
    struct import_batch batch;
    TRY(batch_find(&page->ctx, page_number(page, "batch"), &batch));
    struct returned returned = {.batch = batch.id, .place = board_find(batch.id, clock_now(&steady))};
    if (returned.place == NULL || batch_standing(&batch) != STANDING_CHECKED || batch.result.faulty_rows == 0)
        return to_batch(page, &batch, "");
    returned.asking = board_ask(returned.place, clock_now(&steady));
    if (returned.asking == 0)
        return to_batch(page, &batch, ""); // another of theirs is under way
    const bool wished = board_wish(returned.place, batch.id, WISH_RETURN);
    const enum status status = wished ? answer(page, &batch, &returned) : STATUS_OK;
    board_asked(returned.place, returned.asking);
    if (!wished)
        return to_batch(page, &batch, "");
    return status == STATUS_TOO_LARGE ? to_batch(page, &batch, "?rejected=size") : status;
}
