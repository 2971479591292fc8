/* The terminal on the ways out that run no clean-up, and the signals on their way to the loop.
 * File-static state, because a signal handler has nothing else; one terminal a process. */
#ifndef ZHIBAN_TUI_CRASH_H
#define ZHIBAN_TUI_CRASH_H

#include <stdbool.h>
#include <stddef.h>

/* Installs the handlers and keeps the modes of the terminal fd as they are now. false: no pipe. */
bool crash_install(int fd);
/* What must be written to leave the screen; n bytes of s are copied (at most 256). */
void crash_restore_string(const char *s, size_t n);
/* Puts the former handlers back. */
void crash_remove(void);
/* The reading end of the self-pipe, and its next signal (0: none). */
int crash_pipe(void);
int crash_next_signal(void);
/* Stops the process as the terminal's own suspend key does. */
void crash_stop(void);
/* Puts the terminal's modes back as they were at crash_install; async-signal-safe. */
void crash_restore(void);

#endif
