/* Completion scripts for three shells, generated from the tables the command line is read with. */
#ifndef ZHIBAN_CLI_COMPLETION_H
#define ZHIBAN_CLI_COMPLETION_H

#include "command.h"

void completion_bash(struct buf *to);
void completion_zsh(struct buf *to);
void completion_fish(struct buf *to);

#endif
