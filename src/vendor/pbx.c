/* The stages of one poll, each in slices. */
#include "pbx.h"

#include <stdio.h>
#include <string.h>

#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

void pbx_init(struct pbx *p, const struct centre *c)
{
    *p = (struct pbx){.centre = c, .before = UNKNOWN, .started = UNKNOWN};
}

void pbx_drop(struct pbx *p)
{
    p->stage = PBX_IDLE;
    buf_release(&p->status);
    buf_release(&p->summary);
    buf_release(&p->channels);
    vec_clear(&p->members);
    vec_clear(&p->params);
    vec_clear(&p->summaries);
    vec_clear(&p->entries);
    vec_clear(&p->legs);
    strmap_clear(&p->leg_uids);
    snap_builder_free(p->b);
    p->b = NULL;
}

void pbx_release(struct pbx *p)
{
    pbx_drop(p);
    for (size_t i = 0; i < p->queues.n; i++) {
        free(p->queues.v[i].id);
    }
    for (size_t i = 0; i < p->people.n; i++) {
        free(p->people.v[i].location);
        free(p->people.v[i].channel);
    }
    for (size_t i = 0; i < p->calls.n; i++) {
        free(p->calls.v[i].uid);
        free(p->calls.v[i].caller);
    }
    for (size_t i = 0; i < p->ended.n; i++) {
        free(p->ended.v[i].uid);
        free(p->ended.v[i].caller);
    }
    vec_free(&p->queues);
    vec_free(&p->people);
    vec_free(&p->calls);
    vec_free(&p->ended);
    vec_free(&p->order);
    vec_free(&p->members);
    vec_free(&p->params);
    vec_free(&p->summaries);
    vec_free(&p->entries);
    vec_free(&p->legs);
    strmap_release(&p->queue_ids);
    strmap_release(&p->people_ids);
    strmap_release(&p->channel_ids);
    strmap_release(&p->call_ids);
    strmap_release(&p->leg_uids);
}

void pbx_startup(struct pbx *p, const char *date, const char *time)
{
    char text[sizeof p->startup];
    snprintf(text, sizeof text, "%.16s %.16s", date, time);
    if (strcmp(text, p->startup) == 0) {
        return;
    }
    p->restarted = *p->startup != '\0';
    p->started = UNKNOWN; /* found again when the members are read */
    memcpy(p->startup, text, sizeof text);
}

static struct buf take(struct buf *from)
{
    struct buf b = *from;
    *from = (struct buf){0};
    return b;
}

/* Opens a body's list; false: there is none to read. */
static bool open_list(struct pbx *p, struct buf *body, const char *closing)
{
    struct ami_head head;
    p->read = 0;
    if (body->len == 0 || !ami_head(body->p, body->len, &head) || !head.success) {
        return false;
    }
    ami_list_init(&p->list, body->p, body->len, &head, closing);
    return true;
}

void pbx_begin(struct pbx *p, struct buf bodies[3], int64_t now)
{
    pbx_drop(p);
    p->status = take(&bodies[0]);
    p->summary = take(&bodies[1]);
    p->channels = take(&bodies[2]);
    p->has_channels = p->frozen = false;
    p->machine_now = now;
    p->now = now + p->skew_s;
    p->latest = 0;
    p->behind_s = 0;
    p->b = snap_builder_new();
    p->stage = PBX_STATUS;
    if (!open_list(p, &p->status, "QueueStatusComplete")) {
        p->list = (struct ami_list){0};
    }
}

/* The lists are read: from here on what is kept changes. */
static enum pbx_result begin_members(struct pbx *p)
{
    p->frozen = pbx_is_frozen(p);
    if (p->frozen) {
        p->bad = N_("the backend {0} answers, but its time stands still: nobody waits or talks "
                    "longer than a while ago");
        return PBX_BAD;
    }
    p->stage = PBX_MEMBERS;
    p->poll++;
    return PBX_MORE;
}

static enum pbx_result begin_channels(struct pbx *p)
{
    p->stage = PBX_CHANNELS;
    return open_list(p, &p->channels, "CoreShowChannelsComplete") ? PBX_MORE : begin_members(p);
}

