/* The [keys] section: a key map comes out without two actions on one key, or an error that can be
 * told; every key in it has a name that leads back to it. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"
#include "zhiban/base/mem.h"

static void check(int held)
{
    if (!held) {
        abort();
    }
}

/* Each line "ACTION=KEYS" becomes a binding. */
static void take_lines(struct config *c, const char *text)
{
    for (int line = 1; *text != '\0'; line++) {
        size_t n = strcspn(text, "\n"), name = strcspn(text, "=\n");
        vec_push(&c->keys) = (struct key_binding){
            .action = mem_strndup(text, name),
            .keys = name < n ? mem_strndup(text + name + 1, n - name - 1) : mem_strdup(""),
            .line = line,
        };
        text += n + (text[n] == '\n');
    }
}

static void check_map(const struct keymap *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct buf name;
        buf_init(&name, 64);
        key_to_name(m->bind[i].key, &name);
        check(key_from_name(buf_str(&name)) == m->bind[i].key);
        buf_release(&name);
        enum action a = m->bind[i].action;
        bool answer = a == ACT_YES || a == ACT_NO;
        check((answer ? keymap_answer(m, m->bind[i].key) : keymap_action(m, m->bind[i].key)) == a);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config c = {0};
    struct keymap m;
    struct err e = {0};
    char *text = mem_strndup((const char *)data, size < 8192 ? size : 8192);
    take_lines(&c, text);
    if (keymap_build(&m, &c, &e) == OK) {
        check_map(&m);
    } else {
        struct buf told;
        buf_init(&told, 0);
        err_format(&told, e.msgid, &e);
        check(told.len > 0);
        buf_release(&told);
    }
    for (size_t i = 0; i < c.keys.n; i++) {
        free(c.keys.v[i].action);
        free(c.keys.v[i].keys);
    }
    vec_free(&c.keys);
    free(text);
    return 0;
}
