// The address and port that nginx listens on, in the forms in which they are needed.
#ifndef CTL_RUN_ENDPOINT_H
#define CTL_RUN_ENDPOINT_H

#include <stdbool.h>
#include <sys/socket.h>

#include "base/arena.h"

struct endpoint {
    struct sockaddr_storage address;
    socklen_t length;
    const char *host; // numeric, in brackets when it is IPv6: as in a URL and in nginx's `listen`
    unsigned port;
    bool everywhere; // all addresses of the machine
};

// False unless `host` is a numeric IPv4 or IPv6 address.
bool endpoint_parse(struct endpoint *endpoint, const char *host, unsigned port, struct arena *arena);

// 0 when one could listen there now, else the errno that says why not.
int endpoint_fault(const struct endpoint *endpoint);

// A non-blocking connection being made to it (from this machine); -1 when that is refused at once.
int endpoint_connect(const struct endpoint *endpoint);

// "http://127.0.0.1:8080/", as somebody on this machine reaches it.
const char *endpoint_url(const struct endpoint *endpoint, struct arena *arena);

#endif
