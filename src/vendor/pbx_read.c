/* Entries of the three lists into records of the poll. */
#include <string.h>
#include <strings.h>

#include "pbx.h"
#include "zhiban/base/intl.h"
#include "zhiban/model/snapshot_builder.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DAY_S 86400
#define CLOCK_LEGS 63        /* channels that are asked for the time */
#define CLOCK_TOLERANCE_S 2  /* both its parts are whole seconds */
#define COUNT_MAX 1000000000 /* calls or seconds: a product of two stays within 64 bits */

static const char *text(const char *s)
{
    return s ? s : "";
}

/* A count the backend tells; a bad one is unknown, with one warning. */
static int64_t count_of(struct pbx *p, const char *where, const char *s)
{
    int64_t n = ami_number(s);
    bool bad = n < 0 || n > COUNT_MAX;
    if (s && bad) {
        snap_warn(p->b, where, N_("is not a count; it is unknown"), s);
    }
    return bad ? UNKNOWN : n;
}

/* A Unix stamp; 0 (never) and absence are 0. Stamps a little ahead of our clock show that the PBX's
 * is ahead, and set ours of it. */
static int64_t stamp_of(struct pbx *p, const char *where, const char *s)
{
    int64_t t = ami_number(s);
    if (!s || t == 0) {
        return 0;
    }
    if (t < 0 || t > p->machine_now + DAY_S) {
        snap_warn(p->b, where, N_("is not a believable time; it is unknown"), s);
        return 0;
    }
    p->latest = t > p->latest ? t : p->latest;
    return t;
}

enum {
    M_QUEUE,
    M_NAME,
    M_LOCATION,
    M_CALLS,
    M_LAST_CALL,
    M_LAST_PAUSE,
    M_LOGIN,
    M_IN_CALL,
    M_IS_IN_CALL,
    M_STATUS,
    M_PAUSED,
    M_REASON,
    M_WRAPUP,
    M_COUNT
};
static const struct ami_key member_keys[M_COUNT] = {
    AMI_KEY("Queue"),      AMI_KEY("Name"),      AMI_KEY("Location"),  AMI_KEY("CallsTaken"),
    AMI_KEY("LastCall"),   AMI_KEY("LastPause"), AMI_KEY("LoginTime"), AMI_KEY("InCall"),
    AMI_KEY("IsInCall"),   AMI_KEY("Status"),    AMI_KEY("Paused"),    AMI_KEY("PausedReason"),
    AMI_KEY("Wrapuptime"),
};

static bool yes(const char *s)
{
    return s && strcmp(s, "1") == 0;
}

static bool read_member(struct pbx *p, struct ami_item *it)
{
    const char *f[M_COUNT];
    ami_fields(it, member_keys, M_COUNT, f);
    if (!f[M_QUEUE] || !*f[M_QUEUE] || !f[M_LOCATION] || !*f[M_LOCATION]) {
        return false;
    }
    if (it->forged) {
        snap_warn(p->b, f[M_LOCATION],
                  N_("a name or pause reason holds line breaks that pretend to be data"), "");
    }
    int64_t status = ami_number(f[M_STATUS]);
    vec_push(&p->members) = (struct pbx_member){
        .queue = f[M_QUEUE],
        .name = text(f[M_NAME]),
        .location = f[M_LOCATION],
        .reason = text(f[M_REASON]),
        .calls = count_of(p, f[M_LOCATION], f[M_CALLS]),
        .last_call = stamp_of(p, f[M_LOCATION], f[M_LAST_CALL]),
        .last_pause = stamp_of(p, f[M_LOCATION], f[M_LAST_PAUSE]),
        .login = stamp_of(p, f[M_LOCATION], f[M_LOGIN]),
        .wrapup_s = ami_number(f[M_WRAPUP]),
        .status = status >= 0 && status <= 8 ? (int)status : 0,
        .in_call = yes(f[M_IN_CALL] ? f[M_IN_CALL] : f[M_IS_IN_CALL]),
        .paused = yes(f[M_PAUSED]),
        .next = PBX_NONE,
    };
    return true;
}

enum { P_QUEUE, P_CALLS, P_HOLD, P_TALK, P_COMPLETED, P_ABANDONED, P_TARGET, P_SL, P_COUNT };
static const struct ami_key params_keys[P_COUNT] = {
    AMI_KEY("Queue"),        AMI_KEY("Calls"),
    AMI_KEY("Holdtime"),     AMI_KEY("TalkTime"),
    AMI_KEY("Completed"),    AMI_KEY("Abandoned"),
    AMI_KEY("ServiceLevel"), AMI_KEY("ServicelevelPerf"),
};

