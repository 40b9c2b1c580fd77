/**
 * The commands, which combine all other packages. A command parses its arguments, starts the work
 * and prints a summary. No engine is linked before it is chosen.
 *
 * <p>Exit codes: 0 success; 1 failure; 2 misuse; 130 SIGINT; 141 closed pipe; 143 SIGTERM. Results
 * go to standard output, everything else to standard error.
 *
 * <p>The package has more than 30 types: only commands know all other packages, so the parts of a
 * command, such as the text of a queue or of dead letters, are package-private here.
 */
package dev.conveyor.jobs.cli;
