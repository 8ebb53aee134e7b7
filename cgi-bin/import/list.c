// Choosing a file, and what became of earlier ones.
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "import/clerk.h"
#include "import/pages.h"

struct batch_row {
    int64_t id;
    const char *file_name, *time, *standing, *count;
};
struct import_view {
    struct layout_view layout;
    struct view_rows batches; // of batch_row
    bool has_batches, has_fault;
    struct pager_view pager;
    const char *fault;
};

static const struct binding ROW[] = {
    VIEW(struct batch_row, ID, id),
    VIEW(struct batch_row, FILE_NAME, file_name),
    VIEW(struct batch_row, TIME, time),
    VIEW(struct batch_row, STANDING, standing),
    VIEW(struct batch_row, COUNT, count),
    VIEW_END,
};
static const struct binding BINDINGS[] = {
    VIEW_PART(struct import_view, layout, LAYOUT),
    VIEW_ROWS(struct import_view, BATCH, batches, ROW),
    VIEW(struct import_view, HAS_BATCHES, has_batches),
    VIEW_PART(struct import_view, pager, PAGER),
    VIEW(struct import_view, HAS_FAULT, has_fault),
    VIEW(struct import_view, FAULT, fault),
    VIEW_END,
};
const struct view IMPORT_VIEW = {"import/list.tpl", BINDINGS};

static const struct text STANDINGS[] = {
    [STANDING_WORKING] = {"处理中", "Working"},
    [STANDING_COLUMNS] = {"待确认各列", "Columns to confirm"},
    [STANDING_CHECKED] = {"已检查，未导入", "Checked, not imported"},
    [STANDING_DONE] = {"已导入", "Imported"},
    [STANDING_UNDONE] = {"已撤销", "Undone"},
    [STANDING_REFUSED] = {"未导入", "Not imported"},
    [STANDING_STOPPED] = {"已取消", "Cancelled"},
    [STANDING_LOST] = {"已中断，未导入", "Broken off, not imported"},
};

const char *standing_label(enum standing standing, enum lang lang) {
    return text_in(lang, STANDINGS[standing]);
}

enum standing batch_standing(const struct import_batch *batch) {
    static const enum standing KNOWN[] = {
        [BATCH_READING] = STANDING_WORKING,
        [BATCH_COLUMNS] = STANDING_COLUMNS,
        [BATCH_CHECKING] = STANDING_WORKING,
        [BATCH_CHECKED] = STANDING_CHECKED,
        [BATCH_WRITING] = STANDING_WORKING,
        [BATCH_DONE] = STANDING_DONE,
        [BATCH_REFUSED] = STANDING_REFUSED,
        [BATCH_STOPPED] = STANDING_STOPPED,
    };
    const struct clock steady = clock_monotonic();
    if (!batch_is_over(batch->state) && board_find(batch->id, clock_now(&steady)) == NULL)
        return STANDING_LOST;
    return batch->undone_at != 0 ? STANDING_UNDONE : KNOWN[batch->state];
}

static enum status show(struct page *page, int code, const char *fault) {
    struct import_batch *batches;
    unsigned count;
    bool more;
    const int64_t before = strtoll(page_query(page, "before"), NULL, 10);
    TRY(batch_list(&page->ctx, before, &batches, &count, &more));
    struct batch_row *rows = ARENA_ARRAY(page->ctx.arena, struct batch_row, count);
    for (unsigned i = 0; i < count; i++) {
        const enum standing standing = batch_standing(&batches[i]);
        rows[i] = (struct batch_row){
            .id = batches[i].id,
            .file_name = batches[i].file_name,
            .time = time_minute(page->ctx.arena, batches[i].created_at),
            .standing = standing_label(standing, page->ctx.lang),
            .count = standing == STANDING_DONE ? arena_format(page->ctx.arena, "%u", batches[i].result.created) : "",
        };
    }
    struct import_view view = {
        .layout = page_layout(page),
        .batches = VIEW_ARRAY(rows, count),
        .has_batches = count > 0,
        .pager = page_pager(before > 0 ? UPLOAD_PATH : NULL,
                            more ? arena_format(page->ctx.arena, UPLOAD_PATH "?before=%lld", (long long)batches[count - 1].id) : NULL),
        .has_fault = fault != NULL,
        .fault = fault != NULL ? fault : "",
    };
    return page_render(page, code, &IMPORT_VIEW, &view);
}

enum status import_page(struct page *page) {
    return show(page, 200, NULL);
}

// What is wrong with the file at first sight; .zh NULL: nothing.
static struct text upload_fault(const struct upload *upload) {
    if (*upload->name == '\0')
        return (struct text){"请选择一个文件", "Choose a file."};
    if (upload->length == 0)
        return (struct text){"文件是空的", "The file is empty."};
    if (upload->length > UPLOAD_MAX)
        return (struct text){"文件超过 30 MB：请分成几个文件", "The file is larger than 30 MB: split it."};
    return (struct text){NULL, NULL};
}

// A person has one import at a time: what waits for an answer when another file comes is let go.
static enum status let_go_of_others(struct page *page) {
    const struct clock steady = clock_monotonic();
    struct import_batch *batches;
    unsigned count;
    bool more;
    TRY(batch_list(&page->ctx, 0, &batches, &count, &more)); // older ones wait for nobody any more
    for (unsigned i = 0; i < count; i++) {
        const enum standing standing = batch_standing(&batches[i]);
        struct board_place *place = board_find(batches[i].id, clock_now(&steady));
        if (place == NULL || (standing != STANDING_COLUMNS && standing != STANDING_CHECKED))
            continue;
        const enum status status = batch_enter(&page->ctx, batches[i].id, BATCH_STOPPED);
        if (status != STATUS_NOT_FOUND) // it came to its end meanwhile
            TRY(status);
        (void)board_wish(place, batches[i].id, WISH_STOP);
    }
    return STATUS_OK;
}

enum status upload_do(struct page *page) {
    const struct upload *upload = &page->request->upload;
    const struct clock steady = clock_monotonic();
    const struct text fault = upload_fault(upload);
    int64_t id;
    if (fault.zh != NULL)
        return show(page, 422, text_in(page->ctx.lang, fault));
    TRY(let_go_of_others(page));
    TRY(batch_create(&page->ctx, upload->name, (int64_t)upload->length, &id));
    struct board_place *place = board_take(id, clock_now(&steady));
    if (place == NULL) {
        const struct text busy = {"同时进行的导入太多，请过几分钟再试", "Too many imports are under way: try again in a few minutes."};
        TRY(batch_refuse(&page->ctx, id, busy));
        return show(page, 503, text_in(page->ctx.lang, busy));
    }
    const enum status taken = clerk_hand_over(page, place, id);
    if (taken != STATUS_OK) {
        board_leave(place, id);
        return taken;
    }
    return page_redirect(page, UPLOAD_PATH "/%lld", (long long)id);
}
