// Who may talk to whom over the home's Unix sockets. The owners of folders say which user is which: who owns db/ is the web
// programs, who owns login/ the program login, who owns custody/ the custodian. In a home that one user runs, all of them are that user.
// Not here: who makes folders their owners' (ctl/run_users.h).
#ifndef BASE_PEER_H
#define BASE_PEER_H

#include <stdbool.h>
#include <sys/types.h>

// Whether the process at the other end of the connection runs as the owner of `folder`, or as us where there is none; or as
// root, whom no check of ours keeps out: the administrator's tool does.
bool peer_owns(int fd, const char *folder);

// The umask to bind a socket at `path` with: for its owner alone, and for its group where that may enter the folder.
mode_t peer_mask(const char *path);

#endif
