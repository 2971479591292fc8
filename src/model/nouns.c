/* The nouns of a centre (queues, segments, pause reasons, teams, sites, staff) by the columns of
 * their CSV files. One table a noun names its columns and says where each goes; columns that belong
 * to later books are accepted and not kept. */
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/centre.h"

#include "centre_in.h"

#define DAY_MIN 1440
#define COUNT_MAX 1000000 /* of targets and counts: wide enough, far from overflow */

enum field_kind {
    F_SKIP, /* of a later book, or the noun's own id */
    F_TEXT,
    F_INT, /* min…max; empty: 0, or −1 where that is allowed */
    F_BOOL,
    F_HHMM,
    F_CHOICE,    /* kept as text */
    F_MIN_READY, /* "A=2 B=1" */
    F_SPANS,     /* blocks of a shift, "08:00-12:00;14:30-18:00" */
    F_MEALS,
    F_WINDOW, /* one span, or empty */
};

struct field {
    enum field_kind kind;
    size_t offset;
    int min, max;
    const char *choices;
};

#define SKIP F_SKIP, 0, 0, 0, NULL
#define SPECIAL(kind) kind, 0, 0, 0, NULL
#define TEXT(noun, field) F_TEXT, offsetof(struct noun, field), 0, 0, NULL
#define BOOL(noun, field) F_BOOL, offsetof(struct noun, field), 0, 0, NULL
#define RANGE(noun, field, min, max) F_INT, offsetof(struct noun, field), min, max, NULL
#define COUNT(noun, field) RANGE(noun, field, 0, COUNT_MAX)
#define HHMM(noun, field) F_HHMM, offsetof(struct noun, field), 0, 2 * DAY_MIN, NULL
#define CHOICE(noun, field, choices) F_CHOICE, offsetof(struct noun, field), 0, 0, choices

/* clang-format off */
#define QUEUE_FIELDS(X)                                                                            \
    X("queue_id", SKIP)                                                                            \
    X("name_zh", TEXT(queue_cfg, name_zh))                                                         \
    X("name_en", TEXT(queue_cfg, name_en))                                                         \
    X("channel", CHOICE(queue_cfg, channel, "voice|outbound|chat"))                                \
    X("open_from", HHMM(queue_cfg, open_from_min))                                                 \
    X("open_to", HHMM(queue_cfg, open_to_min))                                                     \
    X("skill", TEXT(queue_cfg, skill))                                                             \
    X("priority", RANGE(queue_cfg, priority, 0, 100))                                              \
    X("sl_pct", RANGE(queue_cfg, sl_pct, 0, 100))                                                  \
    X("sl_seconds", RANGE(queue_cfg, sl_s, 0, 86400))                                              \
    X("asa_seconds", RANGE(queue_cfg, asa_s, 0, 86400))                                            \
    X("answer_pct", RANGE(queue_cfg, answer_pct, 0, 100))                                          \
    X("abandon_pct", RANGE(queue_cfg, abandon_pct, 0, 100))                                        \
    X("aht_seconds", RANGE(queue_cfg, aht_s, 0, 86400))                                            \
    X("acw_seconds", RANGE(queue_cfg, acw_s, 0, 86400))                                            \
    X("waiting_warn", COUNT(queue_cfg, waiting_warn))                                              \
    X("waiting_crit", COUNT(queue_cfg, waiting_crit))                                              \
    X("longest_warn_s", COUNT(queue_cfg, longest_warn_s))                                          \
    X("longest_crit_s", COUNT(queue_cfg, longest_crit_s))                                          \
    X("min_ready_by_segment", SPECIAL(F_MIN_READY))                                                \
    X("wrapup_sec", RANGE(queue_cfg, wrapup_s, 0, 3600))                                           \
    X("remark", SKIP)