/* "82.5" → 825; UNKNOWN when it is no percentage. */
static int64_t permille(const char *s)
{
    int64_t v = 0;
    const char *at = s;
    while (at && *at >= '0' && *at <= '9' && v <= 100) {
        v = v * 10 + (*at++ - '0');
    }
    if (!at || at == s) {
        return UNKNOWN;
    }
    int64_t tenth = at[0] == '.' && at[1] >= '0' && at[1] <= '9' ? at[1] - '0' : 0;
    v = v * 10 + tenth;
    return v <= 1000 ? v : UNKNOWN;
}

static bool read_params(struct pbx *p, struct ami_item *it)
{
    const char *f[P_COUNT];
    ami_fields(it, params_keys, P_COUNT, f);
    const char *q = f[P_QUEUE];
    if (!q || !*q) {
        return false;
    }
    vec_push(&p->params) = (struct pbx_params){
        .queue = q,
        .waiting = count_of(p, q, f[P_CALLS]),
        .hold_s = count_of(p, q, f[P_HOLD]),
        .talk_s = count_of(p, q, f[P_TALK]),
        .completed = count_of(p, q, f[P_COMPLETED]),
        .abandoned = count_of(p, q, f[P_ABANDONED]),
        .target_s = count_of(p, q, f[P_TARGET]),
        .sl_permille = permille(f[P_SL]),
    };
    return true;
}

enum { E_QUEUE, E_POSITION, E_UID, E_NUMBER, E_WAIT, E_PRIORITY, E_COUNT };
static const struct ami_key entry_keys[E_COUNT] = {
    AMI_KEY("Queue"),       AMI_KEY("Position"),  AMI_KEY("Uniqueid"),
    AMI_KEY("CallerIDNum"), AMI_LAST_KEY("Wait"), AMI_LAST_KEY("Priority"),
};

/* What Asterisk writes for a number that was withheld. */
static const char *number_of(const char *s)
{
    bool none = !s || strcasecmp(s, "unknown") == 0 || strcasecmp(s, "<unknown>") == 0;
    return none ? "" : s;
}

static bool read_entry(struct pbx *p, struct ami_item *it)
{
    const char *f[E_COUNT];
    ami_fields(it, entry_keys, E_COUNT, f);
    if (!f[E_QUEUE] || !*f[E_QUEUE] || !f[E_UID] || !*f[E_UID]) {
        return false;
    }
    if (it->forged) {
        snap_warn(p->b, f[E_UID], N_("a caller's name holds line breaks that pretend to be data"),
                  "");
    }
    vec_push(&p->entries) = (struct pbx_entry){
        .queue = f[E_QUEUE],
        .uid = f[E_UID],
        .number = number_of(f[E_NUMBER]),
        .position = count_of(p, f[E_UID], f[E_POSITION]),
        .wait_s = count_of(p, f[E_UID], f[E_WAIT]),
        .priority = ami_number(f[E_PRIORITY]),
    };
    return true;
}

/* The event's name without changing the entry. */
static bool is_event(const struct ami_item *it, const char *name)
{
    size_t n = strlen(name), left = (size_t)(it->end - it->p);
    return left > n + 7 && strncasecmp(it->p + 7, name, n) == 0 &&
           (it->p[n + 7] == '\r' || it->p[n + 7] == '\n');
}

bool pbx_read_status(struct pbx *p, int *n)
{
    struct ami_item it;
    while ((*n)-- > 0) {
        if (!ami_next(&p->list, &it)) {
            return false;
        }
        p->read += is_event(&it, "QueueMember")   ? read_member(p, &it)
                   : is_event(&it, "QueueParams") ? read_params(p, &it)
                   : is_event(&it, "QueueEntry")  ? read_entry(p, &it)
                                                  : 0;
    }
    return true;
}

bool pbx_read_summary(struct pbx *p, int *n)
{
    static const struct ami_key keys[] = {AMI_KEY("Queue"), AMI_KEY("Available"),
                                          AMI_KEY("LongestHoldTime")};
    struct ami_item it;
    while ((*n)-- > 0) {
        if (!ami_next(&p->list, &it)) {
            return false;
        }
        const char *f[COUNT(keys)];
        ami_fields(&it, keys, COUNT(keys), f);
        if (f[0] && *f[0]) {
            p->read++;
            vec_push(&p->summaries) =
                (struct pbx_summary){f[0], count_of(p, f[0], f[1]), count_of(p, f[0], f[2])};
        }
    }
    return true;
}

