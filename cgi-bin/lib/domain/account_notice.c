#include "domain/account_notice.h"

#include <stdlib.h>
#include <string.h>

#include "domain/audit_case.h"

// The number of the one-time password is that of the offer that is open then.
static const struct sql TELL = {
    "account_notice.tell",
    "INSERT INTO account_notice (id, person_id, kind, at, by_id, by_name, address, detail, offer_id) VALUES (:id, :person, :kind, :now,"
    " nullif(:by, 0), :name, :address, :detail,"
    " CASE WHEN :offered THEN coalesce((SELECT o.id FROM credential_offer o WHERE o.person_id = :person AND o.void = 0), 0) ELSE 0 END)",
};
const struct sql *const ACCOUNT_NOTICE_STATEMENTS[] = {&TELL, NULL};

static const struct sql OF_OFFER = {
    "account_notice.of_offer",
    "SELECT id FROM account_notice WHERE person_id = :person AND offer_id = :offer ORDER BY id LIMIT 1",
};
static const struct sql USE = {
    "account_notice.use",
    "INSERT INTO account_notice_use (notice_id, at, address, agent, known) VALUES (:notice, :now, :address, :agent, :known)",
};
const struct sql *const ACCOUNT_NOTICE_USE_STATEMENTS[] = {&OF_OFFER, &USE, NULL};

#define COLUMNS "n.id, n.person_id, n.kind, n.at, n.by_id IS NULL, n.by_name, n.address, n.detail, s.at"
#define FROM " FROM account_notice n LEFT JOIN account_notice_seen s ON s.notice_id = n.id"
static const struct sql OWN = {
    "account_notice.own",
    "SELECT " COLUMNS FROM " WHERE n.person_id = :person AND (:all OR (s.at IS NULL AND n.kind <> 'added')) ORDER BY n.id DESC LIMIT :most",
};
static const struct sql SEEN = {
    "account_notice.seen",
    "INSERT OR IGNORE INTO account_notice_seen (notice_id, at) SELECT id, :now FROM account_notice WHERE id = :id AND person_id = :person",
};
const struct sql *const ACCOUNT_NOTICE_OWN_STATEMENTS[] = {&OWN, &SEEN, NULL};

static const struct sql ONE = {"account_notice.one", "SELECT " COLUMNS FROM " WHERE n.id = :id"};
static const struct sql USES = {
    "account_notice.uses",
    "SELECT at, address, agent, known FROM account_notice_use WHERE notice_id = :notice ORDER BY id DESC LIMIT :most",
};
const struct sql *const ACCOUNT_NOTICE_CASE_STATEMENTS[] = {&ONE, &USES, NULL};

static const struct {
    const char *key;
    bool offers; // a one-time password
} ACTS[ACCOUNT_ACT_COUNT] = {
    [ACCOUNT_ADDED] = {"added", true},
    [ACCOUNT_PASSWORD] = {"password", true},
    [ACCOUNT_FACTOR] = {"factor", false},
    [ACCOUNT_DUTY] = {"duty", false},
    [ACCOUNT_UNEXPLAINED] = {"unexplained", true},
};

static enum account_act act_of(const char *key) {
    for (enum account_act act = 0; act < ACCOUNT_ACT_COUNT; act++)
        if (strcmp(ACTS[act].key, key) == 0)
            return act;
    return ACCOUNT_ACT_COUNT;
}

// --- Telling

static enum status tell(struct ctx *ctx, const struct actor *by, int64_t person_id, enum account_act act, const char *detail, int64_t *id) {
    *id = id_new(ctx->ids);
    struct query query = query_start(ctx->store, &TELL);
    query_bind_int(&query, ":id", *id);
    query_bind_int(&query, ":person", person_id);
    query_bind_text(&query, ":kind", ACTS[act].key);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_int(&query, ":by", by->person_id);
    query_bind_text(&query, ":name", by->name != NULL ? by->name : "");
    query_bind_text(&query, ":address", ctx->asker.address ? ctx->asker.address : "");
    query_bind_text(&query, ":detail", detail);
    query_bind_int(&query, ":offered", ACTS[act].offers);
    TRY(query_run(&query, NULL));
    if (act == ACCOUNT_ADDED)
        return STATUS_OK;
    return audit_case_of_account(ctx, ACTS[act].key, person_id, by->person_id, *id);
}

