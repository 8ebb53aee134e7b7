// The figures of the rules that an administrator sets (系统设置): key, words, limits and what holds while nobody has set them.
// Not here: reading and saving them (domain/setting.h); what no administrator sets (the zone, the company's name) is in the store only.
#ifndef MODEL_SETTING_H
#define MODEL_SETTING_H

#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

enum setting {
    SETTING_SESSION_IDLE,
    SETTING_SESSION_ABSOLUTE,
    SETTING_LOCK_ACCOUNT,
    SETTING_LOCK_ADDRESS,
    SETTING_LOCK_REST,
    SETTING_LOG_KEEP,
    SETTING_CONTRACT_SMALL,
    SETTING_COUNT
};

struct setting_rule {
    const char *key; // never renamed
    struct text label, hint, unit;
    int64_t least, most, usual;
};
extern const struct setting_rule SETTINGS[SETTING_COUNT];

// Statements that need a setting take it by themselves (SETTING_SQL), so these stand here for their text, too.
#define SETTING_SESSION_IDLE_KEY "session.idle_minutes"
#define SETTING_SESSION_IDLE_USUAL 30
#define SETTING_SESSION_ABSOLUTE_KEY "session.absolute_hours"
#define SETTING_SESSION_ABSOLUTE_USUAL 12
#define SETTING_LOCK_ACCOUNT_KEY "sign_in.lock_account"
#define SETTING_LOCK_ACCOUNT_USUAL 10
#define SETTING_LOCK_ADDRESS_KEY "sign_in.lock_address"
#define SETTING_LOCK_ADDRESS_USUAL 50
#define SETTING_LOCK_REST_KEY "sign_in.rest_minutes"
#define SETTING_LOCK_REST_USUAL 15
#define SETTING_SQL_(key, usual) "coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE key = '" key "'), " #usual ")"
#define SETTING_SQL(key, usual) SETTING_SQL_(key, usual)

// SETTING_COUNT for an unknown key.
enum setting setting_find(const char *key);
// A whole number within the limits. STATUS_INVALID: *message says what would be one.
enum status setting_check(enum setting setting, const char *typed, struct arena *arena, int64_t *value, struct text *message) MUST_CHECK;

#endif