enum { L_NAME, L_NUMBER, L_PEER, L_UID, L_LINKED, L_APP, L_DATA, L_DURATION, L_BRIDGE, L_COUNT };
static const struct ami_key leg_keys[L_COUNT] = {
    AMI_KEY("Channel"),
    AMI_KEY("CallerIDNum"),
    AMI_KEY("ConnectedLineNum"),
    AMI_LAST_KEY("Uniqueid"),
    AMI_LAST_KEY("Linkedid"),
    AMI_LAST_KEY("Application"),
    AMI_LAST_KEY("ApplicationData"),
    AMI_LAST_KEY("Duration"),
    AMI_LAST_KEY("BridgeId"),
};

bool pbx_read_channels(struct pbx *p, int *n)
{
    struct ami_item it;
    while ((*n)-- > 0) {
        if (!ami_next(&p->list, &it)) {
            return false;
        }
        const char *f[L_COUNT];
        ami_fields(&it, leg_keys, L_COUNT, f);
        if (!f[L_NAME] || !f[L_UID]) {
            continue;
        }
        p->read++;
        strmap_add(&p->leg_uids, f[L_UID], (uint32_t)p->legs.n);
        vec_push(&p->legs) = (struct pbx_channel){
            .name = f[L_NAME],
            .uid = f[L_UID],
            .linked = text(f[L_LINKED]),
            .bridge = text(f[L_BRIDGE]),
            .app = text(f[L_APP]),
            .data = text(f[L_DATA]),
            .number = number_of(f[L_NUMBER]),
            .peer_number = number_of(f[L_PEER]),
            .duration_s = ami_duration(f[L_DURATION]),
        };
    }
    return true;
}

/* When a channel was made, from its Uniqueid ("1795282957.70", "pbx-1795282957.70"); 0: not told.
 */
static int64_t made_at(const char *uid)
{
    const char *dash = strrchr(uid, '-');
    int64_t t = 0;
    for (const char *s = dash ? dash + 1 : uid; *s != '.'; s++) {
        if (*s < '0' || *s > '9' || t > INT32_MAX) {
            return 0;
        }
        t = t * 10 + (*s - '0');
    }
    return t;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The PBX's present instant: a channel was made at the seconds of its Uniqueid and has lasted
 * Duration. The median of some, because who originates a call may choose its id. UNKNOWN: no
 * channel tells. */
static int64_t clock_of_legs(const struct pbx *p)
{
    int64_t at[CLOCK_LEGS];
    size_t n = 0;
    for (size_t i = 0; i < p->legs.n && n < CLOCK_LEGS; i++) {
        const struct pbx_channel *c = &p->legs.v[i];
        int64_t made = made_at(c->uid), t = made + c->duration_s;
        if (made > 0 && c->duration_s >= 0 && llabs(t - p->machine_now) < DAY_S) {
            at[n++] = t;
        }
    }
    if (n == 0) {
        return UNKNOWN;
    }
    qsort(at, n, sizeof *at, by_value);
    return at[n / 2];
}

static uint64_t mix(uint64_t h, const char *text, int64_t seconds)
{
    for (; *text; text++) {
        h = (h ^ (unsigned char)*text) * 0x100000001b3u;
    }
    return (h ^ (uint64_t)seconds) * 0x100000001b3u;
}

static uint64_t print_ages(const struct pbx *p)
{
    uint64_t h = 0xcbf29ce484222325u;
    bool any = false;
    for (size_t i = 0; i < p->entries.n; i++) {
        any = any || p->entries.v[i].wait_s != UNKNOWN;
        h = mix(h, p->entries.v[i].uid, p->entries.v[i].wait_s);
    }
    for (size_t i = 0; i < p->legs.n; i++) {
        any = any || p->legs.v[i].duration_s >= 0;
        h = mix(h, p->legs.v[i].uid, p->legs.v[i].duration_s);
    }
    return any ? h | 1 : 0;
}

bool pbx_is_frozen(struct pbx *p)
{
    uint64_t ages = print_ages(p);
    bool stands = ages != 0 && ages == p->ages && p->machine_now >= p->moved_at;
    if (!stands) {
        p->ages = ages;
        p->moved_at = p->machine_now;
    }
    return stands && p->centre && p->machine_now - p->moved_at > p->centre->stale_s;
}

void pbx_read_clock(struct pbx *p)
{
    int64_t told = clock_of_legs(p), now = p->now;
    if (told != UNKNOWN && llabs(told - now) > CLOCK_TOLERANCE_S) {
        now = told;
    }
    now = now < p->latest ? p->latest : now;
    p->skew_s += now - p->now;
    p->now = now;
}
