#include "base/harden.h"

#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/log.h"

void harden_memory(void) {
    const struct rlimit none = {0};
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0)
        log_die("harden", strerror(errno));
    // What libraries free (a request's and an answer's bytes in libfcgi among it) is overwritten.
    (void)mallopt(M_PERTURB, 0xA5);
}

void *harden_alone(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || madvise(memory, size, MADV_DONTFORK) != 0)
        log_die("harden", strerror(errno));
    return memory;
}

void *harden_take(void *secret, size_t size) {
    void *taken = harden_alone(size);
    memcpy(taken, secret, size);
    explicit_bzero(secret, size);
    return taken;
}
