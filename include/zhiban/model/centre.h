/* The centre: its settings (setting.h) and the organisation the floor is judged by. Plain data,
 * read by svc/config from zhiban.conf or a CSV folder. */
#ifndef ZHIBAN_MODEL_CENTRE_H
#define ZHIBAN_MODEL_CENTRE_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/civil.h"
#include "zhiban/base/err.h"
#include "zhiban/base/strmap.h"
#include "zhiban/base/vec.h"
#include "zhiban/model/setting.h"

/* Service-level variants of METRICS.md. */
enum sl_variant { SL_F1, SL_F2, SL_F3, SL_F4, SL_F5 };
extern const char *const sl_variant_names[5]; /* "f1" … "f5" */

#define NO_LIMIT 0 /* a limit or target of 0 means there is none */

struct queue_cfg {
    char *id, *name_zh, *name_en, *channel, *skill;
    int open_from_min, open_to_min; /* minutes after midnight; equal, or 0 and 1440: always open */
    int priority;
    int sl_pct, sl_s, asa_s, abandon_pct, aht_s, acw_s, answer_pct;
    int waiting_warn, waiting_crit, longest_warn_s, longest_crit_s;
    struct {
        char segment[8];
        int min;
    } min_ready[8]; /* by segment code */
    int n_min_ready;
    int wrapup_s; /* for backends that do not tell (Asterisk): seconds after a call; 0: none */
};

/* A span of a local day; to ≤ from or `next_day` ends on the next day. */
struct segment_cfg {
    char *code, *name_zh, *name_en, *kind;
    int n_blocks;
    struct {
        int from_min, to_min;
    } block[4]; /* to_min may be over 1440: next day */
    int min_main, min_remote, min_lead;
    int n_meal;
    struct {
        int from_min, to_min;
    } meal[4];
};

struct pause_cfg {
    char *code, *name_zh, *name_en, *klass, *over_action;
    bool needs_approval;
    int max_min, max_per_shift_min, max_share_pct, warn_min;
    int night_max_min, night_max_per_shift_min; /* on N; −1: as by day */
    int window_from_min, window_to_min;         /* both −1: any time */
};

struct team_cfg {
    char *id, *name_zh, *name_en, *site, *leader_id, *main_queue;
};

struct site_cfg {
    char *id, *name_zh, *name_en, *kind;
    int open_from_min, open_to_min;
};

/* A person, as far as the floor needs her before the books exist: name, team and site by backend
 * id. */
struct staff_cfg {
    char *id, *name_zh, *name_py, *post, *team, *site, *extension, *skills, *rota_group, *status,
        *level;
};

struct centre {
    char *name;
    char *zone_name;
    int day_start_min;
    int interval_min; /* 30 */
    enum sl_variant sl_variant;
    int short_abandon_s, sl_pct, sl_s, answer_pct, abandon_pct;
    int poll_s, stale_s;
    char *period; /* "auto", "interval", "segment", "day" */
    int ring_limit_s, talk_limit_s, wrapup_s;
    bool mask_caller;
    int hold_warn_s, hold_rate_s, hold_clear_s; /* METRICS.md, Levels */
    int rate_min_decided;                       /* 20 */
    VEC(struct queue_cfg) queues;
    VEC(struct segment_cfg) segments;
    VEC(struct pause_cfg) pauses;
    VEC(struct team_cfg) teams;
    VEC(struct site_cfg) sites;
    VEC(struct staff_cfg) staff;
    struct zone *zone; /* owned; set by centre_finish */
    struct strmap by_queue, by_segment, by_pause, by_team, by_site, by_staff; /* id → index */
};

/* Defaults for everything; the noun's lists are empty. Release with centre_release. */
void centre_init(struct centre *c);
void centre_release(struct centre *c);
/* Sets one setting from its text. ERR_NOT_FOUND: no such name; ERR_PARSE: the value (the text says
 * the range or the choices). */
enum err_code centre_set(struct centre *c, const char *name, const char *value, struct err *e);
/* The present value as text (static buffer of the caller). */
void centre_get(const struct centre *c, const struct setting_def *d, char *to, size_t n);

/* Sets one field of a noun by its CSV column name; creates the noun when it is new. table: "queue",
 * "segment", "pause", "team", "site", "staff". ERR_NOT_FOUND: no such column (columns that later
 * books use are accepted and kept out); ERR_PARSE: the value. */
enum err_code centre_field(struct centre *c, const char *table, const char *id, const char *column,
                           const char *value, struct err *e);
/* The column names of a table; NULL-terminated. */
const char *const *centre_columns(const char *table);

/* Loads the zone, checks what hangs together (limits in order, segments cover a day once at most).
 * Call once after the last setting. */
enum err_code centre_finish(struct centre *c, struct err *e);

const struct queue_cfg *centre_queue(const struct centre *c, const char *id);
const struct pause_cfg *centre_pause(const struct centre *c, const char *code);
const struct staff_cfg *centre_staff(const struct centre *c, const char *id);
const struct team_cfg *centre_team(const struct centre *c, const char *id);
const struct segment_cfg *centre_segment(const struct centre *c, const char *code);
const struct site_cfg *centre_site(const struct centre *c, const char *id);

/* The name in the language asked for, else the other one, else "". */
const char *centre_name(const char *zh, const char *en, bool chinese);

/* The segment of kind "segment" that runs at t at the main site (min_main > 0 or no minimum set),
 * with its start and end instants and business date (days since 1970). NULL: none is defined. */
const struct segment_cfg *centre_segment_at(const struct centre *c, int64_t t, int64_t *from,
                                            int64_t *to, int64_t *business_day);
/* Whether a queue is open at t (centre's zone). */
bool queue_open_at(const struct queue_cfg *q, const struct zone *z, int64_t t);
/* The targets a queue is judged by: its own, else the centre's (q may be NULL); outbound queues
 * have only their own. 0: none. */
int queue_sl_pct(const struct centre *c, const struct queue_cfg *q);
int queue_sl_s(const struct centre *c, const struct queue_cfg *q);
int queue_answer_pct(const struct centre *c, const struct queue_cfg *q);
int queue_abandon_pct(const struct centre *c, const struct queue_cfg *q);
/* The least ready agents of a queue in a segment; 0: none asked. */
int queue_min_ready(const struct queue_cfg *q, const char *segment);
/* Whether the queue dials out: its calls are left out of the centre's totals (人工呼入). */
bool queue_outbound(const struct queue_cfg *q);
/* A segment that ends on the next day (N): its night limits of pauses are in force. */
bool segment_is_night(const struct segment_cfg *s);
/* The longest one pause of a reason may be, by day or by night, in minutes; NO_LIMIT. */
int pause_max_min(const struct pause_cfg *p, bool night);
/* The same for all pauses of the reason in a shift. */
int pause_max_per_shift_min(const struct pause_cfg *p, bool night);

#endif
