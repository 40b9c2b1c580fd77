/**
 * The process around a command: standard output, terminal, progress, failures with their exit
 * codes, and interruption. Does not depend on any command.
 */
package dev.conveyor.jobs.console;
