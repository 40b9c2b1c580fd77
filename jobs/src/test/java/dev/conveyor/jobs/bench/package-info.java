/** Measures {@code stream} against another connector, in turns, on one machine. */
package dev.conveyor.jobs.bench;
