/* Configuration: zhiban.conf, environment and command line, each value with its origin (INTERFACES
 * 3). Terminal settings live in struct config; centre settings go to struct centre. */
#ifndef ZHIBAN_SVC_CONFIG_H
#define ZHIBAN_SVC_CONFIG_H

#include "zhiban/base/ini.h"
#include "zhiban/model/centre.h"

enum origin { ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_ENV, ORIGIN_OPTION, ORIGIN_STATE };

struct backend_cfg {
    char *name, *url; /* url as written: scheme json+http …, asterisk+…, sim: */
    char *vendor;     /* "json", "asterisk", "sim" */
    char *base_url;   /* http(s)://host… without user */
    char *user, *secret_file, *secret_command, *ca_file;
    bool insecure;
};
struct key_binding {
    char *action, *keys;
    int line;
};

struct config {
    char *path; /* of the file read; NULL none */
    char *db, *backend, *lang, *theme, *secret_file;
    bool ascii, mouse, bell, notify, readonly;
    char *columns_queues, *columns_agents, *sort_queues, *sort_agents;
    char *log_level;
    char *wall_queues, *wall_figures;
    int wall_page_s;
    VEC(struct backend_cfg) backends;
    VEC(struct key_binding) keys;
    struct centre centre;
    struct {
        const char *name;
        enum origin origin;
        int line;
        char *value;
    } * origins;
    size_t n_origins;
};

/* The table behind default file, --show, nearest-name hints and zhiban.conf(5). */
struct config_def {
    const char *section, *key;
    enum setting_type type;
    size_t offset; /* in struct config */
    const char *dflt;
    int min, max;
    const char *choices;
    const char *env; /* environment variable, or NULL */
    const char *doc; /* N_() */
};
extern const struct config_def config_defs[];
extern const size_t n_config_defs;
/* Keys of a [backend NAME] section, for hints and the manual; NULL-terminated. */
extern const char *const backend_keys[];

struct config_opts { /* from the command line; NULL: not given */
    const char *file, *db, *backend, *lang, *theme;
    bool ascii, readonly;
};

/* Reads everything. A missing default file is no error; a missing named one is. */
enum err_code config_load(struct config *c, const struct config_opts *o, struct err *e);
void config_release(struct config *c);
/* The commented default, as `config --default` prints it. */
void config_default(struct buf *to);
/* Lines `section.key = value  # origin` of everything in force; secrets never. */
void config_show(const struct config *c, struct buf *to);
/* Reads the centre's organisation from a folder of CSV files like data/demo; unknown files ignored.
 */
enum err_code config_load_folder(struct centre *c, const char *dir, struct err *e);
/* The backend in force: [backend NAME] or URL, parsed. ERR_USAGE with the mend. */
enum err_code config_backend(const struct config *c, struct backend_cfg *to, struct err *e);
void backend_cfg_release(struct backend_cfg *b);
/* Its secret, from file (0600 or stricter is asked), command or environment; "" none. Wipe and
 * free. */
enum err_code config_secret(const struct config *c, const struct backend_cfg *b, char **to,
                            struct err *e);
/* Saves UI choices (:save) to $XDG_STATE_HOME/zhiban/ui.conf. */
enum err_code config_save_ui(const struct config *c, struct err *e);

#endif