static enum pbx_result work_status(struct pbx *p, int *n)
{
    if (pbx_read_status(p, n)) {
        return PBX_MORE;
    }
    if (!ami_whole(&p->list, p->read)) {
        p->bad = p->list.complete
                     ? N_("the answer of {0} to QueueStatus is incomplete: its entries are not as "
                          "many as it counted")
                     : N_("the answer of {0} to QueueStatus is incomplete: its end is missing");
        return PBX_BAD;
    }
    if (open_list(p, &p->summary, "QueueSummaryComplete")) {
        p->stage = PBX_SUMMARY;
        return PBX_MORE;
    }
    return begin_channels(p);
}

/* The two lists the floor can do without are used whole or not at all. */
static enum pbx_result work_summary(struct pbx *p, int *n)
{
    if (pbx_read_summary(p, n)) {
        return PBX_MORE;
    }
    if (!ami_whole(&p->list, p->read)) {
        vec_clear(&p->summaries);
    }
    return begin_channels(p);
}

static enum pbx_result work_channels(struct pbx *p, int *n)
{
    if (pbx_read_channels(p, n)) {
        return PBX_MORE;
    }
    p->has_channels = ami_whole(&p->list, p->read);
    if (!p->has_channels) {
        vec_clear(&p->legs);
        strmap_clear(&p->leg_uids);
    }
    return begin_members(p);
}

static void work_members(struct pbx *p, int *n)
{
    if (p->cursor == 0) {
        pbx_read_clock(p);
        for (size_t i = 0; i < p->queues.n; i++) {
            p->queues.v[i].talking = 0;
        }
    }
    while (p->cursor < p->members.n) {
        if ((*n)-- <= 0) {
            return;
        }
        pbx_place_member(p, (uint32_t)p->cursor++);
    }
    pbx_forget_people(p);
    pbx_update_queues(p);
    pbx_link_legs(p);
    p->cursor = 0;
    p->stage = PBX_PEOPLE;
}

static void work_people(struct pbx *p, int *n)
{
    while (p->cursor < p->people.n) {
        if ((*n)-- <= 0) {
            return;
        }
        pbx_judge_person(p, &p->people.v[p->cursor++]);
    }
    p->skew_s -= p->behind_s;
    pbx_follow_calls(p);
    pbx_build_floor(p);
    p->cursor = 0;
    p->stage = PBX_AGENTS;
}

struct place {
    const char *location;
    uint32_t i;
};

static int by_location(const void *a, const void *b)
{
    return strcmp(((const struct place *)a)->location, ((const struct place *)b)->location);
}

/* AMI lists in the order of a hash; ours is the same at every poll. */
static void sort_people(struct pbx *p)
{
    struct place *places = mem_alloc((p->people.n + 1) * sizeof *places);
    for (uint32_t i = 0; i < p->people.n; i++) {
        places[i] = (struct place){p->people.v[i].location, i};
    }
    qsort(places, p->people.n, sizeof *places, by_location);
    vec_clear(&p->order);
    for (size_t i = 0; i < p->people.n; i++) {
        vec_push(&p->order) = places[i].i;
    }
    free(places);
    p->order_old = false;
}

static enum pbx_result work_agents(struct pbx *p, int *n)
{
    if (p->order_old) {
        sort_people(p);
    }
    while (p->cursor < p->order.n) {
        if ((*n)-- <= 0) {
            return PBX_MORE;
        }
        pbx_build_agent(p, &p->people.v[p->order.v[p->cursor++]]);
    }
    return PBX_DONE;
}

enum pbx_result pbx_work(struct pbx *p, int elements)
{
    enum pbx_result r = PBX_MORE;
    while (r == PBX_MORE && elements > 0) {
        switch (p->stage) {
        case PBX_STATUS:
            r = work_status(p, &elements);
            p->cursor = 0;
            break;
        case PBX_SUMMARY:
            r = work_summary(p, &elements);
            break;
        case PBX_CHANNELS:
            r = work_channels(p, &elements);
            break;
        case PBX_MEMBERS:
            work_members(p, &elements);
            break;
        case PBX_PEOPLE:
            work_people(p, &elements);
            break;
        case PBX_AGENTS:
            r = work_agents(p, &elements);
            break;
        case PBX_IDLE:
            return PBX_DONE;
        }
    }
    return r;
}

struct snapshot *pbx_take(struct pbx *p)
{
    struct snapshot *s = snap_builder_finish(p->b);
    p->before = p->now;
    pbx_drop(p);
    pbx_forget_queues(p);
    return s;
}
