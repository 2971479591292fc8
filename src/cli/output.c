/* Where the commands' output and the program's errors go. */
#include "output.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/paths.h"
#include "zhiban/base/text.h"

/* All of it, past signals and short writes. */
static enum err_code write_all(int fd, const char *p, size_t n, struct err *e)
{
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done > 0) {
            p += done;
            n -= (size_t)done;
        } else if (done < 0 && errno == EPIPE) {
            return err_set(e, ERR_CANCELLED, N_("the reader of the output has left"));
        } else if (done < 0 && errno == EAGAIN) {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            (void)poll(&wait, 1, -1);
        } else if (done < 0 && errno != EINTR) {
            err_set(e, ERR_IO, N_("the output cannot be written: {0}"), strerror(errno));
            return err_hint(e, N_("make room, or write to another file with --output"));
        }
    }
    return OK;
}

enum err_code command_output(const struct command_args *a, const struct buf *text, struct err *e)
{
    if (text->over) {
        err_set(e, ERR_LIMIT, N_("the output is larger than this program writes"));
        return err_hint(e, N_("ask for less, or use --format csv"));
    }
    if (a->g->output != NULL) {
        mode_t mask = umask(0);
        (void)umask(mask);
        return paths_write(a->g->output, buf_str(text), text->len, (int)(0666 & ~mask), e);
    }
    return write_all(STDOUT_FILENO, buf_str(text), text->len, e);
}

int output_width(const struct command_args *a)
{
    struct winsize size = {0};
    if (a->g->output != NULL || !isatty(STDOUT_FILENO) ||
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) {
        return 0;
    }
    return size.ws_col;
}

void output_report(const struct command_args *a, const struct report *r, const struct zone *zone,
                   struct buf *to)
{
    struct report_opts o = {
        .tr = intl_text,
        .zone = zone,
        .ascii = a->g->config.ascii,
        .bom = a->g->bom,
        .width = output_width(a),
    };
    switch (a->g->format) {
    case RF_CSV:
        report_csv(r, &o, to);
        break;
    case RF_JSON:
        report_json(r, &o, to);
        break;
    default:
        report_table(r, &o, to);
        break;
    }
}

enum err_code command_report(const struct command_args *a, const struct report *r,
                             const struct zone *zone, struct err *e)
{
    struct buf text;
    buf_init(&text, OUTPUT_MAX);
    output_report(a, r, zone, &text);
    enum err_code code = command_output(a, &text, e);
    buf_release(&text);
    return code;
}

void command_note(const struct command_args *a, const char *text)
{
    if (a->g->quiet) {
        return;
    }
    struct buf b = {0};
    buf_printf(&b, PROGRAM ": %s\n", text);
    struct err ignored = {0};
    (void)write_all(STDERR_FILENO, buf_str(&b), b.len, &ignored);
    buf_release(&b);
}

void output_error_text(const struct err *e, bool translated, struct buf *what, struct buf *hint)
{
    const char *msgid = e->msgid != NULL ? e->msgid : err_word(e->code);
    err_format(what, translated ? intl_text(msgid) : msgid, e);
    if (e->hint != NULL) {
        err_format(hint, translated ? intl_text(e->hint) : e->hint, e);
    }
}

void output_error(const struct err *e, bool json)
{
    struct buf line = {0}, what = {0}, hint = {0};
    output_error_text(e, !json, &what, &hint);
    if (json) {
        buf_puts(&line, "{\"error\":{\"code\":");
        text_json(&line, err_word(e->code));
        buf_puts(&line, ",\"message\":");
        text_json(&line, buf_str(&what));
        buf_puts(&line, ",\"hint\":");
        if (e->hint != NULL) {
            text_json(&line, buf_str(&hint));
        } else {
            buf_puts(&line, "null");
        }
        buf_puts(&line, "}}\n");
    } else {
        buf_printf(&line, PROGRAM ": %s", buf_str(&what));
        if (hint.len > 0) {
            buf_printf(&line, ": %s", buf_str(&hint));
        }
        buf_putc(&line, '\n');
    }
    struct err ignored = {0};
    (void)write_all(STDERR_FILENO, buf_str(&line), line.len, &ignored);
    log_line(LOG_ERROR, "%s: %s", err_word(e->code), buf_str(&what));
    buf_release(&line);
    buf_release(&what);
    buf_release(&hint);
}
