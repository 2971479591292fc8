/* The text form of AMI over HTTP (/rawman): blocks of "Key: value" lines, ended by an empty line.
 *
 * Values may hold line breaks that forge fields and whole blocks. What bounds a block is therefore
 * not the empty line but the ActionID, which a caller or agent cannot guess: it ends an entry of
 * QueueStatus and QueueSummary and begins one of CoreShowChannels. Text between two such bounds is
 * one entry, whatever it pretends to be. Answers without an ActionID (recordings, old proxies) are
 * cut at empty lines; there the reader counts only entries with all their keys.
 *
 * Order: ami_head → ami_list_init → ami_next* → ami_whole. Values are ended with NUL in the body
 * itself, so texts live as long as the body. Cost: two passes of memchr. */
#ifndef ZHIBAN_SRC_VENDOR_AMI_H
#define ZHIBAN_SRC_VENDOR_AMI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first block. Texts are copies, cut to what is needed. */
struct ami_head {
    bool success; /* Response: Success or Goodbye */
    char message[128];
    char challenge[64];
    char action_id[64];
};
/* false: not AMI's text form. */
bool ami_head(const char *body, size_t n, struct ami_head *to);

struct ami_list {
    char *p, *end;
    char id[64]; /* the ActionID of the answer; "" none */
    size_t id_len;
    size_t items;        /* entries seen */
    int64_t list_items;  /* what the backend counted; −1: not told */
    const char *closing; /* the event that closes the list */
    bool complete;       /* the closing …Complete block was seen */
};
struct ami_item {
    char *p, *end;
    bool forged; /* it holds text that pretends to be another block */
};
/* The list behind the first block; closing: "QueueStatusComplete". */
void ami_list_init(struct ami_list *l, char *body, size_t n, const struct ami_head *h,
                   const char *closing);
/* The next entry; false: there is none. */
bool ami_next(struct ami_list *l, struct ami_item *to);
/* Whether the answer is whole: closed, and as many entries as the backend counted. read: how many
 * of them had all their keys. */
bool ami_whole(const struct ami_list *l, size_t read);

struct ami_key {
    const char *name; /* compared without regard to case */
    size_t len;
    bool last; /* of a repeated key the last counts: it stands behind the free texts */
};
#define AMI_KEY(name)                                                                              \
    {                                                                                              \
        (name), sizeof(name) - 1, false                                                            \
    }
#define AMI_LAST_KEY(name)                                                                         \
    {                                                                                              \
        (name), sizeof(name) - 1, true                                                             \
    }
/* Puts the values of an entry at the places of their keys (NULL: absent) and ends them with NUL. Of
 * a repeated key the first counts. Returns the event's name, NULL when the entry has none. */
const char *ami_fields(struct ami_item *it, const struct ami_key *keys, size_t n,
                       const char **values);

/* A decimal number; INT64_MIN when absent or not one. */
int64_t ami_number(const char *s);
/* "HH:MM:SS" in seconds; INT64_MIN when not one. */
int64_t ami_duration(const char *s);

#endif
