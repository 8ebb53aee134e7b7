// The system calls of each kind of process: a list of what is allowed. What is not on it is refused in one of two ways.
//
//   ends the process   DEADLY: what only a program that was taken over tries (another program, another's memory, the
//                      kernel's innards). It must not go on; the supervisor starts another. The kernel's log names the call,
//                      the parent's or the supervisor's line the signal (31, SIGSYS).
//   fails with EPERM   everything else: a library may come to try it after an update, and a page that fails is better than a
//                      program that does not run. The line sandbox.refused names the call by its number.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/log.h"
#include "base/sandbox.h"

#define P (SANDBOX_PARENT | SANDBOX_IMPORT_PARENT | SANDBOX_LOGIN_PARENT)
#define W (SANDBOX_WORKER | SANDBOX_IMPORT_WORKER | SANDBOX_LOGIN_WORKER | SANDBOX_CLERK)
#define K SANDBOX_CLERK
#define I (SANDBOX_IMPORT_PARENT | SANDBOX_CLERK)
#define C SANDBOX_CUSTODIAN
#define R (SANDBOX_READER | SANDBOX_READER_OF_PATH)
#define F SANDBOX_READER_OF_PATH
#define CONDITIONS_MAX 3
#define THREAD                                                                                                               \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID | \
     CLONE_CHILD_CLEARTID)
#define FROM_FILTER 1 // SYS_SECCOMP of the kernel, which glibc's headers lack

#define EQUALS(argument, value) \
    { (argument), SCMP_CMP_EQ, (scmp_datum_t)(value), 0 }
#define ABOVE(argument, value) \
    { argument, SCMP_CMP_GT, value, 0 }
#define HAS_NOT(argument, bits) \
    { (argument), SCMP_CMP_MASKED_EQ, (bits), 0 }
#define CALL(name, kinds)          \
    {                              \
        SCMP_SYS(name), (kinds), { \
            { 0 }                  \
        }                          \
    }
#define CALL_IF(name, kinds, ...)  \
    {                              \
        SCMP_SYS(name), (kinds), { \
            __VA_ARGS__            \
        }                          \
    }

