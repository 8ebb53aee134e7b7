// A process confines itself for good: the kernel refuses what it never needs, whatever code comes to run in it.
// Two tables say what that is for each kind of process: PLACES in sandbox.c (files, by Landlock) and CALLS in
// sandbox_calls.c (system calls, by seccomp). What a process that confines itself starts is confined like it, and may
// confine itself further.
// Not here: memory (harden.h), who may talk to whom over a socket (peer.h), what a connection may touch in the store
// (store/authorize.c).
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

// Bits, because the tables name several at once.
enum sandbox {
    SANDBOX_PARENT = 1,         // of a web program's workers, once it listens; covers a worker that is starting
    SANDBOX_WORKER = 2,         // that serves requests, once its store is open
    SANDBOX_CUSTODIAN = 4,      // once it listens
    SANDBOX_READER = 8,         // of a spreadsheet: computes and answers through a pipe, and nothing else
    SANDBOX_IMPORT_PARENT = 32, // as PARENT and WORKER, of the program that takes files …
    SANDBOX_IMPORT_WORKER = 64,
    SANDBOX_CLERK = 128,        // … and the process beside its workers that starts processes for the files, and these
    SANDBOX_LOGIN_PARENT = 256, // as PARENT and WORKER, of the program that has the file of passwords
    SANDBOX_LOGIN_WORKER = 512,
    SANDBOX_READER_OF_PATH = 16, // the same for a library that opens a path: that of a file in memory
};

// Confines this process, whose working directory is the home. Ends it when that fails; a kernel without Landlock is only
// said (by a worker's parent, not by each worker), because rights of files and the table of calls are left.
void sandbox_enter(enum sandbox kind);

// sandbox_calls.c, for sandbox_enter: the system calls. Files must be settled before, for that takes calls too.
void sandbox_calls(enum sandbox kind);

#endif
