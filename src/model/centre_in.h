/* Shared by the files of the centre: parsing of values, with errors that name the setting or
 * column. */
#ifndef ZHIBAN_MODEL_CENTRE_IN_H
#define ZHIBAN_MODEL_CENTRE_IN_H

#include "zhiban/model/centre.h"

enum err_code centre_parse_int(const char *name, const char *value, int min, int max, int *to,
                               struct err *e);
enum err_code centre_parse_bool(const char *name, const char *value, bool *to, struct err *e);
/* max: the largest minute of the day allowed (2880 where the next day may be named). */
enum err_code centre_parse_hhmm(const char *name, const char *value, int max, int *to,
                                struct err *e);
/* choices: "a|b|c"; *to gets the place of value among them. */
enum err_code centre_parse_choice(const char *name, const char *value, const char *choices, int *to,
                                  struct err *e);
void centre_set_text(char **to, const char *value);
void centre_set_defaults(struct centre *c);
void centre_free_settings(struct centre *c);
/* Frees the texts of every noun and the lists. */
void centre_free_nouns(struct centre *c);

#endif
