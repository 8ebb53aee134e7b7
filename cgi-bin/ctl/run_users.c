#include "ctl/run_users.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/paths.h"
#include "ctl/home.h"
#include "ctl/say.h"
#include "domain/credential.h"

#define GROUPS_MAX 64

// --- Finding them

static bool is_member(const struct passwd *user, gid_t group) {
    gid_t groups[GROUPS_MAX];
    int count = GROUPS_MAX;
    if (getgrouplist(user->pw_name, user->pw_gid, groups, &count) < 0)
        return false;
    for (int i = 0; i < count; i++)
        if (groups[i] == group)
            return true;
    return false;
}

// Fills in one of them; false: there is no such user.
static bool find_user(struct run_user *user, const char *what, struct arena *arena) {
    const char *prefix = getenv("KEDANG_USERS");
    user->name = arena_format(arena, "%s-%s", prefix != NULL && *prefix != '\0' ? prefix : "kedang", what);
    const struct passwd *found = getpwnam(user->name);
    if (found == NULL)
        return false;
    user->id = found->pw_uid;
    user->group = found->pw_gid;
    return true;
}

static bool check_member(const struct run_user *user, const struct run_user *of) {
    const struct passwd *found = getpwnam(user->name);
    if (found != NULL && is_member(found, of->group))
        return true;
    say_fault("用户 %s 须在组 %s 中：usermod --append --groups %s %s / the user %s must be in the group %s: usermod --append "
              "--groups %s %s",
              user->name, of->name, of->name, user->name, user->name, of->name, of->name, user->name);
    return false;
}

// Whether everybody may pass through all folders above `path`.
static bool is_reachable(const char *path, const struct run_user *user) {
    char absolute[PATH_MAX];
    if (realpath(path, absolute) == NULL)
        return false;
    for (char *end; (end = strrchr(absolute, '/')) != NULL && end != absolute;) {
        struct stat folder;
        *end = '\0';
        if (stat(absolute, &folder) == 0 && (folder.st_mode & S_IXOTH) != 0)
            continue;
        say_fault("用户 %s 进不了 %s：chmod o+x，或把数据和程序放到别处 / the user %s can't enter %s: chmod o+x, or keep home and "
                  "programs elsewhere",
                  user->name, absolute, user->name, absolute);
        return false;
    }
    return true;
}

static bool check_places(const struct run_user *user, struct arena *arena) {
    return is_reachable(".", user) && is_reachable(arena_format(arena, "%s/login", paths_bin(arena)), user) &&
           is_reachable(arena_format(arena, "%s/static", paths_share(arena)), user);
}

bool run_users_find(struct run_users *users, struct arena *arena) {
    *users = (struct run_users){0};
    if (geteuid() != 0)
        return true;
    const bool custody = find_user(&users->custody, "custody", arena), web = find_user(&users->web, "web", arena),
               login = find_user(&users->login, "login", arena), nginx = find_user(&users->nginx, "nginx", arena);
    users->apart = custody && web && login && nginx;
    if (!custody && !web && !login && !nginx)
        return true;
    if (!users->apart) {
        const char *missing = !custody ? users->custody.name : !web ? users->web.name
                                                           : !login ? users->login.name
                                                                    : users->nginx.name;
        say_fault("没有用户 %s：这几个用户必须都有或都没有（见 README） / there is no user %s: there must be all of these users or none (see the README)",
                  missing, missing);
        return false;
    }
    return check_member(&users->web, &users->custody) && check_member(&users->login, &users->custody) &&
           check_member(&users->nginx, &users->web) && check_member(&users->nginx, &users->login) && check_places(&users->web, arena);
}

const char *run_users_of(const struct run_users *users, const char *service) {
    if (!users->apart || strcmp(service, "nginx") == 0) // its master opens the port, its workers are users->nginx
        return NULL;
    if (strcmp(service, "custodian") == 0)
        return users->custody.name;
    return strcmp(service, "login") == 0 ? users->login.name : users->web.name;
}

// --- Giving them what is theirs

struct belonging {
    const char *folder;
    uid_t owner;
    gid_t group;
    mode_t mode;
    bool with_files;
    mode_t files; // 0: as they are
};

static bool fault(const char *path) {
    const char *why = strerror(errno);
    say_fault("不能移交 %s：%s / can't hand over %s: %s", path, why, path, why);
    return false;
}

// Only what is plainly a file of ours: whoever may write in the folder must not have root hand them another's by a link.
static bool own_file(int folder, const char *name, const struct belonging *belonging) {
    struct stat file;
    const int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ELOOP || errno == ENXIO || fault(name);
    bool owned = fstat(fd, &file) == 0;
    if (owned && S_ISREG(file.st_mode) && file.st_nlink == 1)
        owned = fchown(fd, belonging->owner, belonging->group) == 0 && (belonging->files == 0 || fchmod(fd, belonging->files) == 0);
    close(fd);
    return owned || fault(name);
}

static bool own_files(int folder, const struct belonging *belonging) {
    DIR *entries = fdopendir(folder);
    bool owned = entries != NULL;
    for (const struct dirent *entry; owned && (entry = readdir(entries)) != NULL;)
        if (*entry->d_name != '.')
            owned = own_file(folder, entry->d_name, belonging);
    if (entries != NULL)
        closedir(entries);
    return owned;
}

static bool own(const struct belonging *belonging) {
    const int folder = open(belonging->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0 || fchown(folder, belonging->owner, belonging->group) != 0 || fchmod(folder, belonging->mode) != 0)
        return fault(belonging->folder);
    if (belonging->with_files)
        return own_files(folder, belonging) || fault(belonging->folder);
    return close(folder) == 0;
}

// In a folder like run/ nobody but its owner removes a socket; those there are left over from what does not run any more.
static void remove_sockets(void) {
    glob_t found;
    if (glob("run/*.sock*", 0, NULL, &found) != 0)
        return;
    for (size_t i = 0; i < found.gl_pathc; i++)
        unlink(found.gl_pathv[i]);
    globfree(&found);
}

// Where writers of the store queue up: whichever program came first would make it for itself alone.
static bool make_queue(void) {
    const int fd = open(HOME_DATABASE "-queue", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return fault(HOME_DATABASE "-queue");
    close(fd);
    return true;
}

bool run_users_own(const struct run_users *users) {
    const struct belonging belongings[] = {
        {".", 0, 0, 0711, false, 0},
        {"log", 0, 0, 0700, false, 0},
        {"run", 0, users->custody.group, 01771, false, 0}, // sticky: both make sockets in it
        {"custody", users->custody.id, users->custody.group, 0700, true, 0},
        {"heads", users->custody.id, users->custody.group, 0700, true, 0},
        {CREDENTIAL_FOLDER, users->login.id, users->login.group, 0700, true, 0600},
        {"db", users->web.id, users->custody.group, 02770, true, 0660}, // what is made in it has its group
    };
    if (!users->apart)
        return true;
    remove_sockets();
    if (!make_queue())
        return false;
    for (size_t i = 0; i < sizeof belongings / sizeof *belongings; i++)
        if (!own(&belongings[i]))
            return false;
    return true;
}
