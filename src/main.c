/* zhiban: composition only. Everything that happens is in the rooms. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "zhiban/base/clock.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/log.h"
#include "zhiban/base/paths.h"
#include "zhiban/cli/cli.h"

/* A closed standard descriptor would be given to the next file opened, and our messages written
 * into it. */
static void open_standard_descriptors(void)
{
    int fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO) {
        fd = dup(fd);
    }
    if (fd > STDERR_FILENO) {
        close(fd);
    }
}

int main(int argc, char **argv)
{
    open_standard_descriptors();
    signal(SIGPIPE, SIG_IGN); /* a reader that left is an error of write, not a death */

    char *locale_dir = paths_locale();
    struct cli_env env = {.locale_dir = locale_dir};
    env.codeset_replaced = intl_init(cli_language(argc, argv), locale_dir) != 0;

    struct err e = {0};
    int status;
    if (clock_init(&env.clock, &e) == OK) {
        status = cli_main(argc, argv, &env);
        clock_release(&env.clock);
    } else {
        status = cli_fail(argc, argv, &e);
    }
    log_close();
    free(locale_dir);
    return status;
}
