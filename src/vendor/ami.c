#include "ami.h"

#include <string.h>
#include <strings.h>

#define VALUE_MAX 512 /* bytes; Asterisk's own names end at 256 */

/* One line, without its end. */
struct line {
    char *p;
    size_t n;
};

/* Takes the next line; false at the end of the text. */
static bool next_line(char **p, char *end, struct line *to)
{
    if (*p >= end) {
        return false;
    }
    char *nl = memchr(*p, '\n', (size_t)(end - *p));
    char *stop = nl ? nl : end;
    to->p = *p;
    *p = nl ? nl + 1 : end;
    if (stop > to->p && stop[-1] == '\r') {
        stop--;
    }
    to->n = (size_t)(stop - to->p);
    return true;
}

/* Splits at the first ": "; "Key:" has an empty value. NULL: not a field. */
static char *value_of(struct line l, size_t *key_len)
{
    char *colon = memchr(l.p, ':', l.n);
    while (colon && colon + 1 < l.p + l.n && colon[1] != ' ') {
        colon = memchr(colon + 1, ':', (size_t)(l.p + l.n - colon - 1));
    }
    if (!colon) {
        return NULL;
    }
    *key_len = (size_t)(colon - l.p);
    return colon + 1 < l.p + l.n ? colon + 2 : colon + 1;
}

static bool has_key(struct line l, const char *name)
{
    size_t n = strlen(name);
    return l.n > n && l.p[n] == ':' && strncasecmp(l.p, name, n) == 0;
}

/* A copy of the value when the line has that key. */
static bool copy_value(struct line l, const char *name, char *to, size_t size)
{
    size_t key;
    if (!has_key(l, name)) {
        return false;
    }
    const char *v = value_of(l, &key);
    size_t n = v ? (size_t)(l.p + l.n - v) : 0;
    n = n < size ? n : size - 1;
    if (v && *to == '\0') {
        memcpy(to, v, n);
        to[n] = '\0';
    }
    return true;
}

bool ami_head(const char *body, size_t n, struct ami_head *to)
{
    *to = (struct ami_head){0};
    char *p = (char *)body, *end = p + n; /* read only */
    char response[32] = "";
    struct line l;
    if (!next_line(&p, end, &l) || !copy_value(l, "Response", response, sizeof response)) {
        return false;
    }
    to->success = strcasecmp(response, "Success") == 0 || strcasecmp(response, "Goodbye") == 0;
    while (next_line(&p, end, &l) && l.n > 0) {
        (void)(copy_value(l, "Message", to->message, sizeof to->message) ||
               copy_value(l, "Challenge", to->challenge, sizeof to->challenge) ||
               copy_value(l, "ActionID", to->action_id, sizeof to->action_id));
    }
    return true;
}

/* A run of lines up to an empty one. */
struct block {
    char *p, *end;   /* behind its last line */
    char *next;      /* behind the empty lines */
    bool event;      /* begins with "Event:" */
    bool head, tail; /* the ActionID is its second, its last line */
    bool complete;   /* a closing block */
};

static bool is_id(const struct ami_list *l, struct line line)
{
    size_t key;
    if (l->id_len == 0 || !has_key(line, "ActionID")) {
        return false;
    }
    const char *v = value_of(line, &key);
    return v && (size_t)(line.p + line.n - v) == l->id_len && memcmp(v, l->id, l->id_len) == 0;
}

/* "Event: " and that name. */
static bool is_closing(struct line l, const char *name)
{
    size_t key, n = strlen(name);
    const char *v = has_key(l, "Event") ? value_of(l, &key) : NULL;
    return v && (size_t)(l.p + l.n - v) == n && strncasecmp(v, name, n) == 0;
}

static bool next_block(const struct ami_list *l, char *p, struct block *to)
{
    struct line line = {0}, last = {0};
    *to = (struct block){.p = p};
    size_t n = 0;
    while (next_line(&p, l->end, &line)) {
        if (line.n == 0) {
            if (n > 0) {
                break;
            }
            to->p = p;
            continue;
        }
        if (n == 0) {
            to->event = has_key(line, "Event");
            to->complete = is_closing(line, l->closing);
        } else if (n == 1) {
            to->head = is_id(l, line);
        }
        last = line;
        n++;
        to->end = p;
    }
    to->next = p;
    to->tail = n > 0 && is_id(l, last);
    return n > 0;
}

