// The yardstick of the benchmarks: a FastCGI program that answers every request with the same page of 1 KiB through the
// product's own server, without session, store or template.
// Usage: bare SOCKET WORKERS
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "web/server.h"

#define PAGE_SIZE 1024

static const char PAGE_START[] = "<!DOCTYPE html><html lang=\"en\"><title>bare</title><p>";

static void answer(void *data, const struct request *request, struct response *response) {
    (void)data;
    (void)request;
    buffer_text(&response->body, PAGE_START);
    while (response->body.length < PAGE_SIZE)
        buffer_add(&response->body, ".", 1);
}

static void refuse(void *data, enum status status, const struct request *request, struct response *response) {
    answer(data, request, response);
    response->code = status_http(status);
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: bare SOCKET WORKERS\n", stderr);
        return EXIT_FAILURE;
    }
    log_program("bare");
    const struct server server = {
        .name = "bare",
        .socket_path = argv[1],
        .workers = (unsigned)strtoul(argv[2], NULL, 10),
        .handle = answer,
        .refuse = refuse,
    };
    return server_run(&server);
}