#define SEGMENT_FIELDS(X)                                                                          \
    X("code", SKIP)                                                                                \
    X("name_zh", TEXT(segment_cfg, name_zh))                                                       \
    X("name_en", TEXT(segment_cfg, name_en))                                                       \
    X("segments", SPECIAL(F_SPANS))                                                                \
    X("crosses_midnight", SKIP)                                                                    \
    X("span_minutes", SKIP)                                                                        \
    X("unpaid_minutes", SKIP)                                                                      \
    X("meal_windows", SPECIAL(F_MEALS))                                                            \
    X("min_main", COUNT(segment_cfg, min_main))                                                    \
    X("min_remote", COUNT(segment_cfg, min_remote))                                                \
    X("min_lead", COUNT(segment_cfg, min_lead))                                                    \
    X("kind", CHOICE(segment_cfg, kind, "segment|composite|flex|standby|training|rest"))           \
    X("origin", SKIP)                                                                              \
    X("remark", SKIP)

#define PAUSE_FIELDS(X)                                                                            \
    X("code", SKIP)                                                                                \
    X("name_zh", TEXT(pause_cfg, name_zh))                                                         \
    X("name_en", TEXT(pause_cfg, name_en))                                                         \
    X("class", CHOICE(pause_cfg, klass, "work|rest|fault|none"))                                   \
    X("paid", SKIP)                                                                                \
    X("needs_approval", BOOL(pause_cfg, needs_approval))                                           \
    X("max_minutes", RANGE(pause_cfg, max_min, 0, DAY_MIN))                                        \
    X("max_per_shift", RANGE(pause_cfg, max_per_shift_min, 0, DAY_MIN))                            \
    X("night_max_minutes", RANGE(pause_cfg, night_max_min, -1, DAY_MIN))                           \
    X("night_max_per_shift", RANGE(pause_cfg, night_max_per_shift_min, -1, DAY_MIN))               \
    X("max_share_pct", RANGE(pause_cfg, max_share_pct, 0, 100))                                    \
    X("warn_minutes", RANGE(pause_cfg, warn_min, 0, DAY_MIN))                                      \
    X("window", SPECIAL(F_WINDOW))                                                                 \
    X("over_action", CHOICE(pause_cfg, over_action, "remind|alert"))                               \
    X("remark", SKIP)

#define TEAM_FIELDS(X)                                                                             \
    X("team_id", SKIP)                                                                             \
    X("name_zh", TEXT(team_cfg, name_zh))                                                          \
    X("name_en", TEXT(team_cfg, name_en))                                                          \
    X("site", TEXT(team_cfg, site))                                                                \
    X("leader_id", TEXT(team_cfg, leader_id))                                                      \
    X("deputy_id", SKIP)                                                                           \
    X("supervisor_id", SKIP)                                                                       \
    X("main_queue", TEXT(team_cfg, main_queue))                                                    \
    X("span_min", SKIP)                                                                            \
    X("span_max", SKIP)                                                                            \
    X("remark", SKIP)

#define SITE_FIELDS(X)                                                                             \
    X("site", SKIP)                                                                                \
    X("name_zh", TEXT(site_cfg, name_zh))                                                          \
    X("name_en", TEXT(site_cfg, name_en))                                                          \
    X("kind", CHOICE(site_cfg, kind, "main|remote"))                                               \
    X("open_from", HHMM(site_cfg, open_from_min))                                                  \
    X("open_to", HHMM(site_cfg, open_to_min))                                                      \
    X("head_id", SKIP)                                                                             \
    X("remark", SKIP)

#define STAFF_FIELDS(X)                                                                            \
    X("emp_id", SKIP)                                                                              \
    X("name_zh", TEXT(staff_cfg, name_zh))                                                         \
    X("name_py", TEXT(staff_cfg, name_py))                                                         \
    X("post", TEXT(staff_cfg, post))                                                               \
    X("duty", SKIP)                                                                                \
    X("team_id", TEXT(staff_cfg, team))                                                            \
    X("skills", TEXT(staff_cfg, skills))                                                           \
    X("level", TEXT(staff_cfg, level))                                                             \
    X("site", TEXT(staff_cfg, site))                                                               \
    X("seat", SKIP)                                                                                \
    X("extension", TEXT(staff_cfg, extension))                                                     \
    X("hire_date", SKIP)                                                                           \
    X("rota_group", TEXT(staff_cfg, rota_group))                                                   \
    X("meal_group", SKIP)                                                                          \
    X("status", TEXT(staff_cfg, status))                                                           \
    X("remark", SKIP)

/* Each list twice, in the same order: the columns as the door gives them out, and what becomes of
 * them. */
