/* Shared by the driver's files only. */
#ifndef ZHIBAN_TESTS_TUI_INTERNAL_H
#define ZHIBAN_TESTS_TUI_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "zhiban/base/buf.h"

int64_t driver_now_ms(void);
void driver_put_utf8(struct buf *to, uint32_t cp);
/* Bytes a cell's characters take in UTF-8; an empty cell is a blank. */
size_t driver_cell_bytes(const uint32_t *chars, int max);
/* stream.c: the first sequence of a stream that zhiban has no reason to send; NULL: none. */
const char *driver_foreign(const char *raw, size_t n);
/* Whether every mode switched on is off at the end: alternate screen, paste, mouse, cursor shown.
 */
bool driver_modes_off(const char *raw);
/* server.c */
void server_end_all(void);

#endif
