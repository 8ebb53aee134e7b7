#include "ctl/demo_fill.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "ctl/progress.h"
#include "ctl/say.h"
#include "domain/customer_name.h"
#include "domain/import_owners.h"
#include "domain/import_writer.h"
#include "domain/organisation.h"

#define STEP 10000 // customers in one transaction

static const char SETTING[] = "demo"; // done, total, seed

enum status demo_state_read(struct ctx *ctx, struct demo_state *state) {
    const char *text = "";
    char *end;
    *state = (struct demo_state){0};
    TRY(setting_get(ctx, SETTING, &text));
    if (*text == '\0')
        return STATUS_OK;
    state->begun = true;
    state->done = (unsigned)strtoul(text, &end, 10);
    state->total = (unsigned)strtoul(end, &end, 10);
    state->seed = strtoull(end, &end, 10);
    return *end == '\0' && state->done <= state->total ? STATUS_OK : STATUS_FAULT;
}

enum status demo_state_write(struct ctx *ctx, const struct demo_state *state) {
    const char *text = arena_format(ctx->arena, "%u %u %" PRIu64, state->done, state->total, state->seed);
    return setting_set(ctx, SETTING, text);
}

bool demo_read_words(struct demo_words *words, struct arena *arena) {
    const char *file = "";
    enum status status = demo_words_load(words, arena_format(arena, "%s/demo", paths_share(arena)), arena, &file);
    if (status != STATUS_OK)
        say_fault(TEXT("演示数据的词表 %s 读不了（%s）", "the word list %s of the demo data can't be read (%s)"), file,
                  status_name(status));
    return status == STATUS_OK;
}

// Those who have customers: sales people and their managers.
struct owners {
    struct actor *actors;
    unsigned count;
};

static enum status find_owners(struct home *home, struct owners *owners) {
    struct person *persons;
    unsigned count;
    TRY(person_list(&home->ctx, &persons, &count));
    *owners = (struct owners){.actors = ARENA_ARRAY(home->arena, struct actor, count + (size_t)1)};
    for (unsigned i = 0; i < count; i++) {
        if (strcmp(persons[i].roles, "sales") != 0 && strcmp(persons[i].roles, "sales_manager") != 0)
            continue;
        struct actor *actor = &owners->actors[owners->count++];
        *actor = import_tool_actor();
        actor->person_id = persons[i].id;
        actor->unit_id = persons[i].unit_id;
    }
    return owners->count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
}

struct filler {
    struct home *home;
    const struct demo_words *words;
    struct demo_state *state;
    struct owners owners;
    struct import_writer *writer;
    struct arena *arena; // of one customer
    struct progress progress;
};

static enum status add_customer(struct filler *filler, unsigned index) {
    struct demo_customer made;
    struct import_customer customer = {.tag = index};
    demo_customer_make(filler->words, filler->home->ctx.fields, filler->state->seed, index, filler->arena, &made);
    memcpy(customer.typed, made.typed, sizeof customer.typed);
    memcpy(customer.contacts, made.contacts, sizeof customer.contacts);
    customer.contact_count = made.contact_count;
    customer.owner = &filler->owners.actors[made.owner % filler->owners.count];
    customer.at = demo_time(index, filler->state->total);
    enum status status = import_writer_add(filler->writer, &customer);
    arena_wipe(filler->arena);
    return status;
}

// One transaction: customers up to `end` and how far we are.
static enum status write_step(struct filler *filler, unsigned end) {
    for (unsigned i = filler->state->done; i < end; i++) {
        TRY(add_customer(filler, i));
        progress_show(&filler->progress, i + 1);
    }
    TRY(import_writer_flush(filler->writer));
    filler->state->done = end;
    return demo_state_write(&filler->home->ctx, filler->state);
}

static enum status write_steps(struct filler *filler) {
    while (filler->state->done < filler->state->total) {
        unsigned left = filler->state->total - filler->state->done;
        TRY(store_begin(filler->home->ctx.store));
        enum status status = write_step(filler, filler->state->done + (left < STEP ? left : STEP));
        if (status == STATUS_OK)
            status = store_commit(filler->home->ctx.store);
        store_rollback(filler->home->ctx.store);
        TRY(status);
    }
    return STATUS_OK;
}

static int fault_customer(const struct filler *filler, enum status status) {
    unsigned index = 0;
    const struct field *field = NULL;
    struct text message = import_writer_fault(filler->writer, &index, &field);
    if (status != STATUS_INVALID && status != STATUS_CONFLICT)
        return home_fault(status, TEXT("演示数据", "demo data"));
    return say_fault(TEXT("第 %u 个演示客户，%s：%s", "demo customer %u, %s: %s"), index,
                     field != NULL ? field->key : "", text_in(say_lang(), message));
}

int demo_fill_customers(struct home *home, const struct keeper *keeper, const struct demo_words *words,
                        struct demo_state *state) {
    uint64_t stream = state->seed ^ state->done; // of ids: the same again for the same seed
    struct random seeded = random_seeded(&stream);
    struct filler filler = {.home = home, .words = words, .state = state, .arena = arena_new()};
    struct ctx ctx = home->ctx;
    ctx.random = &seeded;
    enum status status = find_owners(home, &filler.owners);
    filler.writer = import_writer_new(&ctx, keeper->helpers, KEEPER_HELPERS, NULL);
    int code = EXIT_SUCCESS;
    progress_start(&filler.progress, TEXT("演示数据", "demo data"), state->total);
    if (status == STATUS_OK)
        status = write_steps(&filler);
    if (status == STATUS_OK)
        status = customer_index_settle(&ctx);
    if (status == STATUS_OK)
        progress_end(&filler.progress);
    else
        code = fault_customer(&filler, status);
    import_writer_free(filler.writer);
    arena_free(filler.arena);
    return code;
}