#define AS_NAME(column, ...) column,
#define AS_FIELD(column, ...) {__VA_ARGS__},
static const char *const queue_columns[] = {QUEUE_FIELDS(AS_NAME) NULL};
static const struct field queue_fields[] = {QUEUE_FIELDS(AS_FIELD)};
static const char *const segment_columns[] = {SEGMENT_FIELDS(AS_NAME) NULL};
static const struct field segment_fields[] = {SEGMENT_FIELDS(AS_FIELD)};
static const char *const pause_columns[] = {PAUSE_FIELDS(AS_NAME) NULL};
static const struct field pause_fields[] = {PAUSE_FIELDS(AS_FIELD)};
static const char *const team_columns[] = {TEAM_FIELDS(AS_NAME) NULL};
static const struct field team_fields[] = {TEAM_FIELDS(AS_FIELD)};
static const char *const site_columns[] = {SITE_FIELDS(AS_NAME) NULL};
static const struct field site_fields[] = {SITE_FIELDS(AS_FIELD)};
static const char *const staff_columns[] = {STAFF_FIELDS(AS_NAME) NULL};
static const struct field staff_fields[] = {STAFF_FIELDS(AS_FIELD)};
/* clang-format on */

/* The noun of an id in its list, made with its defaults when it is new. */
static void *queue_noun(struct centre *c, const char *id);
static void *segment_noun(struct centre *c, const char *id);
static void *pause_noun(struct centre *c, const char *id);
static void *team_noun(struct centre *c, const char *id);
static void *site_noun(struct centre *c, const char *id);
static void *staff_noun(struct centre *c, const char *id);

struct noun {
    const char *table;
    const char *const *columns;
    const struct field *fields;
    size_t n;
    void *(*get)(struct centre *c, const char *id);
};
#define NOUN(word)                                                                                 \
    {                                                                                              \
#word, word##_columns, word##_fields, sizeof word##_fields / sizeof *word##_fields,        \
            word##_noun                                                                            \
    }
static const struct noun nouns[] = {NOUN(pause), NOUN(queue), NOUN(segment),
                                    NOUN(site),  NOUN(staff), NOUN(team)};

static const struct noun *noun_find(const char *table)
{
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        if (strcmp(nouns[i].table, table) == 0) {
            return &nouns[i];
        }
    }
    return NULL;
}

const char *const *centre_columns(const char *table)
{
    static const char *const none[] = {NULL};
    const struct noun *n = noun_find(table);
    return n ? n->columns : none;
}

static char *text(const char *s)
{
    return mem_strdup(s);
}

static void *queue_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_queue, id);
    if (i != STRMAP_NONE) {
        return &c->queues.v[i];
    }
    struct queue_cfg *q = &vec_push(&c->queues);
    *q = (struct queue_cfg){.id = text(id),
                            .name_zh = text(""),
                            .name_en = text(""),
                            .channel = text("voice"),
                            .skill = text(""),
                            .open_to_min = DAY_MIN};
    strmap_add(&c->by_queue, q->id, (uint32_t)c->queues.n - 1);
    return q;
}

static void *segment_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_segment, id);
    if (i != STRMAP_NONE) {
        return &c->segments.v[i];
    }
    struct segment_cfg *s = &vec_push(&c->segments);
    *s = (struct segment_cfg){
        .code = text(id), .name_zh = text(""), .name_en = text(""), .kind = text("segment")};
    strmap_add(&c->by_segment, s->code, (uint32_t)c->segments.n - 1);
    return s;
}

static void *pause_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_pause, id);
    if (i != STRMAP_NONE) {
        return &c->pauses.v[i];
    }
    struct pause_cfg *p = &vec_push(&c->pauses);
    *p = (struct pause_cfg){.code = text(id),
                            .name_zh = text(""),
                            .name_en = text(""),
                            .klass = text("rest"),
                            .over_action = text("remind"),
                            .night_max_min = -1,
                            .night_max_per_shift_min = -1,
                            .window_from_min = -1,
                            .window_to_min = -1};
    strmap_add(&c->by_pause, p->code, (uint32_t)c->pauses.n - 1);
    return p;
}

