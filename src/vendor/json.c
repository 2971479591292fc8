/* Backend json: one GET answers the whole floor (INTERFACES section 4).
 *
 * An answer passes three stages, each in slices: the scan proves the whole document sound and finds
 * the top-level members; the head (schema, time, counters_since) is read; then the elements of the
 * four arrays are parsed one by one, so that never more than one element's tree is in memory. A
 * document is refused as a whole or read as a whole: nothing of a broken one is shown. */
#include <string.h>

#include "internal.h"
#include "json_elements.h"
#include "json_scan.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/model/snapshot_builder.h"

#define SCHEMA "zhiban.snapshot/1"
#define DAY_S 86400
/* Bytes the scan does for one element of a slice; a typical element has 400. */
#define SCAN_BYTES 2048

enum { TOP_SCHEMA, TOP_TIME, TOP_SINCE, TOP_QUEUES, TOP_AGENTS, TOP_CALLS, TOP_ENDED, TOP_COUNT };
static const char *const top_names[TOP_COUNT + 1] = {
    "schema", "time", "counters_since", "queues", "agents", "calls", "ended", NULL,
};

enum stage { IDLE, WAITING, SCANNING, ARRAYS };

struct json {
    struct vendor v;
    char *name, *url;
    char *etag;     /* of the last document that was read; NULL none */
    char *new_etag; /* of the one under way */
    int tag;        /* of the request under way; others are late answers */
    enum stage stage;
    struct buf body;
    struct json_scan scan;
    struct json_reader read;
    int array; /* TOP_QUEUES.. under way */
    size_t at; /* in the body: the next element, 0 before the array's first */
    int64_t index;
    unsigned fields;
    struct arena tree; /* of the element being read */
};

/* One element's tree lives in an arena that is reset for the next: cJSON's own malloc and free a
 * node cost as much as the parsing. Its hooks take no context, so the arena in use stands in a
 * static, set for the length of a slice only; nothing else runs meanwhile. */
static struct arena *tree_arena;

static void *tree_alloc(size_t size)
{
    return arena_alloc(tree_arena, size);
}

static void tree_free(void *p)
{
    (void)p;
}

static void tree_begin(struct arena *a)
{
    cJSON_Hooks hooks = {.malloc_fn = tree_alloc, .free_fn = tree_free};
    tree_arena = a;
    cJSON_InitHooks(&hooks);
}

static void tree_end(void)
{
    cJSON_InitHooks(NULL);
    tree_arena = NULL;
}

static struct json *self(struct vendor *v)
{
    return (struct json *)v; /* the first member */
}

/* Forgets the document under way. */
static void drop(struct json *j)
{
    buf_release(&j->body);
    snap_builder_free(j->read.b);
    j->read.b = NULL;
    free(j->new_etag);
    j->new_etag = NULL;
    j->stage = IDLE;
}

static enum err_code json_open(const struct vendor_config *cfg, struct vendor **to, struct err *e)
{
    if (strncmp(cfg->url, "http://", 7) != 0 && strncmp(cfg->url, "https://", 8) != 0) {
        err_set(e, ERR_USAGE,
                N_("the URL of the backend {0} does not begin with http:// or https://"),
                cfg->name);
        return err_hint(e, N_("write it as json+http://host/path or json+https://host/path"));
    }
    struct json *j = mem_calloc(1, sizeof *j);
    j->v.ops = &vendor_json;
    j->name = mem_strdup(cfg->name);
    j->url = mem_strdup(cfg->url);
    *to = &j->v;
    return OK;
}

static void json_free(struct vendor *v)
{
    if (!v) {
        return;
    }
    struct json *j = self(v);
    drop(j);
    arena_release(&j->tree);
    free(j->etag);
    free(j->url);
    free(j->name);
    free(j);
}

static void json_poll(struct vendor *v, int64_t now, struct vendor_step *s)
{
    struct json *j = self(v);
    (void)now;
    drop(j);
    j->stage = WAITING;
    vec_push(&s->requests) = (struct http_request){
        .tag = ++j->tag,
        .method = "GET",
        .url = mem_strdup(j->url),
        .etag = j->etag ? mem_strdup(j->etag) : NULL,
        .auth = true,
    };
}

/* Parses one member of the top level as a whole; NULL: absent. Free with cJSON_Delete. */
static cJSON *parse_top(const struct json *j, int top)
{
    struct json_span at = j->scan.top[top];
    if (at.at == 0 || at.end - at.at > 4096) {
        return NULL;
    }
    return cJSON_ParseWithLengthOpts(j->body.p + at.at, at.end - at.at, NULL, false);
}

