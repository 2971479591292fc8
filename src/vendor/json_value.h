/* Values of a document that json_scan has proved sound: read where they stand, one after the other.
 *
 * Nothing is allocated: a string is decoded in place and ends with a NUL written over its closing
 * quote, so each value may be read once only; a container is passed over until its own members are
 * asked for. Cost: about 1 ns a byte. */
#ifndef ZHIBAN_SRC_VENDOR_JSON_VALUE_H
#define ZHIBAN_SRC_VENDOR_JSON_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
    JSON_ABSENT, /* or null: unknown either way */
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json_value {
    enum json_kind kind;
    char *p;  /* STRING: decoded, NUL-terminated; containers: the first byte behind the bracket */
    size_t n; /* bytes of a scalar */
};

/* Reads the value that begins at p; returns its end. */
char *json_value_read(char *p, struct json_value *v);
/* To the next entry of a container; *p goes on from the container's p. false: there is none, and *p
 * is behind the closing bracket. */
bool json_next(char **p);
/* The same, and reads the element of an array, or member of an object. */
bool json_next_element(char **p, struct json_value *v);
bool json_next_member(char **p, struct json_value *key, struct json_value *v);

#define JSON_NUMBER_MAX INT64_C(1000000000000)

struct json_number {
    int64_t floor; /* the largest whole number not above it */
    bool whole;
    bool huge; /* beyond ±JSON_NUMBER_MAX: floor tells only the sign */
};
struct json_number json_number_of(const struct json_value *v);

/* Four hexadecimal digits, or −1. */
int json_hex4(const char *p);

#endif
