#include "ctl/programs.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/say.h"

const char *const WEB_PROGRAMS[] = {"login", "customer", "approval", "import", "audit", "admin", NULL};

static char *read_pipe(int fd, struct arena *arena) {
    struct buffer text = {.arena = arena};
    char bytes[4096];
    buffer_text(&text, "");
    for (ssize_t length; (length = read(fd, bytes, sizeof bytes)) > 0;)
        buffer_add(&text, bytes, (size_t)length);
    return text.data != NULL ? text.data : arena_string(arena, "");
}

static _Noreturn void become(const char *path, const char *flag, int out) {
    dup2(out, STDOUT_FILENO);
    execl(path, path, flag, (char *)NULL);
    _exit(127);
}

// What the program prints; NULL when it does not run or fails.
static const char *output_of(const char *path, const char *flag, struct arena *arena) {
    int ends[2];
    if (pipe(ends) != 0)
        return NULL;
    pid_t child = fork();
    if (child == 0)
        become(path, flag, ends[1]);
    close(ends[1]);
    const char *text = child > 0 ? read_pipe(ends[0], arena) : NULL;
    close(ends[0]);
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return NULL;
    return status == 0 ? text : NULL;
}

static void append(struct json *all, const struct json *more, struct arena *arena) {
    struct json *items = ARENA_ARRAY(arena, struct json, all->count + more->count + (size_t)1);
    if (all->count > 0)
        memcpy(items, all->items, all->count * sizeof *items);
    if (more->count > 0)
        memcpy(items + all->count, more->items, more->count * sizeof *items);
    all->items = items;
    all->count += more->count;
}

enum status programs_describe(const char *flag, struct arena *arena, struct json *all) {
    *all = (struct json){.type = JSON_ARRAY};
    for (const char *const *name = WEB_PROGRAMS; *name != NULL; name++) {
        const char *path = arena_format(arena, "%s/%s", paths_bin(arena), *name);
        const char *text = output_of(path, flag, arena);
        struct json table;
        if (text == NULL || json_read(text, arena, &table) != STATUS_OK || table.type != JSON_ARRAY) {
            say_fault(TEXT("程序 %s 没有给出它的表（%s）", "the program %s did not give its table (%s)"), path, flag);
            return STATUS_UNAVAILABLE;
        }
        append(all, &table, arena);
    }
    return STATUS_OK;
}