/* schema, time, counters_since; false: not a document of ours. */
static bool read_head(struct json *j, int64_t now, struct vendor_step *s)
{
    struct json_reader *r = &j->read;
    struct snapshot *snap = snap_builder_snapshot(r->b);
    cJSON *schema = parse_top(j, TOP_SCHEMA);
    bool ours = cJSON_IsString(schema) && strcmp(schema->valuestring, SCHEMA) == 0;
    if (!ours) {
        const char *is = cJSON_IsString(schema) ? schema->valuestring : "–";
        vendor_fail(s, ERR_BACKEND,
                    N_("the backend {0} speaks another format: schema is {1}, not {2}"), j->name,
                    is, SCHEMA);
        err_hint(&s->err, N_("zhiban-snapshot(5) describes the document"));
    }
    cJSON_Delete(schema);
    if (!ours) {
        return false;
    }
    json_at(r, "", -1);
    cJSON *time = parse_top(j, TOP_TIME), *since = parse_top(j, TOP_SINCE);
    r->latest = now + DAY_S;
    snap->time = json_time(r, cJSON_IsNull(time) ? NULL : time, top_names[TOP_TIME]);
    if (snap->time != UNKNOWN) {
        r->latest = snap->time + DAY_S;
    }
    bool told = since && !cJSON_IsNull(since);
    snap->counters_since = json_time(r, told ? since : NULL, top_names[TOP_SINCE]);
    snap->counters_daily = !told;
    cJSON_Delete(time);
    cJSON_Delete(since);
    for (int i = 0; i < TOP_COUNT; i++) {
        if (j->scan.twice[i]) {
            json_warn(r, top_names[i], N_("is written twice; the first counts"), NULL);
        }
    }
    return true;
}

static const char *const asterisk_hint =
    N_("if this is an Asterisk, write its URL as asterisk+http://USER@HOST:8088/PREFIX");

/* What the answer begins with decides whether it is JSON at all; the type is only a second witness.
 */
static bool begin(struct json *j, struct http_reply *r, struct vendor_step *s)
{
    if (vendor_is_markup(r->body.p, r->body.len)) {
        vendor_fail(s, ERR_BACKEND, N_("the backend {0} answered with a web page, not with JSON"),
                    j->name);
        err_hint(&s->err, N_("check the URL; a proxy or a sign-in page may stand before it"));
        return false;
    }
    if (vendor_is_ami(r->body.p, r->body.len)) {
        vendor_fail(s, ERR_BACKEND,
                    N_("the backend {0} answered as an Asterisk does, not with JSON"), j->name);
        err_hint(&s->err, asterisk_hint);
        return false;
    }
    j->body = r->body;
    r->body = (struct buf){0};
    j->new_etag = *r->etag ? mem_strdup(r->etag) : NULL;
    json_scan_init(&j->scan, j->body.p, j->body.len, top_names);
    j->stage = SCANNING;
    return true;
}

static void json_work(struct vendor *v, int elements, int64_t now, struct vendor_step *s);

static void json_on_reply(struct vendor *v, struct http_reply *r, int64_t now,
                          struct vendor_step *s)
{
    struct json *j = self(v);
    if (j->stage != WAITING || r->tag != j->tag) {
        return;
    }
    j->stage = IDLE;
    if (r->err.code == OK && r->status == 304 && j->etag) {
        s->result = VR_UNCHANGED;
    } else if (vendor_reply_failed(j->name, r, s)) {
        if (r->status == 404 && vendor_is_ami(r->body.p, r->body.len)) {
            err_hint(&s->err, asterisk_hint);
        }
    } else if (begin(j, r, s)) {
        json_work(v, VENDOR_SLICE, now, s);
    }
}

static void fail_scan(struct json *j, struct vendor_step *s)
{
    const char *bad = j->scan.bad ? j->scan.bad : json_bad_syntax;
    vendor_fail(s, ERR_BACKEND, bad, j->name, NUM((int64_t)j->scan.at));
    err_hint(&s->err, N_("look into the backend's log"));
    drop(j);
}

static void scan_slice(struct json *j, int elements, int64_t now, struct vendor_step *s)
{
    switch (json_scan_run(&j->scan, (size_t)elements * SCAN_BYTES)) {
    case SCAN_MORE:
        s->more = true;
        return;
    case SCAN_BAD:
        fail_scan(j, s);
        return;
    case SCAN_DONE:
        break;
    }
    j->read = (struct json_reader){.b = snap_builder_new()};
    if (!read_head(j, now, s)) {
        drop(j);
        return;
    }
    j->stage = ARRAYS;
    j->array = TOP_QUEUES;
    j->at = 0;
}

