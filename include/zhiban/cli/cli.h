/* The command line: one table of commands, one file each. */
#ifndef ZHIBAN_CLI_CLI_H
#define ZHIBAN_CLI_CLI_H

/* Parses, runs, prints; returns the process exit status. */
int cli_main(int argc, char **argv);

#endif