enum status account_notice_tell(struct ctx *ctx, int64_t person_id, enum account_act act, const char *detail) {
    int64_t id;
    return tell(ctx, ctx->actor, person_id, act, detail, &id);
}

// Whoever had no role yet and gets one to work with begins; that takes nothing over.
enum status account_notice_tell_duties(struct ctx *ctx, int64_t person_id, unsigned before, unsigned after) {
    static const char *const KEYS[DUTY_COUNT] = {
        [DUTY_BUSINESS] = "business", [DUTY_AUDIT] = "audit", [DUTY_ADMINISTRATION] = "administration"};
    struct buffer added = {.arena = ctx->arena};
    bool had = false;
    for (enum duty duty = DUTY_BUSINESS; duty < DUTY_COUNT; duty++)
        had = had || (before & duty_permissions(duty)) != 0;
    for (enum duty duty = DUTY_BUSINESS; duty < DUTY_COUNT; duty++)
        if ((after & duty_permissions(duty)) != 0 && (before & duty_permissions(duty)) == 0 && (had || duty != DUTY_BUSINESS))
            buffer_format(&added, "%s%s", added.length > 0 ? "," : "", KEYS[duty]);
    return added.length > 0 ? account_notice_tell(ctx, person_id, ACCOUNT_DUTY, added.data) : STATUS_OK;
}

static enum status find_offer(struct ctx *ctx, int64_t person_id, int64_t offer_id, int64_t *id) {
    struct query query = query_start(ctx->store, &OF_OFFER);
    query_bind_int(&query, ":person", person_id);
    query_bind_int(&query, ":offer", offer_id);
    *id = query_row(&query) ? query_int(&query, 0) : 0;
    return query_end(&query);
}

enum status account_notice_use(struct ctx *ctx, int64_t person_id, int64_t offer_id, const char *agent, bool known) {
    static const struct actor NOBODY = {.name = ""};
    int64_t id;
    TRY(find_offer(ctx, person_id, offer_id, &id));
    if (id == 0)
        TRY(tell(ctx, &NOBODY, person_id, ACCOUNT_UNEXPLAINED, "", &id));
    struct query query = query_start(ctx->store, &USE);
    query_bind_int(&query, ":notice", id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    query_bind_text(&query, ":address", ctx->asker.address ? ctx->asker.address : "");
    query_bind_text(&query, ":agent", agent);
    query_bind_int(&query, ":known", known);
    return query_run(&query, NULL);
}

// --- What was told

static struct account_notice read_notice(const struct query *query, struct arena *arena) {
    return (struct account_notice){
        .id = query_int(query, 0),
        .person_id = query_int(query, 1),
        .act = act_of(query_text(query, 2, arena)),
        .at = query_int(query, 3),
        .by_command = query_int(query, 4) != 0,
        .by = query_text(query, 5, arena),
        .address = query_text(query, 6, arena),
        .detail = query_text(query, 7, arena),
        .read_at = query_int(query, 8),
    };
}

enum status account_notice_own(struct ctx *ctx, bool unread, struct account_notice **rows, unsigned *count) {
    *rows = ARENA_ARRAY(ctx->arena, struct account_notice, ACCOUNT_NOTICES_SHOWN);
    *count = 0;
    struct query query = query_start(ctx->store, &OWN);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":all", !unread);
    query_bind_int(&query, ":most", ACCOUNT_NOTICES_SHOWN);
    while (*count < ACCOUNT_NOTICES_SHOWN && query_row(&query))
        (*rows)[(*count)++] = read_notice(&query, ctx->arena);
    return query_end(&query);
}

