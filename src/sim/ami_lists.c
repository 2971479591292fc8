/* The lists of the asterisk dialect, line by line as Asterisk 22 writes them. The sum of its own
 * habits is kept: ActionID at the end of a queue's blocks but second in a channel's, "Holdtime"
 * here and "HoldTime" there, queues in no order, wrap-up not told. */
#include "dialect_ami.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "floor_ops.h"

struct list {
    struct buf *to;
    const char *id; /* ActionID, "" none */
    int64_t items;
};

static void text(struct list *l, const char *key, const char *value)
{
    buf_puts(l->to, key);
    buf_puts(l->to, ": ");
    buf_puts(l->to, value);
    buf_puts(l->to, "\r\n");
}

static void number(struct list *l, const char *key, int64_t value)
{
    buf_puts(l->to, key);
    buf_puts(l->to, ": ");
    buf_i64(l->to, value);
    buf_puts(l->to, "\r\n");
}

static void put_id(struct list *l)
{
    if (*l->id != '\0') {
        text(l, "ActionID", l->id);
    }
}

static struct list begin(struct buf *to, const struct form *form, const char *message)
{
    struct list l = {to, form_get(form, "ActionID"), 0};
    text(&l, "Response", "Success");
    put_id(&l);
    text(&l, "EventList", "start");
    text(&l, "Message", message);
    buf_puts(to, "\r\n");
    return l;
}

static void end_block(struct list *l)
{
    put_id(l);
    buf_puts(l->to, "\r\n");
    l->items++;
}

static void complete(struct list *l, const char *event)
{
    text(l, "Event", event);
    put_id(l);
    text(l, "EventList", "Complete");
    number(l, "ListItems", l->items);
    buf_puts(l->to, "\r\n");
}

/* ---- names of things
 * ----------------------------------------------------------------------------- */

static void put_interface(struct list *l, const char *key, const struct person *p)
{
    buf_printf(l->to, "%s: Local/%s@from-queue/n\r\n", key, p->extension);
}

const char *ami_person(const struct sim *s, const char *interface)
{
    static const char before[] = "Local/";
    if (strncasecmp(interface, before, sizeof before - 1) != 0) {
        return NULL;
    }
    const char *from = interface + sizeof before - 1;
    size_t n = strcspn(from, "@");
    if (strcmp(from + n, "@from-queue/n") != 0) {
        return NULL;
    }
    for (size_t i = 0; i < s->people.n; i++) {
        const char *extension = s->people.v[i].extension;
        if (strlen(extension) == n && memcmp(extension, from, n) == 0) {
            return s->people.v[i].id;
        }
    }
    return NULL;
}

/* Uniqueid: the second it began and the running number of the channel; a call has two channels. */
static void put_unique(struct list *l, const char *key, int64_t since_ms, int64_t channel)
{
    buf_puts(l->to, key);
    buf_puts(l->to, ": ");
    buf_i64(l->to, since_ms / 1000);
    buf_putc(l->to, '.');
    buf_i64(l->to, channel);
    buf_puts(l->to, "\r\n");
}

static void put_caller_channel(struct list *l, const struct call *c)
{
    buf_printf(l->to, "Channel: Local/%u@callers-%08x;1\r\n", 30 + c->number % 60, c->number * 2);
}

/* ---- QueueStatus
 * --------------------------------------------------------------------------------- */

/* The paused of the backend: also somebody who does not answer, and a pause that waits for the end.
 */
static bool is_paused(const struct person *p)
{
    return p->state == ST_PAUSED || p->state == ST_UNAVAILABLE ||
           (p->pause_due && p->pause_len_s == 0);
}

static const char *paused_reason(const struct sim *s, const struct person *p)
{
    if (p->state == ST_UNAVAILABLE) {
        return "Auto-Pause";
    }
    if (p->state != ST_PAUSED && p->pause_due && p->pause_len_s == 0) {
        return p->pause_next >= 0 ? s->centre->pauses.v[p->pause_next].code : p->reason_next;
    }
    return person_reason(s, p);
}