// A worker starts under its parent's list, so that has all a worker has. Several lines for one call: any of them will do.
static const struct allowed {
    int call;
    unsigned kinds;
    struct scmp_arg_cmp conditions[CONDITIONS_MAX + 1]; // all must hold; ended by one without a comparison
} ALLOWED[] = {
    // files; which ones is said in sandbox.c
    CALL(read, P | W | C | R),
    CALL(write, P | W | C | R),
    CALL(pread64, P | W | C),
    CALL_IF(pwrite64, P | W | C, ABOVE(0, STDERR_FILENO)), // the log of programs is only added to
    CALL(writev, P | W | C),
    CALL(lseek, P | W | C | R),
    CALL(close, P | W | C | R),
    CALL(open, P | W | C | F),
    CALL(openat, P | W | C | F),
    CALL(access, P | W | C),
    CALL(faccessat, P | W | C),
    CALL(faccessat2, P | W | C),
    CALL(stat, P | W | C),
    CALL(lstat, P | W | C),
    CALL(fstat, P | W | C | R),
    CALL(newfstatat, P | W | C | F),
    CALL(statx, P | W | C),
    CALL(readlink, P | W | C),
    CALL(readlinkat, P | W | C),
    CALL(getcwd, P | W | C),
    CALL(getdents64, C), // the schema's folder
    CALL_IF(ftruncate, P | W | C, ABOVE(0, STDERR_FILENO)),
    CALL_IF(fallocate, P | W | C, ABOVE(0, STDERR_FILENO)),
    CALL(fsync, P | W | C),
    CALL(fdatasync, P | W | C),
    CALL(unlink, P | W | C),
    CALL(unlinkat, P | W | C),
    // SQLite gives -wal and -shm the rights of their database when it opens them, and as root its owner; a worker opens the store a
    // second time to scrub it.
    CALL(fchmod, P | W | C),
    CALL(fchown, P | W | C),
    CALL(rename, C), // of the key file, when keys are rotated; Landlock says where
    CALL(renameat, C),
    CALL(renameat2, C),
    CALL(flock, C),
    CALL(umask, P | C),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_GETFD)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_SETFD)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_GETFL)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_SETFL), EQUALS(0, STDIN_FILENO)), // where programs listen
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_SETFL), ABOVE(0, STDERR_FILENO)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_GETLK)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_SETLK)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_SETLKW)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_OFD_SETLK)),
    CALL_IF(fcntl, P | W | C, EQUALS(1, F_OFD_GETLK)),
    // memory; never as a program
    CALL(brk, P | W | C | R),
    CALL_IF(mmap, P | W | C | R, HAS_NOT(2, PROT_EXEC)),
    CALL_IF(mprotect, P | W | C | R, HAS_NOT(2, PROT_EXEC)),
    CALL(munmap, P | W | C | R),
    CALL(mremap, P | W | C | R),
    CALL(madvise, P | W | C | R),
    CALL(mlock, P | W | C), // libsodium's
    CALL(munlock, P | W | C),
    // sockets: a worker can make one kind only, and nothing but the custodian listens on one of that kind
    CALL_IF(socket, P | W, EQUALS(0, AF_UNIX), EQUALS(1, SOCK_SEQPACKET | SOCK_CLOEXEC), EQUALS(2, 0)),
    CALL(connect, P | W),
    CALL(accept, P | W), // libfcgi's
    CALL(accept4, P | W | C),
    CALL(shutdown, P | W),
    CALL_IF(setsockopt, P | W | C, EQUALS(1, SOL_SOCKET)),
    CALL_IF(getsockopt, P | W | C, EQUALS(1, SOL_SOCKET)),
    CALL_IF(sendto, P | W | C, EQUALS(4, 0)),
    CALL(recvfrom, P | W | C),
    CALL(poll, P | W | C),
    CALL(ppoll, P | W | C),
    CALL(select, P | W), // libfcgi's, waiting for the web server to close
    CALL(pselect6, P | W),
    CALL(epoll_create1, P),
    CALL(epoll_ctl, P | W | C),
    CALL(epoll_wait, P | W | C),
    CALL(epoll_pwait, P | W | C),
    // time, randomness, who one is
    CALL(clock_gettime, P | W | C | R),
    CALL(clock_nanosleep, P | W | C),
    CALL(nanosleep, P | W | C),
    CALL(gettimeofday, P | W | C),
    CALL(time, P | W | C),
    CALL(alarm, P | W),
    CALL(setitimer, P | W), // alarm, where there is no call of that name
    CALL(getrandom, P | W | C | R),
    CALL(getpid, P | W | C | R),
    CALL(getppid, P | W | C),
    CALL(gettid, P | W | C | R),
    CALL(getuid, P | W | C),
    CALL(geteuid, P | W | C),
    CALL(getgid, P | W | C),
    CALL(getegid, P | W | C),
    CALL(sysinfo, P | W | C | R),                // qsort asks how much memory there is
    CALL_IF(prlimit64, P | W | C, EQUALS(2, 0)), // asking, not setting
    // a process's own course
    CALL(futex, P | W | C | R),
    CALL(sched_yield, P | W | C),
    CALL(restart_syscall, P | W | C | R),
    CALL(rt_sigreturn, P | W | C | R),
    CALL(rt_sigprocmask, P | W | C | R),
    CALL(exit, P | W | C | R),
    CALL(exit_group, P | W | C | R),
    // a parent's, and what makes a worker: once confined, that can't change its handlers of signals
    CALL_IF(clone, P, EQUALS(0, CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD)), // fork
    CALL(set_robust_list, P),
    CALL(wait4, P),
    CALL(kill, P), // to whom is held by Landlock, from its ABI 6 on
    CALL(tgkill, P),
    CALL(rt_sigaction, P),
    CALL(rt_sigtimedwait, P),
    CALL(signalfd4, P),
    CALL_IF(prctl, P, EQUALS(0, PR_SET_PDEATHSIG)),
    CALL_IF(prctl, P, EQUALS(0, PR_SET_NO_NEW_PRIVS)),
    CALL(seccomp, P),
    CALL(landlock_create_ruleset, P),
    CALL(landlock_add_rule, P),
    CALL(landlock_restrict_self, P),
    // The import's: a worker hands a file over, the clerk makes a process for it, that one another that reads it and is confined further,
    // and threads that seal beside it. Opening a store is a parent's otherwise.
    CALL(memfd_create, I | SANDBOX_IMPORT_WORKER),
    CALL(sendmsg, I | SANDBOX_IMPORT_WORKER),
    CALL(recvmsg, I),
    CALL(pipe2, I),
    CALL(close_range, I),
    CALL(fchmod, K),
    CALL(fchown, K),
    CALL(umask, K),
    CALL_IF(clone, K, EQUALS(0, CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD)), // fork
    CALL_IF(clone, I, EQUALS(0, THREAD)),
    CALL(rseq, I),
    CALL(set_robust_list, K),
    CALL(wait4, K),
    CALL(kill, K),
    CALL(rt_sigaction, K),
    CALL_IF(prctl, K, EQUALS(0, PR_SET_PDEATHSIG)),
    CALL_IF(prctl, K, EQUALS(0, PR_SET_NO_NEW_PRIVS)),
    CALL(seccomp, K),
    CALL(landlock_create_ruleset, K),
    CALL(landlock_restrict_self, K),
    CALL_IF(prlimit64, I, EQUALS(0, 0)), // its own limits
    CALL(setrlimit, I),
