// Reading and writing all of it: what read(2) and write(2) leave to their caller.
#ifndef BASE_IO_H
#define BASE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// False: errno says why, and some of it may be written.
bool io_write(int fd, const void *bytes, size_t length);
// As many bytes as there are, up to `most`; -1: errno says why.
ssize_t io_read(int fd, void *bytes, size_t most);

#endif
