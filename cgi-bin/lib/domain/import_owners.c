#include "domain/import_people.h"

#include <string.h>

#include "base/utf8.h"

// Whoever runs the tool sees every archive in masked form: what is there already must be found wherever it is.
static struct actor act_for(const struct person *person) {
    struct actor actor = {.person_id = person->id,
                          .login = person->login,
                          .name = person->name,
                          .unit_id = person->unit_id,
                          .unit_path = "",
                          .language = ""};
    actor.grants[0] = (struct grant){
        .key = "", .name_zh = "", .name_en = "", .scope = SCOPE_ALL, .permissions = 1u << PERM_CUSTOMER_READ};
    actor.grant_count = 1;
    return actor;
}

enum status import_people_read(struct ctx *ctx, struct arena *arena, struct import_people *people) {
    struct ctx reading = *ctx;
    reading.arena = arena;
    *people = (struct import_people){0};
    TRY(person_list(&reading, &people->persons, &people->count));
    people->actors = ARENA_ARRAY(arena, struct actor, people->count + (size_t)1);
    for (unsigned i = 0; i < people->count; i++)
        people->actors[i] = act_for(&people->persons[i]);
    return STATUS_OK;
}

static bool is_active(const struct person *person) {
    return strcmp(person->state, "active") == 0;
}

static const struct actor *refuse(struct text *message, const char *zh, const char *en) {
    *message = (struct text){zh, en};
    return NULL;
}

const struct actor *import_people_find(const struct import_people *people, const char *text, struct arena *arena,
                                       struct text *message) {
    const char *wanted = utf8_trim(arena, text);
    const struct actor *named = NULL;
    bool several = false, closed = false;
    for (unsigned i = 0; i < people->count; i++) {
        const struct person *person = &people->persons[i];
        bool by_login = strcmp(person->login, wanted) == 0;
        if (!by_login && strcmp(person->name, wanted) != 0)
            continue;
        if (!is_active(person)) {
            closed = true;
        } else if (by_login) {
            return &people->actors[i];
        } else {
            several |= named != NULL;
            named = &people->actors[i];
        }
    }
    if (several)
        return refuse(message, "有几位同名的同事，请写登录名", "several colleagues have this name; write the login");
    if (named == NULL && closed)
        return refuse(message, "这位同事的账号已停用", "this colleague's account is closed");
    return named != NULL ? named
                         : refuse(message, "没有这位同事，请写登录名或姓名",
                                  "there is no such colleague; write a login or a name");
}
