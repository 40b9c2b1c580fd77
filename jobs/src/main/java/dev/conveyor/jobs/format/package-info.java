/** The formats of a stream's files with results. */
package dev.conveyor.jobs.format;
