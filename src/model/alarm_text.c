/* Alarms in words: the table of what each says, and its numbers and names as a person reads them.
 * The language is the caller's. */
#include "zhiban/base/intl.h"
#include "zhiban/base/text.h"
#include "zhiban/model/alarm.h"

const struct alarm_def alarm_defs[AL_COUNT] = {
    [AL_QUEUE_WAITING] = {"queue.waiting", N_("{0}: {1} waiting, limit {2}"), true, false, false},
    [AL_QUEUE_LONGEST] = {"queue.longest_wait", N_("{0}: longest wait {1} > {2}"), true, false,
                          true},
    [AL_QUEUE_SL] = {"queue.service_level", N_("{0}: service level {1} < {2}"), false, true, false},
    [AL_QUEUE_ANSWER_RATE] = {"queue.answer_rate", N_("{0}: answer rate {1} < {2}"), false, true,
                              false},
    [AL_QUEUE_ABANDON] = {"queue.abandon_rate", N_("{0}: abandonment {1} > {2}"), true, true,
                          false},
    [AL_QUEUE_READY] = {"queue.ready", N_("{0}: {1} ready, at least {2} asked"), false, false,
                        false},
    [AL_QUEUE_NO_AGENT] = {"queue.no_agent", N_("{0}: open, nobody signed in"), false, false,
                           false},
    [AL_AGENT_TALK] = {"agent.talk", N_("{0}: talking {1} > {2}"), true, false, true},
    [AL_AGENT_PAUSE] = {"agent.pause", N_("{0}: {3} {1} > {2}"), true, false, true},
    [AL_AGENT_PAUSE_DAY] = {"agent.pause_shift", N_("{0}: {3} {1} in this shift > {2}"), true,
                            false, true},
    [AL_AGENT_WRAPUP] = {"agent.wrapup", N_("{0}: after-call work {1} > {2}"), true, false, true},
    [AL_AGENT_RING] = {"agent.ringing", N_("{0}: ringing {1} > {2}"), true, false, true},
    [AL_PAUSE_SHARE] = {"pause.share", N_("{0}: {1} in {3} at once, limit {2}"), true, false,
                        false},
    [AL_FEED_DOWN] = {"feed.down", N_("no data from the backend for {1}"), true, false, true},
    [AL_DATA] = {"data.warning", N_("the backend's data has {1} faults, first at {3}"), true, false,
                 false},
};

void alarm_value(struct buf *to, const struct alarm *a, bool limit)
{
    int64_t v = limit ? a->limit : a->value;
    if (alarm_defs[a->kind].rate) {
        buf_i64(to, v / 10);
        buf_putc(to, '.');
        buf_i64(to, v % 10);
        buf_putc(to, '%');
    } else if (alarm_defs[a->kind].time) {
        text_duration(to, v);
    } else {
        buf_i64(to, v);
    }
}

/* What a pause's share is counted over: a team by day, a site at night. */
static const char *group_name(const struct centre *c, const char *id, bool chinese)
{
    const struct team_cfg *t = centre_team(c, id);
    const struct site_cfg *s = t ? NULL : centre_site(c, id);
    return t   ? centre_name(t->name_zh, t->name_en, chinese)
           : s ? centre_name(s->name_zh, s->name_en, chinese)
               : "";
}

const char *alarm_subject(const struct alarm *a, const struct centre *c, bool chinese)
{
    const char *name = "";
    if (c && a->kind <= AL_QUEUE_NO_AGENT) {
        const struct queue_cfg *q = centre_queue(c, a->subject);
        name = q ? centre_name(q->name_zh, q->name_en, chinese) : "";
    } else if (c && a->kind == AL_PAUSE_SHARE) {
        name = group_name(c, a->subject, chinese);
    }
    return *name ? name : a->subject_name;
}

void alarm_say(struct buf *to, const struct alarm *a, const struct centre *c, bool chinese,
               const char *text)
{
    struct buf value = {0}, limit = {0};
    struct err args = {0};
    const struct pause_cfg *p = c && *a->detail ? centre_pause(c, a->detail) : NULL;
    const char *detail = p ? centre_name(p->name_zh, p->name_en, chinese) : "";
    alarm_value(&value, a, false);
    alarm_value(&limit, a, true);
    err_set(&args, OK, text, alarm_subject(a, c, chinese), buf_str(&value), buf_str(&limit),
            *detail ? detail : a->detail);
    err_format(to, text, &args);
    buf_release(&value);
    buf_release(&limit);
}
