/* The simulator's process, played by shell scripts: its port, its end, its ways to fail. */
#include <signal.h>

#include "scratch.h"
#include "zhiban/base/clock.h"
#include "zhiban/svc/simproc.h"

TestSuite(simproc, .init = scratch_open, .fini = scratch_close, .timeout = 30);

static struct simproc start(const char *script, const struct simproc_args *more)
{
    struct simproc_args a = more ? *more : (struct simproc_args){0};
    struct simproc p = {0};
    struct err e = {0};
    char *exe = scratch_file("sim", script, 0700);
    a.exe = exe;
    cr_assert_eq(simproc_start(&p, &a, &e), OK, "%s %s", e.msgid, e.arg[1]);
    free(exe);
    return p;
}

/* Reads until the life pipe ends, as the simulator does. */
#define LIVE "cat <&4 >/dev/null\n"

Test(simproc, the_port_comes_back_as_a_url)
{
    struct err e = {0};
    bool ready = false;
    struct simproc p = start("#!/bin/sh\necho 43210 >&3\nexec 3>&-\n" LIVE, NULL);
    cr_assert_eq(simproc_ready(&p, 10000, &ready, &e), OK);
    cr_expect(ready);
    cr_expect_str_eq(p.url, "json+http://127.0.0.1:43210/snapshot");
    cr_expect_not(simproc_ended(&p));
    pid_t pid = p.pid;
    simproc_stop(&p);
    cr_expect_neq(kill(pid, 0), 0); /* it ended by the pipe, and was reaped */
    cr_expect_null(p.url);
    simproc_stop(&p);
    simproc_stop(NULL);
}

Test(simproc, a_port_without_line_end_and_the_other_dialect)
{
    struct err e = {0};
    bool ready = false;
    struct simproc_args a = {.dialect = "asterisk"};
    struct simproc p = start("#!/bin/sh\nprintf 8088 >&3\nexec 3>&-\n" LIVE, &a);
    cr_assert_eq(simproc_ready(&p, 10000, &ready, &e), OK);
    cr_expect_str_eq(p.url, "asterisk+http://demo@127.0.0.1:8088");
    simproc_stop(&p);
}

Test(simproc, the_arguments_arrive)
{
    struct err e = {0};
    bool ready = false;
    static const char *const faults[] = {"slow=2s", "garbage", NULL};
    struct simproc_args a = {.dialect = "json",
                             .data_dir = "/d",
                             .seed = "7",
                             .speed = "60",
                             .agents = "100",
                             .start = "2026-11-21T14:00:00+08:00",
                             .faults = faults};
    struct simproc p =
        start("#!/bin/sh\necho \"$*\" >\"$0.args\"\necho 1 >&3\nexec 3>&-\n" LIVE, &a);
    cr_assert_eq(simproc_ready(&p, 10000, &ready, &e), OK);
    simproc_stop(&p);
    char line[512] = "";
    char *path = mem_printf("%s/sim.args", scratch);
    FILE *f = fopen(path, "r");
    cr_assert_not_null(f);
    cr_assert_not_null(fgets(line, sizeof line, f));
    fclose(f);
    free(path);
    cr_expect_str_eq(line, "--listen 127.0.0.1:0 --port-fd 3 --life-fd 4 --dialect json --data /d "
                           "--seed 7 --speed 60 --agents 100 --start 2026-11-21T14:00:00+08:00 "
                           "--fault slow=2s --fault garbage\n");
}

Test(simproc, one_that_ends_or_says_nonsense_is_an_error)
{
    static const char *const scripts[] = {
        "#!/bin/sh\nexit 2\n",
        "#!/bin/sh\necho none >&3\n",
        "#!/bin/sh\necho 65536 >&3\n",
        "#!/bin/sh\necho 0 >&3\n",
        "#!/bin/sh\necho 12345678901234567890 >&3\n",
    };
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        struct err e = {0};
        bool ready = true;
        struct simproc p = start(scripts[i], NULL);
        cr_expect_eq(simproc_ready(&p, 10000, &ready, &e), ERR_NET, "%s", scripts[i]);
        cr_expect_not(ready);
        simproc_stop(&p);
    }
}

Test(simproc, waiting_is_bounded_and_so_is_the_end)
{
    struct err e = {0};
    bool ready = true;
    struct simproc p = start("#!/bin/sh\ntrap '' TERM HUP\nexec sleep 60\n", NULL);
    cr_expect_eq(simproc_ready(&p, 0, &ready, &e), OK);
    cr_expect_not(ready);
    int64_t from = clock_raw_ms();
    simproc_stop(&p); /* it does not look at the pipe: killed */
    cr_expect_lt(clock_raw_ms() - from, 5000);
}

Test(simproc, a_missing_program_is_told)
{
    struct err e = {0};
    struct simproc p = {0};
    struct simproc_args a = {.exe = "/nonexistent/zhiban-sim"};
    cr_expect_eq(simproc_start(&p, &a, &e), ERR_IO);
    cr_expect_str_eq(e.arg[0], "/nonexistent/zhiban-sim");
    cr_expect_not_null(e.hint);
    simproc_stop(&p);
}
