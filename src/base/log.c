/* The log file. Its state is static: one file a process, written from everywhere. Several processes
 * of a user share it: lines are appended in one write each, and whoever finds the file full moves
 * it away. */
#include "zhiban/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "zhiban/base/civil.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/text.h"

#define SIZE_LIMIT ((off_t)4 << 20)
#define LINE_MAX_BYTES 2048

static struct {
    bool on;
    int fd;
    enum log_level max;
    char *path;
    struct zone *utc;
} state;

/* A regular file only: a pipe nobody reads would hang the start, or stop the program later. */
static int open_file(const char *path)
{
    struct stat st;
    int fd = open(
        path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0600);
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        fd = -1;
    }
    return fd;
}

int log_open(const char *path, enum log_level max)
{
    log_close();
    int fd = open_file(path);
    if (fd < 0) {
        return -1;
    }
    state.on = true;
    state.fd = fd;
    state.max = max;
    state.path = mem_strdup(path);
    state.utc = zone_utc();
    return 0;
}

void log_close(void)
{
    if (!state.on) {
        return;
    }
    close(state.fd);
    free(state.path);
    zone_free(state.utc);
    memset(&state, 0, sizeof state);
}

/* Moves a full file to PATH.1 unless another process has done so; then goes on in the new one. */
static void rotate(size_t adding)
{
    struct stat ours, named;
    if (fstat(state.fd, &ours) != 0 || ours.st_size + (off_t)adding <= SIZE_LIMIT) {
        return;
    }
    if (stat(state.path, &named) == 0 && named.st_ino == ours.st_ino &&
        named.st_dev == ours.st_dev) {
        char *old = mem_printf("%s.1", state.path);
        int failed = rename(state.path, old);
        free(old);
        if (failed) {
            return;
        }
    }
    int fd = open_file(state.path);
    if (fd >= 0) {
        close(state.fd);
        state.fd = fd;
    }
}

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const words[] = {"error", "warn", "info", "debug"};
    if (!state.on || level > state.max) {
        return;
    }
    int saved = errno;
    char text[LINE_MAX_BYTES];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct buf line;
    buf_init(&line, 2 * LINE_MAX_BYTES);
    char now[32];
    civil_rfc3339(state.utc, (int64_t)time(NULL), now);
    now[19] = 'Z';
    now[20] = '\0';
    buf_printf(&line, "%s %s ", now, words[level]);
    if (n > 0) {
        text_clean(&line, text, strlen(text), LINE_MAX_BYTES);
    }
    buf_putc(&line, '\n');
    rotate(line.len);
    ssize_t done = write(state.fd, buf_str(&line), line.len);
    (void)done; /* a full disk must not stop the floor's screen */
    buf_release(&line);
    errno = saved;
}
