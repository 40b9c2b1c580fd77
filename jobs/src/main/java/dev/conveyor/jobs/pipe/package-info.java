/**
 * Programs of the user's, in any language: how they are named ({@link
 * dev.conveyor.jobs.pipe.Command}), started, fed, read and ended ({@link
 * dev.conveyor.jobs.pipe.Program}). Knows processes, no engine and no records.
 */
package dev.conveyor.jobs.pipe;
