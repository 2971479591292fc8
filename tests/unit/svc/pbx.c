/* See pbx.h. */
#include "pbx.h"

static const char *folder;
static const char *const *status_files;
static const char *const *core_files;
static int *shared;

char *pbx_text(const char *path)
{
    char *full = mem_printf("%s/%s", getenv("ZHIBAN_TESTS"), path);
    FILE *f = fopen(full, "rb");
    struct buf b = {0};
    char chunk[16384];
    size_t n;
    free(full);
    if (!f) {
        return NULL;
    }
    buf_init(&b, 8 << 20);
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0) {
        buf_add(&b, chunk, n);
    }
    fclose(f);
    return buf_steal(&b);
}

#define DENIED "Response: Error\r\nMessage: Permission denied\r\n\r\n"
#define SIGNED_IN "Response: Success\r\nMessage: Authentication accepted\r\n\r\n"
#define ALIVE "Response: Success\r\nMessage: Already authenticated\r\n\r\n"
#define IN_USE "Response: Error\r\nMessage: Login Already In Use\r\n\r\n"

/* As every answer of Asterisk: the cookie too. In one piece, or each waits for the last one's
 * acknowledgement. */
static bool say(struct exchange *x, const char *body)
{
    char *text = mem_printf("HTTP/1.1 200 OK\r\nContent-type: text/plain\r\n"
                            "Set-Cookie: mansession_id=\"%08x\"; Version=1; Max-Age=60\r\n"
                            "Content-Length: %zu\r\n\r\n%s",
                            0x1000 + shared[PBX_LOGINS], strlen(body), body);
    bool goes_on = loopback_write(x->fd, text, strlen(text));
    free(text);
    return goes_on;
}

/* The body of a recording, past its head where it has one. */
static bool say_file(struct exchange *x, const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    char *text = pbx_text(path);
    const char *body = text && strncmp(text, "HTTP/", 5) == 0 ? strstr(text, "\r\n\r\n") + 4 : text;
    bool goes_on = say(x, body ? body : DENIED);
    free(text);
    free(path);
    return goes_on;
}

static bool exists(const char *name)
{
    char *path = mem_printf("%s/%s/%s", getenv("ZHIBAN_TESTS"), folder, name);
    bool there = access(path, R_OK) == 0;
    free(path);
    return there;
}

static bool say_recorded(struct exchange *x, const char *action)
{
    const char *const *files = strcmp(action, "QueueStatus") == 0  ? status_files
                               : strcmp(action, "CoreStatus") == 0 ? core_files
                                                                   : NULL;
    char name[80];
    if (status_files) {
        const char *file = files ? files[shared[PBX_AT]] : NULL;
        return file ? say_file(x, file) : say(x, DENIED);
    }
    if (shared[PBX_AT] < 0) {
        return strcmp(action, "QueueStatus") == 0 ? say_file(x, "end.QueueStatus.rawman.http")
                                                  : say(x, DENIED);
    }
    snprintf(name, sizeof name, "t%03ds.%s.rawman.txt", shared[PBX_AT], action);
    if (!exists(name)) {
        snprintf(name, sizeof name, "t000s.%s.rawman.txt", action);
        return say(x, exists(name) ? "Response: Error\r\nMessage: Not recorded\r\n\r\n" : DENIED);
    }
    return say_file(x, name);
}

static bool signed_in(const struct exchange *x)
{
    char cookie[48];
    snprintf(cookie, sizeof cookie, "mansession_id=\"%08x\"", 0x1000 + shared[PBX_LOGINS]);
    return shared[PBX_LOGINS] > 0 && !shared[PBX_DEAD] && strstr(x->text, cookie);
}

static bool act(struct exchange *x, const char *action)
{
    if (strcmp(action, "logoff") == 0) {
        shared[PBX_LOGOFFS]++;
        return say(x, "Response: Goodbye\r\nMessage: Thanks for all the fish.\r\n\r\n");
    }
    if (strcmp(action, "QueueStatus") == 0) {
        shared[PBX_POLLS]++;
    } else if (shared[PBX_MODE] == PBX_EXPIRES_IN_POLL) {
        shared[PBX_MODE] = PBX_ANSWERS;
        shared[PBX_DEAD] = 1;
        return say(x, DENIED);
    }
    return say_recorded(x, action);
}