enum status account_notice_read(struct ctx *ctx, int64_t id) {
    struct query query = query_start(ctx->store, &SEEN);
    query_bind_int(&query, ":id", id);
    query_bind_int(&query, ":person", ctx->actor->person_id);
    query_bind_int(&query, ":now", clock_now(ctx->clock));
    return query_run(&query, NULL);
}

static enum status read_uses(struct ctx *ctx, struct account_notice *notice) {
    struct query query = query_start(ctx->store, &USES);
    query_bind_int(&query, ":notice", notice->id);
    query_bind_int(&query, ":most", ACCOUNT_USES_SHOWN + 1);
    while (notice->use_count < ACCOUNT_USES_SHOWN && query_row(&query))
        notice->uses[notice->use_count++] = (struct account_use){query_int(&query, 0), query_text(&query, 1, ctx->arena),
                                                                 query_text(&query, 2, ctx->arena), query_int(&query, 3) != 0};
    notice->more_uses = notice->use_count == ACCOUNT_USES_SHOWN && query_row(&query);
    return query_end(&query);
}

enum status account_notice_of_case(struct ctx *ctx, const char *rule, const char *detail, bool *found, struct account_notice *notice) {
    *found = false;
    if (act_of(rule) == ACCOUNT_ACT_COUNT)
        return STATUS_OK;
    struct query query = query_start(ctx->store, &ONE);
    query_bind_int(&query, ":id", strtoll(detail, NULL, 10));
    *found = query_row(&query);
    if (*found)
        *notice = read_notice(&query, ctx->arena);
    TRY(query_end(&query));
    return *found ? read_uses(ctx, notice) : STATUS_OK;
}

// --- Words

static const struct {
    struct text done, own; // what was done: about somebody, and to its owner
} WORDS[ACCOUNT_ACT_COUNT] = {
    [ACCOUNT_ADDED] = {{"建立了账号", "added the account"}, {"建立了您的账号", "added your account"}},
    [ACCOUNT_PASSWORD] = {{"重置了密码", "reset the password"}, {"重置了您的密码", "reset your password"}},
    [ACCOUNT_FACTOR] = {{"取消了二次验证", "took off the second factor"}, {"取消了您的二次验证", "took off your second factor"}},
    [ACCOUNT_DUTY] = {{"加了另一类职责的角色", "gave a role of another duty"}, {"给您加了另一类职责的角色", "gave you a role of another duty"}},
    [ACCOUNT_UNEXPLAINED] = {{"有人用来历不明的一次性密码登录", "somebody signed in with a one-time password that nobody is on record for having given"},
                             {"有人用来历不明的一次性密码登录了您的账号",
                              "somebody signed in to your account with a one-time password that nobody is on record for having given"}},
};

static const char *who(const struct account_notice *notice, enum lang lang, struct arena *arena) {
    if (notice->act == ACCOUNT_UNEXPLAINED)
        return "";
    if (!notice->by_command)
        return notice->by;
    return *notice->by != '\0' ? arena_format(arena, lang == LANG_EN ? "%s (command line)" : "%s（命令行）", notice->by)
                               : text_in(lang, (struct text){"系统管理员", "An administrator"});
}

const char *account_notice_words(const struct account_notice *notice, bool to_owner, enum lang lang, struct arena *arena) {
    if (notice->act == ACCOUNT_ACT_COUNT)
        return "";
    const char *what = text_in(lang, to_owner ? WORDS[notice->act].own : WORDS[notice->act].done);
    const char *from = *notice->address != '\0' ? arena_format(arena, lang == LANG_EN ? " (from %s)" : "（来自 %s）", notice->address) : "";
    const char *subject = who(notice, lang, arena);
    if (lang == LANG_EN)
        return arena_format(arena, "%s: %s%s%s%s.", time_minute(arena, notice->at), subject, *subject != '\0' ? " " : "", what, from);
    return arena_format(arena, "%s %s%s%s。", time_minute(arena, notice->at), subject, what, from);
}
