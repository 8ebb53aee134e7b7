#include "import/idle.h"

#include "domain/import_batch.h"
#include "domain/withheld.h"
#include "import/board.h"

#define SURELY_MS 10000 // by then an import has its place on the board

static enum status end_lost(struct ctx *ctx, const struct open_batch *batch) {
    static const struct text BROKEN_OFF = {"导入已中断，没有导入任何内容；文件只在内存中，请重新上传",
                                           "the import broke off and nothing was imported; the file was in memory only: upload it again"};
    const struct clock steady = clock_monotonic();
    struct ctx own = *ctx;
    const struct actor person = {.person_id = batch->person_id};
    if (board_find(batch->id, clock_now(&steady)) != NULL)
        return STATUS_OK;
    own.actor = &person;
    const enum status status = batch_refuse(&own, batch->id, BROKEN_OFF);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status; // it came to its end meanwhile
}

enum status import_idle(struct ctx *ctx, bool *more) {
    struct open_batch *batches = ARENA_ARRAY(ctx->arena, struct open_batch, BATCH_OPEN_MAX);
    unsigned count;
    TRY(batch_open_ones(ctx, clock_now(ctx->clock) - SURELY_MS, batches, &count));
    for (unsigned i = 0; i < count; i++)
        TRY(end_lost(ctx, &batches[i]));
    return withheld_sweep_step(ctx, more);
}
