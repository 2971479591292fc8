/* Who is there: the centre's own agents, or as many as asked for, made after their pattern; the
 * queues they serve; their states and the line of the idle. */
#include "floor_ops.h"

#include <stdio.h>
#include <string.h>

#define FIRST_ID 1001
#define FIRST_EXTENSION 6101

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
};
static const char *const given_names[] = {
    "晓雯", "子涵", "雨桐", "思远", "佳怡", "浩然", "欣妍", "梓萱", "一鸣", "静怡", "嘉琪", "文博",
    "若曦", "明轩", "诗涵", "俊杰", "雅婷", "宇航", "梦琪", "天佑", "可欣", "志强", "美玲", "建国",
    "婉清", "立新", "春燕", "海涛", "秋月", "小满", "冬梅", "晨曦", "念",   "楠",   "露",   "磊",
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

uint64_t people_skills(const struct centre *c, const char *skills)
{
    uint64_t mask = 0;
    for (const char *at = skills ? skills : ""; *at != '\0';) {
        size_t len = strcspn(at, "|");
        for (size_t i = 0; i < c->queues.n && i < SIM_QUEUES_MAX; i++) {
            const char *skill = c->queues.v[i].skill;
            if (skill != NULL && strlen(skill) == len && memcmp(skill, at, len) == 0) {
                mask |= (uint64_t)1 << i;
            }
        }
        at += len + (at[len] == '|');
    }
    return mask;
}

/* The index of the kind that serves just these queues; made when it is new. */
static uint32_t kind_of(struct sim *s, uint64_t queues)
{
    for (size_t i = 0; i < s->kinds.n; i++) {
        if (s->kinds.v[i].queues == queues) {
            return (uint32_t)i;
        }
    }
    vec_push(&s->kinds) = (struct kind){queues, NOBODY, NOBODY};
    return (uint32_t)s->kinds.n - 1;
}

static uint32_t team_of(struct sim *s, const char *team)
{
    for (size_t i = s->people.n; i-- > 0;) {
        if (strcmp(s->people.v[i].team, team) == 0) {
            return s->people.v[i].team_index;
        }
        if (s->people.n - i > 64) { /* teams are made in runs; further back is another copy's */
            break;
        }
    }
    vec_push(&s->team_sizes) = 0;
    return (uint32_t)s->team_sizes.n - 1;
}

static const char *number_text(struct sim *s, int number)
{
    char text[16];
    int n = snprintf(text, sizeof text, "%d", number);
    return arena_strndup(&s->arena, text, (size_t)n);
}

/* A made-up person of a copied team. */
static void name_copy(struct sim *s, struct person *p, int index, int copy)
{
    const char *family = surnames[(size_t)(index * 7 + copy) % COUNT(surnames)];
    const char *given = given_names[(size_t)(index * 5 + copy * 3) % COUNT(given_names)];
    struct buf text;
    buf_init(&text, 0);
    buf_printf(&text, "%s%s", family, given);
    p->name = arena_strndup(&s->arena, buf_str(&text), text.len);
    buf_reset(&text);
    buf_printf(&text, "%s-%d", p->team, copy + 1);
    p->team = arena_strndup(&s->arena, buf_str(&text), text.len);
    buf_release(&text);
    p->extension = number_text(s, FIRST_EXTENSION + index);
}

static void add_person(struct sim *s, const struct staff_cfg *who, int index, int copy)
{
    struct person p = {.staff = who, .state = ST_OFFLINE, .pause = -1, .pause_next = -1};
    p.call = NO_CALL;
    p.idle_prev = p.idle_next = NOBODY;
    p.site = who->site ? who->site : "";
    p.team = who->team ? who->team : "";
    p.id = s->opts.agents == 0 ? who->id : number_text(s, FIRST_ID + index);
    p.name = who->name_zh ? who->name_zh : who->id;
    p.extension = who->extension ? who->extension : "";
    if (copy > 0) {
        name_copy(s, &p, index, copy);
    }
    p.team_index = team_of(s, p.team);
    p.skills = p.queues = people_skills(s->centre, who->skills);
    p.kind = kind_of(s, p.queues);
    p.batch = s->opts.rota ? rota_meal_batch(s->opts.rota, who->id, index) : index & 1;
    vec_push(&s->people) = p;
}

/* Agents of the centre, or everybody who has a queue's skill when nobody is called one. */
static bool is_agent(const struct centre *c, const struct staff_cfg *who, bool by_post)
{
    if (by_post) {
        return who->post != NULL && strcmp(who->post, "agent") == 0;
    }
    return people_skills(c, who->skills) != 0;
}

void people_build(struct sim *s)
{
    const struct centre *c = s->centre;
    VEC(size_t) agents = {0}; /* indices into the staff */
    for (int by_post = 1; by_post >= 0 && agents.n == 0; by_post--) {
        for (size_t i = 0; i < c->staff.n; i++) {
            if (is_agent(c, &c->staff.v[i], by_post == 1)) {
                vec_push(&agents) = i;
            }
        }
    }
    size_t want = s->opts.agents > 0 ? (size_t)s->opts.agents : agents.n;
    for (size_t i = 0; i < want && agents.n > 0; i++) {
        /* Fewer than there are: spread over the list, so that every team is there. */
        size_t at = want < agents.n ? i * agents.n / want : i % agents.n;
        add_person(s, &c->staff.v[agents.v[at]], (int)i, (int)(i / agents.n));
    }
    vec_free(&agents);
    size_t cells = s->team_sizes.n * (c->pauses.n ? c->pauses.n : 1);
    for (size_t i = 0; i < cells; i++) {
        vec_push(&s->breaks) = 0;
    }
    for (size_t i = 0; i < s->people.n; i++) {
        strmap_add(&s->by_id, s->people.v[i].id, (uint32_t)i);
    }
}

struct person *person_find(struct sim *s, const char *id)
{
    uint32_t at = strmap_get(&s->by_id, id);
    return at == STRMAP_NONE ? NULL : &s->people.v[at];
}

static void idle_append(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    struct kind *k = &s->kinds.v[p->kind];
    p->idle_prev = k->last;
    p->idle_next = NOBODY;
    if (k->last == NOBODY) {
        k->first = who;
    } else {
        s->people.v[k->last].idle_next = who;
    }
    k->last = who;
}

static void idle_remove(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    struct kind *k = &s->kinds.v[p->kind];
    if (p->idle_prev == NOBODY) {
        k->first = p->idle_next;
    } else {
        s->people.v[p->idle_prev].idle_next = p->idle_next;
    }
    if (p->idle_next == NOBODY) {
        k->last = p->idle_prev;
    } else {
        s->people.v[p->idle_next].idle_prev = p->idle_prev;
    }
    p->idle_prev = p->idle_next = NOBODY;
}

void person_set_queues(struct sim *s, uint32_t who, uint64_t queues)
{
    bool idle = s->people.v[who].state == ST_READY;
    if (idle) {
        idle_remove(s, who);
    }
    s->people.v[who].queues = queues;
    s->people.v[who].kind = kind_of(s, queues);
    if (idle) {
        idle_append(s, who);
    }
    s->revision++;
}

static int *break_count(struct sim *s, const struct person *p, int reason)
{
    return &s->breaks.v[p->team_index * s->centre->pauses.n + (size_t)reason];
}

void person_set_state(struct sim *s, uint32_t who, enum agent_state state)
{
    struct person *p = &s->people.v[who];
    int64_t from = p->since_ms > s->counters_ms ? p->since_ms : s->counters_ms;
    if (s->now_ms > from) {
        p->state_ms[p->state] += s->now_ms - from;
    }
    if (p->state == ST_READY) {
        idle_remove(s, who);
    }
    if (p->state == ST_PAUSED && p->pause >= 0) {
        --*break_count(s, p, p->pause);
        p->pause = -1;
    }
    if (p->state == ST_OFFLINE && state != ST_OFFLINE) {
        s->team_sizes.v[p->team_index]++;
    }
    if (p->state != ST_OFFLINE && state == ST_OFFLINE) {
        s->team_sizes.v[p->team_index]--;
    }
    p->state = state;
    p->since_ms = s->now_ms;
    p->gen++;
    s->revision++;
    if (state == ST_READY) {
        idle_append(s, who);
    }
}

void person_enter_pause(struct sim *s, uint32_t who, int reason, int len_s)
{
    struct person *p = &s->people.v[who];
    person_set_state(s, who, ST_PAUSED);
    p->pause = reason;
    p->pause_ms = s->now_ms;
    p->pause_due = false;
    if (reason >= 0) {
        ++*break_count(s, p, reason);
    }
    if (len_s > 0) {
        sim_push(s, s->now_ms + (int64_t)len_s * 1000, EV_REST_END, who, p->gen, 0);
    }
}

void person_free(struct sim *s, uint32_t who)
{
    struct person *p = &s->people.v[who];
    p->call = NO_CALL;
    if (p->leaving) {
        p->leaving = false;
        p->pause_due = false;
        p->login_ms = 0;
        person_set_state(s, who, ST_OFFLINE);
        return;
    }
    if (p->pause_due) {
        memcpy(p->reason, p->reason_next, sizeof p->reason);
        person_enter_pause(s, who, p->pause_next, p->pause_len_s);
        return;
    }
    if (call_take_next(s, who)) {
        return;
    }
    person_set_state(s, who, ST_READY);
    for (size_t i = 0; i < s->queues.n; i++) {
        const struct sim_queue *q = &s->queues.v[i];
        if (!q->inbound && (p->queues >> i & 1) && profile_open(s, q)) {
            int64_t pause_ms = rng_range(&s->rng, 15000, 90000);
            sim_push(s, s->now_ms + pause_ms, EV_DIAL, who, p->gen, 0);
            break;
        }
    }
}

const char *person_reason(const struct sim *s, const struct person *p)
{
    if (p->state != ST_PAUSED) {
        return "";
    }
    return p->pause >= 0 ? s->centre->pauses.v[p->pause].code : p->reason;
}
