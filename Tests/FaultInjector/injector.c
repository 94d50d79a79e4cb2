// Counts the calls by which a process changes files below one folder, and at one of them ends the
// process or lets the call fail. Preloaded into the tool by the tests.
//
//   FAULT_ROOT    the folder
//   FAULT_AT      the number of the call, from 1
//   FAULT_ERROR   the error with which it and all later calls of its kind fail; 0 kills the process
//                 in front of the call
//   FAULT_TRACE   a file to which every call is written, with its paths
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_int calls;
static char root[PATH_MAX];
static int at, failure, traced = -1;
static char failing[32];

__attribute__((constructor)) static void start(void) {
    const char *name = getenv("FAULT_ROOT");
    if (name == NULL || realpath(name, root) == NULL) root[0] = 0;
    at = getenv("FAULT_AT") ? atoi(getenv("FAULT_AT")) : 0;
    failure = getenv("FAULT_ERROR") ? atoi(getenv("FAULT_ERROR")) : 0;
    if (getenv("FAULT_TRACE"))
        traced = open(getenv("FAULT_TRACE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    unsetenv("LD_PRELOAD");
}

static int is_below(const char *path) {
    char folder[PATH_MAX], resolved[PATH_MAX];
    size_t length = strlen(root);
    if (length == 0) return 0;
    if (strncmp(path, root, length) == 0) return 1;
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash == NULL) return 0;
    *slash = 0;
    return realpath(folder, resolved) != NULL && strncmp(resolved, root, length) == 0;
}

static ssize_t (*next_write)(int, const void *, size_t);

// Whether the call must fail; errno is set then.
static int strikes(const char *name, const char *path, const char *other) {
    int number = atomic_fetch_add(&calls, 1) + 1;
    if (traced >= 0) {
        char line[3 * PATH_MAX];
        int count = snprintf(line, sizeof line, "%s\t%s\t%s\n", name, path, other ? other : "");
        if (next_write == NULL) next_write = dlsym(RTLD_NEXT, "write");
        if (next_write(traced, line, (size_t)count) < 0) abort();
    }
    if (number == at && failure == 0) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    if (at == 0 || failure == 0 || number < at) return 0;
    // A full disk stays full: what failed once fails again.
    if (number == at) snprintf(failing, sizeof failing, "%s", name);
    if (strcmp(failing, name) != 0) return 0;
    errno = failure;
    return 1;
}

static int strikes_descriptor(const char *name, int descriptor) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t count = readlink(link, path, sizeof path - 1);
    if (count < 0) return 0;
    path[count] = 0;
    return is_below(path) && strikes(name, path, NULL);
}

#define NEXT(type, name, ...)                                       \
    static type (*next)(__VA_ARGS__);                               \
    if (next == NULL) next = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int opens(const char *name, const char *path, int flags) {
    return (flags & (O_CREAT | O_TRUNC)) && is_below(path) && strikes(name, path, NULL);
}

#define MODE(flags)                                                 \
    mode_t mode = 0;                                                \
    if ((flags) & (O_CREAT | O_TMPFILE)) {                          \
        va_list list;                                               \
        va_start(list, flags);                                      \
        mode = va_arg(list, mode_t);                                \
        va_end(list);                                               \
    }

int open(const char *path, int flags, ...) {
    MODE(flags)
    NEXT(int, "open", const char *, int, ...);
    return opens("open", path, flags) ? -1 : next(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags)
    NEXT(int, "open64", const char *, int, ...);
    return opens("open", path, flags) ? -1 : next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...) {
    MODE(flags)
    NEXT(int, "openat", int, const char *, int, ...);
    return opens("open", path, flags) ? -1 : next(folder, path, flags, mode);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (next_write == NULL) next_write = dlsym(RTLD_NEXT, "write");
    return strikes_descriptor("write", descriptor) ? -1 : next_write(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    NEXT(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return strikes_descriptor("write", descriptor) ? -1 : next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    NEXT(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return strikes_descriptor("write", descriptor) ? -1 : next(descriptor, bytes, count, offset);
}

#define ON_DESCRIPTOR(name)                                         \
    int name(int descriptor) {                                      \
        NEXT(int, #name, int);                                      \
        return strikes_descriptor("fsync", descriptor) ? -1 : next(descriptor); \
    }
ON_DESCRIPTOR(fsync)
ON_DESCRIPTOR(fdatasync)

int ftruncate(int descriptor, off_t count) {
    NEXT(int, "ftruncate", int, off_t);
    return strikes_descriptor("ftruncate", descriptor) ? -1 : next(descriptor, count);
}

int fchmod(int descriptor, mode_t mode) {
    NEXT(int, "fchmod", int, mode_t);
    return strikes_descriptor("fchmod", descriptor) ? -1 : next(descriptor, mode);
}

int fchown(int descriptor, uid_t user, gid_t group) {
    NEXT(int, "fchown", int, uid_t, gid_t);
    return strikes_descriptor("fchown", descriptor) ? -1 : next(descriptor, user, group);
}

#define ON_PATH(name)                                               \
    int name(const char *path) {                                    \
        NEXT(int, #name, const char *);                             \
        return is_below(path) && strikes(#name, path, NULL) ? -1 : next(path); \
    }
ON_PATH(unlink)
ON_PATH(rmdir)

int unlinkat(int folder, const char *path, int flags) {
    NEXT(int, "unlinkat", int, const char *, int);
    return is_below(path) && strikes("unlink", path, NULL) ? -1 : next(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
    NEXT(int, "mkdir", const char *, mode_t);
    return is_below(path) && strikes("mkdir", path, NULL) ? -1 : next(path, mode);
}

int rename(const char *from, const char *to) {
    NEXT(int, "rename", const char *, const char *);
    return is_below(to) && strikes("rename", from, to) ? -1 : next(from, to);
}

int link(const char *from, const char *to) {
    NEXT(int, "link", const char *, const char *);
    return is_below(to) && strikes("link", from, to) ? -1 : next(from, to);
}
