#include "ctl/run_endpoint.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

bool endpoint_parse(struct endpoint *endpoint, const char *host, unsigned port, struct arena *arena) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(host, arena_format(arena, "%u", port), &hints, &found) != 0)
        return false;
    *endpoint = (struct endpoint){.length = found->ai_addrlen, .port = port};
    memcpy(&endpoint->address, found->ai_addr, found->ai_addrlen);
    freeaddrinfo(found);
    if (endpoint->address.ss_family == AF_INET6) {
        const struct sockaddr_in6 *in6 = (const void *)&endpoint->address;
        endpoint->everywhere = IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr);
        endpoint->host = arena_format(arena, "[%s]", host);
    } else {
        const struct sockaddr_in *in4 = (const void *)&endpoint->address;
        endpoint->everywhere = in4->sin_addr.s_addr == INADDR_ANY;
        endpoint->host = arena_string(arena, host);
    }
    return true;
}

int endpoint_fault(const struct endpoint *endpoint) {
    const int on = 1;
    const int fd = socket(endpoint->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return errno;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on); // as nginx does: connections just closed don't count
    int fault = bind(fd, (const struct sockaddr *)&endpoint->address, endpoint->length) != 0 ? errno : 0;
    if (fault == 0 && listen(fd, 1) != 0)
        fault = errno;
    close(fd);
    return fault;
}

int endpoint_connect(const struct endpoint *endpoint) {
    // Connecting to "all addresses" reaches this machine itself.
    const int fd = socket(endpoint->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (const struct sockaddr *)&endpoint->address, endpoint->length) == 0 || errno == EINPROGRESS)
        return fd;
    close(fd);
    return -1;
}

const char *endpoint_url(const struct endpoint *endpoint, struct arena *arena) {
    const bool six = endpoint->address.ss_family == AF_INET6;
    const char *host = !endpoint->everywhere ? endpoint->host : six ? "[::1]"
                                                                    : "127.0.0.1";
    return arena_format(arena, "http://%s:%u/", host, endpoint->port);
}
