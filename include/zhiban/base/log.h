/* The log file ($XDG_STATE_HOME/zhiban/zhiban.log): one line an event, UTC time, level, text. No
 * secrets, caller numbers masked by the caller of the function. Text is cleaned; the file is kept
 * under 4 MiB (one older file). Until log_open, and when it fails, lines go nowhere. */
#ifndef ZHIBAN_BASE_LOG_H
#define ZHIBAN_BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Opens (creates, 0600) the file; returns 0, or −1 with errno. */
int log_open(const char *path, enum log_level max);
void log_close(void);
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
