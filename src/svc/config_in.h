/* Shared by the files of the configuration. */
#ifndef ZHIBAN_SRC_SVC_CONFIG_IN_H
#define ZHIBAN_SRC_SVC_CONFIG_IN_H

#include "zhiban/svc/config.h"

/* Origins: who said what. `name` is "section.key", or "queue Q10.name_zh" in a noun's section. */
void origin_set(struct config *c, const char *name, enum origin o, int line, const char *value);

/* Sets one value of the table from its text; where ("FILE:LINE", an option, a variable) opens the
 * error. */
enum err_code def_set(struct config *c, const struct config_def *d, const char *value,
                      const char *where, struct err *e);
const struct config_def *def_find(const char *section, const char *key);
/* The present value as text, to be freed. */
char *def_text(const struct config *c, const struct config_def *d);

/* The sections that are a noun's: "queue" … and its table in the centre. */
extern const char *const noun_sections[];

/* One reading of a file: its lines go to config_read_line. */
struct reading {
    struct config *c;
    enum origin origin;
    bool ui_only; /* ui.conf: only [ui], and what cannot be read is left out */
};
enum err_code config_read_line(void *ctx, const struct ini_line *l, struct err *e);

/* "FILE:LINE", cut from the left so that the line stays readable. */
void where_text(char to[ERR_ARG_MAX], const char *file, int line);
/* Puts the place in front of the error's first argument, which by habit names the setting. */
enum err_code err_at(struct err *e, const char *where);

#endif
