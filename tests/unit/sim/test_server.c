/* zhiban-sim as a real process on loopback: what it serves, how it ends, every fault it can show.
 * The executable is the one of this build, beside the folder of this test. */
#include "support.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "zhiban/base/clock.h"

#define BOUND_S 20 /* nothing here takes that long unless it hangs */

extern char **environ;

struct server {
    pid_t pid;
    int port;
    int life; /* our end of the life pipe, −1 closed */
};

static char *executable(void)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    cr_assert_gt(n, 0);
    self[n] = '\0';
    *strrchr(self, '/') = '\0';
    char *path = mem_printf("%s/../libexec/zhiban/zhiban-sim", self);
    cr_assert_eq(access(path, X_OK), 0, "%s is not built: run make all", path);
    return path;
}

/* Spawns with descriptors 3 (port) and 4 (life); err_fd gets standard error, −1: the test's own. */
static pid_t spawn(const char *const *args, int port_w, int life_r, int err_fd)
{
    const char *argv[32] = {"zhiban-sim"};
    size_t n = 1;
    while (*args != NULL) {
        argv[n++] = *args++;
    }
    char *path = executable();
    posix_spawn_file_actions_t fa;
    posix_spawn_file_actions_init(&fa);
    posix_spawn_file_actions_adddup2(&fa, port_w, 3);
    posix_spawn_file_actions_adddup2(&fa, life_r, 4);
    if (err_fd >= 0) {
        posix_spawn_file_actions_adddup2(&fa, err_fd, 2);
    }
    pid_t pid = 0;
    cr_assert_eq(posix_spawn(&pid, path, &fa, NULL, (char *const *)(uintptr_t)argv, environ), 0);
    posix_spawn_file_actions_destroy(&fa);
    free(path);
    return pid;
}

static void high_pipe(int to[2])
{
    int raw[2];
    cr_assert_eq(pipe(raw), 0);
    for (int i = 0; i < 2; i++) {
        to[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 20);
        close(raw[i]);
    }
}

/* Starts on a free port with the demonstration's folder and the extra options. */
static struct server start(const char *const *extra)
{
    char *demo = demo_dir();
    const char *args[30] = {"--listen",  "127.0.0.1:0", "--port-fd", "3",
                            "--life-fd", "4",           "--data",    demo};
    size_t n = 8;
    while (*extra != NULL) {
        args[n++] = *extra++;
    }
    int port[2], life[2];
    high_pipe(port);
    high_pipe(life);
    struct server s = {.pid = spawn(args, port[1], life[0], -1), .life = life[1]};
    close(port[1]);
    close(life[0]);
    char text[16] = "";
    size_t got = 0;
    struct pollfd fd = {.fd = port[0], .events = POLLIN};
    while (strchr(text, '\n') == NULL) {
        cr_assert_eq(poll(&fd, 1, BOUND_S * 1000), 1, "no port came");
        ssize_t k = read(port[0], text + got, sizeof text - 1 - got);
        cr_assert_gt(k, 0, "it ended before it was ready");
        got += (size_t)k;
    }
    close(port[0]);
    s.port = (int)strtol(text, NULL, 10);
    cr_assert_gt(s.port, 0);
    free(demo);
    return s;
}

#define START(...) start((const char *const[]){__VA_ARGS__, NULL})

/* Waits for its end; the exit status. The alarm bounds the wait. */
static int wait_end(pid_t pid)
{
    int status = 0;
    alarm(BOUND_S);
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    alarm(0);
    cr_assert(WIFEXITED(status), "it was killed");
    return WEXITSTATUS(status);
}

static void stop(struct server *s)
{
    close(s->life);
    cr_expect_eq(wait_end(s->pid), 0);
}

/* ---- a small HTTP client
 * ------------------------------------------------------------------------- */

struct answer {
    int status; /* 0: closed without a byte */
    char *text, *body;
    size_t n_body;
    long length; /* Content-Length, −1 none */
};

