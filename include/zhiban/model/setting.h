/* The settings of a centre as one table: name, place, default, range and sentence. `config`,
 * `setting`, zhiban.conf(5) and the reader all follow it. The same types describe a terminal's own
 * settings. */
#ifndef ZHIBAN_MODEL_SETTING_H
#define ZHIBAN_MODEL_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "zhiban/base/err.h"

/* One setting of [centre]: name as in REQUIREMENTS 2.3, and where it goes. */
enum setting_type { SET_INT, SET_BOOL, SET_TEXT, SET_CHOICE, SET_HHMM };
struct setting_def {
    const char *name; /* "wallboard.poll_sec" */
    enum setting_type type;
    size_t offset;       /* in struct centre */
    const char *dflt;    /* as written in zhiban.conf */
    int min, max;        /* SET_INT */
    const char *choices; /* "f1|f2|f3|f4|f5": of SET_CHOICE (an enum), or of a SET_TEXT */
    const char *doc;     /* N_(): one sentence with the unit */
};
extern const struct setting_def setting_defs[];
extern const size_t n_setting_defs;

/* Values of any setting or column by their text; ERR_PARSE names the setting, the value and what is
 * expected. */
enum err_code setting_int(const char *name, const char *value, int min, int max, int *to,
                          struct err *e);
enum err_code setting_bool(const char *name, const char *value, bool *to, struct err *e);
/* max: the largest minute of the day allowed (2880 where the next day may be named). */
enum err_code setting_hhmm(const char *name, const char *value, int max, int *to, struct err *e);
/* choices: "a|b|c"; *to gets the place of value among them. */
enum err_code setting_choice(const char *name, const char *value, const char *choices, int *to,
                             struct err *e);
/* Replaces an owned text by a copy of value. */
void setting_text(char **to, const char *value);

#endif
