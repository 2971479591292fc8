/* The centre's organisation from a folder of CSV files laid out like data/demo. Every bad cell is
 * an error with file, line, column and value; files of later books are left alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config_in.h"
#include "zhiban/base/csv.h"
#include "zhiban/base/intl.h"
#include "zhiban/base/mem.h"
#include "zhiban/base/strmap.h"
#include "zhiban/base/text.h"

static const struct {
    const char *file, *table;
} sources[] = {
    {"sites.csv", "site"},   {"teams.csv", "team"},          {"shifts.csv", "segment"},
    {"queues.csv", "queue"}, {"pause_reasons.csv", "pause"}, {"staff.csv", "staff"},
};

struct folder_reading {
    struct centre *centre;
    const char *table;
    struct strmap seen; /* ids of this file */
    struct arena ids;
};

static enum err_code bad_column(const char *table, const char *column, const char *where,
                                struct err *e)
{
    const char *const *columns = centre_columns(table);
    size_t n = 0;
    while (columns[n]) {
        n++;
    }
    const char *near = text_nearest(column, columns, n);
    err_set(e, ERR_PARSE, N_("{0}: there is no column {1}"), where, column, near ? near : "");
    return err_hint(e, near ? N_("did you mean {2}?") : N_("zhiban.conf(5) lists every column"));
}

/* The first column is the id of every one of these files. */
static enum err_code read_row(void *ctx, const struct csv_row *row, struct err *e)
{
    struct folder_reading *r = ctx;
    char where[ERR_ARG_MAX];
    where_text(where, row->file, row->line);
    const char *id = row->n > 0 ? row->cells[0] : "";
    if (id[0] == '\0') {
        return err_set(e, ERR_PARSE, N_("{0}: the column {1} is empty"), where,
                       row->n > 0 ? row->names[0] : "");
    }
    const char *kept = arena_strndup(&r->ids, id, strlen(id));
    uint32_t first = strmap_add(&r->seen, kept, (uint32_t)row->line);
    if (first != STRMAP_NONE) {
        return err_set(e, ERR_PARSE, N_("{0}: {1} stands in line {2} already"), where, id,
                       NUM(first));
    }
    for (size_t i = 1; i < row->n; i++) {
        struct err own = {0};
        enum err_code code =
            centre_field(r->centre, r->table, id, row->names[i], row->cells[i], &own);
        if (code == ERR_NOT_FOUND) {
            return bad_column(r->table, row->names[i], where, e);
        }
        if (code != OK) {
            err_at(&own, where);
            if (e) {
                *e = own;
            }
            return own.code;
        }
    }
    return OK;
}

enum err_code config_load_folder(struct centre *c, const char *dir, struct err *e)
{
    size_t found = 0;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char *path = mem_printf("%s/%s", dir, sources[i].file);
        enum err_code code = OK;
        if (access(path, F_OK) == 0) {
            struct folder_reading r = {.centre = c, .table = sources[i].table};
            code = csv_read(path, read_row, &r, e);
            strmap_release(&r.seen);
            arena_release(&r.ids);
            found++;
        }
        free(path);
        if (code != OK) {
            return code;
        }
    }
    if (found == 0) {
        return err_set(e, ERR_NOT_FOUND, N_("{0} holds none of the centre's files (queues.csv …)"),
                       dir);
    }
    return centre_finish(c, e);
}