/* Enters the array under way; false: there is none to read. */
static bool enter_array(struct json *j)
{
    struct json_span at = j->scan.top[j->array];
    struct snapshot *snap = snap_builder_snapshot(j->read.b);
    if (at.at == 0 || j->body.p[at.at] == 'n') {
        return false;
    }
    if (j->body.p[at.at] != '[') {
        json_at(&j->read, "", -1);
        json_warn(&j->read, top_names[j->array], N_("is not an array; it is unknown"), NULL);
        return false;
    }
    snap->has_calls |= j->array == TOP_CALLS;
    snap->has_ended |= j->array == TOP_ENDED;
    j->at = at.at + 1;
    j->index = 0;
    return true;
}

static size_t skip_blanks(const struct json *j, size_t at)
{
    while (strchr(" \t\r\n", j->body.p[at])) { /* the scan proved that an element or ] follows */
        at++;
    }
    return at;
}

enum element { ELEMENT_READ, ARRAY_OVER, UNREADABLE };

/* Reads the next element of the array under way. */
static enum element next_element(struct json *j)
{
    size_t at = skip_blanks(j, j->at);
    if (j->body.p[at] == ',') {
        at = skip_blanks(j, at + 1);
    }
    if (j->body.p[at] == ']') {
        return ARRAY_OVER;
    }
    const char *end = NULL;
    size_t left = j->scan.top[j->array].end - at;
    cJSON *e = cJSON_ParseWithLengthOpts(j->body.p + at, left, &end, false);
    if (!e) {
        j->scan.at = at;
        return UNREADABLE;
    }
    json_at(&j->read, top_names[j->array], j->index++);
    switch (j->array) {
    case TOP_QUEUES:
        json_read_queue(&j->read, e);
        break;
    case TOP_AGENTS:
        json_read_agent(&j->read, e);
        break;
    case TOP_CALLS:
        json_read_call(&j->read, e);
        break;
    default:
        json_read_ended(&j->read, e);
        break;
    }
    arena_reset(&j->tree);
    j->at = (size_t)(end - j->body.p);
    return ELEMENT_READ;
}

static void finish_document(struct json *j, struct vendor_step *s)
{
    s->snapshot = snap_builder_finish(j->read.b);
    s->result = VR_SNAPSHOT;
    j->fields = json_fields(s->snapshot);
    free(j->etag);
    j->etag = j->new_etag;
    j->new_etag = NULL;
    drop(j);
}

static void json_work(struct vendor *v, int elements, int64_t now, struct vendor_step *s)
{
    struct json *j = self(v);
    elements = elements > 0 ? elements : VENDOR_SLICE;
    s->more = false;
    if (j->stage == SCANNING) {
        scan_slice(j, elements, now, s);
        if (j->stage == SCANNING) {
            return;
        }
    }
    tree_begin(&j->tree);
    while (j->stage == ARRAYS && elements > 0) {
        size_t from = j->at;
        enum element got = j->at > 0 || enter_array(j) ? next_element(j) : ARRAY_OVER;
        elements--;
        if (got == ELEMENT_READ && from > 0) { /* one with 10,000 queues is worth as many as its
                                                  bytes make */
            elements -= (int)((j->at - from) / SCAN_BYTES);
        }
        if (got == UNREADABLE) { /* sound by our scan, but not to cJSON */
            fail_scan(j, s);
        } else if (got == ARRAY_OVER) {
            j->at = 0;
            if (++j->array > TOP_ENDED) {
                finish_document(j, s);
            }
        }
    }
    tree_end();
    s->more = j->stage == ARRAYS;
}

static void json_abort(struct vendor *v)
{
    drop(self(v));
}

static void json_finish(struct vendor *v, struct vendor_step *s)
{
    drop(self(v));
    s->result = VR_FINISHED;
}

static unsigned json_fields_seen(const struct vendor *v)
{
    return ((const struct json *)v)->fields;
}

static size_t json_notes(const struct vendor *v, const char **msgids, size_t max)
{
    (void)v;
    (void)msgids;
    (void)max;
    return 0; /* nothing of the floor is refused for lack of rights: it is one document */
}

const struct vendor_ops vendor_json = {
    .name = "json",
    .open = json_open,
    .poll = json_poll,
    .on_reply = json_on_reply,
    .work = json_work,
    .abort = json_abort,
    .finish = json_finish,
    .fields = json_fields_seen,
    .notes = json_notes,
    .free = json_free,
};
