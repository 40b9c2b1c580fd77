/**
 * The user's programs, in any language. {@link dev.conveyor.jobs.program.CommandLine} names a
 * program; {@link dev.conveyor.jobs.program.Program} starts, feeds, reads and ends it. Pipelines of
 * programs run on every engine.
 */
package dev.conveyor.jobs.program;
