#include "domain/import_seal.h"

static void open_lane(struct sealer *sealer, const struct ctx *ctx, struct custody *custody) {
    struct seal_lane *lane = &sealer->lanes[sealer->count++];
    *lane = (struct seal_lane){.ctx = *ctx};
    lane->ctx.custody = custody;
    lane->ctx.arena = arena_new();
}

void sealer_open(struct sealer *sealer, const struct ctx *ctx, struct custody *const *helpers, unsigned helper_count) {
    sealer->count = 0;
    if (helper_count == 0)
        open_lane(sealer, ctx, ctx->custody);
    for (unsigned i = 0; i < helper_count && sealer->count < IMPORT_LANES_MAX; i++)
        open_lane(sealer, ctx, helpers[i]);
}

static void *run_lane(void *data) {
    struct seal_lane *lane = data;
    lane->status = change_seal(&lane->ctx, lane->sets, lane->count);
    return NULL;
}

static void start_lane(struct seal_lane *lane, struct change_set *sets, unsigned count) {
    lane->sets = sets;
    lane->count = count;
    lane->status = STATUS_OK;
    arena_wipe(lane->ctx.arena);
    lane->running = count > 0 && pthread_create(&lane->thread, NULL, run_lane, lane) == 0;
    if (!lane->running && count > 0)
        run_lane(lane); // no thread to be had: then one after the other
}

void sealer_start(struct sealer *sealer, struct change_set *sets, unsigned count) {
    unsigned share = (count + sealer->count - 1) / sealer->count;
    for (unsigned i = 0, begin = 0; i < sealer->count; i++, begin += share) {
        unsigned left = begin < count ? count - begin : 0;
        start_lane(&sealer->lanes[i], left > 0 ? sets + begin : NULL, left < share ? left : share);
    }
}

enum status sealer_wait(struct sealer *sealer) {
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < sealer->count; i++) {
        struct seal_lane *lane = &sealer->lanes[i];
        if (lane->running)
            pthread_join(lane->thread, NULL);
        lane->running = false;
        if (lane->status != STATUS_OK)
            status = lane->status;
    }
    return status;
}

void sealer_close(struct sealer *sealer) {
    enum status ignored = sealer_wait(sealer);
    (void)ignored;
    for (unsigned i = 0; i < sealer->count; i++)
        arena_free(sealer->lanes[i].ctx.arena);
    sealer->count = 0;
}
