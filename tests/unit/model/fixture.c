#include "fixture.h"

#include <criterion/criterion.h>

#include "zhiban/base/csv.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

struct load {
    struct centre *centre;
    const char *table;
};

static enum err_code load_row(void *ctx, const struct csv_row *r, struct err *e)
{
    const struct load *l = ctx;
    for (size_t i = 1; i < r->n; i++) {
        enum err_code code =
            centre_field(l->centre, l->table, r->cells[0], r->names[i], r->cells[i], e);
        if (code != OK) {
            return code;
        }
    }
    return OK;
}

void fx_centre_plain(struct centre *c)
{
    struct err e = {0};
    centre_init(c);
    cr_assert_eq(centre_finish(c, &e), OK, "%s", e.msgid);
}

void fx_centre_demo(struct centre *c)
{
    static const char *const files[][2] = {{"queue", "queues"},        {"segment", "shifts"},
                                           {"pause", "pause_reasons"}, {"team", "teams"},
                                           {"site", "sites"},          {"staff", "staff"}};
    struct err e = {0};
    const char *tests = getenv("ZHIBAN_TESTS");
    cr_assert_not_null(tests);
    centre_init(c);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = mem_printf("%s/../data/demo/%s.csv", tests, files[i][1]);
        struct load l = {c, files[i][0]};
        enum err_code code = csv_read(path, load_row, &l, &e);
        cr_assert_eq(code, OK, "%s: %s [%s] [%s]", path, e.msgid, e.arg[0], e.arg[1]);
        free(path);
    }
    cr_assert_eq(centre_finish(c, &e), OK, "%s", e.msgid);
}

int64_t fx_time(const char *rfc3339)
{
    int64_t t = 0;
    cr_assert(civil_parse(rfc3339, strlen(rfc3339), &t), "%s", rfc3339);
    return t;
}

struct snap_queue *fx_queue(struct snap_builder *b, const char *id, int64_t waiting)
{
    struct snap_queue *q = snap_add_queue(b, id, "queues[]");
    cr_assert_not_null(q);
    q->waiting = waiting;
    q->t = (struct tally){.decided = UNKNOWN};
    return q;
}

struct snap_agent *fx_agent(struct snap_builder *b, const char *id, const char *queue,
                            enum agent_state state, int64_t since)
{
    struct snap_agent *a = snap_add_agent(b, id, "agents[]");
    cr_assert_not_null(a);
    a->state = state;
    a->since = since;
    if (queue) {
        snap_agent_queue(b, a, queue);
    }
    return a;
}
