/* Whole files: read with a bound, written so that a reader sees the old or the new one, never half.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/paths.h"

#define READ_MAX ((size_t)1 << 20) /* where the caller names no bound */
#define STEP 16384
#define PIPE_WAIT_MS 2000 /* for what is no regular file to give its bytes */

static enum err_code failed_to_read(const char *path, struct err *e)
{
    if (errno == ENOENT || errno == ENOTDIR) {
        return err_set(e, ERR_NOT_FOUND, N_("there is no file {0}"), path);
    }
    return err_set(e, ERR_IO, N_("{0} cannot be read ({1})"), path, strerror(errno));
}

static enum err_code failed_to_write(const char *path, struct err *e)
{
    return err_set(e, ERR_IO, N_("{0} cannot be written ({1})"), path, strerror(errno));
}

enum err_code paths_make_parent(const char *path, struct err *e)
{
    enum err_code code = OK;
    char *dir = mem_strdup(path);
    for (char *slash = strchr(dir + (*dir == '/'), '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
            code =
                err_set(e, ERR_IO, N_("the folder {0} cannot be made ({1})"), dir, strerror(errno));
            break;
        }
        *slash = '/';
    }
    free(dir);
    return code;
}

/* Reads on, from a pipe until the deadline; −1 with errno. */
static ssize_t read_some(int fd, char *to, size_t n, int64_t until)
{
    for (;;) {
        ssize_t got = read(fd, to, n);
        if (got >= 0 || (errno != EINTR && errno != EAGAIN)) {
            return got;
        }
        int64_t left = until - clock_raw_ms();
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, (int)left) == 0) {
            errno = ETIMEDOUT;
            return -1;
        }
    }
}

/* A pipe without a writer would look like an empty file: one that is to come gets the time to open
 * it; −1 with errno. */
static int await_writer(int fd, int64_t until)
{
    struct stat st;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) &&
        poll(&p, 1, (int)(until - clock_raw_ms())) == 0) {
        errno = ETIMEDOUT;
        return -1;
    }
    return 0;
}

enum err_code paths_read(const char *path, size_t max, struct buf *to, struct err *e)
{
    max = max ? max : READ_MAX;
    buf_init(to, max);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) {
        return failed_to_read(path, e);
    }
    enum err_code code = OK;
    char bytes[STEP];
    int64_t until = clock_raw_ms() + PIPE_WAIT_MS;
    bool mute = await_writer(fd, until) != 0;
    for (;;) {
        ssize_t n = mute ? -1 : read_some(fd, bytes, sizeof bytes, until);
        if (n < 0) {
            code = failed_to_read(path, e);
        }
        if (n <= 0) {
            break;
        }
        if (!buf_add(to, bytes, (size_t)n)) {
            code =
                err_set(e, ERR_LIMIT, N_("{0} is larger than {1} bytes"), path, NUM((int64_t)max));
            break;
        }
    }
    close(fd);
    if (code != OK) {
        buf_release(to);
    }
    return code;
}

/* Writes all of it; −1 with errno. */
static int write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno != EINTR) {
            return -1;
        }
        if (done > 0) {
            p += done;
            n -= (size_t)done;
        }
    }
    return 0;
}

/* The new name lasts only when the folder has reached the disk too. Best effort: not every file
 * system lets a folder be synchronised. */
static void sync_parent(const char *path)
{
    char *dir = mem_strdup(path);
    char *slash = strrchr(dir, '/');
    if (slash) {
        slash[slash == dir] = '\0';
    }
    int fd = open(slash ? dir : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(dir);
}

/* A device or pipe (/dev/stdout) has no beside: it is written in place. */
static enum err_code write_in_place(const char *path, const void *data, size_t n, struct err *e)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return failed_to_write(path, e);
    }
    enum err_code code = write_all(fd, data, n) == 0 ? OK : failed_to_write(path, e);
    if (close(fd) != 0 && code == OK) {
        code = failed_to_write(path, e);
    }
    return code;
}

enum err_code paths_write(const char *path, const void *data, size_t n, int mode, struct err *e)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        return write_in_place(path, data, n, e);
    }
    enum err_code code = OK;
    char *real = realpath(path, NULL); /* through a symbolic link, so that the link stays one */
    const char *target = real ? real : path;
    char *temporary = mem_printf("%s.XXXXXX", target);
    int fd = mkstemp(temporary);
    if (fd < 0) {
        code = failed_to_write(path, e);
        goto out;
    }
    bool ok = fchmod(fd, (mode_t)mode) == 0 && write_all(fd, data, n) == 0 && fsync(fd) == 0;
    int why = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        why = errno;
    }
    if (ok && rename(temporary, target) != 0) {
        ok = false;
        why = errno;
    }
    if (!ok) {
        unlink(temporary);
        errno = why;
        code = failed_to_write(path, e);
        goto out;
    }
    sync_parent(target);
out:
    free(temporary);
    free(real);
    return code;
}
