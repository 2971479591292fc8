/* A played trace: recordings sorted by what they are, in order, the last one repeated. */
#include "support.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replay.h"

Test(sim_replay, plays_the_recorded_series_in_order)
{
    char *dir = fixture("asterisk/series-10s-clean");
    struct replay *r = NULL;
    struct err e = {0};
    cr_assert_eq(replay_open(&r, dir, &e), OK);
    cr_expect_eq(replay_count(r, REPLAY_QUEUE_STATUS), 68, "67 polls and the end");
    cr_expect_eq(replay_count(r, REPLAY_QUEUE_SUMMARY), 67);
    cr_expect_eq(replay_count(r, REPLAY_LOGIN), 0);
    cr_expect_null(replay_next(r, REPLAY_CHANNELS), "none recorded");
    cr_expect_null(replay_next(r, REPLAY_QUEUE_SUMMARY), "no poll is under way");
    char id[2][32] = {"", ""};
    for (int i = 0; i < 70; i++) {
        const struct recorded *rec = replay_next(r, REPLAY_QUEUE_STATUS);
        cr_assert_not_null(rec);
        cr_assert_eq(rec->status, 200);
        cr_assert(strncmp(rec->body, "Response: Success\r\n", 19) == 0);
        cr_assert_eq(rec->n, strlen(rec->body));
        const char *at = strstr(rec->body, "\r\nActionID: ");
        cr_expect_eq(at == NULL, i >= 67, "the end, which is not in the index, comes last");
        snprintf(id[0], sizeof id[0], "%.20s", at ? at : "");
        rec = replay_next(r, REPLAY_QUEUE_SUMMARY);
        cr_assert_eq(rec == NULL, i >= 67, "no summary was recorded at the end");
        at = rec ? strstr(rec->body, "\r\nActionID: ") : NULL;
        snprintf(id[1], sizeof id[1], "%.20s", at ? at : "");
        cr_expect_str_eq(id[0], id[1], "of one poll");
    }
    replay_free(r);
    replay_free(NULL);
    free(dir);
}

/* Channels were recorded at every fifth poll only: the others have none, not those of another time.
 */
Test(sim_replay, lists_go_with_their_poll)
{
    char *dir = fixture("asterisk/series-2s");
    struct replay *r = NULL;
    struct err e = {0};
    cr_assert_eq(replay_open(&r, dir, &e), OK);
    for (int i = 0; i < 20; i++) {
        cr_assert_not_null(replay_next(r, REPLAY_QUEUE_STATUS));
        cr_expect_eq(replay_next(r, REPLAY_CHANNELS) != NULL, i % 5 == 0, "poll %d", i);
        cr_expect_not_null(replay_next(r, REPLAY_CORE_STATUS), "poll %d", i);
    }
    replay_free(r);
    free(dir);
}

Test(sim_replay, splits_status_and_headers_off)
{
    char *dir = fixture("asterisk/protocol");
    struct replay *r = NULL;
    struct err e = {0};
    cr_assert_eq(replay_open(&r, dir, &e), OK);
    cr_expect_geq(replay_count(r, REPLAY_LOGIN), 10, "sign-ins and refusals");
    cr_expect_geq(replay_count(r, REPLAY_QUEUE_STATUS), 3);
    const struct recorded *rec = replay_next(r, REPLAY_CORE_STATUS);
    cr_assert_not_null(rec);
    cr_expect_str_eq(rec->content_type, "text/plain");
    cr_expect(strncmp(rec->body, "Response: Success\r\nActionID: wb-1\r\nCoreStartupDate", 50) ==
              0);
    bool seen_404 = false, seen_501 = false;
    for (size_t i = 0; i < replay_count(r, REPLAY_JSON); i++) {
        rec = replay_next(r, REPLAY_JSON);
        seen_404 = seen_404 || rec->status == 404;
        seen_501 = seen_501 || rec->status == 501;
    }
    cr_expect(seen_404 && seen_501);
    replay_free(r);
    free(dir);
}

Test(sim_replay, a_folder_without_answers_is_refused)
{
    char dir[] = "/tmp/zhiban-replay-XXXXXX";
    struct replay *r = NULL;
    struct err e = {0};
    cr_assert_not_null(mkdtemp(dir));
    cr_expect_eq(replay_open(&r, dir, &e), ERR_NOT_FOUND);
    cr_expect_eq(replay_open(&r, "/nonexistent", &e), ERR_IO);
    /* A trace's file may be empty (closed without a byte), cut in its head, or hold no HTTP at all.
     */
    static const char *const texts[] = {"",     "HTTP/1.1", "HTTP/1.1 999999 X\r\n",
                                        "\n\n", "{}",       "HTTP/1.1 304 Not Modified\r\n\r\n"};
    for (size_t i = 0; i < 6; i++) {
        char *path = mem_printf("%s/%06zu-1.http", dir, i);
        FILE *f = fopen(path, "w");
        cr_assert_not_null(f);
        fputs(texts[i], f);
        fclose(f);
        free(path);
    }
    cr_assert_eq(replay_open(&r, dir, &e), OK);
    cr_expect_eq(replay_count(r, REPLAY_JSON), 4, "the empty one and 304 are left out");
    for (size_t i = 0; i < 6; i++) {
        const struct recorded *rec = replay_next(r, REPLAY_JSON);
        cr_expect(rec->status >= 100 && rec->status <= 599, "status %d", rec->status);
        char *path = mem_printf("%s/%06zu-1.http", dir, i);
        unlink(path);
        free(path);
    }
    replay_free(r);
    rmdir(dir);
}
