/* The floor of an Asterisk as the reader keeps it: persons, queues and callers followed from poll
 * to poll, because AMI tells neither since-times nor unbiased sums.
 *
 * One poll: pbx_begin with the three bodies → pbx_work until it is not PBX_MORE → pbx_take. A body
 * that is not whole changes nothing that is kept. Rules, in the order they are applied:
 *
 * - One person is one interface (Location), in however many queues. State: InCall of any queue →
 * talking (Status 8: hold); else by Status 4, 5 offline; 6 ringing; 2, 3, 7, 8 busy elsewhere →
 * unavailable; else paused in all queues → paused; else LastCall + wrap-up not over → wrapup; else
 * ready.
 * - Wrap-up seconds: the member's own, else the queue's setting, else the centre's.
 * - answered = Completed (calls that ended) + InCall (calls that run); lost = Abandoned, which
 * counts every unanswered end; offered = answered + lost + waiting + left otherwise. They never go
 * down but by a reset.
 * - Sums (waits, in target, talk, abandons) are booked from what was followed; each starts from the
 *   backend's own average, so that differences are exact and absolute figures are marked approx.
 * - What ages (waits, durations of channels) grows from one answer to the next. While any is listed
 *   and none has grown for longer than stale_sec, the PBX is frozen or a copy answers: PBX_BAD.
 * - A caller who left the list was answered if his channel is bridged, has flowed out if his
 * channel went on in the dial plan, else is settled against what the counters rose by, the longest
 * waiting answered first. `abandoned` is told apart from lost only where channels may be seen. */
#ifndef ZHIBAN_SRC_VENDOR_PBX_H
#define ZHIBAN_SRC_VENDOR_PBX_H

#include "ami.h"
#include "internal.h"
#include "pbx_records.h"

#include "zhiban/model/snapshot_builder.h"

#define PBX_NONE UINT32_MAX

/* Kept from poll to poll. */
struct pbx_queue {
    char *id;
    uint64_t seen;                         /* the poll that listed it last */
    int64_t completed, abandoned, talking; /* as last told */
    int64_t answered, lost, left, offered; /* left: otherwise, e.g. by a key */
    int64_t waiting, longest_s, target_s, available;
    int64_t hold_avg_s, talk_avg_s, sl_permille; /* the backend's own */
    int64_t wait_s, talk_s, hold_s, wrap_s, in_target, gone, gone_in_target, gone_short;
    int64_t open_answered, open_lost; /* counted, but not yet matched with a caller */
    /* Mean and largest wait of the calls answered since the last poll, as the PBX's average tells;
     * UNKNOWN when it does not. */
    int64_t fit_s, fit_max_s;
    bool seeded; /* the sums start from the backend's averages */
    uint32_t wrapup_s;
};

struct pbx_person {
    char *location, *channel; /* channel: how the names of his channels begin */
    uint64_t seen;
    uint32_t first, last; /* his members of this poll */
    enum agent_state state;
    int64_t since; /* PBX's clock; UNKNOWN */
    uint32_t call_queue;
    bool paused;
    const char *name, *reason, *caller; /* of this poll */
    int64_t last_call, last_pause, login, calls;
    int64_t talk_s, hold_s, wrap_s, ready_s, paused_s; /* since we watch */
    int64_t followed;                                  /* calls they are of */
    uint32_t leg;                                      /* his channel of this poll, or PBX_NONE */
};

enum pbx_stage {
    PBX_IDLE,
    PBX_STATUS,
    PBX_SUMMARY,
    PBX_CHANNELS,
    PBX_MEMBERS,
    PBX_PEOPLE,
    PBX_AGENTS
};
enum pbx_result { PBX_MORE, PBX_DONE, PBX_BAD };

struct pbx {
    const struct centre *centre;
    int64_t skew_s;              /* the PBX's clock less ours, learnt from its stamps */
    int64_t behind_s;            /* how much less it shows to be in this poll; 0 nothing */
    int64_t now, before;         /* PBX's clock at this poll and the last; before UNKNOWN: none */
    int64_t machine_now, latest; /* latest: stamp of this poll */
    int64_t started;             /* the PBX's start, UTC s; UNKNOWN */
    char startup[48];            /* as CoreStatus wrote it */
    uint64_t poll;
    bool restarted;   /* since the last poll */
    uint64_t ages;    /* what aged, as a print; 0: nothing was listed that ages */
    int64_t moved_at; /* machine's UTC s when it last was another */
    bool frozen;      /* of this poll: nothing ages any more */
    VEC(struct pbx_queue) queues;
    VEC(struct pbx_person) people;
    VEC(struct pbx_call) calls;
    VEC(struct pbx_ended) ended;
    struct strmap queue_ids, people_ids, channel_ids, call_ids;
    VEC(uint32_t) order; /* people by location */
    bool order_old;
    /* The poll under way. */
    enum pbx_stage stage;
    struct buf status, summary, channels; /* channels: empty when they may not be seen */
    bool has_channels;
    struct ami_list list;
    size_t read, cursor;
    const char *bad; /* PBX_BAD: msgid; {0} backend */
    VEC(struct pbx_member) members;
    VEC(struct pbx_params) params;
    VEC(struct pbx_summary) summaries;
    VEC(struct pbx_entry) entries;
    VEC(struct pbx_channel) legs;
    struct strmap leg_uids;
    struct snap_builder *b;
};

void pbx_init(struct pbx *p, const struct centre *c);
void pbx_release(struct pbx *p);
/* The Message of CoreStatus: date and time in the PBX's own zone. A change is a restart. */
void pbx_startup(struct pbx *p, const char *date, const char *time);
/* Takes QueueStatus, QueueSummary, CoreShowChannels ({0}: not permitted). now: machine's UTC s. */
void pbx_begin(struct pbx *p, struct buf bodies[3], int64_t now);
enum pbx_result pbx_work(struct pbx *p, int elements);
struct snapshot *pbx_take(struct pbx *p);
/* Drops the poll under way; what is kept stays. */
void pbx_drop(struct pbx *p);

/* Between the files of the reader: pbx_read.c, pbx_people.c, pbx_calls.c, pbx_build.c. */
/* Reads up to n entries of the list under way; false:
 * the list is over. */
bool pbx_read_status(struct pbx *p, int *n);
bool pbx_read_summary(struct pbx *p, int *n);
bool pbx_read_channels(struct pbx *p, int *n);
void pbx_read_clock(struct pbx *p); /* sets `now` to the PBX's clock, as far as it shows */
/* Whether what ages has stood still for too long. Once a poll, when the lists are read. */
bool pbx_is_frozen(struct pbx *p);
void pbx_place_member(struct pbx *p, uint32_t member);
void pbx_link_legs(struct pbx *p);
void pbx_judge_person(struct pbx *p, struct pbx_person *who);
void pbx_forget_people(struct pbx *p);
void pbx_update_queues(struct pbx *p);
void pbx_follow_calls(struct pbx *p);
/* Between polls: when they are too many, forgets the queues the last one did not list, and what
 * refers to them. */
void pbx_forget_queues(struct pbx *p);
/* The queue under that name, added when it is new. */
uint32_t pbx_queue_index(struct pbx *p, const char *id);
/* Most seconds between polls for which the state seen is taken as the state that was. */
int64_t pbx_step_s(const struct pbx *p);
void pbx_build_floor(struct pbx *p);
void pbx_build_agent(struct pbx *p, const struct pbx_person *who);

#endif