/* Device states: 1 not in use, 2 in use, 5 unavailable, 6 ringing, 8 on hold. */
static int device_state(const struct person *p)
{
    switch (p->state) {
    case ST_OFFLINE:
        return 5;
    case ST_RINGING:
        return 6;
    case ST_TALKING:
        return 2;
    case ST_HOLD:
        return 8;
    default:
        return 1;
    }
}

/* Whole members in tenths of a percent, as "%2.1f" prints them. */
static void put_percent(struct list *l, const char *key, int64_t part, int64_t all)
{
    double pct = all > 0 ? 100.0 * (double)part / (double)all : 0;
    buf_printf(l->to, "%s: %2.1f\r\n", key, pct);
}

static void put_params(struct list *l, const struct sim_queue *q)
{
    int64_t lost = q->abandoned + q->flow_out;
    text(l, "Event", "QueueParams");
    text(l, "Queue", q->cfg->id);
    number(l, "Max", 0);
    text(l, "Strategy", "leastrecent");
    number(l, "Calls", q->waiting.n + q->ringing.n);
    number(l, "Holdtime", q->mean_hold_s);
    number(l, "TalkTime", q->mean_talk_s);
    number(l, "Completed", q->completed);
    number(l, "Abandoned", lost);
    number(l, "ServiceLevel", q->cfg->sl_s);
    put_percent(l, "ServicelevelPerf", q->completed_in_target, q->completed);
    put_percent(l, "ServicelevelPerf2", q->completed_in_target + q->abandoned_in_target,
                q->completed + lost);
    number(l, "Weight", q->priority > 0 && q->priority < 10 ? 10 - q->priority : 0);
    end_block(l);
}

static void put_member(struct list *l, const struct sim *s, uint32_t queue, const struct person *p)
{
    bool talking = p->state == ST_TALKING || p->state == ST_HOLD;
    bool here = talking && s->calls.v[p->call].queue == queue;
    text(l, "Event", "QueueMember");
    text(l, "Queue", s->queues.v[queue].cfg->id);
    text(l, "Name", p->name);
    put_interface(l, "Location", p);
    buf_printf(l->to, "StateInterface: hint:%s@ext-local\r\n", p->extension);
    text(l, "Membership", "dynamic");
    number(l, "Penalty", 0);
    number(l, "CallsTaken", p->answered > talking ? p->answered - talking : 0);
    number(l, "LastCall", p->last_call_ms / 1000);
    number(l, "LastPause", p->pause_ms / 1000);
    /* Who was there before the PBX started was added when it did. */
    number(l, "LoginTime", (p->login_ms > s->boot_ms ? p->login_ms : s->boot_ms) / 1000);
    number(l, "InCall", here);
    number(l, "Status", device_state(p));
    number(l, "Paused", is_paused(p));
    text(l, "PausedReason", is_paused(p) ? paused_reason(s, p) : "");
    number(l, "Wrapuptime", 0);
    end_block(l);
}

static void put_entry(struct list *l, const struct sim *s, uint32_t at, int64_t position)
{
    const struct call *c = &s->calls.v[at];
    char caller[24];
    text(l, "Event", "QueueEntry");
    text(l, "Queue", s->queues.v[c->queue].cfg->id);
    number(l, "Position", position);
    put_caller_channel(l, c);
    put_unique(l, "Uniqueid", c->since_ms, (int64_t)c->number * 2);
    text(l, "CallerIDNum", sim_caller(s, c->queue, c->caller, caller));
    text(l, "CallerIDName", "unknown");
    text(l, "ConnectedLineNum", "unknown");
    text(l, "ConnectedLineName", "unknown");
    number(l, "Wait", s->now_ms / 1000 - c->since_ms / 1000);
    number(l, "Priority", 0);
    end_block(l);
}

