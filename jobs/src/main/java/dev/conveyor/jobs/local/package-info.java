/**
 * The local engine: {@code batch JOB INPUT… OUTPUT} on all cores of one machine, with nothing to
 * install.
 *
 * <p>{@link dev.conveyor.jobs.local.LocalBatch} drives: {@link dev.conveyor.jobs.local.TextFiles}
 * cuts the inputs into slices, the job maps them into a tally a thread, and {@link
 * dev.conveyor.jobs.local.BatchOutput} makes the merged tally appear all at once.
 */
package dev.conveyor.jobs.local;
