// Rotating the data key.
#include "custodian/rotate.h"

#include "base/log.h"
#include "vault/box.h"
#include "vault/keys_rotate.h"

// On the record before it is done: a rotation that could not be done shows by its repetition.
static enum status tell(struct custodian *custodian, const char *what) {
    struct arena *arena = arena_new();
    struct access record = {.time = clock_now(&custodian->clock),
                            .login = "",
                            .role = "",
                            .session = "",
                            .address = "",
                            .request = "",
                            .field = what,
                            .purpose = "",
                            .purpose_text = "",
                            .channel = CHANNEL_CUSTODIAN,
                            .result = RESULT_KEY_CHANGED,
                            .value_hash = "",
                            .count = 1};
    const enum status status = ledger_ready(&custodian->ledger) ? ledger_append(&custodian->ledger, &record, 1, arena) : STATUS_UNAVAILABLE;
    arena_free(arena);
    return status;
}

static enum status begin(struct custodian *custodian) {
    if (custodian->keys->rotating_since != 0)
        return STATUS_CONFLICT;
    TRY(tell(custodian, "key=data begun"));
    TRY(keys_rotate_begin(custodian->keys, custodian->key_path, clock_now(&custodian->clock)));
    LOG_EVENT(LOG_INFO, "keys.rotation", LOG_TEXT("step", "begun"));
    return STATUS_OK;
}

static enum status end(struct custodian *custodian) {
    const int64_t since = custodian->keys->rotating_since, passed = clock_now(&custodian->clock) - since;
    if (since == 0)
        return STATUS_NOT_FOUND;
    if (passed < KEY_ROTATION_LEAST)
        return STATUS_CONFLICT;
    TRY(tell(custodian, "key=data ended"));
    TRY(keys_rotate_end(custodian->keys, custodian->key_path));
    LOG_EVENT(LOG_INFO, "keys.rotation", LOG_TEXT("step", "ended"));
    return STATUS_OK;
}

enum status rotate_keys(struct custodian *custodian, enum upkeep_act act, struct key_report *report) {
    const enum status status = act == UPKEEP_KEY_BEGIN ? begin(custodian) : act == UPKEEP_KEY_END ? end(custodian)
                                                                                                  : STATUS_OK;
    *report = (struct key_report){.since = custodian->keys->rotating_since, .now = clock_now(&custodian->clock)};
    return status;
}

void reseal_items(const struct keys *keys, struct reseal_item *items, unsigned count, struct arena *arena) {
    for (unsigned i = 0; i < count; i++) {
        const struct box_place place = {items[i].kind, items[i].record_id, items[i].field};
        if (box_is_present(keys, &place, items[i].box, items[i].size, arena))
            continue;
        const char *value = box_open(keys, &place, items[i].box, items[i].size, arena);
        items[i].broken = value == NULL;
        if (value)
            items[i].fresh.size = box_seal(keys, &place, value, arena, &items[i].fresh.box);
    }
}