static void *team_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_team, id);
    if (i != STRMAP_NONE) {
        return &c->teams.v[i];
    }
    struct team_cfg *t = &vec_push(&c->teams);
    *t = (struct team_cfg){.id = text(id),
                           .name_zh = text(""),
                           .name_en = text(""),
                           .site = text(""),
                           .leader_id = text(""),
                           .main_queue = text("")};
    strmap_add(&c->by_team, t->id, (uint32_t)c->teams.n - 1);
    return t;
}

static void *site_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_site, id);
    if (i != STRMAP_NONE) {
        return &c->sites.v[i];
    }
    struct site_cfg *s = &vec_push(&c->sites);
    *s = (struct site_cfg){.id = text(id),
                           .name_zh = text(""),
                           .name_en = text(""),
                           .kind = text("main"),
                           .open_to_min = DAY_MIN};
    strmap_add(&c->by_site, s->id, (uint32_t)c->sites.n - 1);
    return s;
}

static void *staff_noun(struct centre *c, const char *id)
{
    uint32_t i = strmap_get(&c->by_staff, id);
    if (i != STRMAP_NONE) {
        return &c->staff.v[i];
    }
    struct staff_cfg *s = &vec_push(&c->staff);
    *s = (struct staff_cfg){.id = text(id),
                            .name_zh = text(""),
                            .name_py = text(""),
                            .post = text(""),
                            .team = text(""),
                            .site = text(""),
                            .extension = text(""),
                            .skills = text(""),
                            .rota_group = text(""),
                            .status = text("active"),
                            .level = text("")};
    strmap_add(&c->by_staff, s->id, (uint32_t)c->staff.n - 1);
    return s;
}

/* "HH:MM-HH:MM", the second of the next day with +1 or when it is not after the first. */
static bool parse_span(const char *s, size_t n, int *from, int *to)
{
    char word[32];
    const char *dash = memchr(s, '-', n);
    if (!dash || n >= sizeof word) {
        return false;
    }
    size_t head = (size_t)(dash - s);
    memcpy(word, s, n);
    word[n] = '\0';
    word[head] = '\0';
    *from = civil_parse_hhmm(word);
    *to = civil_parse_hhmm(word + head + 1);
    if (*from < 0 || *from >= DAY_MIN || *to < 0) {
        return false;
    }
    if (*to <= *from) {
        *to += DAY_MIN;
    }
    return *to - *from <= DAY_MIN;
}

struct span {
    int from_min, to_min;
};

static enum err_code parse_spans(const char *name, const char *value, struct span *to, int max,
                                 int *n, struct err *e)
{
    int k = 0;
    for (const char *p = value; *p != '\0';) {
        size_t len = strcspn(p, ";");
        if (k == max || !parse_span(p, len, &to[k].from_min, &to[k].to_min)) {
            return err_set(e, ERR_PARSE,
                           N_("{0} = {1}: up to {2} spans HH:MM-HH:MM with ; between are expected"),
                           name, value, NUM(max));
        }
        k++;
        p += len;
        p += *p == ';';
    }
    *n = k;
    return OK;
}

static enum err_code set_blocks(struct segment_cfg *s, const char *name, const char *value,
                                bool meals, struct err *e)
{
    struct span span[4];
    int n = 0;
    enum err_code r = parse_spans(name, value, span, 4, &n, e);
    if (r != OK) {
        return r;
    }
    for (int i = 0; i < n; i++) {
        if (meals) {
            s->meal[i].from_min = span[i].from_min;
            s->meal[i].to_min = span[i].to_min;
        } else {
            s->block[i].from_min = span[i].from_min;
            s->block[i].to_min = span[i].to_min;
        }
    }
    *(meals ? &s->n_meal : &s->n_blocks) = n;
    return OK;
}

static enum err_code set_window(struct pause_cfg *p, const char *name, const char *value,
                                struct err *e)
{
    struct span span = {-1, -1};
    int n = 0;
    enum err_code r = parse_spans(name, value, &span, 1, &n, e);
    if (r == OK) {
        p->window_from_min = n ? span.from_min : -1;
        p->window_to_min = n ? span.to_min : -1;
    }
    return r;
}

