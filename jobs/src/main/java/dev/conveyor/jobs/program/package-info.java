/**
 * Programs of the user's, in any language: how they are named ({@link
 * dev.conveyor.jobs.program.CommandLine}), started, fed, read and ended ({@link
 * dev.conveyor.jobs.program.Program}). Knows processes, no engine and no records.
 */
package dev.conveyor.jobs.program;