#ifdef __SANITIZE_ADDRESS__
    // The sanitizers': memory is tried with a pipe before an object is judged, and before a report there is a stack of its own
    // and the question whether a terminal reads along.
    CALL(pipe, P | W | C | R),
    CALL(pipe2, P | W | C | R),
    CALL_IF(ioctl, P | W | C | R, EQUALS(1, TCGETS)),
    CALL(sigaltstack, P | W | C | R),
    CALL(rt_sigaction, W | C | R),
    CALL(sched_getaffinity, P | W | C | R),
    CALL(getrusage, P | W | C | R),
    CALL(uname, P | W | C | R),
    CALL(getdents64, P | W | R),
#endif
};

static const int DEADLY[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat),
    // another's memory, descriptors and course
    SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(process_madvise), SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(pidfd_send_signal), SCMP_SYS(kcmp),
    // what has let people into kernels
    SCMP_SYS(bpf), SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter), SCMP_SYS(io_uring_register), SCMP_SYS(userfaultfd),
    SCMP_SYS(perf_event_open), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(modify_ldt),
    SCMP_SYS(personality), SCMP_SYS(vmsplice),
    // another view of the system, another user
    SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(move_mount), SCMP_SYS(open_tree),
    SCMP_SYS(fsopen), SCMP_SYS(fsmount), SCMP_SYS(mount_setattr), SCMP_SYS(unshare), SCMP_SYS(setns),
    SCMP_SYS(open_by_handle_at), SCMP_SYS(setuid), SCMP_SYS(setgid), SCMP_SYS(setreuid), SCMP_SYS(setregid),
    SCMP_SYS(setresuid), SCMP_SYS(setresgid), SCMP_SYS(setgroups), SCMP_SYS(setfsuid), SCMP_SYS(setfsgid), SCMP_SYS(capset),
    SCMP_SYS(mknod), SCMP_SYS(mknodat),
    // the machine
    SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module),
    SCMP_SYS(reboot), SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(iopl), SCMP_SYS(ioperm), SCMP_SYS(acct),
    SCMP_SYS(settimeofday), SCMP_SYS(clock_settime), SCMP_SYS(adjtimex), SCMP_SYS(sethostname), SCMP_SYS(setdomainname),
    SCMP_SYS(syslog)};

// The register in which the interrupted code finds what its call came to.
static void set_result(ucontext_t *context, int error) {
#ifdef __aarch64__
    context->uc_mcontext.regs[0] = (unsigned long long)-(long long)error;
#else
    context->uc_mcontext.gregs[REG_RAX] = -error;
#endif
}

// Runs in the middle of whatever made the call: a line is put together on the stack.
static void on_refused(int signal_number, siginfo_t *info, void *context) {
    (void)signal_number;
    const int saved = errno;
    if (info->si_code != FROM_FILTER)
        return; // somebody sent it: nothing was interrupted that waits for a result
    LOG_EVENT(LOG_ERROR, "sandbox.refused", LOG_NUMBER("call", info->si_syscall), LOG_NUMBER("pid", getpid()));
    set_result(context, EPERM);
    errno = saved;
}

static void must(int code, const char *step) {
    if (code < 0)
        log_die(step, strerror(-code));
}

static void allow(scmp_filter_ctx filter, const struct allowed *allowed) {
    unsigned count = 0;
    while (allowed->conditions[count].op != 0)
        count++;
    if (allowed->call >= 0) // else this processor's kernel has no such call
        must(seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, allowed->call, count, allowed->conditions), "sandbox.allow");
}

static scmp_filter_ctx filter_new(enum sandbox kind) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_TRAP);
    if (filter == NULL)
        log_die("sandbox.calls", "no memory, or a kernel without seccomp");
    must(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "sandbox.architecture");
    must(seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, 1), "sandbox.log"); // in the kernel's log, too
    must(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2), "sandbox.optimize");
    for (size_t i = 0; i < sizeof ALLOWED / sizeof *ALLOWED; i++)
        if ((ALLOWED[i].kinds & kind) != 0)
            allow(filter, &ALLOWED[i]);
    for (size_t i = 0; i < sizeof DEADLY / sizeof *DEADLY; i++)
        if (DEADLY[i] >= 0)
            must(seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, DEADLY[i], 0), "sandbox.deadly");
    // Its flags lie in memory, where no filter sees them: the C library then takes the older call, whose flags are held to.
    if ((kind & I) != 0)
        must(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0), "sandbox.threads");
    const struct scmp_arg_cmp itself = EQUALS(0, getpid());
    if ((kind & P) == 0) // abort() signals itself; a parent's number would be the wrong one for its workers
        must(seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself), "sandbox.abort");
    return filter;
}

void sandbox_calls(enum sandbox kind) {
    const struct sigaction action = {.sa_sigaction = on_refused, .sa_flags = SA_SIGINFO};
    if (sigaction(SIGSYS, &action, NULL) != 0)
        log_die("sandbox.signal", strerror(errno));
    scmp_filter_ctx filter = filter_new(kind);
    must(seccomp_load(filter), "sandbox.load");
    seccomp_release(filter);
}