void ami_list_init(struct ami_list *l, char *body, size_t n, const struct ami_head *h,
                   const char *closing)
{
    *l = (struct ami_list){.p = body, .end = body + n, .list_items = -1, .closing = closing};
    struct block first;
    l->p = next_block(l, body, &first) ? first.next : l->end;
    l->id_len = strlen(h->action_id);
    memcpy(l->id, h->action_id, l->id_len);
}

/* The closing block: only the last of the answer is one, and it bears the ActionID. */
static bool close_list(struct ami_list *l, const struct block *b)
{
    if (!b->complete || (l->id_len > 0 && !b->head) || b->next < l->end) {
        return false;
    }
    char *p = b->p, count[24] = "";
    struct line line;
    while (next_line(&p, b->end, &line)) {
        copy_value(line, "ListItems", count, sizeof count);
    }
    l->complete = true;
    l->list_items = *count ? ami_number(count) : -1;
    l->p = l->end;
    return true;
}

bool ami_next(struct ami_list *l, struct ami_item *to)
{
    struct block b, more;
    do {
        if (!next_block(l, l->p, &b) || close_list(l, &b)) {
            return false;
        }
        l->p = b.next;
    } while (!b.event); /* the rest of a forged block */
    *to = (struct ami_item){.p = b.p, .end = b.end};
    bool open = l->id_len > 0 && !b.tail; /* else the entry ends here */
    while (open && next_block(l, l->p, &more) && !more.head) {
        to->forged = true;
        to->end = more.end;
        l->p = more.next;
        open = !more.tail;
    }
    l->items++;
    return true;
}

bool ami_whole(const struct ami_list *l, size_t read)
{
    size_t seen = l->id_len > 0 ? l->items : read;
    return l->complete && (l->list_items < 0 || (uint64_t)l->list_items == seen);
}

const char *ami_fields(struct ami_item *it, const struct ami_key *keys, size_t n,
                       const char **values)
{
    const char *event = NULL;
    struct line l;
    char *p = it->p;
    memset(values, 0, n * sizeof *values);
    while (next_line(&p, it->end, &l)) {
        size_t key = 0;
        char *v = value_of(l, &key);
        if (!v) {
            continue;
        }
        l.p[l.n] = '\0'; /* on the CR or LF that ends the line */
        if ((size_t)(l.p + l.n - v) > VALUE_MAX) {
            v[VALUE_MAX] = '\0'; /* names are kept from poll to poll */
        }
        if (!event && key == 5 && strncasecmp(l.p, "Event", key) == 0) {
            event = v;
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            if (keys[i].len == key && strncasecmp(keys[i].name, l.p, key) == 0) {
                if (!values[i] || keys[i].last) {
                    values[i] = v;
                }
                break;
            }
        }
    }
    return event;
}

int64_t ami_number(const char *s)
{
    if (!s) {
        return INT64_MIN;
    }
    bool minus = *s == '-';
    int64_t v = 0;
    s += minus;
    if (*s == '\0' || strlen(s) > 18) {
        return INT64_MIN;
    }
    for (; *s; s++) {
        if (*s < '0' || *s > '9') {
            return INT64_MIN;
        }
        v = v * 10 + (*s - '0');
    }
    return minus ? -v : v;
}

int64_t ami_duration(const char *s)
{
    int64_t v = 0, part = 0;
    int parts = 1, digits = 0;
    for (; s && *s; s++) {
        if (*s == ':' && digits > 0 && parts < 3) {
            v = (v + part) * 60;
            part = digits = 0;
            parts++;
        } else if (*s >= '0' && *s <= '9' && digits < 6) {
            part = part * 10 + (*s - '0');
            digits++;
        } else {
            return INT64_MIN;
        }
    }
    return s && parts == 3 && digits > 0 ? v + part : INT64_MIN;
}
