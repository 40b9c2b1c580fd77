/**
 * The process around a command: standard output, the terminal, progress, failures with their exit
 * codes, and interruption. Knows no command.
 */
package dev.conveyor.jobs.console;
