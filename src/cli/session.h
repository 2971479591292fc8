/* What every command that looks at the floor needs: the configuration, the language it asks for,
 * the log, and the application on it. */
#ifndef ZHIBAN_CLI_SESSION_H
#define ZHIBAN_CLI_SESSION_H

#include "command.h"
#include "zhiban/svc/app.h"

struct session {
    struct config config;
    struct app *app; /* NULL until session_open */
    bool loaded;
};

/* Loads the configuration and takes its language. */
enum err_code session_load(struct session *s, const struct command_args *a, struct err *e);
/* Loads (unless loaded), opens the log and makes the application; nothing goes over the network
 * yet. */
enum err_code session_open(struct session *s, const struct command_args *a, struct err *e);
/* Logs off and frees; {0} is allowed. */
void session_close(struct session *s);

/* Help and usage errors in the configured language; a broken configuration is not their business.
 */
void session_language(struct globals *g);
/* ERR_USAGE, naming `zhiban status`, unless standard input and output are a terminal. */
enum err_code session_need_terminal(struct err *e);
/* What the terminal interface says once after the start, translated, or NULL. */
const char *session_warning(const struct globals *g);

#endif