/* Queues come in no particular order; here: the last first. */
void ami_queue_status(const struct sim *s, const struct form *form, struct buf *to)
{
    struct list l = begin(to, form, "Queue status will follow");
    const char *only = form_get(form, "Queue");
    const char *member = form_get(form, "Member");
    for (uint32_t i = (uint32_t)s->queues.n; i-- > 0;) {
        const struct sim_queue *q = &s->queues.v[i];
        if (*only != '\0' && strcasecmp(only, q->cfg->id) != 0) {
            continue;
        }
        put_params(&l, q);
        for (size_t k = 0; k < s->people.n; k++) {
            const struct person *p = &s->people.v[k];
            if ((p->queues >> i & 1) && (*member == '\0' || strcmp(member, p->name) == 0 ||
                                         ami_person(s, member) == p->id)) {
                put_member(&l, s, i, p);
            }
        }
        uint32_t n;
        uint32_t *line = sim_waiting(s, i, &n);
        for (uint32_t k = 0; k < n; k++) {
            put_entry(&l, s, line[k], (int64_t)k + 1);
        }
        free(line);
    }
    complete(&l, "QueueStatusComplete");
}

/* ---- QueueSummary
 * -------------------------------------------------------------------------------- */

struct heads {
    int64_t logged_in, available;
};

static void count_heads(const struct sim *s, struct heads *to)
{
    for (size_t k = 0; k < s->people.n; k++) {
        const struct person *p = &s->people.v[k];
        int device = device_state(p);
        for (uint64_t in = p->queues; in != 0; in &= in - 1) {
            struct heads *h = &to[__builtin_ctzll(in)];
            h->logged_in += device != 5;
            h->available += device == 1 && !is_paused(p);
        }
    }
}

void ami_queue_summary(const struct sim *s, const struct form *form, struct buf *to)
{
    struct list l = begin(to, form, "Queue summary will follow");
    struct heads heads[SIM_QUEUES_MAX] = {{0, 0}};
    const char *only = form_get(form, "Queue");
    count_heads(s, heads);
    for (size_t i = s->queues.n; i-- > 0;) {
        const struct sim_queue *q = &s->queues.v[i];
        if (*only != '\0' && strcasecmp(only, q->cfg->id) != 0) {
            continue;
        }
        int64_t first_ms = s->now_ms;
        uint32_t ends[2] = {q->waiting.first, q->ringing.first};
        for (int k = 0; k < 2; k++) {
            if (ends[k] != NO_CALL && s->calls.v[ends[k]].since_ms < first_ms) {
                first_ms = s->calls.v[ends[k]].since_ms;
            }
        }
        text(&l, "Event", "QueueSummary");
        text(&l, "Queue", q->cfg->id);
        number(&l, "LoggedIn", heads[i].logged_in);
        number(&l, "Available", heads[i].available);
        number(&l, "Callers", q->waiting.n + q->ringing.n);
        number(&l, "HoldTime", q->mean_hold_s);
        number(&l, "TalkTime", q->mean_talk_s);
        number(&l, "LongestHoldTime", s->now_ms / 1000 - first_ms / 1000);
        end_block(&l);
    }
    complete(&l, "QueueSummaryComplete");
}

/* ---- CoreShowChannels, CoreStatus
 * ---------------------------------------------------------------- */

struct leg {
    bool caller; /* else the agent's */
    int64_t from_ms;
};

static void put_duration(struct list *l, int64_t s)
{
    buf_printf(l->to, "Duration: %02d:%02d:%02d\r\n", (int)(s / 3600), (int)(s / 60 % 60),
               (int)(s % 60));
}

/* An identifier made of the call's number: the bridge both legs are in. */
static void put_bridge(struct list *l, const struct call *c)
{
    if (c->stage != CALL_TALKING) {
        text(l, "BridgeId", "");
        return;
    }
    struct rng r;
    rng_seed(&r, c->number);
    uint64_t a = rng_next(&r);
    uint64_t b = rng_next(&r);
    buf_printf(l->to, "BridgeId: %08x-%04x-%04x-%04x-%08x%04x\r\n", (unsigned)(a >> 32),
               (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff) | 0x4000,
               (unsigned)(b >> 48 & 0x3fff) | 0x8000, (unsigned)b, (unsigned)(b >> 32 & 0xffff));
}

