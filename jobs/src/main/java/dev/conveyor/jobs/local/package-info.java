/**
 * The local engine: {@code batch JOB INPUT… OUTPUT} on all cores of one machine, and the reference
 * for the others.
 *
 * <p>{@link dev.conveyor.jobs.local.LocalBatch} drives: files and messages are cut into portions,
 * the job maps them into a tally a thread, and the merged tally is the one part. For a reducer of
 * the user's the lines are sorted on disk in its place.
 */
package dev.conveyor.jobs.local;
