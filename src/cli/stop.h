/* INT, TERM and HUP for commands that run until they are told to end: the loop ends, the backend is
 * logged off, then the program dies of the signal as the shell expects. */
#ifndef ZHIBAN_CLI_STOP_H
#define ZHIBAN_CLI_STOP_H

#include <stdbool.h>

/* From now on the signals are caught; returns a descriptor that becomes readable with the first. */
int stop_catch(void);
bool stop_asked(void);
/* Dies of the signal that was caught; returns when there was none. */
void stop_finish(void);

#endif
