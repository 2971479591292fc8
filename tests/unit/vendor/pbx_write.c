#include "pbx_write.h"

#define LIST "Response: Success\r\nActionID: x\r\nEventList: start\r\nMessage: m\r\n\r\n"

struct body body_new(void)
{
    struct body b = {0};
    buf_init(&b.b, 64 << 20);
    buf_puts(&b.b, LIST);
    return b;
}

void queue(struct body *b, const char *name, int waiting, int completed, int abandoned, int hold)
{
    buf_printf(&b->b,
               "Event: QueueParams\r\nQueue: %s\r\nCalls: %d\r\nHoldtime: %d\r\nTalkTime: 30\r\n"
               "Completed: %d\r\nAbandoned: %d\r\nServiceLevel: 20\r\nServicelevelPerf: 80.0\r\n"
               "ActionID: x\r\n\r\n",
               name, waiting, hold, completed, abandoned);
    b->items++;
}

void member(struct body *b, struct seat m)
{
    buf_printf(&b->b,
               "Event: QueueMember\r\nQueue: %s\r\nName: N %s\r\nLocation: %s\r\nCallsTaken: %d\r\n"
               "LastCall: %ld\r\nLastPause: %ld\r\nLoginTime: %ld\r\nInCall: %d\r\nStatus: %d\r\n"
               "Paused: %d\r\nPausedReason: %s\r\nWrapuptime: %d\r\nActionID: x\r\n\r\n",
               m.queue, m.location, m.location, m.calls, (long)m.last_call, (long)m.last_pause,
               (long)m.login, m.in_call, m.status, m.paused, m.reason ? m.reason : "", m.wrapup);
    b->items++;
}

void caller(struct body *b, const char *queue, const char *uid, int position, int wait)
{
    buf_printf(&b->b,
               "Event: QueueEntry\r\nQueue: %s\r\nPosition: %d\r\nChannel: SIP/t-%s\r\n"
               "Uniqueid: %s\r\nCallerIDNum: 13800000001\r\nCallerIDName: unknown\r\nWait: %d\r\n"
               "Priority: 0\r\nActionID: x\r\n\r\n",
               queue, position, uid, uid, wait);
    b->items++;
}

void leg(struct body *b, const char *channel, const char *uid, const char *linked, const char *app,
         const char *data, const char *number, const char *bridge, const char *duration)
{
    buf_printf(&b->b,
               "Event: CoreShowChannel\r\nActionID: x\r\nChannel: %s\r\nCallerIDNum: %s\r\n"
               "ConnectedLineNum: <unknown>\r\nUniqueid: %s\r\nLinkedid: %s\r\nApplication: %s\r\n"
               "ApplicationData: %s\r\nDuration: %s\r\nBridgeId: %s\r\n\r\n",
               channel, number, uid, linked, app, data, duration, bridge);
    b->items++;
}

void put(struct body *b, const char *event, struct pbx_play *p, int action)
{
    buf_printf(&b->b, "Event: %s\r\nActionID: x\r\nEventList: Complete\r\nListItems: %d\r\n\r\n",
               event, b->items);
    pbx_play_text(p, action, buf_str(&b->b));
    buf_release(&b->b);
}

void put_status(struct body *b, struct pbx_play *p)
{
    put(b, "QueueStatusComplete", p, ACT_STATUS);
}

void set_up(struct stage *t, const char *url)
{
    *t = (struct stage){0};
    play_centre(&t->c, "Asia/Shanghai");
    t->v = play_open("asterisk", url, &t->c);
    t->p.echo = true;
    struct body b = body_new();
    queue(&b, "sales", 0, 0, 0, 0);
    member(&b, (struct seat){"sales", "SIP/1", .status = 1, .login = T0 - 100});
    put_status(&b, &t->p);
    b = body_new();
    put(&b, "QueueSummaryComplete", &t->p, ACT_SUMMARY);
}

void tear_down(struct stage *t)
{
    t->v->ops->free(t->v);
    pbx_play_release(&t->p);
    centre_release(&t->c);
}

struct snapshot *snap(struct stage *t, int64_t now)
{
    struct vendor_step s = play_poll(t->v, &t->p, now);
    cr_assert_eq(s.result, VR_SNAPSHOT, "%s", s.err.msgid);
    struct snapshot *got = s.snapshot;
    s.snapshot = NULL;
    vendor_step_release(&s);
    return got;
}