static int connect_to(const struct server *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
    struct timeval bound = {BOUND_S, 0};
    inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert_geq(fd, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
    cr_assert_eq(connect(fd, (struct sockaddr *)&at, sizeof at), 0, "%s", strerror(errno));
    return fd;
}

static void send_request(int fd, const char *method, const char *path, const char *headers,
                         const char *body)
{
    char *text = mem_printf("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s"
                            "Content-Length: %zu\r\n\r\n%s",
                            method, path, headers, strlen(body), body);
    cr_assert_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
    free(text);
}

static struct answer read_answer(int fd)
{
    struct buf all;
    buf_init(&all, (size_t)64 << 20);
    char chunk[65536];
    ssize_t n;
    while ((n = recv(fd, chunk, sizeof chunk, 0)) > 0) {
        buf_add(&all, chunk, (size_t)n);
    }
    cr_assert(n == 0 || errno == ECONNRESET, "the answer has an end: %s", strerror(errno));
    close(fd);
    struct answer a = {.length = -1};
    size_t total = all.len;
    a.text = buf_steal(&all);
    a.body = a.text;
    char *end = strstr(a.text, "\r\n\r\n");
    if (end != NULL) {
        end[2] = '\0';
        a.body = end + 4;
        a.status = (int)strtol(a.text + 9, NULL, 10);
        const char *length = strstr(a.text, "Content-Length: ");
        a.length = length ? strtol(length + 16, NULL, 10) : -1;
        a.n_body = total - (size_t)(a.body - a.text);
    }
    return a;
}

static struct answer request(const struct server *s, const char *method, const char *path,
                             const char *headers, const char *body)
{
    int fd = connect_to(s);
    send_request(fd, method, path, headers, body);
    return read_answer(fd);
}

static struct answer get(const struct server *s, const char *path)
{
    return request(s, "GET", path, "", "");
}

/* The value of a header, "" none; valid until the next call. */
static const char *header(const struct answer *a, const char *name)
{
    static char value[256];
    char *sign = mem_printf("\r\n%s: ", name);
    const char *found = strstr(a->text, sign);
    *value = '\0';
    if (found != NULL && a->status != 0) {
        found += strlen(sign);
        snprintf(value, sizeof value, "%.*s", (int)strcspn(found, "\r"), found);
    }
    free(sign);
    return value;
}

static int status_of(const struct server *s, const char *headers)
{
    struct answer a = request(s, "GET", "/snapshot", headers, "");
    free(a.text);
    return a.status;
}

/* ---- serving
 * ------------------------------------------------------------------------------------- */

Test(sim_server, serves_the_floor_as_json)
{
    struct server s = START("--start", FRIDAY "10:00:00+08:00", "--seed", "5");
    struct answer a = get(&s, "/any/path?x=1");
    cr_expect_eq(a.status, 200);
    cr_expect_str_eq(header(&a, "Content-Type"), "application/json");
    cr_expect_eq(a.length, (long)a.n_body);
    cr_expect(
        strncmp(a.body, "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"2026-11-20T10:00:", 55) == 0,
        "%.80s", a.body);
    free(a.text);
    a = request(&s, "DELETE", "/snapshot", "", "");
    cr_expect_eq(a.status, 405);
    free(a.text);
    a = request(&s, "POST", "/queues/Q10/add", "", "{\"agent\":\"1020\"}");
    cr_expect_eq(a.status, 204);
    free(a.text);
    a = request(&s, "POST", "/queues/Q10/add", "", "{\"agent\":\"1020\"}");
    cr_expect_eq(a.status, 409);
    free(a.text);
    char *big = mem_alloc(50001);
    memset(big, 'x', 50000);
    big[50000] = '\0';
    a = request(&s, "POST", "/queues/Q10/add", "", big);
    cr_expect_eq(a.status, 413);
    free(a.text);
    free(big);
    stop(&s);
}

Test(sim_server, the_same_document_has_the_same_tag_and_is_not_sent_again)
{
    setenv("ZHIBAN_NOW", FRIDAY "10:00:00+08:00", 1);
    struct server s = START("--agents", "100");
    struct answer a = get(&s, "/snapshot");
    char *headers = mem_printf("If-None-Match: %s\r\n", header(&a, "ETag"));
    struct answer b = request(&s, "GET", "/snapshot", headers, "");
    cr_expect_eq(b.status, 304);
    cr_expect_eq(b.n_body, 0);
    free(b.text);
    b = request(&s, "POST", "/queues/Q10/add", "", "{\"agent\":\"1020\"}");
    free(b.text);
    b = request(&s, "GET", "/snapshot", headers, "");
    cr_expect_eq(b.status, 200, "the floor has changed");
    free(headers);
    free(a.text);
    free(b.text);
    stop(&s);
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    cr_assert_not_null(f);
    fputs(text, f);
    fclose(f);
}

Test(sim_server, follows_the_time_of_a_file)
{
    static const char *const times[] = {"10:00:00", "10:00:01", "11:30:00", "09:00:00"};
    char path[] = "/tmp/zhiban-now-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    close(fd);
    write_text(path, FRIDAY "10:00:00+08:00");
    char *now = mem_printf("@%s", path);
    setenv("ZHIBAN_NOW", now, 1);
    struct server s = START("--seed", "1");
    for (size_t i = 0; i < 4; i++) {
        char *text = mem_printf("2026-11-20T%s+08:00", times[i]);
        write_text(path, text);
        struct answer a = get(&s, "/");
        char *want = mem_printf("\"time\":\"%s\"", text);
        cr_expect_not_null(strstr(a.body, want), "%s: %.80s", want, a.body);
        free(want);
        free(a.text);
        free(text);
    }
    stop(&s);
    unlink(path);
    free(now);
}

Test(sim_server, asks_for_the_secret_when_it_has_one)
{
    char path[] = "/tmp/zhiban-secret-XXXXXX";
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    close(fd);
    write_text(path, "s3cret\n");
    struct server s = START("--secret-file", path, "--user", "wall");
    cr_expect_eq(status_of(&s, ""), 401);
    cr_expect_eq(status_of(&s, "Authorization: Bearer s3cret\r\n"), 200);
    cr_expect_eq(status_of(&s, "Authorization: Bearer s3creT\r\n"), 401);
    cr_expect_eq(status_of(&s, "Authorization: Bearer s3cre\r\n"), 401);
    cr_expect_eq(status_of(&s, "Authorization: Bearer \r\n"), 401);
    cr_expect_eq(status_of(&s, "Authorization: Basic d2FsbDpzM2NyZXQ=\r\n"), 200); /* wall:s3cret */
    cr_expect_eq(status_of(&s, "Authorization: Basic ZGVtbzpzM2NyZXQ=\r\n"), 401); /* demo:s3cret */
    stop(&s);
    unlink(path);
}

Test(sim_server, speaks_asterisk_behind_a_prefix)
{
    struct server s = START("--dialect", "asterisk", "--start", FRIDAY "10:00:00+08:00");
    struct answer a = get(&s, "/asterisk/rawman?action=QueueStatus");
    cr_expect_eq(a.status, 200);
    cr_expect_str_eq(a.body, "Response: Error\r\nMessage: Permission denied\r\n\r\n");
    cr_expect_str_eq(header(&a, "Content-Type"), "text/plain");
    free(a.text);
    a = request(&s, "POST", "/asterisk/rawman", "", "action=login&username=demo&secret=demo");
    cr_expect_not_null(strstr(a.body, "Authentication accepted"));
    char cookie[32];
    const char *set = header(&a, "Set-Cookie");
    cr_assert_eq(strncmp(set, "mansession_id=\"", 15), 0, "%s", set);
    cr_expect_not_null(strstr(set, "\"; Version=1; Max-Age=60"));
    snprintf(cookie, sizeof cookie, "%.24s", set);
    free(a.text);
    char *headers = mem_printf("Cookie: %s\r\n", cookie);
    a = request(&s, "GET", "/rawman?action=QueueStatus", headers, "");
    cr_expect_not_null(strstr(a.body, "Event: QueueStatusComplete\r\n"));
    cr_expect_eq(strncmp(header(&a, "Set-Cookie"), cookie, strlen(cookie)), 0);
    free(a.text);
    free(headers);
    a = get(&s, "/elsewhere");
    cr_expect_eq(a.status, 404);
    free(a.text);
    a = request(&s, "PUT", "/rawman", "", "");
    cr_expect_eq(a.status, 501);
    free(a.text);
    stop(&s);
}

Test(sim_server, a_refused_login_is_answered_a_second_later)
{
    struct server s = START("--dialect", "asterisk");
    int64_t from = clock_raw_ms();
    struct answer a = get(&s, "/rawman?action=login&username=demo&secret=wrong");
    cr_expect_geq(clock_raw_ms() - from, 1000);
    cr_expect_str_eq(a.body, "Response: Error\r\nMessage: Authentication failed\r\n\r\n");
    free(a.text);
    stop(&s);
}

Test(sim_server, plays_a_trace_in_order_and_repeats_the_last)
{
    char dir[] = "/tmp/zhiban-trace-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    char *files[2];
    for (int i = 0; i < 2; i++) {
        files[i] = mem_printf("%s/%06d-1.http", dir, i + 1);
        char *text = mem_printf("HTTP/1.1 %d X\r\nContent-Type: application/json\r\n\r\n{\"n\":%d}",
                                i == 0 ? 200 : 502, i);
        write_text(files[i], text);
        free(text);
    }
    struct server s = START("--replay", dir);
    for (int i = 0; i < 3; i++) {
        struct answer a = get(&s, "/snapshot");
        cr_expect_eq(a.status, i == 0 ? 200 : 502);
        cr_expect_str_eq(a.body, i == 0 ? "{\"n\":0}" : "{\"n\":1}");
        free(a.text);
    }
    stop(&s);
    for (int i = 0; i < 2; i++) {
        unlink(files[i]);
        free(files[i]);
    }
    rmdir(dir);
}

/* ---- ending
 * -------------------------------------------------------------------------------------- */

Test(sim_server, ends_by_a_signal)
{
    static const int signals[] = {SIGTERM, SIGINT};
    for (size_t i = 0; i < 2; i++) {
        struct server s = START("--seed", "1");
        kill(s.pid, signals[i]);
        cr_expect_eq(wait_end(s.pid), 0);
        close(s.life);
    }
}

Test(sim_server, ends_with_its_life_pipe_even_while_answers_are_held)
{
    struct server s = START("--fault", "stall");
    int held[5];
    for (int i = 0; i < 5; i++) {
        held[i] = connect_to(&s);
        send_request(held[i], "GET", "/", "", "");
    }
    stop(&s);
    for (int i = 0; i < 5; i++) {
        struct answer a = read_answer(held[i]);
        cr_expect_eq(a.status, 0, "never answered");
        free(a.text);
    }
}

/* ---- refusing
 * ------------------------------------------------------------------------------------ */

/* Runs to its end; standard error into text. */
static int run(const char *const *args, char *text, size_t size)
{
    int err[2], none[2];
    high_pipe(err);
    high_pipe(none);
    pid_t pid = spawn(args, none[1], none[0], err[1]);
    close(err[1]);
    close(none[0]);
    close(none[1]);
    size_t got = 0;
    ssize_t n;
    while ((n = read(err[0], text + got, size - 1 - got)) > 0) {
        got += (size_t)n;
    }
    text[got] = '\0';
    close(err[0]);
    return wait_end(pid);
}

Test(sim_server, refuses_what_it_cannot_do)
{
    static const struct {
        const char *args[4], *says;
        int status;
    } cases[] = {
        {{"--listen", "0.0.0.0:0"}, "this machine only", 2},
        {{"--listen", "192.168.1.1:80"}, "this machine only", 2},
        {{"--listen", "[::]:80"}, "this machine only", 2},
        {{"--listen", "127.0.0.1"}, "ADDRESS:PORT", 2},
        {{"--listen", "127.0.0.1:70000"}, "ADDRESS:PORT", 2},
        {{"--listen", "127.0.0.1:80x"}, "ADDRESS:PORT", 2},
        {{"--listen", "127.0.0.1:-1"}, "ADDRESS:PORT", 2},
        {{"--listen", "127.x:0"}, "not a numeric address", 2},
        {{"--agents", "9"}, "--agents", 2},
        {{"--agents", "10001"}, "--agents", 2},
        {{"--agents", "12.5"}, "--agents", 2},
        {{"--speed", "nan"}, "--speed", 2},
        {{"--seed", "-1"}, "--seed", 2},
        {{"--dialect", "sip"}, "--dialect", 2},
        {{"--start", "yesterday"}, "--start", 2},
        {{"--fault", "meteor"}, "meteor", 2},
        {{"--rights", "root"}, "--rights", 2},
        {{"--nonsense"}, "zhiban sim -h", 2},
        {{"extra"}, "extra", 2},
        {{"--replay", "/nonexistent"}, "/nonexistent", 1},
        {{"--data", "/nonexistent"}, "/nonexistent", 1},
        {{"--secret-file", "/nonexistent"}, "/nonexistent", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1024];
        int status = run(cases[i].args, text, sizeof text);
        cr_expect_eq(status, cases[i].status, "%s %s: %d", cases[i].args[0],
                     cases[i].args[1] ? cases[i].args[1] : "", status);
        cr_expect_eq(strncmp(text, "zhiban: ", 8), 0, "%s", text);
        cr_expect_not_null(strstr(text, cases[i].says), "%s", text);
    }
}

/* ---- faults
 * -------------------------------------------------------------------------------------- */

Test(sim_server, fault_status_asks_to_come_back)
{
    struct server s = START("--fault", "status=503");
    struct answer a = get(&s, "/snapshot");
    cr_expect_eq(a.status, 503);
    cr_expect_str_eq(header(&a, "Retry-After"), "3");
    cr_expect_neq(*a.body, '{');
    free(a.text);
    stop(&s);
}

Test(sim_server, fault_truncate_announces_more_than_it_sends)
{
    for (int asterisk = 0; asterisk < 2; asterisk++) {
        struct server s = START("--fault", "truncate", "--dialect", asterisk ? "asterisk" : "json");
        struct answer a = get(&s, asterisk ? "/rawman?action=Ping" : "/snapshot");
        cr_expect_eq(a.status, 200);
        cr_expect_gt(a.length, 20);
        cr_expect_lt((long)a.n_body, a.length);
        cr_expect_gt(a.n_body, 0);
        free(a.text);
        stop(&s);
    }
}

Test(sim_server, fault_garbage_is_no_document)
{
    struct server s = START("--fault", "garbage");
    struct answer a = get(&s, "/snapshot");
    cr_expect_eq(a.status, 200);
    cr_expect_eq(a.length, (long)a.n_body);
    cr_expect_neq(strncmp(a.body, "{\"schema\"", 9), 0);
    free(a.text);
    stop(&s);
}

Test(sim_server, fault_drop_hits_its_share)
{
    struct server s = START("--fault", "drop=30%", "--seed", "2");
    int dropped = 0;
    for (int i = 0; i < 100; i++) {
        struct answer a = get(&s, "/snapshot");
        cr_assert(a.status == 200 || (a.status == 0 && *a.text == '\0'), "%.40s", a.text);
        dropped += a.status == 0;
        free(a.text);
    }
    cr_expect(dropped > 15 && dropped < 45, "%d of 100", dropped);
    stop(&s);
}

Test(sim_server, fault_slow_holds_each_answer_that_long)
{
    struct server s = START("--fault", "slow=300ms");
    int64_t from = clock_raw_ms();
    int fds[4];
    for (int i = 0; i < 4; i++) {
        fds[i] = connect_to(&s);
        send_request(fds[i], "GET", "/", "", "");
    }
    for (int i = 0; i < 4; i++) {
        struct answer a = read_answer(fds[i]);
        cr_expect_eq(a.status, 200);
        cr_expect_geq(clock_raw_ms() - from, 300);
        free(a.text);
    }
    stop(&s);
}

Test(sim_server, fault_stall_holds_up_nobody_else)
{
    struct server s = START("--fault", "stall=50%", "--seed", "1");
    struct pollfd fds[20];
    for (int i = 0; i < 20; i++) {
        fds[i] = (struct pollfd){.fd = connect_to(&s), .events = POLLIN};
        send_request(fds[i].fd, "GET", "/", "", "");
    }
    int answered = 0;
    while (answered < 4) {
        cr_assert_gt(poll(fds, 20, BOUND_S * 1000), 0, "only %d of 20 answered", answered);
        for (int i = 0; i < 20; i++) {
            if (fds[i].fd >= 0 && fds[i].revents != 0) {
                struct answer a = read_answer(fds[i].fd);
                cr_expect_eq(a.status, 200);
                free(a.text);
                fds[i].fd = -1;
                answered++;
            }
        }
    }
    stop(&s);
    int stalled = 0;
    for (int i = 0; i < 20; i++) {
        if (fds[i].fd >= 0) {
            struct answer a = read_answer(fds[i].fd);
            stalled += a.status == 0;
            free(a.text);
        }
    }
    cr_expect_gt(stalled, 3, "some were held until the end");
}

static CURLcode fetch_tls(int port, bool verify)
{
    CURL *c = curl_easy_init();
    char *url = mem_printf("https://127.0.0.1:%d/", port);
    FILE *none = fopen("/dev/null", "w");
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)BOUND_S);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_WRITEDATA, none);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, verify ? 1L : 0L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, verify ? 2L : 0L);
    CURLcode rc = curl_easy_perform(c);
    curl_easy_cleanup(c);
    fclose(none);
    free(url);
    return rc;
}

Test(sim_server, fault_badcert_is_https_nobody_should_trust)
{
    struct server s = START("--fault", "badcert");
    cr_expect_eq(fetch_tls(s.port, true), CURLE_PEER_FAILED_VERIFICATION);
    cr_expect_eq(fetch_tls(s.port, false), CURLE_OK, "it does speak TLS");
    stop(&s);
}
