/* The manual, made from the tables the program itself works by and from the texts of
 * manual_*.c: so a page cannot say what the program does not do. Pages are mdoc, in the language in
 * force; man/ holds them as `make man` prints them. To add a command's page: write its blocks, add
 * one line to the table in manual_page.c, run `make man`. */
#ifndef ZHIBAN_CLI_MANUAL_H
#define ZHIBAN_CLI_MANUAL_H

#include "command.h"

enum manual_kind {
    MAN_END,
    MAN_PARA, /* a paragraph */
    MAN_SUB,  /* a sub-section's title */
    MAN_ITEM, /* a list item: tag as typed */
    MAN_CODE, /* lines as they stand, never translated */
};
/* In texts `word` is set bold, and so is a name before (5). */
struct manual_block {
    enum manual_kind kind;
    const char *tag;  /* MAN_ITEM */
    const char *text; /* N_(), but of MAN_CODE */
};
/* What a page says beyond the tables; each list ends with {0}, and may be NULL. */
struct manual_page {
    const struct command *command;
    const struct manual_block *description, *files, *exits, *examples;
    const char *see; /* "zhiban-sim 1 zhiban.conf 5": name and section of each */
};
extern const struct manual_block manual_board[], manual_board_files[], manual_status[],
    manual_status_exits[], manual_status_examples[], manual_wall[], manual_demo[],
    manual_demo_files[], manual_sim[], manual_sim_examples[], manual_doctor[],
    manual_doctor_exits[], manual_config[], manual_config_files[], manual_help[], manual_conf[],
    manual_conf_queue[], manual_conf_examples[];

/* Keys of a [backend NAME] section and columns of the organisation's tables, each explained. */
struct manual_column {
    const char *table, *column;
    const char *text; /* N_() */
};
extern const struct manual_column manual_columns[];
extern const size_t n_manual_columns;
/* Its sentence, or NULL: no page explains it. */
const char *manual_column(const char *table, const char *column);

/* ---- mdoc ------------------------------------------------------------------------------------ */

/* NAME of a page; the summary loses its full stop. */
void man_head(struct buf *to, const char *name, int section, const char *summary);
/* A text: new lines at sentences, nothing read as a request or an escape. */
void man_text(struct buf *to, const char *s);
/* The same as one argument of a macro. */
void man_argument(struct buf *to, const char *s);
void man_code(struct buf *to, const char *lines);
void man_blocks(struct buf *to, const struct manual_block *b);
/* ".Sh TITLE" and the blocks; nothing when there are none. */
void man_section(struct buf *to, const char *title, const struct manual_block *b);
void man_synopsis(struct buf *to, const struct command *c);
void man_options(struct buf *to, const struct option_def *defs);
void man_see(struct buf *to, const char *list);

/* ---- pages ----------------------------------------------------------------------------------- */

/* The page of a command; ERR_NOT_FOUND when it has none (hidden commands). */
enum err_code manual_command(struct buf *to, const struct command *c, struct err *e);
void manual_conf_page(struct buf *to);
void manual_keys_page(struct buf *to);
void manual_metrics_page(struct buf *to);

#endif