static bool serve(struct exchange *x)
{
    const char *at = strstr(x->text, "action=");
    char action[32] = "";
    shared[PBX_TURN]++;
    if (shared[PBX_MODE] == PBX_503) {
        return loopback_answer(x->fd, "503 Service Unavailable", "Content-type: text/html\r\n",
                               "<html><body>503</body></html>");
    }
    if (shared[PBX_MODE] == PBX_CLOSES) {
        return false;
    }
    if (at) {
        sscanf(at, "action=%31[A-Za-z]", action);
    }
    if (strcmp(action, "Challenge") == 0) {
        return say(x, "Response: Success\r\nChallenge: 338242922\r\n\r\n");
    }
    if (strcmp(action, "login") == 0) {
        if (shared[PBX_MODE] == PBX_IN_USE) {
            return say(x, IN_USE);
        }
        if (signed_in(x)) {
            return say(x, ALIVE);
        }
        shared[PBX_LOGINS]++;
        shared[PBX_DEAD] = 0;
        return say(x, SIGNED_IN);
    }
    return signed_in(x) ? act(x, action) : say(x, DENIED);
}

void pbx_start(struct pbx_server *p, const char *of, const char *const *files,
               const char *const *core)
{
    *p = (struct pbx_server){0};
    folder = of;
    status_files = files;
    core_files = core;
    p->server = loopback_start(serve, &shared);
    p->shared = shared;
}

static void set_time(struct pbx_server *p, int64_t now)
{
    struct zone *utc = zone_utc();
    struct civil c = civil_at(utc, now);
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.mon, c.day, c.hour,
             c.min, c.sec);
    free(p->now_file);
    p->now_file = scratch_file("now", text, 0600);
    zone_free(utc);
}

void pbx_open(struct pbx_server *p, int64_t now, const char *centre)
{
    struct err e = {0};
    char *secret = scratch_file("secret", "s3cret\n", 0600);
    char *text = mem_printf("[backend b]\nurl = asterisk+http://wall@127.0.0.1:%d\n"
                            "secret_file = %s\n"
                            "[centre]\ncentre.zone = UTC\nwallboard.poll_sec = 10\n%s",
                            p->server.port, secret, centre);
    char *path = scratch_file("z.conf", text, 0600);
    set_time(p, now);
    char *from = mem_printf("@%s", p->now_file);
    setenv("ZHIBAN_NOW", from, 1);
    cr_assert_eq(config_load(&p->config, &(struct config_opts){.file = path}, &e), OK, "%s",
                 e.msgid);
    cr_assert_eq(clock_init(&p->clock, &e), OK);
    cr_assert_eq(app_new(&(struct app_opts){.config = &p->config, .clock = &p->clock}, &p->app, &e),
                 OK, "%s", e.msgid);
    free(from);
    free(path);
    free(text);
    free(secret);
}

void pbx_poll(struct pbx_server *p, int at, int64_t now)
{
    int64_t until = clock_raw_ms() + 20000;
    uint64_t target = app_feed(p->app).polls + 1;
    set_time(p, now);
    p->shared[PBX_AT] = at;
    app_poll_now(p->app);
    for (;;) {
        app_step(p->app);
        struct feed_status f = app_feed(p->app);
        if (f.polls >= target && f.next_try_ms > 0) {
            return;
        }
        cr_assert_lt(clock_raw_ms(), until, "the poll does not end");
        cr_assert_geq(app_wait(p->app, NULL, 0, NULL, 50), 0);
    }
}

void pbx_close(struct pbx_server *p)
{
    app_free(p->app);
    clock_release(&p->clock);
    config_release(&p->config);
    free(p->now_file);
    p->app = NULL;
    p->now_file = NULL;
}

void pbx_stop(struct pbx_server *p)
{
    loopback_stop(&p->server);
}
