/* zhiban.conf: every line that can be read is taken into a configuration; what loads must print,
 * and backends must come apart or be refused. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "config_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config c = {0};
    struct err e = {0};
    struct buf text;
    struct reading r = {.c = &c, .origin = ORIGIN_FILE, .ui_only = size > 0 && data[0] == '!'};
    buf_init(&text, 0);
    centre_init(&c.centre);
    for (size_t i = 0; i < n_config_defs; i++) {
        if (def_set(&c, &config_defs[i], config_defs[i].dflt, "", &e) != OK) {
            abort();
        }
    }
    enum err_code code =
        ini_parse_text((const char *)data, size, "fuzz.conf", config_read_line, &r, &e);
    if (code != OK) {
        err_format(&text, e.msgid, &e);
        err_format(&text, e.hint ? e.hint : "", &e);
    } else {
        config_show(&c, &text);
        (void)centre_finish(&c.centre, &e);
    }
    for (size_t i = 0; i < c.backends.n; i++) { /* each in turn, by name and by URL */
        struct config view = c;
        struct backend_cfg b;
        view.backend = c.backends.v[i].name;
        if (config_backend(&view, &b, &e) == OK) {
            backend_cfg_release(&b);
        }
        view.backend = c.backends.v[i].url;
        if (view.backend && config_backend(&view, &b, &e) == OK) {
            backend_cfg_release(&b);
        }
    }
    buf_release(&text);
    config_release(&c);
    return 0;
}
