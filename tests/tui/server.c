/* The small backend of the journeys (driver.h): one process per server, one answer per connection.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver.h"
#include "internal.h"
#include "zhiban/base/mem.h"

struct server {
    struct server *next;
    pid_t pid;
    char *file, *url;
    volatile int *requests; /* shared with its process */
};

static struct server *servers;

const char *const sample_snapshot =
    "{\"schema\":\"zhiban.snapshot/1\",\"time\":\"2026-11-21T14:02:31+08:00\","
    "\"counters_since\":\"2026-11-21T00:00:00+08:00\",\"queues\":[{\"id\":\"support\",\"name\":"
    "\"综合业务\","
    "\"waiting\":3,\"longest_wait_s\":47,\"offered\":412,\"answered\":389,\"answered_in_target\":"
    "340,"
    "\"target_s\":20,\"abandoned\":18,\"abandoned_in_target\":6,\"abandoned_short\":4,\"wait_s\":"
    "5120,"
    "\"talk_s\":71020,\"hold_s\":2210,\"wrap_s\":9800}],\"agents\":[{\"id\":\"1001\",\"name\":"
    "\"李晓雯\","
    "\"queues\":[\"support\"],\"state\":\"paused\",\"reason\":\"meal\","
    "\"since\":\"2026-11-21T13:58:00+08:00\",\"site\":\"MAIN\",\"team\":\"T1\",\"extension\":"
    "\"8001\","
    "\"call_queue\":null,\"caller\":null,\"answered\":31,\"missed\":1,\"talk_s\":5400,\"hold_s\":"
    "120,"
    "\"wrap_s\":700,\"ready_s\":4100,\"paused_s\":900,\"login\":\"2026-11-21T08:55:10+08:00\"}],"
    "\"calls\":[{\"id\":\"c-8812\",\"queue\":\"support\",\"caller\":\"13800000001\","
    "\"since\":\"2026-11-21T14:01:44+08:00\",\"position\":1,\"priority\":0}],"
    "\"ended\":[{\"id\":\"c-8790\",\"queue\":\"support\",\"caller\":\"13800000002\","
    "\"since\":\"2026-11-21T14:00:02+08:00\",\"ended\":\"2026-11-21T14:00:51+08:00\","
    "\"outcome\":\"abandoned\"}]}";

static void send_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t k = send(fd, s, n, MSG_NOSIGNAL);
        if (k <= 0) {
            return;
        }
        s += k;
        n -= (size_t)k;
    }
}

static void answer(int fd, const char *file, volatile int *requests)
{
    char request[8192], head[160];
    size_t n = 0;
    ssize_t k = 0;
    do {
        k = read(fd, request + n, sizeof request - 1 - n);
        n += k > 0 ? (size_t)k : 0;
        request[n] = '\0';
    } while (k > 0 && strstr(request, "\r\n\r\n") == NULL && n < sizeof request - 1);
    FILE *f = fopen(file, "r");
    char *body = NULL;
    size_t len = 0;
    if (f != NULL && getdelim(&body, &len, '\0', f) < 0) {
        free(body);
        body = NULL;
    }
    if (f != NULL) {
        fclose(f);
    }
    len = body != NULL ? strlen(body) : 0;
    snprintf(head, sizeof head,
             "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
             "Connection: close\r\n\r\n",
             f != NULL ? "200 OK" : "503 Service Unavailable", len);
    send_all(fd, head, strlen(head));
    send_all(fd, body != NULL ? body : "", len);
    free(body);
    ++*requests;
}

static void serve(int listener, const char *file, volatile int *requests)
{
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            answer(fd, file, requests);
            shutdown(fd, SHUT_WR);
            close(fd);
        } else if (errno != EINTR && errno != ECONNABORTED) {
            _exit(1);
        }
    }
}

void server_answer(struct server *s, const char *text)
{
    char *part = mem_printf("%s.part", s->file);
    FILE *f = text != NULL ? fopen(part, "w") : NULL;
    if (f == NULL) {
        unlink(s->file);
    } else {
        fputs(text, f);
        fclose(f);
        rename(part, s->file);
    }
    free(part);
}

struct server *server_start(const char *text)
{
    struct server *s = mem_calloc(1, sizeof *s);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &n) != 0) {
        tui_fail(NULL, __FILE__, __LINE__, "no loopback server: %s", strerror(errno));
    }
    s->file = mem_printf("/tmp/zhiban-tui-%d-%d.json", (int)getpid(), (int)ntohs(at.sin_port));
    s->url = mem_printf("json+http://127.0.0.1:%d/snapshot", (int)ntohs(at.sin_port));
    s->requests =
        mmap(NULL, sizeof *s->requests, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    server_answer(s, text);
    s->pid = fork();
    if (s->pid == 0) {
        serve(fd, s->file, s->requests);
    }
    close(fd);
    s->next = servers;
    servers = s;
    return s;
}

const char *server_url(const struct server *s)
{
    return s->url;
}

int server_requests(const struct server *s)
{
    return *s->requests;
}

void server_end_all(void)
{
    while (servers != NULL) {
        struct server *s = servers;
        servers = s->next;
        kill(s->pid, SIGKILL);
        waitpid(s->pid, NULL, 0);
        unlink(s->file);
        munmap((void *)s->requests, sizeof *s->requests);
        free(s->file);
        free(s->url);
        free(s);
    }
}
