/*
 * A disk that fails, preloaded into a database's process: its writes, and what makes them last, come back with an error.
 *
 * FAILING_DISK         what stands in the paths of the files that are on that disk
 * FAILING_DISK_SWITCH  a file; while it is there it says which error (a number of errno.h), and how many calls still pass
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long passed;

/* The error with which a call on this file fails now, or 0. */
static int failure(int fd)
{
    const char *part = getenv("FAILING_DISK"), *name = getenv("FAILING_DISK_SWITCH");
    char link[64], path[4096], said[64] = "";
    int error = 0;
    long pass = 0;
    if (!part || !name)
        return 0;
    int kept = errno, told = open(name, O_RDONLY | O_CLOEXEC);
    errno = kept;
    if (told < 0) {
        passed = 0;
        return 0;
    }
    ssize_t length = read(told, said, sizeof said - 1);
    close(told);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (length <= 0 || size <= 0 || sscanf(said, "%d %ld", &error, &pass) < 1)
        return 0;
    path[size] = 0;
    if (!strstr(path, part))
        return 0;
    return passed++ < pass ? 0 : error;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))
#define FAILS_WITH_ERRNO(name, result, wanted, given) \
    result name wanted \
    { \
        int error = failure(fd); \
        if (error) { \
            errno = error; \
            return -1; \
        } \
        return REAL(#name, result(*) wanted) given; \
    }
#define FAILS_WITH_CODE(name, wanted, given) \
    int name wanted \
    { \
        int error = failure(fd); \
        return error ? error : REAL(#name, int (*) wanted) given; \
    }

FAILS_WITH_ERRNO(write, ssize_t, (int fd, const void *from, size_t many), (fd, from, many))
FAILS_WITH_ERRNO(pwrite, ssize_t, (int fd, const void *from, size_t many, off_t at), (fd, from, many, at))
FAILS_WITH_ERRNO(pwrite64, ssize_t, (int fd, const void *from, size_t many, off64_t at), (fd, from, many, at))
FAILS_WITH_ERRNO(writev, ssize_t, (int fd, const struct iovec *from, int many), (fd, from, many))
FAILS_WITH_ERRNO(pwritev, ssize_t, (int fd, const struct iovec *from, int many, off_t at), (fd, from, many, at))
FAILS_WITH_ERRNO(pwritev64, ssize_t, (int fd, const struct iovec *from, int many, off64_t at), (fd, from, many, at))
FAILS_WITH_ERRNO(fsync, int, (int fd), (fd))
FAILS_WITH_ERRNO(fdatasync, int, (int fd), (fd))
FAILS_WITH_CODE(posix_fallocate, (int fd, off_t from, off_t many), (fd, from, many))
FAILS_WITH_CODE(posix_fallocate64, (int fd, off64_t from, off64_t many), (fd, from, many))
