/* net against an own loopback server: what it sends, what it takes, and every way an exchange can
 * end. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>

#include "unit/loopback.h"
#include "zhiban/base/clock.h"
#include "zhiban/base/mem.h"
#include "zhiban/net/net.h"

static struct loopback server, other;
static char url[64];

static void pause_ms(int ms)
{
    poll(NULL, 0, ms);
}

static bool serve_slow(struct exchange *x)
{
    loopback_printf(x->fd, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    for (int i = 0; i < 1000 && loopback_write(x->fd, "x", 1); i++) {
        pause_ms(50);
    }
    return false;
}

static bool serve_endless(struct exchange *x)
{
    static char block[1 << 16];
    memset(block, ' ', sizeof block);
    loopback_printf(x->fd, "HTTP/1.1 200 OK\r\n\r\n");
    while (loopback_write(x->fd, block, sizeof block)) {
    }
    return false;
}

static bool serve_big(struct exchange *x)
{
    size_t n = 3 << 20;
    char *body = malloc(n);
    for (size_t i = 0; i < n; i++) {
        body[i] = (char)('a' + i % 23);
    }
    loopback_printf(x->fd, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", n);
    loopback_write(x->fd, body, n);
    free(body);
    return true;
}

static bool serve_redirects(struct exchange *x)
{
    char to[128];
    if (loopback_asks(x, "/go")) {
        return loopback_answer(x->fd, "302 Found", "Location: /plain\r\n", "");
    }
    if (loopback_asks(x, "/loop")) {
        return loopback_answer(x->fd, "302 Found", "Location: /loop\r\n", "");
    }
    if (loopback_asks(x, "/away")) {
        snprintf(to, sizeof to, "Location: http://127.0.0.2:%d/plain?token=abc\r\n", server.port);
    } else if (loopback_asks(x, "/port")) {
        snprintf(to, sizeof to, "Location: http://127.0.0.1:%d/echo\r\n", other.port);
    } else {
        snprintf(to, sizeof to, "Location: /plain\r\n");
    }
    return loopback_answer(x->fd, "307 Temporary Redirect", to, "");
}

static bool serve_plain(struct exchange *x)
{
    return loopback_answer(x->fd, "200 OK",
                           "Content-Type: application/json; charset=utf-8\r\n"
                           "ETag: \"v1\"\r\n"
                           "Set-Cookie: other=1\r\n"
                           "Set-Cookie: mansession_id=\"ae55102f\"; Version=1; Max-Age=60\r\n",
                           "{\"hello\":1}");
}

static bool serve_retry(struct exchange *x)
{
    const char *headers = loopback_asks(x, "/retry-s") ? "Retry-After: 17\r\n"
                          : loopback_asks(x, "/retry-date")
                              ? "Date: Sat, 21 Nov 2026 06:00:00 GMT\r\nRetry-After: Sat, 21 Nov "
                                "2026 06:01:30 GMT\r\n"
                              : "Retry-After: soon\r\n";
    return loopback_answer(x->fd, "503 Service Unavailable", headers, "");
}

/* Sends a part and closes. */
static bool serve_broken(struct exchange *x)
{
    if (loopback_asks(x, "/truncated")) {
        loopback_printf(x->fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    } else if (loopback_asks(x, "/claims")) {
        loopback_printf(x->fd, "HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\nx");
    } else if (loopback_asks(x, "/garbage")) {
        loopback_printf(x->fd, "SSH-2.0-OpenSSH\r\n");
    } else if (loopback_asks(x, "/headers")) {
        loopback_printf(x->fd, "HTTP/1.1 200 OK\r\n");
        while (loopback_printf(x->fd, "X-Filler: %01000d\r\n", 1)) {
        }
    } else if (loopback_asks(x, "/header")) {
        loopback_printf(x->fd, "HTTP/1.1 200 OK\r\nX-Filler:");
        for (int i = 0; i < 400 && loopback_printf(x->fd, " %01000d", 1); i++) {
        }
        loopback_printf(x->fd, "\r\n\r\n");
    } else if (loopback_asks(x, "/continues")) {
        while (loopback_printf(x->fd, "HTTP/1.1 100 Continue\r\n\r\n")) {
        }
    }
    return false; /* /empty: not a byte */
}

static bool serve(struct exchange *x)
{
    char text[32];
    if (loopback_asks(x, "/plain")) {
        return serve_plain(x);
    }
    if (loopback_asks(x, "/connection")) {
        snprintf(text, sizeof text, "%d.%d", x->connection, x->nth);
        return loopback_answer(x->fd, "200 OK", "", text);
    }
    if (loopback_asks(x, "/echo")) {
        return loopback_answer(x->fd, "200 OK", "", x->text);
    }
    if (loopback_asks(x, "/tagged")) {
        bool same = strstr(x->text, "\r\nIf-None-Match: \"v1\"\r\n") != NULL;
        return loopback_answer(x->fd, same ? "304 Not Modified" : "200 OK", "ETag: \"v1\"\r\n",
                               same ? "" : "new");
    }
    if (loopback_asks(x, "/nothing")) {
        return loopback_printf(x->fd, "HTTP/1.1 204 No Content\r\n\r\n");
    }
    if (strstr(x->text, "/retry-")) {
        return serve_retry(x);
    }
    if (loopback_asks(x, "/slow")) {
        return serve_slow(x);
    }
    if (loopback_asks(x, "/hang")) {
        pause_ms(30000);
        return false;
    }
    if (loopback_asks(x, "/endless")) {
        return serve_endless(x);
    }
    if (loopback_asks(x, "/big")) {
        return serve_big(x);
    }
    if (loopback_asks(x, "/go") || loopback_asks(x, "/loop") || loopback_asks(x, "/away") ||
        loopback_asks(x, "/port") || loopback_asks(x, "/post")) {
        return serve_redirects(x);
    }
    return serve_broken(x);
}

static void set_up(void)
{
    other = loopback_start(serve, NULL);
    server = loopback_start(serve, NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", server.port);
}

static void tear_down(void)
{
    loopback_stop(&server);
    loopback_stop(&other);
}

TestSuite(net, .init = set_up, .fini = tear_down, .timeout = 30);

static struct net *open_net(const struct net_config *cfg)
{
    struct net_config c = cfg ? *cfg : (struct net_config){0};
    struct err e = {0};
    struct net *n = NULL;
    c.url = c.url ? c.url : url;
    cr_assert_eq(net_new(&c, &n, &e), OK, "%s", e.msgid ? e.msgid : "");
    return n;
}

static struct http_request ask_port(int port, const char *path)
{
    return (struct http_request){
        .tag = 7, .method = "GET", .url = mem_printf("http://127.0.0.1:%d%s", port, path)};
}

static struct http_reply run(struct net *n, struct http_request *r)
{
    struct http_reply reply = {0};
    int64_t until = clock_raw_ms() + 20000;
    net_submit(n, r);
    while (!net_next_reply(n, &reply)) {
        cr_assert_lt(clock_raw_ms(), until, "no reply");
        cr_assert_geq(net_wait(n, NULL, 0, NULL, 1000), 0);
    }
    return reply;
}

static struct http_reply get(struct net *n, const char *path)
{
    struct http_request r = ask_port(server.port, path);
    return run(n, &r);
}

/* One GET with a net of its own. */
static struct http_reply get_once(const struct net_config *cfg, const char *path)
{
    struct net *n = open_net(cfg);
    struct http_reply r = get(n, path);
    cr_expect_eq(net_pending(n), 0);
    net_free(n);
    return r;
}

static void expect_error(struct http_reply *r, enum err_code code, const char *start)
{
    struct buf text;
    buf_init(&text, 0);
    cr_assert_eq(r->err.code, code, "code %d: %s", (int)r->err.code,
                 r->err.msgid ? r->err.msgid : "none");
    err_format(&text, r->err.msgid, &r->err);
    cr_expect_not_null(r->err.hint, "%s: what to do?", buf_str(&text));
    cr_expect(strstr(buf_str(&text), start) != NULL, "%s", buf_str(&text));
    buf_release(&text);
    http_reply_release(r);
}

Test(net, a_plain_answer_is_taken_whole)
{
    struct http_reply r = get_once(NULL, "/plain");
    cr_expect_eq(r.err.code, OK);
    cr_expect_eq(r.tag, 7);
    cr_expect_eq(r.status, 200);
    cr_expect_str_eq(buf_str(&r.body), "{\"hello\":1}");
    cr_expect_str_eq(r.content_type, "application/json; charset=utf-8");
    cr_expect_str_eq(r.etag, "\"v1\"");
    cr_expect_str_eq(r.cookie, "mansession_id=\"ae55102f\"");
    cr_expect_eq(r.retry_after_s, -1);
    cr_expect_not(r.empty);
    cr_expect_leq(r.sent_ms, r.received_ms);
    http_reply_release(&r);
}

Test(net, libcurl_is_not_touched_before_the_first_submit)
{
    struct net *n = open_net(NULL);
    bool ready;
    cr_expect_eq(net_wait(n, NULL, 0, &ready, 0), 0);
    cr_expect_eq(net_pending(n), 0);
    net_free(n);
    net_free(NULL);
}

Test(net, a_connection_is_kept)
{
    struct net *n = open_net(NULL);
    struct http_reply first = get(n, "/connection");
    struct http_reply second = get(n, "/connection");
    cr_expect_str_eq(buf_str(&first.body), "1.1");
    cr_expect_str_eq(buf_str(&second.body), "1.2");
    http_reply_release(&first);
    http_reply_release(&second);
    net_free(n);
}

Test(net, replies_come_in_the_order_they_ended)
{
    struct net *n = open_net(NULL);
    struct http_reply r;
    for (int i = 0; i < 3; i++) {
        struct http_request q = ask_port(server.port, "/plain");
        q.tag = i;
        net_submit(n, &q);
    }
    int seen = 0;
    for (int64_t until = clock_raw_ms() + 10000; seen < 7 && clock_raw_ms() < until;) {
        net_wait(n, NULL, 0, NULL, 100);
        while (net_next_reply(n, &r)) {
            cr_expect_eq(r.status, 200);
            seen |= 1 << r.tag;
            http_reply_release(&r);
        }
    }
    cr_expect_eq(seen, 7);
    net_free(n);
}

Test(net, an_etag_is_sent_and_304_comes_back)
{
    struct net *n = open_net(NULL);
    struct http_request q = ask_port(server.port, "/tagged");
    q.etag = mem_strdup("\"v1\"");
    struct http_reply r = run(n, &q);
    cr_expect_eq(r.err.code, OK);
    cr_expect_eq(r.status, 304);
    cr_expect_eq(r.body.len, 0);
    http_reply_release(&r);
    net_free(n);
}

Test(net, retry_after_in_seconds_as_a_date_and_as_nonsense)
{
    struct http_reply r = get_once(NULL, "/retry-s");
    cr_expect_eq(r.status, 503);
    cr_expect_eq(r.err.code, OK);
    cr_expect_eq(r.retry_after_s, 17);
    http_reply_release(&r);
    r = get_once(NULL, "/retry-date");
    cr_expect_eq(r.retry_after_s, 90); /* against the server's own Date */
    http_reply_release(&r);
    r = get_once(NULL, "/retry-nonsense");
    cr_expect_eq(r.retry_after_s, -1);
    http_reply_release(&r);
}

Test(net, a_redirect_inside_the_origin_is_followed)
{
    struct http_reply r = get_once(NULL, "/go");
    cr_expect_eq(r.err.code, OK);
    cr_expect_eq(r.status, 200);
    cr_expect_str_eq(buf_str(&r.body), "{\"hello\":1}");
    http_reply_release(&r);
}

Test(net, a_redirect_to_another_host_or_port_or_in_a_circle_is_not_followed)
{
    struct http_reply r = get_once(NULL, "/away");
    cr_expect_eq(r.status, 307);
    cr_expect(strstr(r.err.arg[0], "127.0.0.2") != NULL, "%s", r.err.arg[0]);
    cr_expect(strstr(r.err.arg[0], "token=***") != NULL, "%s", r.err.arg[0]);
    expect_error(&r, ERR_NET, "not followed");
    r = get_once(NULL, "/port");
    expect_error(&r, ERR_NET, "not followed");
    r = get_once(NULL, "/loop");
    expect_error(&r, ERR_NET, "not followed");
}

Test(net, a_post_is_sent_with_its_body_and_never_sent_on)
{
    struct net *n = open_net(NULL);
    struct http_request q = ask_port(server.port, "/echo");
    q.method = "POST";
    q.body = mem_strdup("action=login&secret=x");
    q.content_type = "application/x-www-form-urlencoded";
    q.cookie = mem_strdup("mansession_id=\"ae55102f\"");
    q.secret = true;
    struct http_reply r = run(n, &q);
    cr_expect(strstr(buf_str(&r.body), "\r\n\r\naction=login&secret=x") != NULL);
    cr_expect(strstr(buf_str(&r.body), "Cookie: mansession_id=\"ae55102f\"\r\n") != NULL);
    cr_expect(strstr(buf_str(&r.body), "Expect:") == NULL);
    http_reply_release(&r);
    q = ask_port(server.port, "/post");
    q.method = "POST";
    q.body = mem_strdup("secret");
    r = run(n, &q);
    expect_error(&r, ERR_NET, "not followed");
    net_free(n);
}

Test(net, the_handle_of_a_post_serves_a_get)
{
    struct net *n = open_net(NULL);
    struct http_request q = ask_port(server.port, "/echo");
    q.method = "POST";
    q.body = mem_strdup("a=b");
    struct http_reply r = run(n, &q);
    http_reply_release(&r);
    r = get(n, "/echo");
    cr_expect(strncmp(buf_str(&r.body), "GET /echo HTTP/1.1\r\n", 20) == 0, "%s", buf_str(&r.body));
    cr_expect(strstr(buf_str(&r.body), "Content-Type") == NULL);
    http_reply_release(&r);
    net_free(n);
}

Test(net, credentials_go_to_their_origin_only_and_only_when_asked)
{
    struct net *n = open_net(&(struct net_config){.secret = "s3cret"});
    struct http_request q = ask_port(server.port, "/echo");
    q.auth = true;
    struct http_reply r = run(n, &q);
    cr_expect(strstr(buf_str(&r.body), "Authorization: Bearer s3cret\r\n") != NULL);
    http_reply_release(&r);
    q = ask_port(server.port, "/echo"); /* the same handle, without auth */
    r = run(n, &q);
    cr_expect(strstr(buf_str(&r.body), "Authorization") == NULL);
    http_reply_release(&r);
    q = ask_port(other.port, "/echo");
    q.auth = true;
    r = run(n, &q);
    cr_expect_eq(r.status, 200);
    cr_expect(strstr(buf_str(&r.body), "Authorization") == NULL);
    http_reply_release(&r);
    net_free(n);
    n = open_net(&(struct net_config){.user = "wall", .secret = "s3cret"});
    q = ask_port(server.port, "/echo");
    q.auth = true;
    r = run(n, &q);
    cr_expect(strstr(buf_str(&r.body), "Authorization: Basic d2FsbDpzM2NyZXQ=\r\n") != NULL);
    http_reply_release(&r);
    net_free(n);
}

Test(net, a_secret_over_plain_http_needs_loopback_or_insecure)
{
    static const struct {
        const char *url;
        bool insecure;
        enum err_code code;
    } cases[] = {
        {"http://pbx.example/", false, ERR_USAGE},
        {"http://10.0.0.1:8088/", false, ERR_USAGE},
        {"http://128.0.0.1/", false, ERR_USAGE},
        {"http://localhost.example/", false, ERR_USAGE},
        {"http://pbx.example/", true, OK},
        {"https://pbx.example/", false, OK},
        {"http://127.0.0.1/", false, OK},
        {"http://127.9.9.9:8088/", false, OK},
        {"http://localhost:8088/", false, OK},
        {"http://[::1]:8088/", false, OK},
        {"http://user:pw@127.0.0.1/", false, ERR_USAGE},
        {"ftp://127.0.0.1/", false, ERR_USAGE},
        {"nonsense", false, ERR_USAGE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct net *n = NULL;
        struct err e = {0};
        struct net_config c = {.url = cases[i].url, .secret = "x", .insecure = cases[i].insecure};
        cr_expect_eq(net_new(&c, &n, &e), cases[i].code, "%s", cases[i].url);
        net_free(n);
    }
}

Test(net, a_body_over_64_mib_is_refused)
{
    struct http_reply r = get_once(NULL, "/endless");
    cr_expect_eq(r.body.len, 0);
    expect_error(&r, ERR_BACKEND, "larger than 64 MiB");
    r = get_once(NULL, "/claims");
    expect_error(&r, ERR_BACKEND, "larger than 64 MiB");
}

/* A sign-in that is refused may be refused in the words of what was sent. */
Test(net, errors_do_not_repeat_the_secret)
{
    struct net *n = open_net(&(struct net_config){.secret = "hunter2"});
    struct err e = {0};
    err_set(&e, ERR_AUTH, "{0} {1}", "bad secret hunter2, hunter2!", "hunter");
    net_mask_error(n, &e);
    cr_expect_str_eq(e.arg[0], "bad secret *******, *******!");
    cr_expect_str_eq(e.arg[1], "hunter");
    net_free(n);
    n = open_net(NULL);
    err_set(&e, ERR_AUTH, "{0}", "nothing to mask");
    net_mask_error(n, &e);
    cr_expect_str_eq(e.arg[0], "nothing to mask");
    net_free(n);
}

/* libcurl would read it within a poll: a pipe would stop the program there. */
Test(net, a_file_of_certificates_must_be_a_readable_file)
{
    char dir[] = "/tmp/zhiban-unit-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    char *pipe = mem_printf("%s/pipe", dir);
    cr_assert_eq(mkfifo(pipe, 0600), 0);
    const char *const bad[] = {pipe, dir, "/nonexistent", "/dev/zero"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct net *n = NULL;
        struct err e = {0};
        struct net_config c = {.url = "https://127.0.0.1:1/", .ca_file = bad[i]};
        cr_expect_eq(net_new(&c, &n, &e), ERR_USAGE, "%s", bad[i]);
        cr_expect_not_null(e.hint);
        net_free(n);
    }
    unlink(pipe);
    rmdir(dir);
    free(pipe);
}

Test(net, floods_of_headers_are_refused)
{
    static const char *const paths[] = {"/headers", "/header", "/continues"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct http_reply r = get_once(NULL, paths[i]);
        expect_error(&r, ERR_BACKEND, "headers of 127.0.0.1 are too long");
    }
}

Test(net, a_big_body_arrives_unchanged)
{
    struct http_reply r = get_once(NULL, "/big");
    cr_assert_eq(r.body.len, 3 << 20);
    size_t wrong = 0;
    for (size_t i = 0; i < r.body.len; i++) {
        wrong += buf_str(&r.body)[i] != (char)('a' + i % 23);
    }
    cr_expect_eq(wrong, 0);
    http_reply_release(&r);
}

Test(net, no_content_is_an_answer)
{
    struct http_reply r = get_once(NULL, "/nothing");
    cr_expect_eq(r.err.code, OK);
    cr_expect_eq(r.status, 204);
    cr_expect_eq(r.body.len, 0);
    cr_expect_not(r.empty);
    http_reply_release(&r);
}

Test(net, a_connection_closed_without_a_byte_is_told_apart)
{
    struct http_reply r = get_once(NULL, "/empty");
    cr_expect(r.empty);
    cr_expect_eq(r.status, 0);
    expect_error(&r, ERR_NET, "closed the connection without an answer");
}

Test(net, broken_answers_have_their_own_words)
{
    struct http_reply r = get_once(NULL, "/truncated");
    expect_error(&r, ERR_NET, "cut off");
    r = get_once(NULL, "/garbage");
    expect_error(&r, ERR_NET, "does not speak HTTP");
}

Test(net, one_byte_at_a_time_and_no_byte_run_into_the_time_out)
{
    struct net_config c = {.timeout_ms = 300};
    struct http_reply r = get_once(&c, "/slow");
    expect_error(&r, ERR_NET, "answers too slowly");
    r = get_once(&c, "/hang");
    expect_error(&r, ERR_NET, "does not answer");
    struct net *n = open_net(NULL); /* a request's own time-out comes before net's */
    struct http_request q = ask_port(server.port, "/hang");
    q.timeout_ms = 200;
    r = run(n, &q);
    expect_error(&r, ERR_NET, "does not answer");
    net_free(n);
}

Test(net, a_closed_port_refuses)
{
    loopback_stop(&other);
    int port = other.port;
    char at[64];
    snprintf(at, sizeof at, "http://127.0.0.1:%d/", port);
    struct net *n = open_net(&(struct net_config){.url = at});
    struct http_request q = ask_port(port, "/plain");
    struct http_reply r = run(n, &q);
    cr_expect_str_eq(r.err.arg[0], "127.0.0.1");
    expect_error(&r, ERR_NET, "connection refused by");
    net_free(n);
    other = loopback_start(serve, NULL);
}

Test(net, a_name_that_does_not_exist_ends_with_an_error)
{
    struct net *n = open_net(&(struct net_config){
        .url = "http://no-such-host.invalid/", .connect_timeout_ms = 3000, .timeout_ms = 3000});
    struct http_request q = {.method = "GET", .url = mem_strdup("http://no-such-host.invalid/")};
    struct http_reply r = run(n, &q);
    cr_expect_eq(r.err.code, ERR_NET);
    cr_expect_str_eq(r.err.arg[0], "no-such-host.invalid");
    http_reply_release(&r);
    net_free(n);
}

Test(net, freeing_and_cancelling_leave_nothing_behind)
{
    struct net *n = open_net(NULL);
    struct http_request q = ask_port(server.port, "/hang");
    net_submit(n, &q);
    cr_expect_eq(net_pending(n), 1);
    net_cancel_all(n);
    cr_expect_eq(net_pending(n), 0);
    struct http_reply r;
    cr_expect_not(net_next_reply(n, &r));
    r = get(n, "/plain"); /* still usable */
    cr_expect_eq(r.status, 200);
    http_reply_release(&r);
    q = ask_port(server.port, "/hang");
    net_submit(n, &q);
    net_free(n);
}

Test(net, descriptors_wake_the_wait_and_a_hang_up_shows)
{
    int p[2];
    cr_assert_eq(pipe(p), 0);
    struct net *n = open_net(NULL);
    struct http_request q = ask_port(server.port, "/hang");
    net_submit(n, &q);
    bool ready[1] = {false};
    cr_assert_eq(write(p[1], "k", 1), 1);
    int64_t until = clock_raw_ms() + 5000;
    while (!ready[0] && clock_raw_ms() < until) {
        cr_expect_geq(net_wait(n, p, 1, ready, 1000), 0);
    }
    cr_expect(ready[0]);
    char k;
    cr_assert_eq(read(p[0], &k, 1), 1);
    cr_expect_eq(net_wait(n, p, 1, ready, 0), 0);
    cr_expect_not(ready[0]);
    close(p[1]);
    cr_expect_eq(net_wait(n, p, 1, ready, 1000), 1);
    cr_expect(ready[0]);
    cr_expect_eq(net_wait_fds(p, 1, ready, 0), 1);
    cr_expect(ready[0]);
    net_free(n);
    close(p[0]);
}

Test(net, the_signal_mask_is_what_it_was)
{
    sigset_t before, after;
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    struct http_reply r = get_once(NULL, "/plain");
    http_reply_release(&r);
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    for (int s = 1; s < 32; s++) {
        cr_expect_eq(sigismember(&before, s), sigismember(&after, s), "signal %d", s);
    }
}

/* ---- the trace ------------------------------------------------------------------------------- */

static char *slurp(const char *dir, const char *name)
{
    struct buf b;
    char *path = mem_printf("%s/%s", dir, name);
    int fd = open(path, O_RDONLY);
    cr_assert_geq(fd, 0, "%s", path);
    struct stat st;
    fstat(fd, &st);
    cr_expect_eq(st.st_mode & 077, 0, "%s", path);
    buf_init(&b, 0);
    char text[4096];
    ssize_t got;
    while ((got = read(fd, text, sizeof text)) > 0) {
        buf_add(&b, text, (size_t)got);
    }
    close(fd);
    unlink(path);
    free(path);
    return buf_steal(&b);
}

Test(net, a_trace_keeps_the_answers_without_the_secrets)
{
    char dir[] = "/tmp/zhiban-trace-XXXXXX";
    cr_assert_not_null(mkdtemp(dir));
    struct net *n = open_net(&(struct net_config){.secret = "s3cret", .trace_dir = dir});
    struct http_reply r = get(n, "/plain?secret=s3cret&x=1");
    http_reply_release(&r);
    struct http_request q = ask_port(server.port, "/echo");
    q.auth = true;
    q.tag = 12;
    r = run(n, &q);
    http_reply_release(&r);
    r = get(n, "/empty");
    http_reply_release(&r);
    net_free(n);
    char *one = slurp(dir, "000001-7.http");
    cr_expect(strncmp(one, "HTTP/1.1 200 OK\r\n", 17) == 0, "%s", one);
    cr_expect(strstr(one, "mansession_id=\"********\"; Version=1") != NULL, "%s", one);
    cr_expect(strstr(one, "\r\n\r\n{\"hello\":1}") != NULL, "%s", one);
    char *two = slurp(dir, "000002-12.http");
    cr_expect(strstr(two, "s3cret") == NULL, "%s", two);
    char *three = slurp(dir, "000003-7.http");
    cr_expect_str_eq(three, "");
    char *index = slurp(dir, "index.jsonl");
    cr_expect(strstr(index, "s3cret") == NULL, "%s", index);
    cr_expect(strstr(index,
                     "?secret=******&x=1\",\"status\":200,\"bytes\":11,\"empty\":false}\n") != NULL,
              "%s", index);
    cr_expect(strstr(index, "\"empty\":true,\"err\":\"127.0.0.1 closed") != NULL, "%s", index);
    free(one);
    free(two);
    free(three);
    free(index);
    cr_expect_eq(rmdir(dir), 0);
}
