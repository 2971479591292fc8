/* Where files are: XDG folders, data files, the helper executables. Returned strings are the
 * caller's. */
#ifndef ZHIBAN_BASE_PATHS_H
#define ZHIBAN_BASE_PATHS_H

#include "zhiban/base/err.h"

/* $XDG_CONFIG_HOME/zhiban/NAME (~/.config), $XDG_STATE_HOME (~/.local/state), $XDG_DATA_HOME
 * (~/.local/share), $XDG_RUNTIME_DIR (NULL when unset). A relative XDG value is ignored, as the
 * specification says. */
char *paths_config(const char *name);
char *paths_state(const char *name);
char *paths_user_data(const char *name);
char *paths_runtime(const char *name);

/* A shipped data file: ZHIBAN_DATADIR/NAME, else share/zhiban/NAME beside the executable (or beside
 * the bin or libexec/zhiban folder it is in), else PREFIX/share/zhiban/NAME. One of the same name
 * under the configuration folder comes first. What is nowhere is named under PREFIX. */
char *paths_data(const char *name);
/* The folder of translations: ZHIBAN_DATADIR/../locale, share/locale beside the executable, or
 * PREFIX's. */
char *paths_locale(void);
/* A helper executable: libexec/zhiban/NAME in the same places. */
char *paths_libexec(const char *name);

/* Makes every missing folder of path's parent, 0700. */
enum err_code paths_make_parent(const char *path, struct err *e);
/* Reads a whole file of at most max bytes (0: 1 MiB) into to, initialised by the callee and empty
 * after a failure: ERR_NOT_FOUND, ERR_LIMIT, ERR_IO. Never hangs: a pipe or a terminal has 2 s. */
enum err_code paths_read(const char *path, size_t max, struct buf *to, struct err *e);
/* Writes a file so that it is whole or not there: temporary file beside it, fsync, rename. A
 * symbolic link stays one; a device or pipe is written in place. mode is the file's, exactly. */
enum err_code paths_write(const char *path, const void *data, size_t n, int mode, struct err *e);

#endif