static void put_leg(struct list *l, const struct sim *s, const struct call *c, struct leg leg)
{
    char buf[24];
    const char *caller = sim_caller(s, c->queue, c->caller, buf);
    const char *extension = c->person != NOBODY ? s->people.v[c->person].extension : "<unknown>";
    bool up = leg.caller || c->stage == CALL_TALKING;
    text(l, "Event", "CoreShowChannel");
    put_id(l);
    if (leg.caller) {
        put_caller_channel(l, c);
    } else {
        buf_printf(l->to, "Channel: Local/%s@from-queue-%08x;1\r\n", extension, c->number * 2 + 1);
    }
    number(l, "ChannelState", up ? 6 : 5);
    text(l, "ChannelStateDesc", up ? "Up" : "Ringing");
    text(l, "CallerIDNum", leg.caller ? caller : extension);
    text(l, "CallerIDName", "<unknown>");
    text(l, "ConnectedLineNum", leg.caller ? "<unknown>" : caller);
    text(l, "ConnectedLineName", "<unknown>");
    text(l, "Language", "zh");
    text(l, "AccountCode", "");
    text(l, "Context", leg.caller ? "inbound" : "from-queue");
    text(l, "Exten", leg.caller ? s->queues.v[c->queue].cfg->id : extension);
    number(l, "Priority", leg.caller ? 6 : 1);
    put_unique(l, "Uniqueid", leg.from_ms, (int64_t)c->number * 2 + !leg.caller);
    put_unique(l, "Linkedid", c->since_ms, (int64_t)c->number * 2);
    text(l, "Application", leg.caller ? "Queue" : "AppQueue");
    if (leg.caller) {
        buf_printf(l->to, "ApplicationData: %s,r,,,\r\n", s->queues.v[c->queue].cfg->id);
    } else {
        text(l, "ApplicationData", "(Outgoing Line)");
    }
    put_duration(l, (s->now_ms - leg.from_ms) / 1000);
    put_bridge(l, c);
    buf_puts(l->to, "\r\n");
    l->items++;
}

/* When the agent's phone began to ring. */
static int64_t ring_ms(const struct sim *s, const struct call *c)
{
    const struct person *p = &s->people.v[c->person];
    return c->stage == CALL_TALKING ? c->answered_ms - 4000 : p->since_ms;
}

void ami_channels(const struct sim *s, const struct form *form, struct buf *to)
{
    struct list l = begin(to, form, "Channels will follow");
    for (size_t i = 0; i < s->calls.n; i++) {
        const struct call *c = &s->calls.v[i];
        if (c->stage == CALL_FREE) {
            continue;
        }
        put_leg(&l, s, c, (struct leg){true, c->since_ms});
        if (c->person != NOBODY) {
            int64_t from_ms = ring_ms(s, c);
            put_leg(&l, s, c, (struct leg){false, from_ms > c->since_ms ? from_ms : c->since_ms});
        }
    }
    complete(&l, "CoreShowChannelsComplete");
}

void ami_core_status(const struct sim *s, const struct form *form, struct buf *to)
{
    struct list l = {to, form_get(form, "ActionID"), 0};
    struct civil c = civil_at(s->centre->zone, s->boot_ms / 1000);
    int64_t calls = 0;
    for (size_t i = 0; i < s->calls.n; i++) {
        calls += s->calls.v[i].stage != CALL_FREE;
    }
    text(&l, "Response", "Success");
    put_id(&l);
    const char *const names[] = {"CoreStartup", "CoreReload"};
    for (int i = 0; i < 2; i++) {
        buf_printf(to, "%sDate: %04d-%02d-%02d\r\n", names[i], c.year, c.mon, c.day);
        buf_printf(to, "%sTime: %02d:%02d:%02d\r\n", names[i], c.hour, c.min, c.sec);
    }
    number(&l, "CoreCurrentCalls", calls);
    number(&l, "CoreProcessedCalls", s->last_number);
    buf_puts(to, "\r\n");
}