static enum err_code set_min_ready(struct queue_cfg *q, const char *name, const char *value,
                                   struct err *e)
{
    const int max = (int)(sizeof q->min_ready / sizeof *q->min_ready);
    struct queue_cfg new = {0};
    for (const char *p = value + strspn(value, " "); *p != '\0'; p += strspn(p, " ")) {
        size_t len = strcspn(p, " ");
        const char *eq = memchr(p, '=', len);
        size_t code = eq ? (size_t)(eq - p) : 0;
        size_t digits = eq ? len - code - 1 : 0;
        if (new.n_min_ready == max || code == 0 || code >= sizeof new.min_ready[0].segment ||
            digits == 0 || digits > 5 || strspn(eq + 1, "0123456789") < digits) {
            return err_set(e, ERR_PARSE,
                           N_("{0} = {1}: up to {2} pairs like A=2 with blanks between are "
                              "expected, no code longer than 7 bytes"),
                           name, value, NUM(max));
        }
        memcpy(new.min_ready[new.n_min_ready].segment, p, code);
        new.min_ready[new.n_min_ready++].min = (int)strtol(eq + 1, NULL, 10);
        p += len;
    }
    memcpy(q->min_ready, new.min_ready, sizeof q->min_ready);
    q->n_min_ready = new.n_min_ready;
    return OK;
}

static enum err_code set_field(void *noun, const struct field *f, const char *name,
                               const char *value, struct err *e)
{
    void *at = (char *)noun + f->offset;
    int i = 0;
    enum err_code r = OK;
    switch (f->kind) {
    case F_SKIP:
        return OK;
    case F_TEXT:
        setting_text(at, value);
        return OK;
    case F_INT:
        if (*value == '\0') {
            *(int *)at = f->min < 0 ? -1 : 0;
            return OK;
        }
        return setting_int(name, value, f->min < 0 ? 0 : f->min, f->max, at, e);
    case F_BOOL:
        return setting_bool(name, value, at, e);
    case F_HHMM:
        return setting_hhmm(name, value, f->max, at, e);
    case F_CHOICE:
        r = setting_choice(name, value, f->choices, &i, e);
        if (r == OK) {
            setting_text(at, value);
        }
        return r;
    case F_MIN_READY:
        return set_min_ready(noun, name, value, e);
    case F_SPANS:
    case F_MEALS:
        return set_blocks(noun, name, value, f->kind == F_MEALS, e);
    case F_WINDOW:
        return set_window(noun, name, value, e);
    }
    return r;
}

enum err_code centre_field(struct centre *c, const char *table, const char *id, const char *column,
                           const char *value, struct err *e)
{
    const struct noun *n = noun_find(table);
    if (!n) {
        return err_set(e, ERR_NOT_FOUND, N_("there is no table {0}"), table);
    }
    if (*id == '\0') {
        return err_set(e, ERR_PARSE, N_("the id of an entry of {0} is empty"), table);
    }
    for (size_t i = 0; i < n->n; i++) {
        if (strcmp(n->columns[i], column) == 0) {
            return set_field(n->get(c, id), &n->fields[i], column, value, e);
        }
    }
    return err_set(e, ERR_NOT_FOUND, N_("{0} has no column {1}"), table, column);
}

/* Frees every text of one noun: its id and what its table names as text. */
static void free_noun(const struct field *fields, size_t n, void *noun, char *id)
{
    for (size_t i = 0; i < n; i++) {
        if (fields[i].kind == F_TEXT || fields[i].kind == F_CHOICE) {
            free(*(char **)(void *)((char *)noun + fields[i].offset));
        }
    }
    free(id);
}

#define FREE_LIST(list, word, id)                                                                  \
    do {                                                                                           \
        for (size_t i = 0; i < (list)->n; i++) {                                                   \
            free_noun(word##_fields, sizeof word##_fields / sizeof *word##_fields, &(list)->v[i],  \
                      (list)->v[i].id);                                                            \
        }                                                                                          \
        vec_free(list);                                                                            \
        strmap_release(&c->by_##word);                                                             \
    } while (0)

void centre_free_nouns(struct centre *c)
{
    FREE_LIST(&c->queues, queue, id);
    FREE_LIST(&c->segments, segment, code);
    FREE_LIST(&c->pauses, pause, code);
    FREE_LIST(&c->teams, team, id);
    FREE_LIST(&c->sites, site, id);
    FREE_LIST(&c->staff, staff, id);
}
